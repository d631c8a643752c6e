"""The ways of a case: asked, agreed, sent back, refunded or exchanged; money, stock and order true after each."""

import pytest

from lianyi.orders import jobs as order_jobs
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.errors.aftersales import (
    CaseInOtherState,
    ReturnFreightInOtherState,
    RoundsOver,
)
from lianyi.trust.types.aftersales import Said


async def test_goods_come_back_and_the_order_closes_with_its_last_unit(shop):
    opened = await shop.received(2, freight_fen=800, adjust_fen=-101)
    case_id = await shop.returning(opened, (0, 2))
    assert (await shop.case(case_id)).state == "returning"
    assert await shop.stock(0) == (8, 0, 2)
    await shop.receive(case_id)
    case, order = await shop.case(case_id), await shop.order(opened.id)
    # without reason the original freight stays with the merchant
    assert (case.state, case.refunded_fen, case.freight_fen) == ("refunding", 13499, 0)
    assert (order.state, order.close_reason, order.granted_fen) == ("closed", "refunded", 13499)
    assert await shop.stock(0) == (10, 0, 0)
    await shop.refund_money()
    case, order = await shop.case(case_id), await shop.order(opened.id)
    assert (case.state, case.ended_at is not None) == ("refunded", True)
    assert (order.refunded_fen, order.open_cases) == (13499, 0)
    assert await shop.balances() == {"buyers": -800, "order_money": 0, "earned": 800}
    assert await shop.file(case_id) == [
        "applied", "agreed", "handed_in", "received", "refunding", "restocked", "refunded",
    ]  # fmt: skip


async def test_the_seller_at_fault_gives_the_original_freight_with_the_last_goods(shop):
    opened = await shop.received(1, 1, freight_fen=900)
    first = await shop.returning(opened, (0, 1), reason="quality")
    await shop.receive(first, restock=False)
    assert (await shop.case(first)).freight_fen == 0
    assert (await shop.order(opened.id)).state == "received"
    second = await shop.returning(opened, (1, 1), reason="wrong_item")
    await shop.receive(second)
    case, order = await shop.case(second), await shop.order(opened.id)
    assert (case.freight_fen, order.state, order.granted_fen) == (900, "closed", order.payable_fen)
    await shop.refund_money()
    assert await shop.balances() == {"buyers": 0, "order_money": 0}
    assert (await shop.stock(0), await shop.stock(1)) == ((9, 0, 0), (5, 0, 0))


async def test_money_for_a_scratch_leaves_the_goods_and_what_is_left_can_still_be_asked(shop):
    opened = await shop.received(2)
    case_id = await shop.apply(opened, (0, 1, 1000), kind="refund_only", reason="damaged")
    await shop.agree(case_id)
    await shop.refund_money()
    (line,) = await shop.lines(opened.id)
    assert (line.returned_quantity, line.refunded_fen, line.withheld_fen) == (0, 1000, 0)
    assert (await shop.case(case_id)).state == "refunded"
    assert await shop.stock(0) == (8, 0, 2)
    again = await shop.apply(opened, (0, 2), kind="refund_only", reason="quality")
    assert (await shop.case(again)).amount_fen == 12600
    await shop.agree(again)
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.state, order.refunded_fen) == ("closed", 13600)
    assert (await shop.balances())["buyers"] == 0


async def test_a_proposal_counts_only_when_it_is_accepted_and_the_rest_stays_with_the_merchant(shop):
    opened = await shop.received(2)
    case_id = await shop.returning(opened, (0, 1))
    await shop.receive(case_id, propose_fen=5000)
    case = await shop.case(case_id)
    assert (case.state, case.proposed_fen, case.amount_fen) == ("proposed", 5000, 6800)
    assert (await shop.order(opened.id)).granted_fen == 0
    await shop.write(actions.decline, shop.shopper, case_id, "没有磨损")
    assert (await shop.case(case_id)).state == "received"
    await shop.propose(case_id, 6000)
    await shop.write(actions.accept, shop.shopper, case_id)
    await shop.refund_money()
    case = await shop.case(case_id)
    assert (case.state, case.amount_fen, case.refunded_fen) == ("refunded", 6000, 6000)
    (line,) = await shop.lines(opened.id)
    assert (line.returned_quantity, line.refunded_fen, line.withheld_fen) == (1, 6000, 800)
    # the other unit is worth what it was worth, not what the first one left
    assert line.worth_fen(1) == 6800
    assert (await shop.balances())["order_money"] == 7600


