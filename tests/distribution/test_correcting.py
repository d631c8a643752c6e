"""An upheld appeal about an order: what is not available yet changes hands, entered on both sides; the rest stays."""

from datetime import timedelta

import pytest

from lianyi.distribution.actions import correcting, disputes
from lianyi.distribution.actions.disputes import Appeal
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.queries import workbench
from tests.commission_world import customer_of, explained, pass_days, receive, refund, save_plan, standing
from tests.social.conftest import Body


async def uphold(shop, body, order):
    """The shopkeeper appeals about the order and is right; all is told."""
    number = (await shop.order(order.id)).number
    dispute = await shop.write(disputes.appeal, await shop.principal(body), Appeal("是我介绍的", number))
    shop.db.clock.advance(timedelta(minutes=1))
    await shop.write(disputes.answer, shop.staff, dispute.id, uphold=True, reply="属实")
    await shop.tell()


@pytest.mark.parametrize("stage", ["placed", "pending", "frozen"])
async def test_what_is_not_available_yet_changes_hands_and_is_explained(shop, stage):
    (anna, first), (cora, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    order = await shop.place(2, shopper=who)
    await shop.tell()
    if stage != "placed":
        await shop.pay(order.id)
        await refund(shop, order.id, 1)
    if stage == "frozen":
        await receive(shop, order.id, who)
    await uphold(shop, cora, order)
    if stage == "placed":
        await shop.pay(order.id)
        await refund(shop, order.id, 1)
    if stage != "frozen":
        await receive(shop, order.id, who)
    assert (await standing(shop, first.id), await standing(shop, second.id)) == ((0, 0, 0, 0), (0, 680, 0, 0))
    assert (await shop.read(reads.snapshot, order.id)).shopkeeper_id == first.id
    await pass_days(shop, 9)
    assert await standing(shop, second.id) == (0, 0, 680, 0)
    await explained(shop)
    assert (await replay(shop.db, shop.tenant)).differences == ()


async def test_what_may_have_been_asked_for_stays_where_it_is(shop):
    (anna, first), (cora, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    await uphold(shop, cora, order)
    assert (await standing(shop, first.id), await standing(shop, second.id)) == ((0, 0, 680, 0), (0, 0, 0, 0))
    await explained(shop)


async def test_an_order_that_nobody_had_brought_goes_through_what_has_happened_to_it(shop):
    cora, second = await shop.keeper("可乐")
    await save_plan(shop)
    order = await shop.paid(2)
    await refund(shop, order.id, 1)
    await uphold(shop, cora, order)
    assert await standing(shop, second.id) == (680, 0, 0, 0)
    assert (await shop.read(reads.snapshot, order.id)).shopkeeper_id == second.id
    await explained(shop)
    assert (await replay(shop.db, shop.tenant)).differences == ()


async def test_told_twice_it_moves_once(shop):
    (anna, _), (cora, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await uphold(shop, cora, order)
    line = (await shop.log(Body(None, who.person)))[-1]
    fact = OwnerCorrected(order.id, who.person, second.id, line.id, line.id, "属实")
    await shop.write(correcting.correct, fact)
    assert await standing(shop, second.id) == (680, 0, 0, 0)
    await explained(shop)


async def test_whoever_was_upheld_has_the_order_among_their_own_and_it_counts_for_their_grade(shop):
    (anna, first), (cora, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    order = await shop.place(2, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await uphold(shop, cora, order)
    (theirs,) = await shop.read(workbench.orders_of, first.id, None, 10)
    (own,) = await shop.read(workbench.orders_of, second.id, None, 10)
    assert (theirs.standing.id, theirs.commission_fen, theirs.state) == (order.id, 0, "none")
    assert (own.standing.id, own.commission_fen, own.state) == (order.id, 1360, "pending")
    assert await shop.read(workbench.orders_of, second.id, (own.standing.placed_at, order.id), 10) == []
    await receive(shop, order.id, who)
    since = shop.db.clock.now() - timedelta(days=30)
    sales = [await shop.read(workbench.own_sales_fen, one.id, since) for one in (first, second)]
    assert sales == [0, 13_600]
