"""Arithmetic of stock, pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from lianyi.catalog.types import SkuId
from lianyi.inventory.errors import QuantityInvalid
from lianyi.inventory.types import Short

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


def allot(
    available: Mapping[SkuId, int], asks: Sequence[Sequence[tuple[SkuId, int]]]
) -> tuple[list[Short | None], dict[SkuId, int]]:
    """Serve asks in turn, each whole or not at all: (what each lacks, pieces taken of each SKU).

    An ask that is short takes nothing, so that a smaller one behind it may still be served.
    """
    left = dict(available)
    answers: list[Short | None] = []
    for ask in asks:
        lacking = next((line for line in ask if left.get(line[0], 0) < line[1]), None)
        if lacking is not None:
            answers.append(Short(lacking[0], left.get(lacking[0], 0), lacking[1]))
            continue
        for sku_id, quantity in ask:
            left[sku_id] -= quantity
        answers.append(None)
    return answers, {sku_id: had - left[sku_id] for sku_id, had in available.items() if had != left[sku_id]}
