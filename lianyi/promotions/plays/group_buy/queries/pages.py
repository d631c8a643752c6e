"""What the pages show, put together: a product's offer, running offers, a team, a shopper's teams, the staff's team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SellableSku, SkuId
from lianyi.identity import queries as identity
from lianyi.identity.types import Channel, PersonBrief, PersonId
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import encode
from lianyi.orders import queries as orders
from lianyi.orders.queries import OrderWord
from lianyi.promotions import queries as campaigns
from lianyi.promotions.plays.group_buy import rules
from lianyi.promotions.plays.group_buy.errors import NoGroupBuy
from lianyi.promotions.plays.group_buy.queries.lists import MyTeam, forming_for, my_teams, staff_page
from lianyi.promotions.plays.group_buy.queries.single import history, members, my_seat, seats_of_team, team
from lianyi.promotions.plays.group_buy.types import GroupBuySku, Seat, Step, Team, TeamAction, Tier
from lianyi.promotions.types import Campaign
from lianyi.wechat.types import AppKind

PLAY = "group_buy"
OTHERS_MAX = 5
FOUND_MAX = 100


@dataclass(frozen=True, slots=True)
class Face:
    """Who stands in a team, as others may see them; `me` sees the own name and picture."""

    name: str
    avatar_url: str | None
    leader: bool
    me: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A forming team in a list."""

    team: Team
    leader: Face


@dataclass(frozen=True, slots=True)
class OfferSku:
    """A SKU on a group buy's shelf; `left` pieces of the campaign's own quota, None without one."""

    sku_id: UUID
    price_fen: int
    team_price_fen: int
    leader_price_fen: int | None
    people: int
    ladder: tuple[Tier, ...] | None
    left: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """The group buy of a product. `open_mini`: where to go when it does not run in this channel."""

    campaign: Campaign
    channels_ok: bool
    open_mini: tuple[str, str] | None
    skus: list[OfferSku]
    teams: list[TeamLine]


