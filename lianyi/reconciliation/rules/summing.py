"""What bills sum to beside the books, and the days of a month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianyi.reconciliation.errors import MonthOutOfRange
from lianyi.reconciliation.types import BillKind, DayTotals, LineType

YEAR_MIN, YEAR_MAX = 2000, 2999


@dataclass(frozen=True, slots=True)
class Sums:
    """In fen. WeChat's side is the trade bill; the books' side is what its lines, and their fees, were matched with."""

    received_fen: int = 0
    refunded_fen: int = 0
    fee_fen: int = 0
    books_received_fen: int = 0
    books_refunded_fen: int = 0
    books_fee_fen: int = 0

    @property
    def net_fen(self) -> int:
        return self.received_fen - self.refunded_fen - self.fee_fen

    @property
    def books_net_fen(self) -> int:
        return self.books_received_fen - self.books_refunded_fen - self.books_fee_fen


NOTHING = Sums()


def sums_by_day(totals: Iterable[DayTotals]) -> dict[date, Sums]:
    """The totals of lines as sums of each day."""
    by_day: dict[date, list[DayTotals]] = {}
    for total in totals:
        by_day.setdefault(total.day, []).append(total)
    return {day: _sums(found) for day, found in by_day.items()}


def _sums(totals: Sequence[DayTotals]) -> Sums:
    trade = {one.type: one for one in totals if one.kind is BillKind.TRADE}
    fees = [
        one for one in totals if one.kind is BillKind.FUNDS and one.type in {LineType.FEE, LineType.FEE_BACK}
    ]
    paid, back = trade.get(LineType.PAYMENT), trade.get(LineType.REFUND)
    return Sums(
        received_fen=paid.amount_fen if paid else 0,
        refunded_fen=-back.amount_fen if back else 0,
        fee_fen=sum(one.fee_fen for one in trade.values()),
        books_received_fen=paid.booked_fen if paid else 0,
        books_refunded_fen=-back.booked_fen if back else 0,
        books_fee_fen=-sum(one.booked_fen for one in fees),
    )


def together(days: Iterable[Sums]) -> Sums:
    """Many days as one."""
    found = list(days)
    return Sums(
        received_fen=sum(one.received_fen for one in found),
        refunded_fen=sum(one.refunded_fen for one in found),
        fee_fen=sum(one.fee_fen for one in found),
        books_received_fen=sum(one.books_received_fen for one in found),
        books_refunded_fen=sum(one.books_refunded_fen for one in found),
        books_fee_fen=sum(one.books_fee_fen for one in found),
    )


def month_days(month: str) -> tuple[date, date]:
    """First and last day of `2026-03`. Raises MonthOutOfRange."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise MonthOutOfRange(field="month") from None
    if not YEAR_MIN <= first.year <= YEAR_MAX:
        raise MonthOutOfRange(field="month")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
