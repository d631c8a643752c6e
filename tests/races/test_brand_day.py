"""One date and many campaigns: one has it."""

import pytest_asyncio

from lianyi.promotions.plays.brand_day.errors import DayTaken
from tests.brand_day_world import dates, draft, publish
from tests.order_world import open_shop
from tests.races.test_coupons import tried


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    return shop


async def test_ten_campaigns_published_at_once_for_one_date(shop):
    drafts = [await draft(shop, ahead=2, title=f"品牌日 {number}") for number in range(10)]
    published, refused = await tried([publish(shop, one) for one in drafts], DayTaken)
    assert (len(published), set(refused)) == (1, {DayTaken})
    assert len(await dates(shop)) == 1
