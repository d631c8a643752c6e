"""What a quote comes to: adjustments worked into lines, and which plays go together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from lianyi.kit.money import split
from lianyi.promotions.errors import (
    PlaysDoNotStack,
)
from lianyi.promotions.play import PricePlay
from lianyi.promotions.types import (
    Adjustment,
    LineTotal,
    Phase,
    PlayLine,
    Quoted,
)

NOT_ON_TOP = ("不能和这个活动同时使用", "It cannot be used together with this campaign")


def apply(amounts: Sequence[tuple[UUID, int]], adjustments: Iterable[Adjustment]) -> Quoted:
    """Work adjustments into lines (SKU, amount in fen), phase by phase; a later phase sees what the earlier ones left.

    An adjustment without a SKU is divided over the lines by what each has left, largest remainder, ties to the smaller
    SKU id: the order in which lines are listed changes nothing. No line falls below zero, whatever a play asks: what
    does not fit is left out of the adjustment that is shown. Order of adjustments within a phase: by source and SKU.
    """
    left = dict(amounts)
    if len(left) != len(amounts):
        raise ValueError("one line a SKU")
    effective: list[Adjustment] = []
    for one in sorted(adjustments, key=_turn):
        if one.sku_id is not None:
            parts = {one.sku_id: _taken(one.amount_fen, left[one.sku_id])}
        else:
            parts = _divided(_taken(one.amount_fen, sum(left.values())), left)
        for sku_id, part_fen in parts.items():
            left[sku_id] += part_fen
        amount_fen = sum(parts.values())
        if amount_fen:
            effective.append(replace(one, amount_fen=amount_fen))
    lines = tuple(LineTotal(sku_id, amount_fen, left[sku_id] - amount_fen) for sku_id, amount_fen in amounts)
    return Quoted(lines, tuple(effective))


def _turn(one: Adjustment) -> tuple[int, str, int, int]:
    return list(Phase).index(one.phase), one.source, one.sku_id.int if one.sku_id else -1, one.amount_fen


def _taken(amount_fen: int, left_fen: int) -> int:
    return max(amount_fen, -left_fen)


def _divided(amount_fen: int, left: Mapping[UUID, int]) -> dict[UUID, int]:
    ranked = sorted(left, key=lambda sku_id: sku_id.int)
    sign = -1 if amount_fen < 0 else 1
    parts = split(abs(amount_fen), [left[sku_id] for sku_id in ranked])
    return {sku_id: sign * part for sku_id, part in zip(ranked, parts, strict=True)}


def on_top(lines: Sequence[PlayLine], quoted: Quoted) -> tuple[PlayLine, ...]:
    """The lines as the next campaign sees them: what this one took off is gone."""
    off = {line.sku_id: -line.adjust_fen for line in quoted.lines}
    return tuple(replace(line, off_fen=line.off_fen + off[line.sku_id]) for line in lines)


def together(lines: Sequence[PlayLine], each: Iterable[Quoted]) -> Quoted:
    """What several campaigns, each worked on what the one before left, come to on list prices."""
    off = dict.fromkeys((line.sku_id for line in lines), 0)
    shown: list[Adjustment] = []
    for quoted in each:
        shown += quoted.adjustments
        for line in quoted.lines:
            off[line.sku_id] += line.adjust_fen
    totals = tuple(LineTotal(line.sku_id, line.price_fen * line.quantity, off[line.sku_id]) for line in lines)
    return Quoted(totals, tuple(shown))


def beyond(level: Iterable[Adjustment], own: Iterable[Adjustment]) -> list[Adjustment]:
    """What a level takes off beyond a price that is low already: of the two, the shopper pays the lower one, not both."""
    taken = {one.sku_id: one.amount_fen for one in own}
    less = [replace(one, amount_fen=min(0, one.amount_fen - taken.get(one.sku_id, 0))) for one in level]
    return [one for one in less if one.amount_fen]


def is_before(one: Phase, other: Phase) -> bool:
    """Whether a phase is worked out before another."""
    return list(Phase).index(one) < list(Phase).index(other)


def left_open(plays: Iterable[PricePlay[Any]]) -> frozenset[Phase]:
    """The phases that every one of these plays leaves open to others; all of them when there is none."""
    return frozenset(Phase).intersection(*(play.stacks_with for play in plays))


def stack(one: PricePlay[Any], other: PricePlay[Any]) -> bool:
    """Whether two plays may work on one order: both say so, each of the other's phase."""
    return other.phase in one.stacks_with and one.phase in other.stacks_with


def assert_stack(plays: Sequence[PricePlay[Any]]) -> None:
    """Raises PlaysDoNotStack naming the first two that do not go together."""
    for number, one in enumerate(plays):
        for other in plays[:number]:
            if not stack(one, other):
                raise PlaysDoNotStack(
                    plays=[other.card.code, one.card.code], one_zh=other.card.title_zh, other_zh=one.card.title_zh,
                    one_en=other.card.title_en, other_en=one.card.title_en,
                )  # fmt: skip
