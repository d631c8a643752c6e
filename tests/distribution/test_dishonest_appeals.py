"""An appeal that was right is paid, by the rates of then; one that was not pays nobody."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import compliance, correcting, disputes, shopkeepers
from lianyi.distribution.actions.disputes import Appeal
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.errors.bindings import BindingRefused
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.queries import compliance as findings
from lianyi.distribution.types.plans import Grade as Paid
from lianyi.distribution.types.plans import Rule
from lianyi.distribution.types.shopkeepers import Grade
from lianyi.kit.db import Statement
from tests.commission_world import customer_of, explained, pass_days, receive, refund, save_plan, standing
from tests.payout_world import open_payouts
from tests.social.conftest import Body

PAY_OTHER = Statement(
    "update distribution_commission set shopkeeper_id = %(thief)s where tenant_id = %(tenant)s and order_id = %(order_id)s"
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


# -- an appeal that was right is paid; one that was not pays nobody ------------------------------------------------


async def appealed(shop, body, order, *, uphold=True):
    number = (await shop.order(order.id)).number
    dispute = await shop.write(disputes.appeal, await shop.principal(body), Appeal("是我介绍的", number))
    shop.db.clock.advance(timedelta(minutes=1))
    await shop.write(disputes.answer, shop.staff, dispute.id, uphold=uphold, reply="核实过")
    await shop.tell()


async def brought_by_another(paying):
    """Anna's customer's order, which an appeal made the payee's; available."""
    shop = paying.shop
    anna, first = await shop.keeper("安娜")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    order = await shop.place(2, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await appealed(shop, paying.body, order)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    return order, first


async def test_what_an_upheld_appeal_gave_is_lawful_listed_and_paid(paying):
    order, first = await brought_by_another(paying)
    shop, me = paying.shop, paying.payee
    assert await standing(shop, me.shopkeeper_id) == (0, 0, 1360, 0)
    await compliance.scan(shop.db, shop.tenant)
    assert await shop.read(findings.findings, ("open",), None, None, 50) == []
    mine = await shop.read(reads.of_places, [me.shopkeeper_id], None, None, 10)
    assert [(one.order_id, one.amount_fen) for one in mine] == [(order.id, 1360)]
    assert await shop.read(reads.of_places, [first.id], None, None, 10) == []
    payout_id = await paying.paid(1360)
    assert await paying.state(payout_id) == "paid"
    await compliance.scan(shop.db, shop.tenant)
    assert await shop.read(findings.findings, ("open",), None, None, 50) == []


async def test_an_appeal_covers_its_own_shopkeeper_and_nobody_else(paying):
    """Whoever edits the payee of such an order in the database is still found, and not paid."""
    order, _ = await brought_by_another(paying)
    shop = paying.shop
    _, thief = await shop.keeper("第三人")

    async def steal(session):
        await session.run(PAY_OTHER, thief=thief.id, order_id=order.id)

    await shop.write(steal)
    await compliance.scan(shop.db, shop.tenant)
    found = await shop.read(findings.findings, ("open",), None, None, 50)
    assert sorted(one.subject for one in found if one.rule == "paid_for_own_orders") == [
        "others_sales", "second_payees",
    ]  # fmt: skip


async def test_nobody_is_given_an_order_from_before_they_sold(shop):
    """A friend among the staff upholds whatever is asked: an order of a time when the asker did not sell stays as it is."""
    await save_plan(shop)
    body = await shop.someone("客人")
    who = shop.shopper_of(body)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    shop.db.clock.advance(timedelta(hours=1))
    late, keeper = await shop.keeper("后来的")
    with pytest.raises(BindingRefused):
        await appealed(shop, late, order)
    assert await shop.read(reads.snapshot, order.id) is None
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)


async def test_a_grade_of_today_is_not_paid_for_an_order_of_yesterday(shop):
    body, keeper = await shop.keeper("安娜")
    await shop.open_joining(grades=(Grade("店主"), Grade("金牌店主")))
    await save_plan(shop, grades=(Paid(2, 20_000),))
    order = await shop.place(1, shopper=shop.shopper_of(await shop.someone("客人")))
    await shop.tell()
    await shop.pay(order.id)
    shop.db.clock.advance(timedelta(hours=1))
    await shop.write(shopkeepers.regrade, shop.staff, keeper.id, 2, "表现好")
    await appealed(shop, body, order)
    (line,) = await shop.read(reads.of_order, order.id)
    assert (line.factor_bp, line.amount_fen) == (10_000, 680)


# -- what paid nobody only because of whom the log named -------------------------------------------------------------


async def suspended_when_placed(shop, *rules, quantity=2, **plan):
    """Anna is suspended when her customer orders: the snapshot is hers and pays nothing. Order, customer, Anna, Cora."""
    (anna, first), (cora, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop, *rules, **plan)
    who = await customer_of(shop, anna)
    await shop.write(shopkeepers.suspend, shop.staff, first.id, "核实", None)
    shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(quantity, shopper=who)
    await shop.tell()
    return order, who, first, cora, second


