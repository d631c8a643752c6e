"""Verbs of red packets: one opens for an order or a week, people take parts of it, what is left goes back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from lianyi.identity.types import Channel, Shopper
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import decode, encode, new_id
from lianyi.kit.secrets import vault
from lianyi.orders import queries as orders
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as campaigns
from lianyi.promotions.errors import BudgetSpent, GrantNotPossible
from lianyi.promotions.plays.red_packet import queries, rules, store
from lianyi.promotions.plays.red_packet.errors import (
    DayLimitReached,
    NotToday,
    NoWeeklyPacket,
    OnlyForOthers,
    OnlyForOwner,
    PacketEmpty,
    PacketOver,
    PacketsGone,
    ShopDayLimitReached,
    TakenAlready,
)
from lianyi.promotions.plays.red_packet.types import Packet, Pays, RedPacketSettings
from lianyi.promotions.types import Campaign

ROLLS = "red_packet.roll"


async def open_for_order(session: Session, order_id: UUID, pays: Pays) -> list[UUID]:
    """The packets that a paid (coupons) or completed (money) order brings, one of each campaign that runs; their ids.

    Safe to replay. Cost: one statement where no such campaign runs. A campaign whose budget is spent brings none; an order
    that waits for its team brings its packet when it is formed.
    """
    found = [
        (one, settings)
        for one in await campaigns.running(session, play=queries.PLAY)
        if (settings := queries.settings_of(one)).opens == "purchase" and settings.pays == pays
    ]
    if not found:
        return []
    order = await orders.order(session, order_id)
    if order.state == "forming":  # its team may yet fail and all of it go back
        return []
    kept_fen = order.payable_fen - order.refunded_fen
    opened = []
    for campaign, settings in found:
        if (
            order.paid_at is None
            or order.paid_at < campaign.starts_at
            or kept_fen < max(settings.min_paid_fen, 1)
        ):
            continue
        try:
            async with session.savepoint():
                packet_id = await _open(session, campaign, order.person_id, order_id=order_id)
        except BudgetSpent:
            continue
        if packet_id is not None:
            opened.append(packet_id)
    return opened


async def open_weekly(session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID) -> UUID:
    """This week's packet of a person, opened now or before; answers it. What one takes alone is taken at once.

    Raises what the frame's door refuses, NoWeeklyPacket, NotToday, PacketsGone, and as `take`: nothing has moved then.
    """
    campaign = await promotions.admit(session, shopper, channel, campaign_id)
    if campaign.play != queries.PLAY or queries.settings_of(campaign).opens != "weekly":
        raise NoWeeklyPacket
    settings, today = queries.settings_of(campaign), business_day(session.now)
    if not rules.is_day(settings, today):
        zh, en = rules.WEEKDAYS[int(settings.weekday) - 1]
        raise NotToday(weekday_zh=zh, weekday_en=en)
    week = rules.week_of(today)
    try:
        packet_id = await _open(session, campaign, shopper.person, week=week)
    except BudgetSpent:
        raise PacketsGone from None
    if packet_id is None:
        return (await queries.packet_of_week(session, campaign_id, shopper.person, week)).id
    if not settings.shares:
        await _taken(session, campaign, await queries.packet(session, packet_id), shopper.person, channel)
    return packet_id


async def _open(
    session: Session,
    campaign: Campaign,
    person_id: UUID,
    *,
    order_id: UUID | None = None,
    week: date | None = None,
) -> UUID | None:
    """Write a packet and hold its whole worth; None when it was there before. Raises BudgetSpent."""
    settings = queries.settings_of(campaign)
    packet_id, parts, fen = new_id(), rules.parts_of(settings), rules.most_fen(settings)
    opened = await session.maybe(
        store.OPEN, id=packet_id, campaign_id=campaign.id, person_id=person_id, order_id=order_id, week=week,
        split=settings.split, parts=parts, fen=fen, expires_at=rules.expiry(settings, campaign.ends_at, session.now),
    )  # fmt: skip
    if opened is None:
        return None
    grant_id = await promotions.grant(session, campaign, person_id, parts * fen, f"packet:{packet_id}")
    await session.later(store.PAID_FROM, id=packet_id, grant_id=grant_id)
    return packet_id


async def take(session: Session, shopper: Shopper, channel: Channel, packet_id: UUID) -> int:
    """Take a part of a packet, on a page that tells all rules; answers its worth in fen.

    Raises NoRedPacket, what the frame's door refuses (a shared one inside WeChat's browser), TakenAlready, PacketEmpty,
    PacketOver, OnlyForOthers, OnlyForOwner, DayLimitReached, ShopDayLimitReached, CashLimitReached, PacketsGone: nothing
    has moved then.
    """
    packet = await queries.packet(session, packet_id)
    campaign = await promotions.admit(session, shopper, channel, packet.campaign_id)
    settings, own = queries.settings_of(campaign), packet.person_id == shopper.person
    if own and packet.split == "shared" and not settings.owner_takes:
        raise OnlyForOthers
    if not own and packet.split != "shared":
        raise OnlyForOwner
    return await _taken(session, campaign, packet, shopper.person, channel)


async def _taken(
    session: Session, campaign: Campaign, packet: Packet, person_id: UUID, channel: Channel
) -> int:
    settings = queries.settings_of(campaign)
    roll = roll_for(packet) if packet.split == "lucky" else None
    fen = packet.fen if roll is None else rules.drawn_fen(settings.lucky, roll)
    nth = await session.maybe(store.TAKE, id=packet.id)
    if nth is None:
        raise await _why_not(session, packet, person_id)
    today = business_day(session.now)
    if not await session.run(
        store.ADD_PART, packet_id=packet.id, person_id=person_id, nth=nth, fen=fen, roll=roll, pays=settings.pays,
        day=today,
    ):  # fmt: skip
        raise TakenAlready
    await _count(session, settings, person_id, today, most_fen=packet.fen, fen=fen)
    await promotions.keep_of_grant(session, packet.grant_id, (packet.parts - nth) * packet.fen)
    await _pay(session, campaign, packet, person_id, fen, channel)
    return fen


def roll_for(packet: Packet) -> int:
    """0 to 9999 by a key nobody outside has: the same for a person's packet of a week, so no refusal draws again."""
    named = f"{packet.campaign_id}:{packet.person_id}:{packet.week}"
    return rules.roll_of(vault().blind(named, ROLLS))


