"""Group buy for shoppers: a product's offer, a team's page, the own teams, leaving. Ordering goes through checkout."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog.types import SellableSku, SkuId
from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.plays.group_buy import actions, queries
from lianyi.promotions.plays.group_buy.queries import Face, MyTeam, TeamLine
from lianyi.promotions.plays.group_buy.types import SeatState, TeamAction, TeamState, Tier

router = edge("/api/shop/group-buy", tags=["shop: group buy"])

TeamRef = Annotated[UUID, as_word("team")]
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
OrderRef = Annotated[UUID, as_word("ord")]


class StepOut(BaseModel):
    """From so many people on, everybody pays this much a piece."""

    people: int
    price_fen: int


class LeaderOut(BaseModel):
    """First character and two stars; a picture only of oneself."""

    name: str
    avatar_url: str | None


class TeamLineOut(BaseModel):
    id: TeamRef
    sku_id: SkuRef
    leader: LeaderOut
    need: int
    joined: int
    missing: int
    expires_at: datetime


class OpenMiniOut(BaseModel):
    """How a page of WeChat's browser opens the mini program."""

    appid: str
    path: str


class OfferCampaignOut(BaseModel):
    id: CampaignRef
    title: str
    ends_at: datetime
    rules: list[str]
    channels_ok: bool
    open_mini: OpenMiniOut | None


class OfferSkuOut(BaseModel):
    """`ladder` holds every step, the first included; `left` is null without a quota of the campaign."""

    sku_id: SkuRef
    price_fen: int
    team_price_fen: int
    leader_price_fen: int | None
    people: int
    ladder: list[StepOut] | None
    left: int | None


class OfferOut(BaseModel):
    campaign: OfferCampaignOut
    skus: list[OfferSkuOut]
    teams: list[TeamLineOut]
    server_time: datetime


def _line(line: TeamLine) -> TeamLineOut:
    team = line.team
    assert team.expires_at is not None
    return TeamLineOut(
        id=team.id, sku_id=team.sku_id, leader=_leader(line.leader), need=team.need, joined=team.people,
        missing=team.missing, expires_at=team.expires_at,
    )  # fmt: skip


def _leader(face: Face) -> LeaderOut:
    return LeaderOut(name=face.name, avatar_url=face.avatar_url)


def _steps(tiers: tuple[Tier, ...] | None) -> list[StepOut] | None:
    if tiers is None or len(tiers) == 1:
        return None
    return [StepOut(people=tier.people, price_fen=tier.price_fen) for tier in tiers]


@router.get("/products/{product_id}")
async def product_offer(
    session: Read, channel: CurrentChannel, product_id: ProductRef, language: Language
) -> OfferOut:
    """The group buy of a product and up to ten teams one can join; 404 `no_group_buy` when there is none."""
    found = await queries.offer(session, product_id, channel)
    campaign = found.campaign
    return OfferOut(
        campaign=OfferCampaignOut(
            id=campaign.id, title=campaign.title, ends_at=campaign.ends_at,
            rules=list(campaign.rules_en if language == "en" else campaign.rules_zh), channels_ok=found.channels_ok,
            open_mini=OpenMiniOut(appid=found.open_mini[0], path=found.open_mini[1]) if found.open_mini else None,
        ),
        skus=[
            OfferSkuOut(
                sku_id=sku.sku_id, price_fen=sku.price_fen, team_price_fen=sku.team_price_fen,
                leader_price_fen=sku.leader_price_fen, people=sku.people, ladder=_steps(sku.ladder), left=sku.left,
            )
            for sku in found.skus
        ],
        teams=[_line(line) for line in found.teams],
        server_time=session.now,
    )  # fmt: skip


class RunningOut(BaseModel):
    """A product of a running group buy, by its lowest team price; `price_fen` is what it costs alone."""

    campaign_id: CampaignRef
    product_id: ProductRef
    title: str
    picture_url: str | None
    price_fen: int
    team_price_fen: int
    people: int
    ends_at: datetime


@router.get("/campaigns")
async def running_campaigns(session: Read, page: PageQuery) -> Page[RunningOut]:
    """What can be bought in teams now, the first to end first."""
    found = await queries.running_offers(session)
    after = page.after(datetime, UUID, UUID)
    if after is not None:
        found = [
            one
            for one in found
            if (one.ends_at, one.campaign_id.int, one.product_id.int) > (after[0], after[1].int, after[2].int)
        ]
    return Page[RunningOut](
        items=[RunningOut.model_validate(one, from_attributes=True) for one in found[: page.limit]],
        next_cursor=next_cursor(found, page.limit, "ends_at", "campaign_id", "product_id"),
    )


