"""One run wanted by many at once: the last cut, the order, the person's own limits, the budget."""

import asyncio
from datetime import timedelta

import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import (
    BudgetSpent,
    HelpDeviceUsed,
    HelpedAlready,
    HelpLimitReached,
    HelpRunMoved,
    HelpRunOver,
    HelpRunsUsedUp,
    ReviewDecided,
)
from lianyi.promotions.store import helping
from tests.bargain_world import ask, bargain_out, bargain_standing, begin, cut, goods_fen, order, owner_of
from tests.checkout.conftest import HANGZHOU
from tests.help_world import help_standing, run_now, somebody
from tests.order_world import open_shop
from tests.races.test_coupons import tried


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def test_twenty_helpers_for_the_last_three_cuts(shop):
    running = await bargain_out(shop, people=3)
    run_id = await begin(shop, running, await somebody(shop))
    friends = [await somebody(shop) for _ in range(20)]
    done, refused = await tried([cut(shop, run_id, one) for one in friends], HelpRunOver)
    assert (len(done), set(refused)) == (3, {HelpRunOver})
    assert min(price for _, price in done) == 1800
    runs, helps = await help_standing(shop)
    assert (runs, [line.split()[0] for line in helps]) == (["open 3/3 3"], ["0+1", "1+1", "2+1"])


async def test_new_customers_at_once_never_cut_below_the_floor(shop):
    running = await bargain_out(shop, people=5, new_customer_cuts=2)
    run_id = await begin(shop, running, await somebody(shop))
    friends = [await somebody(shop) for _ in range(10)]
    done, _ = await tried([cut(shop, run_id, one) for one in friends], HelpRunOver)
    runs, helps = await help_standing(shop)
    assert (runs, [line.split()[0] for line in helps]) == (["open 5/5 3"], ["0+2", "2+2", "4+1"])
    assert sum(cut_fen for cut_fen, _ in done) == 5000


async def test_one_helper_tapping_twenty_times_helps_once(shop):
    running = await bargain_out(shop, people=10)
    run_id = await begin(shop, running, await somebody(shop))
    friend = await somebody(shop)
    done, refused = await tried([cut(shop, run_id, friend) for _ in range(20)], HelpedAlready)
    assert (len(done), set(refused), await help_standing(shop)) == (
        1,
        {HelpedAlready},
        (["open 1/10 1"], ["0+1 counted new"]),
    )


async def test_ten_accounts_on_one_phone_help_once(shop):
    running = await bargain_out(shop, people=10)
    run_id = await begin(shop, running, await somebody(shop))
    phone = (await somebody(shop)).marks
    accounts = [(await somebody(shop)).on(phone) for _ in range(10)]
    done, refused = await tried([cut(shop, run_id, one) for one in accounts], HelpDeviceUsed)
    assert (len(done), set(refused)) == (1, {HelpDeviceUsed})


async def test_one_person_in_many_runs_at_once_keeps_to_their_own_limit(shop):
    running = await bargain_out(shop, helps_per_person=3, helps_per_day=3)
    runs = [await begin(shop, running, await somebody(shop)) for _ in range(12)]
    friend = await somebody(shop)
    done, refused = await tried([cut(shop, one, friend) for one in runs], HelpLimitReached)
    assert (len(done), set(refused)) == (3, {HelpLimitReached})


async def test_ten_accounts_on_one_phone_in_ten_runs_at_once_keep_to_the_limit_of_one(shop):
    running = await bargain_out(shop, helps_per_person=3, helps_per_day=3)
    runs = [await begin(shop, running, await somebody(shop)) for _ in range(10)]
    phone = (await somebody(shop)).marks
    accounts = [(await somebody(shop)).on(phone) for _ in range(10)]
    done, refused = await tried(
        [cut(shop, run_id, one) for run_id, one in zip(runs, accounts, strict=True)], HelpLimitReached
    )
    assert (len(done), set(refused)) == (3, {HelpLimitReached})


