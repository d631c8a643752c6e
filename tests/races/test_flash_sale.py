"""A crowd for a few pieces: the shelf is neither over- nor undersold."""

import asyncio

import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.promotions.errors import BudgetSpent, LimitReached
from lianyi.promotions.plays.flash_sale.errors import SlotSoldOut
from tests.checkout.conftest import HANGZHOU
from tests.flash_world import sale, shelf_of
from tests.order_world import open_shop
from tests.promotion_world import place, quote, standing_of
from tests.races.test_promotions import crowd

BUYERS, ROOM = 60, 25


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 1000)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def rush(shop, running, people):
    quotes = [await quote(shop, running, 1, shopper=one, address=address) for one, address in people]

    async def hand(made, shopper, address):
        try:
            return (await place(shop, made, shopper=shopper, address=address)).order_id
        except (SlotSoldOut, LimitReached, BudgetSpent) as refusal:
            return type(refusal)

    answers = await asyncio.gather(*(hand(made, *one) for made, one in zip(quotes, people, strict=True)))
    return [one for one in answers if not isinstance(one, type)], [
        one for one in answers if isinstance(one, type)
    ]


async def test_sixty_people_for_twenty_five_pieces_of_a_slot(shop):
    running = await sale(shop, quota=ROOM)
    placed, refused = await rush(shop, running, await crowd(shop, BUYERS))
    assert (len(placed), set(refused)) == (ROOM, {SlotSoldOut})
    assert (await shelf_of(shop))[0] == [f"{ROOM}/0"]
    assert await shop.stock() == (1000 - ROOM, ROOM, 0)


async def test_sixty_people_and_a_budget_for_twenty_five(shop):
    """Thirty yuan off a piece; whoever finds the budget spent has taken nothing of the shelf."""
    running = await sale(shop, quota=1000, budget_fen=3000 * ROOM + 2999)
    placed, refused = await rush(shop, running, await crowd(shop, BUYERS))
    assert (len(placed), set(refused)) == (ROOM, {BudgetSpent})
    assert (await standing_of(shop, running))[0] == 3000 * ROOM
    assert (await shelf_of(shop))[0] == [f"{ROOM}/0"]
    assert await shop.stock() == (1000 - ROOM, ROOM, 0)


async def test_what_is_not_paid_is_sold_to_others_and_never_twice(shop):
    running = await sale(shop, quota=ROOM)
    people = await crowd(shop, BUYERS)
    first, _ = await rush(shop, running, people[:ROOM])

    async def closing(order_id):
        await orders.close_unpaid(shop.db, shop.tenant, order_id, "deadline", Actor("system", name="test"))

    waiting = await asyncio.gather(*(closing(order_id) for order_id in first[:10]), return_exceptions=True)
    assert waiting == [None] * 10
    await shop.tell()
    placed, refused = await rush(shop, running, people[ROOM : ROOM + 10])
    assert (len(placed), refused) == (10, [])
    assert (await shelf_of(shop))[0] == [f"{ROOM}/0"]


async def test_one_person_with_many_taps_stays_within_the_limit_of_a_sale(shop):
    running = await sale(shop, quota=ROOM, orders_per_person_max=1)
    placed, refused = await rush(shop, running, [(shop.shopper, shop.home)] * 12)
    assert (len(placed), set(refused)) == (1, {LimitReached})
    assert (await shelf_of(shop))[0] == ["1/0"]
