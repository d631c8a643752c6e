"""A desk for complaints: the shop, WeChat behind it, and the board that must hold together."""

from uuid import uuid4

import pytest_asyncio

from lianyi.kit.db import Statement
from lianyi.trust.actions import complaints as actions
from lianyi.trust.actions.complaints.acting import Wanted
from lianyi.trust.queries import complaints as queries
from lianyi.trust.rules.complaints import column_of
from lianyi.trust.types.complaints import COLUMNS
from tests.conftest import run_queue

ANY = Statement("select id from trust_complaint where tenant_id = %(tenant)s order by created_at limit 10")


class Desk:
    """The shop's complaints as its staff handle them."""

    def __init__(self, shop):
        self.shop, self.db, self.world, self.tenant = shop, shop.db, shop.world, shop.tenant

    async def watch(self):
        return await actions.keep_watch(self.db, self.tenant)

    async def complain(self, order, **more):
        """The shopper complains about a paid order; WeChat's number."""
        transaction_id = (await self.shop.order(order.id)).transaction_id
        body = {"transaction_id": transaction_id, "detail": "茶叶受潮了", "problem_type": "REFUND"} | more
        return (await self.world.ask("POST", "/complaints", json=body))["complaint_id"]

    async def arrive(self):
        """What WeChat has to tell is told, and what it means is asked for."""
        await self.world.run_due()
        await self.shop.tell()
        await run_queue(self.db)

    async def one(self):
        async with self.db.read(self.tenant) as session:
            (row,) = await session.all(ANY)
            return await queries.complaint(session, row[0])

    async def count(self):
        async with self.db.read(self.tenant) as session:
            return len(await session.all(ANY))

    async def words(self):
        async with self.db.read(self.tenant) as session:
            return [(word.side, word.words) for word in await queries.words(session, (await self.one()).id)]

    async def act(self, kind, words="", days=None, key=None):
        known = await self.one()
        return await actions.act(
            self.db, self.shop.staff, known.id, Wanted(kind, words, days), key or uuid4().hex
        )

    async def column(self):
        return column_of(await self.one(), self.db.clock.now())

    async def board(self):
        """Numbers by column, as the pages give them; the counts must agree, and so must the rule."""
        async with self.db.read(self.tenant) as session:
            pages = {column: await queries.board_page(session, column, None, 50) for column in COLUMNS}
            counts = await queries.board_counts(session)
        for column, page in pages.items():
            assert getattr(counts, column) == len(page)
            assert {column_of(one, self.db.clock.now()) for one in page} <= {column}
        return {column: len(page) for column, page in pages.items() if page}


@pytest_asyncio.fixture(loop_scope="session")
async def desk(shop):
    desk = Desk(shop)
    assert await desk.watch() == 0
    return desk
