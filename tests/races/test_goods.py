"""Goods and shelves: what two of the staff, a file and a crowd of shoppers want of the same row."""

import asyncio
import io
from dataclasses import replace
from datetime import timedelta

import pytest_asyncio
from PIL import Image

from lianyi.catalog import actions as catalog
from lianyi.catalog import queries as catalog_reads
from lianyi.catalog.types import ProductDraft, ProductState, SkuDraft
from lianyi.checkout import actions as checkout
from lianyi.checkout import rules as cart_rules
from lianyi.checkout.types import Want
from lianyi.identity.types import System
from lianyi.inventory import actions as inventory
from lianyi.inventory.types import AdjustReason
from lianyi.kit.db import Statement
from lianyi.media import rules as media
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, NewParcel
from lianyi.storefront import actions as storefront
from lianyi.storefront import rules as window_rules
from lianyi.storefront.types import HomeContent
from lianyi.supply.actions import (
    FreightDraft,
    Intake,
    change_freight_template,
    create_freight_template,
    drop_freight_template,
    run_import,
    save_product,
    start_import,
)
from lianyi.supply.types import FreightKind, FreightRule
from lianyi.trust.actions.aftersales import keeping
from tests.case_world import ADDRESS
from tests.order_world import open_shop
from tests.races.conftest import outcomes, somebody_waits

CART = Statement(
    "select count(*) || ' ' || coalesce(sum(quantity), 0) from checkout_cart_line where tenant_id = %(tenant)s",
    str,
)
KEPT = Statement("select count(*)::int from storefront_favourite where tenant_id = %(tenant)s", int)
DEFAULTS = Statement(
    "select count(*)::int from supply_freight_template where tenant_id = %(tenant)s and is_default", int
)
RETURN_DEFAULTS = Statement(
    "select count(*)::int from trust_return_address where tenant_id = %(tenant)s and is_default", int
)
CODES = Statement("select count(*)::int from catalog_product where tenant_id = %(tenant)s", int)
FREE = (FreightRule(("*",), 1, 0, 1, 0),)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    for _ in range(4):
        await shop.stock_up(6800, 10)
    return shop


async def ask(shop, statement):
    async with shop.db.read(shop.tenant) as session:
        return await session.one(statement)


def template(name, *, is_default=False):
    return FreightDraft(name, FreightKind.BY_PIECE, FREE, is_default=is_default)


def tea(code, **more):
    return ProductDraft(title="明前龙井", code=code, skus=(SkuDraft((), 6800),), **more)


async def test_one_sku_tapped_into_the_cart_by_ten_hands_counts_each_tap(shop, crowd):
    shop.db = crowd
    add = [shop.write(checkout.add_to_cart, shop.shopper, Want(shop.skus[0][0], 1)) for _ in range(10)]
    assert await outcomes(*add) == [""] * 10
    assert await ask(shop, CART) == "1 10"


async def test_the_last_line_of_a_cart_is_taken_once(shop, monkeypatch):
    """The second waits for the first and then counts its line, too."""
    monkeypatch.setattr(cart_rules, "LINES_MAX", 2)
    await shop.write(checkout.add_to_cart, shop.shopper, Want(shop.skus[0][0], 1))
    async with shop.db.write(shop.tenant) as first:
        await checkout.add_to_cart(first, shop.shopper, Want(shop.skus[1][0], 1))
        second = asyncio.create_task(shop.write(checkout.add_to_cart, shop.shopper, Want(shop.skus[2][0], 1)))
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["cart_full"]
    assert await ask(shop, CART) == "2 2"


async def test_buying_again_fills_a_cart_no_further_than_its_limit(shop, monkeypatch):
    monkeypatch.setattr(cart_rules, "LINES_MAX", 3)
    opened = await shop.place(1, 1, 1)
    await shop.write(checkout.add_to_cart, shop.shopper, Want(shop.skus[3][0], 1))
    assert await outcomes(shop.write(checkout.buy_again, shop.shopper, opened.id)) == ["cart_full"]
    assert await ask(shop, CART) == "1 1"
    await shop.write(checkout.remove_from_cart, shop.shopper, shop.skus[3][0])
    again = [shop.write(checkout.buy_again, shop.shopper, opened.id) for _ in range(4)]
    assert await outcomes(*again) == [""] * 4
    assert await ask(shop, CART) == "3 3"


