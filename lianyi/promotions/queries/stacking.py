"""Prices, discounts and credits of every source on one cart, worked out by the phases; nothing is asked of anybody."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from lianyi.promotions import rules
from lianyi.promotions.types import Adjustment, Phase, Priced, Quoted

EVERY_PHASE = frozenset(Phase)


def stacked(amounts: Sequence[tuple[UUID, int]], adjustments: Iterable[Adjustment]) -> Quoted:
    """Work adjustments into lines (SKU, amount in fen), phase by phase; see `rules.apply`."""
    return rules.apply(amounts, adjustments)


def open_phases(priced: Priced | None) -> frozenset[Phase]:
    """The phases in which something may come on top of what a campaign does; all of them without a campaign."""
    return EVERY_PHASE if priced is None else priced.stacks_with
