import asyncio
import random
from datetime import timedelta

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.catalog import queries as catalog_queries
from lianyi.inventory import actions, queries, rules
from lianyi.inventory.errors import QuantityInvalid, ReturnExceedsSale, StockSoldOut, StockWouldBeNegative
from lianyi.inventory.types import AdjustReason, Promise
from lianyi.kit.db import Database, Statement
from lianyi.kit.ids import encode, new_id

LATER = timedelta(minutes=15)


async def piles(db, clerk, sku_id):
    async with db.read(clerk.tenant) as session:
        stock = (await queries.stocks(session, [sku_id]))[sku_id]
    return stock.available, stock.reserved, stock.sold, stock.received


async def movements(db, clerk, sku_id):
    async with db.read(clerk.tenant) as session:
        return [
            (one.kind, one.available_delta, one.reserved_delta, one.sold_delta)
            for one in await queries.movements(session, sku_id, before=None, limit=50)
        ]


async def reserve(db, clerk, lines, order_id=None):
    order_id = order_id or new_id()
    async with db.write(clerk.tenant) as session:
        await actions.reserve(session, order_id, lines, session.now + LATER)
    return order_id


async def test_a_reservation_moves_pieces_from_available_to_reserved(db, clerk, goods):
    small, large = goods.sku_ids
    await reserve(db, clerk, [(large, 3), (small, 1)])
    assert await piles(db, clerk, small) == (9, 1, 0, 10)
    assert await piles(db, clerk, large) == (7, 3, 0, 10)


async def test_all_lines_or_none_and_the_short_one_is_named(db, clerk, goods):
    small, large = goods.sku_ids
    with pytest.raises(StockSoldOut) as refused:
        await reserve(db, clerk, [(small, 2), (large, 11)])
    assert refused.value.data == {
        "sku_id": encode("sku", large),
        "title": "明前龙井 规格:100g",
        "available": 10,
        "wanted": 11,
    }
    assert refused.value.words("zh") == "「明前龙井 规格:100g」库存不足,剩 10 件"
    assert await piles(db, clerk, small) == (10, 0, 0, 10)
    assert await piles(db, clerk, large) == (10, 0, 0, 10)
    assert await movements(db, clerk, small) == [("received", 10, 0, 0)]


async def test_two_lines_of_one_sku_are_asked_together(db, clerk, goods):
    small, _ = goods.sku_ids
    with pytest.raises(StockSoldOut) as refused:
        await reserve(db, clerk, [(small, 6), (small, 6)])
    assert refused.value.data["wanted"] == 12
    assert await piles(db, clerk, small) == (10, 0, 0, 10)


async def test_a_sku_that_never_had_stock_is_sold_out(db, clerk, goods):
    with pytest.raises(StockSoldOut) as refused:
        await reserve(db, clerk, [(goods.sku_ids[0], 1), (new_id(), 1)])
    assert refused.value.data["available"] == 0
    assert await piles(db, clerk, goods.sku_ids[0]) == (10, 0, 0, 10)


@pytest.mark.parametrize(
    "lines", [[], [(new_id(), 0)], [(new_id(), -1)], [(new_id(), rules.QUANTITY_MAX + 1)]]
)
async def test_a_quantity_out_of_range_is_refused(db, clerk, lines):
    with pytest.raises(QuantityInvalid):
        await reserve(db, clerk, lines)


async def test_an_order_reserves_once(db, clerk, goods):
    order_id = await reserve(db, clerk, [(goods.sku_ids[0], 1)])
    with pytest.raises(psycopg.errors.UniqueViolation):
        await reserve(db, clerk, [(goods.sku_ids[0], 1)], order_id)
    assert await piles(db, clerk, goods.sku_ids[0]) == (9, 1, 0, 10)


async def test_a_reservation_ends_once(db, clerk, goods):
    small, _ = goods.sku_ids
    order_id = await reserve(db, clerk, [(small, 4)])
    async with db.write(clerk.tenant) as session:
        await actions.commit(session, order_id)
        await actions.commit(session, order_id)
        assert await actions.release(session, order_id) is False
    assert await piles(db, clerk, small) == (6, 0, 4, 10)
    assert set(await movements(db, clerk, small)) == {
        ("committed", 0, -4, 4),
        ("reserved", -4, 4, 0),
        ("received", 10, 0, 0),
    }


async def test_a_release_gives_everything_back_once(db, clerk, goods):
    small, large = goods.sku_ids
    order_id = await reserve(db, clerk, [(small, 4), (large, 1)])
    async with db.write(clerk.tenant) as session:
        assert await actions.release(session, order_id) is True
        assert await actions.release(session, order_id) is False
        await actions.commit(session, order_id)
    assert await piles(db, clerk, small) == (10, 0, 0, 10)
    assert await piles(db, clerk, large) == (10, 0, 0, 10)