class GoodsOut(BaseModel):
    id: ProductRef
    title: str
    picture_url: str | None


class MemberOut(BaseModel):
    """Somebody who paid; others are masked and without a picture."""

    name: str
    avatar_url: str | None
    leader: bool
    me: bool
    at: datetime | None


class MineOut(BaseModel):
    """The reader's own seat; `moved`: it came from another team, or went from this one into `team_id`."""

    seat_state: SeatState
    order_id: OrderRef
    team_id: TeamRef
    moved: bool
    pay_by: datetime | None


class TeamOut(BaseModel):
    """A team. joined: members who paid; topped_up: the shop's own seats, shown as such; missing: until it succeeds."""

    id: TeamRef
    state: TeamState
    campaign_id: CampaignRef
    product: GoodsOut
    sku_id: SkuRef
    option_text: str
    price_fen: int
    list_price_fen: int
    people: int
    joined: int
    missing: int
    topped_up: int
    merged_into: TeamRef | None
    members: list[MemberOut]
    expires_at: datetime | None
    finished_at: datetime | None
    rules: list[str]
    ladder: list[StepOut] | None
    mine: MineOut | None
    actions: list[TeamAction]
    others: list[TeamLineOut]
    server_time: datetime


def _goods(product_id: UUID, goods: SellableSku | None) -> GoodsOut:
    return GoodsOut(
        id=product_id, title=goods.title if goods else "", picture_url=goods.picture_url if goods else None
    )


@router.get("/teams/{team_id}")
async def team_page(session: Read, shopper: MaybeShopper, team_id: TeamRef, language: Language) -> TeamOut:
    """A team with its members, its rules in words and what the reader may do; also for whoever is not signed in."""
    found = await queries.team_page(session, team_id, shopper.person if shopper else None)
    team, mine = found.team, found.mine
    return TeamOut(
        id=team.id, state=team.state, campaign_id=team.campaign_id, product=_goods(team.product_id, found.goods),
        sku_id=team.sku_id, option_text=found.goods.option_text if found.goods else "", price_fen=team.price_fen,
        list_price_fen=team.rules.list_price_fen, people=team.need, joined=team.joined, missing=team.missing,
        topped_up=team.topped_up, merged_into=team.merged_into,
        members=[MemberOut.model_validate(face, from_attributes=True) for face in found.faces],
        expires_at=team.expires_at, finished_at=team.finished_at,
        rules=list(team.rules.en if language == "en" else team.rules.zh), ladder=_steps(team.rules.tiers),
        mine=None if mine is None else MineOut(
            seat_state=mine.state, order_id=mine.order_id, team_id=mine.team_id, moved=mine.moved_from is not None,
            pay_by=mine.expires_at if mine.state == "held" else None,
        ),
        actions=found.actions, others=[_line(line) for line in found.others], server_time=session.now,
    )  # fmt: skip


class MyTeamOut(BaseModel):
    """One of the shopper's seats and how its team stands."""

    id: TeamRef
    state: TeamState
    product: GoodsOut
    option_text: str
    price_fen: int
    people: int
    joined: int
    missing: int
    expires_at: datetime | None
    seat_state: SeatState
    order_id: OrderRef


@router.get("/mine")
async def my_teams(
    session: Read, shopper: CurrentShopper, page: PageQuery, order_id: OrderRef | None = None
) -> Page[MyTeamOut]:
    """The shopper's own teams, newest first; `order_id` asks for the one of an order."""
    found, goods = await queries.my_page(
        session, shopper.person, limit=page.limit, before=page.after(datetime, UUID), order_id=order_id
    )
    return Page[MyTeamOut](
        items=[_my_team(line, goods.get(SkuId(line.sku_id))) for line in found[: page.limit]],
        next_cursor=next_cursor(found, page.limit, "held_at", "seat_id"),
    )


def _my_team(line: MyTeam, goods: SellableSku | None) -> MyTeamOut:
    people = line.joined + line.topped_up
    return MyTeamOut(
        id=line.team_id, state=line.team_state, product=_goods(line.product_id, goods),
        option_text=goods.option_text if goods else "", price_fen=line.paid_price_fen, people=line.need,
        joined=people, missing=max(0, line.need - people), expires_at=line.expires_at, seat_state=line.seat_state,
        order_id=line.order_id,
    )  # fmt: skip


@router.post("/teams/{team_id}/leave", status_code=204)
async def leave(session: Write, shopper: CurrentShopper, team_id: TeamRef) -> None:
    """Leave a forming team; the money goes back whole by itself."""
    await actions.leave(session, shopper, team_id)
