"""The other path: commission as a share of the order's frozen money, when it is completed."""

from datetime import timedelta

import pytest_asyncio

from lianyi.distribution.actions.real_names import withdraw_real_name
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.types.payouts import Path
from lianyi.distribution.types.plans import Rule
from lianyi.kit import jobs
from lianyi.kit.ids import new_id
from lianyi.orders import jobs as order_jobs
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads
from lianyi.payments.queries import guarantee
from tests.commission_world import customer_of, receive, save_plan
from tests.payout_world import open_payouts


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    """Under the guarantee, with a plan of 20 %; 1,000.00 yuan a piece."""
    await shop.settings(guarantee=True)
    await shop.world.ask("POST", f"/apps/{shop.merchant['mini_appid']}", json={"trade_managed": False})
    found = await open_payouts(shop)
    await shop.stock_up(100_000, 50)
    await save_plan(shop, Rule("tenant", None, rate_bp=2000), freeze_days=7)
    await found.rules(path=Path.SHARING)
    return found


async def sold(paying, quantity=2):
    """An order that the shopkeeper brought, received; nothing is completed yet."""
    who = await customer_of(paying.shop, paying.body)
    order = await paying.shop.place(0, quantity, shopper=who)
    await paying.shop.tell()
    await paying.shop.pay(order.id)
    await receive(paying.shop, order.id, who)
    return order


async def begun(paying):
    """The order is completed and its facts are told; no job has run."""
    await paying.world.advance(timedelta(days=8))
    await order_jobs.complete_by_time(paying.db, paying.tenant)
    await paying.shop.tell()


async def completed(paying):
    await begun(paying)
    await paying.settle()
    await released(paying)


async def released(paying):
    """The sweeps of both sides until nothing moves."""
    for _ in range(4):
        for item in jobs.sweeps():
            if "payments.jobs" in item.name or item.name.endswith("settle_shares"):
                await jobs.run_sweep(paying.db, item, [paying.tenant])
        await paying.settle()
        await paying.world.advance(timedelta(seconds=30))
        await paying.world.run_due()
    await paying.settle()


async def payouts(paying):
    async with paying.db.read(paying.tenant) as session:
        found = await reads.own_payouts(session, paying.payee.person_id, None, 10)
    return [(one.state.value, one.path.value, one.gross_fen, one.tax_fen, one.net_fen) for one in found]


async def test_the_completion_pays_the_share_less_its_tax(paying):
    had = await paying.wallet()
    order = await sold(paying, 5)
    await completed(paying)
    assert await payouts(paying) == [("paid", "sharing", 100_000, 4_000, 96_000)]
    (claim,) = await paying.read(guarantee.claims, order.id)
    assert (claim.state.value, claim.due_fen) == ("shared", 96_000)
    assert await paying.wallet() == had + 96_000
    books = await paying.shop.balances()
    assert (books["shared"], books["tax_withheld"], books["earned"]) == (96_000, 4_000, 400_000)
    assert books["commission_available"] == books["payout_held"] == books["commission_promised"] == 0
    await paying.explained()


async def test_two_orders_of_a_month_are_one_time(paying):
    await sold(paying, 5)
    await sold(paying, 5)
    await completed(paying)
    assert sorted(tax for *_, tax, _ in await payouts(paying)) == [4_000, 20_000]
    await paying.explained()


async def test_without_a_real_name_it_waits_to_be_asked_for(paying):
    await paying.write(withdraw_real_name, paying.payee.person_id, "mini")
    await sold(paying)
    await completed(paying)
    assert await payouts(paying) == []
    assert await paying.available() == 40_000
    await paying.name()
    assert await paying.state(await paying.paid(40_000)) == "paid"
    await paying.explained()


async def test_what_wechat_will_not_share_is_available_again(paying):
    order = await sold(paying)
    await begun(paying)
    await paying.settle()
    payment = await paying.read(payment_reads.of_order, order.id)
    openid = paying.wechat["openids"][paying.shop.merchant["mini_appid"]]
    closes = {"outcome": {openid: "CLOSED"}, "fail_reason": "RECEIVER_HIGH_RISK"}
    path = f"/profitsharing/S{payment.id.hex}"
    await paying.world.ask("POST", path, params={"mchid": paying.mchid}, json=closes)
    await released(paying)
    assert [one[:2] for one in await payouts(paying)] == [("failed", "sharing")]
    assert await paying.available() == 40_000
    await paying.explained()


async def test_a_refund_before_the_split_makes_the_share_smaller(paying):
    order = await sold(paying, 5)
    await begun(paying)
    assert [one[:3] for one in await payouts(paying)] == [("sharing", "sharing", 100_000)]
    await paying.write(payments.request_refund, order.id, new_id(), 250_000, "补偿")
    await released(paying)
    assert await payouts(paying) == [("paid", "sharing", 52_000, 4_000, 48_000)]
    assert await paying.available() == 48_000
    await paying.explained()


async def test_an_order_that_goes_back_whole_gives_no_share(paying):
    order = await sold(paying, 5)
    await begun(paying)
    await paying.write(payments.request_refund, order.id, new_id(), 500_000, "全退")
    await released(paying)
    assert [one[0] for one in await payouts(paying)] == ["failed"]
    await paying.explained()


async def test_a_window_that_is_longer_than_the_orders_is_paid_by_transfer(paying):
    await save_plan(paying.shop, Rule("tenant", None, rate_bp=2000), seen=1, freeze_days=20)
    await sold(paying)
    await completed(paying)
    assert await payouts(paying) == []


async def test_a_shop_without_the_guarantee_pays_by_transfer(paying):
    await paying.shop.settings(guarantee=False)
    await sold(paying)
    await completed(paying)
    assert await payouts(paying) == []
    assert await paying.available() == 40_000
