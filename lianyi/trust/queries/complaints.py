"""Complaints as they are read: the board, one complaint whole, what is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault
from lianyi.trust.errors.complaints import ComplaintPhoneUnknown, ComplaintUnknown
from lianyi.trust.rules.complaints import NEAR, SOON
from lianyi.trust.types.complaints import Act, Alarms, Board, BoardCounts, Complaint, Source, Watch, Word

PHONE_CONTEXT = "trust_complaint.phone"
OWN_MAX = 500
_COMPLAINT = """id, source, wechat_id, wechat_state, state, order_id, transaction_id, amount_fen, apply_refund_fen,
      problem_type, problem, detail, pictures, phone_last4, user_waits, times, full_refunded, verdict, created_at,
      begun_at, replied_at, due_at, due_for, finish_due_at, finished_at, asked_at"""
COMPLAINT = Statement(
    f"select {_COMPLAINT} from trust_complaint where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Complaint,
)
BY_WECHAT = Statement(
    f"""
    select {_COMPLAINT} from trust_complaint
    where tenant_id = %(tenant)s and source = %(source)s and wechat_id = %(wechat_id)s
    """,  # noqa: S608  our own column list
    Complaint,
)
# rules.column_of, said in SQL; a test holds them together
OPEN_PAGE = Statement(
    f"""
    select {_COMPLAINT} from trust_complaint
    where tenant_id = %(tenant)s and state <> 'finished' and (case
        when due_at <= %(now)s then 'overdue'
        when state = 'open' or due_at <= %(soon)s then 'due'
        else 'waiting' end) = %(board)s
      and (coalesce(due_at, 'infinity'), id) > (coalesce(%(after_at)s::timestamptz, 'infinity'), %(after_id)s::uuid)
    order by coalesce(due_at, 'infinity'), id limit %(limit)s
    """,  # noqa: S608  our own column list
    Complaint,
)
FINISHED_PAGE = Statement(
    f"""
    select {_COMPLAINT} from trust_complaint
    where tenant_id = %(tenant)s and state = 'finished' and (finished_at, id) < (%(before_at)s, %(before_id)s::uuid)
    order by finished_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Complaint,
)
COUNTS = Statement(
    """
    select count(*) filter (where due_at <= %(now)s)::int as overdue,
      count(*) filter (where due_at > %(now)s and (state = 'open' or due_at <= %(soon)s))::int as due,
      count(*) filter (where state = 'waiting' and (due_at is null or due_at > %(soon)s))::int as waiting,
      (select count(*) from (select 1 from trust_complaint
        where tenant_id = %(tenant)s and state = 'finished' limit 1000) as ended)::int as finished
    from trust_complaint where tenant_id = %(tenant)s and state <> 'finished'
    """,
    BoardCounts,
)
ALARMS = Statement(
    """
    select count(*) filter (where due_at <= %(now)s)::int as overdue,
      count(*) filter (where due_at > %(now)s)::int as near
    from trust_complaint where tenant_id = %(tenant)s and state <> 'finished' and due_at <= %(near)s
    """,
    Alarms,
)
WORDS = Statement(
    """
    select at, side, kind, words, pictures from trust_complaint_word
    where tenant_id = %(tenant)s and complaint_id = %(id)s order by at, log_id limit 300
    """,
    Word,
)
_ACT = "id, complaint_id, kind, words, days, state, staff_name, error, tries, created_at"
ACTS = Statement(
    f"""
    select {_ACT} from trust_complaint_act
    where tenant_id = %(tenant)s and complaint_id = %(id)s order by created_at desc, id desc limit 50
    """,  # noqa: S608  our own column list
    Act,
)
ACT = Statement(
    f"select {_ACT} from trust_complaint_act where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Act,
)
ACT_BY_KEY = Statement(
    f"select {_ACT} from trust_complaint_act where tenant_id = %(tenant)s and once_key = %(once_key)s",  # noqa: S608  our own column list
    Act,
)
DUE_ACTS = Statement(
    """
    select id from trust_complaint_act
    where tenant_id = %(tenant)s and state = 'asked' and next_try_at <= %(now)s order by next_try_at limit %(limit)s
    """,
    UUID,
)
REFUNDS = Statement(
    """
    select refund_id from trust_complaint_refund
    where tenant_id = %(tenant)s and complaint_id = %(id)s order by at limit 100
    """,
    UUID,
)
OF_REFUND = Statement(
    """
    select complaint_id from trust_complaint_refund
    where tenant_id = %(tenant)s and refund_id = %(refund_id)s limit 20
    """,
    UUID,
)
PHONE = Statement(
    "select phone_sealed from trust_complaint where tenant_id = %(tenant)s and id = %(id)s",
    bytes,
)
WATCH = Statement(
    """
    select mchid, url, error, tries, registered_at, listed_at, next_at from trust_complaint_watch
    where tenant_id = %(tenant)s
    """,
    Watch,
)
STALE = Statement(
    f"""
    select {_COMPLAINT} from trust_complaint
    where tenant_id = %(tenant)s and state <> 'finished' and asked_at <= %(before)s order by asked_at limit %(limit)s
    """,  # noqa: S608  our own column list
    Complaint,
)
OF_PERSON = Statement(
    f"""
    select {_COMPLAINT} from trust_complaint
    where tenant_id = %(tenant)s and person_id = %(person)s order by created_at desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Complaint,
)
FIRST = UUID(int=0)
LAST = UUID(int=(1 << 128) - 1)


async def complaint(session: ReadSession, complaint_id: UUID) -> Complaint:
    """One complaint. Raises ComplaintUnknown."""
    found = await session.maybe(COMPLAINT, id=complaint_id)
    if found is None:
        raise ComplaintUnknown
    return found


async def by_wechat(session: ReadSession, source: Source, wechat_id: str) -> Complaint | None:
    """The complaint that WeChat knows by this number."""
    return await session.maybe(BY_WECHAT, source=source, wechat_id=wechat_id)


async def board_page(
    session: ReadSession, board: Board, after: tuple[Any, ...] | None, limit: int
) -> list[Complaint]:
    """A column of the board: what is due first comes first, what finished last comes first."""
    if board == "finished":
        before_at, before_id = after or (session.now.replace(year=9999), LAST)
        return await session.all(FINISHED_PAGE, before_at=before_at, before_id=before_id, limit=limit)
    after_at, after_id = after or (session.now.replace(year=1), FIRST)
    return await session.all(
        OPEN_PAGE, board=board, soon=session.now + SOON, after_at=after_at, after_id=after_id, limit=limit
    )


async def board_counts(session: ReadSession) -> BoardCounts:
    """How many stand in each column; finished ones are counted up to a thousand."""
    return await session.one(COUNTS, soon=session.now + SOON)


async def alarms(session: ReadSession) -> Alarms:
    """Overdue ones, and those due within twelve hours."""
    return await session.one(ALARMS, near=session.now + NEAR)


async def words(session: ReadSession, complaint_id: UUID) -> list[Word]:
    """What both sides and WeChat said, oldest first."""
    return await session.all(WORDS, id=complaint_id)


async def acts(session: ReadSession, complaint_id: UUID) -> list[Act]:
    """What the staff told WeChat, newest first."""
    return await session.all(ACTS, id=complaint_id)


async def refunds(session: ReadSession, complaint_id: UUID) -> list[UUID]:
    """The order's refunds that came of this complaint."""
    return await session.all(REFUNDS, id=complaint_id)


async def of_refund(session: ReadSession, refund_id: UUID) -> list[UUID]:
    """The complaints that a refund of an order came of."""
    return await session.all(OF_REFUND, refund_id=refund_id)


async def phone(session: ReadSession, complaint_id: UUID) -> str:
    """The phone in clear; the caller may see it and logs who did. Raises ComplaintPhoneUnknown."""
    sealed = await session.maybe(PHONE, id=complaint_id)
    if sealed is None:
        raise ComplaintPhoneUnknown
    return vault().open(sealed, PHONE_CONTEXT)


async def stale(session: ReadSession, before: datetime, limit: int) -> list[Complaint]:
    """Complaints under way that WeChat was not asked about since then."""
    return await session.all(STALE, before=before, limit=limit)


@own_data.answer("complaints")
async def own_complaints(session: ReadSession, person: PersonId) -> object:
    """The person's complaints as they may take them away."""
    return [
        {"at": one.created_at, "problem": one.problem, "detail": one.detail, "state": one.state}
        for one in await session.all(OF_PERSON, person=person, limit=OWN_MAX)
    ]


COMPLAINED = Statement(
    """
    select distinct order_id from trust_complaint
    where tenant_id = %(tenant)s and order_id = any(%(order_ids)s::uuid[]) limit 1000
    """,
    UUID,
)


async def complained_of(session: ReadSession, order_ids: Sequence[UUID]) -> set[UUID]:
    """Which of some orders somebody complained about at WeChat."""
    return set(await session.all(COMPLAINED, order_ids=list(order_ids))) if order_ids else set()