async def _why_not(session: Session, packet: Packet, person_id: UUID) -> Refusal:
    """Why a part could not be taken, as things stand now."""
    if await queries.part_of(session, packet.id, person_id) is not None:
        return TakenAlready()
    now = await queries.packet(session, packet.id)
    return PacketEmpty() if now.state == "taken" else PacketOver()


async def _count(
    session: Session, settings: RedPacketSettings, person_id: UUID, day: date, *, most_fen: int, fen: int
) -> None:
    """Count a part against the day's limits, a draw by its largest amount first, so that no limit changes the odds.

    Raises DayLimitReached, ShopDayLimitReached.
    """
    if not await session.run(
        store.COUNT_PERSON, person_id=person_id, day=day, fen=most_fen, count_max=settings.person_day_max,
        fen_max=settings.person_day_fen,
    ):  # fmt: skip
        raise DayLimitReached
    if not await session.run(store.COUNT_DAY, day=day, fen=most_fen, fen_max=settings.day_fen):
        raise ShopDayLimitReached
    if fen < most_fen:
        await session.later(store.LESS_PERSON, person_id=person_id, day=day, fen=most_fen - fen)
        await session.later(store.LESS_DAY, day=day, fen=most_fen - fen)


async def _pay(
    session: Session, campaign: Campaign, packet: Packet, person_id: UUID, fen: int, channel: Channel
) -> None:
    """The part's own grant takes over what the packet's held; then in the coupons of another campaign, or in money."""
    settings, run_id = queries.settings_of(campaign), None
    key = f"part:{packet.id}:{encode('psn', person_id)}"
    try:
        if settings.pays == "cash":
            grant_id = await promotions.award(session, campaign, person_id, fen, key, channel)
        else:
            grant_id = await promotions.grant(session, campaign, person_id, fen, key)
            run_id = await promotions.give(session, decode("cmp", settings.pays_in), person_id, fen, key)
    except (BudgetSpent, GrantNotPossible):
        raise PacketsGone from None
    await session.later(
        store.PAID, packet_id=packet.id, person_id=person_id, grant_id=grant_id, run_id=run_id
    )


async def expire(session: Session, limit: int) -> int:
    """End packets whose time is up, at most `limit`; what nobody took is the budget's again. Answers how many."""
    return await _free(session, await session.all(store.EXPIRE, limit=limit))


async def void_of_order(session: Session, order_id: UUID) -> int:
    """An order was refunded whole: nobody takes of its packets any more. Safe to replay."""
    return await _free(session, await session.all(store.VOID_OF_ORDER, order_id=order_id))


async def cut_short(session: Session, campaign_id: UUID) -> None:
    """A campaign was stopped or ended: its packets are over now. Safe to replay."""
    await session.later(store.CUT_SHORT, campaign_id=campaign_id)


async def _free(session: Session, ended: Sequence[store.Ended]) -> int:
    for one in sorted(ended, key=lambda packet: packet.grant_id.int):
        await promotions.keep_of_grant(session, one.grant_id, 0)
    return len(ended)
