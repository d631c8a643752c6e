"""Group buy for the staff: teams, one team with its people and history, topping up, what the past says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.catalog.types import SellableSku, SkuId
from lianyi.identity.edges import may, require
from lianyi.identity.types import PersonBrief, PersonId, Staff
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions import queries as campaigns
from lianyi.promotions.plays.group_buy import actions, queries, rules
from lianyi.promotions.plays.group_buy.queries import StaffTeam
from lianyi.promotions.plays.group_buy.types import (
    PEOPLE_MAX,
    PEOPLE_MIN,
    Completion,
    Seat,
    SeatId,
    SeatState,
    Step,
    Team,
    TeamState,
)

router = edge("/api/console/group-buy", tags=["console: group buy"])

TeamRef = Annotated[UUID, as_word("team")]
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
Reader = Annotated[Staff, require("campaigns.read")]
Writer = Annotated[Staff, require("campaigns.write")]


class PersonOut(BaseModel):
    id: Annotated[UUID, as_word("psn")]
    nickname: str
    avatar_url: str | None


class TeamRowOut(BaseModel):
    """A team in the list. taken counts seats being paid for, too; topped_up are the shop's own."""

    id: TeamRef
    campaign_id: CampaignRef
    product_id: ProductRef
    sku_id: Annotated[UUID, as_word("sku")]
    title: str
    option_text: str
    picture_url: str | None
    state: TeamState
    need: int
    people_max: int
    taken: int
    joined: int
    missing: int
    topped_up: int
    merged_into: TeamRef | None
    leader: PersonOut | None
    price_fen: int
    created_at: datetime
    opened_at: datetime | None
    expires_at: datetime | None
    finished_at: datetime | None


def _person(person_id: UUID, brief: PersonBrief | None) -> PersonOut:
    return PersonOut(
        id=person_id, nickname=brief.nickname if brief else "", avatar_url=brief.avatar_url if brief else None
    )


def _seen(people: Mapping[PersonId, PersonBrief], staff: Staff) -> Mapping[PersonId, PersonBrief]:
    """Names and pictures for staff who may see people; for others what a shopper would see."""
    if may(staff, "people.read"):
        return people
    return {
        one: PersonBrief(campaigns.mask_name(brief.nickname), None, None) for one, brief in people.items()
    }


def _row(team: Team, goods: SellableSku | None, leader: PersonBrief | None) -> dict[str, object]:
    return {
        "id": team.id, "campaign_id": team.campaign_id, "product_id": team.product_id, "sku_id": team.sku_id,
        "title": goods.title if goods else "", "option_text": goods.option_text if goods else "",
        "picture_url": goods.picture_url if goods else None, "state": team.state, "need": team.need,
        "people_max": team.people_max, "taken": team.taken, "joined": team.joined, "missing": team.missing,
        "topped_up": team.topped_up, "merged_into": team.merged_into,
        "leader": _person(team.leader_person_id, leader) if team.leader_person_id else None,
        "price_fen": team.price_fen, "created_at": team.created_at, "opened_at": team.opened_at,
        "expires_at": team.expires_at, "finished_at": team.finished_at,
    }  # fmt: skip


@router.get("/teams")
async def list_teams(
    session: Read, staff: Reader, page: PageQuery, campaign_id: CampaignRef | None = None,
    state: TeamState | None = None,
    q: Annotated[str, Query(max_length=60, description="order number, name, phone or its last four digits")] = "",
) -> Page[TeamRowOut]:  # fmt: skip
    """Teams, newest first; `q` finds those in which an order is, or a person for staff who may see people."""
    found = await queries.staff_list(
        session, campaign_id=campaign_id, state=state, query=q.strip(), limit=page.limit,
        before=page.after(datetime, UUID), by_person=may(staff, "people.read"),
    )  # fmt: skip
    people = _seen(found.people, staff)
    return Page[TeamRowOut](
        items=[
            TeamRowOut.model_validate(
                _row(
                    team, found.goods.get(SkuId(team.sku_id)),
                    people.get(PersonId(team.leader_person_id)) if team.leader_person_id else None,
                )
            )
            for team in found.teams[: page.limit]
        ],
        next_cursor=next_cursor(found.teams, page.limit, "created_at", "id"),
    )  # fmt: skip


class SeatOrderOut(BaseModel):
    id: Annotated[UUID, as_word("ord")]
    number: str
    state: str


