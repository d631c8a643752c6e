import pytest_asyncio

from tests.checkout.conftest import live, shop
from tests.team_world import Teams

__all__ = ["live", "shop", "teams"]


@pytest_asyncio.fixture(loop_scope="session")
async def teams(shop):
    return Teams(shop)
