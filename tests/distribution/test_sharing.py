"""The other path: commission as a share of the order's frozen money, when it is completed."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions.real_names import withdraw_real_name
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.types.payouts import Path
from lianyi.distribution.types.plans import Rule
from lianyi.kit import jobs
from lianyi.kit.clock import business_day
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.kit.secrets import vault
from lianyi.orders import jobs as order_jobs
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads
from lianyi.payments.queries import guarantee
from tests.commission_world import customer_of, receive, save_plan
from tests.payout_world import check_digit, open_payouts

OTHER_NUMBER = Statement(
    "update distribution_real_name set id_sealed = %(number)s where tenant_id = %(tenant)s and person_id = %(person_id)s"
)


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


@pytest.mark.parametrize("wrong", ["too young", "no number"])
async def test_a_share_that_the_rulebook_refuses_moves_nothing_and_leaves_by_no_other_way(paying, wrong):
    """The ID number in the books is of somebody a day too young, or is none, whoever put it there: nothing is claimed of
    the order's money, the commission stays theirs, and the transfer says no as well.
    """
    had = await paying.wallet()
    tomorrow = day_of_completion(paying, 18) + timedelta(days=1)
    await numbered(paying, id_number(tomorrow) if wrong == "too young" else "110105190001010000")
    order = await sold(paying, 5)
    await completed(paying)
    assert await payouts(paying) == []
    assert await paying.read(guarantee.claims, order.id) == []
    books = await paying.shop.balances()
    assert books["earned"] == 500_000
    assert not {"shared", "tax_withheld", "payout_held"} & {name for name, fen in books.items() if fen}
    assert await paying.available() == 100_000
    payout_id = await paying.ready(100_000)
    await numbered(paying, id_number(business_day(paying.db.clock.now())))
    await paying.send(payout_id)
    await paying.settle()
    assert await paying.state(payout_id) == "refused"
    assert (await paying.available(), await paying.wallet(), await paying.at_wechat()) == (100_000, had, [])
    await paying.explained()


async def test_a_share_of_somebody_who_is_of_age_that_day_is_given(paying):
    await numbered(paying, id_number(day_of_completion(paying, 18)))
    await sold(paying, 5)
    await completed(paying)
    assert await payouts(paying) == [("paid", "sharing", 100_000, 4_000, 96_000)]
    assert await paying.available() == 0
    await paying.explained()


def day_of_completion(paying, years):
    """The birthday of whoever turns so many years old on the day on which `begun` completes an order."""
    day = business_day(paying.db.clock.now() + timedelta(days=8))
    return day.replace(year=day.year - years)


def id_number(born_on):
    """An ID number of a day of birth, whose check digit holds; it belongs to nobody."""
    first = f"110105{born_on:%Y%m%d}002"
    return first + check_digit(first)


async def numbered(paying, number):
    """Another ID number under the real name that was given, as only somebody in the database could put it there."""
    sealed = vault().seal(number, tax_reads.ID_CONTEXT)
    await paying.write(_run, OTHER_NUMBER, person_id=paying.payee.person_id, number=sealed)


async def _run(session, statement, **given):
    await session.run(statement, **given)
