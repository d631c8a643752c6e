"""Reads of red packets: one with its takers, a person's own, what came of a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.queries import own_data
from lianyi.identity.types import Channel, PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import decode, encode
from lianyi.kit.money import format_yuan
from lianyi.promotions import queries as campaigns
from lianyi.promotions.errors import CashNotReady, GrantNotPossible
from lianyi.promotions.plays.red_packet import rules
from lianyi.promotions.plays.red_packet.errors import NoRedPacket, NoWeeklyPacket, PacketWrong
from lianyi.promotions.plays.red_packet.types import Got, Packet, PacketState, Part, RedPacketSettings
from lianyi.promotions.types import Campaign, Figure, ShareFacts
from lianyi.wechat.types import AppKind

PLAY = "red_packet"
PAGE, WEEKLY_PAGE, MINE_PAGE = (f"plays/red_packet/{name}/index" for name in ("packet", "weekly", "mine"))
TAKERS_MAX, OWN_MAX, DAYS_LISTED = 50, 500, 92
COLUMNS = (
    "id, campaign_id, person_id, order_id, week, split, parts, fen, taken, state, grant_id, expires_at, at"
)
PART_COLUMNS = "packet_id, person_id, nth, fen, roll, pays, run_id, grant_id, at"

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
    where tenant_id = %(tenant)s and packet_id = %(packet_id)s order by nth limit %(limit)s
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
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by at desc, packet_id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Part,
)
SEVERAL = Statement(
    f"select {COLUMNS} from promotions_red_packet where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])",  # noqa: S608  our own columns
    Packet,
)


@dataclass(frozen=True, slots=True)
class Counted:
    packets: int
    parts: int
    taken: int
    open: int
    people: int
    paid_fen: int
    back_fen: int


COUNTED = Statement(
    """
    select count(*)::int as packets, coalesce(sum(p.parts), 0)::int as parts, coalesce(sum(p.taken), 0)::int as taken,
      (count(*) filter (where p.state = 'open' and p.expires_at > %(now)s))::int as open,
      (select count(distinct t.person_id)::int from promotions_red_packet_part t
        join promotions_red_packet o on o.tenant_id = t.tenant_id and o.id = t.packet_id
        where t.tenant_id = %(tenant)s and o.campaign_id = %(campaign_id)s) as people,
      (select coalesce(sum(t.fen), 0)::bigint from promotions_red_packet_part t
        join promotions_red_packet o on o.tenant_id = t.tenant_id and o.id = t.packet_id
        where t.tenant_id = %(tenant)s and o.campaign_id = %(campaign_id)s) as paid_fen,
      coalesce(sum((p.parts - p.taken) * p.fen) filter (where p.state in ('over', 'void')), 0)::bigint as back_fen
    from promotions_red_packet p where p.tenant_id = %(tenant)s and p.campaign_id = %(campaign_id)s
    """,
    Counted,
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


async def part_of(session: ReadSession, packet_id: UUID, person_id: UUID) -> Part | None:
    """What somebody took of a packet. One statement."""
    return await session.maybe(PART_OF, packet_id=packet_id, person_id=person_id)


async def page(session: ReadSession, packet_id: UUID, person_id: UUID | None, channel: Channel) -> PacketPage:
    """A packet, who took of it, and what the reader may do. Five statements at most. Raises NoRedPacket.

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
    my_part = next((one for one in parts if one.person_id == person_id), None)
    here = campaigns.runs_in(campaign, channel)
    owner_may = settings.owner_takes or found.split != "shared"
    return PacketPage(
        found, state, campaign, settings, rules.mask_name(names.get(PersonId(found.person_id), "")), mine, my_part,
        [_taker(one, names, person_id) for one in parts],
        may_take=state == "open" and campaign.running(session.now) and my_part is None and (owner_may or not mine),
        here=here, open_mini=None if here else await _open_mini(session, campaign, packet_id),
    )  # fmt: skip


