"""What bills say, what matched, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.reconciliation.errors import NoSuchDay, NoSuchDifference
from lianyi.reconciliation.types import Bill, BillKind, Difference, Frame, KeptLine, LineType

EXPORT_MAX = 100_000
_BILL = """b.day, b.kind, b.state, b.tries, b.next_try_at, b.sha1, b.error, b.line_count,
    (select count(*)::int from reconciliation_line l where l.tenant_id = b.tenant_id and l.day = b.day
       and l.kind = b.kind and l.state in ('matched', 'foreign')) as matched_count,
    b.opening_fen, b.closing_fen, b.gap_fen, b.downloaded_at, b.matched_at"""
_LINE = """id, day, kind, type, number, copy, row, at, amount_fen, fee_fen, balance_fen, transaction_id, business_no,
    own_no, status, rate, words, state, transfer_id, booked_at, booked_fen, order_id"""
_DIFFERENCE = """id, day, kind, what, reason, number, row, bill_fen, books_fen, line_id, transfer_id, order_id, state,
    opened_at, closed_at, closed_by, note"""


@dataclass(frozen=True, slots=True)
class Due:
    day: date
    kind: BillKind
    state: str
    tries: int


@dataclass(frozen=True, slots=True)
class Span:
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Work:
    """Which day and kind waits to be held against the books."""

    day: date
    kind: BillKind


@dataclass(frozen=True, slots=True)
class FeeRow:
    number: str
    row: int


@dataclass(frozen=True, slots=True)
class Behind:
    number: str
    transaction_id: str


@dataclass(frozen=True, slots=True)
class DayTotals:
    day: date
    kind: BillKind
    type: LineType
    count: int
    matched: int
    amount_fen: int
    booked_fen: int
    fee_fen: int


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    open: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Standing:
    """For the demo, the overview and operators: lines that are reconciled, and differences that are open."""

    reconciled_lines: int
    differences: int
    late_bills: int


SPAN = Statement(
    "select min(day) as first_day, max(day) as last_day from reconciliation_bill where tenant_id = %(tenant)s",
    Span,
)
DUE = Statement(
    """
    select day, kind, state, tries from reconciliation_bill
    where tenant_id = %(tenant)s and next_try_at <= %(now)s order by day, kind desc limit %(limit)s
    """,
    Due,
)
# A fund-flow bill waits for the day's trade bill, which says the fees, unless that one cannot be had.
TO_MATCH = Statement(
    """
    select b.day, b.kind from reconciliation_bill b
    where b.tenant_id = %(tenant)s and b.recheck_at <= %(now)s
      and b.state in ('downloaded', 'matched', 'empty', 'missing')
      and (b.kind = 'trade' or not exists (
        select 1 from reconciliation_bill t where t.tenant_id = b.tenant_id and t.day = b.day and t.kind = 'trade'
          and t.state in ('awaited', 'downloaded', 'late')))
    order by b.day, b.kind desc limit %(limit)s
    """,
    Work,
)
BILL = Statement(
    f"select {_BILL} from reconciliation_bill b where b.tenant_id = %(tenant)s and b.day = %(day)s and b.kind = %(kind)s",  # noqa: S608  our own column list
    Bill,
)
BILLS = Statement(
    f"""
    select {_BILL} from reconciliation_bill b
    where b.tenant_id = %(tenant)s and b.day between %(first_day)s and %(last_day)s order by b.day, b.kind desc limit 800
    """,  # noqa: S608  our own column list
    Bill,
)
BREAKS = Statement(
    "select breaks from reconciliation_bill where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s",
    list,
)
TO_LOOK_AT = Statement(
    f"""
    select {_LINE} from reconciliation_line
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and row > %(after_row)s
      and state in ('open', 'waiting', 'differs')
    order by row limit %(limit)s
    """,  # noqa: S608  our own column list
    KeptLine,
)
LINES = Statement(
    f"""
    select {_LINE} from reconciliation_line
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and row > %(after_row)s
    order by row limit %(limit)s
    """,  # noqa: S608  our own column list
    KeptLine,
)
LINE = Statement(
    f"select {_LINE} from reconciliation_line where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    KeptLine,
)
OF_NUMBERS = Statement(
    f"""
    select {_LINE} from reconciliation_line l
    where tenant_id = %(tenant)s and id in (
      select id from reconciliation_line where tenant_id = %(tenant)s and number = any(%(numbers)s::text[])
      union select id from reconciliation_line where tenant_id = %(tenant)s and transaction_id = any(%(numbers)s::text[])
      union select id from reconciliation_line where tenant_id = %(tenant)s and business_no = any(%(numbers)s::text[])
      union select id from reconciliation_line where tenant_id = %(tenant)s and own_no = any(%(numbers)s::text[])
      union select id from reconciliation_line where tenant_id = %(tenant)s and order_id = %(order_id)s)
    order by at, day, row limit 500
    """,  # noqa: S608  our own column list
    KeptLine,
)
BEHIND = Statement(
    """
    select number, transaction_id from reconciliation_line
    where tenant_id = %(tenant)s and kind = 'trade' and type = 'refund' and number = any(%(numbers)s::text[])
    """,
    Behind,
)
COVERED = Statement(
    """
    select distinct transfer_id from reconciliation_line
    where tenant_id = %(tenant)s and kind = %(kind)s and transfer_id = any(%(transfer_ids)s::uuid[])
    """,
    UUID,
)
FEE_ROWS = Statement(
    """
    select number, row from reconciliation_line
    where tenant_id = %(tenant)s and day = %(day)s and kind = 'trade' and fee_fen <> 0 and row > %(after_row)s
    order by row limit %(limit)s
    """,
    FeeRow,
)
UNSETTLED = Statement(
    """
    select ((select count(*) from reconciliation_difference where tenant_id = %(tenant)s and day = %(day)s
               and kind = %(kind)s and state in ('open', 'waiting'))
          + (select count(*) from reconciliation_line where tenant_id = %(tenant)s and day = %(day)s
               and kind = %(kind)s and state in ('open', 'waiting')))::int as count
    """,
    int,
)
MATCHED_KIND = Statement(
    """
    select 1 from reconciliation_bill where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s
      and state in ('matched', 'empty')
    """,
    int,
)
FRAME = Statement(
    """
    select
      (select coalesce(sum(booked_fen), 0) from reconciliation_line where tenant_id = %(tenant)s and kind = 'funds'
         and day <= %(day)s and booked_at >= %(end)s)::bigint as early_fen,
      (select coalesce(sum(booked_fen), 0) from reconciliation_line where tenant_id = %(tenant)s and kind = 'funds'
         and day > %(day)s and booked_at < %(end)s)::bigint as late_fen,
      (select coalesce(sum(amount_fen - coalesce(booked_fen, 0)), 0) from reconciliation_line
         where tenant_id = %(tenant)s and kind = 'funds' and day <= %(day)s
           and state in ('open', 'waiting', 'differs'))::bigint as unmatched_fen,
      (select coalesce(sum(books_fen), 0) from reconciliation_difference
         where tenant_id = %(tenant)s and kind = 'funds' and day <= %(day)s and what = 'unknown_there'
           and state in ('open', 'waiting', 'taken'))::bigint as uncovered_fen,
      (select coalesce(sum(closing_fen - opening_fen - sum_fen + coalesce(opening_fen - closing_before_fen, 0)), 0)
         from (select closing_fen, opening_fen, sum_fen,
                      lag(closing_fen) over (order by day) as closing_before_fen
               from reconciliation_bill where tenant_id = %(tenant)s and kind = 'funds' and day <= %(day)s
                 and state <> 'empty') chained)::bigint as breaks_fen,
      (select coalesce(sum(bill_fen), 0) from reconciliation_difference
         where tenant_id = %(tenant)s and kind = 'funds' and day <= %(day)s and what = 'balance'
           and state = 'foreign' and closed_at >= %(end)s)::bigint as settled_fen,
      (select closing_fen from reconciliation_bill
         where tenant_id = %(tenant)s and kind = 'funds' and day < %(day)s and state <> 'empty'
         order by day desc limit 1) as closing_before_fen,
      (select gap_fen from reconciliation_bill
         where tenant_id = %(tenant)s and kind = 'funds' and day < %(day)s and gap_fen is not null
         order by day desc limit 1) as gap_before_fen
    """,
    Frame,
)
DIFFERENCE = Statement(
    f"select {_DIFFERENCE} from reconciliation_difference where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Difference,
)
OF_DAY = Statement(
    f"""
    select {_DIFFERENCE} from reconciliation_difference
    where tenant_id = %(tenant)s and day between %(first_day)s and %(last_day)s
      and (state <> 'closed' or %(closed_too)s)
      and (day, id) > (%(after_day)s, %(after_id)s)
    order by day, id limit %(limit)s
    """,  # noqa: S608  our own column list
    Difference,
)
OPEN = Statement(
    f"""
    select {_DIFFERENCE} from reconciliation_difference
    where tenant_id = %(tenant)s and state in ('open', 'waiting') and (day, id) < (%(before_day)s, %(before_id)s)
    order by day desc, id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Difference,
)
TOTALS = Statement(
    """
    select day, kind, type, count(*)::int as count,
      (count(*) filter (where state in ('matched', 'foreign')))::int as matched,
      sum(amount_fen)::bigint as amount_fen, coalesce(sum(booked_fen), 0)::bigint as booked_fen,
      sum(fee_fen)::bigint as fee_fen
    from reconciliation_line
    where tenant_id = %(tenant)s and day between %(first_day)s and %(last_day)s
    group by day, kind, type order by day, kind desc, type limit 5000
    """,
    DayTotals,
)
DAY_COUNTS = Statement(
    """
    select day, (count(*) filter (where state = 'open'))::int as open,
      (count(*) filter (where state = 'waiting'))::int as waiting
    from reconciliation_difference
    where tenant_id = %(tenant)s and day between %(first_day)s and %(last_day)s and state in ('open', 'waiting')
    group by day order by day limit 400
    """,
    DayCount,
)
STANDING = Statement(
    """
    select
      (select count(*) from reconciliation_line where tenant_id = %(tenant)s
         and state in ('matched', 'foreign'))::int as reconciled_lines,
      (select count(*) from reconciliation_difference where tenant_id = %(tenant)s and state = 'open')::int
        as differences,
      (select count(*) from reconciliation_bill where tenant_id = %(tenant)s
         and state in ('late', 'missing', 'damaged', 'failed'))::int as late_bills
    """,
    Standing,
)


