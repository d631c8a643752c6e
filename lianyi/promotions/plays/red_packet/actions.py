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
    TakenHere,
)
from lianyi.promotions.plays.red_packet.types import Packet, Pays, RedPacketSettings
from lianyi.promotions.types import Campaign, Marks
from lianyi.social import queries as social

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
    opened = []
    for campaign, settings in found:
        if order.paid_at is None or order.paid_at < campaign.starts_at or not rules.earns(settings, order):
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
    expires_at = rules.expiry(settings, campaign.ends_at, session.now)
    opened = await session.maybe(
        store.OPEN, id=packet_id, campaign_id=campaign.id, person_id=person_id, order_id=order_id, week=week,
        split=settings.split, parts=parts, fen=fen, expires_at=expires_at,
    )  # fmt: skip
    if opened is None:
        return None
    if settings.shares:
        await promotions.open_help_run_for(
            session, campaign, person_id, packet_id, rules.terms_of(settings), about=packet_id, closes_at=expires_at,
            ends_at=expires_at,
        )  # fmt: skip
    grant_id = await promotions.grant(session, campaign, person_id, parts * fen, f"packet:{packet_id}")
    await session.later(store.PAID_FROM, id=packet_id, grant_id=grant_id)
    return packet_id


async def take(session: Session, shopper: Shopper, channel: Channel, packet_id: UUID, marks: Marks) -> int:
    """Take a part of a packet, on a page that tells all rules; answers its worth in fen.

    Of a packet for friends, who may is the frame's to say: one a person, phone and WeChat account, no second one on its
    owner's phone. Where its takers look made up, the part is the taker's and is paid when the staff have looked.
    Raises NoRedPacket, what the frame's door refuses (a shared one inside WeChat's browser), TakenAlready, TakenHere,
    PacketEmpty, PacketOver, OnlyForOthers, OnlyForOwner, DayLimitReached, ShopDayLimitReached, CashLimitReached,
    PacketsGone, HelpRunMoved: nothing has moved then.
    """
    packet = await queries.packet(session, packet_id)
    campaign = await promotions.admit(session, shopper, channel, packet.campaign_id)
    settings, own = queries.settings_of(campaign), packet.person_id == shopper.person
    if own and packet.split == "shared" and not settings.owner_takes:
        raise OnlyForOthers
    if not own and packet.split != "shared":
        raise OnlyForOwner
    if packet.order_id is not None and not rules.earns(
        settings, await orders.order(session, packet.order_id)
    ):
        raise PacketOver
    held = not own and await _is_held(session, packet, shopper, channel, marks)
    return await _taken(session, campaign, packet, shopper.person, channel, held=held)


async def _is_held(
    session: Session, packet: Packet, shopper: Shopper, channel: Channel, marks: Marks
) -> bool:
    """A friend confirms; whether what they take waits for the staff."""
    if packet.person_id in await social.people_on(session, marks.device):
        raise TakenHere
    try:
        run, _ = await promotions.confirm_help(session, shopper, channel, packet.id, marks)
    except Refusal as refusal:
        raise rules.in_our_words(refusal) from None
    held = run.review == "waiting"
    if not run.missing and not held:
        await promotions.complete_help_run(session, run.id)
    return held


async def _taken(
    session: Session, campaign: Campaign, packet: Packet, person_id: UUID, channel: Channel, *, held: bool = False
) -> int:  # fmt: skip
    settings = queries.settings_of(campaign)
    roll = roll_for(packet) if packet.split == "lucky" else None
    fen = packet.fen if roll is None else rules.drawn_fen(settings.lucky, roll)
    nth = await session.maybe(store.TAKE, id=packet.id)
    if nth is None:
        raise await _why_not(session, packet, person_id)
    today = business_day(session.now)
    if not await session.run(
        store.ADD_PART, packet_id=packet.id, person_id=person_id, nth=nth, fen=fen, roll=roll, pays=settings.pays,
        state="held" if held else "paid", channel=channel, day=today,
    ):  # fmt: skip
        raise TakenAlready
    await _count(session, settings, person_id, today, most_fen=packet.fen, fen=fen)
    await _hold(session, packet, packet.parts - nth)
    if not held:
        await _pay(session, campaign, packet, person_id, fen, channel)
    return fen


async def _hold(session: Session, packet: Packet, left: int) -> None:
    """The packet's grant holds the parts that are left and those that wait for the staff; its row is locked by now."""
    waiting = await session.one(store.WAITING, packet_id=packet.id) if packet.split == "shared" else 0
    await promotions.keep_of_grant(session, packet.grant_id, (left + waiting) * packet.fen)


async def pay_due(session: Session, packet_id: UUID, person_id: UUID) -> bool:
    """Pay a part that the staff let go; whether it was to be paid. Safe to replay.

    Raises PacketsGone, CashLimitReached: nothing has moved then, and it can be tried again.
    """
    await session.later(store.LOCK, id=packet_id)
    packet, part = (
        await queries.packet(session, packet_id),
        await queries.part_of(session, packet_id, person_id),
    )
    if part is None or part.state != "due":
        return False
    campaign = await campaigns.campaign(session, packet.campaign_id)
    waiting = await session.one(store.WAITING, packet_id=packet_id)
    left = packet.left if packet.state == "open" else 0
    await promotions.keep_of_grant(session, packet.grant_id, (left + waiting - 1) * packet.fen)
    await _pay(session, campaign, packet, person_id, part.fen, part.channel)
    return True


async def release(session: Session, packet_id: UUID) -> list[UUID]:
    """The staff found a packet's takers real: what waited is paid by the sweep; answers whose. Safe to replay."""
    await session.later(store.LOCK, id=packet_id)
    waited = await session.all(store.DECIDE, packet_id=packet_id, state="due")
    await promotions.complete_help_run(session, packet_id)  # one that is full; any other goes on
    return waited


async def refuse(session: Session, packet_id: UUID) -> list[UUID]:
    """The staff found a packet's takers made up: it is over, and what waited is the budget's again; answers whose it was.

    Safe to replay.
    """
    await session.later(store.LOCK, id=packet_id)
    lost = await session.all(store.DECIDE, packet_id=packet_id, state="refused")
    await session.run(store.END_REFUSED, id=packet_id)
    await _hold(session, await queries.packet(session, packet_id), 0)
    return lost


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
    """Money of an order goes back: when too little of it is left, nobody takes of its packets any more. Safe to replay."""
    found = await queries.open_of_order(session, order_id)
    if not found:
        return 0
    order = await orders.order(session, order_id)
    ended = []
    for packet in found:
        campaign = await campaigns.campaign(session, packet.campaign_id)
        if not rules.earns(queries.settings_of(campaign), order):
            ended += await session.all(store.VOID, id=packet.id)
    return await _free(session, ended)


async def cut_short(session: Session, campaign_id: UUID) -> None:
    """A campaign was stopped or ended: its packets are over now. Safe to replay."""
    await session.later(store.CUT_SHORT, campaign_id=campaign_id)


async def _free(session: Session, ended: Sequence[store.Ended]) -> int:
    for one in sorted(ended, key=lambda packet: packet.grant_id.int):
        await _hold(session, await queries.packet(session, one.id), 0)
    return len(ended)