async def test_part_of_a_reservation_can_be_released_and_the_rest_sold(db, clerk, goods):
    small, _ = goods.sku_ids
    order_id = await reserve(db, clerk, [(small, 4)])
    async with db.write(clerk.tenant) as session:
        assert await actions.release(session, order_id, [(small, 1)]) is True
        with pytest.raises(ReturnExceedsSale):
            await actions.release(session, order_id, [(small, 4)])
        await actions.commit(session, order_id)
    assert await piles(db, clerk, small) == (7, 0, 3, 10)


@pytest.mark.parametrize(("restock", "after"), [(True, (8, 0, 2, 10)), (False, (6, 0, 2, 8))])
async def test_refunded_goods_come_back_or_are_written_off(db, clerk, goods, restock, after):
    small, _ = goods.sku_ids
    order_id = await reserve(db, clerk, [(small, 4)])
    async with db.write(clerk.tenant) as session:
        await actions.commit(session, order_id)
        await actions.give_back(session, order_id, [(small, 2)], restock=restock)
    assert await piles(db, clerk, small) == after
    with pytest.raises(ReturnExceedsSale):
        async with db.write(clerk.tenant) as session:
            await actions.give_back(session, order_id, [(small, 3)], restock=restock)
    assert await piles(db, clerk, small) == after


async def test_goods_that_were_not_paid_cannot_come_back(db, clerk, goods):
    order_id = await reserve(db, clerk, [(goods.sku_ids[0], 4)])
    with pytest.raises(ReturnExceedsSale):
        async with db.write(clerk.tenant) as session:
            await actions.give_back(session, order_id, [(goods.sku_ids[0], 1)], restock=True)
    assert await piles(db, clerk, goods.sku_ids[0]) == (6, 4, 0, 10)


async def test_more_than_is_available_cannot_be_taken_away(db, clerk, goods):
    small, _ = goods.sku_ids
    await reserve(db, clerk, [(small, 4)])
    with pytest.raises(StockWouldBeNegative) as refused:
        async with db.write(clerk.tenant) as session:
            await actions.receive(session, clerk, small, -7, AdjustReason.DAMAGE)
    assert refused.value.data == {"available": 6, "wanted": 7}
    assert await piles(db, clerk, small) == (6, 4, 0, 10)


async def test_a_count_sets_what_is_available_and_keeps_what_is_promised(db, clerk, goods):
    small, _ = goods.sku_ids
    await reserve(db, clerk, [(small, 4)])
    async with db.write(clerk.tenant) as session:
        assert await actions.set_counted(session, clerk, small, 20, "年底盘点") == 20
    assert await piles(db, clerk, small) == (20, 4, 0, 24)


async def test_the_card_says_sold_out_when_nothing_is_left_and_stops_when_something_is_back(
    db, clerk, goods, settle
):
    async def sold_out():
        async with db.read(clerk.tenant) as session:
            return (await catalog_queries.cards_by_ids(session, [goods.id]))[0].sold_out

    assert await sold_out() is False
    order_id = await reserve(db, clerk, [(sku_id, 10) for sku_id in goods.sku_ids])
    await settle()
    assert await sold_out() is True
    async with db.write(clerk.tenant) as session:
        await actions.release(session, order_id, [(goods.sku_ids[1], 1)])
    await settle()
    assert await sold_out() is False


async def test_low_stock_is_found(db, clerk, goods):
    await reserve(db, clerk, [(goods.sku_ids[0], 6)])
    async with db.read(clerk.tenant) as session:
        assert await queries.low_skus(session, 5) == [goods.sku_ids[0]]


LINES = st.lists(st.tuples(st.uuids(), st.integers(1, 50)), max_size=12)


@given(LINES)
def test_merged_lines_are_sorted_unique_and_ask_for_the_same(lines):
    merged = rules.merge(lines)
    assert merged == sorted(merged)
    assert len({sku_id for sku_id, _ in merged}) == len(merged)
    assert sum(quantity for _, quantity in merged) == sum(quantity for _, quantity in lines)


CONSERVED = Statement(
    "select count(*)::int from inventory_stock where tenant_id = %(tenant)s and "
    "(available + reserved + sold <> received or least(available, reserved, sold) < 0)",
    int,
)
HELD = Statement(
    "select coalesce(sum(quantity - released_quantity), 0)::int from inventory_reservation "
    "where tenant_id = %(tenant)s and sku_id = %(sku_id)s and state = 'held'",
    int,
)


