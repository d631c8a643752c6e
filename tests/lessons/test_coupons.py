"""Coupons and check-ins as others lost money by them."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.identity.types import PersonId, SessionId, Shopper
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.promotions.plays.check_in.errors import CheckedInAlready
from lianyi.promotions.plays.coupon import actions as coupons
from lianyi.promotions.plays.coupon.errors import CouponUnknown, CouponUsed
from tests import check_in_world
from tests.checkout.conftest import HANGZHOU
from tests.coupon_world import chosen, collect, coupons_out, place, quote, standing
from tests.order_world import open_shop


@pytest_asyncio.fixture(loop_scope="session")
async def tea(db, world):
    """A shop with a hundred pieces of one SKU at 68 yuan."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def _answers(hands, refusal):
    async def one(hand):
        try:
            return await hand
        except refusal as said:
            return said

    return await asyncio.gather(*(one(hand) for hand in hands))


async def test_lesson_03_one_coupon_used_by_five_orders_at_once_is_used_once(tea):
    running = await coupons_out(tea)
    piece = await collect(tea, running)
    quotes = [await quote(tea, 2, using=chosen(piece)) for _ in range(5)]
    answers = await _answers([place(tea, made) for made in quotes], CouponUsed)
    assert sum(isinstance(one, CouponUsed) for one in answers) == 4
    assert (await standing(tea, running))[3] == ["coupon held 1000"]


async def test_lesson_07_somebody_elses_coupon_is_not_found(tea):
    running = await coupons_out(tea)
    other = Shopper(tea.tenant, PersonId(new_id()), SessionId(new_id()), {})
    piece = await collect(tea, running, other)
    with pytest.raises(CouponUnknown) as refused:
        await quote(tea, 2, using=chosen(piece))
    assert refused.value.status == 404
    assert (await standing(tea, running))[1] == ["ready 0"]


async def test_lesson_18_a_coupon_of_a_cancelled_order_comes_back_and_no_sweep_takes_it(tea):
    running = await coupons_out(tea, days=1, grace_days=3)
    piece = await collect(tea, running)
    placed = await place(tea, await quote(tea, 2, using=chosen(piece)))
    tea.db.clock.advance(timedelta(days=2))  # it would have ended while the order held it
    await tea.write(coupons.expire, 100)
    await orders.close_unpaid(tea.db, tea.tenant, placed.order_id, "deadline", Actor("system", name="test"))
    await tea.tell()
    await tea.write(coupons.expire, 100)
    again = await place(tea, await quote(tea, 2, using=chosen(piece)))
    assert again.order_id != placed.order_id


async def test_defect_10_one_check_in_a_day_whatever_is_tapped(tea):
    running = await check_in_world.check_in_runs(tea, budget_fen=10_000)
    answers = await _answers([check_in_world.tap(tea, running) for _ in range(10)], CheckedInAlready)
    assert sorted(one for one in answers if not isinstance(one, CheckedInAlready)) == [450]
    assert (await check_in_world.standing(tea, running))[0] == 450
