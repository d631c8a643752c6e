"""The order of locks where money moves: whoever holds the payment is never waited for by somebody who holds an account."""

import asyncio

from lianyi.kit.db import Statement
from lianyi.ledger.types import AccountRef, Purpose
from lianyi.orders import actions
from lianyi.orders.types import Portion
from lianyi.payments import actions as payments
from lianyi.payments import queries, store
from lianyi.wechat.pay import Refund, RefundStatus
from tests.order_world import open_shop
from tests.races.conftest import somebody_waits

LOCK_ACCOUNT = Statement(
    "select id from ledger_account where tenant_id = %(tenant)s and id = %(id)s for update nowait"
)


async def test_a_refund_that_arrives_while_another_is_given_waits_for_the_payment_first(db, world):
    """Both take payment, then ledger. The other way round, the callback and the staff end in a deadlock."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    given = await shop.write(
        actions.refund, shop.staff, opened.id, [Portion(line.id, 1)], freight_fen=None, reason="退"
    )
    async with db.read(shop.tenant) as session:
        money = await queries.refund(session, given.refund_id)

    async def arrives():
        answer = Refund(money.out_refund_no, "50300000001", RefundStatus.SUCCESS, money.amount_fen, None)
        async with db.write(shop.tenant) as session:
            await payments.end_refund(session, money, answer)

    async with db.write(shop.tenant) as session:
        await session.one(store.LOCK_PAYMENT_OF_ORDER, order_id=opened.id)
        callback = asyncio.create_task(arrives())
        await somebody_waits(db)
        for purpose in (Purpose.BUYERS, Purpose.ORDER_MONEY):
            await session.one(LOCK_ACCOUNT, id=AccountRef(purpose).id_in(shop.tenant))
    await callback
    await shop.tell()
    assert (await shop.refunds(opened.id))[0].state == "succeeded"
    assert await shop.balances() == {"buyers": -6800, "order_money": 6800}
