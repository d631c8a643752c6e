"""The order of locks where money moves: whoever holds the payment is never waited for by somebody who holds an account."""

import asyncio
from datetime import timedelta

from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.orders import actions
from lianyi.orders.types import Portion
from lianyi.payments import actions as payments
from lianyi.payments import queries, store
from lianyi.wechat.pay import Refund, RefundStatus
from tests.guarantee_world import Shop as Guaranteed
from tests.order_world import TENANT, open_shop
from tests.races.conftest import somebody_waits

WHO = Statement("select 1", int)
LOCK_ACCOUNT = Statement(
    "select id from ledger_account where tenant_id = %(tenant)s and id = %(id)s for update nowait"
)


async def open_with_lowest(db, world, lowest, *others):
    """A shop whose account `lowest` is locked before the others: half of all shops have a pair in the bad order."""
    while True:
        tenant = TenantId(new_id())
        ids = [AccountRef(purpose).id_in(tenant) for purpose in (lowest, *others)]
        if min(ids) == ids[0]:
            break
    async with db.write(tenant) as session:
        await session.run(TENANT, id=tenant, slug=tenant.hex[-12:])
    return await open_shop(db, world, known=tenant)


async def nothing_else_is_held(session, *purposes):
    """Whoever waits for the account that this session holds has none of these yet. Raises LockNotAvailable otherwise."""
    for purpose in purposes:
        await session.maybe(LOCK_ACCOUNT, id=AccountRef(purpose).id_in(session.tenant))


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


async def test_a_refund_that_comes_to_nothing_waits_for_its_accounts_in_their_order(db, world):
    """Its fen go back to the order's money and on to what is earned: three accounts in one transaction."""
    shop = await open_with_lowest(db, world, Purpose.EARNED, Purpose.BUYERS, Purpose.ORDER_MONEY)
    await shop.stock_up(6800, 10)
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    given = await shop.write(
        actions.refund, shop.staff, opened.id, [Portion(line.id, 1)], freight_fen=None, reason="退"
    )
    await shop.ship(opened.id)
    await shop.write(actions.receive, shop.shopper, opened.id)
    await world.advance(timedelta(days=7, seconds=1))
    await shop.write(actions.complete_due, 10)
    await shop.tell()
    async with db.read(shop.tenant) as session:
        money = await queries.refund(session, given.refund_id)

    async def comes_to_nothing():
        answer = Refund(money.out_refund_no, "50300000001", RefundStatus.CLOSED, money.amount_fen, None)
        async with db.write(shop.tenant) as session:
            await payments.end_refund(session, money, answer)

    async with db.write(shop.tenant) as session:
        await nothing_else_is_held(session, Purpose.EARNED)
        callback = asyncio.create_task(comes_to_nothing())
        await somebody_waits(db)
        await nothing_else_is_held(session, Purpose.BUYERS, Purpose.ORDER_MONEY)
    await callback
    await shop.tell()
    assert await shop.balances() == {"buyers": -13600, "order_money": 0, "earned": 13600}


async def test_wechat_letting_go_waits_for_its_accounts_in_their_order(db, world):
    """After thirty days the fen leave the guarantee and, completed already, are earned: three accounts at once."""
    plain = await open_with_lowest(db, world, Purpose.EARNED, Purpose.GUARANTEED, Purpose.ORDER_MONEY)
    await plain.settings(guarantee=True)
    shop = Guaranteed(plain)
    one_fen = Transfer(
        "before", "foreign", AccountRef(Purpose.FOREIGN), AccountRef(Purpose.EARNED), 1, Subject("bill_line", new_id())
    )  # fmt: skip
    await shop.write(ledger.transfer, one_fen)  # an account has no row to wait for before its first fen
    await shop.pay()
    await shop.write(payments.release, shop.order)
    await world.advance(timedelta(days=30, minutes=1))
    await world.run_due()
    payment = await shop.payment()
    async with db.write(shop.tenant) as session:
        await ledger.lock(session, [AccountRef(Purpose.EARNED)])
        await session.one(WHO)  # a lock goes out with the next wait
        letting_go = asyncio.create_task(payments.watch_freeze(db, shop.tenant, payment.id))
        await somebody_waits(db)
        await nothing_else_is_held(session, Purpose.GUARANTEED, Purpose.ORDER_MONEY)
    assert await letting_go
    await plain.tell()
    assert await shop.balances() == {"buyers": -10_000, "earned": 10_001, "foreign": -1}
