"""Being paid and giving back exactly once, whatever the wire does: late, doubled, lost, reordered, forged."""

import asyncio
from datetime import timedelta

import pytest

from lianyi.kit.config import config
from lianyi.payments import actions, queries
from lianyi.payments.errors import MerchantInUse, PaymentNotPending, WeChatPayUnanswered
from lianyi.payments.types import Closing, Method, PaymentState, RefundState
from tests.wechat_world import keys_of


async def test_a_payment_counts_by_its_callback(shop):
    await shop.owe()
    paid = await shop.pay()
    assert (await shop.payment()).state is PaymentState.PENDING
    await shop.world.run_due()
    payment = await shop.payment()
    assert (payment.state, payment.paid_fen, payment.transaction_id) == (
        PaymentState.SUCCEEDED, 9900, paid["transaction_id"],
    )  # fmt: skip
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0)}
    assert await shop.facts() == ["payment_succeeded"]
    assert await shop.notices() == ["pays"]


async def test_the_pay_sheet_is_answered_the_same_while_it_is_valid(shop):
    await shop.owe()
    first, second = await shop.prepay(), await shop.prepay()
    assert first.params["package"] == second.params["package"]
    await shop.world.advance(timedelta(minutes=1))
    assert (await shop.prepay()).params["package"] == first.params["package"]


async def test_a_doubled_callback_pays_once(shop):
    await shop.owe()
    await shop.world.fault("doubled", event="TRANSACTION.SUCCESS", value=3)
    await shop.pay()
    await shop.world.run_due()
    deliveries = await shop.world.deliveries(mchid=shop.merchant["mchid"])
    assert len(deliveries) == 3
    for delivery in deliveries:
        await shop.world.ask("POST", f"/deliveries/{delivery['id']}/resend")
    await shop.world.run_due()
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0)}
    assert await shop.facts() == ["payment_succeeded"]


async def test_a_forged_callback_moves_nothing_and_the_true_one_does(shop):
    await shop.owe()
    await shop.world.fault("forged", event="TRANSACTION.SUCCESS")
    await shop.pay()
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.PENDING
    assert await shop.balances() == {}
    (delivery,) = await shop.world.deliveries(mchid=shop.merchant["mchid"])
    assert delivery["attempts"][0]["status"] == 401
    await shop.world.advance(timedelta(seconds=16))
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.SUCCEEDED


async def test_a_late_callback_still_pays(shop):
    await shop.owe()
    await shop.world.fault("late", event="TRANSACTION.SUCCESS", value=60)
    await shop.pay()
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.PENDING
    await shop.world.advance(timedelta(seconds=61))
    await shop.world.run_due()
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0)}


async def test_a_payments_callback_after_its_refunds_changes_nothing(shop, settle):
    await shop.owe()
    await shop.world.fault("late", event="TRANSACTION.SUCCESS", value=600)
    await shop.pay()
    await actions.ask_wechat(shop.db, shop.tenant, shop.order)
    await shop.refund(9900)
    await settle()
    await shop.world.advance(timedelta(seconds=30))
    await shop.world.run_due()
    assert await shop.balances() == {"buyers": (0, 0), "order_money": (0, 0)}
    await shop.world.advance(timedelta(seconds=600))
    await shop.world.run_due()
    assert (await shop.notices())[-1] == "known"
    assert await shop.balances() == {"buyers": (0, 0), "order_money": (0, 0)}


async def test_a_lost_callback_is_found_by_polling(shop, settle):
    await shop.owe()
    await shop.world.fault("lost", event="TRANSACTION.SUCCESS", times=None)
    await shop.pay()
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.PENDING
    await shop.world.advance(timedelta(seconds=6))
    await settle()
    assert (await shop.payment()).state is PaymentState.SUCCEEDED
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0)}


async def test_callback_and_query_at_the_same_moment_pay_once(shop):
    await shop.owe()
    await shop.pay()
    await asyncio.gather(
        shop.world.run_due(), *(actions.ask_wechat(shop.db, shop.tenant, shop.order) for _ in range(5))
    )
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0)}
    assert await shop.facts() == ["payment_succeeded"]


async def test_certificate_mode_is_understood_too(shop):
    await shop.world.ask(
        "POST", f"/merchants/{shop.merchant['mchid']}", json={"callback_mode": "certificate"}
    )
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.SUCCEEDED


async def test_closing_is_done_at_wechat_first(shop):
    await shop.owe()
    client = await shop.prepay()
    assert await actions.close(shop.db, shop.tenant, shop.order) is Closing.CLOSED
    assert (await shop.payment()).state is PaymentState.CLOSED
    with pytest.raises(Exception, match="409"):
        await shop.pay(client)
    assert await shop.facts() == ["payment_closed"]


