"""Arithmetic of stock, pure."""

from collections.abc import Iterable
from uuid import UUID

from lianyi.catalog.types import SkuId
from lianyi.inventory.errors import QuantityInvalid

QUANTITY_MAX = 100_000
LINES_MAX = 200
STOCK_MAX = 100_000_000


def merge(lines: Iterable[tuple[UUID, int]]) -> list[tuple[SkuId, int]]:
    """One line a SKU, sorted by id: two orders that want the same SKUs lock them in the same order.

    Raises:
        QuantityInvalid: a quantity, or the sum of one SKU, outside 1 … QUANTITY_MAX, or more than LINES_MAX SKUs.
    """
    wanted: dict[UUID, int] = {}
    for sku_id, quantity in lines:
        if quantity < 1:
            raise QuantityInvalid(field="quantity", quantity_max=QUANTITY_MAX)
        wanted[sku_id] = wanted.get(sku_id, 0) + quantity
    if len(wanted) > LINES_MAX or any(quantity > QUANTITY_MAX for quantity in wanted.values()):
        raise QuantityInvalid(field="quantity", quantity_max=QUANTITY_MAX)
    return [(SkuId(sku_id), wanted[sku_id]) for sku_id in sorted(wanted)]
