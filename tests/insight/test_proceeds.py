"""What an order pays: figures that add up to what the books say, and nothing said that is not known."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.insight import queries
from lianyi.insight.types import Block, Place
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Purpose, Stage
from lianyi.orders import actions
from lianyi.orders.errors import OrderUnknown
from lianyi.orders.types import Portion
from tests.order_world import open_shop


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    return shop


async def told(shop, order_id):
    async with shop.db.read(shop.tenant) as session:
        return await queries.proceeds(session, order_id)


async def earned(shop, order_id):
    """What the books say this order has brought the merchant."""
    async with shop.db.read(shop.tenant) as session:
        steps = await ledger.trail(session, "order", order_id)
    moved = [one for one in steps if one.stage in {Stage.POSTED, Stage.CAPTURED}]
    came = sum(one.amount_fen for one in moved if one.target is Purpose.EARNED)
    return came - sum(one.amount_fen for one in moved if one.source is Purpose.EARNED)


def adds_up(one):
    gone = (
        one.refunded_fen + one.refunding_fen + (one.fee_fen or 0) + sum(part.amount_fen for part in one.parts)
    )
    return one.paid_fen - gone == one.keeps_fen


async def completed(shop, order_id):
    await shop.write(actions.receive, shop.shopper, order_id)
    await shop.world.advance(timedelta(days=8))
    await shop.write(actions.complete_due, 10)
    await shop.tell()


async def test_an_unpaid_order_pays_nothing_and_promises_nothing(shop):
    opened = await shop.place(1)
    one = await told(shop, opened.id)
    assert (one.place, one.paid_fen, one.keeps_fen, one.arrives_at) == (Place.UNPAID, 0, 0, None)
    assert (one.milestones, one.fee_due_at) == ([], None)


async def test_what_is_promised_is_what_the_books_have_in_the_end(shop):
    opened = await shop.paid(2, freight_fen=800)
    before = await told(shop, opened.id)
    assert (before.place, before.paid_fen, before.keeps_fen) == (Place.OPEN, 14400, 14400)
    assert [(one.kind, one.done) for one in before.milestones][:2] == [("paid", True), ("shipped", False)]
    await shop.ship(opened.id)
    await completed(shop, opened.id)
    after = await told(shop, opened.id)
    assert (after.place, after.keeps_fen) == (Place.ARRIVED, await earned(shop, opened.id))
    assert after.arrives_at is not None
    assert all(one.done for one in after.milestones)
    assert adds_up(after)


async def test_money_on_its_way_back_is_not_promised_to_the_shop(shop):
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    asked = await shop.write(actions.request_refund, shop.shopper, opened.id, [Portion(line.id, 1)], "拍错了")
    one = await told(shop, opened.id)
    assert (one.blocks, one.keeps_fen) == ([Block.REFUND_ASKED], 13600)
    await shop.write(actions.approve_refund, shop.staff, asked.refund_id)
    one = await told(shop, opened.id)
    assert (one.blocks, one.refunding_fen, one.keeps_fen) == ([Block.REFUNDING], 6800, 6800)
    await shop.refund_money()
    one = await told(shop, opened.id)
    assert (one.blocks, one.refunded_fen, one.refunding_fen, one.keeps_fen) == ([], 6800, 0, 6800)
    await shop.ship(opened.id)
    await completed(shop, opened.id)
    assert (await told(shop, opened.id)).keeps_fen == await earned(shop, opened.id) == 6800


async def test_a_late_order_does_not_promise_a_day_that_has_gone_by(shop):
    opened = await shop.paid(1)
    await shop.world.advance(timedelta(days=30))
    async with shop.db.read(shop.tenant) as session:
        now, one = session.now, await queries.proceeds(session, opened.id)
    assert one.milestones[1].at < now < one.arrives_at


async def test_somebody_elses_order_is_unknown(shop, db, world):
    other = await open_shop(db, world)
    await other.stock_up(100, 1)
    opened = await other.paid(1)
    with pytest.raises(OrderUnknown):
        await told(shop, opened.id)
