"""Cart, quote, place: the price shown is never exceeded, and a refusal moves nothing."""

from datetime import timedelta

import pytest

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import ProductState, ReturnPolicy
from lianyi.checkout import actions, jobs, queries
from lianyi.checkout.errors import (
    AddressCostsMore,
    CartFull,
    CartLineUnknown,
    GoodsWithdrawn,
    NoReturnUnconfirmed,
    NotDeliverable,
    NothingSelected,
    PriceChanged,
    QuoteExpired,
    QuoteUnknown,
)
from lianyi.checkout.types import Want
from lianyi.identity.errors import AddressUnknown
from lianyi.identity.types import PersonId, System
from lianyi.inventory.errors import StockSoldOut
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.orders import queries as orders

REPRICE = Statement(
    "update catalog_sku set price_fen = %(price_fen)s where tenant_id = %(tenant)s and id = %(sku_id)s"
)
PLACED = Statement("select count(*)::int from orders_order where tenant_id = %(tenant)s", int)


async def quote(shop, *quantities, address=None, source="direct"):
    wants = [Want(shop.skus[index][0], quantity) for index, quantity in enumerate(quantities) if quantity]
    return await shop.write(actions.quote, shop.shopper, source, wants, address or shop.home)


async def place(shop, made, *, address=None, expected_fen=None, confirmed=(), shopper=None):
    return await shop.write(
        actions.place_order, shopper or shop.shopper, made.id, address or shop.home, note="请轻放",
        confirmed_sku_ids=set(confirmed),
        expected_payable_fen=made.sums.payable_fen if expected_fen is None else expected_fen,
    )  # fmt: skip


async def cart(shop):
    async with shop.db.read(shop.tenant) as session:
        return await queries.cart(session, shop.shopper.person)


async def nothing_moved(shop, orders_before=0):
    async with shop.db.read(shop.tenant) as session:
        assert await session.one(PLACED) == orders_before
    assert await shop.stock(0) == (10, 0, 0)
    assert await shop.stock(1) == (5, 0, 0)
    assert await shop.balances() == {}
    assert await shop.facts() == []


async def test_a_quote_becomes_an_order_at_the_price_shown(shop):
    made = await quote(shop, 2, 1)
    assert (made.sums.goods_fen, made.sums.freight_fen, made.sums.payable_fen) == (16600, 800, 17400)
    assert (made.expires_at - shop.db.clock.now(), made.sums.deliverable) == (timedelta(minutes=30), True)
    placed = await place(shop, made)
    order = await shop.order(placed.order_id)
    assert (order.state, order.payable_fen, order.freight_fen, order.buyer_note) == (
        "awaiting_payment", 17400, 800, "请轻放",
    )  # fmt: skip
    assert order.pay_deadline_at == shop.db.clock.now() + timedelta(minutes=15)
    assert (await shop.stock(0), await shop.stock(1)) == ((8, 2, 0), (4, 1, 0))
    async with shop.db.read(shop.tenant) as session:
        receiver = await orders.receiver(session, placed.order_id)
    assert (receiver.name, receiver.phone, receiver.full_text) == (
        "王小明", "13800001234", "浙江省杭州市西湖区 文三路 1 号",
    )  # fmt: skip
    await shop.pay(placed.order_id)
    assert (await shop.order(placed.order_id)).state == "to_ship"


async def test_every_line_keeps_its_page_and_terms(shop):
    placed = await place(shop, await quote(shop, 1))
    kept = Statement(
        """
        select count(*)::int from orders_line as line
        join catalog_snapshot as page on page.tenant_id = line.tenant_id and page.sha256 = line.snapshot_hash
        where line.tenant_id = %(tenant)s and line.order_id = %(order_id)s
        """,
        int,
    )
    async with shop.db.read(shop.tenant) as session:
        assert await session.one(kept, order_id=placed.order_id) == 1


