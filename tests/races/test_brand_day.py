"""One date and many campaigns: one has it. One day and many buyers: its budget and its quota are never exceeded."""

from dataclasses import replace

import pytest
import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.identity.types import System
from lianyi.promotions import actions
from lianyi.promotions.errors import BudgetSpent, QuotaSpent
from lianyi.promotions.plays.brand_day.errors import DayTaken
from tests.brand_day_world import dates, draft, draft_of, publish
from tests.checkout.conftest import HANGZHOU
from tests.order_world import open_shop
from tests.promotion_world import standing_of
from tests.races.test_coupons import tried
from tests.races.test_promotions import BUYERS, ROOM, crowd, rush


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 1000)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def test_ten_campaigns_published_at_once_for_one_date(shop):
    drafts = [await draft(shop, ahead=2, title=f"品牌日 {number}") for number in range(10)]
    published, refused = await tried([publish(shop, one) for one in drafts], DayTaken)
    assert (len(published), set(refused)) == (1, {DayTaken})
    assert len(await dates(shop)) == 1


@pytest.mark.parametrize(
    ("most", "refusal"), [({"budget_fen": 1000 * ROOM + 999}, BudgetSpent), ({"quota": ROOM}, QuotaSpent)]
)
async def test_forty_orders_of_a_day_for_twenty_five(shop, most, refusal):
    """Ten yuan off a piece."""
    given = replace(draft_of(shop, quota=most.get("quota")), budget_fen=most.get("budget_fen"))
    running = await publish(shop, await shop.write(actions.create, System(shop.tenant, "test"), given))
    placed, refused = await rush(shop, running, await crowd(shop, BUYERS))
    assert (len(placed), set(refused)) == (ROOM, {refusal})
    spent, (taken,), *_ = await standing_of(shop, running)
    assert (spent == 1000 * ROOM) if "budget_fen" in most else (taken == ROOM)
    assert await shop.stock() == (1000 - ROOM, ROOM, 0)
