"""Many orders of one campaign at once: its budget, quota and a person's limit are never exceeded."""

import asyncio

import pytest
import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.identity.types import PersonId, SessionId, Shopper
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.promotions.errors import BudgetSpent, LimitReached, QuotaSpent
from tests.checkout.conftest import HANGZHOU
from tests.order_world import PERSON, open_shop
from tests.promotion_world import own_plays, place, published, quote, standing_of

__all__ = ["own_plays"]
pytestmark = pytest.mark.usefixtures("own_plays")
BUYERS, ROOM = 40, 25


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 1000)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def crowd(shop, count):
    """So many people with an address each."""
    people = []
    for number in range(count):
        person = PersonId(new_id())
        async with shop.db.write(shop.tenant) as session:
            await session.later(PERSON, id=person, nickname=f"买家{number}")
        shopper = Shopper(shop.tenant, person, SessionId(new_id()), {})
        people.append((shopper, await shop.write(identity.add_address, shopper, HANGZHOU)))
    return people


async def rush(shop, running, people, quantity=1):
    """Everybody quotes, then all place at once; the refusals by class."""
    quotes = [
        await quote(shop, running, quantity, shopper=shopper, address=address) for shopper, address in people
    ]

    async def one(made, shopper, address):
        try:
            return (await place(shop, made, shopper=shopper, address=address)).order_id
        except (BudgetSpent, QuotaSpent, LimitReached) as refusal:
            return type(refusal)

    answers = await asyncio.gather(*(one(made, *person) for made, person in zip(quotes, people, strict=True)))
    return [one for one in answers if not isinstance(one, type)], [
        one for one in answers if isinstance(one, type)
    ]


async def test_forty_orders_and_a_budget_for_twenty_five(shop):
    running = await published(shop, 1800, budget_fen=1800 * ROOM + 1799)
    placed, refused = await rush(shop, running, await crowd(shop, BUYERS))
    assert (len(placed), set(refused)) == (ROOM, {BudgetSpent})
    spent, _, _, claims, orders_now = await standing_of(shop, running)
    assert (spent, claims, orders_now) == (1800 * ROOM, ["held 1800"] * ROOM, ROOM)
    assert await shop.stock() == (1000 - ROOM, ROOM, 0)


async def test_forty_orders_and_a_quota_for_twenty_five(shop):
    running = await published(shop, 1800, quotas=(ROOM * 2 + 1,))
    placed, refused = await rush(shop, running, await crowd(shop, BUYERS), quantity=2)
    assert (len(placed), set(refused)) == (ROOM, {QuotaSpent})
    assert (await standing_of(shop, running))[1] == (ROOM * 2,)
    assert await shop.stock() == (1000 - ROOM * 2, ROOM * 2, 0)


async def test_one_person_with_many_taps_stays_within_the_limit(shop):
    running = await published(shop, 1800, orders_per_person_max=3, budget_fen=10**9)
    placed, refused = await rush(shop, running, [(shop.shopper, shop.home)] * 20)
    assert (len(placed), set(refused)) == (3, {LimitReached})
    spent, _, people, _, orders_now = await standing_of(shop, running)
    assert (spent, people, orders_now) == (3 * 1800, ["3/3"], 3)


async def test_what_closes_meanwhile_is_sold_again_and_never_twice(shop):
    running = await published(shop, 1800, budget_fen=1800 * 10, quotas=(10,))
    people = await crowd(shop, 30)
    first, refused = await rush(shop, running, people[:15])
    assert (len(first), len(refused)) == (10, 5)
    system = Actor("system", name="test")

    async def close(order_id):
        await orders.close_unpaid(shop.db, shop.tenant, order_id, "deadline", system)

    await asyncio.gather(*(close(order_id) for order_id in first[:6]))
    await asyncio.gather(shop.tell(), shop.tell())  # told twice at once, given back once
    second, refused = await rush(shop, running, people[15:])
    assert len(second) == 6
    assert set(refused) <= {BudgetSpent, QuotaSpent}
    spent, taken, _, claims, _ = await standing_of(shop, running)
    assert (spent, taken) == (1800 * 10, (10,))
    assert (claims.count("held 1800"), claims.count("released 1800")) == (10, 6)
