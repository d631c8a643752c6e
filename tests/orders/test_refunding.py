"""Refunds before shipping: exact to the fen, never more than paid, stock back, money through WeChat."""

from datetime import timedelta
from random import Random

import pytest

from lianyi.kit.ids import new_id
from lianyi.ledger import queries as ledger
from lianyi.orders import actions
from lianyi.orders.errors import (
    FreightRefundTooMuch,
    LineUnknown,
    OrderInOtherState,
    OrderUnknown,
    RefundInOtherState,
    RefundRequestOpen,
    RefundTooMuch,
    RefundUnknown,
)
from lianyi.orders.types import Portion
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads


async def give(shop, opened, *portions, freight_fen=None):
    lines = await shop.lines(opened.id)
    wanted = [Portion(lines[index].id, quantity, *amount) for index, quantity, *amount in portions]
    return await shop.write(
        actions.refund, shop.staff, opened.id, wanted, freight_fen=freight_fen, reason="协商退款"
    )


async def ask(shop, opened, *portions):
    lines = await shop.lines(opened.id)
    wanted = [Portion(lines[index].id, quantity) for index, quantity in portions]
    return await shop.write(actions.request_refund, shop.shopper, opened.id, wanted, "拍错了")


async def test_a_partial_refund_gives_back_money_and_stock_and_the_rest_ships(shop):
    opened = await shop.paid(3, 1, freight_fen=800)
    given = await give(shop, opened, (0, 1))
    assert (given.state, given.amount_fen) == ("processing", 6800)
    assert await shop.stock(0) == (8, 0, 2)
    order = await shop.order(opened.id)
    assert (order.state, order.granted_fen, order.refunded_fen) == ("to_ship", 6800, 0)
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.state, order.refunded_fen) == ("to_ship", 6800)
    assert (await shop.refunds(opened.id))[0].state == "succeeded"
    assert await shop.balances() == {"buyers": -17400, "order_money": 17400}
    await shop.ship(opened.id)
    assert [line.shipped_quantity for line in await shop.lines(opened.id)] == [2, 1]
    assert (await shop.steps(opened.id)) == [
        "placed", "paid", "refund_granted", "refund_succeeded", "shipped",
    ]  # fmt: skip


async def test_a_full_refund_closes_the_order_with_its_freight(shop):
    opened = await shop.paid(2, freight_fen=800, adjust_fen=-101)
    given = await give(shop, opened, (0, 2))
    assert given.amount_fen == 13600 + 800 - 101
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason, order.granted_freight_fen) == ("closed", "refunded", 800)
    assert await shop.stock() == (10, 0, 0)
    await shop.refund_money()
    assert (await shop.order(opened.id)).refunded_fen == 14299
    assert await shop.balances() == {"buyers": 0, "order_money": 0}
    assert await shop.steps(opened.id) == ["placed", "paid", "refund_granted", "closed", "refund_succeeded"]


async def test_what_staff_keep_of_a_closed_order_is_earned(shop):
    opened = await shop.paid(1)
    await give(shop, opened, (0, 1, 6000))
    await shop.refund_money()
    assert (await shop.order(opened.id)).state == "closed"
    assert await shop.balances() == {"buyers": -800, "order_money": 0, "earned": 800}


async def test_a_closed_order_of_which_staff_keep_everything_is_earned_at_once(shop):
    opened = await shop.paid(1)
    given = await give(shop, opened, (0, 1, 0), freight_fen=0)
    assert (given.state, given.amount_fen) == ("succeeded", 0)
    assert (await shop.order(opened.id)).state == "closed"
    assert await shop.balances() == {"buyers": -6800, "order_money": 0, "earned": 6800}


async def test_random_partial_refunds_sum_exactly_to_what_was_paid(shop):
    chance = Random(7)
    for _ in range(4):
        opened = await shop.paid(
            chance.randint(1, 4), chance.randint(1, 4), freight_fen=chance.randint(0, 999),
            adjust_fen=-chance.randint(0, 2999),
        )  # fmt: skip
        while (await shop.order(opened.id)).state == "to_ship":
            lines = await shop.lines(opened.id)
            index = chance.choice([index for index, line in enumerate(lines) if line.unshipped])
            given = await give(shop, opened, (index, chance.randint(1, lines[index].unshipped)))
            assert given.amount_fen >= 0
        await shop.refund_money()
        order = await shop.order(opened.id)
        assert (order.refunded_fen, order.granted_fen) == (order.payable_fen, order.payable_fen)
        assert (await shop.balances())["order_money"] == 0
    assert (await shop.stock(0), await shop.stock(1)) == ((10, 0, 0), (5, 0, 0))


@pytest.mark.parametrize(
    ("portions", "freight_fen", "refusal"),
    [
        ([(0, 3)], None, RefundTooMuch),
        ([(0, 1, 6801)], None, RefundTooMuch),
        ([(0, 1)], 801, FreightRefundTooMuch),
        ([(0, 0, 13601)], None, RefundTooMuch),
    ],
)
async def test_more_than_was_paid_is_refused_and_nothing_moves(shop, portions, freight_fen, refusal):
    opened = await shop.paid(2, freight_fen=800)
    seen = await shop.everything(opened.id)
    with pytest.raises(refusal):
        await give(shop, opened, *portions, freight_fen=freight_fen)
    with pytest.raises(LineUnknown):
        await shop.write(
            actions.refund, shop.staff, opened.id, [Portion(new_id(), 1)], freight_fen=None, reason="x"
        )
    assert await shop.everything(opened.id) == seen


