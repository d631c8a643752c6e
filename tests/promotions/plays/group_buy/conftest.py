import pytest_asyncio

from tests.checkout.conftest import shop
from tests.team_world import Teams

__all__ = ["shop", "teams"]


@pytest_asyncio.fixture(loop_scope="session")
async def teams(shop):
    return Teams(shop)