async def test_placing_twice_is_placing_once(shop):
    made = await quote(shop, 2)
    first = await place(shop, made)
    assert await place(shop, made) == first
    assert await shop.stock() == (8, 2, 0)


async def test_a_price_that_rose_is_refused_and_one_that_fell_is_given(shop):
    made = await quote(shop, 1)
    await shop.write(Session.run, REPRICE, price_fen=6900, sku_id=shop.skus[0][0])
    with pytest.raises(PriceChanged) as refused:
        await place(shop, made)
    assert (refused.value.data["old_fen"], refused.value.data["new_fen"]) == (7600, 7700)
    await nothing_moved(shop)
    await shop.write(Session.run, REPRICE, price_fen=6000, sku_id=shop.skus[0][0])
    placed = await place(shop, made)
    assert placed.payable_fen == 6800
    assert [line.price_fen for line in await shop.lines(placed.order_id)] == [6000]


async def test_the_page_may_show_less_than_the_quote_but_never_pays_more(shop):
    made = await quote(shop, 1)
    with pytest.raises(PriceChanged) as refused:
        await place(shop, made, expected_fen=7599)
    assert (refused.value.data["old_fen"], refused.value.data["new_fen"]) == (7599, 7600)
    await nothing_moved(shop)


async def test_a_dearer_address_is_a_rise(shop):
    made = await quote(shop, 1)
    with pytest.raises(PriceChanged):
        await place(shop, made, address=shop.far)
    await nothing_moved(shop)
    again = await quote(shop, 1, address=shop.far)
    assert again.sums.payable_fen == 8800
    assert (await place(shop, again, address=shop.far)).payable_fen == 8800


async def test_where_nothing_is_delivered_the_quote_says_so_and_placing_is_refused(shop):
    made = await quote(shop, 1, address=shop.nowhere)
    assert (made.sums.deliverable, made.sums.undeliverable_sku_ids) == (False, (shop.skus[0][0],))
    with pytest.raises(NotDeliverable):
        await place(shop, made, address=shop.nowhere)
    await nothing_moved(shop)


async def test_without_an_address_freight_is_what_most_places_cost(shop):
    made = await shop.write(actions.quote, shop.shopper, "direct", [Want(shop.skus[0][0], 1)], None)
    assert (made.address, made.sums.freight_fen, made.sums.deliverable) == (None, 800, True)


async def test_a_quote_lives_thirty_minutes(shop):
    made = await quote(shop, 1)
    await shop.world.advance(timedelta(minutes=30))
    with pytest.raises(QuoteExpired):
        await place(shop, made)
    await nothing_moved(shop)
    await shop.world.advance(timedelta(days=2, seconds=1))
    assert await jobs.forget_old_quotes(shop.db, shop.tenant) == 1
    with pytest.raises(QuoteUnknown):
        await place(shop, made)


async def test_nobody_places_with_the_quote_or_address_of_somebody_else(shop):
    from dataclasses import replace

    made = await quote(shop, 1)
    with pytest.raises(QuoteUnknown):
        await place(shop, made, shopper=replace(shop.shopper, person=PersonId(new_id())))
    with pytest.raises(AddressUnknown):
        await place(shop, made, address=new_id())
    await nothing_moved(shop)


async def test_what_is_sold_out_is_named_and_nothing_is_held(shop):
    made = await quote(shop, 1, 5)
    other = await shop.place(0, 1)
    with pytest.raises(StockSoldOut) as refused:
        await place(shop, made)
    assert (refused.value.data["title"], refused.value.data["available"]) == ("茉莉花茶", 4)
    assert (await shop.stock(0), await shop.stock(1)) == ((10, 0, 0), (4, 1, 0))
    assert (await shop.order(other.id)).state == "awaiting_payment"


async def test_what_left_the_shelf_is_refused(shop):
    made = await quote(shop, 1)
    clerk = System(shop.tenant, "test")
    await shop.write(catalog.set_shelf, clerk, [shop.products[0]], ProductState.OFF_SHELF)
    with pytest.raises(GoodsWithdrawn):
        await place(shop, made)
    with pytest.raises(GoodsWithdrawn):
        await quote(shop, 1)
    await nothing_moved(shop)