async def test_two_hundred_buyers_of_fifty_units_leave_nobody_with_air(app_dsn, db, clerk, goods, clock):
    """Real connections, all at once: exactly fifty buy, and every other one is told so."""
    small, _ = goods.sku_ids
    async with db.write(clerk.tenant) as session:
        await actions.receive(session, clerk, small, 40, AdjustReason.PURCHASE)
    crowd = Database(app_dsn, clock=clock, connections=24)
    await crowd.open()
    try:
        answers = await asyncio.gather(
            *(reserve(crowd, clerk, [(small, 1)]) for _ in range(200)), return_exceptions=True
        )
    finally:
        await crowd.close()
    refused = [answer for answer in answers if isinstance(answer, StockSoldOut)]
    assert (len(answers) - len(refused), len(refused)) == (50, 150)
    assert await piles(db, clerk, small) == (0, 50, 0, 50)
    async with db.read(clerk.tenant) as session:
        assert await session.one(HELD, sku_id=small) == 50


async def test_opposite_orders_of_two_skus_do_not_wait_for_each_other_in_a_circle(
    app_dsn, db, clerk, goods, clock
):
    """Reserve, sell, release and give back at once, lines in any order, on real connections: no deadlock, all conserved."""
    dice = random.Random(7)
    async with db.write(clerk.tenant) as session:
        for sku_id in goods.sku_ids:
            await actions.receive(session, clerk, sku_id, 90, AdjustReason.PURCHASE)
    crowd = Database(app_dsn, clock=clock, connections=16)
    await crowd.open()

    async def buyer(number):
        lines = [
            (goods.sku_ids[number % 2], dice.randint(1, 3)),
            (goods.sku_ids[1 - number % 2], dice.randint(1, 3)),
        ]
        try:
            order_id = await reserve(crowd, clerk, lines)
        except StockSoldOut:
            return
        async with crowd.write(clerk.tenant) as session:
            if number % 3:
                await actions.commit(session, order_id)
            else:
                await actions.release(session, order_id)
        if number % 3 == 2:
            async with crowd.write(clerk.tenant) as session:
                await actions.give_back(session, order_id, lines[::-1], restock=bool(number % 4))

    try:
        await asyncio.gather(*(buyer(number) for number in range(120)))
    finally:
        await crowd.close()
    async with db.read(clerk.tenant) as session:
        assert await session.one(CONSERVED) == 0
        for sku_id in goods.sku_ids:
            assert await session.one(HELD, sku_id=sku_id) == 0
            assert (await queries.stocks(session, [sku_id]))[sku_id].reserved == 0


async def test_an_order_that_gave_its_stock_back_may_reserve_again(db, clerk, goods):
    sku_id = goods.sku_ids[0]
    order_id = await reserve(db, clerk, [(sku_id, 4)])
    async with db.write(clerk.tenant) as session:
        await actions.release(session, order_id)
    async with db.write(clerk.tenant) as session:
        await actions.reserve_again(session, order_id, [(sku_id, 3)], session.now + LATER)
    assert await piles(db, clerk, sku_id) == (7, 3, 0, 10)
    async with db.write(clerk.tenant) as session:
        await actions.commit(session, order_id)
    assert await piles(db, clerk, sku_id) == (7, 0, 3, 10)


async def test_what_is_still_held_is_not_reserved_again(db, clerk, goods):
    sku_id = goods.sku_ids[0]
    order_id = await reserve(db, clerk, [(sku_id, 4)])
    with pytest.raises(psycopg.errors.UniqueViolation):
        async with db.write(clerk.tenant) as session:
            await actions.reserve_again(session, order_id, [(sku_id, 3)], session.now + LATER)
    assert await piles(db, clerk, sku_id) == (6, 4, 0, 10)


async def test_a_look_refuses_only_who_could_not_be_served_even_alone(db, clerk, goods):
    small, large = goods.sku_ids
    later = db.clock.now() + LATER
    asks = [[(small, 6)], [(small, 6)], [(large, 1), (small, 11)]]
    promises = [Promise(new_id(), tuple(ask), later) for ask in asks]
    async with db.read(clerk.tenant) as session:
        first, second, third = await actions.look(session, {small: 10, large: 10}, promises)
    assert (first, second, third.data["available"]) == (None, None, 10)


async def test_orders_that_come_together_are_held_whole_or_none_of_them(db, clerk, goods):
    small, large = goods.sku_ids
    later = db.clock.now() + LATER
    asks = [[(small, 6)], [(small, 6), (large, 1)], [(small, 4)]]
    promises = [Promise(new_id(), tuple(ask), later) for ask in asks]
    async with db.write(clerk.tenant) as session:
        refused = await actions.reserve_all(session, promises)
    assert [one and one.data["available"] for one in refused] == [None, 4, None]
    assert await piles(db, clerk, small) == (10, 0, 0, 10)
    async with db.write(clerk.tenant) as session:
        assert await actions.reserve_all(session, [promises[0], promises[2]]) == [None, None]
    assert await piles(db, clerk, small) == (0, 10, 0, 10)
    assert await piles(db, clerk, large) == (10, 0, 0, 10)
