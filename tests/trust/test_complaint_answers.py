"""What a shop answers a complaint: its words and its money arrive at WeChat once, or WeChat's no is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Portion
from lianyi.trust.actions import complaints as actions
from lianyi.trust.actions.complaints.acting import Wanted
from lianyi.trust.errors.complaints import (
    ComplaintActNotPossible,
    ComplaintActUnderWay,
    ComplaintCaseOpen,
    ComplaintNothingToRefund,
    ComplaintRefused,
    ComplaintUnknown,
    ComplaintWordsMissing,
)
from lianyi.trust.jobs.complaints import send_acts_again
from lianyi.trust.queries import complaints as queries
from tests.complaint_world import desk

__all__ = ["desk"]


async def test_wechats_no_is_told_in_its_words_and_moves_nothing(desk, shop, world):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    before = await desk.one()
    with pytest.raises(ComplaintActNotPossible):
        await desk.act("complete")
    with pytest.raises(ComplaintWordsMissing):
        await desk.act("reply")
    with pytest.raises(ComplaintUnknown):
        await actions.act(shop.db, shop.staff, new_id(), Wanted("reply", "好"), uuid4().hex)
    assert await desk.one() == before
    # it ended at WeChat meanwhile
    await world.ask("POST", f"/complaints/{before.wechat_id}/withdraw")
    with pytest.raises(ComplaintRefused) as refused:
        await desk.act("reply", "好的", key="the-same-key")
    assert "不能再回复" in refused.value.words("zh")
    assert (await desk.one()).state == "finished"
    with pytest.raises(ComplaintRefused):
        await desk.act("reply", "好的", key="the-same-key")
    assert [side for side, _ in await desk.words()] == ["shopper", "shopper"]


@pytest.mark.parametrize(
    ("kind", "words", "days"), [("reply", "已安排", None), ("approve", "", 2), ("reject", "已拆封", None)]
)
async def test_a_lost_answer_is_asked_for_before_the_words_are_said_again(
    desk, shop, world, kind, words, days
):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.fault(
        "answer_lost", path_prefix="/v3/merchant-service/complaints-v2/", mchid=shop.merchant["mchid"]
    )
    assert await desk.act(kind, words, days) == "asked"
    await world.advance(timedelta(minutes=2))
    assert await send_acts_again(shop.db, shop.tenant) == 1
    assert await send_acts_again(shop.db, shop.tenant) == 0
    assert [side for side, _ in await desk.words()] == ["shopper", "merchant"]
    (act,) = await _acts(desk)
    assert (act.state, act.tries) == ("done", 2)


async def test_words_that_never_arrived_are_said_once_more(desk, shop, world):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.fault("lost", path_prefix="/v3/merchant-service/", mchid=shop.merchant["mchid"], times=2)
    assert await desk.act("reply", "已安排", key="once-and-the-same") == "asked"
    with pytest.raises(ComplaintActUnderWay):
        await desk.act("reply", "还有一句")
    assert await desk.act("reply", "已安排", key="once-and-the-same") == "asked"
    await world.advance(timedelta(minutes=2))
    await send_acts_again(shop.db, shop.tenant)
    assert await desk.words() == [("shopper", "茶叶受潮了"), ("merchant", "已安排")]
    assert await desk.act("reply", "已安排", key="once-and-the-same") == "done"
    assert len(await desk.words()) == 2


async def _acts(desk):
    async with desk.db.read(desk.tenant) as session:
        return await queries.acts(session, (await desk.one()).id)


async def test_a_refund_given_at_the_order_is_linked_all_the_same(desk, shop):
    order = await shop.paid(2)
    await desk.complain(order)
    await desk.arrive()
    asked = await shop.write(_give_one, shop, order)
    await shop.refund_money()
    async with shop.db.read(shop.tenant) as session:
        assert await queries.refunds(session, (await desk.one()).id) == [asked.refund_id]


@pytest.mark.parametrize("life", ["shipped", "received"])
async def test_what_has_left_the_house_is_given_back_whole_without_a_return(desk, shop, life):
    order = await getattr(shop, life)(2, freight_fen=800)
    await desk.complain(order)
    await desk.arrive()
    case = await desk.one()
    refund_id = await shop.write(actions.refund_now, shop.staff, case.id, "")
    await shop.refund_money()
    await desk.arrive()
    assert (await desk.one()).full_refunded
    assert (await shop.order(order.id)).refunded_fen == 2 * 6800 + 800
    assert await shop.balances() == {"buyers": 0, "order_money": 0}
    async with shop.db.read(shop.tenant) as session:
        assert await queries.refunds(session, case.id) == [refund_id]
    before = await shop.everything(order.id)
    with pytest.raises(ComplaintNothingToRefund):
        await shop.write(actions.refund_now, shop.staff, case.id, "")
    assert await shop.everything(order.id) == before


async def test_money_that_a_case_decides_about_is_left_alone(desk, shop):
    order = await shop.shipped(2)
    await desk.complain(order)
    await desk.arrive()
    await shop.apply(order, (0, 1))
    before = await shop.everything(order.id)
    with pytest.raises(ComplaintCaseOpen):
        await shop.write(actions.refund_now, shop.staff, (await desk.one()).id, "")
    assert await shop.everything(order.id) == before


async def _give_one(session, shop, order):
    (line,) = await order_reads.lines(session, order.id)
    return await orders.refund(
        session, shop.staff, order.id, [Portion(line.id, 1)], freight_fen=None, reason="少一件"
    )