class SeatOut(BaseModel):
    """A seat. `moved_from`: the team it was first in; a seat that left this team by a merge stands in `team_id` now."""

    id: Annotated[UUID, as_word("seat")]
    team_id: TeamRef
    person: PersonOut
    order: SeatOrderOut | None
    state: SeatState
    leader: bool
    quantity: int
    price_fen: int
    held_at: datetime
    pay_by: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    moved_from: TeamRef | None
    share_id: Annotated[UUID, as_word("shr")] | None


class StepOut(BaseModel):
    """One step of a team's history in words; `person` where a seat was meant."""

    at: datetime
    kind: str
    text: str
    person: str | None


class TierOut(BaseModel):
    people: int
    price_fen: int


class TeamDetailOut(TeamRowOut):
    """One team with its people, its orders and its history. `top_up_max`: seats the shop may openly add now."""

    completion: Completion
    tiers: list[TierOut]
    rules: list[str]
    members: list[SeatOut]
    history: list[StepOut]
    top_up_max: int


@router.get("/teams/{team_id}")
async def one_team(session: Read, staff: Reader, team_id: TeamRef, language: Language) -> TeamDetailOut:
    """A team with every seat there ever was in it; names and orders for staff who may see those."""
    whole = await queries.staff_team(session, team_id)
    found = replace(
        whole, people=_seen(whole.people, staff), orders=whole.orders if may(staff, "orders.read") else {}
    )
    team, seats = found.team, {seat.id: seat for seat in found.seats}
    leader = found.people.get(PersonId(team.leader_person_id)) if team.leader_person_id else None

    return TeamDetailOut.model_validate(
        {
            **_row(team, found.goods, leader),
            "completion": team.rules.completion,
            "tiers": [TierOut(people=tier.people, price_fen=tier.price_fen) for tier in team.rules.tiers],
            "rules": list(team.rules.en if language == "en" else team.rules.zh),
            "members": [_seat(seat, found) for seat in found.seats],
            "history": [_step(step, seats, found, language) for step in found.history],
            "top_up_max": rules.top_up_max(team),
        }
    )  # fmt: skip


def _seat(seat: Seat, found: StaffTeam) -> SeatOut:
    word = found.orders.get(seat.order_id)
    return SeatOut(
        id=seat.id, team_id=seat.team_id, person=_person(seat.person_id, found.people.get(PersonId(seat.person_id))),
        order=SeatOrderOut(id=word.id, number=word.number, state=word.state) if word else None, state=seat.state,
        leader=seat.leader, quantity=seat.quantity, price_fen=seat.price_fen, held_at=seat.held_at,
        pay_by=seat.expires_at, joined_at=seat.joined_at, ended_at=seat.ended_at, moved_from=seat.moved_from,
        share_id=seat.share_id,
    )  # fmt: skip


def _step(step: Step, seats: Mapping[SeatId, Seat], found: StaffTeam, language: str) -> StepOut:
    seat = seats.get(SeatId(step.seat_id)) if step.seat_id else None
    brief = found.people.get(PersonId(seat.person_id)) if seat else None
    return StepOut(
        at=step.at,
        kind=step.kind,
        text=rules.step_text(step, language),
        person=brief.nickname if brief else None,
    )


class TopUpIn(BaseModel):
    people: int = Field(ge=1, le=PEOPLE_MAX)


@router.post("/teams/{team_id}/top-up", status_code=204)
async def top_up(session: Write, staff: Writer, team_id: TeamRef, given: TopUpIn) -> None:
    """Openly add the shop's own seats to a forming team whose rules allow it."""
    await actions.top_up(session, staff, team_id, given.people)


class EstimateOut(BaseModel):
    """How many teams of the past would have filled; share and 95 % interval in 1/100 percent; `enough` for a judgement."""

    teams: int
    filled: int
    share_bp: int
    low_bp: int
    high_bp: int
    enough: bool


@router.get("/estimate")
async def estimate(
    session: Read, _staff: Reader, people: Annotated[int, Query(ge=PEOPLE_MIN, le=PEOPLE_MAX)],
    hours: Annotated[int, Query(ge=1, le=72)], campaign_id: CampaignRef | None = None,
    product_id: ProductRef | None = None,
) -> EstimateOut:  # fmt: skip
    """What the shop's own history says of teams of so many people in so many hours; honest when there is none."""
    past = await queries.past_teams(session, campaign_id=campaign_id, product_id=product_id)
    return EstimateOut.model_validate(rules.estimate(past, people, hours), from_attributes=True)