async def bill(session: ReadSession, day: date, kind: BillKind) -> Bill:
    """One bill. Raises NoSuchDay."""
    found = await session.maybe(BILL, day=day, kind=kind.value)
    if found is None:
        raise NoSuchDay
    return found


async def bills(session: ReadSession, first_day: date, last_day: date) -> list[Bill]:
    """Bills of a span of days, oldest first, the trade bill of a day before its fund-flow bill."""
    return await session.all(BILLS, first_day=first_day, last_day=last_day)


async def lines(
    session: ReadSession, day: date, kind: BillKind, after_row: int, limit: int
) -> list[KeptLine]:
    """Rows of a bill in its own order, from after a row."""
    return await session.all(LINES, day=day, kind=kind.value, after_row=after_row, limit=limit)


async def lines_about(session: ReadSession, numbers: Sequence[str], order_id: UUID | None) -> list[KeptLine]:
    """Rows that name one of the numbers (WeChat's or ours) or belong to an order, oldest first, at most 500."""
    wanted = [number for number in numbers if number]
    return await session.all(OF_NUMBERS, numbers=wanted, order_id=order_id)


async def difference(session: ReadSession, difference_id: UUID) -> Difference:
    """One difference. Raises NoSuchDifference."""
    found = await session.maybe(DIFFERENCE, id=difference_id)
    if found is None:
        raise NoSuchDifference
    return found


