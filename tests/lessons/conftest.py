"""Shops for the lessons; after each of them money, stock, seats and budgets agree, as after a race."""

import pytest_asyncio

from tests.checkout.conftest import live, shop
from tests.guarantee_world import open_guaranteed
from tests.races.conftest import crowd, everything_holds
from tests.team_world import Teams

__all__ = ["crowd", "everything_holds", "live", "shop"]


@pytest_asyncio.fixture(loop_scope="session")
async def teams(shop):
    return Teams(shop)


@pytest_asyncio.fixture(loop_scope="session")
async def guaranteed(db, world, app):
    return await open_guaranteed(db, world)
