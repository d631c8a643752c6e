"""Facts about stock."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("inventory.stock_gone", subject="sku_id")
@dataclass(frozen=True, slots=True)
class StockGone:
    """The last available piece was promised."""

    sku_id: UUID


@event("inventory.stock_back", subject="sku_id")
@dataclass(frozen=True, slots=True)
class StockBack:
    """A SKU that had nothing available has something again."""

    sku_id: UUID


@event("inventory.stock_low", subject="sku_id")
@dataclass(frozen=True, slots=True)
class StockLow:
    """Available pieces fell to the level at which the merchant wants to know."""

    sku_id: UUID
    available: int
