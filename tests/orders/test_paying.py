"""From placing to paid, to closed, and what a late payment does."""

from datetime import timedelta

import pytest

from lianyi.kit.db import Statement
from lianyi.orders import actions, jobs
from lianyi.orders.errors import OrderAlreadyPaid, OrderInOtherState, OrderUnknown
from lianyi.orders.types import Actor
from lianyi.payments.errors import WeChatPayUnanswered
from tests.order_world import open_shop

SYSTEM = Actor("system", name="test")


async def test_a_fresh_order_awaits_payment_and_holds_its_stock(shop):
    opened = await shop.place(2, 1, freight_fen=800, adjust_fen=-100)
    order = await shop.order(opened.id)
    assert (order.state, order.goods_fen, order.freight_fen, order.adjust_fen, order.payable_fen) == (
        "awaiting_payment", 16600, 800, -100, 17300,
    )  # fmt: skip
    assert (order.receiver_masked, order.phone_masked, order.phone_last4) == ("王**", "138****1234", "1234")
    assert len(order.number) == 14
    assert order.number.startswith("260302")
    first, second = await shop.lines(opened.id)
    assert (first.amount_fen, second.amount_fen) == (13600, 3000)
    assert (first.adjust_share_fen + second.adjust_share_fen, first.freight_share_fen + second.freight_share_fen) == (
        -100, 800,
    )  # fmt: skip
    assert await shop.stock(0) == (8, 2, 0)
    assert await shop.stock(1) == (4, 1, 0)
    assert await shop.steps(opened.id) == ["placed"]
    assert await shop.facts() == ["order_placed"]


async def test_paid_goes_to_ship_and_stock_is_sold(shop):
    opened = await shop.paid(2)
    order = await shop.order(opened.id)
    assert (order.state, order.pay_method, order.granted_fen) == ("to_ship", "mini", 0)
    assert order.ship_by_at == order.paid_at + timedelta(hours=48)
    assert await shop.stock() == (8, 0, 2)
    assert await shop.steps(opened.id) == ["placed", "paid"]
    assert await shop.balances() == {"buyers": -13600, "order_money": 13600}


async def test_a_lost_callback_is_found_by_asking(shop):
    opened = await shop.place(1)
    await shop.pay_at_wechat(opened.id)
    from lianyi.payments import actions as payments

    await payments.ask_wechat(shop.db, shop.tenant, opened.id)
    await shop.tell()
    assert (await shop.order(opened.id)).state == "to_ship"
    assert await shop.stock() == (9, 0, 1)


async def test_paid_told_twice_is_paid_once(shop):
    opened = await shop.paid(1)
    seen = await shop.everything(opened.id)
    order = await shop.order(opened.id)
    from lianyi.payments.events import PaymentSucceeded

    fact = PaymentSucceeded(
        order.id, order.payment_id, order.payable_fen, order.transaction_id, order.paid_at, "mini"
    )
    await shop.write(actions.mark_paid, fact)
    assert await shop.everything(opened.id) == seen


async def test_a_wrong_amount_pays_nothing_and_asks_for_a_person(shop):
    opened = await shop.place(1)
    from lianyi.kit.ids import new_id
    from lianyi.payments.events import PaymentSucceeded

    fact = PaymentSucceeded(opened.id, new_id(), 6799, "4200000000", shop.db.clock.now(), "mini")
    await shop.write(actions.mark_paid, fact)
    order = await shop.order(opened.id)
    assert (order.state, order.alarm, order.paid_at) == ("awaiting_payment", "amount_mismatch", None)
    assert await shop.stock() == (9, 1, 0)
    assert await shop.steps(opened.id) == ["placed", "amount_mismatch"]


async def test_cancelled_before_payment_gives_everything_back(shop):
    opened = await shop.place(2)
    await shop.prepay(opened.id)
    await actions.cancel_for(shop.db, shop.shopper, opened.id, "不想要了")
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason) == ("closed", "shopper")
    assert await shop.stock() == (10, 0, 0)
    assert await shop.steps(opened.id) == ["placed", "closed"]
    assert await shop.facts() == ["order_placed", "order_closed"]


async def test_cancelling_what_wechat_has_the_money_for_is_refused_and_the_order_goes_on(shop):
    opened = await shop.place(2)
    await shop.pay_at_wechat(opened.id)
    with pytest.raises(OrderAlreadyPaid):
        await actions.cancel_for(shop.db, shop.shopper, opened.id, "")
    await shop.tell()
    assert (await shop.order(opened.id)).state == "to_ship"
    assert await shop.stock() == (8, 0, 2)


async def test_closing_again_because_the_answer_was_lost_is_well_and_moves_nothing(shop):
    own, by_staff = await shop.place(1), await shop.place(1)
    for _ in range(2):
        await actions.cancel_for(shop.db, shop.shopper, own.id, "")
        await actions.close_by_staff(shop.db, shop.staff, by_staff.id, "缺货")
    for opened in (own, by_staff):
        assert await shop.steps(opened.id) == ["placed", "closed"]
    assert await shop.stock() == (10, 0, 0)


