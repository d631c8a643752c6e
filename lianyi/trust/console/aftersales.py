"""After-sales in the console: the list with its tabs, and one case with everything that bears on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonBrief, PersonId, Staff
from lianyi.kit.http import Language, Read, edge
from lianyi.kit.ids import as_word, encode
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import queries as orders
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.rules.acts import merchant_may
from lianyi.trust.rules.clocks import DUE_SOON, LAW_ALARM, RETURN_FREIGHT_FEN_MAX, ROUNDS_MAX
from lianyi.trust.shop.shapes import (
    CaseDetail,
    CaseHead,
    CaseRef,
    OrderRef,
    StepOut,
    detail_fields,
    heads,
)
from lianyi.trust.types.aftersales import Case, Kind

router = edge("/api/console", tags=["console: after-sales"])
Reader = Annotated[Staff, require("aftersales.read")]
Listed = Literal[
    "all", "open", "ended", "applied", "proposed", "agreed", "returning", "received", "reshipped", "refunding",
    "refused", "refunded", "exchanged", "withdrawn", "closed",
]  # fmt: skip


class Buyer(BaseModel):
    id: Annotated[UUID, as_word("psn")]
    nickname: str
    avatar_url: str | None
    phone_last4: str | None


class CaseRow(CaseHead):
    """`due`: the merchant's time is over within twelve hours; `pressed`: goods came back five days ago, still unpaid."""

    buyer: Buyer
    due: bool
    pressed: bool


class CaseCounts(BaseModel):
    """Cases per state, counted up to 10,000 in all; `open` and `ended` are sums, `due` those about to run out.

    `freight`: cases whose return freight is to decide about or to pay.
    """

    open: int
    ended: int
    due: int
    freight: int
    states: dict[str, int]


def _buyer(case: Case, people: Mapping[PersonId, PersonBrief]) -> Buyer:
    brief = people.get(PersonId(case.person_id))
    return Buyer(
        id=case.person_id, nickname=brief.nickname if brief else "", avatar_url=brief.avatar_url if brief else None,
        phone_last4=brief.phone_last4 if brief else None,
    )  # fmt: skip


def _due(case: Case, now: datetime) -> bool:
    merchants = case.state in queries.MERCHANTS_TURN or (
        case.state == "agreed" and case.return_to_sealed is None
    )
    return merchants and case.deadline_at is not None and case.deadline_at <= now + DUE_SOON


def _pressed(case: Case, now: datetime) -> bool:
    unpaid = case.state in {"received", "proposed", "refunding"}
    return unpaid and case.received_at is not None and case.received_at <= now - LAW_ALARM


@router.get("/aftersales")
async def list_cases(
    session: Read, _staff: Reader, page: PageQuery, language: Language, state: Listed = "all",
    kind: Kind | None = None, due: Annotated[bool, Query()] = False,
    freight: Annotated[bool, Query()] = False,
    order_id: Annotated[OrderRef | None, Query()] = None, q: Annotated[str, Query(max_length=60)] = "",
) -> Page[CaseRow]:  # fmt: skip
    """Cases, newest first; `q` is an order's number, `freight` those whose return freight is to decide about or to pay."""
    wanted = queries.CaseFilter(
        order_id=order_id,
        states=queries.states_of(state),
        kind=kind,
        due=due,
        freight=freight,
        order_number=q.strip(),
    )
    found = await queries.page(session, wanted, limit=page.limit, after=page.after(datetime, UUID))
    shown = found[: page.limit]
    people = await identity.people_brief(session, [PersonId(case.person_id) for case in shown])
    fields = await heads(session, shown, language)
    return Page[CaseRow](
        items=[
            CaseRow(**head, buyer=_buyer(case, people), due=_due(case, session.now), pressed=_pressed(case, session.now))
            for case, head in zip(shown, fields, strict=True)
        ],
        next_cursor=next_cursor(found, page.limit, "applied_at", "id"),
    )  # fmt: skip


@router.get("/aftersales/counts")
async def counts(session: Read, _staff: Reader, kind: Kind | None = None) -> CaseCounts:
    """How many cases each tab has."""
    states = await queries.counts(session, queries.CaseFilter(kind=kind))
    waiting = await queries.attention(session)
    sums = {name: sum(states.get(one, 0) for one in queries.states_of(name)) for name in ("open", "ended")}
    return CaseCounts(**sums, due=waiting.due, freight=waiting.freight, states=states)


class ConsoleStep(StepOut):
    """`by`: a member of staff's name, or empty."""

    by: str


class CaseOrder(BaseModel):
    """What of the order bears on its case; `ledger_why` tells where each fen lies."""

    id: OrderRef
    number: str
    state: str
    payable_fen: int
    freight_fen: int
    granted_fen: int
    refunded_fen: int
    placed_at: datetime
    shipped_at: datetime | None
    received_at: datetime | None
    completed_at: datetime | None
    receiver_masked: str
    phone_masked: str
    ledger_why: str


class CaseRefund(BaseModel):
    """The refund of the case at WeChat; a failed one is tried again at `/refunds/{id}/retry`."""

    id: Annotated[UUID, as_word("rfd")]
    state: str
    amount_fen: int
    error: str | None
    finished_at: datetime | None


class ConsoleCase(CaseDetail):
    buyer: Buyer
    order: CaseOrder
    refund: CaseRefund | None
    restocked: bool | None
    extended: bool
    due: bool
    pressed: bool
    version: int
    file: list[ConsoleStep]


@router.get("/aftersales/{case_id}")
async def case_detail(session: Read, _staff: Reader, case_id: CaseRef, language: Language) -> ConsoleCase:
    """One case: its file in order, its order, its customer, its money."""
    case = await queries.case(session, case_id)
    steps = await queries.steps(session, case.id)
    fields = await detail_fields(
        session, case, steps, language, rounds_max=ROUNDS_MAX, freight_max_fen=RETURN_FREIGHT_FEN_MAX
    )
    people = await identity.people_brief(session, [PersonId(case.person_id)])
    order = await orders.order(session, case.order_id)
    refund = None if case.refund_id is None else await orders.refund(session, case.refund_id)
    known = {name: getattr(order, name) for name in CaseOrder.model_fields if hasattr(order, name)}
    return ConsoleCase(
        **fields,
        actions=merchant_may(case),
        buyer=_buyer(case, people),
        order=CaseOrder(**known, ledger_why=f"/ledger/why/{encode('ord', order.id)}"),
        refund=None if refund is None else CaseRefund.model_validate(refund, from_attributes=True),
        restocked=case.restocked,
        extended=case.extended,
        due=_due(case, session.now),
        pressed=_pressed(case, session.now),
        version=case.version,
        file=[
            ConsoleStep(**shown.model_dump(), by=step.actor_name if step.actor_kind == "staff" else "")
            for shown, step in zip(fields["steps"], steps, strict=True)
        ],
    )
