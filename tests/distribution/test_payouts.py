"""Pay-outs from the request to the person's wallet, and every way back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import real_names
from lianyi.distribution.errors.payouts import (
    NotEnoughAvailable,
    NothingReady,
    NothingToConfirm,
    PayoutNotPossible,
    PayoutOpen,
    PayoutTooLarge,
    PayoutTooSmall,
    RealNameInUse,
    RealNameMissing,
    TooManyPayouts,
)
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.types.payouts import Item
from tests.payout_world import open_payouts


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


async def test_it_is_held_looked_at_sent_confirmed_and_arrives(paying):
    await paying.grant(300_000)
    had = await paying.wallet()
    payout_id = await paying.ask(300_000)
    assert await paying.available() == 0
    assert await paying.state(payout_id) == "review"
    await paying.write(actions.approve, paying.shop.staff, [payout_id])
    await paying.send(payout_id)
    assert await paying.at_wechat() == []
    await paying.settle()
    found = await paying.payout(payout_id)
    assert (found.state.value, found.tax_fen, found.net_fen) == ("confirming", 44_000, 256_000)
    assert found.package_info
    (transfer,) = await paying.at_wechat()
    assert (transfer["out_bill_no"], transfer["transfer_amount"]) == (payout_id.hex, 256_000)
    assert transfer["has_name"]
    await paying.explained()
    await paying.confirm(payout_id)
    await paying.arrive()
    assert await paying.state(payout_id) == "paid"
    assert await paying.wallet() == had + 256_000
    books = await paying.shop.balances()
    assert (books["paid_out"], books["tax_withheld"], books["earned"]) == (256_000, 44_000, -300_000)
    await paying.explained()
    steps = [one.state.value for one in await paying.read(reads.steps, payout_id)]
    assert steps == ["review", "ready", "sending", "confirming", "paid"]
    assert (await paying.read(tax_reads.real_name, paying.payee.person_id)).verified_at is not None


async def test_a_small_one_needs_no_review(paying):
    await paying.rules(auto_below_fen=20_000)
    await paying.grant(30_000)
    assert await paying.state(await paying.ask(20_000)) == "ready"


async def test_somebody_suspended_is_always_looked_at(paying):
    await paying.rules(auto_below_fen=20_000)
    await paying.grant(30_000)
    assert await paying.state(await paying.ask(10_000, replace(paying.payee, state="suspended"))) == "review"


async def test_it_pays_exactly_the_commissions_that_it_names(paying):
    lines = [await paying.grant(fen) for fen in (1000, 2000, 4000)]
    payout_id = await paying.paid(2500)
    items = await paying.read(reads.items, payout_id)
    assert {one.commission_id: one.amount_fen for one in items} == {lines[0]: 1000, lines[1]: 1500}
    left = await paying.read(reads.payables, [paying.payee.shopkeeper_id])
    assert [(one.commission_id, one.amount_fen) for one in left] == [(lines[1], 500), (lines[2], 4000)]
    again = await paying.paid(4500)
    assert sum(one.amount_fen for one in await paying.read(reads.items, again)) == 4500
    assert await paying.read(reads.payables, [paying.payee.shopkeeper_id]) == []
    await paying.explained()


async def test_what_was_paid_and_taken_back_is_owed_by_the_next(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    assert await paying.available() == -600
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(100)
    second = await paying.grant(1500)
    assert await paying.available() == 900
    payout_id = await paying.paid(900)
    items = await paying.read(reads.items, payout_id)
    assert sorted(items, key=lambda one: one.amount_fen) == [Item(first, -600), Item(second, 1500)]
    await paying.explained()


@pytest.mark.parametrize(
    ("asked", "rules", "refusal"),
    [
        (50, {}, PayoutTooSmall),
        (100_001, {}, NotEnoughAvailable),
        (60_000, {"max_fen": 50_000, "day_fen": 50_000, "month_fen": 50_000}, PayoutTooLarge),
        (105, {"fee_fen": 90, "min_fen": 100, "fee_bp": 600}, PayoutTooSmall),
    ],
)
async def test_limits_refuse_and_move_nothing(paying, asked, rules, refusal):
    await paying.rules(**rules)
    await paying.grant(100_000)
    before = await paying.shop.balances()
    with pytest.raises(refusal):
        await paying.ask(asked)
    assert await paying.shop.balances() == before


async def test_a_day_and_a_month_have_limits(paying):
    await paying.rules(max_fen=20_000, day_fen=30_000, month_fen=50_000, day_count=2)
    await paying.grant(200_000)
    await paying.paid(20_000)
    with pytest.raises(PayoutTooLarge):
        await paying.ask(15_000)
    await paying.paid(10_000)
    with pytest.raises(PayoutTooLarge):
        await paying.ask(100)
    await paying.world.advance(timedelta(days=1))
    await paying.paid(10_000)
    with pytest.raises(PayoutTooLarge):
        await paying.ask(11_000)
    await paying.paid(5_000)
    with pytest.raises(TooManyPayouts):
        await paying.ask(1_000)


async def test_one_after_the_other(paying):
    await paying.grant(10_000)
    payout_id = await paying.ask(1000)
    with pytest.raises(PayoutOpen):
        await paying.ask(1000)
    await paying.write(actions.cancel, payout_id, actions.SHOPKEEPER)
    assert await paying.state(payout_id) == "cancelled"
    assert await paying.available() == 10_000
    assert await paying.ask(1000)


async def test_without_a_real_name_nothing_is_held(paying):
    await paying.grant(10_000)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    with pytest.raises(RealNameMissing):
        await paying.ask(1000)
    assert await paying.available() == 10_000


async def test_staff_decline_with_a_reason_and_the_money_is_there_again(paying):
    await paying.grant(10_000)
    payout_id = await paying.ask(10_000)
    await paying.write(actions.refuse, paying.shop.staff, payout_id, "请先补充实名信息")
    found = await paying.payout(payout_id)
    assert (found.state.value, found.reason) == ("refused", "请先补充实名信息")
    assert await paying.available() == 10_000
    with pytest.raises(PayoutNotPossible):
        await paying.write(actions.refuse, paying.shop.staff, payout_id, "再一次")
    with pytest.raises(NothingReady):
        await paying.write(actions.approve, paying.shop.staff, [payout_id])
    await paying.explained()


async def test_a_refund_before_it_leaves_sends_it_back(paying):
    line = await paying.grant(10_000)
    payout_id = await paying.ready(10_000)
    await paying.take_back(line, 4_000)
    await paying.send(payout_id)
    found = await paying.payout(payout_id)
    assert (found.state.value, found.reason) == ("refused", "OWED_BACK")
    assert await paying.available() == 6_000
    assert await paying.at_wechat() == []
    await paying.explained()
    again = await paying.paid(6_000)
    assert await paying.read(reads.items, again) == [Item(line, 6_000)]
    await paying.explained()


async def test_a_refund_after_it_left_is_owed(paying):
    line = await paying.grant(10_000)
    payout_id = await paying.sent(10_000)
    await paying.take_back(line, 4_000)
    await paying.confirm(payout_id)
    await paying.arrive()
    assert await paying.state(payout_id) == "paid"
    assert await paying.available() == -4_000
    await paying.explained()


async def test_a_day_without_confirmation_gives_it_back(paying):
    await paying.grant(10_000)
    payout_id = await paying.sent(10_000)
    confirm = reads.confirmation(await paying.payout(payout_id))
    assert (confirm.mch_id, confirm.app_id) == (paying.mchid, paying.shop.merchant["mini_appid"])
    assert confirm.until == (await paying.payout(payout_id)).sent_at + timedelta(hours=24)
    await paying.arrive(24 * 3600 + 5)
    found = await paying.payout(payout_id)
    assert (found.state.value, found.reason) == ("failed", "OVERDUE_CLOSE")
    assert await paying.available() == 10_000
    with pytest.raises(NothingToConfirm):
        reads.confirmation(found)
    assert await paying.read(tax_reads.month, date(2026, 3, 1)) is None
    await paying.explained()
    assert await paying.state(await paying.paid(10_000)) == "paid"


async def test_a_wrong_name_gives_it_back_and_says_so(paying):
    await paying.grant(10_000)
    person = paying.wechat["id"]
    await paying.world.ask("PUT", f"/people/{person}/real-name", json={"name": "王五"})
    payout_id = await paying.paid(10_000)
    found = await paying.payout(payout_id)
    assert (found.state.value, found.reason) == ("failed", "NAME_NOT_CORRECT")
    assert (await paying.read(tax_reads.real_name, paying.payee.person_id)).verified_at is None
    await paying.name("王五")
    assert await paying.state(await paying.paid(10_000)) == "paid"
    await paying.explained()


async def test_it_can_be_withdrawn_until_it_is_confirmed(paying):
    await paying.grant(20_000)
    payout_id = await paying.sent(10_000)
    await paying.write(actions.cancel, payout_id, actions.SHOPKEEPER)
    await paying.settle()
    assert await paying.state(payout_id) == "cancelling"
    await paying.arrive()
    assert await paying.state(payout_id) == "cancelled"
    assert await paying.available() == 20_000
    confirmed = await paying.sent(10_000)
    await paying.confirm(confirmed)
    await paying.write(actions.cancel, confirmed, actions.SHOPKEEPER)
    await paying.settle()
    await paying.arrive()
    assert await paying.state(confirmed) == "paid"
    await paying.explained()


async def test_a_name_stays_while_money_is_on_its_way(paying):
    await paying.grant(20_000)
    await paying.sent(10_000)
    with pytest.raises(RealNameInUse):
        await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    with pytest.raises(RealNameInUse):
        await paying.name("王五")


async def test_a_batch_sends_what_is_ready_within_the_day(paying):
    await paying.rules(max_fen=50_000, batch_day_fen=60_000)
    payee, _ = await paying.another()
    await paying.grant(50_000)
    await paying.grant(50_000, payee)
    one, other = await paying.ready(50_000), await paying.ready(40_000, payee)
    await paying.send(one, other)
    states = {await paying.state(one), await paying.state(other)}
    assert states == {"sending", "ready"}
    with pytest.raises(NothingReady):
        await paying.send(one)
    await paying.explained(payee)


async def test_a_fee_stays_with_the_shop(paying):
    await paying.rules(fee_fen=50, fee_bp=100)
    await paying.grant(100_000)
    payout_id = await paying.paid(100_000)
    found = await paying.payout(payout_id)
    assert (found.fee_fen, found.tax_fen, found.net_fen) == (1050, 4000, 94_950)
    books = await paying.shop.balances()
    assert (books["earned"], books["commission_promised"]) == (-98_950, 0)
    await paying.explained()