@dataclass(frozen=True, slots=True)
class RunningOffer:
    """A product of a running campaign, by its lowest team price."""

    campaign_id: UUID
    product_id: UUID
    title: str
    picture_url: str | None
    price_fen: int
    team_price_fen: int
    people: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A team as its page shows it."""

    team: Team
    goods: SellableSku | None
    faces: list[Face]
    mine: Seat | None
    actions: list[TeamAction]
    others: list[TeamLine]


@dataclass(frozen=True, slots=True)
class StaffList:
    """Teams up to one more than asked for, with their goods and their leaders."""

    teams: list[Team]
    goods: Mapping[SkuId, SellableSku]
    people: Mapping[PersonId, PersonBrief]


@dataclass(frozen=True, slots=True)
class StaffTeam:
    """A team as the staff see it: seats with their people and orders, and what happened."""

    team: Team
    goods: SellableSku | None
    seats: list[Seat]
    people: Mapping[PersonId, PersonBrief]
    orders: Mapping[UUID, OrderWord]
    history: list[Step]


async def offer(session: ReadSession, product_id: UUID, channel: Channel) -> Offer:
    """The group buy that runs for a product, with the teams one can join. Raises NoGroupBuy."""
    running = await campaigns.running_for_products(session, [product_id])
    campaign = next((one for one in running.get(product_id, []) if one.play == PLAY), None)
    if campaign is None:
        raise NoGroupBuy
    shelf = [sku for sku in campaign.skus if sku.product_id == product_id]
    goods = await catalog.sellable(session, [sku.sku_id for sku in shelf])
    skus = [
        _offer_sku(
            GroupBuySku.model_validate(sku.settings),
            goods[SkuId(sku.sku_id)],
            None if sku.quota is None else sku.quota - sku.taken,
        )
        for sku in shelf
        if SkuId(sku.sku_id) in goods
    ]
    ok = channel in campaign.channels
    open_mini = None if ok else await _open_mini(session, campaign, product_id)
    teams = await forming_for(session, campaign.id, [sku.sku_id for sku in shelf]) if ok else []
    return Offer(campaign, ok, open_mini, skus, await _lines(session, teams))


def _offer_sku(sku: GroupBuySku, goods: SellableSku, left: int | None) -> OfferSku:
    opening_fen = None
    if sku.leader_price_fen is not None:
        opening_fen = rules.seat_price_fen(sku, goods.price_fen, opens=True)
    return OfferSku(
        goods.sku_id, goods.price_fen, rules.seat_price_fen(sku, goods.price_fen, opens=False), opening_fen,
        sku.people, rules.tiers_of(sku) if sku.ladder else None, left,
    )  # fmt: skip


async def _open_mini(session: ReadSession, campaign: Campaign, product_id: UUID) -> tuple[str, str] | None:
    """App and page of the mini program, when the campaign runs there and the shop has one."""
    if Channel.MINI not in campaign.channels:
        return None
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI)
    return None if appid is None else (appid, f"pages/product/index?id={encode('prd', product_id)}")


async def running_offers(session: ReadSession) -> list[RunningOffer]:
    """Every product of the campaigns that run now, the first to end first; what is off the shelf is left out."""
    running = await campaigns.running(session, play=PLAY)
    goods = await catalog.sellable(session, [sku.sku_id for one in running for sku in one.skus])
    found: dict[tuple[UUID, UUID], RunningOffer] = {}
    for campaign in running:
        for shelf in campaign.skus:
            item = goods.get(SkuId(shelf.sku_id))
            if item is None or not item.state_ok:
                continue
            sku = GroupBuySku.model_validate(shelf.settings)
            card = RunningOffer(
                campaign.id, item.product_id, item.title, item.picture_url, item.price_fen,
                rules.seat_price_fen(sku, item.price_fen, opens=False), sku.people, campaign.ends_at,
            )  # fmt: skip
            key = (campaign.id, item.product_id)
            if key not in found or card.team_price_fen < found[key].team_price_fen:
                found[key] = card
    return sorted(found.values(), key=lambda one: (one.ends_at, one.campaign_id.int, one.product_id.int))


async def team_page(session: ReadSession, team_id: UUID, person_id: UUID | None) -> TeamPage:
    """A team for whoever opens its page. Raises TeamUnknown."""
    found = await team(session, team_id)
    campaign = await campaigns.campaign(session, found.campaign_id)
    running = campaign.running(session.now)
    goods = await catalog.sellable(session, [found.sku_id])
    seats = await members(session, team_id)
    mine = None if person_id is None else await my_seat(session, team_id, person_id)
    others = (
        await forming_for(session, campaign.id, [found.sku_id], but=[team_id], limit=OTHERS_MAX) if running else []
    )  # fmt: skip
    briefs = await identity.people_brief(session, [PersonId(seat.person_id) for seat in seats])
    return TeamPage(
        found, goods.get(SkuId(found.sku_id)), [_face(seat, briefs, person_id) for seat in seats], mine,
        rules.actions_of(found, mine, session.now, running=running), await _lines(session, others),
    )  # fmt: skip


def _face(seat: Seat, briefs: Mapping[PersonId, PersonBrief], me: UUID | None) -> Face:
    brief = briefs.get(PersonId(seat.person_id))
    mine = seat.person_id == me
    name = brief.nickname if brief else ""
    return Face(
        name if mine else campaigns.mask_name(name), brief.avatar_url if brief and mine else None, seat.leader, mine,
        seat.joined_at,
    )  # fmt: skip


async def _lines(session: ReadSession, teams: Sequence[Team]) -> list[TeamLine]:
    leaders = [PersonId(one.leader_person_id) for one in teams if one.leader_person_id]
    briefs = await identity.people_brief(session, leaders) if leaders else {}
    return [TeamLine(one, _leader(one, briefs)) for one in teams]


def _leader(one: Team, briefs: Mapping[PersonId, PersonBrief]) -> Face:
    brief = briefs.get(PersonId(one.leader_person_id)) if one.leader_person_id else None
    return Face(
        campaigns.mask_name(brief.nickname if brief else ""), None, leader=True, me=False, at=one.opened_at
    )


async def my_page(
    session: ReadSession,
    person_id: UUID,
    *,
    limit: int,
    before: tuple[Any, ...] | None,
    order_id: UUID | None,
) -> tuple[list[MyTeam], Mapping[SkuId, SellableSku]]:
    """A shopper's teams, up to `limit + 1`, and the goods they are about."""
    found = await my_teams(session, person_id, limit=limit, before=before, order_id=order_id)
    return found, await goods_of(session, [line.sku_id for line in found])


async def goods_of(session: ReadSession, sku_ids: Sequence[UUID]) -> Mapping[SkuId, SellableSku]:
    """Title, picture and option of SKUs, also of those not for sale any more."""
    return await catalog.sellable(session, list(dict.fromkeys(sku_ids))) if sku_ids else {}


async def staff_list(
    session: ReadSession, *, campaign_id: UUID | None, state: str | None, query: str, limit: int,
    before: tuple[Any, ...] | None, by_person: bool,
) -> StaffList:  # fmt: skip
    """Teams for the staff, newest first; `query` names an order in them, or (`by_person`) somebody."""
    order_ids = person_ids = None
    if query:
        order_ids = [word.id for word in (await orders.ids_by_number(session, [query])).values()]
        people = await identity.search_people(session, query, limit=FOUND_MAX) if by_person else []
        person_ids = [row.id for row in people]
    teams = await staff_page(
        session, campaign_id=campaign_id, state=state, order_ids=order_ids, person_ids=person_ids, limit=limit,
        before=before,
    )  # fmt: skip
    leaders = [PersonId(one.leader_person_id) for one in teams if one.leader_person_id]
    return StaffList(
        teams,
        await goods_of(session, [one.sku_id for one in teams]),
        await identity.people_brief(session, leaders),
    )


async def staff_team(session: ReadSession, team_id: UUID) -> StaffTeam:
    """A team with everything that belongs to it. Raises TeamUnknown."""
    found = await team(session, team_id)
    seats = await seats_of_team(session, team_id)
    return StaffTeam(
        found,
        (await goods_of(session, [found.sku_id])).get(SkuId(found.sku_id)),
        seats,
        await identity.people_brief(session, [PersonId(seat.person_id) for seat in seats]),
        await orders.words_of(session, [seat.order_id for seat in seats]),
        await history(session, team_id),
    )
