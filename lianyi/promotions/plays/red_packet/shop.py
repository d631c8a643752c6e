"""Red packets for shoppers: a packet's page, taking a part, this week's packet, the own packets and what one has taken."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions import queries as campaigns
from lianyi.promotions.edges import HelperMarks
from lianyi.promotions.plays.red_packet import actions, queries, rules
from lianyi.promotions.plays.red_packet.types import (
    Opens,
    PacketState,
    PartState,
    Pays,
    RedPacketSettings,
    Split,
)
from lianyi.promotions.types import Campaign

router = edge("/api/shop/red-packet", tags=["shop: red packet"])
PacketRef = Annotated[UUID, as_word("team")]
CampaignRef = Annotated[UUID, as_word("cmp")]
OrderRef = Annotated[UUID, as_word("ord")]
GOT_SHOWN = 100


class OpenMiniOut(BaseModel):
    """How a page of WeChat's browser opens the mini program."""

    appid: str
    path: str


class TakerOut(BaseModel):
    """Somebody who took a part; others are masked."""

    name: str
    me: bool
    fen: int
    at: datetime


class PacketOut(BaseModel):
    """A packet. `fen` is a part's worth (a draw: its largest amount), `net_fen` what arrives.

    `my_fen`: what the reader took, `my_state`: what became of it. `may_take`: the reader can take a part, if `here`,
    in this channel; else `open_mini` is the way to where they can.
    """

    id: PacketRef
    campaign_id: CampaignRef
    title: str
    state: PacketState
    split: Split
    pays: Pays
    pays_title: str
    fen: int
    net_fen: int
    parts: int
    taken: int
    left: int
    owner: str
    mine: bool
    my_fen: int | None
    my_state: PartState | None
    may_take: bool
    here: bool
    open_mini: OpenMiniOut | None
    takers: list[TakerOut]
    rules: list[str]
    expires_at: datetime
    server_time: datetime


class OddsOut(BaseModel):
    """An amount of a draw and its odds in 1/100 of a percent."""

    fen: int
    probability_bp: int


class WeeklyOut(BaseModel):
    """The weekly event. `packet_id`: this week's packet of the reader, when they have opened it."""

    campaign_id: CampaignRef
    title: str
    today: bool
    weekday: int
    split: Split
    pays: Pays
    pays_title: str
    fen: int
    net_fen: int
    parts: int
    odds: list[OddsOut]
    packet_id: PacketRef | None
    here: bool
    rules: list[str]
    ends_at: datetime
    server_time: datetime


def _told(campaign: Campaign, language: str) -> list[str]:
    return list(campaign.rules_en if language == "en" else campaign.rules_zh)


async def _packet(
    session: ReadSession, packet_id: UUID, person_id: UUID | None, channel: CurrentChannel, language: str
) -> PacketOut:
    found = await queries.page(session, packet_id, person_id, channel)
    packet, settings = found.packet, found.settings
    return PacketOut(
        id=packet.id, campaign_id=packet.campaign_id, title=found.campaign.title, state=found.state,
        split=packet.split, pays=settings.pays, pays_title=await queries.pays_title(session, settings), fen=packet.fen,
        net_fen=rules.net_fen(settings, packet.fen), parts=packet.parts, taken=packet.taken, left=packet.left,
        owner=found.owner_name, mine=found.mine, my_fen=found.my_part.fen if found.my_part else None,
        my_state=found.my_part.state if found.my_part else None,
        may_take=found.may_take, here=found.here,
        open_mini=OpenMiniOut(appid=found.open_mini[0], path=found.open_mini[1]) if found.open_mini else None,
        takers=[TakerOut.model_validate(one, from_attributes=True) for one in found.takers],
        rules=_told(found.campaign, language), expires_at=packet.expires_at, server_time=session.now,
    )  # fmt: skip


@router.get("/packets/{packet_id}")
async def packet(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, language: Language, packet_id: PacketRef
) -> PacketOut:
    """A packet with all its rules; for friends also before they sign in. 404 for another person's own one."""
    return await _packet(session, packet_id, shopper.person if shopper else None, channel, language)


class TakenOut(BaseModel):
    """`fen`: what the part is worth, before tax when it is money."""

    fen: int
    packet: PacketOut