@pytest.mark.parametrize("stage", ["placed", "pending", "frozen", "completed"])
async def test_an_order_that_paid_nobody_pays_whoever_was_right(shop, stage):
    order, who, first, cora, second = await suspended_when_placed(shop)
    if stage != "placed":
        await shop.pay(order.id)
        await refund(shop, order.id, 1)
        assert [(one.state, one.reason) for one in await shop.read(reads.of_order, order.id)] == [
            ("void", "not_selling")
        ]
    if stage in ("frozen", "completed"):
        await receive(shop, order.id, who)
    if stage == "completed":
        await pass_days(shop, 9)
    await appealed(shop, cora, order)
    if stage == "placed":
        await shop.pay(order.id)
        await refund(shop, order.id, 1)
    if stage in ("placed", "pending"):
        await receive(shop, order.id, who)
    (line,) = await shop.read(reads.of_order, order.id)
    assert (line.shopkeeper_id, line.reason, line.worked_fen, line.left_fen) == (second.id, "", 1360, 680)
    await pass_days(shop, 9)
    assert (await standing(shop, first.id), await standing(shop, second.id)) == ((0, 0, 0, 0), (0, 0, 680, 0))
    assert (await shop.read(reads.snapshot, order.id)).shopkeeper_id == first.id
    await explained(shop)
    assert (await replay(shop.db, shop.tenant)).differences == ()
    await compliance.scan(shop.db, shop.tenant)
    assert await shop.read(findings.findings, ("open",), None, None, 50) == []


async def test_what_it_pays_is_worked_out_by_the_rates_and_the_grade_of_then_and_capped(shop):
    """A later plan, a later grade and a later cost change nothing; the cap of then holds."""
    rule = Rule("tenant", None, rate_bp=2000, cap_fen=1500)
    order, _, _, cora, second = await suspended_when_placed(shop, rule, grades=(Paid(2, 15_000),))
    await shop.pay(order.id)
    shop.db.clock.advance(timedelta(minutes=1))
    await save_plan(shop, Rule("tenant", None, rate_bp=100), seen=1)
    await shop.open_joining(grades=(Grade("店主"), Grade("金牌店主")))
    await shop.write(shopkeepers.regrade, shop.staff, second.id, 2, "表现好")
    await appealed(shop, cora, order)
    (line,) = await shop.read(reads.of_order, order.id)
    assert (line.rate_bp, line.factor_bp, line.worked_fen, line.amount_fen, line.reason) == (
        2000, 10_000, 2720, 1500, "cap",
    )  # fmt: skip
    assert await standing(shop, second.id) == (1500, 0, 0, 0)


async def test_told_twice_it_pays_once_and_whoever_came_later_is_given_nothing(shop):
    order, who, _, cora, second = await suspended_when_placed(shop)
    await shop.pay(order.id)
    shop.db.clock.advance(timedelta(minutes=1))
    dora, third = await shop.keeper("后来的")
    with pytest.raises(BindingRefused):
        await appealed(shop, dora, order)
    await appealed(shop, cora, order)
    line = (await shop.log(Body(None, who.person)))[-1]
    fact = OwnerCorrected(order.id, who.person, second.id, line.id, line.id, "属实")
    await shop.write(correcting.correct, fact)
    assert (await standing(shop, second.id), await standing(shop, third.id)) == (
        (1360, 0, 0, 0),
        (0, 0, 0, 0),
    )
    await explained(shop)


async def test_a_device_of_the_family_is_no_reason_any_more_once_the_staff_have_looked(shop):
    """Buyer and shopkeeper had one tablet, so the order paid nothing; she appeals, and the staff know the buyer."""
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    await save_plan(shop)
    second = await shop.someone("小号")
    await shop.came(second, anna)
    await shop.friends.join(Body(anna.device, second.person), second)
    order = await shop.place(1, shopper=shop.shopper_of(second))
    await shop.tell()
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    await appealed(shop, anna, order, uphold=False)
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    await appealed(shop, anna, order)
    assert await standing(shop, keeper.id) == (680, 0, 0, 0)
    await explained(shop)


async def test_what_the_whole_shop_was_stopped_for_is_paid_to_nobody(shop):
    """While the compliance check has stopped commission, no appeal gets round it."""
    anna, first = await shop.keeper("安娜")
    cora, second = await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    stolen = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(stolen.id)
    _, thief = await shop.keeper("第三人")

    async def steal(session):
        await session.run(PAY_OTHER, thief=thief.id, order_id=stolen.id)

    await shop.write(steal)
    await compliance.scan(shop.db, shop.tenant)
    assert await shop.read(compliance.is_paused, shop.db.clock.now())
    await shop.write(shopkeepers.suspend, shop.staff, first.id, "核实", None)
    shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await appealed(shop, cora, order)
    (line,) = await shop.read(reads.of_order, order.id)
    assert (line.shopkeeper_id, line.state, line.reason, line.amount_fen) == (second.id, "void", "paused", 0)
    assert await standing(shop, second.id) == (0, 0, 0, 0)
