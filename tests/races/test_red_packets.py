"""The last part by thirty people, one person many times, limits of a day, the last fen of a budget; a prize by many hands."""

import asyncio

import pytest_asyncio

from lianyi.distribution.actions import prizes
from lianyi.distribution.errors.prizes import PrizeNotWaiting
from lianyi.identity.types import Channel
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import CashLimitReached
from lianyi.promotions.plays.red_packet import actions as packets
from lianyi.promotions.plays.red_packet import jobs
from lianyi.promotions.plays.red_packet import queries as reads
from lianyi.promotions.plays.red_packet.errors import (
    DayLimitReached,
    PacketEmpty,
    PacketOver,
    PacketsGone,
    ShopDayLimitReached,
    TakenAlready,
)
from lianyi.promotions.store import helping
from lianyi.wechat import transfers
from tests import prize_world
from tests.order_world import open_shop
from tests.payout_world import open_payouts
from tests.races.test_coupons import tried
from tests.red_packet_world import packets_run, read, somebody, standing, take, today, weekly_packet
from tests.selling_world import open_selling


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    return shop


@pytest_asyncio.fixture(loop_scope="session")
async def paying(db, world):
    return await open_payouts(await open_selling(db, world))


async def bought(shop):
    order = await shop.paid(2)
    return (await read(shop, reads.packet_of_order, order.id, shop.shopper.person)).id


async def test_thirty_people_and_five_parts(shop):
    running = await packets_run(shop, budget_fen=10_000)
    packet_id = await bought(shop)
    taken, refused = await tried([take(shop, packet_id, somebody(shop)) for _ in range(30)], PacketEmpty)
    assert (taken, set(refused)) == ([500] * 5, {PacketEmpty})
    assert await standing(shop, running) == (2500, ["taken 5/5"], [500] * 5, [500] * 5, [2500])


async def test_twenty_taps_of_one_person_are_one_part(shop):
    running = await packets_run(shop, budget_fen=10_000, person_day_max=20)
    packet_id, friend = await bought(shop), somebody(shop)
    taken, refused = await tried(
        [take(shop, packet_id, friend) for _ in range(20)], TakenAlready, PacketEmpty
    )
    assert (taken, set(refused)) == ([500], {TakenAlready})
    assert await standing(shop, running) == (2500, ["open 1/5"], [500], [500], [500])


async def test_one_person_at_eight_packets_takes_as_many_as_a_day_allows(shop):
    running = await packets_run(shop, person_day_max=3)
    mine, friend = [await bought(shop) for _ in range(8)], somebody(shop)
    taken, refused = await tried([take(shop, one, friend) for one in mine], DayLimitReached)
    assert (len(taken), set(refused)) == (3, {DayLimitReached})
    assert (await standing(shop, running))[2:] == ([500] * 3, [500] * 3, [1500])


async def test_the_shops_day_is_never_exceeded_by_packets_at_once(shop):
    running = await packets_run(shop, day_fen=2_499)
    mine = [await bought(shop) for _ in range(2)]
    hands = [take(shop, one, somebody(shop)) for one in mine for _ in range(5)]
    taken, refused = await tried(hands, ShopDayLimitReached)
    assert (len(taken), set(refused)) == (4, {ShopDayLimitReached})
    assert (await standing(shop, running))[4] == [2000]


async def test_thirty_people_on_the_weekly_day_and_a_budget_for_twenty(shop):
    running = await packets_run(
        shop, budget_fen=500 * 20 + 499, opens="weekly", split="own", weekday=today(shop)
    )
    hands = [weekly_packet(shop, running, somebody(shop)) for _ in range(30)]
    opened, refused = await tried(hands, PacketsGone)
    assert (len(opened), set(refused)) == (20, {PacketsGone})
    assert (await standing(shop, running))[0] == 10_000


async def test_one_person_opens_one_packet_a_week_however_often_they_tap(shop):
    running = await packets_run(shop, budget_fen=10_000, opens="weekly", split="own", weekday=today(shop))
    opened = await asyncio.gather(*(weekly_packet(shop, running) for _ in range(10)))
    assert len(set(opened)) == 1
    assert (await standing(shop, running))[:3] == (500, ["taken 1/1"], [500])


async def test_an_order_told_by_many_has_one_packet(shop):
    order = await shop.paid(2)
    running = await packets_run(shop, budget_fen=10_000)
    found = await asyncio.gather(*(shop.write(packets.open_for_order, order.id, "coupon") for _ in range(8)))
    assert sum(len(one) for one in found) == 1
    assert (await standing(shop, running))[:2] == (2500, ["open 0/5"])


