"""Many hands on one micro-shop: its goods are one whole list, no price outlives its pick, two desks learn of each other."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest_asyncio

from lianyi.distribution.actions import micro_shops, own_prices
from lianyi.distribution.actions.micro_shops import Picking
from lianyi.distribution.errors.own_prices import NotPicked
from lianyi.distribution.queries import micro_shops as picks
from lianyi.distribution.queries import own_prices as reads
from lianyi.distribution.types.own_prices import Band, Pricing
from lianyi.kit.db import Statement
from tests.races.conftest import HANDS, outcomes, somebody_waits
from tests.selling_world import open_selling

TENTH_OFF = Pricing(open=True, borne_by="shop", accept_unknown_cost=True, bands=(Band("tenant", None, 9000),))
HOLD_PICKS = Statement(
    "select product_id from distribution_pick where tenant_id = %(tenant)s and shopkeeper_id = %(id)s for update",
    UUID,
)
ORPHANS = Statement(
    """
    select count(*)::int from distribution_own_price p where p.tenant_id = %(tenant)s and not exists (
      select from distribution_pick k where k.tenant_id = %(tenant)s and k.shopkeeper_id = p.shopkeeper_id
        and k.product_id = p.product_id)
    """,
    int,
)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    return await open_selling(db, world)


async def test_two_phones_that_save_at_once_leave_one_whole_list(crowd, shop):
    """Somebody holds a pick: the longer list waits half written, the shorter one cannot see what it has to drop."""
    await shop.stock_up(3000, 5, title="茉莉花茶")
    body, _ = await shop.keeper("安娜")
    keeper = await shop.principal(body)
    first, second = shop.products
    await shop.write(micro_shops.set_picks, keeper, [Picking(first, "旧")])

    async def save(*picking):
        async with crowd.write(shop.tenant) as session:
            await micro_shops.set_picks(session, keeper, picking)

    async with crowd.write(shop.tenant) as holder:
        await holder.all(HOLD_PICKS, id=keeper.id)
        longer = asyncio.create_task(save(Picking(second, "乙"), Picking(first, "丙")))
        await somebody_waits(shop.db)
        shorter = asyncio.create_task(save(Picking(first, "甲")))
        await somebody_waits(shop.db, hands=2)
    await asyncio.gather(longer, shorter)
    found = [(one.card.id, one.words) for one in await shop.read(picks.picked, keeper.id)]
    assert found in ([(first, "甲")], [(second, "乙"), (first, "丙")])


async def test_two_desks_save_the_bands_and_one_of_them_learns_of_the_other(crowd, shop):
    async def save(lowest_bp):
        async with crowd.write(shop.tenant) as session:
            wanted = replace(TENTH_OFF, bands=(Band("tenant", None, lowest_bp),))
            await own_prices.set_pricing(session, shop.staff, wanted)

    done = await outcomes(*(save(9_000 + hand) for hand in range(HANDS)))

    assert done == [""] + ["settings_changed"] * (HANDS - 1)
    kept = await shop.read(reads.pricing)
    assert (kept.version, len(kept.bands)) == (1, 1)


async def test_a_pick_that_goes_while_it_is_priced_leaves_no_price_behind(crowd, shop):
    body, _ = await shop.keeper("安娜")
    keeper = await shop.principal(body)
    await shop.write(own_prices.set_pricing, shop.staff, TENTH_OFF)
    sku_id, product_id = shop.skus[0][0], shop.products[0]

    async def price(hand):
        async with crowd.write(shop.tenant) as session:
            try:
                await own_prices.set_prices(session, keeper, {sku_id: 6_200 + hand})
            except NotPicked:
                return

    async def drop():
        async with crowd.write(shop.tenant) as session:
            await micro_shops.set_picks(session, keeper, [])

    for _ in range(4):
        await shop.write(micro_shops.set_picks, keeper, [Picking(product_id)])
        await asyncio.gather(*(price(hand) for hand in range(HANDS)), drop())
        async with shop.db.read(shop.tenant) as session:
            assert await session.one(ORPHANS) == 0
