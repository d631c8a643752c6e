"""Reads of cases. The doors: `case_of` for a shopper's own case, `case` for staff."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from lianyi.kit.db import ReadSession, Statement
from lianyi.trust.errors.aftersales import CaseInOtherState, CaseUnknown
from lianyi.trust.models import aftersales as models
from lianyi.trust.rules.clocks import DUE_SOON, LAW_ALARM
from lianyi.trust.rules.reasons import STATE_WORDS
from lianyi.trust.types.aftersales import ENDED, OPEN, Attention, Case, CaseLine, Step

COUNT_MAX = 10_000
MERCHANTS_TURN = ("applied", "returning", "received")
_case = models.case.c

CASE = """id, order_id, order_number, person_id, kind, reason, words, state, round, amount_fen, proposed_fen,
      proposed_from, freight_fen, refunded_fen, refund_id, return_freight_fen, return_freight, return_to_sealed,
      return_carrier, return_tracking_no, reship_carrier, reship_tracking_no, restocked, extended, applied_at,
      updated_at, deadline_at, received_at, ended_at, version"""
ONE = Statement(
    f"""
    select {CASE} from trust_case
    where tenant_id = %(tenant)s and id = %(case_id)s and (%(person_id)s::uuid is null or person_id = %(person_id)s)
    """,  # noqa: S608  our own column list
    Case,
)
OF_REFUND = Statement(
    f"select {CASE} from trust_case where tenant_id = %(tenant)s and refund_id = %(refund_id)s",  # noqa: S608  our own column list
    Case,
)
OF_ORDER = Statement(
    f"""
    select {CASE} from trust_case where tenant_id = %(tenant)s and order_id = %(order_id)s
    order by applied_at desc, id desc limit 100
    """,  # noqa: S608  our own column list
    Case,
)
LINES = Statement(
    """
    select case_id, line_id, quantity, amount_fen from trust_case_line
    where tenant_id = %(tenant)s and case_id = any(%(case_ids)s::uuid[]) order by case_id, line_id limit 10000
    """,
    CaseLine,
)
OPEN_LINES = Statement(
    """
    select line.line_id from trust_case_line as line
    join trust_case as one on one.tenant_id = line.tenant_id and one.id = line.case_id
    where line.tenant_id = %(tenant)s and one.order_id = %(order_id)s and line.is_open limit 1000
    """,
    UUID,
)
STEPS = Statement(
    """
    select at, kind, actor_kind, actor_name, note, pictures, data from trust_step
    where tenant_id = %(tenant)s and case_id = %(case_id)s order by seq limit 500
    """,
    Step,
)
DUE = Statement(
    """
    select id from trust_case where tenant_id = %(tenant)s and deadline_at <= %(now)s
    order by deadline_at, id limit %(limit)s
    """,
    UUID,
)
# The merchant's turn, and what the law presses: goods that came back five days ago and are not paid for yet.
ATTENTION = Statement(
    """
    select
      (select count(*) from trust_case
       where tenant_id = %(tenant)s and (state in ('applied', 'returning', 'received')
         or (state = 'agreed' and return_to_sealed is null))) as open,
      (select count(*) from trust_case
       where tenant_id = %(tenant)s and (
         (deadline_at <= %(soon_at)s and (state in ('applied', 'returning', 'received')
           or (state = 'agreed' and return_to_sealed is null)))
         or (received_at <= %(pressed_at)s and state in ('received', 'proposed', 'refunding')))) as due,
      (select count(*) from trust_case
       where tenant_id = %(tenant)s and return_freight in ('claimed', 'accepted')) as freight
    """,
    Attention,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """Pieces that an exchange sold anew, in the case's name."""

    case_id: UUID
    quantity: int