async def test_cancelling_what_others_closed_or_after_payment_names_the_state_and_moves_nothing(shop):
    closed = await shop.place(1)
    await actions.close_by_staff(shop.db, shop.staff, closed.id, "缺货")
    paid = await shop.paid(1)
    for opened, state in ((closed, "closed"), (paid, "to_ship")):
        seen = await shop.everything(opened.id)
        with pytest.raises(OrderInOtherState) as refused:
            await actions.cancel_for(shop.db, shop.shopper, opened.id, "")
        assert refused.value.data["state"] == state
        assert await shop.everything(opened.id) == seen


async def test_nobody_cancels_an_order_of_somebody_else(shop, db, world):
    opened = await shop.place(1)
    stranger = await open_shop(db, world)
    from dataclasses import replace

    with pytest.raises(OrderUnknown):
        await actions.cancel_for(db, replace(stranger.shopper, tenant=shop.tenant), opened.id, "")
    assert (await shop.order(opened.id)).state == "awaiting_payment"


async def test_staff_close_an_unpaid_order(shop):
    opened = await shop.place(1)
    await actions.close_by_staff(shop.db, shop.staff, opened.id, "缺货")
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason) == ("closed", "staff")
    assert await shop.stock() == (10, 0, 0)


async def test_the_deadline_closes_and_a_minute_before_it_does_not(shop):
    opened = await shop.place(2)
    await shop.prepay(opened.id)
    await shop.world.advance(timedelta(minutes=14, seconds=59))
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 0
    assert (await shop.order(opened.id)).state == "awaiting_payment"
    await shop.world.advance(timedelta(seconds=1))
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 1
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason) == ("closed", "deadline")
    assert await shop.stock() == (10, 0, 0)
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 0


async def test_the_deadline_finds_the_money_instead(shop):
    opened = await shop.place(2)
    await shop.pay_at_wechat(opened.id)
    await shop.world.advance(timedelta(minutes=15))
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 0
    await shop.tell()
    assert (await shop.order(opened.id)).state == "to_ship"


async def test_an_order_wechat_does_not_close_stays_and_is_tried_later(shop):
    opened = await shop.place(1)
    await shop.prepay(opened.id)
    other = await shop.place(1)
    await shop.world.advance(timedelta(minutes=15))
    await shop.world.fault("http_5xx", times=None, path_prefix="/v3/pay/transactions/out-trade-no")
    with pytest.raises(WeChatPayUnanswered):
        await actions.close_unpaid(shop.db, shop.tenant, opened.id, "deadline", SYSTEM)
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 1
    assert ((await shop.order(opened.id)).state, (await shop.order(other.id)).state) == (
        "awaiting_payment", "closed",
    )  # fmt: skip
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 0
    await shop.world.ask("DELETE", "/faults")
    await shop.world.advance(timedelta(seconds=31))
    assert await jobs.close_unpaid_orders(shop.db, shop.tenant) == 1
    assert (await shop.order(opened.id)).state == "closed"


async def late(shop, opened):
    """The order closes here while its payment is on the way: the close at WeChat was lost on us."""
    close = Statement(
        """
        update orders_order set state = 'closed', close_reason = 'deadline', closed_at = %(now)s
        where tenant_id = %(tenant)s and id = %(order_id)s
        """
    )
    from lianyi.inventory import actions as inventory

    await shop.pay_at_wechat(opened.id)
    async with shop.db.write(shop.tenant) as session:
        await session.run(close, order_id=opened.id)
        await inventory.release(session, opened.id)


async def test_a_payment_after_closing_reopens_the_order_when_stock_allows(shop):
    opened = await shop.place(2)
    await late(shop, opened)
    assert await shop.stock() == (10, 0, 0)
    await shop.world.run_due()
    await shop.tell()
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason, order.closed_at) == ("to_ship", None, None)
    assert await shop.stock() == (8, 0, 2)
    assert await shop.steps(opened.id) == ["placed", "reopened"]


async def test_a_payment_after_closing_goes_back_in_full_when_the_stock_is_gone(shop):
    opened = await shop.place(9)
    await late(shop, opened)
    other = await shop.place(2)
    await shop.world.run_due()
    await shop.tell()
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.state, order.paid_at) == ("closed", None)
    (refund,) = await shop.refunds(opened.id)
    assert (refund.by, refund.state, refund.amount_fen, refund.lines) == ("system", "succeeded", 61200, [])
    assert await shop.stock() == (8, 2, 0)
    assert (await shop.order(other.id)).state == "awaiting_payment"
    assert await shop.balances() == {"buyers": 0, "order_money": 0}
    assert await shop.steps(opened.id) == ["placed", "payment_returned", "refund_succeeded"]