async def test_a_proposal_before_the_return_lowers_what_comes_back_later(shop):
    await shop.with_address()
    opened = await shop.received(1, 1)
    case_id = await shop.apply(opened, (0, 1), (1, 1), reason="agreed")
    await shop.propose(case_id, 9001)
    await shop.write(actions.accept, shop.shopper, case_id)
    case = await shop.case(case_id)
    assert (case.state, case.amount_fen, case.return_to_sealed is not None) == ("agreed", 9001, True)
    await shop.hand_in(case_id)
    await shop.receive(case_id)
    await shop.refund_money()
    assert (await shop.order(opened.id)).refunded_fen == 9001
    assert await shop.balances() == {"buyers": -799, "order_money": 0, "earned": 799}


async def test_an_exchange_sells_anew_and_gives_back_what_came(shop):
    opened = await shop.received(2)
    case_id = await shop.returning(opened, (0, 1), kind="exchange", reason="wrong_item")
    await shop.receive(case_id, restock=False)
    assert (await shop.case(case_id)).state == "received"
    assert await shop.stock(0) == (8, 0, 1)
    await shop.write(actions.reship, shop.staff, case_id, "SF", "SF1000200030")
    assert await shop.stock(0) == (7, 0, 2)
    await shop.write(actions.confirm, shop.shopper, case_id)
    assert (await shop.case(case_id)).state == "exchanged"
    assert (await shop.order(opened.id)).open_cases == 0
    assert (await shop.balances())["order_money"] == 13600
    assert "exchange_shipped" in await shop.steps(opened.id)
    assert "aftersales_reshipped" in await shop.notices()
    # what was exchanged can come back as well: one unit from the order, one from the exchange
    last = await shop.returning(opened, (0, 2), reason="quality")
    await shop.receive(last)
    await shop.refund_money()
    assert await shop.stock(0) == (9, 0, 0)
    assert (await shop.order(opened.id)).state == "closed"


async def test_what_cannot_be_exchanged_is_refunded(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1), kind="exchange", reason="damaged")
    await shop.receive(case_id, restock=False)
    await shop.write(actions.refund_now, shop.staff, case_id, Said("没有货了"))
    await shop.refund_money()
    case = await shop.case(case_id)
    assert (case.state, case.refunded_fen) == ("refunded", 6800)
    assert (await shop.order(opened.id)).state == "closed"
    assert await shop.stock(0) == (9, 0, 0)


async def test_an_exchange_without_stock_moves_nothing(shop):
    from lianyi.inventory.errors import StockSoldOut

    opened = await shop.received(0, 5)
    case_id = await shop.returning(opened, (0, 1), kind="exchange", reason="damaged")
    await shop.receive(case_id, restock=False)
    seen = await shop.whole(opened, case_id)
    with pytest.raises(StockSoldOut):
        await shop.write(actions.reship, shop.staff, case_id, "SF", "SF1000200030")
    assert await shop.whole(opened, case_id) == seen


async def test_a_completed_order_gives_back_from_what_was_earned_and_stays_completed(shop):
    opened = await shop.completed(1)
    assert await shop.balances() == {"buyers": -6800, "order_money": 0, "earned": 6800}
    case_id = await shop.returning(opened, (0, 1), reason="quality")
    await shop.receive(case_id, restock=False)
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.state, order.refunded_fen, order.open_cases) == ("completed", 6800, 0)
    assert await shop.balances() == {"buyers": 0, "order_money": 0, "earned": 0}


