"""Finding goods by words, walking lists page by page, suggestions."""

from dataclasses import replace

import pytest

from lianyi.catalog import queries
from lianyi.catalog.errors import (
    ProductGone,
)
from lianyi.catalog.types import ProductDraft, SkuDraft, Sort
from tests.catalog_world import DRAFT, create


async def found(db, clerk, query, **place):
    async with db.read(clerk.tenant) as session:
        return [
            row.title for row in await queries.card_page(session, queries.CardPlace(query=query, **place))
        ]


@pytest.mark.parametrize(
    "query",
    [
        "龙井",
        "绿茶",
        "茶",
        "龙",
        "明前龙",
        "特级绿",
        "绿茶 龙井",
        "狮峰",
        "新茶",
        "TEA-001",
        "tea",
        "001",
        "TEA-001-5",
        "100g",
        "ＴＥＡ",
    ],
)
async def test_a_product_is_found_by_word_by_prefix_by_one_character_and_by_code(db, clerk, query):
    await create(db, clerk)
    await create(db, clerk, ProductDraft(title="青花瓷杯", skus=(SkuDraft((), 900, code="CUP"),)))
    assert await found(db, clerk, query) == [DRAFT.title]


@pytest.mark.parametrize("query", ["红茶", "龙井 杯", "TEA-002", "' | 茶", "!!!", "茶 & !绿"])
async def test_what_is_not_there_is_not_found(db, clerk, query):
    await create(
        db,
        clerk,
        DRAFT,
        title="金骏眉",
        brand="",
        tags=(),
        code="A",
        skus=(replace(DRAFT.skus[0], code="B"), replace(DRAFT.skus[1], code="C")),
    )
    assert await found(db, clerk, query) == []


async def test_a_misspelt_word_still_finds(db, clerk):
    await create(db, clerk, ProductDraft(title="Kyocera 陶瓷刀", skus=(SkuDraft((), 900),)))
    assert await found(db, clerk, "Kyocerra") == ["Kyocera 陶瓷刀"]


async def test_the_title_as_typed_comes_first_then_what_sells(db, clerk):
    await create(db, clerk, ProductDraft(title="茶杯", brand="绿茶坊", skus=(SkuDraft((), 900),)))
    await create(db, clerk, ProductDraft(title="绿茶", skus=(SkuDraft((), 900),)))
    assert await found(db, clerk, "绿茶") == ["绿茶", "茶杯"]


async def test_every_order_of_a_list_is_walked_page_by_page_without_loss(db, clerk):
    for number, price in enumerate((500, 300, 900, 300, 700)):
        await create(db, clerk, ProductDraft(title=f"货 {number}", skus=(SkuDraft((), price),)))
    async with db.read(clerk.tenant) as session:
        for query in ("", "货"):
            for sort in Sort:
                seen, after = [], None
                for _ in range(10):
                    place = queries.CardPlace(sort=sort, limit=2, after=after, query=query)
                    rows = await queries.card_page(session, place)
                    seen += rows[:2]
                    if len(rows) <= 2:
                        break
                    after = tuple(getattr(rows[1], field) for field in queries.cursor_fields(place))
                assert sorted(row.title for row in seen) == [f"货 {number}" for number in range(5)]
                prices = [row.price_fen for row in seen]
                if sort is Sort.PRICE_ASC:
                    assert prices == [300, 300, 500, 700, 900]
                if sort is Sort.PRICE_DESC:
                    assert prices == [900, 700, 500, 300, 300]


async def test_price_bounds(db, clerk):
    for price in (500, 300, 900):
        await create(db, clerk, ProductDraft(title=f"货 {price}", skus=(SkuDraft((), price),)))
    assert await found(db, clerk, "", price_fen_min=300, price_fen_max=500, sort=Sort.PRICE_ASC) == [
        "货 300",
        "货 500",
    ]


async def test_suggestions_follow_what_is_typed(db, clerk):
    await create(db, clerk)
    async with db.read(clerk.tenant) as session:
        assert await queries.suggest(session, "龙") == [DRAFT.title]
        assert await queries.suggest(session, "") == []


async def test_another_shop_sees_nothing_of_it(db, clerk, tenant):
    saved = await create(db, clerk)
    async with db.read(tenant) as session:
        assert await queries.card_page(session, queries.CardPlace()) == []
        assert await queries.sellable(session, saved.sku_ids) == {}
        with pytest.raises(ProductGone):
            await queries.product(session, saved.id)
