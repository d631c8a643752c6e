"""One date, many taps: it is paid once; together nobody exceeds the budget or the make-ups."""

from datetime import timedelta

import pytest_asyncio

from lianyi.identity.types import Channel, PersonId, SessionId, Shopper
from lianyi.kit.ids import new_id
from lianyi.promotions.plays.check_in import actions as check_ins
from lianyi.promotions.plays.check_in.errors import (
    CheckedInAlready,
    DayNotMissed,
    NoMakeUpLeft,
    RewardsOver,
)
from tests.check_in_world import card, check_in_runs, points_run, standing, tap
from tests.member_world import open_club
from tests.order_world import open_shop
from tests.races.test_coupons import tried


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    return shop


async def test_twenty_taps_of_one_day_are_paid_once(shop):
    running = await check_in_runs(shop, budget_fen=10_000)
    paid, refused = await tried([tap(shop, running) for _ in range(20)], CheckedInAlready)
    assert (paid, set(refused)) == ([450], {CheckedInAlready})
    assert await standing(shop, running) == (450, ["1 450"], [450])


async def test_thirty_people_and_a_budget_for_twenty(shop):
    running = await check_in_runs(shop, budget_fen=450 * 20 + 449)
    people = [Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {}) for _ in range(30)]
    paid, refused = await tried([tap(shop, running, one) for one in people], RewardsOver)
    assert (len(paid), set(refused)) == (20, {RewardsOver})
    assert (await standing(shop, running))[0] == 9000


async def test_thirty_people_and_a_budget_of_points_for_twenty(db, world):
    club = await open_club(db, world)
    await club.program()
    running = await points_run(club.shop, budget_fen=50 * 20 + 49)
    people = [await club.newcomer() for _ in range(30)]
    paid, refused = await tried([tap(club.shop, running, one) for one in people], RewardsOver)
    assert (len(paid), set(refused)) == (20, {RewardsOver})
    assert (await standing(club.shop, running))[0] == 1_000
    assert sum([await club.points(one) for one in people]) == 1_000


async def test_twenty_taps_of_one_day_give_its_points_once(db, world):
    club = await open_club(db, world)
    await club.program()
    running = await points_run(club.shop, budget_fen=10_000)
    paid, refused = await tried([tap(club.shop, running) for _ in range(20)], CheckedInAlready)
    assert (paid, set(refused)) == ([50], {CheckedInAlready})
    assert (await club.points(), (await standing(club.shop, running))[:2]) == (50, (50, ["1 50"]))


async def test_make_ups_at_once_are_as_many_as_there_are(shop):
    running = await check_in_runs(shop, make_up_max=2)
    await tap(shop, running)
    shop.db.clock.advance(timedelta(days=5))
    missed = (await card(shop, running)).missed
    hands = [
        shop.write(check_ins.make_up, shop.shopper, Channel.H5, running, day)
        for day in missed
        for _ in range(3)
    ]
    done, refused = await tried(hands, NoMakeUpLeft, DayNotMissed)
    assert (len(done), set(refused) <= {NoMakeUpLeft, DayNotMissed}) == (2, True)
