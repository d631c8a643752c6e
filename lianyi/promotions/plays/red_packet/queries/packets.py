"""Reads of red packets: one with its takers, a person's own, what came of a campaign."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import Channel, PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import decode, encode
from lianyi.promotions import queries as campaigns
from lianyi.promotions.plays.red_packet import rules
from lianyi.promotions.plays.red_packet.errors import NoRedPacket, NoWeeklyPacket
from lianyi.promotions.plays.red_packet.types import Got, Packet, PacketState, Part, RedPacketSettings
from lianyi.promotions.types import Campaign
from lianyi.wechat.types import AppKind

PLAY = "red_packet"
PAGE, WEEKLY_PAGE, MINE_PAGE = (f"plays/red_packet/{name}/index" for name in ("packet", "weekly", "mine"))
TAKERS_MAX = 50
COLUMNS = (
    "id, campaign_id, person_id, order_id, week, split, parts, fen, taken, state, grant_id, expires_at, at"
)
PART_COLUMNS = "packet_id, person_id, nth, fen, roll, pays, run_id, grant_id, state, channel, at"

PACKET = Statement(
    f"select {COLUMNS} from promotions_red_packet where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own columns
    Packet,
)
OF_WEEK = Statement(
    f"""
    select {COLUMNS} from promotions_red_packet where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
      and person_id = %(person_id)s and week = %(week)s
    """,  # noqa: S608  our own columns
    Packet,
)
OF_ORDER = Statement(
    f"""
    select {COLUMNS} from promotions_red_packet where tenant_id = %(tenant)s and order_id = %(order_id)s
      and person_id = %(person_id)s order by at limit 1
    """,  # noqa: S608  our own columns
    Packet,
)
OPEN_OF_ORDER = Statement(
    f"""
    select {COLUMNS} from promotions_red_packet
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'open' order by id
    """,  # noqa: S608  our own columns
    Packet,
)
MINE = Statement(
    f"""
    select {COLUMNS} from promotions_red_packet
    where tenant_id = %(tenant)s and person_id = %(person_id)s
      and (%(before_at)s::timestamptz is null or (at, id) < (%(before_at)s, %(before_id)s))
    order by at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Packet,
)
OF_CAMPAIGN = Statement(
    f"""
    select {COLUMNS} from promotions_red_packet
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
      and (%(before_at)s::timestamptz is null or (at, id) < (%(before_at)s, %(before_id)s))
    order by at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Packet,
)
PARTS = Statement(
    f"""
    select {PART_COLUMNS} from promotions_red_packet_part
    where tenant_id = %(tenant)s and packet_id = %(packet_id)s and state <> 'refused' order by nth limit %(limit)s
    """,  # noqa: S608  our own columns
    Part,
)
PART_OF = Statement(
    f"""
    select {PART_COLUMNS} from promotions_red_packet_part
    where tenant_id = %(tenant)s and packet_id = %(packet_id)s and person_id = %(person_id)s
    """,  # noqa: S608  our own columns
    Part,
)
GOT = Statement(
    f"""
    select {PART_COLUMNS} from promotions_red_packet_part
    where tenant_id = %(tenant)s and person_id = %(person_id)s and state <> 'refused'
    order by at desc, packet_id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Part,
)
SEVERAL = Statement(
    f"select {COLUMNS} from promotions_red_packet where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])",  # noqa: S608  our own columns
    Packet,
)


@dataclass(frozen=True, slots=True)
class Taker:
    """Who took a part, as others may see them; `me` sees the own name."""

    name: str
    me: bool
    fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PacketPage:
    """A packet as its page shows it. `open_mini`: where to go when it cannot be taken in this channel."""

    packet: Packet
    state: PacketState
    campaign: Campaign
    settings: RedPacketSettings
    owner_name: str
    mine: bool
    my_part: Part | None
    takers: list[Taker]
    may_take: bool
    here: bool
    open_mini: tuple[str, str] | None


def settings_of(campaign: Campaign) -> RedPacketSettings:
    """What the merchant set."""
    return RedPacketSettings.model_validate(campaign.settings)


async def packet(session: ReadSession, packet_id: UUID) -> Packet:
    """One statement. Raises NoRedPacket."""
    found = await session.maybe(PACKET, id=packet_id)
    if found is None:
        raise NoRedPacket
    return found


async def packet_of_week(session: ReadSession, campaign_id: UUID, person_id: UUID, week: date) -> Packet:
    """A person's packet of a week. One statement. Raises NoRedPacket."""
    found = await session.maybe(OF_WEEK, campaign_id=campaign_id, person_id=person_id, week=week)
    if found is None:
        raise NoRedPacket
    return found


async def packet_of_order(session: ReadSession, order_id: UUID, person_id: UUID) -> Packet | None:
    """The packet an order of a person's brought, if it did. One statement."""
    return await session.maybe(OF_ORDER, order_id=order_id, person_id=person_id)


