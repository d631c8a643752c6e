"""The wire of pay-outs, disturbed: answers lost, notices lost, doubled, forged, late; noes of every kind."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import transfers
from lianyi.distribution.queries import tax as tax_reads
from lianyi.kit.db import Statement
from lianyi.payments import actions as payments
from lianyi.payments.errors import MerchantInUse
from lianyi.wechat.transfers import BillState, query_transfer
from tests.payout_world import open_payouts
from tests.wechat_world import keys_of

CREATE = "/v3/fund-app/mch-transfer/transfer-bills"
NOTICES = Statement(
    "select outcome from distribution_transfer_notice where tenant_id = %(tenant)s order by at, id", str
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


async def notices(paying):
    async with paying.db.read(paying.tenant) as session:
        return await session.all(NOTICES)


async def later(paying, seconds=10):
    await paying.world.advance(timedelta(seconds=seconds))
    await paying.sweep()


@pytest.mark.parametrize("kind", ["answer_lost", "lost", "http_5xx", "forged"])
async def test_an_answer_that_is_lost_costs_seconds_not_money(paying, kind):
    await paying.world.fault(kind, path_prefix=CREATE)
    await paying.grant(300_000)
    payout_id = await paying.ready(300_000)
    await paying.send(payout_id)
    await paying.settle()
    found = await paying.payout(payout_id)
    assert (found.state.value, found.package_info, found.tries) == ("sending", None, 1)
    assert found.error
    await later(paying)
    found = await paying.payout(payout_id)
    assert (found.state.value, found.error) == ("confirming", None)
    assert found.package_info
    assert len(await paying.at_wechat()) == 1
    await paying.confirm(payout_id)
    await paying.arrive()
    assert await paying.state(payout_id) == "paid"
    await paying.explained()


async def test_a_lost_notice_is_asked_for(paying):
    await paying.world.fault("lost", event="MCHTRANSFER.BILL.FINISHED")
    await paying.grant(10_000)
    payout_id = await paying.paid(10_000)
    assert await paying.state(payout_id) == "confirming"
    await later(paying, 60)
    assert await paying.state(payout_id) == "paid"
    await paying.explained()


async def test_a_doubled_notice_is_booked_once(paying):
    await paying.world.fault("doubled", event="MCHTRANSFER.BILL.FINISHED", value=3)
    await paying.grant(10_000)
    payout_id = await paying.paid(10_000)
    assert await paying.state(payout_id) == "paid"
    assert sorted(await notices(paying)) == ["success"]
    await paying.explained()


async def test_a_forged_notice_is_believed_by_nobody(paying):
    await paying.world.fault("forged", event="MCHTRANSFER.BILL.FINISHED")
    await paying.grant(10_000)
    payout_id = await paying.paid(10_000)
    assert await paying.state(payout_id) == "confirming"
    assert await notices(paying) == []
    await paying.arrive(20)
    assert await paying.state(payout_id) == "paid"


async def test_a_merchant_that_is_short_waits_and_nothing_is_lost(paying):
    balance = (await paying.world.ask("GET", f"/merchants/{paying.mchid}/balance"))["available_fen"]
    await paying.world.ask("POST", f"/merchants/{paying.mchid}/withdraw", json={"amount_fen": balance})
    await paying.grant(10_000)
    payout_id = await paying.sent(10_000)
    found = await paying.payout(payout_id)
    assert (found.state.value, found.wechat_state) == ("sending", "PROCESSING")
    await paying.fund()
    await paying.world.run_due()
    await later(paying)
    await later(paying, 20)
    assert await paying.state(payout_id) == "confirming"
    assert (await paying.payout(payout_id)).package_info
    await paying.explained()


async def test_what_the_merchant_must_mend_is_asked_again_and_can_be_withdrawn(paying):
    await paying.world.ask(
        "POST", f"/apps/{paying.shop.merchant['mini_appid']}", json={"trade_managed": False}
    )
    await paying.grant(10_000)
    payout_id = await paying.ready(10_000)
    await paying.write(_send_from, payout_id, paying.shop)
    await paying.send(payout_id)
    await paying.settle()
    found = await paying.payout(payout_id)
    assert found.state.value == "sending"
    assert found.error.startswith("APPID_MCHID_NOT_MATCH")
    for _ in range(3):
        await later(paying, 3600)
    assert await paying.state(payout_id) == "sending"
    await paying.write(actions.cancel, payout_id, "掌柜")
    await paying.settle()
    assert await paying.state(payout_id) == "cancelled"
    assert await paying.available() == 10_000
    await paying.explained()


async def test_what_is_the_persons_ends_it_at_once(paying):
    await paying.grant(10_000)
    payout_id = await paying.ready(10_000)
    await paying.write(_send_to, payout_id, "oNobody00000000000000000000")
    await paying.send(payout_id)
    await paying.settle()
    found = await paying.payout(payout_id)
    assert found.state.value == "failed"
    assert found.reason.startswith("PARAM_ERROR")
    assert await paying.available() == 10_000
    assert await paying.read(tax_reads.months) == []
    await paying.explained()


async def test_keys_of_another_merchant_wait_for_pay_outs_under_way(paying):
    """Whoever asked WeChat with them would hear that nothing was ever sent."""
    other = keys_of(await paying.world.merchant("另一个商户"))
    await paying.grant(10_000)
    payout_id = await paying.sent(10_000)
    with pytest.raises(MerchantInUse) as refused:
        await paying.write(payments.save_keys, other)
    assert refused.value.data["count"] == 1
    await paying.write(payments.save_keys, keys_of(paying.shop.merchant))
    await paying.confirm(payout_id)
    await paying.arrive()
    assert await paying.state(payout_id) == "paid"
    await paying.write(payments.save_keys, other)


async def test_keys_of_another_merchant_pay_nobody_twice(paying):
    """A batch that was sent at the very moment the keys were replaced."""
    await paying.grant(10_000)
    payout_id = await paying.sent(10_000)
    await paying.write(_sent_by, payout_id, "1900099999")
    await paying.confirm(payout_id)
    await later(paying, 60)
    found = await paying.payout(payout_id)
    assert found.error.startswith("MERCHANT_CHANGED")
    await paying.world.run_due()
    await paying.write(_sent_by, payout_id, paying.mchid)
    await later(paying, 60)
    assert await paying.state(payout_id) == "paid"
    await paying.explained()


async def test_an_answer_about_another_sum_changes_nothing(paying):
    await paying.grant(10_000)
    payout_id = await paying.sent(10_000)
    bill = await query_transfer(keys_of(paying.shop.merchant), payout_id.hex)
    wrong = replace(bill, state=BillState.SUCCESS, amount_fen=bill.amount_fen + 1)
    assert await paying.write(transfers.take, payout_id, wrong) == "mismatch"
    stranger = replace(bill, state=BillState.SUCCESS, openid="oSomebodyElse")
    assert await paying.write(transfers.take, payout_id, stranger) == "mismatch"
    assert await paying.write(transfers.take_number, replace(bill, out_bill_no="nothex")) == "unknown"
    assert await paying.state(payout_id) == "confirming"


async def _send_from(session, payout_id, shop):
    await session.run(WALLET, id=payout_id, appid="wx0000000000000000", openid=None)


async def _send_to(session, payout_id, openid):
    await session.run(WALLET, id=payout_id, appid=None, openid=openid)


async def _sent_by(session, payout_id, mchid):
    await session.run(SENT_BY, id=payout_id, mchid=mchid)


SENT_BY = Statement(
    "update distribution_payout set mchid = %(mchid)s where tenant_id = %(tenant)s and id = %(id)s"
)
WALLET = Statement(
    """
    update distribution_payout set appid = coalesce(%(appid)s, appid), openid = coalesce(%(openid)s, openid)
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
