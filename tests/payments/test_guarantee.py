"""Money under the guarantee: frozen, claimed, released, refunded, whatever the wire does."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.kit.db import Statement
from lianyi.payments import actions
from lianyi.payments.errors import (
    ClaimTooLarge,
    MerchantInUse,
    NotGuaranteed,
    NothingToRetry,
    ReceiverOwed,
    StandingTooMuch,
)
from tests.guarantee_world import open_guaranteed
from tests.wechat_world import keys_of

ACTS = Statement("select act from identity_audit where tenant_id = %(tenant)s order by at", str)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world, app):
    return await open_guaranteed(db, world)


async def test_a_payment_is_frozen_at_wechat_until_the_order_is_completed(shop):
    await shop.pay()
    assert await shop.balances() == {"buyers": -10_000, "guaranteed": 10_000}
    assert await shop.at_wechat() == (0, 0, 10_000)
    payment = await shop.payment()
    assert payment.frozen_until == payment.paid_at + timedelta(days=30)
    await shop.released()
    assert await shop.balances() == {"buyers": -10_000, "earned": 10_000}
    assert await shop.at_wechat() == (10_000, 0, 0)
    assert (await shop.guarantee()).held == "released"


async def test_completing_within_a_minute_of_the_payment_waits_for_wechat(shop):
    await shop.pay()
    await shop.complete()
    assert (await shop.guarantee()).held == "releasing"
    assert await shop.balances() == {"buyers": -10_000, "guaranteed": 10_000}
    await shop.minutes(1, rounds=3)
    assert await shop.balances() == {"buyers": -10_000, "earned": 10_000}


async def test_claims_are_executed_before_the_rest_is_unfrozen(shop):
    mchid, supplier = await shop.partner()
    partner, promoter = await shop.person()
    before_fen = await shop.wallet(partner)
    await shop.pay()
    assert await shop.claim(supplier, 2000, "supply") is True
    assert await shop.claim(promoter, 500, "commission") is True
    assert await shop.claim(promoter, 500, "commission") is False
    await shop.released()
    assert await shop.balances() == {"buyers": -10_000, "shared": 2500, "earned": 7500}
    assert await shop.at_wechat() == (7500, 0, 0)
    assert await shop.wallet(partner) == before_fen + 500
    assert (await shop.world.ask("GET", f"/merchants/{mchid}/balance"))["available_fen"] == 2000
    assert [c.state for c in await shop.claims()] == ["shared", "shared"]


async def test_a_standing_share_is_claimed_by_itself_when_paid(shop):
    _, supplier = await shop.partner(standing_bp=1250)
    await shop.pay(9999)
    assert [(c.amount_fen, c.receiver_id) for c in await shop.claims()] == [(1249, supplier)]
    await shop.released()
    assert await shop.balances() == {"buyers": -9999, "shared": 1249, "earned": 8750}


async def test_two_claims_of_one_receiver_are_one_share_at_wechat(shop):
    _, supplier = await shop.partner(standing_bp=1000)
    await shop.pay()
    await shop.claim(supplier, 700)
    await shop.released()
    assert await shop.balances() == {"buyers": -10_000, "shared": 1700, "earned": 8300}


async def test_claims_never_exceed_thirty_percent(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2500)
    with pytest.raises(ClaimTooLarge) as refused:
        await shop.claim(supplier, 501, "more")
    assert refused.value.data["left_fen"] == 500
    assert (await shop.payment()).claimed_fen == 2500
    await shop.claim(supplier, 500, "fits")


async def test_nothing_is_claimed_of_what_is_not_guaranteed_or_whose_shares_are_fixed(shop):
    _, supplier = await shop.partner()
    await shop.place()
    with pytest.raises(NotGuaranteed):
        await shop.claim(supplier, 1)
    await shop.shop.pay(shop.order)
    await shop.complete()
    assert await shop.claim(supplier, 1)
    await shop.minutes(2)
    with pytest.raises(NotGuaranteed):
        await shop.claim(supplier, 1, key="later")
    assert len(await shop.claims()) == 1


async def test_standing_shares_add_up_to_thirty_percent_at_most(shop):
    await shop.partner(standing_bp=2000)
    with pytest.raises(StandingTooMuch):
        await shop.partner(standing_bp=1001)
    _, second = await shop.partner(standing_bp=1000)
    with pytest.raises(StandingTooMuch):
        await shop.write(actions.set_standing, shop.staff, second, 1001)


async def test_a_receiver_that_is_owed_stays(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 100)
    with pytest.raises(ReceiverOwed):
        await shop.write(actions.remove_receiver, shop.staff, supplier)
    await shop.released()
    await shop.write(actions.remove_receiver, shop.staff, supplier)


async def test_a_refund_before_the_release_reduces_claims_in_proportion(shop):
    _, supplier = await shop.partner()
    _, promoter = await shop.person()
    await shop.pay()
    await shop.claim(supplier, 1999, "a")
    await shop.claim(promoter, 1001, "b")
    await shop.refund(3333)
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {"buyers": -6667, "guaranteed": 6667}
    assert await shop.at_wechat() == (0, 0, 6667)
    await shop.released()
    shared_fen = 3000 * 6667 // 10_000
    assert await shop.balances() == {"buyers": -6667, "shared": shared_fen, "earned": 6667 - shared_fen}
    assert sum(c.due_fen for c in await shop.claims()) == shared_fen
    await shop.at_wechat()


async def test_a_full_refund_before_the_release_leaves_nothing_to_share(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 3000)
    await shop.refund(10_000)
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {}
    assert [c.state for c in await shop.claims()] == ["void"]
    await shop.complete()
    assert (await shop.guarantee()).held == "released"
    assert await shop.balances() == {}


async def test_a_refund_on_its_way_is_left_out_of_the_release(shop):
    await shop.pay()
    await shop.minutes(2)
    await shop.refund(4000)
    await shop.write(actions.release, shop.order)
    await shop.settle()
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {"buyers": -6000, "earned": 6000}
    assert await shop.at_wechat() == (6000, 0, 0)


@pytest.mark.parametrize("path", ["orders", "orders/unfreeze", "orders/"])
@pytest.mark.parametrize("kind", ["answer_lost", "http_5xx"])
async def test_lost_and_broken_answers_release_once(shop, path, kind):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await shop.minutes(2)
    await shop.world.fault(kind, path_prefix=f"/v3/profitsharing/{path}", times=2)
    await shop.complete()
    await shop.minutes(2, rounds=5)
    assert await shop.balances() == {"buyers": -10_000, "shared": 2000, "earned": 8000}
    assert await shop.at_wechat() == (8000, 0, 0)


async def test_the_release_run_twice_at_once_is_one(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await shop.minutes(2)
    await shop.write(actions.release, shop.order)
    payment = await shop.payment()
    for _ in range(5):
        await asyncio.gather(*(actions.advance_release(shop.db, shop.tenant, payment.id) for _ in range(5)))
        await shop.world.advance(timedelta(minutes=1))
        await shop.world.run_due()
    await shop.settle()
    assert await shop.balances() == {"buyers": -10_000, "shared": 2000, "earned": 8000}
    assert await shop.at_wechat() == (8000, 0, 0)


async def test_a_receiver_that_cannot_take_its_share_leaves_it_to_the_merchant(shop):
    mchid, supplier = await shop.partner()
    _, promoter = await shop.person()
    await shop.pay()
    await shop.claim(supplier, 2000, "a")
    await shop.claim(promoter, 500, "b")
    await shop.minutes(2)
    await shop.complete()
    payment = await shop.payment()
    await shop.world.ask(
        "POST", f"/profitsharing/S{payment.id.hex}",
        json={"outcome": {mchid: "CLOSED"}, "fail_reason": "ACCOUNT_ABNORMAL"},
    )  # fmt: skip
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {"buyers": -10_000, "shared": 500, "earned": 9500}
    assert [(c.state, c.error) for c in await shop.claims()] == [
        ("failed", "ACCOUNT_ABNORMAL"), ("shared", None),
    ]  # fmt: skip
    await shop.at_wechat()


async def test_a_receiver_taken_away_at_wechat_is_told_again(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await actions.forget_receiver(shop.db, shop.tenant, supplier)
    await shop.released()
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {"buyers": -10_000, "shared": 2000, "earned": 8000}


async def test_a_split_that_wechat_never_takes_is_given_up_by_a_person(shop):
    """The merchant has lowered at WeChat what it may share."""
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    limit = {"max_ratio": 1000}
    await shop.world.ask("POST", f"/merchants/{shop.merchant['mchid']}", json=limit)
    with pytest.raises(NothingToRetry):
        await actions.give_up_shares(shop.db, shop.staff, shop.order)
    await shop.minutes(2)
    await shop.complete()
    await shop.minutes(60 * 7, rounds=16)
    known = await shop.guarantee()
    assert (known.held, "分账金额超出最大分账比例" in known.error) == ("failed", True)
    assert await shop.balances() == {"buyers": -10_000, "guaranteed": 10_000}
    await actions.give_up_shares(shop.db, shop.staff, shop.order)
    async with shop.db.read(shop.tenant) as session:
        assert "release.without_shares" in await session.all(ACTS)
    await shop.settle()
    await shop.minutes(1, rounds=2)
    assert await shop.balances() == {"buyers": -10_000, "earned": 10_000}
    assert [(c.state, c.error) for c in await shop.claims()] == [("failed", "CLOSED")]
    assert await shop.at_wechat() == (10_000, 0, 0)


async def test_keys_of_another_merchant_wait_for_what_is_frozen(shop):
    await shop.pay()
    other = keys_of(await shop.world.merchant("别家"))
    with pytest.raises(MerchantInUse):
        await shop.write(actions.save_keys, other)
    await shop.released()
    await shop.write(actions.save_keys, other)


async def test_the_keys_test_says_whether_payments_can_be_guaranteed(shop):
    tested = await actions.check_keys(shop.db, shop.tenant)
    assert ("guarantee", True) in [(step.name, step.ok) for step in tested.steps]


async def test_with_trade_management_wechat_waits_for_receipt(db, world, app):
    shop = await open_guaranteed(db, world, managed=True)
    await shop.pay()
    await shop.released()
    known = await shop.guarantee()
    assert (known.held, "订单处理中" in known.error) == ("releasing", True)
    assert await shop.balances() == {"buyers": -10_000, "guaranteed": 10_000}


async def test_after_thirty_days_the_books_say_that_wechat_has_let_go(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await shop.minutes(60 * 24 * 27 + 1)
    assert (await shop.guarantee()).held == "frozen"
    await shop.minutes(60 * 24 * 3)
    assert await shop.balances() == {"buyers": -10_000, "order_money": 10_000}
    assert (await shop.guarantee()).held == "unfrozen"
    assert [(c.state, c.error) for c in await shop.claims()] == [("failed", "UNFROZEN")]
    refund = await shop.refund(1000)
    await shop.minutes(1, rounds=2)
    assert await shop.refund_state(refund) == "succeeded"
    await shop.complete()
    assert await shop.balances() == {"buyers": -9000, "earned": 9000}
    await shop.at_wechat()


async def test_a_refund_after_the_release_takes_merchants_shares_back_first(shop):
    mchid, supplier = await shop.partner()
    _, promoter = await shop.person()
    await shop.pay()
    await shop.claim(supplier, 2000, "a")
    await shop.claim(promoter, 1000, "b")
    await shop.released()
    refund = await shop.refund(5000)
    await shop.settle()
    assert await shop.refund_state(refund) == "requested"
    await shop.minutes(1, rounds=2)
    assert await shop.refund_state(refund) == "succeeded"
    assert await shop.balances() == {"buyers": -5000, "shared": 2000, "earned": 3000}
    assert [(r.amount_fen, r.state) for r in await shop.returns()] == [(1000, "succeeded")]
    await shop.at_wechat()
    await shop.world.ask("POST", f"/merchants/{shop.merchant['mchid']}/topup", json={"amount_fen": 1000})
    await shop.refund(5000)
    await shop.minutes(1, rounds=3)
    assert await shop.balances() == {"shared": 1000, "earned": -1000}  # what persons keep, the merchant bears
    assert (await shop.world.ask("GET", f"/merchants/{mchid}/balance"))["available_fen"] == 0


@pytest.mark.parametrize("kind", ["answer_lost", "http_5xx"])
async def test_a_share_comes_back_once_whatever_the_wire_does(shop, kind):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await shop.released()
    await shop.world.fault(kind, path_prefix="/v3/profitsharing/return-orders", times=2)
    refund = await shop.refund(10_000)
    await shop.minutes(2, rounds=6)
    assert await shop.refund_state(refund) == "succeeded"
    assert await shop.balances() == {}
    assert await shop.at_wechat() == (0, 0, 0)


async def test_a_share_that_does_not_come_back_does_not_keep_the_buyer_waiting(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await shop.released()
    await shop.released(await shop.pay(5000))
    refund = await shop.refund(10_000)
    await shop.settle()
    (wanted,) = await shop.returns()
    await shop.world.ask(
        "POST", f"/profitsharing/returns/B{wanted.id.hex}",
        json={"outcome": "FAILED", "fail_reason": "BALANCE_NOT_ENOUGH"},
    )  # fmt: skip
    await shop.minutes(1, rounds=2)
    assert await shop.refund_state(refund) == "succeeded"
    assert await shop.balances() == {"buyers": -5000, "shared": 2000, "earned": 3000}
    await shop.at_wechat()
    assert [(r.state, r.error) for r in await shop.returns()] == [("failed", "BALANCE_NOT_ENOUGH")]


async def test_a_refund_while_the_split_is_at_wechat_takes_its_part_of_it_back_afterwards(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 2000)
    await shop.minutes(2)
    await shop.complete()
    refund = await shop.refund(5000)
    await shop.minutes(1, rounds=3)
    assert await shop.refund_state(refund) == "succeeded"
    assert await shop.balances() == {"buyers": -5000, "shared": 1000, "earned": 4000}
    await shop.at_wechat()


async def test_a_refund_that_needs_what_is_being_shared_waits_for_the_release(shop):
    _, supplier = await shop.partner()
    await shop.pay()
    await shop.claim(supplier, 3000)
    await shop.minutes(2)
    await shop.complete()  # the split is at WeChat, not executed yet
    fits = await shop.refund(7000)
    more = await shop.refund(3000)
    assert await shop.balances() == {"buyers": -10_000, "guaranteed": (10_000, 7000), "earned": (0, 3000)}
    await shop.minutes(2, rounds=6)
    assert [await shop.refund_state(r) for r in (fits, more)] == ["succeeded", "succeeded"]
    assert await shop.balances() == {}
    assert await shop.at_wechat() == (0, 0, 0)