async def test_the_last_place_among_the_favourites_is_taken_once(shop, monkeypatch):
    monkeypatch.setattr(window_rules, "FAVOURITES_MAX", 1)
    async with shop.db.write(shop.tenant) as first:
        await storefront.like(first, shop.shopper, shop.products[0])
        second = asyncio.create_task(shop.write(storefront.like, shop.shopper, shop.products[1]))
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["favourites_full"]
    again = [shop.write(storefront.like, shop.shopper, shop.products[0]) for _ in range(4)]
    assert await outcomes(*again) == [""] * 4
    assert await ask(shop, KEPT) == 1


async def test_one_code_for_eight_products_is_one_products(shop, crowd):
    shop.db, by = crowd, System(shop.tenant, "test")
    before = await ask(shop, CODES)
    add = [shop.write(catalog.create_product, by, tea("TEA")) for _ in range(8)]
    assert await outcomes(*add) == ["", *["code_taken"] * 7]
    assert await ask(shop, CODES) == before + 1


async def test_two_staff_change_one_product_and_the_second_learns_of_the_first(shop):
    by = System(shop.tenant, "test")
    saved = await shop.write(catalog.create_product, by, tea("TEA"))
    change = [
        shop.write(
            catalog.update_product, by, saved.id, tea("TEA", subtitle=str(number)), version=saved.version
        )
        for number in range(5)
    ]
    assert await outcomes(*change) == ["", *["stale_version"] * 4]


async def test_a_category_goes_or_gets_goods_never_both(shop):
    """Whoever puts goods or a category into one that is being deleted is told that it is gone."""
    by = System(shop.tenant, "test")
    for number in range(2):
        category_id = await shop.write(catalog.create_category, name="绿茶")
        async with shop.db.write(shop.tenant) as first:
            await catalog.delete_category(first, category_id)
            into = (
                shop.write(catalog.create_product, by, tea("TEA", category_id=category_id))
                if number
                else shop.write(catalog.create_category, name="龙井", parent_id=category_id)
            )
            second = asyncio.create_task(into)
            await somebody_waits(shop.db)
        assert await outcomes(second) == ["category_not_found"]
    category_id = await shop.write(catalog.create_category, name="红茶")
    async with shop.db.write(shop.tenant) as first:
        await catalog.create_product(first, by, tea("RED", category_id=category_id))
        second = asyncio.create_task(shop.write(catalog.delete_category, category_id))
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["category_in_use"]


async def test_one_name_for_five_categories_is_one_categorys(shop):
    add = [shop.write(catalog.create_category, name="绿茶") for _ in range(5)]
    assert await outcomes(*add) == ["", *["category_invalid"] * 4]


async def test_one_freight_template_is_the_default_whoever_makes_it_so(shop):
    by = System(shop.tenant, "test")
    async with shop.db.write(shop.tenant) as first:
        await create_freight_template(first, by, template("全国", is_default=True))
        second = asyncio.create_task(
            shop.write(create_freight_template, by, template("华东", is_default=True))
        )
        await somebody_waits(shop.db)
    assert await outcomes(second) == [""]
    assert await ask(shop, DEFAULTS) == 1
    add = [shop.write(create_freight_template, by, template("西北", is_default=True)) for _ in range(4)]
    assert await outcomes(*add) == ["", *["freight_template_name_taken"] * 3]
    assert await ask(shop, DEFAULTS) == 1


async def test_two_freight_templates_that_want_one_name_get_it_once(shop):
    by = System(shop.tenant, "test")
    made = [
        await shop.write(create_freight_template, by, template(name)) for name in ("全国", "华东", "华南")
    ]
    async with shop.db.write(shop.tenant) as first:
        await change_freight_template(first, by, made[1].id, template("包邮"), made[1].version)
        second = asyncio.create_task(
            shop.write(change_freight_template, by, made[2].id, template("包邮"), made[2].version)
        )
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["freight_template_name_taken"]
    change = [
        shop.write(change_freight_template, by, made[0].id, template(f"全国{number}"), made[0].version)
        for number in range(4)
    ]
    assert await outcomes(*change) == ["", *["stale_version"] * 3]


async def test_a_freight_template_goes_or_carries_goods_never_both(shop):
    by = System(shop.tenant, "test")
    await shop.write(create_freight_template, by, template("全国"))
    made = await shop.write(create_freight_template, by, template("华东"))
    async with shop.db.write(shop.tenant) as first:
        await drop_freight_template(first, shop.staff, made.id)
        second = asyncio.create_task(
            shop.write(save_tea, by, replace(tea("TEA"), freight_template_id=made.id))
        )
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["freight_template_not_found"]


async def save_tea(session, by, draft):
    return await save_product(session, by, None, Intake(draft))


