"""What may be asked for when: the seven days, their exceptions, the quality window. Pure; days are China's."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from lianyi.kit.clock import business_day
from lianyi.orders.types import Line, Order
from lianyi.trust.rules.reasons import REASONS_OF
from lianyi.trust.types.aftersales import KINDS, Kind, KindOffer, LineOffer, Reason, WhyNot

# 消费者权益保护法 article 25; 七日无理由退货暂行办法: the days run from the day after receipt.
NO_REASON_DAYS = 7
# 消费者权益保护法 article 24 gives seven days for defects; the shop promises fifteen for everything but a change of mind.
QUALITY_DAYS = 15
CASES_MAX = 10
AFTER_SHIPPING = frozenset({"shipped", "received", "completed"})


def last_day(received_at: datetime, days: int) -> date:
    """The last day of a window that runs from the calendar day after receipt."""
    return business_day(received_at) + timedelta(days=days)


def within(received_at: datetime | None, days: int, now: datetime) -> bool:
    """Whether a window is open; before receipt it has not begun to run."""
    return received_at is None or business_day(now) <= last_day(received_at, days)


def no_reason_against(
    policy: str, confirmed_at: datetime | None, received_at: datetime | None, now: datetime
) -> WhyNot | None:
    """What is against a return without reason.

    Goods excluded by confirmation are excluded only when their un-ticked box was ticked in this very purchase; without
    it, refusing is not allowed (七日无理由退货暂行办法, articles 7 and 20).
    """
    if policy == "excluded_by_law":
        return "excluded_by_law"
    if policy == "excluded_by_confirmation" and confirmed_at is not None:
        return "excluded_by_confirmation"
    return None if within(received_at, NO_REASON_DAYS, now) else "window_over"


def offers(
    order: Order, lines: Sequence[Line], open_line_ids: Collection[object], now: datetime
) -> list[LineOffer]:
    """What may be asked for each line now."""
    return [line_offer(order, line, line_open=line.id in open_line_ids, now=now) for line in lines]


def line_offer(order: Order, line: Line, *, line_open: bool, now: datetime) -> LineOffer:
    """What may be asked for one line: units, fen, kinds with their reasons, and what is against the rest."""
    quantity = line.shipped_quantity - line.returned_quantity
    against = no_reason_against(line.return_policy, line.no_return_confirmed_at, order.received_at, now)
    excluded = against in {"excluded_by_law", "excluded_by_confirmation"}
    until = None if order.received_at is None or excluded else last_day(order.received_at, NO_REASON_DAYS)
    why_not = _line_why_not(order, line, quantity, line_open=line_open)
    kinds = tuple(_kind(kind, order, against, now) for kind in KINDS) if why_not is None else ()
    return LineOffer(line.id, quantity, line.worth_fen(quantity), until, against, kinds, why_not)


def _line_why_not(order: Order, line: Line, quantity: int, *, line_open: bool) -> WhyNot | None:
    if order.state not in AFTER_SHIPPING:
        return "order_state"
    if line_open:
        return "line_open"
    if (
        quantity <= 0 or line.left_fen <= 0 < line.paid_fen
    ):  # what cost nothing comes back for its points and coupons
        return "nothing_left"
    return "cases_max" if order.cases >= CASES_MAX else None


def _kind(kind: Kind, order: Order, against: WhyNot | None, now: datetime) -> KindOffer:
    open_window = within(order.received_at, QUALITY_DAYS, now)
    reasons: list[Reason] = [
        reason for reason in REASONS_OF[kind] if (against is None if reason == "no_reason" else open_window)
    ]
    return KindOffer(kind, tuple(reasons), None if reasons else "window_over")


def why_not(offer: LineOffer, kind: Kind, reason: Reason) -> WhyNot:
    """What is against asking this for a line that does not offer it."""
    if offer.why_not is not None:
        return offer.why_not
    if reason not in REASONS_OF[kind]:
        return "other_reason"
    if kind == "return_refund" and reason == "no_reason" and offer.no_reason_why_not is not None:
        return offer.no_reason_why_not
    return "window_over"
