"""What the sweeps read: which bills to ask for and to match, and the pages of a pass over one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.reconciliation.types import BillKind, Frame, KeptLine

_LINE = """id, day, kind, type, number, copy, row, at, amount_fen, fee_fen, balance_fen, transaction_id, business_no,
    own_no, status, rate, words, state, transfer_id, booked_at, booked_fen, order_id"""


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


async def transactions_behind(session: ReadSession, refund_ids: Sequence[str]) -> dict[str, str]:
    """The payments that refunds came from, by WeChat's numbers; the trade bill alone says it."""
    return {one.number: one.transaction_id for one in await session.all(BEHIND, numbers=list(refund_ids))}


async def frame(session: ReadSession, day: date, end: datetime) -> Frame:
    """What the balance check of a day needs beside the ledger."""
    return await session.one(FRAME, day=day, end=end)
