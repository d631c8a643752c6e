"""What happened to goods. The subject is the product."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("catalog.prices_changed", subject="product_id")
@dataclass(frozen=True, slots=True)
class PricesChanged:
    """SKUs of a product have another price or cost than before; new SKUs are not among them."""

    product_id: UUID
    sku_ids: list[UUID]
