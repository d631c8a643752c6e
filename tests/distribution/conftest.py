import pytest_asyncio

from tests.selling_world import open_selling


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    """A shop that takes on everyone, free; one SKU of 68.00 yuan on the shelf."""
    return await open_selling(db, world)
