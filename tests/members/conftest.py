import pytest_asyncio

from tests.live_shop import open_live
from tests.member_world import open_club


@pytest_asyncio.fixture(loop_scope="session")
async def club(db, world):
    return await open_club(db, world)


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened
