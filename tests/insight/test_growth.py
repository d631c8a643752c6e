"""Campaigns side by side: what is counted is counted once, in its own days, and what cannot be told is not."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.identity.types import System
from lianyi.insight import queries
from lianyi.insight.errors import CompareTwoToFour
from lianyi.insight.rules import growth as rules
from lianyi.kit import sheets
from lianyi.kit.clock import business_day
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.promotions import actions
from lianyi.promotions import queries as promotions
from lianyi.promotions.errors import CampaignUnknown
from lianyi.promotions.types import Intent
from tests.bargain_world import bargain_out, begin, cut, owner_of
from tests.checkout.conftest import shop as selling
from tests.coupon_world import chosen, collect, coupons_out
from tests.coupon_world import quote as quote_with
from tests.help_world import somebody
from tests.promotion_world import draft_of, own_plays, place, published, quote

__all__ = ["own_plays", "selling"]
pytestmark = pytest.mark.usefixtures("own_plays")
HELD = Statement(
    "update promotions_help set state = 'held' where tenant_id = %(tenant)s and run_id = %(run_id)s"
)
COST = Statement("update catalog_sku set cost_fen = %(fen)s where tenant_id = %(tenant)s and id = %(id)s")


@pytest_asyncio.fixture(loop_scope="session")
async def shop(selling):
    """Tea costs the shop 40 yuan."""
    async with selling.db.write(selling.tenant) as session:
        await session.run(COST, fen=4000, id=selling.skus[0][0])
    return selling


async def page(shop, ago=0, days=30, **more):
    last = business_day(shop.db.clock.now()) - timedelta(days=ago)
    async with shop.db.read(shop.tenant) as session:
        return await queries.growth(session, last - timedelta(days=days - 1), last, **more)


async def bought(shop, campaign_id, *quantities):
    placed = await place(shop, await quote(shop, campaign_id, *quantities))
    await shop.pay(placed.order_id)
    return placed.order_id


async def test_what_a_campaign_brings_and_costs(shop):
    campaign = await published(shop, 800)
    await bought(shop, campaign, 2)
    found = await page(shop)
    row = found.rows[0]
    # 2 × (68.00 - 8.00) + 8.00 freight paid; 16.00 given; 2 × 40.00 of goods
    assert (row.brought.paid_orders, row.brought.buyers, row.brought.new_customers) == (1, 1, 1)
    assert (row.brought.paid_fen, row.brought.cost_fen, row.goods_cost_fen) == (12_800, 1_600, 8_000)
    assert (row.contribution_fen, row.cost_per_new_customer_fen, row.return_bp) == (4_800, 1_600, 30_000)
    assert (row.few, row.helpers, row.costs_unknown, found.cut) == (True, 0, 0, False)


async def test_a_cost_that_nobody_has_said_is_not_guessed(shop):
    campaign = await published(shop, 800, 300)
    await bought(shop, campaign, 1, 1)  # the second kind's cost is unknown
    row = (await page(shop)).rows[0]
    assert (row.costs_unknown, row.goods_cost_fen, row.contribution_fen, row.return_bp) == (
        1,
        None,
        None,
        None,
    )
    assert row.brought.cost_fen == 1_100


async def test_an_order_with_two_campaigns_counts_once_in_all(shop):
    given = await coupons_out(shop, off_fen=500, threshold_fen=0)
    piece = await collect(shop, given)
    placed = await place(shop, await quote_with(shop, 1, using=chosen(piece)))
    await shop.pay(placed.order_id)
    alone = await published(shop, 800)
    await bought(shop, alone, 1)
    found = await page(shop)
    rows = {row.brought.id: row for row in found.rows}
    assert [rows[one].brought.paid_orders for one in (given, alone)] == [1, 1]
    # the coupon's budget was held when it was collected: its order does not cost it once more
    assert rows[given].brought.cost_fen == 500
    assert found.together.paid_orders == 2
    both = await _with_both(shop)
    found = await page(shop)
    rows = {row.brought.id: row for row in found.rows}
    assert [rows[one].brought.shared_orders for one in both] == [1, 1]
    assert sum(row.brought.paid_orders for row in found.rows) == 4
    assert (found.together.paid_orders, found.together.new_customers) == (3, 1)
    assert (
        found.together.paid_fen
        == sum(row.brought.paid_fen for row in found.rows) - rows[both[0]].brought.paid_fen
    )


async def _with_both(shop):
    """An order that a discount and a coupon work on together; both campaigns."""
    price = await published(shop, 100, play="half_price")
    given = await coupons_out(shop, off_fen=600, threshold_fen=0)
    piece = await collect(shop, given)
    made = await quote_with(shop, 1, using=chosen(piece), intent=Intent(price))
    placed = await place(shop, made)
    await shop.pay(placed.order_id)
    return price, given


async def test_a_span_counts_what_happened_in_it(shop):
    campaign = await published(shop, 800)
    await bought(shop, campaign, 1)
    await shop.world.advance(timedelta(days=3))
    await bought(shop, campaign, 1)
    assert [(row.brought.paid_orders, row.brought.cost_fen) for row in (await page(shop, days=2)).rows] == [
        (1, 800)
    ]
    assert [
        (row.brought.paid_orders, row.brought.new_customers) for row in (await page(shop, ago=3)).rows
    ] == [(1, 1)]
    assert [row.brought.paid_orders for row in (await page(shop)).rows] == [2]
    assert (await page(shop, ago=9)).rows == ()  # before it began


async def test_drafts_are_left_out_and_the_rest_is_filtered(shop):
    by = System(shop.tenant, "test")
    await shop.write(actions.create, by, draft_of(shop, 800))
    running, ended = await published(shop, 800), await published(shop, 0, 100)
    await shop.write(actions.end, by, ended)
    assert {row.brought.id for row in (await page(shop)).rows} == {running, ended}
    assert [row.brought.id for row in (await page(shop, state="ended")).rows] == [ended]
    assert (await page(shop, play="coupon")).rows == ()


async def test_what_has_no_figure_stands_last_whichever_way(shop):
    cheap, dear, silent = (
        await published(shop, 200),
        await published(shop, 800),
        await published(shop, 0, 100),
    )
    await bought(shop, dear, 1)
    await shop.pay((await place(shop, await quote(shop, cheap, 1))).order_id)
    for descending, order in ((True, [cheap, dear, silent]), (False, [dear, cheap, silent])):
        found = await page(shop, sort="return_bp", descending=descending)
        assert [row.brought.id for row in found.rows] == order
    found = await page(shop, sort="cost_fen", descending=False)
    assert [row.brought.id for row in found.rows] == [silent, cheap, dear]


async def test_two_to_four_are_compared_day_by_day(shop):
    early = await published(shop, 800)
    await bought(shop, early, 1)
    await shop.world.advance(timedelta(days=2))
    late = await published(shop, 500)
    await bought(shop, late, 2)
    async with shop.db.read(shop.tenant) as session:
        compared, together = await queries.compare(session, [early, late])
        assert [[day.paid_orders for day in one.days] for one in compared] == [[1, 0, 0], [1]]
        assert [one.days[0].nth for one in compared] == [1, 1]
        assert (together.paid_orders, compared[1].growth.brought.paid_orders) == (2, 1)
        for wrong in ([early], [early, early], [early] * 2 + [late, new_id(), new_id(), new_id()]):
            with pytest.raises(CompareTwoToFour):
                await queries.compare(session, wrong)
        with pytest.raises(CampaignUnknown):
            await queries.compare(session, [early, new_id()])
    draft = await shop.write(actions.create, System(shop.tenant, "test"), draft_of(shop, 800))
    async with shop.db.read(shop.tenant) as session:
        with pytest.raises(CompareTwoToFour):
            await queries.compare(session, [early, draft])


async def test_the_sheet_says_what_the_table_says(shop):
    campaign = await published(shop, 800, title="=HYPERLINK(1)")
    await bought(shop, campaign, 2)
    table = sheets.read(rules.sheet((await page(shop)).rows, {"half_price": "半价"}), "growth.xlsx")
    assert table.header == rules.HEADER
    cells = dict(zip(table.header, table.rows[0].cells, strict=True))
    assert (cells["活动"], cells["玩法"], cells["付款订单"]) == ("'=HYPERLINK(1)", "半价", "1")
    assert [float(cells[name]) for name in ("实收(元)", "花费(元)", "贡献(元)", "每花 1 元的贡献(元)")] == [
        128,
        16,
        48,
        3,
    ]


async def test_helpers_are_people_whose_help_counts(shop):
    campaign = await bargain_out(shop, floor_fen=5000)
    for _ in range(2):
        owner, _ = await owner_of(shop)
        run = await begin(shop, campaign, owner)
        helper = await somebody(shop)
        await cut(shop, run, helper)
    twice = helper
    owner, _ = await owner_of(shop)
    again = await begin(shop, campaign, owner)
    await cut(shop, again, twice)
    assert [row.helpers for row in (await page(shop)).rows] == [2]
    async with shop.db.write(shop.tenant) as session:
        await session.run(HELD, run_id=again)
        await session.run(HELD, run_id=run)
    assert [row.helpers for row in (await page(shop)).rows] == [1]
    async with shop.db.read(shop.tenant) as session:
        assert (await promotions.result(session, campaign)).helpers == 1  # its own result page says the same
