"""Orders that wait for their team: paid but not shippable, given back whole or not at all."""

from datetime import timedelta

import pytest

from lianyi.catalog import queries as catalog
from lianyi.catalog.jobs import show_sold
from lianyi.kit.ids import new_id
from lianyi.orders import actions, jobs
from lianyi.orders.errors import FormingRefundedWhole, OrderInOtherState, RefundTooMuch
from lianyi.orders.types import Portion
from lianyi.payments.events import PaymentSucceeded


async def whole(shop, order_id):
    return [Portion(line.id, line.quantity) for line in await shop.lines(order_id)]


async def test_a_waiting_order_forms_when_paid_and_ships_only_after_it_has_formed(shop):
    opened = await shop.paid(2, 1, freight_fen=800, adjust_fen=-100, waits=True)
    order = await shop.order(opened.id)
    assert (order.state, order.waits, order.ship_by_at) == ("forming", True, None)
    assert await shop.stock() == (8, 0, 2)
    seen = await shop.everything(opened.id)
    with pytest.raises(OrderInOtherState) as refused:
        await shop.ship(opened.id)
    assert refused.value.data == {
        "state": "forming",
        "state_zh": "待成团",
        "state_en": "waiting for the team",
    }
    with pytest.raises(OrderInOtherState):
        await shop.write(
            actions.request_refund, shop.shopper, opened.id, await whole(shop, opened.id), "不想等了"
        )
    with pytest.raises(OrderInOtherState):
        await shop.write(actions.urge, shop.shopper, opened.id)
    assert await shop.everything(opened.id) == seen

    assert await shop.write(actions.form, opened.id) is True
    order = await shop.order(opened.id)
    assert (order.state, order.ship_by_at) == ("to_ship", shop.db.clock.now() + timedelta(hours=48))
    assert await shop.write(actions.form, opened.id) is False
    assert await shop.steps(opened.id) == ["placed", "paid", "formed"]
    assert await shop.facts() == ["order_formed"]
    await shop.ship(opened.id)
    assert (await shop.order(opened.id)).state == "shipped"


async def test_an_order_counts_as_sold_when_it_has_formed_and_not_before(shop):
    async def sold():
        await show_sold(shop.db, shop.tenant)
        async with shop.db.read(shop.tenant) as session:
            return (await catalog.product(session, shop.products[0])).sold_count

    opened = await shop.paid(2, waits=True)
    assert await sold() == 0
    await shop.write(actions.form, opened.id)
    await shop.tell()
    assert await sold() == 2


async def test_a_team_that_fails_gives_everything_back_once(shop):
    opened = await shop.paid(2, 1, freight_fen=800, adjust_fen=-100, waits=True)
    assert await shop.write(actions.refund_forming, opened.id, "未成团,自动退款") is True
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason) == ("closed", "refunded")
    assert (order.granted_fen, order.granted_freight_fen) == (order.payable_fen, 800)
    assert await shop.stock(0) == (10, 0, 0)
    assert await shop.stock(1) == (5, 0, 0)
    seen = await shop.everything(opened.id)
    assert await shop.write(actions.refund_forming, opened.id, "未成团,自动退款") is False
    assert await shop.write(actions.form, opened.id) is False
    assert await shop.everything(opened.id) == seen
    assert await shop.facts() == ["refund_granted", "order_closed"]
    await shop.tell()
    await shop.refund_money()
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.by, refund.reason, refund.amount_fen) == (
        "succeeded", "system", "未成团,自动退款", order.payable_fen,
    )  # fmt: skip
    assert {key: fen for key, fen in (await shop.balances()).items() if fen} == {}


async def test_staff_give_a_waiting_order_back_whole_or_not_at_all(shop):
    opened = await shop.paid(2, freight_fen=800, waits=True)
    (line,) = await shop.lines(opened.id)
    seen = await shop.everything(opened.id)
    for wanted, freight_fen in (
        ([Portion(line.id, 1)], None),
        ([Portion(line.id, 0, 100)], None),
        ([Portion(line.id, 2, 100)], None),
        ([Portion(line.id, 2)], 0),
        ([Portion(line.id, 0, line.paid_fen)], 800),
        ([Portion(line.id, 1, line.paid_fen // 2)], 800),
    ):
        with pytest.raises(FormingRefundedWhole):
            await shop.write(
                actions.refund, shop.staff, opened.id, wanted, freight_fen=freight_fen, reason="协商"
            )
        assert await shop.everything(opened.id) == seen
    await shop.write(
        actions.refund, shop.staff, opened.id, [Portion(line.id, 2)], freight_fen=None, reason="协商"
    )
    assert (await shop.order(opened.id)).close_reason == "refunded"
    assert await shop.stock() == (10, 0, 0)


async def test_a_difference_is_given_once_a_key_and_spread_over_the_lines(shop):
    opened = await shop.paid(1, 1, waits=True)
    assert await shop.write(actions.give_difference, opened.id, "tier", 101, "阶梯价差额") is True
    assert [line.refunded_fen for line in await shop.lines(opened.id)] == [70, 31]
    seen = await shop.everything(opened.id)
    assert await shop.write(actions.give_difference, opened.id, "tier", 101, "阶梯价差额") is False
    assert await shop.write(actions.give_difference, opened.id, "none", 0, "阶梯价差额") is False
    with pytest.raises(RefundTooMuch):
        await shop.write(actions.give_difference, opened.id, "more", 9700, "阶梯价差额")
    assert await shop.everything(opened.id) == seen
    await shop.write(actions.form, opened.id)
    await shop.refund_money()
    assert (await shop.order(opened.id)).refunded_fen == 101
    assert (await shop.order(opened.id)).state == "to_ship"
    assert (await shop.balances())["buyers"] == -9699
    assert (await shop.stock(0), await shop.stock(1)) == ((9, 0, 1), (4, 0, 1))


async def test_a_difference_is_given_while_a_refund_is_asked_for_and_both_sum_to_what_was_paid(shop):
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    asked = await shop.write(actions.request_refund, shop.shopper, opened.id, [Portion(line.id, 2)], "拍错了")
    assert await shop.write(actions.give_difference, opened.id, "tier", 601, "阶梯价差额") is True
    await shop.write(actions.approve_refund, shop.staff, asked.refund_id)
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.state, order.refunded_fen, order.payable_fen) == ("closed", 13600, 13600)
    assert (await shop.balances())["buyers"] == 0
    assert await shop.write(actions.give_difference, opened.id, "other", 1, "阶梯价差额") is False


async def test_a_late_payment_reopens_a_waiting_order_into_waiting(shop):
    opened = await shop.place(2, waits=True)
    await actions.cancel_for(shop.db, shop.shopper, opened.id, "")
    fact = PaymentSucceeded(opened.id, new_id(), opened.payable_fen, "42001", shop.db.clock.now(), "mini")
    await shop.write(actions.mark_paid, fact)
    order = await shop.order(opened.id)
    assert (order.state, order.ship_by_at) == ("forming", None)
    assert await shop.stock() == (8, 0, 2)
    await shop.write(actions.mark_paid, fact)
    assert await shop.steps(opened.id) == ["placed", "closed", "reopened"]


async def test_no_sweep_moves_an_order_that_waits(shop):
    opened = await shop.paid(1, waits=True)
    await shop.world.advance(timedelta(days=90))
    for sweep in (jobs.close_unpaid_orders, jobs.receive_by_time, jobs.complete_by_time):
        assert await sweep(shop.db, shop.tenant) == 0
    assert (await shop.order(opened.id)).state == "forming"
