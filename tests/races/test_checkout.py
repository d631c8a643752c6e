"""Many hands on few pieces, and one hand twice."""

import asyncio

import pytest_asyncio

from lianyi.checkout import actions
from lianyi.checkout.types import Using, Want
from lianyi.identity import actions as identity
from lianyi.identity.types import AddressDraft, PersonId, SessionId, Shopper
from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from tests.coupon_world import collect, coupons_out
from tests.order_world import open_shop
from tests.races.conftest import outcomes

HOME = AddressDraft("王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路 1 号", "", True)
PEOPLE = Statement(
    """
    insert into identity_person (tenant_id, id, nickname, joined_at)
    select %(tenant)s, id, '', %(now)s from unnest(%(ids)s::uuid[]) as id
    """
)
COUNT = Statement("select count(*)::int from orders_order where tenant_id = %(tenant)s", int)
BUYERS, UNITS = 200, 50


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, UNITS)
    return shop


async def buyer(shop, person):
    """A shopper with an address and a quote for one piece."""
    shopper = Shopper(shop.tenant, person, SessionId(new_id()), {})
    address = await shop.write(identity.add_address, shopper, HOME)
    made = await shop.write(actions.quote, shopper, "direct", [Want(shop.skus[0][0], 1)], address)
    return shopper, address, made


async def place(database, shop, shopper, address, made):
    async with database.write(shop.tenant) as session:
        return await actions.place_order(
            session, shopper, made.id, address, note="", confirmed_sku_ids=(),
            expected_payable_fen=made.sums.payable_fen,
        )  # fmt: skip


async def test_two_hundred_buyers_for_fifty_pieces(shop, crowd):
    people = [PersonId(new_id()) for _ in range(BUYERS)]
    async with shop.db.write(shop.tenant) as session:
        await session.run(PEOPLE, ids=people)
    buyers = [await buyer(shop, person) for person in people]
    answers = await asyncio.gather(*(place(crowd, shop, *one) for one in buyers), return_exceptions=True)
    broke = [
        answer for answer in answers if isinstance(answer, BaseException) and not isinstance(answer, Refusal)
    ]
    assert broke == [], "whoever is not served is refused in words"
    refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
    placed = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert (len(placed), refused) == (UNITS, ["stock_sold_out"] * (BUYERS - UNITS))
    assert len({order.number for order in placed}) == UNITS
    assert await shop.stock() == (0, UNITS, 0)
    async with shop.db.read(shop.tenant) as session:
        assert await session.one(COUNT) == UNITS


async def test_a_quote_tapped_many_times_at_once_is_one_order(shop, crowd):
    one = await buyer(shop, shop.shopper.person)
    answers = await asyncio.gather(*(place(crowd, shop, *one) for _ in range(10)))
    assert len({answer.order_id for answer in answers}) == 1
    assert await shop.stock() == (UNITS - 1, 1, 0)


async def free_of_charge(shop):
    """A shopper with a quote that their coupon pays for whole."""
    running = await coupons_out(shop, off_fen=50_000, threshold_fen=0)
    await collect(shop, running)
    address = await shop.write(identity.add_address, shop.shopper, HOME)
    wants = [Want(shop.skus[0][0], 1)]
    made = await shop.write(actions.quote, shop.shopper, "direct", wants, address, using=Using(best=True))
    assert made.sums.payable_fen == 0
    return shop.shopper, address, made


async def test_a_free_order_tapped_many_times_is_one_order_and_paid_once(shop, crowd):
    one = await free_of_charge(shop)
    answers = await asyncio.gather(*(place(crowd, shop, *one) for _ in range(10)))
    assert len({answer.order_id for answer in answers}) == 1
    assert await shop.stock() == (UNITS - 1, 0, 1)
    assert await shop.facts() == ["order_placed", "order_paid"]


async def test_a_free_order_cannot_be_cancelled_while_it_is_placed_nor_after(shop, crowd):
    """Whoever cancels meets no order yet, or one that is to ship: never one that awaits a payment nobody can make."""
    shopper, address, made = await free_of_charge(shop)
    placed = await place(shop.db, shop, shopper, address, made)
    acts = [orders.cancel_for(crowd, shopper, placed.order_id, "不要了") for _ in range(8)]
    found = await outcomes(*acts, place(crowd, shop, shopper, address, made))
    assert found == ["", *["order_in_other_state"] * 8]
    assert ((await shop.order(placed.order_id)).state, await shop.stock()) == ("to_ship", (UNITS - 1, 0, 1))