async def test_an_open_case_holds_receipt_and_completion_by_the_clock(shop):
    from datetime import timedelta

    opened = await shop.shipped(1)
    case_id = await shop.apply(opened, (0, 1), kind="refund_only", reason="not_received")
    await shop.world.advance(timedelta(days=11))
    assert await order_jobs.receive_by_time(shop.db, shop.tenant) == 0
    await shop.write(actions.withdraw, shop.shopper, case_id)
    assert await order_jobs.receive_by_time(shop.db, shop.tenant) == 1
    case_id = await shop.apply(opened, (0, 1))
    await shop.refuse(case_id)
    await shop.world.advance(timedelta(days=8))
    assert await order_jobs.complete_by_time(shop.db, shop.tenant) == 0
    await shop.write(actions.withdraw, shop.shopper, case_id)
    assert await order_jobs.complete_by_time(shop.db, shop.tenant) == 1


async def test_a_refused_application_is_revised_three_times_at_most(shop):
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    for left in (3, 2, 1):
        await shop.refuse(case_id)
        await shop.revise(case_id, opened, (0, 1))
        assert (await shop.case(case_id)).round == 5 - left
    await shop.refuse(case_id)
    seen = await shop.whole(opened, case_id)
    with pytest.raises(RoundsOver):
        await shop.revise(case_id, opened, (0, 1))
    assert await shop.whole(opened, case_id) == seen
    assert (await shop.notices()).count("aftersales_refused") == 4


async def test_what_was_sent_back_and_refused_is_decided_on_where_it_is(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1))
    await shop.refuse(case_id, "寄回的是另一件")
    with pytest.raises(CaseInOtherState):
        await shop.write(actions.withdraw, shop.shopper, case_id)
    await shop.revise(case_id, opened, (0, 1), reason="agreed")
    assert (await shop.case(case_id)).state == "returning"
    await shop.receive(case_id)
    assert (await shop.case(case_id)).state == "refunding"


async def test_return_freight_is_declared_decided_and_paid_by_hand(shop):
    opened = await shop.received(1, freight_fen=500)
    await shop.with_address()
    case_id = await shop.apply(opened, (0, 1), reason="quality")
    await shop.agree(case_id)
    await shop.hand_in(case_id, freight_fen=1200)
    seen = await shop.whole(opened, case_id)
    with pytest.raises(ReturnFreightInOtherState):
        await shop.write(actions.decide_return_freight, shop.staff, case_id, "paid", "")
    assert await shop.whole(opened, case_id) == seen
    await shop.write(actions.decide_return_freight, shop.staff, case_id, "accepted", "")
    await shop.write(actions.decide_return_freight, shop.staff, case_id, "paid", "微信转账")
    case = await shop.case(case_id)
    assert (case.return_freight, case.return_freight_fen) == ("paid", 1200)
    await shop.receive(case_id)
    # never out of the order's money: that is given back whole, and not a fen more
    assert (await shop.case(case_id)).refunded_fen == 7300


async def test_return_freight_that_nobody_declines_is_owed(shop):
    from datetime import timedelta

    from lianyi.trust.jobs import aftersales as jobs

    opened = await shop.received(1)
    await shop.with_address()
    case_id = await shop.apply(opened, (0, 1), reason="quality")
    await shop.agree(case_id)
    await shop.hand_in(case_id, freight_fen=1200)
    await shop.world.advance(timedelta(days=3))
    assert await jobs.accept_freight(shop.db, shop.tenant) == 0
    await shop.receive(case_id)
    await shop.world.advance(timedelta(hours=48))
    assert await jobs.accept_freight(shop.db, shop.tenant) == 1
    assert await jobs.accept_freight(shop.db, shop.tenant) == 0
    assert (await shop.case(case_id)).return_freight == "accepted"
