"""What a level does to prices and freight. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from lianyi.members.types import Benefits, Goods, Level

BP = 10_000


def price_fen(list_fen: int, off_bp: int, own: int | None, *, has_own: bool) -> int:
    """A level's price of a piece: its own one, or the list price less the discount, rounded up to the fen.

    Never above the list price, never below a fen. An own price of None keeps the list price.
    """
    if has_own:
        return list_fen if own is None else max(1, min(own, list_fen))
    return max(1, list_fen - list_fen * off_bp // BP)


def off_fen(benefits: Benefits, goods: Goods) -> int:
    """What the level takes off a line, in fen."""
    key = str(goods.sku_id)
    own = benefits.prices_fen.get(key)
    each = price_fen(goods.price_fen, benefits.off_bp, own, has_own=key in benefits.prices_fen)
    return (goods.price_fen - each) * goods.quantity


def freight_off_fen(benefits: Benefits, goods_left_fen: int, freight_fen: int) -> int:
    """What of the freight the level carries; `goods_left_fen` is what the goods cost after every discount."""
    frees = benefits.freight == "free" or (
        benefits.freight == "from" and goods_left_fen >= benefits.freight_from_fen
    )
    return freight_fen if frees else 0


def worst_fen(
    levels: Iterable[Level], own: Mapping[tuple[UUID, UUID], int | None], sku_id: UUID, list_fen: int
) -> int:
    """The most any level takes off a piece of a SKU; `own` is by (level, SKU)."""
    return max(
        (
            list_fen
            - price_fen(
                list_fen, level.off_bp, own.get((level.id, sku_id)), has_own=(level.id, sku_id) in own
            )
            for level in levels
        ),
        default=0,
    )


def points_cost_fen(levels: Sequence[Level], earn_per_yuan: int, points_per_yuan: int, list_fen: int) -> int:
    """What the points a piece can earn at most will take off some later order, rounded up."""
    rate_bp = max((level.points_rate_bp for level in levels), default=BP)
    rate_bp = max(rate_bp, BP)  # who holds no level earns once
    return -(-list_fen * earn_per_yuan * rate_bp // (points_per_yuan * BP))
