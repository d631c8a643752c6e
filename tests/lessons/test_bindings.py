"""Lessons about whose customer somebody is: circles of any length, and the promoter of the order, not of the payment."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest_asyncio

from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.queries import commissions
from tests.selling_world import open_selling
from tests.social.conftest import Body


@pytest_asyncio.fixture(loop_scope="session")
async def sellers(db, world):
    """A shop that takes on everyone, free."""
    return await open_selling(db, world)


async def test_defect_04_nobody_closes_a_circle_however_long_it_is(sellers):
    """CRMEB UserServices::spread: self and one hop are checked, the third one closes the circle."""
    for length in (1, 2, 3, 7):
        keepers = [await sellers.keeper(f"店主{number}") for number in range(length)]
        for (lower, _), (upper, _) in pairwise(keepers):
            await sellers.came(lower, upper)
        (first, _), (last, _) = keepers[0], keepers[-1]
        await sellers.came(Body(uuid4(), last.person), first)
        assert await sellers.owner(last) is None, length
        owned = [await sellers.owner(body) for body, _ in keepers[:-1]]
        assert owned == [keeper.id for _, keeper in keepers[1:]]
    assert (await replay(sellers.db, sellers.tenant)).differences == ()


async def test_defect_05_the_promoter_is_of_the_placing_whenever_it_is_paid_or_looked_at(sellers, clock):
    """yudao TradeBrokerageOrderHandler: promoter and rate are read when the payment comes."""
    (anna, first), (cora, second) = await sellers.keeper("安娜"), await sellers.keeper("可乐")
    buyer = Body(uuid4(), sellers.shopper.person)
    await sellers.came(buyer, anna)
    clock.advance(timedelta(days=8))
    order = await sellers.place(1, minutes=60)
    placed_at = (await sellers.order(order.id)).placed_at
    clock.advance(timedelta(minutes=5))
    await sellers.came(buyer, cora)
    assert await sellers.owner(buyer) == second.id
    await sellers.pay(order.id)
    assert (await sellers.read(commissions.snapshot, order.id)).shopkeeper_id == first.id
    assert await sellers.owner(buyer, placed_at) == first.id
