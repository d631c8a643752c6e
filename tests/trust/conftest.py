from dataclasses import fields

import pytest_asyncio

from tests.case_world import CaseShop
from tests.live_shop import open_live
from tests.order_world import open_shop


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    """A shop with two SKUs on the shelf: 68.00 yuan, ten pieces; 30.00 yuan, five pieces."""
    plain = await open_shop(db, world)
    shop = CaseShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    await shop.stock_up(6800, 10)
    await shop.stock_up(3000, 5, title="茉莉花茶")
    return shop


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened
