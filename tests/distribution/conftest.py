import pytest_asyncio

from tests.identity.conftest import colleague, fresh_browser, open_shop, owner  # noqa: F401  the front door is opened there
from tests.selling_world import open_selling


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    """A shop that takes on everyone, free; one SKU of 68.00 yuan on the shelf."""
    return await open_selling(db, world)
