"""A release and a refund at the same moment: whoever comes second sees what the first has taken."""

import asyncio
from datetime import timedelta

import pytest

from lianyi.kit.errors import Refusal
from lianyi.kit.ids import new_id
from lianyi.payments import actions
from lianyi.payments.actions.receivers import NewReceiver
from lianyi.payments.errors import ClaimTooLarge, StandingTooMuch
from lianyi.wechat.profitsharing import ReceiverKind
from tests.guarantee_world import open_guaranteed

# Refunds are asked of payments itself here: no order knows of them.
PARKED_KINDS = ("payments.refund_succeeded",)


async def refund(shop, amount_fen):
    refund_id = new_id()
    try:
        await shop.write(actions.request_refund, shop.order, refund_id, amount_fen, "退")
    except Refusal:
        return None
    return refund_id


@pytest.mark.parametrize("round_", range(3))
async def test_refunds_and_the_release_at_once_never_give_a_fen_twice(db, world, app, round_):
    shop = await open_guaranteed(db, world)
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 3000)
    await shop.minutes(2)
    await shop.write(actions.release, shop.order)
    payment = await shop.payment()
    refunds, *_ = await asyncio.gather(
        asyncio.gather(*(refund(shop, 2500) for _ in range(6))),
        *(actions.advance_release(shop.db, shop.tenant, payment.id) for _ in range(4)),
    )
    given = [one for one in refunds if one is not None]
    assert len(given) == 4
    await shop.minutes(2, rounds=7)
    assert [await shop.refund_state(one) for one in given] == ["succeeded"] * 4
    assert await shop.balances() == {}
    assert await shop.at_wechat() == (0, 0, 0)


async def test_ten_claims_of_a_tenth_at_once_give_three(db, world, app):
    shop = await open_guaranteed(db, world)
    _, supplier = await shop.partner()
    await shop.pay()

    async def claim(number):
        try:
            return await shop.claim(supplier, 1000, f"claim {number}")
        except ClaimTooLarge:
            return False

    assert sum(await asyncio.gather(*(claim(number) for number in range(10)))) == 3
    assert (await shop.payment()).claimed_fen == 3000


async def test_the_same_claim_twice_at_once_is_one(db, world, app):
    shop = await open_guaranteed(db, world)
    _, supplier = await shop.partner()
    await shop.pay()
    made = await asyncio.gather(*(shop.claim(supplier, 700) for _ in range(6)))
    assert sorted(made) == [False] * 5 + [True]
    assert [one.amount_fen for one in await shop.claims()] == [700]


async def test_letting_go_and_completing_at_once_end_the_same_way(db, world, app):
    """On the thirtieth day the sweep and the completion meet."""
    shop = await open_guaranteed(db, world)
    await shop.pay()
    await shop.world.advance(timedelta(days=30, minutes=1))
    await shop.world.run_due()
    payment = await shop.payment()
    await asyncio.gather(
        actions.watch_freeze(shop.db, shop.tenant, payment.id), shop.write(actions.release, shop.order)
    )
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {"buyers": -10_000, "earned": 10_000}
    assert (await shop.guarantee()).held == "released"
    assert await shop.at_wechat() == (10_000, 0, 0)


async def test_first_receivers_named_at_once_stand_for_thirty_percent_together(db, world, app):
    shop = await open_guaranteed(db, world)

    async def name(number):
        wanted = NewReceiver(
            ReceiverKind.MERCHANT, f"190000{number:04}", "SUPPLIER", name="供应商", standing_bp=2000
        )
        try:
            return await shop.write(actions.add_receiver, shop.staff, wanted)
        except StandingTooMuch:
            return None

    named = await asyncio.gather(*(name(number) for number in range(5)))
    assert len([one for one in named if one]) == 1
