"""What a dishonest shopkeeper, customer or colleague would try, and what stands in the way."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import compliance, correcting, disputes, real_names, shopkeepers
from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions.disputes import Appeal
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.errors.bindings import BindingRefused
from lianyi.distribution.errors.payouts import NotEnoughAvailable, PayoutOpen, TooManyPayouts
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.queries import compliance as findings
from lianyi.distribution.queries import payouts as payout_reads
from lianyi.distribution.queries import shopkeepers as keepers
from lianyi.distribution.types.bindings import Touch
from lianyi.distribution.types.payouts import Item, Payee
from lianyi.distribution.types.plans import Grade as Paid
from lianyi.distribution.types.plans import Rule
from lianyi.distribution.types.shopkeepers import Grade, KeeperState
from lianyi.kit.db import Statement
from tests.commission_world import customer_of, explained, pass_days, receive, refund, save_plan, standing
from tests.payout_world import keeper_with_wechat, open_payouts
from tests.social.conftest import Body

PAY_OTHER = Statement(
    "update distribution_commission set shopkeeper_id = %(thief)s where tenant_id = %(tenant)s and order_id = %(order_id)s"
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


# -- for oneself: a second account, its devices, and the chain above -----------------------------------------------


async def on_phone_of(shop, body, nickname="小号"):
    """A second account that signs in on somebody's phone."""
    second = await shop.someone(nickname)
    phone = Body(body.device, second.person)
    await shop.friends.join(phone, second)
    return second, phone


async def test_a_second_account_accepts_no_invitation_on_the_shopkeepers_phone(shop):
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    second = await shop.someone("小号")
    line = await shop.write(disputes.accept_invitation, shop.shopper_of(second), keeper.id, anna.device)
    assert (str(line.decision.result), str(line.decision.why)) == ("refused", "same_device")
    assert await shop.owner(second) is None


async def test_leaving_out_the_device_does_not_help_once_it_was_seen(shop):
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    second, _ = await on_phone_of(shop, anna)
    line = await shop.write(disputes.accept_invitation, shop.shopper_of(second), keeper.id, None)
    assert (str(line.decision.result), str(line.decision.why)) == ("refused", "same_device")
    assert await shop.owner(second) is None


async def test_a_device_of_anybody_above_is_no_customer_of_whoever_is_below(shop):
    """Anna's customer Ben sells; Anna's second account is not brought by Ben, or she would buy from herself through him."""
    anna, _ = await shop.keeper("安娜")
    await shop.friends.share(anna)
    ben, _ = await shop.keeper("小贝")
    await shop.came(ben, anna)
    _, phone = await on_phone_of(shop, anna)
    await shop.came(phone, ben)
    assert await shop.results(phone) == ["refused:same_device"]
    other = await shop.someone("客人")
    await shop.came(other, ben)
    assert await shop.results(other) == ["bound:first"]


async def test_a_second_account_bound_elsewhere_earns_nothing_once_it_signs_in_on_the_shopkeepers_phone(shop):
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    await save_plan(shop)
    second = await shop.someone("小号")
    await shop.came(second, anna)
    assert await shop.owner(second) == keeper.id
    await shop.friends.join(Body(anna.device, second.person), second)
    order = await shop.place(1, shopper=shop.shopper_of(second))
    await shop.tell()
    await shop.pay(order.id)
    (line,) = await shop.read(reads.of_order, order.id)
    assert (line.reason, line.amount_fen) == ("same_device", 0)
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    await explained(shop)
    assert (await replay(shop.db, shop.tenant)).differences == ()


async def test_whom_the_staff_assigned_is_a_customer_whatever_the_devices_say(shop):
    """A shopkeeper who shows the goods on their own tablet: the staff know, and say so."""
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    await save_plan(shop)
    second, _ = await on_phone_of(shop, anna)
    line = await shop.write(disputes.assign, shop.staff, second.person, keeper.id, "到店用店主的平板下单")
    assert line.touch is Touch.STAFF
    shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(1, shopper=shop.shopper_of(second))
    await shop.tell()
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (680, 0, 0, 0)


# -- twice, or more than is owed -----------------------------------------------------------------------------------


async def come_back(paying):
    """The shopkeeper leaves and is taken on again, as somebody new; who is paid in the new place."""
    shop, old = paying.shop, paying.payee
    await shop.write(shopkeepers.leave, shop.shopper_of(paying.body), old.shopkeeper_id, "")
    again = await shop.apply(paying.body)
    return Payee(again.id, old.person_id, "active")