async def line_of(session: ReadSession, difference: Difference) -> KeptLine | None:
    """The row of a bill that a difference is about; None for what only the books have."""
    if difference.line_id is None:
        return None
    return await session.maybe(LINE, id=difference.line_id)


async def transactions_behind(session: ReadSession, refund_ids: Sequence[str]) -> dict[str, str]:
    """The payments that refunds came from, by WeChat's numbers; the trade bill alone says it."""
    return {one.number: one.transaction_id for one in await session.all(BEHIND, numbers=list(refund_ids))}


async def differences(
    session: ReadSession,
    first_day: date,
    last_day: date,
    *,
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    closed_too: bool = True,
) -> list[Difference]:
    """What did not match on these days, oldest first, whatever became of it."""
    after_day, after_id = after or (date.min, UUID(int=0))
    return await session.all(
        OF_DAY, first_day=first_day, last_day=last_day, after_day=after_day, after_id=after_id, limit=limit,
        closed_too=closed_too,
    )  # fmt: skip


async def open_differences(
    session: ReadSession, before: tuple[Any, ...] | None, limit: int
) -> list[Difference]:
    """What nobody has settled yet, newest day first."""
    before_day, before_id = before or (date.max, UUID(int=2**128 - 1))
    return await session.all(OPEN, before_day=before_day, before_id=before_id, limit=limit)


async def totals(session: ReadSession, first_day: date, last_day: date) -> list[DayTotals]:
    """Sums of the lines by day, bill and type, beside what the books have for them."""
    return await session.all(TOTALS, first_day=first_day, last_day=last_day)


async def day_counts(session: ReadSession, first_day: date, last_day: date) -> dict[date, DayCount]:
    """How many differences of each day wait for somebody."""
    return {one.day: one for one in await session.all(DAY_COUNTS, first_day=first_day, last_day=last_day)}


async def standing(session: ReadSession) -> Standing:
    """Reconciled lines, open differences, and bills that should be here and are not."""
    return await session.one(STANDING)


async def frame(session: ReadSession, day: date, end: datetime) -> Frame:
    """What the balance check of a day needs beside the ledger."""
    return await session.one(FRAME, day=day, end=end)
