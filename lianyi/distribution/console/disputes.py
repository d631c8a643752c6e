"""Whose customer, for the staff: a customer's log with each decision in words, assigning, appeals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from lianyi.distribution.actions import correcting
from lianyi.distribution.actions import disputes as actions
from lianyi.distribution.console.shapes import KeeperName, ShopkeeperRef, Words, keeper_name
from lianyi.distribution.queries import bindings, shopkeepers
from lianyi.distribution.queries import disputes as queries
from lianyi.distribution.rules import words as sentences
from lianyi.distribution.types import bindings as types
from lianyi.distribution.types import disputes as dispute_types
from lianyi.distribution.types.bindings import Binding, Ownership, Result, Touch, Why
from lianyi.distribution.types.disputes import Dispute, DisputeState
from lianyi.distribution.types.shopkeepers import SELLING, Keeper
from lianyi.identity.edges import WAITS, FreshCode, PersonRef, require, waiting
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/console/distribution", tags=["console: shopkeepers"])
MayRead = Annotated[Staff, require("disputes.read")]
MayWrite = Annotated[Staff, require("disputes.write")]
BindingRef = Annotated[UUID, as_word(types.PREFIX)]
DisputeRef = Annotated[UUID, as_word(dispute_types.PREFIX)]
OrderRef = Annotated[UUID, as_word("ord")]
ShareRef = Annotated[UUID, as_word("shr")]
LOG_SHOWN = 200


class LogLine(BaseModel):
    """A line of the log: what happened, what was decided by which version of the rule, and why, in a sentence.

    `at`: when it happened; `counts_at`: when it was known whose it was. `holder`: who has the customer after it.
    """

    id: BindingRef
    touch: Touch
    shopkeeper: KeeperName | None
    at: datetime
    counts_at: datetime
    share_id: ShareRef | None
    channel: str | None
    rule_version: int
    result: Result
    why: Why
    sentence: str
    holder: KeeperName | None
    protected_until: datetime | None
    valid_until: datetime | None
    staff_name: str | None
    words: str


class OwnerOut(BaseModel):
    """Whose customer somebody is or was, and the line that made it so."""

    shopkeeper: KeeperName
    binding_id: BindingRef
    rule_version: int
    sells: bool


class CustomerLog(BaseModel):
    """`owner` null: nobody's now. The newest line first; at most 200."""

    person_id: PersonRef
    owner: OwnerOut | None
    lines: list[LogLine]


def _line(line: Binding, keepers: Mapping[UUID, Keeper], language: str) -> LogLine:
    who = keepers.get(line.shopkeeper_id) if line.shopkeeper_id else None
    holder = keepers.get(line.holder_id) if line.holder_id else None
    zh, en = sentences.sentence(line.touch, line.result, line.why)
    return LogLine(
        id=line.id, touch=line.touch, shopkeeper=keeper_name(who) if who else None, at=line.at,
        counts_at=line.counts_at, share_id=line.share_id, channel=line.channel, rule_version=line.rule_version,
        result=line.result, why=line.why, sentence=en if language == "en" else zh,
        holder=keeper_name(holder) if holder else None, protected_until=line.protected_until,
        valid_until=line.valid_until, staff_name=line.staff_name, words=line.words,
    )  # fmt: skip


def _owner(found: Ownership | None, keepers: Mapping[UUID, Keeper]) -> OwnerOut | None:
    if found is None:
        return None
    return OwnerOut(
        shopkeeper=keeper_name(keepers[found.shopkeeper_id]), binding_id=found.binding_id,
        rule_version=found.rule_version, sells=found.state in SELLING,
    )  # fmt: skip


async def _log(session: ReadSession, person: UUID, language: str) -> CustomerLog:
    lines = await bindings.lines_of(session, person, LOG_SHOWN)
    owned = (await bindings.ownership_at(session, [(person, session.now)])).get((person, session.now))
    ids = {one for line in lines for one in (line.shopkeeper_id, line.holder_id) if one is not None}
    if owned is not None:
        ids.add(owned.shopkeeper_id)
    by_id = await shopkeepers.keepers_by_ids(session, sorted(ids))
    return CustomerLog(
        person_id=person, owner=_owner(owned, by_id), lines=[_line(line, by_id, language) for line in lines]
    )


@router.get("/customers/{person_id}")
async def read_customer(
    session: Read, _staff: MayRead, person_id: PersonRef, language: Language
) -> CustomerLog:
    """A customer's log and whose they are now; empty for who never came by a shopkeeper."""
    return await _log(session, person_id, language)


class AssignIn(BaseModel):
    shopkeeper_id: ShopkeeperRef
    words: Words


