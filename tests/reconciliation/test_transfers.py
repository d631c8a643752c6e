"""Pay-outs in the fund-flow bill: a transfer is found by our number and by WeChat's, and the balance holds."""

import pytest_asyncio

from tests.payout_world import open_payouts
from tests.reconciliation.conftest import Books
from tests.selling_world import open_selling


@pytest_asyncio.fixture(loop_scope="session")
async def books(db, world):
    shop = await open_selling(db, world)
    return Books(shop)


async def pay_out(books):
    paying = await open_payouts(books.shop)
    await paying.grant(300_000)
    return paying


async def test_a_pay_out_matches_and_what_is_set_aside_for_tax_stays_at_wechat(books):
    paying = await pay_out(books)
    day = books.today
    await paying.paid(300_000)
    await books.reconcile()
    assert await books.differences() == []
    lines = {(line.type.value, line.amount_fen): line.state.value for line in await books.lines(day, "funds")}
    assert lines == {("topup", 10_000_000): "matched", ("transfer", -256_000): "matched"}
    held = await books.balances()
    assert held["earned"] + held["tax_withheld"] == await books.at_wechat() == 10_000_000 - 256_000


async def test_one_under_way_is_no_difference(books):
    paying = await pay_out(books)
    await paying.sent(300_000)
    await books.reconcile()
    assert await books.differences() == []


async def test_one_that_nobody_told_us_of_waits_until_it_is_heard(books):
    paying = await pay_out(books)
    await books.world.fault("lost", times=None, event="MCHTRANSFER.BILL.FINISHED")
    payout_id = await paying.sent(300_000)
    await paying.confirm(payout_id)
    await books.reconcile()
    day = books.today
    assert await paying.state(payout_id) == "confirming"
    await paying.sweep()
    assert await paying.state(payout_id) == "paid"
    await books.reconcile()
    assert await books.differences() == []
    assert day < books.today


async def test_what_another_system_transfers_is_shown(books):
    paying = await pay_out(books)
    await paying.paid(300_000)
    day = books.today
    await books.plant(day.isoformat(), "extra_row", "fundflow", number="TX1", delta_fen=-5000)
    await books.reconcile()
    assert len(await books.differences()) >= 1
