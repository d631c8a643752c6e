"""Arithmetic of points: earned, offered, taken from lots oldest first, given back, expired. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from lianyi.kit.money import split
from lianyi.members.types import Lot, PointsOffer, SpendLine

BP = 10_000
FEN = 100
RETURNED_LIVE = timedelta(days=30)
WARNED_BEFORE = timedelta(days=30)
ADJUST_MAX = 100_000


def earned(kept_fen: int, earn_per_yuan: int, rate_bp: int) -> int:
    """Points for what was paid and kept of goods; rounded down, so that two halves never earn more than the whole."""
    return max(0, kept_fen) * earn_per_yuan * rate_bp // (FEN * BP)


def offer(points: int, points_per_yuan: int, share_max_bp: int, goods_fen: int) -> PointsOffer:
    """What points can take off goods of `goods_fen`: within the largest share, all of them when the share is.

    The worth is rounded down to whole fen, and no more points are taken than that worth needs.
    """
    limit_fen = goods_fen * share_max_bp // BP
    worth_fen = max(0, min(points * FEN // points_per_yuan, limit_fen))
    return PointsOffer(-(-worth_fen * points_per_yuan // FEN), worth_fen)


def worth_fen(points: int, points_per_yuan: int) -> int:
    """What points will take off some order at most, in fen, rounded up: who promises them holds no less."""
    return -(-points * FEN // points_per_yuan)


def spend_lines(points: int, parts: Sequence[tuple[UUID, int, int]]) -> tuple[SpendLine, ...]:
    """An order's points divided over its SKUs (SKU, pieces, fen that points took off), largest remainder by SKU id."""
    ranked = sorted(parts, key=lambda part: part[0].int)
    shares = split(points, [fen for _, _, fen in ranked])
    return tuple(
        SpendLine(sku_id, quantity, share)
        for (sku_id, quantity, _), share in zip(ranked, shares, strict=True)
    )


def due_back(lines: Sequence[Mapping[str, Any]], back: Mapping[str, int]) -> int:
    """Points to be given back in all when so many units of each SKU came back.

    In proportion to the units, rounded down, until the last one takes what is left: whatever is given back in which
    order, all of it together is what was spent.
    """
    return sum(
        line["points"] * min(back.get(line["sku_id"], 0), line["quantity"]) // line["quantity"]
        for line in lines
    )


def expires_on(today: date, months: int) -> date:
    """The morning on which points of today are gone: the first day after `months` whole months."""
    count = today.year * 12 + today.month - 1 + months + 1
    return date(count // 12, count % 12 + 1, 1)


def take(lots: Sequence[Lot], points: int) -> list[Lot]:
    """What of each lot goes when `points` are taken, the earliest to expire first. Raises ValueError when they are short."""
    parts, left = [], points
    for lot in sorted(lots, key=lambda one: one.expires_on):
        part = min(lot.points, left)
        if part:
            parts.append(Lot(lot.expires_on, part))
            left -= part
    if left:
        raise ValueError("more points were taken than there are")
    return parts


def put_back(parts: Sequence[Lot], points: int, today: date) -> tuple[list[Lot], list[Lot]]:
    """(lots given back, parts still spent) when `points` of spent parts come back, the last to expire first.

    A lot keeps its day, but what comes back lives at least 30 days more: nobody loses points by a refund that took long.
    """
    back: list[Lot] = []
    left = points
    still: list[Lot] = []
    for part in sorted(parts, key=lambda one: one.expires_on, reverse=True):
        taken = min(part.points, left)
        left -= taken
        if taken:
            back.append(Lot(max(part.expires_on, today + RETURNED_LIVE), taken))
        if part.points - taken:
            still.append(Lot(part.expires_on, part.points - taken))
    if left:
        raise ValueError("more points come back than were spent")
    return back, sorted(still, key=lambda one: one.expires_on)


def merged(lots: Sequence[Lot]) -> list[Lot]:
    """One lot a day, by day."""
    days: dict[date, int] = {}
    for lot in lots:
        days[lot.expires_on] = days.get(lot.expires_on, 0) + lot.points
    return [Lot(day, days[day]) for day in sorted(days)]


def birthday_on(year: int, month: int, day: int) -> date:
    """The day a birthday is kept on in a year: 29 February on the 28th when there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def is_a_day(month: int, day: int) -> bool:
    """Whether a month has such a day in some year."""
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def birthdays_kept(today: date) -> list[int]:
    """Birthdays as month × 100 + day that are kept today."""
    days = [today.month * 100 + today.day]
    if birthday_on(today.year, 2, 29) == today and today.day != 29:
        days.append(229)
    return days
