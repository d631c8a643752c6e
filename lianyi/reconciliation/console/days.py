"""Months and days: which bills are here, what they sum to beside the books, their lines, and what is open."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.reconciliation import queries
from lianyi.reconciliation.console.shapes import (
    BillLineOut,
    BillOut,
    DifferenceOut,
    bill_out,
    differences_out,
    line_out,
    order_words,
)
from lianyi.reconciliation.rules import summing
from lianyi.reconciliation.types import BillKind

DIFFERENCES_MAX = 200
router = edge("/api/console/reconciliation", tags=["console: reconciliation"])
READER = require("reconciliation.read")
MonthText = Annotated[str, Query(pattern=r"^\d{4}-\d{2}$")]


class SumsOut(BaseModel):
    """What WeChat's bills say beside what the books have; all in fen, `net_fen` = received - refunded - fee."""

    received_fen: int
    refunded_fen: int
    fee_fen: int
    net_fen: int
    books_received_fen: int
    books_refunded_fen: int
    books_fee_fen: int
    books_net_fen: int


class DayOut(BaseModel):
    day: date
    bills: list[BillOut]
    sums: SumsOut
    open: int
    waiting: int


class MonthOut(BaseModel):
    """Days of the month that have bills, oldest first; `differences` counts what is open on any day."""

    month: str
    zone: str
    days: list[DayOut]
    sums: SumsOut
    reconciled_lines: int
    differences: int
    late_bills: int


class DayDetailOut(DayOut):
    items: list[DifferenceOut]


@router.get("/month", dependencies=[READER])
async def month(session: Read, month: MonthText) -> MonthOut:
    """A month as a calendar."""
    first, last = summing.month_days(month)
    bills = await queries.bills(session, first, last)
    counts = await queries.day_counts(session, first, last)
    sums = await queries.sums(session, first, last)
    standing = await queries.standing(session)
    days = [
        DayOut(
            day=day, bills=[bill_out(bill) for bill in bills if bill.day == day],
            sums=_sums(sums.get(day, summing.NOTHING)),
            open=counts[day].open if day in counts else 0, waiting=counts[day].waiting if day in counts else 0,
        )
        for day in sorted({bill.day for bill in bills} | set(counts))
    ]  # fmt: skip
    return MonthOut(
        month=month, zone=BUSINESS_ZONE, days=days, sums=_sums(summing.together(sums.values())),
        reconciled_lines=standing.reconciled_lines, differences=standing.differences, late_bills=standing.late_bills,
    )  # fmt: skip


@router.get("/days/{day}", dependencies=[READER])
async def day(session: Read, request: Request, day: date) -> DayDetailOut:
    """One day: its bills, sums, and differences with the ways to settle them, open ones first."""
    bills = await queries.bills_of_day(session, day)
    counts = (await queries.day_counts(session, day, day)).get(day)
    found = await queries.differences(session, day, day, limit=DIFFERENCES_MAX)
    found.sort(key=lambda one: (one.closed_at is not None, one.kind, one.row or 0))
    sums = await queries.sums(session, day, day)
    return DayDetailOut(
        day=day, bills=[bill_out(bill) for bill in bills], sums=_sums(sums.get(day, summing.NOTHING)),
        open=counts.open if counts else 0, waiting=counts.waiting if counts else 0,
        items=await differences_out(session, found, language_of(request)),
    )  # fmt: skip


@router.get("/days/{day}/lines", dependencies=[READER])
async def lines(
    session: Read, day: date, paging: PageQuery, bill: BillKind = BillKind.TRADE
) -> Page[BillLineOut]:
    """The rows of one bill in its own order, with what they were matched with."""
    after = paging.after(int)
    rows = await queries.lines(session, day, bill, after[0] if after else 0, paging.limit + 1)
    words = await order_words(session, [row.order_id for row in rows])
    return Page(
        items=[line_out(row, words) for row in rows[: paging.limit]],
        next_cursor=next_cursor(rows, paging.limit, "row"),
    )


def _sums(sums: summing.Sums) -> SumsOut:
    return SumsOut(
        received_fen=sums.received_fen, refunded_fen=sums.refunded_fen, fee_fen=sums.fee_fen, net_fen=sums.net_fen,
        books_received_fen=sums.books_received_fen, books_refunded_fen=sums.books_refunded_fen,
        books_fee_fen=sums.books_fee_fen, books_net_fen=sums.books_net_fen,
    )  # fmt: skip