async def test_what_expires_while_people_take_is_given_or_given_back(shop):
    running = await packets_run(shop, budget_fen=10_000)
    packet_id = await bought(shop)
    await shop.write(packets.cut_short, running)
    hands = [take(shop, packet_id, somebody(shop)) for _ in range(5)]
    hands += [shop.write(packets.expire, 10) for _ in range(3)]
    done, _ = await tried(hands, PacketOver, PacketEmpty)
    assert sum(done) == 1
    assert (await standing(shop, running))[:3] == (0, ["over 0/5"], [])


async def test_the_daily_limit_of_money_is_never_exceeded(paying):
    running = await prize_world.cash_packets_run(paying, day_limit_fen=500 * 6 + 499, budget_fen=100_000)
    hands = [weekly_packet(paying, running, somebody(paying)) for _ in range(15)]
    opened, refused = await tried(hands, CashLimitReached)
    assert (len(opened), set(refused)) == (6, {CashLimitReached})
    assert await prize_world.spent(paying, running) == 3_000


async def test_a_prize_asked_for_by_eight_hands_is_one_transfer(paying):
    running = await prize_world.cash_packets_run(paying)
    prize_id = await prize_world.promised(paying, running)
    person = paying.payee.person_id
    hands = [paying.write(prizes.collect, person, prize_id, Channel.MINI) for _ in range(8)]
    done, refused = await tried(hands, PrizeNotWaiting)
    assert (len(done), set(refused)) == (1, {PrizeNotWaiting})
    await paying.settle()
    assert len(await paying.at_wechat()) == 1
    await prize_world.explained(paying)


async def test_what_wechat_says_is_booked_once_however_many_hear_it(paying):
    running = await prize_world.cash_packets_run(paying)
    prize_id = await prize_world.promised(paying, running)
    await prize_world.collect(paying, prize_id)
    known = await prize_world.prize(paying, prize_id)
    bill = transfers.Bill(
        known.transfer_id.hex,
        "1330",
        transfers.BillState.FAIL,
        "TRANSFER_RISK",
        None,
        None,
        400,
        known.openid,
    )
    said = await asyncio.gather(*(paying.write(prizes.take, known.transfer_id, bill) for _ in range(8)))
    assert sorted(said) == ["fail", *["settled"] * 7]
    assert await prize_world.state(paying, prize_id) == "waiting"
    await asyncio.gather(*(paying.write(prizes.lapse, 10) for _ in range(3)))
    assert await prize_world.spent(paying, running) == 500


async def test_what_waits_is_paid_once_whoever_takes_releases_and_sweeps_at_once(shop):
    running = await packets_run(shop, budget_fen=10_000, parts=12, person_day_max=20)
    packet_id = await bought(shop)
    await take(shop, packet_id, somebody(shop))
    async with shop.db.write(shop.tenant) as session:
        await session.run(helping.HOLD, run_id=packet_id, reasons=["burst"])
    await asyncio.gather(*(take(shop, packet_id, somebody(shop)) for _ in range(4)))
    assert (await standing(shop, running))[3] == [500]
    hands = [take(shop, packet_id, somebody(shop)) for _ in range(4)]
    hands.insert(2, shop.write(promotions.release_help_run, shop.staff, packet_id, "看过了"))
    await asyncio.gather(*hands)
    await shop.tell()
    await asyncio.gather(*(jobs.pay_due_parts(shop.db, shop.tenant) for _ in range(4)))
    assert (await standing(shop, running))[:4] == (12 * 500, ["open 9/12"], [500] * 9, [500] * 9)


async def test_the_staff_refuse_while_people_take_and_nothing_is_lost(shop):
    running = await packets_run(shop, budget_fen=10_000, parts=12, person_day_max=20)
    packet_id = await bought(shop)
    await take(shop, packet_id, somebody(shop))
    async with shop.db.write(shop.tenant) as session:
        await session.run(helping.HOLD, run_id=packet_id, reasons=["burst"])
    hands = [take(shop, packet_id, somebody(shop)) for _ in range(6)]
    hands.insert(3, shop.write(promotions.refuse_help_run, shop.staff, packet_id, "同一批新号"))
    await tried(hands, PacketOver)
    await shop.tell()
    spent, packets_now, _, pieces, _ = await standing(shop, running)
    assert (spent, pieces, packets_now[0].split()[0]) == (500, [500], "refused")
