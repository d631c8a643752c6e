import pytest_asyncio

from tests.order_world import open_shop


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    """A shop with one SKU on the shelf: 68.00 yuan, ten pieces."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    return shop
