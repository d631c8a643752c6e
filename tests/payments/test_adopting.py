"""Refunds made on WeChat's own platform and taken in here: once, from where the money is, and the order is told."""

import asyncio

import pytest
import pytest_asyncio

from lianyi.kit.errors import Refusal
from lianyi.orders import queries as orders
from lianyi.payments import actions
from lianyi.wechat.pay import Refund, RefundStatus
from tests.guarantee_world import open_guaranteed


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world, app):
    return await open_guaranteed(db, world)


async def adopt(shop, amount_fen, number="PLATFORM1", order=None):
    payment = await shop.payment(order)
    answer = Refund(number, f"5{number}", RefundStatus.SUCCESS, amount_fen, None)
    await shop.write(actions.adopt_refund, payment.transaction_id, answer)


@pytest.mark.parametrize("round_", range(3))
async def test_a_refund_taken_in_by_many_at_once_is_booked_once(shop, round_):
    await shop.pay()
    await asyncio.gather(*(adopt(shop, 2000) for _ in range(6)))
    assert await shop.balances() == {"buyers": -8000, "guaranteed": 8000}
    payment = await shop.payment()
    assert (payment.refunded_fen, payment.refunding_fen) == (2000, 0)


async def test_a_refund_taken_in_while_shares_are_on_their_way_leaves_other_orders_money_alone(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 3000)
    other = await shop.pay()
    await shop.minutes(2)
    await shop.complete()  # the split is at WeChat, not executed yet
    await adopt(shop, 8000)
    assert (await shop.balances())["guaranteed"] == 20_000  # 7000 of them are free, the refund needs more
    await shop.minutes(2, rounds=3)
    assert await shop.balances() == {
        "buyers": -12_000, "shared": 3000 - 2400, "guaranteed": 10_000, "earned": 1400,
    }  # fmt: skip
    await shop.complete(other)
    await shop.minutes(1, rounds=3)
    assert "guaranteed" not in await shop.balances()


async def test_the_order_is_told_and_put_before_the_staff(shop):
    await shop.pay()
    await adopt(shop, 10_000)
    await shop.settle()
    async with shop.db.read(shop.tenant) as session:
        steps = [one.kind for one in await orders.history(session, shop.order)]
        waiting = await orders.attention(session)
    assert "refunded_at_wechat" in steps
    assert waiting.amount_mismatch == 1


async def test_no_more_is_taken_in_than_is_left(shop):
    await shop.pay()
    await adopt(shop, 6000)
    before = await shop.balances(), await shop.payment()
    with pytest.raises(Refusal):
        await adopt(shop, 4001, "PLATFORM2")
    assert (await shop.balances(), await shop.payment()) == before