EXCHANGED = Statement(
    """
    select line.case_id, line.quantity from trust_case_line as line
    join trust_case as one on one.tenant_id = line.tenant_id and one.id = line.case_id
    where line.tenant_id = %(tenant)s and line.line_id = %(line_id)s and one.reship_tracking_no is not null
    order by one.applied_at desc, one.id desc limit 10
    """,
    Kept,
)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Conditions of a list; None and empty mean any."""

    person_id: UUID | None = None
    order_id: UUID | None = None
    states: tuple[str, ...] = ()
    kind: str | None = None
    due: bool = False
    freight: bool = False
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class StateCount:
    state: str
    count: int


async def case(session: ReadSession, case_id: UUID) -> Case:
    """Any case of the tenant. Raises CaseUnknown."""
    found = await session.maybe(ONE, case_id=case_id, person_id=None)
    if found is None:
        raise CaseUnknown
    return found


async def case_of(session: ReadSession, person_id: UUID, case_id: UUID) -> Case:
    """A shopper's own case. Raises CaseUnknown, also for somebody else's: nobody learns that it exists."""
    found = await session.maybe(ONE, case_id=case_id, person_id=person_id)
    if found is None:
        raise CaseUnknown
    return found


async def refuse(session: ReadSession, case_id: UUID, person_id: UUID | None = None) -> NoReturn:
    """Say why a guarded move moved nothing. Raises CaseUnknown or CaseInOtherState naming the state."""
    found = await session.maybe(ONE, case_id=case_id, person_id=person_id)
    if found is None:
        raise CaseUnknown
    zh, en = STATE_WORDS[found.state]
    raise CaseInOtherState(state=found.state, state_zh=zh, state_en=en)


async def case_of_refund(session: ReadSession, refund_id: UUID) -> Case | None:
    """The case whose money a refund of orders is."""
    return await session.maybe(OF_REFUND, refund_id=refund_id)


async def cases_of_order(session: ReadSession, order_id: UUID) -> list[Case]:
    """Cases of an order, newest first."""
    return await session.all(OF_ORDER, order_id=order_id)


async def lines(session: ReadSession, case_id: UUID) -> list[CaseLine]:
    """The lines of one case."""
    return await session.all(LINES, case_ids=[case_id])


async def lines_of(session: ReadSession, case_ids: Sequence[UUID]) -> dict[UUID, list[CaseLine]]:
    """The lines of many cases in one statement."""
    grouped: dict[UUID, list[CaseLine]] = {case_id: [] for case_id in case_ids}
    if grouped:
        for line in await session.all(LINES, case_ids=list(case_ids)):
            grouped[line.case_id].append(line)
    return grouped


async def open_lines(session: ReadSession, order_id: UUID) -> set[UUID]:
    """Lines of an order that have an open case."""
    return set(await session.all(OPEN_LINES, order_id=order_id))


async def exchanged(session: ReadSession, line_id: UUID) -> list[Kept]:
    """What exchanges have sold anew for a line, newest first."""
    return await session.all(EXCHANGED, line_id=line_id)


async def steps(session: ReadSession, case_id: UUID) -> list[Step]:
    """The case file, oldest first."""
    return await session.all(STEPS, case_id=case_id)


async def due(session: ReadSession, limit: int) -> list[UUID]:
    """Cases whose time is over, longest overdue first."""
    return await session.all(DUE, limit=limit)


async def attention(session: ReadSession) -> Attention:
    """How many cases wait for the staff. One statement."""
    return await session.one(ATTENTION, soon_at=session.now + DUE_SOON, pressed_at=session.now - LAW_ALARM)


async def page(
    session: ReadSession, wanted: CaseFilter, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[Case]:
    """Newest first; up to `limit + 1` so that the caller knows whether a page follows."""
    query = _narrow(select(*[_case[field.name] for field in fields(Case)]), session, wanted)
    if after is not None:
        query = query.where(
            or_(_case.applied_at < after[0], and_(_case.applied_at == after[0], _case.id < after[1]))
        )
    return await session.select(
        query.order_by(_case.applied_at.desc(), _case.id.desc()).limit(limit + 1), Case
    )


async def counts(session: ReadSession, wanted: CaseFilter) -> dict[str, int]:
    """Cases per state under the other conditions of a list, each counted up to 10,000 in all."""
    inner = _narrow(select(_case.state), session, wanted).limit(COUNT_MAX).subquery()
    query = select(inner.c.state, func.count().label("count")).group_by(inner.c.state)
    return {row.state: row.count for row in await session.select(query, StateCount)}


def _narrow(query: Select[Any], session: ReadSession, wanted: CaseFilter) -> Select[Any]:
    query = query.where(_case.tenant_id == session.tenant)
    if wanted.person_id is not None:
        query = query.where(_case.person_id == wanted.person_id)
    if wanted.order_id is not None:
        query = query.where(_case.order_id == wanted.order_id)
    if wanted.states:
        query = query.where(_case.state.in_(wanted.states))
    if wanted.kind is not None:
        query = query.where(_case.kind == wanted.kind)
    if wanted.due:
        query = query.where(
            _case.deadline_at <= session.now + DUE_SOON,
            or_(
                _case.state.in_(MERCHANTS_TURN),
                and_(_case.state == "agreed", _case.return_to_sealed.is_(None)),
            ),
        )
    if wanted.freight:
        query = query.where(_case.return_freight.in_(("claimed", "accepted")))
    if wanted.order_number:
        query = query.where(_case.order_number == wanted.order_number)
    return query


def states_of(listed: str) -> tuple[str, ...]:
    """The states of a tab: `open`, `ended`, one state, or all of them for `all`. Pure."""
    if listed == "all":
        return ()
    return OPEN if listed == "open" else ENDED if listed == "ended" else (listed,)