def _taker(part: Part, names: dict[PersonId, str], person_id: UUID | None) -> Taker:
    name, me = names.get(PersonId(part.person_id), ""), part.person_id == person_id
    return Taker(name if me and name else rules.mask_name(name), me, part.fen, part.at)


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


async def assert_ready(session: ReadSession, campaign: Campaign) -> None:
    """Refuse a campaign whose parts nobody could pay. Raises PacketWrong at the setting."""
    settings = settings_of(campaign)
    try:
        if settings.pays == "cash":
            await campaigns.assert_pays_cash(session, rules.most_fen(settings))
        else:
            pays_in = decode("cmp", settings.pays_in)
            await campaigns.assert_gives(session, pays_in, rules.most_fen(settings), campaign.ends_at)
    except CashNotReady as refusal:
        raise PacketWrong("pays", refusal.words("zh"), refusal.words("en")) from None
    except GrantNotPossible as refusal:
        raise PacketWrong("pays_in", refusal.words("zh"), refusal.words("en")) from None


async def share_facts(session: ReadSession, run_id: UUID) -> ShareFacts | None:
    """What a card says of a packet for friends now; None for anything else."""
    found = await session.maybe(PACKET, id=run_id)
    if found is None or found.split != "shared":
        return None
    campaign = await campaigns.campaign(session, found.campaign_id)
    open_now = rules.state_of(found, session.now) == "open" and campaign.running(session.now)
    return ShareFacts(
        title=campaign.title, line=_line(campaign, found) if open_now else "红包已领完或已过期", price_fen=None,
        market_price_fen=None, product_id=None, picture_url=None, badge="红包",
        page=f"{PAGE}?id={encode('team', found.id)}", ends_at=found.expires_at, campaign_id=found.campaign_id,
    )  # fmt: skip


def _line(campaign: Campaign, packet: Packet) -> str:
    kind = "元现金(扣税前)" if settings_of(campaign).pays == "cash" else "元优惠券"
    return f"每份 {format_yuan(packet.fen)} {kind},还剩 {packet.left} 份"


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """A weekly event's card; a draw has none, because nothing about it may be shared, and neither has what buying brings."""
    settings = settings_of(campaign)
    if settings.opens != "weekly" or settings.split == "lucky":
        return None
    over = campaign.state in {"stopped", "ended"} or campaign.ends_at <= session.now
    day = rules.WEEKDAYS[int(settings.weekday) - 1][0]
    return ShareFacts(
        title=campaign.title, line="活动已结束" if over else f"每{day}可领", price_fen=None, market_price_fen=None,
        product_id=None, picture_url=None, badge="" if over else "红包", page=WEEKLY_PAGE,
        ends_at=None if over else campaign.ends_at,
    )  # fmt: skip


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. One statement."""
    found = await session.one(COUNTED, campaign_id=campaign_id)
    return [
        Figure("packets", "红包", "Packets", found.packets, "count"),
        Figure("packets_open", "还在领的红包", "Still open", found.open, "count"),
        Figure("parts", "份数", "Parts", found.parts, "count"),
        Figure("parts_taken", "已领份数", "Parts taken", found.taken, "count"),
        Figure("takers", "领取的人", "People who took one", found.people, "count"),
        Figure("parts_fen", "领走金额", "Worth of parts taken", found.paid_fen, "fen"),
        Figure("back_fen", "过期退回预算", "Back to the budget", found.back_fen, "fen"),
    ]


@own_data.answer("red_packets")
async def own_packets(session: ReadSession, person: PersonId) -> object:
    """A person's packets and parts as they may take them away."""
    packets = await session.all(MINE, person_id=person, limit=OWN_MAX, before_at=None, before_id=None)
    parts = await session.all(GOT, person_id=person, limit=OWN_MAX)
    return {
        "packets": [
            {"parts": one.parts, "fen": one.fen, "taken": one.taken, "at": one.at} for one in packets
        ],
        "parts": [{"fen": one.fen, "pays": one.pays, "at": one.at} for one in parts],
    }