async def test_one_wechat_account_registered_ten_times_keeps_to_the_limit_of_one(shop):
    running = await bargain_out(shop, helps_per_person=2, helps_per_day=2)
    runs = [await begin(shop, running, await somebody(shop)) for _ in range(10)]
    people = [await somebody(shop, account="o-same") for _ in range(10)]
    done, refused = await tried(
        [cut(shop, run_id, one) for run_id, one in zip(runs, people, strict=True)], HelpLimitReached
    )
    assert (len(done), set(refused)) == (2, {HelpLimitReached})


async def test_ten_taps_on_start_open_one_run_and_hold_one_promise(shop):
    running = await bargain_out(shop, budget_fen=50_000, runs_per_person=5)
    owner = await somebody(shop)
    done, refused = await tried([begin(shop, running, owner) for _ in range(10)], HelpRunsUsedUp)
    assert (len(done), set(refused)) == (1, {HelpRunsUsedUp})
    assert (await bargain_standing(shop, running))[1] == (5000, [5000])


async def test_a_budget_for_seven_runs_opens_seven_of_twenty(shop):
    running = await bargain_out(shop, budget_fen=5000 * 7 + 4999)
    owners = [await somebody(shop) for _ in range(20)]
    done, refused = await tried([begin(shop, running, one) for one in owners], BudgetSpent)
    assert (len(done), set(refused)) == (7, {BudgetSpent})
    standing = await bargain_standing(shop, running)
    assert (standing[1], standing[2][0]) == ((35_000, [5000] * 7), 7)


async def test_buying_against_helping_the_order_pays_what_the_run_then_says(shop):
    buyer, home = await owner_of(shop)
    running = await bargain_out(shop, people=10, days=20)
    run_id = await begin(shop, running, buyer)
    for _ in range(4):
        made = await ask(shop, running, run_id, buyer, home)
        friends = [await somebody(shop) for _ in range(2)]
        results = await asyncio.gather(
            order(shop, made, buyer, home),
            *(cut(shop, run_id, one) for one in friends),
            return_exceptions=True,
        )
        strange = [
            one
            for one in results
            if isinstance(one, Exception) and not isinstance(one, HelpRunMoved | HelpRunOver)
        ]
        assert strange == []
        now = await run_now(shop, run_id)
        if isinstance(results[0], Exception):
            assert now.state == "open"
            break
        assert await goods_fen(shop, results[0]) == 6800 - 500 * now.taken
        assert now.state == "ordered"
        await shop.write(promotions.give_back, results[0], refunded=False)


async def test_ten_orders_of_one_run_are_one(shop):
    buyer, home = await owner_of(shop)
    running = await bargain_out(shop)
    run_id = await begin(shop, running, buyer)
    quotes = [await ask(shop, running, run_id, buyer, home) for _ in range(10)]
    done, refused = await tried(
        [order(shop, made, buyer, home) for made in quotes], HelpRunOver, HelpRunMoved
    )
    assert (len(done), len(refused)) == (1, 9)


async def test_two_staff_decide_a_held_run_at_once_and_one_of_them_does(shop):
    running = await bargain_out(shop, budget_fen=50_000)
    run_id = await begin(shop, running, await somebody(shop))
    await cut(shop, run_id)
    async with shop.db.write(shop.tenant) as session:
        await session.run(helping.HOLD, run_id=run_id, reasons=["burst"])
    hands = [
        shop.write(verb, shop.staff, run_id, "看过了")
        for verb in (promotions.release_help_run, promotions.refuse_help_run) * 3
    ]
    done, refused = await tried(hands, ReviewDecided)
    assert (len(done), set(refused)) == (1, {ReviewDecided})


async def test_runs_are_ended_once_however_many_sweep(shop):
    running = await bargain_out(shop, hours=1, keep_hours=1, budget_fen=50_000)
    for _ in range(6):
        await begin(shop, running, await somebody(shop))
    shop.db.clock.advance(timedelta(hours=3))
    ended = await asyncio.gather(*(shop.write(promotions.end_help_runs, 4) for _ in range(5)))
    ended.append(await shop.write(promotions.end_help_runs, 10))
    await shop.tell()
    assert (sum(ended), (await bargain_standing(shop, running))[1]) == (6, (0, [0] * 6))