async def test_only_what_is_paid_and_not_shipped_is_refunded(shop):
    unpaid, shipped, closed = await shop.place(1), await shop.paid(1), await shop.paid(1)
    await shop.ship(shipped.id)
    await give(shop, closed, (0, 1))
    for opened, state in ((unpaid, "awaiting_payment"), (shipped, "shipped"), (closed, "closed")):
        seen = await shop.everything(opened.id)
        for refund in (give, ask):
            with pytest.raises(OrderInOtherState) as refused:
                await refund(shop, opened, (0, 1))
            assert refused.value.data["state"] == state
        assert await shop.everything(opened.id) == seen


async def test_refunding_the_rest_of_a_partly_shipped_order_sends_it_on(shop):
    opened = await shop.paid(3, freight_fen=800)
    (line,) = await shop.lines(opened.id)
    await shop.ship(opened.id, "SF00000001", (Portion(line.id, 2),))
    given = await give(shop, opened, (0, 1))
    assert given.amount_fen == 6800
    order = await shop.order(opened.id)
    assert (order.state, order.close_reason) == ("shipped", None)
    assert order.auto_receive_at == order.shipped_at + timedelta(days=10)
    assert await shop.stock() == (8, 0, 2)


async def test_a_request_waits_for_the_staff_and_is_granted(shop):
    opened = await shop.paid(2)
    asked = await ask(shop, opened, (0, 2))
    assert (asked.state, asked.amount_fen) == ("requested", 13600)
    order = await shop.order(opened.id)
    assert (order.state, order.granted_fen, order.refund_request_id) == ("to_ship", 0, asked.refund_id)
    assert await shop.stock() == (8, 0, 2)
    granted = await shop.write(actions.approve_refund, shop.staff, asked.refund_id)
    assert (granted.state, granted.amount_fen) == ("processing", 13600)
    assert (await shop.order(opened.id)).state == "closed"
    assert await shop.stock() == (10, 0, 0)
    await shop.refund_money()
    assert (await shop.balances())["buyers"] == 0
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.by, refund.amount_fen) == ("succeeded", "shopper", 13600)


async def test_a_request_is_declined_with_its_reason_and_may_be_asked_again(shop):
    opened = await shop.paid(2)
    asked = await ask(shop, opened, (0, 1))
    await shop.write(actions.reject_refund, shop.staff, asked.refund_id, "已经打包,马上发出")
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.note) == ("rejected", "已经打包,马上发出")
    assert (await shop.order(opened.id)).refund_request_id is None
    seen = await shop.everything(opened.id)
    for verb, more in ((actions.approve_refund, ()), (actions.reject_refund, ("再说一次",))):
        with pytest.raises(RefundInOtherState) as refused:
            await shop.write(verb, shop.staff, asked.refund_id, *more)
        assert refused.value.data["state"] == "rejected"
    assert await shop.everything(opened.id) == seen
    assert (await ask(shop, opened, (0, 2))).amount_fen == 13600


async def test_one_open_request_at_a_time_and_its_shopper_takes_it_back(shop):
    from dataclasses import replace

    from lianyi.identity.types import PersonId

    opened = await shop.paid(2)
    asked = await ask(shop, opened, (0, 1))
    seen = await shop.everything(opened.id)
    with pytest.raises(RefundRequestOpen):
        await ask(shop, opened, (0, 1))
    with pytest.raises(RefundRequestOpen):
        await give(shop, opened, (0, 1))
    stranger = replace(shop.shopper, person=PersonId(new_id()))
    with pytest.raises(OrderUnknown):
        await shop.write(actions.withdraw_refund, stranger, opened.id, asked.refund_id)
    with pytest.raises(RefundUnknown):
        await shop.write(actions.withdraw_refund, shop.shopper, opened.id, new_id())
    assert await shop.everything(opened.id) == seen
    await shop.write(actions.withdraw_refund, shop.shopper, opened.id, asked.refund_id)
    assert (await shop.refunds(opened.id))[0].state == "withdrawn"
    with pytest.raises(RefundInOtherState):
        await shop.write(actions.withdraw_refund, shop.shopper, opened.id, asked.refund_id)
    await shop.ship(opened.id)
    assert (await shop.order(opened.id)).state == "shipped"


async def test_without_review_the_money_leaves_at_once(shop):
    await shop.settings(refund_review=False)
    opened = await shop.paid(2)
    asked = await ask(shop, opened, (0, 2))
    assert (asked.state, asked.amount_fen) == ("processing", 13600)
    assert (await shop.order(opened.id)).state == "closed"
    await shop.refund_money()
    assert (await shop.refunds(opened.id))[0].state == "succeeded"


