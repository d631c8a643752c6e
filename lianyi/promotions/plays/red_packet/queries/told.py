"""What campaigns of red packets come to, and what cards, lists and counters say of them and of packets."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import decode, encode
from lianyi.kit.money import format_yuan
from lianyi.promotions import queries as campaigns
from lianyi.promotions.errors import CashNotReady, GrantNotPossible
from lianyi.promotions.play import RUNS_MAX, Live, Run
from lianyi.promotions.plays.red_packet import rules
from lianyi.promotions.plays.red_packet.errors import PacketWrong
from lianyi.promotions.plays.red_packet.queries.packets import (
    GOT,
    MINE,
    PACKET,
    PAGE,
    SEVERAL,
    WEEKLY_PAGE,
    settings_of,
)
from lianyi.promotions.plays.red_packet.types import Packet, PacketState
from lianyi.promotions.types import Campaign, Figure, ShareFacts

OWN_MAX = 500


@dataclass(frozen=True, slots=True)
class Counted:
    packets: int
    parts: int
    taken: int
    open: int
    people: int
    held: int
    paid_fen: int
    back_fen: int


COUNTED = Statement(
    """
    select count(*)::int as packets, coalesce(sum(p.parts), 0)::int as parts, coalesce(sum(p.taken), 0)::int as taken,
      (count(*) filter (where p.state = 'open' and p.expires_at > %(now)s))::int as open,
      (select count(distinct t.person_id)::int from promotions_red_packet_part t
        join promotions_red_packet o on o.tenant_id = t.tenant_id and o.id = t.packet_id
        where t.tenant_id = %(tenant)s and o.campaign_id = %(campaign_id)s and t.state <> 'refused') as people,
      (select count(*)::int from promotions_red_packet_part t
        join promotions_red_packet o on o.tenant_id = t.tenant_id and o.id = t.packet_id
        where t.tenant_id = %(tenant)s and o.campaign_id = %(campaign_id)s and t.state = 'held') as held,
      (select coalesce(sum(t.fen), 0)::bigint from promotions_red_packet_part t
        join promotions_red_packet o on o.tenant_id = t.tenant_id and o.id = t.packet_id
        where t.tenant_id = %(tenant)s and o.campaign_id = %(campaign_id)s and t.state = 'paid') as paid_fen,
      coalesce(sum((p.parts - p.taken) * p.fen) filter (where p.state in ('over', 'void', 'refused')), 0)::bigint
        + (select coalesce(sum(t.fen), 0)::bigint from promotions_red_packet_part t
        join promotions_red_packet o on o.tenant_id = t.tenant_id and o.id = t.packet_id
        where t.tenant_id = %(tenant)s and o.campaign_id = %(campaign_id)s and t.state = 'refused') as back_fen
    from promotions_red_packet p where p.tenant_id = %(tenant)s and p.campaign_id = %(campaign_id)s
    """,
    Counted,
)


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
    day, day_en = rules.WEEKDAYS[int(settings.weekday) - 1]
    return ShareFacts(
        title=campaign.title, line="活动已结束" if over else f"每{day}可领", price_fen=None, market_price_fen=None,
        product_id=None, picture_url=None, badge="" if over else "红包", page=WEEKLY_PAGE,
        ends_at=None if over else campaign.ends_at, line_en="" if over else f"On {day_en}",
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
        Figure("held", "待核对", "Waiting for review", found.held, "count"),
        Figure("parts_fen", "领走金额", "Worth of parts taken", found.paid_fen, "fen"),
        Figure("back_fen", "退回预算", "Back to the budget", found.back_fen, "fen"),
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


def listed(campaign: Campaign) -> bool:
    """Whether the play centre names a campaign: what an order brings is told with the order."""
    return settings_of(campaign).opens == "weekly"


_WORDS: dict[PacketState, tuple[str, str]] = {
    "open": ("可领取", "open"),
    "taken": ("已领完", "all taken"),
    "over": ("已过期", "over"),
    "void": ("订单已退款", "the order was refunded"),
    "refused": ("没有通过商家核对", "not accepted by the shop"),
}


async def runs(session: ReadSession, person_id: UUID) -> list[Run]:
    """A person's packets. Two statements."""
    found = await session.all(MINE, person_id=person_id, limit=RUNS_MAX, before_at=None, before_id=None)
    named = await campaigns.campaigns(session, sorted({one.campaign_id for one in found}))
    return [_run(one, named[one.campaign_id], rules.state_of(one, session.now)) for one in found]


def _run(packet: Packet, campaign: Campaign, state: PacketState) -> Run:
    alive = state == "open" and campaign.state == "published"
    zh, en = _WORDS[state]
    return Run(
        key=encode("team", packet.id), campaign_id=campaign.id,
        state="open" if alive else "done" if state == "taken" else "over", title=campaign.title,
        line_zh=f"红包 {packet.taken}/{packet.parts} 份,{zh}", line_en=f"{packet.taken} of {packet.parts} taken, {en}",
        picture_url=None, page=f"{PAGE}?id={encode('team', packet.id)}", until_at=packet.expires_at if alive else None,
        at=packet.at,
    )  # fmt: skip


async def live(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, Live]:
    """How far packets for friends are taken. One statement."""
    return {
        one.id: Live(rules.state_of(one, session.now), one.taken, one.parts)
        for one in await session.all(SEVERAL, ids=list(ids))
        if one.split == "shared"
    }