@router.post("/customers/{person_id}/assign")
async def assign(
    session: Write, staff: MayWrite, person_id: PersonRef, given: AssignIn, language: Language
) -> CustomerLog:
    """Give a customer to a shopkeeper from now on, with a reason; earlier orders stay as they are."""
    await actions.assign(session, staff, PersonId(person_id), given.shopkeeper_id, given.words)
    return await _log(session, person_id, language)


class ReleaseIn(BaseModel):
    words: Words


@router.post("/customers/{person_id}/release")
async def release(
    session: Write, staff: MayWrite, person_id: PersonRef, given: ReleaseIn, language: Language
) -> CustomerLog:
    """Make a customer nobody's from now on, with a reason."""
    await actions.release(session, staff, PersonId(person_id), given.words)
    return await _log(session, person_id, language)


class DisputeCard(BaseModel):
    id: DisputeRef
    shopkeeper: KeeperName
    person_id: PersonRef
    order_id: OrderRef | None
    order_number: str | None
    words: str
    state: DisputeState
    reply: str
    decided_by: str | None
    created_at: datetime
    decided_at: datetime | None


def _card(one: Dispute, keeper: Keeper) -> DisputeCard:
    return DisputeCard(
        id=one.id, shopkeeper=keeper_name(keeper), person_id=one.person_id, order_id=one.order_id,
        order_number=one.order_number, words=one.words, state=one.state, reply=one.reply, decided_by=one.decided_by,
        created_at=one.created_at, decided_at=one.decided_at,
    )  # fmt: skip


@router.get("/disputes")
async def list_disputes(
    session: Read, _staff: MayRead, paging: PageQuery, state: DisputeState | None = None,
    shopkeeper_id: ShopkeeperRef | None = None,
) -> Page[DisputeCard]:  # fmt: skip
    """Appeals, the newest first."""
    rows = await queries.page(
        session,
        state=state,
        keeper_id=shopkeeper_id,
        before=paging.after(datetime, UUID),
        limit=paging.limit + 1,
    )
    shown = rows[: paging.limit]
    keepers = await shopkeepers.keepers_by_ids(session, sorted({row.shopkeeper_id for row in shown}))
    items = [_card(row, keepers[row.shopkeeper_id]) for row in shown]
    return Page(items=items, next_cursor=next_cursor(rows, paging.limit, "created_at", "id"))


class DisputedOrder(BaseModel):
    id: OrderRef
    number: str
    state: str
    payable_fen: int
    placed_at: datetime


class DisputeOut(DisputeCard):
    """An appeal with all that its decision rests on. `then`: whose the customer was when the order was placed.

    `gives_fen`: what upholding it could give the shopkeeper of the order's commission at most; 0 once it is decided.
    """

    order: DisputedOrder | None
    then: OwnerOut | None
    now: OwnerOut | None
    gives_fen: int
    lines: list[LogLine]


@router.get("/disputes/{dispute_id}")
async def read_dispute(
    session: Read, _staff: MayRead, dispute_id: DisputeRef, language: Language
) -> DisputeOut:
    """One appeal: the log, the decision of then, what holds now."""
    return await _whole(session, dispute_id, language)


async def _whole(session: ReadSession, dispute_id: UUID, language: str) -> DisputeOut:
    file = await queries.case_file(session, dispute_id)
    order = DisputedOrder.model_validate(file.order, from_attributes=True) if file.order else None
    gives_fen = 0
    if order is not None and file.dispute.state is DisputeState.OPEN:
        gives_fen = await correcting.at_most_fen(session, order.id, file.dispute.shopkeeper_id)
    return DisputeOut(
        **_card(file.dispute, file.keeper).model_dump(), order=order, then=_owner(file.then, file.keepers),
        now=_owner(file.now, file.keepers), gives_fen=gives_fen,
        lines=[_line(line, file.keepers, language) for line in file.lines],
    )  # fmt: skip


class DecideIn(BaseModel):
    """`uphold`: the customer becomes the shopkeeper's from now on, and the order asked about is corrected."""

    uphold: bool
    words: Words


@router.post("/disputes/{dispute_id}/decide", response_model=DisputeOut, responses=WAITS)
async def decide(
    session: Write,
    staff: MayWrite,
    dispute_id: DisputeRef,
    given: DecideIn,
    language: Language,
    code: FreshCode,
) -> DisputeOut | JSONResponse:
    """Answer an appeal; the shopkeeper reads the words. One that pays much waits for a second person."""
    waits = await actions.decide(
        session, staff, dispute_id, uphold=given.uphold, reply=given.words, code=code
    )
    return waiting(waits) if waits else await _whole(session, dispute_id, language)
