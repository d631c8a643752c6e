"""What bills say, what matched, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import queries as ledger
from lianyi.reconciliation.errors import NoSuchDay, NoSuchDifference
from lianyi.reconciliation.rules.matching import KINDS_OF
from lianyi.reconciliation.rules.summing import Sums, sums_by_day
from lianyi.reconciliation.rules.times import READY_HOUR as READY_HOUR
from lianyi.reconciliation.types import Bill, BillKind, DayTotals, Difference, KeptLine, LineType

EXPORT_MAX = 50_000
_BILL = """b.day, b.kind, b.state, b.tries, b.next_try_at, b.sha1, b.error, b.line_count,
    (select count(*)::int from reconciliation_line l where l.tenant_id = b.tenant_id and l.day = b.day
       and l.kind = b.kind and l.state in ('matched', 'foreign')) as matched_count,
    b.opening_fen, b.closing_fen, b.gap_fen, b.downloaded_at, b.matched_at"""
_LINE = """id, day, kind, type, number, copy, row, at, amount_fen, fee_fen, balance_fen, transaction_id, business_no,
    own_no, status, rate, words, state, transfer_id, booked_at, booked_fen, order_id"""
_DIFFERENCE = """id, day, kind, what, reason, number, row, bill_fen, books_fen, line_id, transfer_id, order_id, state,
    opened_at, closed_at, closed_by, note"""


@dataclass(frozen=True, slots=True)
class Typed:
    id: UUID
    type: LineType


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    open: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Waits:
    differences: int
    late_bills: int


@dataclass(frozen=True, slots=True)
class Standing:
    """For the demo, the overview and operators: lines that are reconciled, and differences that are open."""

    reconciled_lines: int
    differences: int
    late_bills: int


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
LINES = Statement(
    f"""
    select {_LINE} from reconciliation_line
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and row > %(after_row)s
    order by row limit %(limit)s
    """,  # noqa: S608  our own column list
    KeptLine,
)
EXPORT = Statement(
    f"""
    select {_LINE} from reconciliation_line
    where tenant_id = %(tenant)s and day between %(first_day)s and %(last_day)s
    order by day, kind desc, row limit %(limit)s
    """,  # noqa: S608  our own column list
    KeptLine,
)
LINES_OF = Statement(
    "select id, type from reconciliation_line where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])",
    Typed,
)
ABOUT = Statement(
    f"""
    select {_DIFFERENCE} from reconciliation_difference
    where tenant_id = %(tenant)s and id in (
      select id from reconciliation_difference where tenant_id = %(tenant)s and order_id = %(order_id)s
      union select id from reconciliation_difference where tenant_id = %(tenant)s and line_id = any(%(line_ids)s::uuid[]))
    order by day, id limit 200
    """,  # noqa: S608  our own column list
    Difference,
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
    order by at, day, kind desc, row limit 500
    """,  # noqa: S608  our own column list
    KeptLine,
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

WAITS = Statement(
    """
    select
      (select count(*) from reconciliation_difference where tenant_id = %(tenant)s and state = 'open')::int
        as differences,
      (select count(*) from reconciliation_bill where tenant_id = %(tenant)s and next_try_at is not null
         and state in ('late', 'missing', 'damaged', 'failed'))::int as late_bills
    """,
    Waits,
)


async def waits(session: ReadSession) -> Waits:
    """What somebody must look at; cheap, for the overview."""
    return await session.one(WAITS)


async def bill(session: ReadSession, day: date, kind: BillKind) -> Bill:
    """One bill. Raises NoSuchDay."""
    found = await session.maybe(BILL, day=day, kind=kind.value)
    if found is None:
        raise NoSuchDay
    return found


async def bills(session: ReadSession, first_day: date, last_day: date) -> list[Bill]:
    """Bills of a span of days, oldest first, the trade bill of a day before its fund-flow bill."""
    return await session.all(BILLS, first_day=first_day, last_day=last_day)


async def bills_of_day(session: ReadSession, day: date) -> list[Bill]:
    """Both bills of a day. Raises NoSuchDay."""
    found = await bills(session, day, day)
    if not found:
        raise NoSuchDay
    return found


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


async def sums(session: ReadSession, first_day: date, last_day: date) -> dict[date, Sums]:
    """What each day's bills sum to, beside what the books have for them."""
    return sums_by_day(await totals(session, first_day, last_day))


async def export_lines(session: ReadSession, first_day: date, last_day: date) -> list[KeptLine]:
    """Every row of a span of days in the bills' own order, at most EXPORT_MAX."""
    return await session.all(EXPORT, first_day=first_day, last_day=last_day, limit=EXPORT_MAX)


async def types_of(session: ReadSession, line_ids: Sequence[UUID]) -> dict[UUID, LineType]:
    """What kinds of movement rows are."""
    return {one.id: one.type for one in await session.all(LINES_OF, ids=list(line_ids))} if line_ids else {}


async def kinds_behind(session: ReadSession, found: Sequence[Difference]) -> dict[UUID, LineType]:
    """What kinds of movement differences are about that the books alone have, by the difference's id."""
    lonely = [one for one in found if one.line_id is None and one.transfer_id is not None]
    if not lonely:
        return {}
    booked = {one.id: one.kind for one in await ledger.find(session, [], [one.number for one in lonely])}
    kinds = {kind: line_type for line_type, words in KINDS_OF.items() for kind in words}
    return {
        one.id: kinds[booked[one.transfer_id]]
        for one in lonely
        if one.transfer_id in booked and booked[one.transfer_id] in kinds
    }


async def day_counts(session: ReadSession, first_day: date, last_day: date) -> dict[date, DayCount]:
    """How many differences of each day wait for somebody."""
    return {one.day: one for one in await session.all(DAY_COUNTS, first_day=first_day, last_day=last_day)}


async def standing(session: ReadSession) -> Standing:
    """Reconciled lines, open differences, and bills that should be here and are not."""
    return await session.one(STANDING)