async def test_closing_what_was_paid_takes_the_payment(shop):
    await shop.owe()
    await shop.pay()
    assert await actions.close(shop.db, shop.tenant, shop.order) is Closing.PAID
    assert (await shop.payment()).state is PaymentState.SUCCEEDED
    assert await shop.facts() == ["payment_succeeded"]


async def test_no_answer_while_closing_changes_nothing(shop):
    await shop.owe()
    await shop.prepay()
    await shop.world.fault("http_5xx", path_prefix="/v3/pay/transactions/out-trade-no")
    with pytest.raises(WeChatPayUnanswered):
        await actions.close(shop.db, shop.tenant, shop.order)
    assert (await shop.payment()).state is PaymentState.PENDING


async def test_a_lost_answer_to_the_order_call_keeps_its_number(shop):
    await shop.owe()
    await shop.world.fault("answer_lost", path_prefix="/v3/pay/transactions/jsapi")
    with pytest.raises(WeChatPayUnanswered):
        await shop.prepay()
    await shop.pay(await shop.prepay())
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.SUCCEEDED
    orders = await shop.world.ask("GET", "/orders", params={"mchid": shop.merchant["mchid"]})
    assert len(orders["orders"]) == 1


async def test_paying_twice_by_two_ways_gives_the_second_back(shop, settle):
    await shop.owe()
    mini, native = await shop.prepay(), await shop.prepay(Method.NATIVE)
    await shop.pay(mini)
    await shop.world.pay(code_url=native.code_url, person=shop.buyer["id"])
    await shop.world.run_due()
    assert (await shop.balances())["stray"] == (9900, 9900)
    await settle()
    await shop.world.advance(timedelta(seconds=10))
    await shop.world.run_due()
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0), "stray": (0, 0)}
    buyer = await shop.world.ask("GET", f"/people/{shop.buyer['id']}")
    assert buyer["balance_fen"] == shop.buyer["balance_fen"] - 9900


async def test_money_paid_twice_goes_back_also_when_wechat_closes_its_first_refund(shop, settle):
    await shop.owe()
    mini, native = await shop.prepay(), await shop.prepay(Method.NATIVE)
    await shop.pay(mini)
    await shop.world.pay(code_url=native.code_url, person=shop.buyer["id"])
    await shop.world.run_due()
    await settle()
    found = await shop.world.ask("GET", "/orders", params={"mchid": shop.merchant["mchid"]})
    (number,) = [one["out_refund_no"] for order in found["orders"] for one in order["refunds"]]
    where = {"mchid": shop.merchant["mchid"]}
    await shop.world.ask("POST", f"/refunds/{number}", params=where, json={"outcome": "CLOSED"})
    await shop.world.run_due()
    await settle()
    assert (await shop.balances())["stray"] == (9900, 9900)
    for _ in range(2):
        await shop.world.advance(timedelta(days=1))
        await settle()
        await shop.world.run_due()
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (9900, 0), "stray": (0, 0)}
    buyer = await shop.world.ask("GET", f"/people/{shop.buyer['id']}")
    assert buyer["balance_fen"] == shop.buyer["balance_fen"] - 9900


async def test_a_new_price_closes_the_old_number_and_asks_for_the_new_amount(shop, settle):
    await shop.owe()
    old = await shop.prepay()
    async with shop.db.write(shop.tenant) as session:
        await actions.reprice(session, shop.order, 8800)
    await settle()
    with pytest.raises(Exception, match="409"):
        await shop.pay(old)
    await shop.pay()
    await shop.world.run_due()
    assert await shop.balances() == {"buyers": (-8800, 0), "order_money": (8800, 0)}


async def test_an_old_price_paid_in_the_gap_goes_back(shop, settle):
    await shop.owe()
    await shop.pay()
    async with shop.db.write(shop.tenant) as session:
        await actions.reprice(session, shop.order, 8800)
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.PENDING
    await settle()
    await shop.world.advance(timedelta(seconds=10))
    await shop.world.run_due()
    assert (await shop.balances())["buyers"] == (0, 0)


async def test_a_paid_payment_cannot_be_paid_or_repriced(shop):
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    with pytest.raises(PaymentNotPending):
        await shop.prepay()
    with pytest.raises(PaymentNotPending):
        async with shop.db.write(shop.tenant) as session:
            await actions.reprice(session, shop.order, 1)
    assert (await shop.payment()).amount_fen == 9900