@router.post(
    "/packets/{packet_id}/take", status_code=201, dependencies=[rate_limit("20/minute", name="red-packet")]
)
async def take(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, marks: HelperMarks, language: Language,
    packet_id: PacketRef,
) -> TakenOut:  # fmt: skip
    """Take a part: the confirmed act of somebody who has the rules before them."""
    fen = await actions.take(session, shopper, channel, packet_id, marks)
    return TakenOut(fen=fen, packet=await _packet(session, packet_id, shopper.person, channel, language))


@router.get("/weekly")
async def weekly(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, language: Language
) -> WeeklyOut:
    """The weekly event that runs now; 404 `no_weekly_packet` when there is none."""
    campaign = await queries.weekly(session)
    settings = queries.settings_of(campaign)
    own = await queries.own_of_week(session, campaign, shopper.person if shopper else None)
    return WeeklyOut(
        campaign_id=campaign.id, title=campaign.title, today=rules.is_day(settings, business_day(session.now)),
        weekday=int(settings.weekday), split=settings.split, pays=settings.pays,
        pays_title=await queries.pays_title(session, settings), fen=rules.most_fen(settings),
        net_fen=rules.net_fen(settings, rules.most_fen(settings)), parts=rules.parts_of(settings),
        odds=_odds(settings), packet_id=own.id if own else None, here=campaigns.runs_in(campaign, channel),
        rules=_told(campaign, language), ends_at=campaign.ends_at, server_time=session.now,
    )  # fmt: skip


def _odds(settings: RedPacketSettings) -> list[OddsOut]:
    if settings.split != "lucky":
        return []
    return [OddsOut(fen=one.fen, probability_bp=one.probability_bp) for one in settings.lucky]


class OpenedOut(BaseModel):
    """This week's packet; what one takes alone has been taken with it."""

    id: PacketRef


@router.post(
    "/weekly/{campaign_id}/open", status_code=201, dependencies=[rate_limit("20/minute", name="red-packet")]
)
async def open_weekly(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, campaign_id: CampaignRef
) -> OpenedOut:
    """Open this week's packet on its day."""
    return OpenedOut(id=await actions.open_weekly(session, shopper, channel, campaign_id))


class MyPacketOut(BaseModel):
    """One of the reader's packets."""

    id: PacketRef
    title: str
    opens: Opens
    order_id: OrderRef | None
    split: Split
    state: PacketState
    fen: int
    parts: int
    taken: int
    at: datetime
    expires_at: datetime


@router.get("/mine")
async def mine(session: Read, shopper: CurrentShopper, page: PageQuery) -> Page[MyPacketOut]:
    """The reader's own packets, the newest first."""
    found, named = await queries.mine(session, shopper.person, page.limit, page.after(datetime, UUID))
    items = [
        MyPacketOut(
            id=one.id, title=named[one.campaign_id].title, opens=_opens(one.order_id), order_id=one.order_id,
            split=one.split, state=rules.state_of(one, session.now), fen=one.fen, parts=one.parts, taken=one.taken,
            at=one.at, expires_at=one.expires_at,
        )
        for one in found[: page.limit]
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(found, page.limit, "at", "id"))


def _opens(order_id: UUID | None) -> Opens:
    return "weekly" if order_id is None else "purchase"


class GotOut(BaseModel):
    """What the reader took, in a coupon or in money (before tax)."""

    packet_id: PacketRef
    title: str
    pays: Pays
    fen: int
    at: datetime


@router.get("/taken")
async def taken(session: Read, shopper: CurrentShopper) -> list[GotOut]:
    """What the reader has taken of packets lately, the newest first, at most a hundred."""
    return [
        GotOut(
            packet_id=one.part.packet_id,
            title=one.title,
            pays=one.part.pays,
            fen=one.part.fen,
            at=one.part.at,
        )
        for one in await queries.got(session, shopper.person, GOT_SHOWN)
    ]


class OfOrderOut(BaseModel):
    """The packet that an order brought; null for none (yet)."""

    packet_id: PacketRef | None
    parts: int
    left: int
    split: Split | None


@router.get("/of-order")
async def of_order(session: Read, shopper: CurrentShopper, order_id: OrderRef) -> OfOrderOut:
    """The packet that one of the reader's orders brought."""
    found = await queries.packet_of_order(session, order_id, shopper.person)
    if found is None:
        return OfOrderOut(packet_id=None, parts=0, left=0, split=None)
    return OfOrderOut(packet_id=found.id, parts=found.parts, left=found.left, split=found.split)