async def test_nobody_asks_for_somebody_elses_money(shop):
    from dataclasses import replace

    from lianyi.identity.types import PersonId

    opened = await shop.paid(1)
    (line,) = await shop.lines(opened.id)
    seen = await shop.everything(opened.id)
    stranger = replace(shop.shopper, person=PersonId(new_id()))
    with pytest.raises(OrderUnknown):
        await shop.write(actions.request_refund, stranger, opened.id, [Portion(line.id, 1)], "x")
    assert await shop.everything(opened.id) == seen


async def test_goods_that_cost_nothing_need_no_money(shop):
    await shop.stock_up(1, 5, title="试用装")
    opened = await shop.paid(1, 0, 1, adjust_fen=-1)
    lines = await shop.lines(opened.id)
    free = next(index for index, line in enumerate(lines) if line.price_fen == 1)
    order = await shop.order(opened.id)
    assert order.payable_fen == 6800
    if lines[free].paid_fen == 0:
        given = await give(shop, opened, (free, 1))
        assert (given.state, given.amount_fen) == ("succeeded", 0)
    assert await shop.stock(2) in {(5, 0, 0), (4, 0, 1)}


async def test_a_refund_wechat_closed_is_seen_and_given_under_a_new_number(shop):
    opened = await shop.paid(1)
    given = await give(shop, opened, (0, 1))
    from lianyi.payments.events import RefundFailed

    async with shop.db.write(shop.tenant) as session:
        await session.emit(RefundFailed(opened.id, given.refund_id, "USER_ACCOUNT_ABNORMAL", final=False))
    await shop.tell()
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.error, refund.failed_for_good) == ("failed", "USER_ACCOUNT_ABNORMAL", False)
    await shop.write(actions.retry_refund, shop.staff, given.refund_id)
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.money_id) == ("processing", given.refund_id)
    with pytest.raises(RefundInOtherState):
        await shop.write(actions.retry_refund, shop.staff, given.refund_id)
    await shop.refund_money()
    assert (await shop.refunds(opened.id))[0].state == "succeeded"
    assert (await shop.balances())["buyers"] == 0


async def begun(shop, opened, *portions):
    """A refund that WeChat has under way; what it is called there."""
    given = await give(shop, opened, *portions)
    await payments.advance_refund(shop.db, shop.tenant, given.refund_id)
    async with shop.db.read(shop.tenant) as session:
        return (await payment_reads.refund(session, given.refund_id)).out_refund_no


async def ended(shop, number, outcome):
    """WeChat ends it its way, and calls back."""
    await shop.world.ask(
        "POST", f"/refunds/{number}?mchid={shop.merchant['mchid']}", json={"outcome": outcome}
    )
    await shop.world.ask("POST", "/clock", json={"now": shop.db.clock.now().isoformat()})
    await shop.world.advance(timedelta(seconds=10))
    await shop.world.run_due()
    await shop.tell()


async def test_an_abnormal_refund_is_asked_about_again_by_hand(shop):
    """The merchant pays it out on WeChat's platform, and that callback is lost: the staff's button asks."""
    opened = await shop.paid(1)
    number = await begun(shop, opened, (0, 1))
    await ended(shop, number, "ABNORMAL")
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.error, refund.failed_for_good) == ("failed", "abnormal", False)
    for _ in range(2):  # nothing has happened there yet: it fails again, and can be asked about again
        await shop.write(actions.retry_refund, shop.staff, refund.id)
        assert (await shop.refunds(opened.id))[0].state == "processing"
        await payments.advance_refund(shop.db, shop.tenant, refund.money_id)
        await shop.tell()
        assert (await shop.refunds(opened.id))[0].state == "failed"
    async with shop.db.read(shop.tenant) as session:
        assert {a.purpose: (a.posted_fen, a.held_fen) for a in await ledger.accounts(session)} == {
            "buyers": (-6800, 0), "order_money": (6800, 6800),
        }  # fmt: skip


async def test_a_refund_that_wechat_closes_after_completion_is_earned_and_can_be_given_again(shop):
    opened = await shop.paid(1, 1)
    lines = await shop.lines(opened.id)
    number = await begun(shop, opened, (1, 1))
    await shop.ship(opened.id)
    await shop.write(actions.receive, shop.shopper, opened.id)
    shop.db.clock.advance(timedelta(days=30))
    await shop.write(actions.complete_due, 100)
    await shop.tell()
    rest_fen, asked_fen = lines[0].paid_fen, lines[1].paid_fen
    paid_fen = rest_fen + asked_fen
    assert await shop.balances() == {"buyers": -paid_fen, "order_money": asked_fen, "earned": rest_fen}
    await ended(shop, number, "CLOSED")
    assert await shop.balances() == {"buyers": -paid_fen, "order_money": 0, "earned": paid_fen}
    (refund,) = await shop.refunds(opened.id)
    assert (refund.state, refund.failed_for_good) == ("failed", True)
    await shop.write(actions.retry_refund, shop.staff, refund.id)
    await shop.refund_money()
    assert (await shop.refunds(opened.id))[0].state == "succeeded"
    assert await shop.balances() == {"buyers": -rest_fen, "order_money": 0, "earned": rest_fen}
