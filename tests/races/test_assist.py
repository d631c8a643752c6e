"""The last help, the last piece, the last fen, and what is kept for a full run, wanted by many at once."""

import asyncio
from datetime import timedelta

import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import HelpedAlready, HelpRunMoved, HelpRunOver, HelpRunsUsedUp
from lianyi.promotions.plays.assist import actions as assists
from lianyi.promotions.plays.assist.errors import HelperCouponGone, RewardGone
from tests.assist_world import assist, for_coupons, full, helps, opened, quote, standing
from tests.checkout.conftest import HANGZHOU
from tests.help_world import somebody
from tests.order_world import open_shop
from tests.promotion_world import place
from tests.races.conftest import tell_together
from tests.races.test_coupons import tried


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def nearly_full(shop, running, count, **more):
    """So many runs of different people, each one friend short of two."""
    runs = [await opened(shop, running, owner=await somebody(shop), **more) for _ in range(count)]
    for run_id in runs:
        await helps(shop, run_id)
    return runs


async def last_helps(shop, runs):
    friends = [await somebody(shop) for _ in runs]
    return await tried(
        [helps(shop, run_id, friend) for run_id, friend in zip(runs, friends, strict=True)], RewardGone
    )


async def test_twenty_friends_for_the_last_place_keep_one_piece(shop):
    running = await assist(shop, quota=50, budget_fen=1_000_000)
    [run_id] = await nearly_full(shop, running, 1)
    friends = [await somebody(shop) for _ in range(20)]
    done, refused = await tried([helps(shop, run_id, one) for one in friends], HelpRunOver)
    assert (len(done), set(refused)) == (1, {HelpRunOver})
    assert await standing(shop, running) == (
        6799, [1], ["open 2/2 2"], ["kept 6799 counted"], [6799], []
    )  # fmt: skip


async def test_twelve_runs_are_full_at_once_for_five_pieces(shop):
    running = await assist(shop, quota=5)
    done, refused = await last_helps(shop, await nearly_full(shop, running, 12))
    assert (len(done), set(refused)) == (5, {RewardGone})
    _, taken, runs, promises, _, _ = await standing(shop, running)
    assert (taken, sorted(runs), sorted(promises)) == (
        [5], ["open 1/2 1"] * 7 + ["open 2/2 2"] * 5, ["kept 6799 counted"] * 5 + ["open 0"] * 7
    )  # fmt: skip


async def test_twelve_runs_are_full_at_once_and_the_budget_is_for_four(shop):
    running = await assist(shop, budget_fen=4 * 6799 + 6798)
    done, refused = await last_helps(shop, await nearly_full(shop, running, 12))
    assert (len(done), set(refused), (await standing(shop, running))[0]) == (4, {RewardGone}, 4 * 6799)


async def test_twelve_runs_for_six_coupons(shop):
    running, _ = await for_coupons(shop, total=6, budget_fen=500 * 9)
    done, refused = await last_helps(shop, await nearly_full(shop, running, 12, coupon=True))
    spent, _, runs, promises, _, pieces = await standing(shop, running)
    assert (len(done), set(refused), spent, pieces) == (6, {RewardGone}, 3000, [500] * 6)
    assert (runs.count("used 2/2 2"), promises.count("given 500")) == (6, 6)


async def test_helpers_at_once_and_coupons_for_three(shop):
    running, _ = await for_coupons(shop, people=30, helper_fen=100, total=3)
    run_id = await opened(shop, running, coupon=True)
    friends = [await somebody(shop) for _ in range(12)]
    done, refused = await tried(
        [helps(shop, run_id, one, with_coupon=True) for one in friends], HelperCouponGone
    )
    _, _, runs, _, _, pieces = await standing(shop, running)
    assert (len(done), set(refused), runs, pieces) == (3, {HelperCouponGone}, ["open 3/30 3"], [100] * 3)


async def test_one_friend_tapping_twenty_times_helps_once_and_is_paid_once(shop):
    running, _ = await for_coupons(shop, people=30, helper_fen=100)
    run_id, friend = await opened(shop, running, coupon=True), await somebody(shop)
    done, refused = await tried(
        [helps(shop, run_id, friend, with_coupon=True) for _ in range(20)], HelpedAlready
    )
    _, _, runs, _, _, pieces = await standing(shop, running)
    assert (len(done), set(refused), runs, pieces) == (1, {HelpedAlready}, ["open 1/30 1"], [100])


async def test_ten_taps_open_one_run(shop):
    running = await assist(shop, runs_per_person_max=5)
    done, refused = await tried([opened(shop, running) for _ in range(10)], HelpRunsUsedUp)
    assert (len(done), set(refused), len((await standing(shop, running))[3])) == (1, {HelpRunsUsedUp}, 1)


async def test_ten_orders_of_one_full_run_are_one(shop):
    running = await assist(shop, quota=3)
    run_id = await full(shop, running)
    quotes = [await quote(shop, running, run_id) for _ in range(10)]
    done, refused = await tried([place(shop, made) for made in quotes], HelpRunOver, HelpRunMoved)
    assert (len(done), len(refused), (await standing(shop, running))[1]) == (1, 9, [1])


async def test_an_order_that_closes_as_its_run_ends_gives_back_once(shop):
    """The run is its owner's again and over at the same moment: the piece goes back once, whoever is first."""
    running = await assist(shop, quota=20, budget_fen=1_000_000, days=60)
    for _ in range(5):
        buyer = await somebody(shop)
        home = await shop.write(identity.add_address, buyer.shopper, HANGZHOU)
        run_id = await full(shop, running, owner=buyer)
        made = await quote(shop, running, run_id, shopper=buyer.shopper, address=home)
        placed = await place(shop, made, shopper=buyer.shopper, address=home)
        shop.db.clock.advance(timedelta(hours=48))
        closing = orders.close_unpaid(
            shop.db, shop.tenant, placed.order_id, "deadline", Actor("system", name="test")
        )
        sweeps = [shop.write(promotions.end_help_runs, 10) for _ in range(3)]
        await asyncio.gather(closing, *sweeps)
        await shop.tell()
        await shop.write(promotions.end_help_runs, 10)
        await shop.tell()
    spent, taken, runs, promises, _, _ = await standing(shop, running)
    assert (spent, taken, runs, promises) == (0, [0], ["over 2/2 2"] * 5, ["gone 0"] * 5)


async def test_what_is_kept_goes_back_once_however_many_tell(shop, crowd):
    running = await assist(shop, quota=9, budget_fen=100_000)
    run_ids = [await full(shop, running, owner=await somebody(shop)) for _ in range(3)]
    shop.db.clock.advance(timedelta(hours=48))
    await shop.write(promotions.end_help_runs, 10)
    await tell_together(crowd)
    await asyncio.gather(*(shop.write(assists.let_go, run_id) for run_id in run_ids * 4))
    spent, taken, _, promises, grants, _ = await standing(shop, running)
    assert (spent, taken, promises, grants) == (0, [0], ["gone 0"] * 3, [0] * 3)
