"""One pack and many hands: nobody takes twice, the last piece goes to one, the budget is never exceeded."""

import pytest_asyncio

from lianyi.promotions.errors import BudgetSpent
from lianyi.promotions.plays.social_coupon import actions
from lianyi.promotions.plays.social_coupon.errors import ClaimsReached, PackEmpty, PackOver, PackTaken
from tests.order_world import open_shop
from tests.races.test_coupons import people, tried
from tests.social_coupon_world import claim, paid_order, pass_on, passing_on, somebody, standing


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    return shop


async def test_thirty_people_for_the_last_pieces(shop):
    running = await passing_on(shop, budget_fen=10_000, pieces=8)
    pack = await pass_on(shop, await paid_order(shop, 1))
    taken, refused = await tried([claim(shop, pack, one) for one in people(shop, 30)], PackEmpty)
    assert (len(taken), set(refused)) == (8, {PackEmpty})
    assert await standing(shop, running) == (4000, ["open 8/8"], ["taken"] * 8, [500] * 8)


async def test_one_person_with_twenty_taps_takes_one(shop):
    running = await passing_on(shop, pieces=8, claims_per_person_max=5)
    pack = await pass_on(shop, await paid_order(shop, 1))
    friend = somebody(shop)
    taken, refused = await tried([claim(shop, pack, friend) for _ in range(20)], PackTaken)
    assert (len(taken), set(refused)) == (1, {PackTaken})
    assert (await standing(shop, running))[1:] == (["open 1/8"], ["taken"], [500])


async def test_one_person_at_many_packs_takes_as_many_as_the_terms_say(shop):
    running = await passing_on(shop, claims_per_person_max=2)
    packs = [await pass_on(shop, await paid_order(shop, 1)) for _ in range(6)]
    friend = somebody(shop)
    taken, refused = await tried([claim(shop, pack, friend) for pack in packs], ClaimsReached)
    assert (len(taken), set(refused)) == (2, {ClaimsReached})
    assert (await standing(shop, running))[2:] == (["taken"] * 2, [500, 500])


async def test_a_double_tap_opens_one_pack(shop):
    running = await passing_on(shop, budget_fen=10_000)
    order_id = await paid_order(shop, 1)
    opened, _ = await tried([pass_on(shop, order_id) for _ in range(10)])
    assert len({one.id for one in opened}) == 1
    assert (await standing(shop, running))[:2] == (1500, ["open 0/3"])


async def test_ten_orders_and_a_budget_for_six(shop):
    running = await passing_on(shop, budget_fen=1500 * 6 + 1499)
    placed = [await paid_order(shop, 1) for _ in range(10)]
    opened, refused = await tried([pass_on(shop, one) for one in placed], BudgetSpent)
    assert (len(opened), set(refused)) == (6, {BudgetSpent})
    assert (await standing(shop, running))[0] == 9000


async def test_a_piece_is_taken_or_goes_back_never_both(shop):
    running = await passing_on(shop, budget_fen=10_000, pieces=20)
    pack = await pass_on(shop, await paid_order(shop, 1))
    hands = [claim(shop, pack, one) for one in people(shop, 12)]
    hands.insert(6, shop.write(actions.end_of_campaign, running, 10))
    taken, refused = await tried(hands, PackOver)
    assert set(refused) <= {PackOver}
    spent, packs, claims, pieces = await standing(shop, running)
    assert spent == 500 * len(claims) == sum(pieces)
    assert packs == [f"ended {len(claims)}/20"]
    assert len(taken) == len(claims) + 1