async def open_of_order(session: ReadSession, order_id: UUID) -> list[Packet]:
    """What can still be taken of an order's packets, one a campaign. One statement."""
    return await session.all(OPEN_OF_ORDER, order_id=order_id)


async def part_of(session: ReadSession, packet_id: UUID, person_id: UUID) -> Part | None:
    """What somebody took of a packet. One statement."""
    return await session.maybe(PART_OF, packet_id=packet_id, person_id=person_id)


async def page(session: ReadSession, packet_id: UUID, person_id: UUID | None, channel: Channel) -> PacketPage:
    """A packet, who took of it, and what the reader may do. Six statements at most. Raises NoRedPacket.

    A packet that is nobody's but its owner's is not shown to others.
    """
    found = await packet(session, packet_id)
    mine = person_id == found.person_id
    if found.split != "shared" and not mine:
        raise NoRedPacket
    campaign = await campaigns.campaign(session, found.campaign_id)
    parts = await session.all(PARTS, packet_id=packet_id, limit=TAKERS_MAX)
    people = await identity.people_brief(
        session, [PersonId(one) for one in {found.person_id, *(part.person_id for part in parts)}]
    )
    names = {one: brief.nickname for one, brief in people.items()}
    settings, state = settings_of(campaign), rules.state_of(found, session.now)
    my_part = await part_of(session, packet_id, person_id) if person_id else None
    here = campaigns.runs_in(campaign, channel)
    owner_may = settings.owner_takes or found.split != "shared"
    return PacketPage(
        found, state, campaign, settings, campaigns.mask_name(names.get(PersonId(found.person_id), "")), mine, my_part,
        [_taker(one, names, person_id) for one in parts],
        may_take=state == "open" and campaign.running(session.now) and my_part is None and (owner_may or not mine),
        here=here, open_mini=None if here else await _open_mini(session, campaign, packet_id),
    )  # fmt: skip


def _taker(part: Part, names: dict[PersonId, str], person_id: UUID | None) -> Taker:
    name, me = names.get(PersonId(part.person_id), ""), part.person_id == person_id
    return Taker(name if me and name else campaigns.mask_name(name), me, part.fen, part.at)


async def _open_mini(session: ReadSession, campaign: Campaign, packet_id: UUID) -> tuple[str, str] | None:
    """App and page of the mini program, when the campaign runs there and the shop has one."""
    if not campaigns.runs_in(campaign, Channel.MINI):
        return None
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI)
    return None if appid is None else (appid, f"{PAGE}?id={encode('team', packet_id)}")


async def weekly(session: ReadSession) -> Campaign:
    """The weekly event that runs now, the first to end. One statement. Raises NoWeeklyPacket."""
    for one in await campaigns.running(session, play=PLAY):
        if settings_of(one).opens == "weekly":
            return one
    raise NoWeeklyPacket


async def own_of_week(session: ReadSession, campaign: Campaign, person_id: UUID | None) -> Packet | None:
    """The packet of this week that a person has opened. One statement."""
    if person_id is None:
        return None
    week = rules.week_of(business_day(session.now))
    return await session.maybe(OF_WEEK, campaign_id=campaign.id, person_id=person_id, week=week)


async def mine(
    session: ReadSession, person_id: UUID, limit: int, after: tuple[datetime, UUID] | None
) -> tuple[list[Packet], dict[UUID, Campaign]]:
    """A person's packets, the newest first, one more than `limit`, and their campaigns. Two statements."""
    found = await session.all(
        MINE, person_id=person_id, limit=limit + 1, before_at=after[0] if after else None,
        before_id=after[1] if after else None,
    )  # fmt: skip
    return found, await campaigns.campaigns(session, sorted({one.campaign_id for one in found}))


async def got(session: ReadSession, person_id: UUID, limit: int) -> list[Got]:
    """What a person has taken lately, the newest first. Three statements."""
    parts = await session.all(GOT, person_id=person_id, limit=limit)
    packets = {one.id: one for one in await session.all(SEVERAL, ids=[one.packet_id for one in parts])}
    named = await campaigns.campaigns(session, sorted({one.campaign_id for one in packets.values()}))
    return [
        Got(one, packets[one.packet_id].campaign_id, named[packets[one.packet_id].campaign_id].title)
        for one in parts
    ]


async def of_campaign(
    session: ReadSession, campaign_id: UUID, limit: int, after: tuple[datetime, UUID] | None
) -> list[Packet]:
    """Packets of a campaign for the staff, the newest first, one more than `limit`. One statement."""
    return await session.all(
        OF_CAMPAIGN, campaign_id=campaign_id, limit=limit + 1, before_at=after[0] if after else None,
        before_id=after[1] if after else None,
    )  # fmt: skip


async def pays_title(session: ReadSession, settings: RedPacketSettings) -> str:
    """The name of the coupon it is paid in; empty for money. One statement."""
    if settings.pays == "cash":
        return ""
    try:
        return (await campaigns.campaign(session, decode("cmp", settings.pays_in))).title
    except Refusal:
        return ""
