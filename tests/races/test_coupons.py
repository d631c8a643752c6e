"""One coupon and many hands: it is used once, collected as often as its terms say, and its budget is never exceeded."""

import asyncio
from datetime import timedelta

import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.identity.types import PersonId, SessionId, Shopper
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.promotions.errors import BudgetSpent
from lianyi.promotions.plays.coupon import actions as coupons
from lianyi.promotions.plays.coupon.errors import CouponsGone, CouponTaken, CouponUsed
from tests.checkout.conftest import HANGZHOU
from tests.coupon_world import chosen, collect, coupons_out, place, quote, standing
from tests.order_world import open_shop


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 1000)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


def people(shop, count):
    return [Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {}) for _ in range(count)]


async def tried(hands, *refusals):
    async def one(hand):
        try:
            return await hand
        except refusals as refusal:
            return type(refusal)

    answers = await asyncio.gather(*(one(hand) for hand in hands))
    return [one for one in answers if not isinstance(one, type)], [
        one for one in answers if isinstance(one, type)
    ]


async def test_one_coupon_by_five_orders_at_once_is_used_by_one(shop):
    running = await coupons_out(shop)
    piece = await collect(shop, running)
    quotes = [await quote(shop, 2, using=chosen(piece)) for _ in range(5)]
    placed, refused = await tried([place(shop, made) for made in quotes], CouponUsed)
    assert (len(placed), refused) == (1, [CouponUsed] * 4)
    assert (await standing(shop, running))[1:] == (["used 1000"], [1000], ["coupon held 1000"])
    assert await shop.stock() == (998, 2, 0)


async def test_one_person_with_twenty_taps_collects_one(shop):
    running = await coupons_out(shop)
    had, refused = await tried([collect(shop, running) for _ in range(20)], CouponTaken)
    assert (len(had), set(refused)) == (1, {CouponTaken})
    assert (await standing(shop, running))[2] == [1000]


async def test_forty_people_and_coupons_for_twenty_five(shop):
    running = await coupons_out(shop, total=25)
    had, refused = await tried([collect(shop, running, one) for one in people(shop, 40)], CouponsGone)
    assert (len(had), set(refused)) == (25, {CouponsGone})


async def test_forty_people_and_a_budget_for_twenty_five(shop):
    running = await coupons_out(shop, budget_fen=25_999)
    had, refused = await tried([collect(shop, running, one) for one in people(shop, 40)], BudgetSpent)
    assert (len(had), set(refused)) == (25, {BudgetSpent})
    assert (await standing(shop, running))[0] == 25_000


async def test_a_coupon_comes_back_or_ends_never_both(shop):
    running = await coupons_out(shop, days=1, grace_days=3)
    pieces = [await collect(shop, running, one) for one in people(shop, 1)] + [await collect(shop, running)]
    placed = await place(shop, await quote(shop, 2, using=chosen(pieces[1])))
    shop.db.clock.advance(timedelta(days=2))
    await orders.close_unpaid(shop.db, shop.tenant, placed.order_id, "deadline", Actor("system", name="test"))
    await asyncio.gather(shop.tell(), *(shop.write(coupons.expire, 100) for _ in range(4)))
    assert sorted((await standing(shop, running))[1]) == ["expired 0", "ready 1000"]
