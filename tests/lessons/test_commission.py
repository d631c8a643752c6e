"""What went wrong where commission was promised and taken back (lesson 14, defect 2), and does not here."""

import pytest_asyncio

from lianyi.distribution.queries import commissions as reads
from lianyi.ledger import queries as ledger
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from tests.commission_world import customer_of, pass_days, receive, save_plan
from tests.payout_world import open_payouts
from tests.selling_world import open_selling


@pytest_asyncio.fixture(loop_scope="session")
async def paying(db, world):
    opened = await open_payouts(await open_selling(db, world))
    await save_plan(opened.shop)
    return opened


async def test_lesson_14_what_nobody_brought_is_promised_to_nobody(paying):
    """There is no share to be allocated by default: the rule is the snapshot's, and its absence pays no one."""
    order = await paying.shop.paid(1)
    assert await paying.read(reads.snapshot, order.id) is None
    purposes = {one.purpose.value for one in await paying.read(ledger.standing)}
    assert not any(purpose.startswith("commission") for purpose in purposes)


async def test_defect_02_what_was_withdrawn_is_taken_back_whole_and_repaid_by_what_is_earned_next(paying):
    shop = paying.shop
    who = await customer_of(shop, paying.body)
    order = await shop.place(2, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    await paying.ask(1360)
    (line,) = await shop.lines(order.id)
    await shop.write(
        orders.refund_returned, Actor("system", name="aftersales"), order.id, "case", [Portion(line.id, 2, 13_600)],
        with_freight=False, reason="坏了",
    )  # fmt: skip
    await shop.refund_money()
    assert await paying.available() == -1360
    again = await shop.place(3, shopper=who)
    await shop.tell()
    await shop.pay(again.id)
    await receive(shop, again.id, who)
    await pass_days(shop, 9)
    assert await paying.available() == 3 * 680 - 1360
    await paying.explained()