async def test_one_home_arranged_by_five_is_one_of_theirs(shop):
    arrange = [shop.write(storefront.arrange_home, shop.staff, HomeContent(), 0) for _ in range(5)]
    assert await outcomes(*arrange) == ["", *["stale_version"] * 4]


async def test_stock_is_counted_adjusted_and_sold_at_the_same_moment(shop, crowd):
    """Eight orders, four counts, four takings-away of a SKU of ten: nothing is lost, nothing sold that is not there."""
    shop.db, by, sku_id = crowd, System(shop.tenant, "test"), shop.skus[0][0]
    results = await outcomes(
        *(shop.place(2) for _ in range(8)),
        *(shop.write(inventory.set_counted, by, sku_id, 6) for _ in range(4)),
        *(shop.write(inventory.receive, by, sku_id, -3, AdjustReason.DAMAGE) for _ in range(4)),
    )
    assert set(results) <= {"", "stock_sold_out", "stock_would_be_negative"}
    available, reserved, _ = await shop.stock()
    assert available >= 0
    assert reserved % 2 == 0


async def test_a_file_that_two_workers_take_is_done_once(shop):
    """A worker that was thought dead goes on beside its successor: each row counts once."""
    rows = "".join(f"TEA{number},明前龙井,TEA{number}-1,68.00,5,上架\n" for number in range(12))
    data = ("商品编码,标题,SKU编码,价格,库存,状态\n" + rows).encode()
    import_id = await shop.write(start_import, shop.staff, "products", "货.csv", data, dry_run=False)
    await asyncio.gather(*(run_import(shop.db, shop.tenant, import_id) for _ in range(3)))
    async with shop.db.read(shop.tenant) as session:
        run = await catalog_reads.import_progress(session, import_id)
    assert (run.state, run.rows_total, run.rows_done, run.rows_created, run.rows_failed) == (
        "done",
        12,
        12,
        12,
        0,
    )


async def test_orders_shipped_by_a_file_and_by_hand_leave_once(shop):
    opened = [await shop.paid(1) for _ in range(4)]
    head = "订单号,快递公司,运单号\n"
    rows = "".join(f"{one.number},顺丰速运,SF000000{index:02}\n" for index, one in enumerate(opened))
    files = [
        await shop.write(
            start_import, shop.staff, "shipments", "发货.csv", (head + rows).encode(), dry_run=False
        )
        for _ in range(2)
    ]
    actor = Actor("staff", shop.staff.staff, shop.staff.name)
    by_hand = [
        shop.write(orders.ship, actor, one.id, [NewParcel("SF", f"SF1111110{index}")])
        for index, one in enumerate(opened)
    ]
    results = await outcomes(*(run_import(shop.db, shop.tenant, one) for one in files), *by_hand)
    assert set(results) <= {"", "order_in_other_state"}
    for one in opened:
        assert (await shop.order(one.id)).state == "shipped"
        assert len(await shop.parcels(one.id)) == 1
        assert [line.shipped_quantity for line in await shop.lines(one.id)] == [1]


async def test_a_shelf_change_that_many_sweeps_find_is_done_once(shop):
    async with shop.db.write(shop.tenant) as session:
        by, at = System(shop.tenant, "test"), session.now + timedelta(minutes=5)
        await catalog.set_shelf(session, by, shop.products, ProductState.OFF_SHELF, at)
    await shop.world.advance(timedelta(minutes=6))
    done = await asyncio.gather(*(shop.write(catalog.shelve_due, 50) for _ in range(5)))
    assert sum(done) == len(shop.products)


async def test_the_last_picture_without_a_case_is_kept_once(shop, monkeypatch):
    monkeypatch.setattr(keeping, "LOOSE_MAX", 1)
    picture = media.encode(painted(), "茶.png")
    async with shop.db.write(shop.tenant) as first:
        await keeping.keep_picture(first, shop.shopper, picture)
        second = asyncio.create_task(shop.write(keeping.keep_picture, shop.shopper, picture))
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["aftersales_too_many_pictures"]


def painted():
    data = io.BytesIO()
    Image.new("RGB", (300, 300), (200, 40, 40)).save(data, "PNG")
    return data.getvalue()


async def test_return_addresses_have_one_default_and_a_limit(shop, monkeypatch):
    monkeypatch.setattr(keeping, "ADDRESSES_MAX", 2)
    put = [shop.write(keeping.put_return_address, shop.staff, ADDRESS, is_default=True) for _ in range(6)]
    assert await outcomes(*put) == ["", "", *["return_addresses_full"] * 4]
    assert await ask(shop, RETURN_DEFAULTS) == 1