async def test_no_return_must_be_confirmed_and_is_remembered(shop):
    sku_id = await shop.stock_up(9900, 3, title="定制礼盒", policy=ReturnPolicy.EXCLUDED_BY_CONFIRMATION)
    made = await quote(shop, 1, 0, 1)
    assert [line.needs_no_return_confirmation for line in made.sums.lines] == [
        line.sku_id == sku_id for line in made.sums.lines
    ]
    with pytest.raises(NoReturnUnconfirmed):
        await place(shop, made, confirmed=[shop.skus[0][0]])
    await nothing_moved(shop)
    placed = await place(shop, made, confirmed=[sku_id, shop.skus[0][0]])
    confirmed = {line.sku_id: line.no_return_confirmed_at for line in await shop.lines(placed.order_id)}
    assert confirmed == {sku_id: shop.db.clock.now(), shop.skus[0][0]: None}


async def test_the_cart_adds_sets_ticks_and_empties_what_was_bought(shop):
    tea, jasmine = shop.skus[0][0], shop.skus[1][0]
    for want in (Want(tea, 1), Want(tea, 2), Want(jasmine, 9)):
        await shop.write(actions.add_to_cart, shop.shopper, want)
    lines = {line.sku_id: line for line in await cart(shop)}
    assert (lines[tea].quantity, lines[tea].problem, lines[jasmine].problem) == (3, None, "short")
    await shop.write(actions.set_cart_line, shop.shopper, Want(jasmine, 2), selected=False)
    made = await shop.write(actions.quote, shop.shopper, "cart", [], shop.home)
    assert [(line.sku_id, line.quantity) for line in made.sums.lines] == [(tea, 3)]
    placed = await place(shop, made)
    assert [line.sku_id for line in await cart(shop)] == [jasmine]
    with pytest.raises(NothingSelected):
        await shop.write(actions.quote, shop.shopper, "cart", [], shop.home)
    await shop.write(actions.select_all, shop.shopper, selected=True)
    assert [line.selected for line in await cart(shop)] == [True]
    await shop.write(actions.remove_from_cart, shop.shopper, jasmine)
    await shop.write(actions.buy_again, shop.shopper, placed.order_id)
    assert [(line.sku_id, line.quantity) for line in await cart(shop)] == [(tea, 3)]


async def test_a_cart_has_room_for_a_hundred_kinds(shop):
    for _ in range(100):
        await shop.write(actions.add_to_cart, shop.shopper, Want(new_id(), 1))
    with pytest.raises(CartFull):
        await shop.write(actions.add_to_cart, shop.shopper, Want(new_id(), 1))
    with pytest.raises(CartLineUnknown):
        await shop.write(actions.set_cart_line, shop.shopper, Want(new_id(), 1), selected=True)
    assert {line.problem for line in await cart(shop)} == {"off_shelf"}


async def test_an_address_costs_nothing_more_when_it_changes(shop):
    placed = await place(shop, await quote(shop, 1, address=shop.far), address=shop.far)
    assert placed.payable_fen == 8800
    await shop.write(actions.change_address, shop.shopper, placed.order_id, shop.home)
    order = await shop.order(placed.order_id)
    assert (order.region_code, order.payable_fen, order.freight_fen) == ("330106", 7600, 800)
    seen = await shop.everything(placed.order_id)
    with pytest.raises(AddressCostsMore):
        await shop.write(actions.change_address, shop.shopper, placed.order_id, shop.far)
    with pytest.raises(NotDeliverable):
        await shop.write(actions.change_address, shop.shopper, placed.order_id, shop.nowhere)
    assert await shop.everything(placed.order_id) == seen
    await shop.pay(placed.order_id)
    assert (await shop.balances())["order_money"] == 7600
