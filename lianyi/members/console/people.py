"""Members in the console: the list, one member's card, points and level by hand."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.identity import queries as identity
from lianyi.identity.edges import PersonRef, require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.clock import day_bounds
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.members import actions, queries
from lianyi.members.errors import MemberUnknown
from lianyi.members.queries import MemberFilter
from lianyi.members.shop import PointsLineOut, points_page
from lianyi.members.types import MemberRow

router = edge("/api/console/members", tags=["console: members"])
LevelRef = Annotated[UUID, as_word("lvl")]
Reader = Annotated[Staff, require("members.read")]
Writer = Annotated[Staff, require("members.write")]


class MemberOut(BaseModel):
    """`spend_fen` and `orders`: completed in the window that counts."""

    person_id: PersonRef
    nickname: str
    avatar_url: str | None
    phone_last4: str | None
    level_id: LevelRef | None
    level_name: str | None
    until_at: datetime | None
    points: int
    spend_fen: int
    orders: int
    super_user: bool


async def _members_out(session: Read, rows: list[MemberRow]) -> list[MemberOut]:
    briefs = await identity.people_brief(session, [PersonId(row.person_id) for row in rows]) if rows else {}
    found = []
    for row in rows:
        brief = briefs.get(PersonId(row.person_id))
        found.append(
            MemberOut(
                person_id=row.person_id, nickname=brief.nickname if brief else "",
                avatar_url=brief.avatar_url if brief else None, phone_last4=brief.phone_last4 if brief else None,
                level_id=row.level_id, level_name=row.level_name, until_at=row.until_at, points=row.points,
                spend_fen=row.spend_fen, orders=row.orders, super_user=row.super_user,
            )
        )  # fmt: skip
    return found


@router.get("/people")
async def members(
    session: Read, _staff: Reader, paging: PageQuery, level_id: LevelRef | None = None,
    points_min: Annotated[int | None, Query(ge=0, le=10**9)] = None,
    spend_min_fen: Annotated[int | None, Query(ge=0, le=10**12)] = None, super_users: bool = False,
) -> Page[MemberOut]:  # fmt: skip
    """Members, the newest person first, by level, points and spend."""
    wanted = MemberFilter(level_id, points_min, spend_min_fen, super_users)
    after = paging.after(UUID)
    rows = await queries.member_page(
        session, wanted, before=after[0] if after else None, limit=paging.limit + 1
    )
    return Page(
        items=await _members_out(session, rows[: paging.limit]),
        next_cursor=next_cursor(rows, paging.limit, "person_id"),
    )


class ChangeOut(BaseModel):
    at: datetime
    kind: str
    from_name: str
    to_name: str
    until_at: datetime | None
    by_name: str
    note: str


class HoldingOut(BaseModel):
    level_id: LevelRef
    way: Literal["reached", "card", "hand"]
    since_at: datetime
    until_at: datetime | None


class CardOut(BaseModel):
    """A card that was bought; `ended_units` were given back."""

    order_id: Annotated[UUID, as_word("ord")]
    level_id: LevelRef
    units: int
    ended_units: int
    days: int
    at: datetime


class LotOut(BaseModel):
    """Points that are gone at `expires_at`."""

    points: int
    expires_at: datetime


class MemberCardOut(BaseModel):
    """One member whole: levels by every way, history, cards, points by the day they end."""

    member: MemberOut
    holdings: list[HoldingOut]
    changes: list[ChangeOut]
    cards: list[CardOut]
    lots: list[LotOut]
    owed_points: int
    has_birthday: bool


async def _card(session: Read, person_id: UUID) -> MemberCardOut:
    rows = await queries.member_page(session, MemberFilter(), person_id=person_id, limit=1)
    if not rows and not await identity.people_brief(session, [PersonId(person_id)]):
        raise MemberUnknown
    row = rows[0] if rows else MemberRow(person_id, None, None, None, 0, 0, 0, super_user=False)
    found = await queries.standing(session, person_id)
    kept = found.person
    return MemberCardOut(
        member=(await _members_out(session, [row]))[0],
        holdings=[
            HoldingOut.model_validate(one, from_attributes=True)
            for one in await queries.holdings(session, person_id)
        ],
        changes=[
            ChangeOut.model_validate(one, from_attributes=True)
            for one in await queries.changes(session, person_id)
        ],
        cards=[
            CardOut.model_validate(one, from_attributes=True)
            for one in await queries.cards_of_person(session, person_id)
        ],
        lots=[
            LotOut(points=lot.points, expires_at=day_bounds(lot.expires_on)[0])
            for lot in await queries.points_lots(session, person_id)
        ],
        owed_points=found.owed_points,
        has_birthday=kept is not None and kept.birth_month is not None,
    )


@router.get("/people/{person_id}")
async def member(session: Read, _staff: Reader, person_id: PersonRef) -> MemberCardOut:
    """One member; also somebody who never counted anything yet."""
    return await _card(session, person_id)


@router.get("/people/{person_id}/points")
async def member_points(
    session: Read, _staff: Reader, person_id: PersonRef, paging: PageQuery, language: Language
) -> Page[PointsLineOut]:
    """A member's statement of points, newest first."""
    return await points_page(session, person_id, paging, language)


class PointsIn(BaseModel):
    """Negative takes points away. The member reads the reason."""

    points: int = Field(ge=-1_000_000, le=1_000_000)
    reason: str = Field(min_length=1, max_length=100)


@router.post("/people/{person_id}/points")
async def adjust_points(
    session: Write, staff: Writer, person_id: PersonRef, given: PointsIn
) -> MemberCardOut:
    """Give or take points by hand; it stands in the audit log."""
    await actions.adjust_points(session, staff, person_id, given.points, given.reason)
    return await _card(session, person_id)


class LevelIn(BaseModel):
    """`level_id` null takes back what was set by hand; `until_at` null: until it is taken back."""

    level_id: LevelRef | None
    until_at: datetime | None = None
    reason: str = Field(min_length=1, max_length=100)


@router.put("/people/{person_id}/level")
async def set_level(session: Write, staff: Writer, person_id: PersonRef, given: LevelIn) -> MemberCardOut:
    """Set a member's level by hand; what they reached or bought stays beside it."""
    await actions.set_level_by_hand(session, staff, person_id, given.level_id, given.until_at, given.reason)
    return await _card(session, person_id)


class SuperIn(BaseModel):
    super_user: bool


@router.put("/people/{person_id}/super-user")
async def flag_super_user(
    session: Write, staff: Writer, person_id: PersonRef, given: SuperIn
) -> MemberCardOut:
    """Flag a super user, or no more."""
    await actions.set_super_user(session, staff, person_id, super_user=given.super_user)
    return await _card(session, person_id)