async def test_release_makes_it_the_merchants_own_once(shop, settle):
    await shop.owe()
    await shop.pay()
    await shop.world.run_due()
    await shop.refund(900)
    for _ in range(2):
        async with shop.db.write(shop.tenant) as session:
            await actions.release(session, shop.order)
    assert await shop.balances() == {"buyers": (-9900, 0), "order_money": (900, 900), "earned": (9000, 0)}
    await shop.refund(100)
    assert (await shop.balances())["earned"] == (9000, 100)


async def test_keys_are_tried_and_told_in_steps(shop):
    good = await actions.check_keys(shop.db, shop.tenant)
    told = [(step.name, step.ok, step.detail) for step in good.steps]
    assert good.ok
    assert told == [(name, True, "") for name in ("shape", "signature", "answer", "complaints")]
    async with shop.db.write(shop.tenant) as session:
        await actions.save_keys(session, keys_of({**shop.merchant, "merchant_serial_no": "0" * 40}))
    bad = await actions.check_keys(shop.db, shop.tenant)
    assert (bad.ok, [(step.name, step.ok) for step in bad.steps]) == (
        False,
        [("shape", True), ("signature", False)],
    )
    assert bad.steps[-1].detail.startswith("SIGN_ERROR: ")


async def test_h5_and_native_hand_out_their_addresses(shop):
    await shop.owe()
    h5, native = await shop.prepay(Method.H5), await shop.prepay(Method.NATIVE)
    browser = await actions.prepay(
        shop.db, shop.tenant, shop.order, Method.BROWSER, openids={}, client_ip="203.0.113.9",
        return_url="http://shop.test/s/demo/#/paid",
    )  # fmt: skip
    assert h5.h5_url.startswith(shop.world.url)
    assert native.code_url.startswith("weixin://wxpay/bizpayurl?pr=")
    assert browser.cashier_url.endswith("&redirect_url=http%3A%2F%2Fshop.test%2Fs%2Fdemo%2F%23%2Fpaid")
    for where, comes_back in (
        (f"{config().public_url}/s/demo/#/paid", True),
        ("https://evil.example/", False),
    ):
        again = await actions.prepay(
            shop.db, shop.tenant, shop.order, Method.H5, openids={}, client_ip="203.0.113.9", return_url=where
        )
        assert ("redirect_url=" in again.h5_url) is comes_back
    await shop.world.pay(h5_url=h5.h5_url, person=shop.buyer["id"])
    await shop.world.run_due()
    assert (await shop.payment()).method == "h5"


async def test_an_attempt_begun_while_wechat_closes_another_is_closed_too(shop):
    await shop.owe()
    await shop.prepay()
    await shop.world.fault("slow", value=1, path_prefix="/v3/pay/transactions/out-trade-no/")
    closing = asyncio.create_task(actions.close(shop.db, shop.tenant, shop.order))
    for _ in range(20):  # until WeChat has been asked and is thinking
        await shop.payment()
    await shop.prepay(Method.NATIVE)
    assert await closing is Closing.CLOSED
    async with shop.db.read(shop.tenant) as session:
        attempts = await queries.attempts(session, (await shop.payment()).id)
    assert [(a.method, a.state) for a in attempts] == [("mini", "closed"), ("native", "closed")]
    assert await shop.facts() == ["payment_closed"]


async def save_other_keys(shop):
    other = await shop.world.merchant("别家")
    async with shop.db.write(shop.tenant) as session:
        await actions.save_keys(session, keys_of(other))
    return other


async def test_keys_of_another_merchant_wait_for_the_money_that_is_under_way(shop):
    """With them nobody could confirm, close or give back what the payer pays to the old one."""
    await shop.owe()
    client = await shop.prepay()
    with pytest.raises(MerchantInUse):
        await save_other_keys(shop)
    async with shop.db.write(shop.tenant) as session:  # new keys of the same merchant are always welcome
        await actions.save_keys(session, keys_of(shop.merchant))
    await shop.pay(client)
    await shop.world.run_due()
    assert (await shop.payment()).state is PaymentState.SUCCEEDED
    refund = await shop.refund(9900)
    with pytest.raises(MerchantInUse):
        await save_other_keys(shop)
    await actions.advance_refund(shop.db, shop.tenant, refund)
    await shop.world.advance(timedelta(seconds=10))
    await shop.world.run_due()
    assert await shop.refund_state(refund) == RefundState.SUCCEEDED
    other = await save_other_keys(shop)
    async with shop.db.read(shop.tenant) as session:
        assert (await queries.pay_keys(session)).mchid == other["mchid"]
