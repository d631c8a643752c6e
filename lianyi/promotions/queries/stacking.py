"""Prices, discounts and credits of every source on one cart, worked out by the phases; nothing is asked of anybody."""

from collections.abc import Iterable, Sequence

from lianyi.promotions import rules
from lianyi.promotions.types import Adjustment, PlayLine, Quoted


def listed(lines: Sequence[PlayLine], own: Sequence[Adjustment], level: Sequence[Adjustment]) -> Quoted:
    """The lines at the lower of a micro-shop's price and a level's, without any campaign."""
    return stacked(lines, None, [*own, *rules.beyond(level, own)])


def stacked(lines: Sequence[PlayLine], before: Quoted | None, adjustments: Iterable[Adjustment]) -> Quoted:
    """Work adjustments of a later phase into lines, on what `before` has left of them; see `rules.apply`."""
    left = lines if before is None else rules.on_top(lines, before)
    more = rules.apply([(line.sku_id, line.left_fen) for line in left], adjustments)
    return rules.together(lines, [more] if before is None else [before, more])
