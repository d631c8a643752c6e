"""Many hands on the prices of one micro-shop: no price outlives its pick, and of two desks one learns of the other."""

import asyncio
from dataclasses import replace

import pytest_asyncio

from lianyi.distribution.actions import micro_shops, own_prices
from lianyi.distribution.actions.micro_shops import Picking
from lianyi.distribution.errors.own_prices import NotPicked
from lianyi.distribution.queries import own_prices as reads
from lianyi.distribution.types.own_prices import Band, Pricing
from lianyi.kit.db import Statement
from tests.races.conftest import HANDS, outcomes
from tests.selling_world import open_selling

TENTH_OFF = Pricing(open=True, borne_by="shop", accept_unknown_cost=True, bands=(Band("tenant", None, 9000),))
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
