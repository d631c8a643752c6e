"""Copies of orders stand in for bought ones only as long as the product cannot tell them apart."""

from datetime import timedelta

import psycopg
import pytest_asyncio

from bench.frame.copies import copy_orders
from lianyi.kit.db import Statement
from lianyi.payments import actions as payments
from lianyi.wechat.pay import Trade, TradeState
from tests.order_world import open_shop

STATES = Statement("select state || ' ' || number from orders_order where tenant_id = %(tenant)s", str)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 1000)
    return shop


async def states(shop):
    async with shop.db.read(shop.tenant) as session:
        found = await session.all(STATES)
    assert len({number for _, number in (one.split() for one in found)}) == len(found)
    return sorted(one.split()[0] for one in found)


async def test_copies_of_a_paid_order_leave_books_and_stock_whole(shop, owner_dsn):
    paid = await shop.paid(2)
    copy_orders(owner_dsn, [paid.id], 5, [shop.shopper.person], over=timedelta(hours=5))
    assert await states(shop) == ["to_ship"] * 6
    assert await shop.stock() == (1000 - 12, 0, 12)
    assert await shop.balances() == {"buyers": -6 * 13600, "order_money": 6 * 13600}


async def test_a_copy_that_awaits_its_payment_is_paid_like_any_order(shop, owner_dsn):
    opened = await shop.place(1)
    await shop.prepay(opened.id)
    await shop.tell()
    copies = copy_orders(owner_dsn, [opened.id], 3, [shop.shopper.person])
    assert await shop.stock() == (1000 - 4, 4, 0)
    for copy in copies:
        trade = Trade(
            shop.merchant["mini_appid"], shop.merchant["mchid"], copy.out_trade_no, TradeState.SUCCESS,
            copy.transaction_id, 6800, shop.db.clock.now(), None, "JSAPI",
        )  # fmt: skip
        await shop.write(payments.settle, trade, shop.merchant["mchid"])
    await shop.tell()
    assert await states(shop) == ["awaiting_payment", "to_ship", "to_ship", "to_ship"]
    assert await shop.stock() == (1000 - 4, 1, 3)
    assert await shop.balances() == {"buyers": -3 * 6800, "order_money": 3 * 6800}
    assert {str((await shop.order(copy.order)).state) for copy in copies} == {"to_ship"}


async def test_every_row_of_an_order_is_copied(shop, owner_dsn):
    """A table that an order comes to own must be named in the bench, or its copies would lack it."""
    paid = await shop.paid(1)

    def rows():
        with psycopg.connect(owner_dsn) as connection:
            tables = connection.execute(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
            ).fetchall()
            return {
                name: connection.execute(f"select count(*) from {name}").fetchone()[0] for (name,) in tables
            }

    before = rows()
    await shop.paid(1)
    once = {name: count - before[name] for name, count in rows().items()}
    before = rows()
    copy_orders(owner_dsn, [paid.id], 1, [shop.shopper.person])
    assert {name: count - before[name] for name, count in rows().items()} == once