async def test_nobody_leaves_a_debt_behind_by_leaving_and_coming_back(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    new = await come_back(paying)
    assert await paying.read(payout_reads.payee_of, new.person_id) == new
    second = await paying.grant(1500, new)
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(901, new)
    payout_id = await paying.paid(900, new)
    items = await paying.read(payout_reads.items, payout_id)
    assert sorted(items, key=lambda one: one.amount_fen) == [Item(first, -600), Item(second, 1500)]
    assert (await paying.available(), await paying.available(new)) == (0, 0)
    await paying.explained(new)


async def test_what_was_earned_before_leaving_is_paid_to_whoever_came_back(paying):
    await paying.grant(1000)
    new = await come_back(paying)
    await paying.grant(500, new)
    payout_id = await paying.paid(1500, new)
    assert await paying.state(payout_id) == "paid"
    assert (await paying.available(), await paying.available(new)) == (0, 0)
    await paying.explained(new)


async def test_a_pay_out_over_two_places_that_comes_to_nothing_goes_back_to_both(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    new = await come_back(paying)
    await paying.grant(1500, new)
    payout_id = await paying.ask(900, new)
    assert (await paying.available(), await paying.available(new)) == (0, 0)
    await paying.write(actions.cancel, payout_id, actions.SHOPKEEPER)
    assert (await paying.available(), await paying.available(new)) == (-600, 1500)
    await paying.explained(new)
    assert await paying.state(await paying.paid(900, new)) == "paid"
    await paying.explained(new)


async def test_a_refund_in_the_place_that_was_left_sends_a_pay_out_of_the_new_one_back(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    new = await come_back(paying)
    await paying.grant(500, new)
    payout_id = await paying.ready(500, new)
    await paying.take_back(first, 200)
    await paying.send(payout_id)
    await paying.settle()
    found = await paying.payout(payout_id)
    assert (found.state.value, found.reason) == ("refused", "OWED_BACK")
    assert await paying.state(await paying.paid(300, new)) == "paid"
    await paying.explained(new)


@pytest.mark.parametrize("way", ["takes the name back", "deletes the account"])
async def test_a_debt_follows_the_id_number_to_another_account(paying, way):
    """Somebody who was paid for goods that went back takes their name back, or is gone, and sells under another account."""
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    if way == "deletes the account":
        await paying.write(real_names.forget_person, paying.payee.person_id)
    else:
        await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    _, other, wechat = await keeper_with_wechat(paying.shop, "另一个号")
    await paying.name(payee=other)
    await paying.grant(1500, other)
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(901, other)
    await paying.paid(900, other, wechat)
    assert (await paying.available(), await paying.available(other)) == (0, 0)
    await paying.explained(other)


async def test_what_another_account_of_the_same_id_number_has_stays_its_own(paying):
    await paying.grant(1000)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    _, other, _ = await keeper_with_wechat(paying.shop, "另一个号")
    await paying.name(payee=other)
    await paying.grant(500, other)
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(501, other)
    assert await paying.state(await paying.ask(500, other)) == "review"
    assert await paying.available() == 1000
    await paying.explained(other)


async def test_limits_and_one_at_a_time_are_of_the_person_not_of_the_place(paying):
    await paying.rules(day_count=2)
    await paying.grant(3000)
    open_id = await paying.ask(1000)
    new = await come_back(paying)
    await paying.grant(3000, new)
    with pytest.raises(PayoutOpen):
        await paying.ask(1000, new)
    await paying.write(actions.approve, paying.shop.staff, [open_id])
    await paying.send(open_id)
    await paying.settle()
    await paying.confirm(open_id)
    await paying.arrive()
    await paying.paid(1000, new)
    with pytest.raises(TooManyPayouts):
        await paying.ask(1000, new)
    own = await paying.read(payout_reads.own_payouts, new.person_id, None, 10)
    assert [one.shopkeeper_id for one in own] == [new.shopkeeper_id, paying.payee.shopkeeper_id]
    assert (await paying.read(payout_reads.payout_for, new.person_id, open_id)).id == open_id
    await paying.explained(new)


@pytest.mark.parametrize("ended_by", ["themselves", "the staff"])
async def test_leaving_and_coming_back_ends_no_suspension(shop, ended_by):
    body, keeper = await shop.keeper("安娜")
    if ended_by == "themselves":
        await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "刷单", None)
        await shop.write(shopkeepers.leave, shop.shopper_of(body), keeper.id, "")
    else:
        await shop.write(shopkeepers.leave, shop.staff, keeper.id, "刷单")
    again = await shop.apply(body)
    assert again.state is KeeperState.APPLIED
    assert "须审核" in (await shop.read(keepers.steps, again.id))[0].words
    await shop.write(shopkeepers.withdraw_application, shop.shopper_of(body))
    third = await shop.apply(body)
    assert third.state is KeeperState.APPLIED, "taking the application back must not wash it away"


async def test_who_left_in_peace_comes_back_as_anybody_comes_in(shop):
    body, keeper = await shop.keeper("安娜")
    await shop.write(shopkeepers.leave, shop.shopper_of(body), keeper.id, "")
    assert (await shop.apply(body)).state is KeeperState.ACTIVE


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
