"""Giving back exactly once, whatever the wire does."""

import asyncio
from datetime import timedelta

import pytest

from lianyi.kit.errors import Refusal
from lianyi.kit.ids import new_id
from lianyi.payments.errors import RefundTooLarge
from lianyi.payments.types import RefundState


async def test_refunds_are_exact_and_end_when_wechat_says_so(shop, settle):
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    first = await shop.refund(3300)
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 3300)}
    await settle()
    assert await shop.refund_state(first) is RefundState.PROCESSING
    await shop.world.advance(timedelta(seconds=4))
    await shop.world.run_due()
    assert await shop.refund_state(first) is RefundState.SUCCEEDED
    assert await shop.balances() == {"buyers": (-6600, 0), "order_money": (6600, 0)}
    with pytest.raises(RefundTooLarge):
        await shop.refund(6601)
    await shop.refund(6600)
    await settle()
    await shop.world.advance(timedelta(seconds=4))
    await settle()
    await shop.world.run_due()
    assert await shop.balances() == {"buyers": (0, 0), "order_money": (0, 0)}
    buyer = await shop.world.ask("GET", f"/people/{shop.buyer['id']}")
    assert buyer["balance_fen"] == shop.buyer["balance_fen"]


async def test_a_lost_refund_callback_is_found_by_asking(shop, settle):
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    await shop.world.fault("lost", event="REFUND.SUCCESS", times=None)
    refund = await shop.refund(9900)
    await settle()
    await shop.world.advance(timedelta(seconds=30))
    await shop.world.run_due()
    await settle()
    assert await shop.refund_state(refund) is RefundState.SUCCEEDED
    assert await shop.balances() == {"buyers": (0, 0), "order_money": (0, 0)}


async def test_a_refund_whose_answer_was_lost_is_not_given_twice(shop, settle):
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    await shop.world.fault("answer_lost", path_prefix="/v3/refund")
    await shop.refund(3300)
    for _ in range(4):
        await settle()
        await shop.world.advance(timedelta(seconds=30))
        await shop.world.run_due()
    assert await shop.balances() == {"buyers": (-6600, 0), "order_money": (6600, 0)}
    buyer = await shop.world.ask("GET", f"/people/{shop.buyer['id']}")
    assert buyer["balance_fen"] == shop.buyer["balance_fen"] - 6600


async def test_ten_refunds_of_a_third_at_once_give_three(shop):
    await shop.owe(9900)
    await shop.pay()
    await shop.world.run_due()

    async def ask():
        try:
            await shop.refund(3300)
        except Refusal:
            return 0
        return 1

    assert sum(await asyncio.gather(*(ask() for _ in range(10)))) == 3
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 9900)}


async def test_the_same_refund_asked_twice_at_once_is_one(shop):
    await shop.owe(9900)
    await shop.pay()
    await shop.world.run_due()
    refund = new_id()
    await asyncio.gather(*(shop.refund(3300, refund) for _ in range(6)))
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 3300)}
    assert (await shop.payment()).refunding_fen == 3300


async def test_a_closed_refund_gives_the_money_back_to_the_order(shop, settle):
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    refund = await shop.refund(3300)
    await settle()
    await shop.world.ask(
        "POST",
        f"/refunds/R{refund.hex}",
        params={"mchid": shop.merchant["mchid"]},
        json={"outcome": "CLOSED"},
    )
    await shop.world.run_due()
    assert await shop.refund_state(refund) is RefundState.CLOSED
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0)}
    assert (await shop.payment()).refunding_fen == 0
