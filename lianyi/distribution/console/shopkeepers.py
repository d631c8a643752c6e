"""Shopkeepers for the staff: lists, one with its numbers and history, and what may be done with them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.distribution.actions import shopkeepers as actions
from lianyi.distribution.console.shapes import (
    KeeperCard,
    KeeperName,
    MaybeWords,
    ShopkeeperRef,
    Words,
    keeper_card,
    keeper_name,
)
from lianyi.distribution.queries import bindings, commissions, lists
from lianyi.distribution.queries import shopkeepers as queries
from lianyi.distribution.queries.lists import KeeperFilter, Sort
from lianyi.distribution.types.shopkeepers import Keeper, KeeperState
from lianyi.identity import queries as identity
from lianyi.identity.edges import PersonRef, may, require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/console/distribution/shopkeepers", tags=["console: shopkeepers"])
MayRead = Annotated[Staff, require("shopkeepers.read")]
MayWrite = Annotated[Staff, require("shopkeepers.write")]


@router.get("")
async def list_shopkeepers(
    session: Read, staff: MayRead, paging: PageQuery,
    q: Annotated[str, Query(max_length=40)] = "", state: KeeperState | None = None,
    grade: Annotated[int | None, Query(ge=1, le=9)] = None, invited_by: ShopkeeperRef | None = None,
    sort: Sort = "applied",
) -> Page[KeeperCard]:  # fmt: skip
    """Shopkeepers by state and grade; searched by micro-shop, nickname, phone or its last four digits."""
    field, shape = lists.SORT_FIELDS[sort]
    after = paging.after(shape, UUID)
    wanted = KeeperFilter(q, state, grade, invited_by)
    rows = await lists.page(session, wanted, sort, (after[0], after[1]) if after else None, paging.limit + 1)
    return Page(
        items=await _cards(session, staff, rows[: paging.limit]),
        next_cursor=next_cursor(rows, paging.limit, field, "id"),
    )


async def _cards(session: ReadSession, staff: Staff, rows: list[Keeper]) -> list[KeeperCard]:
    briefs = await identity.people_brief(session, [row.person_id for row in rows])
    whole = may(staff, "people.read")
    return [keeper_card(row, briefs, whole=whole) for row in rows]


class KeeperCounts(BaseModel):
    """How many are in each state; states without anybody are left out."""

    states: dict[KeeperState, int]


@router.get("/counts")
async def count_shopkeepers(session: Read, _staff: MayRead) -> KeeperCounts:
    """How many shopkeepers there are, by state."""
    return KeeperCounts(states=await lists.counts(session))


class KeeperStepOut(BaseModel):
    """`by`: person, staff or system; `name` is the staff's or the program's."""

    at: datetime
    state: KeeperState
    grade: int
    by: str
    name: str
    words: str


class KeeperFiguresOut(BaseModel):
    """Customers now; orders placed and commission promised less taken back so far; `invited` earn them nothing."""

    customers: int
    orders: int
    earned_fen: int
    invited: int


class KeeperMoneyOut(BaseModel):
    """Where the commission stands now; `available_fen` below zero is owed back. `paid_fen`: what has been paid out."""

    pending_fen: int
    frozen_fen: int
    available_fen: int
    payout_held_fen: int
    paid_fen: int


class ShopkeeperDetail(KeeperCard):
    """One shopkeeper. The tree of their shares: `GET /api/console/shares/tree?person_id=`."""

    grade_name: str
    agreement_version: int
    adult_declared_at: datetime
    decided_words: str
    suspended_words: str
    left_at: datetime | None
    invited_by: KeeperName | None
    shop_words: str
    persona: str
    figures: KeeperFiguresOut
    money: KeeperMoneyOut
    steps: list[KeeperStepOut]


@router.get("/{shopkeeper_id}")
async def read_shopkeeper(session: Read, staff: MayRead, shopkeeper_id: ShopkeeperRef) -> ShopkeeperDetail:
    """One shopkeeper with numbers and history."""
    return await _whole(session, staff, await queries.keeper(session, shopkeeper_id))


async def _whole(session: ReadSession, staff: Staff, keeper: Keeper) -> ShopkeeperDetail:
    (card,) = await _cards(session, staff, [keeper])
    figures = (await lists.figures(session, [keeper.id]))[keeper.id]
    inviter = await queries.keeper(session, keeper.invited_by) if keeper.invited_by else None
    settings = await queries.join_settings(session)
    steps = await queries.steps(session, keeper.id)
    held = (await commissions.balances(session, [keeper.id]))[keeper.id]
    still_fen = held.pending_fen + held.frozen_fen + held.available_fen + held.payout_held_fen
    return ShopkeeperDetail(
        **card.model_dump(), grade_name=queries.grade_name(settings, keeper.grade),
        agreement_version=keeper.agreement_version, adult_declared_at=keeper.adult_declared_at,
        decided_words=keeper.decided_words, suspended_words=keeper.suspended_words, left_at=keeper.left_at,
        invited_by=keeper_name(inviter) if inviter else None, shop_words=keeper.shop_words, persona=keeper.persona,
        figures=KeeperFiguresOut.model_validate(figures, from_attributes=True),
        money=KeeperMoneyOut(
            pending_fen=held.pending_fen, frozen_fen=held.frozen_fen, available_fen=held.available_fen,
            payout_held_fen=held.payout_held_fen, paid_fen=figures.earned_fen - still_fen,
        ),
        steps=[KeeperStepOut.model_validate(step, from_attributes=True) for step in steps],
    )  # fmt: skip


class KeeperCustomer(BaseModel):
    """`nickname` only for staff who may see people."""

    person_id: PersonRef
    nickname: str | None
    since: datetime
    protected_until: datetime | None
    valid_until: datetime | None


@router.get("/{shopkeeper_id}/customers")
async def read_customers(
    session: Read, staff: MayRead, shopkeeper_id: ShopkeeperRef, paging: PageQuery
) -> Page[KeeperCustomer]:
    """Whose owner a shopkeeper is now, the latest first."""
    rows = await bindings.customers_of(
        session, shopkeeper_id, paging.after(datetime, UUID), paging.limit + 1
    )  # fmt: skip
    shown = rows[: paging.limit]
    whole = may(staff, "people.read")
    people = [PersonId(row.person_id) for row in shown]
    briefs = await identity.people_brief(session, people) if whole and people else {}
    items = [
        KeeperCustomer(
            person_id=row.person_id, nickname=brief.nickname if (brief := briefs.get(PersonId(row.person_id))) else None,
            since=row.since or row.first_at, protected_until=row.protected_until, valid_until=row.valid_until,
        )
        for row in shown
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, paging.limit, "since", "person_id"))


class ReviewIn(BaseModel):
    """`words` are read by the applicant; they must be given when the answer is no."""

    approve: bool
    words: MaybeWords = ""


@router.post("/{shopkeeper_id}/review")
async def review(
    session: Write, staff: MayWrite, shopkeeper_id: ShopkeeperRef, given: ReviewIn
) -> ShopkeeperDetail:
    """Take an applicant on, or decline."""
    keeper = await actions.review(session, staff, shopkeeper_id, approve=given.approve, words=given.words)
    return await _whole(session, staff, keeper)


class KeeperReasonIn(BaseModel):
    words: Words


@router.post("/{shopkeeper_id}/confirm")
async def confirm(
    session: Write, staff: MayWrite, shopkeeper_id: ShopkeeperRef, given: KeeperReasonIn
) -> ShopkeeperDetail:
    """End a probation before its time."""
    return await _whole(session, staff, await actions.confirm(session, staff, shopkeeper_id, given.words))


class SuspendIn(BaseModel):
    """`until` null: until somebody resumes them by hand."""

    words: Words
    until: datetime | None = None


@router.post("/{shopkeeper_id}/suspend")
async def suspend(
    session: Write, staff: MayWrite, shopkeeper_id: ShopkeeperRef, given: SuspendIn
) -> ShopkeeperDetail:
    """Stop a shopkeeper from selling. Customers stay theirs, what was earned is paid as before."""
    keeper = await actions.suspend(session, staff, shopkeeper_id, given.words, given.until)
    return await _whole(session, staff, keeper)


@router.post("/{shopkeeper_id}/resume")
async def resume(
    session: Write, staff: MayWrite, shopkeeper_id: ShopkeeperRef, given: KeeperReasonIn
) -> ShopkeeperDetail:
    """Let a suspended shopkeeper sell again."""
    return await _whole(session, staff, await actions.resume(session, staff, shopkeeper_id, given.words))


@router.post("/{shopkeeper_id}/end")
async def end(
    session: Write, staff: MayWrite, shopkeeper_id: ShopkeeperRef, given: KeeperReasonIn
) -> ShopkeeperDetail:
    """End it for good: customers are free, what was earned stays payable."""
    return await _whole(session, staff, await actions.leave(session, staff, shopkeeper_id, given.words))


class RegradeIn(BaseModel):
    grade: Annotated[int, Field(ge=1, le=9)]
    words: Words


@router.post("/{shopkeeper_id}/grade")
async def regrade(
    session: Write, staff: MayWrite, shopkeeper_id: ShopkeeperRef, given: RegradeIn
) -> ShopkeeperDetail:
    """Set a shopkeeper's grade."""
    keeper = await actions.regrade(session, staff, shopkeeper_id, given.grade, given.words)
    return await _whole(session, staff, keeper)
