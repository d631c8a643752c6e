import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from lianyi.catalog import actions, jobs, queries
from lianyi.catalog.errors import (
    CategoryGone,
    CategoryInUse,
    CategoryInvalid,
    CodeTaken,
    MarketPriceUnlawful,
    ProductGone,
    ProductInvalid,
    ProductSold,
    StaleVersion,
)
from lianyi.catalog.types import DealLine, Option, ProductDraft, ProductState, SkuDraft
from lianyi.media.errors import PictureGone
from lianyi.rulebook.refusal import AgainstTheRules
from tests.catalog_world import DRAFT, create, whole


async def test_a_product_is_kept_as_it_was_written_and_its_page_is_safe(db, clerk):
    saved = await create(db, clerk, shelf=False)
    product = await whole(db, clerk, saved.id)
    assert (product.code, product.title, product.state, product.version) == (
        "TEA-001",
        DRAFT.title,
        "draft",
        1,
    )
    assert product.description == "<p>当季</p>"
    assert product.options == DRAFT.options
    assert [(sku.code, sku.option_values, sku.price_fen, sku.weight_g) for sku in product.skus] == [
        ("TEA-001-50", ("50g",), 6800, 80),
        ("TEA-001-100", ("100g",), 12800, 0),
    ]
    assert (product.price_fen, product.price_max_fen, product.market_price_fen) == (6800, 12800, None)


async def test_codes_are_given_where_none_was_written(db, clerk):
    saved = await create(db, clerk, ProductDraft(title="杯子", skus=(SkuDraft((), 900),)))
    product = await whole(db, clerk, saved.id)
    assert product.code.startswith("P")
    assert product.skus[0].code == product.code


async def test_a_taken_code_is_refused_and_named(db, clerk):
    await create(db, clerk)
    with pytest.raises(CodeTaken) as refused:
        await create(db, clerk, title="另一个")
    assert (refused.value.field, refused.value.data) == ("code", {"value": "TEA-001"})
    with pytest.raises(CodeTaken) as refused:
        await create(db, clerk, code="TEA-002")
    assert (refused.value.field, refused.value.data["value"] in {"TEA-001-50", "TEA-001-100"}) == (
        "skus",
        True,
    )
    async with db.read(clerk.tenant) as session:
        assert await queries.product_count(session, queries.ProductFilter()) == 1


async def test_an_edit_of_an_old_version_is_refused_and_changes_nothing(db, clerk):
    saved = await create(db, clerk, shelf=False)
    async with db.write(clerk.tenant) as session:
        second = await actions.update_product(
            session, clerk, saved.id, replace(DRAFT, title="龙井"), version=1
        )
    assert second.version == 2
    with pytest.raises(StaleVersion) as refused:
        async with db.write(clerk.tenant) as session:
            await actions.update_product(session, clerk, saved.id, replace(DRAFT, title="旧"), version=1)
    assert refused.value.data == {"version": 2}
    assert (await whole(db, clerk, saved.id)).title == "龙井"


async def test_skus_keep_their_identity_by_code_and_come_back_when_named_again(db, clerk):
    saved = await create(db, clerk, shelf=False)
    one = replace(DRAFT, options=(Option("规格", ("50g",)),), skus=(replace(DRAFT.skus[0], price_fen=5800),))
    async with db.write(clerk.tenant) as session:
        second = await actions.update_product(session, clerk, saved.id, one, version=1)
        assert second.sku_ids == saved.sku_ids[:1]
        goods = await queries.sellable(session, saved.sku_ids)
        assert [goods[sku_id].state_ok for sku_id in saved.sku_ids] == [
            False,
            False,
        ]  # a draft, and one that left
        third = await actions.update_product(session, clerk, saved.id, DRAFT, version=2)
    assert third.sku_ids == saved.sku_ids
    assert len((await whole(db, clerk, saved.id)).skus) == 2


async def test_a_sku_of_another_product_cannot_be_taken_over(db, clerk):
    tea = await create(db, clerk)
    cup = await create(db, clerk, ProductDraft(title="杯子", skus=(SkuDraft((), 900),)))
    with pytest.raises(ProductInvalid) as refused:
        async with db.write(clerk.tenant) as session:
            stolen = ProductDraft(title="杯子", skus=(SkuDraft((), 900, id=tea.sku_ids[0]),))
            await actions.update_product(session, clerk, cup.id, stolen, version=None)
    assert refused.value.field == "skus.0.id"


async def test_every_price_is_kept_from_the_first_and_nobody_can_edit_it(db, clerk, clock, owner_dsn):
    saved = await create(db, clerk)
    clock.advance(timedelta(days=1))
    cheaper = replace(DRAFT, skus=(replace(DRAFT.skus[0], price_fen=5900), DRAFT.skus[1]))
    async with db.write(clerk.tenant) as session:
        await actions.update_product(session, clerk, saved.id, cheaper, version=None)
    async with db.read(clerk.tenant) as session:
        points = await queries.price_history(session, saved.id)
    assert [(one.sku_code, one.venue, one.price_fen) for one in points] == [
        ("TEA-001-50", "shop", 5900),
        ("TEA-001-50", "shop", 6800),
        ("TEA-001-100", "shop", 12800),
    ]
    assert points[0].from_at - points[1].from_at == timedelta(days=1)
    with psycopg.connect(owner_dsn) as owner, pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute("select set_config('lianyi.tenant', %s, false)", (str(clerk.tenant),))
        owner.execute("update catalog_price_history set price_fen = 1")


async def save_market(db, clerk, product_id, price_fen, market_price_fen):
    draft = replace(
        DRAFT,
        skus=(replace(DRAFT.skus[0], price_fen=price_fen, market_price_fen=market_price_fen), DRAFT.skus[1]),
    )
    async with db.write(clerk.tenant) as session:
        await actions.update_product(session, clerk, product_id, draft, version=None)


async def test_a_former_price_must_have_been_paid(db, clerk, clock):
    """明码标价和禁止价格欺诈规定 Art. 16: the lowest deal of seven days, else the last deal before."""
    saved = await create(db, clerk)
    with pytest.raises(MarketPriceUnlawful) as refused:
        await save_market(db, clerk, saved.id, 5800, 6800)
    assert (refused.value.data["problem"], refused.value.data["base_fen"]) == ("no_deal", None)
    assert "还没有真实成交" in refused.value.words("zh")
    async with db.write(clerk.tenant) as session:
        for paid in (6800, 6500):
            await actions.record_deals(session, session.now, [DealLine(saved.sku_ids[0], 1, paid)])
    with pytest.raises(MarketPriceUnlawful) as refused:
        await save_market(db, clerk, saved.id, 5800, 6501)
    assert (refused.value.data["problem"], refused.value.data["base_fen"]) == ("above_base", 6500)
    assert "¥65.00" in refused.value.words("en")
    await save_market(db, clerk, saved.id, 5800, 6500)
    assert (await whole(db, clerk, saved.id)).market_price_fen == 6500
    clock.advance(timedelta(days=8))
    async with db.write(clerk.tenant) as session:
        await actions.record_deals(session, session.now, [DealLine(saved.sku_ids[0], 1, 5800)])
    await save_market(db, clerk, saved.id, 5800, 6500)  # unchanged: its base was taken when it was set
    with pytest.raises(MarketPriceUnlawful) as refused:
        await save_market(db, clerk, saved.id, 5000, 6500)
    assert refused.value.data["base_fen"] == 5800


async def test_a_new_product_has_no_former_price(db, clerk):
    with pytest.raises(MarketPriceUnlawful):
        await create(db, clerk, ProductDraft(title="杯子", skus=(SkuDraft((), 900, market_price_fen=1200),)))
    async with db.read(clerk.tenant) as session:
        assert await queries.product_count(session, queries.ProductFilter()) == 0


async def test_sold_pieces_are_counted_as_they_are_paid(db, clerk):
    saved = await create(db, clerk)
    async with db.write(clerk.tenant) as session:
        lines = [
            DealLine(saved.sku_ids[0], 2, 6800),
            DealLine(saved.sku_ids[1], 1, 12800),
            DealLine(saved.sku_ids[0], 1, 6800),
        ]
        await actions.record_deals(session, session.now, lines)
        await actions.record_deals(session, session.now, lines[:1])
    assert (await whole(db, clerk, saved.id)).sold_count == 0
    assert await jobs.show_sold(db, clerk.tenant) == 1
    assert await jobs.show_sold(db, clerk.tenant) == 0
    assert (await whole(db, clerk, saved.id)).sold_count == 6


async def test_what_is_sold_while_the_cards_are_counted_is_lost_to_nobody(db, clerk):
    saved = await create(db, clerk)

    async def sell():
        async with db.write(clerk.tenant) as session:
            await actions.record_deals(session, session.now, [DealLine(saved.sku_ids[0], 1, 6800)])

    await asyncio.gather(
        *(work() for _ in range(20) for work in (sell, lambda: jobs.show_sold(db, clerk.tenant)))
    )
    await jobs.show_sold(db, clerk.tenant)
    assert (await whole(db, clerk, saved.id)).sold_count == 20


async def test_the_shelf_now_and_at_an_instant(db, clerk, clock, settle):
    saved = await create(db, clerk, shelf=False)
    at = clock.now() + timedelta(hours=2)
    async with db.write(clerk.tenant) as session:
        await actions.set_shelf(session, clerk, [saved.id], ProductState.ON_SHELF, at)
    await settle()
    with pytest.raises(ProductGone):
        async with db.read(clerk.tenant) as session:
            await queries.product_for_shop(session, saved.id)
    clock.advance(timedelta(hours=2))
    await settle()
    async with db.read(clerk.tenant) as session:
        assert (await queries.product_for_shop(session, saved.id)).state is ProductState.ON_SHELF
    with pytest.raises(ProductInvalid):
        async with db.write(clerk.tenant) as session:
            await actions.set_shelf(session, clerk, [saved.id], ProductState.OFF_SHELF, clock.now())


async def test_only_a_draft_that_was_never_listed_is_deleted(db, clerk):
    draft = await create(db, clerk, shelf=False)
    async with db.write(clerk.tenant) as session:
        await actions.delete_product(session, draft.id)
    with pytest.raises(ProductGone):
        await whole(db, clerk, draft.id)
    listed = await create(db, clerk)
    with pytest.raises(ProductSold):
        async with db.write(clerk.tenant) as session:
            await actions.delete_product(session, listed.id)
    assert (await whole(db, clerk, listed.id)).id == listed.id


async def test_an_order_learns_all_of_a_sku_and_the_page_stays_provable(db, clerk):
    saved = await create(db, clerk)
    async with db.read(clerk.tenant) as session:
        goods = await queries.sellable(session, [*saved.sku_ids, uuid4()])
        hashes = await queries.snapshot_of(session, saved.sku_ids)
        page = await queries.snapshot(session, hashes[saved.sku_ids[0]])
    assert set(goods) == set(saved.sku_ids)
    sku = goods[saved.sku_ids[0]]
    assert (sku.title, sku.option_text, sku.price_fen, sku.weight_g, sku.state_ok) == (
        DRAFT.title,
        "规格:50g",
        6800,
        80,
        True,
    )
    assert sku.snapshot_hash == hashes[saved.sku_ids[0]]
    assert (page["title"], page["description"], page["return_policy"]) == (DRAFT.title, "<p>当季</p>", "yes")
    async with db.write(clerk.tenant) as session:
        await actions.update_product(session, clerk, saved.id, replace(DRAFT, title="改名"), version=None)
    async with db.read(clerk.tenant) as session:
        assert (await queries.snapshot(session, sku.snapshot_hash))["title"] == DRAFT.title
        assert (await queries.sellable(session, saved.sku_ids))[
            saved.sku_ids[0]
        ].snapshot_hash != sku.snapshot_hash


async def test_unknown_pictures_and_categories_are_refused(db, clerk):
    with pytest.raises(PictureGone):
        await create(db, clerk, picture_ids=(uuid4(),))
    with pytest.raises(CategoryGone):
        await create(db, clerk, category_id=uuid4())


async def test_categories_are_a_tree_three_deep_that_empties_before_it_goes(db, clerk):
    async with db.write(clerk.tenant) as session:
        tea = await actions.create_category(session, name="茶", icon="tea")
        green = await actions.create_category(session, name="绿茶", parent_id=tea)
        early = await actions.create_category(session, name="明前", parent_id=green)
        with pytest.raises(CategoryInvalid):
            await actions.create_category(session, name="太深", parent_id=early)
    with pytest.raises(CategoryInvalid):
        async with db.write(clerk.tenant) as session:
            await actions.create_category(session, name="绿茶", parent_id=tea)
    await create(db, clerk, category_id=early)
    async with db.write(clerk.tenant) as session:
        with pytest.raises(CategoryInUse):
            await actions.delete_category(session, tea)
        with pytest.raises(CategoryInUse):
            await actions.delete_category(session, early)
    async with db.read(clerk.tenant) as session:
        assert await queries.path_names(session, early) == ["茶", "绿茶", "明前"]
        for category_id in (tea, green, early):
            place = queries.CardPlace(category_id=category_id)
            assert len(await queries.card_page(session, place)) == 1


async def test_words_that_may_not_be_published_are_named_and_nothing_is_kept(db, clerk):
    with pytest.raises(AgainstTheRules) as refused:
        await create(db, clerk, title="根治失眠的茶", subtitle="三级分销,全国第一")

    assert refused.value.field == "title"
    assert [(one["rule"], one["subject"], one["phrase"]) for one in refused.value.data["findings"]] == [
        ("medical_claims@1", "title", "根治"),
        ("superlatives@1", "subtitle", "全国第一"),
        ("recruiting@1", "subtitle", "三级分销"),
    ]
    async with db.read(clerk.tenant) as session:
        assert await queries.taken_codes(session, uuid4(), DRAFT.code, []) is None


async def test_words_that_stood_there_before_do_not_block_another_change(db, clerk, monkeypatch):
    monkeypatch.setattr("lianyi.catalog.rules.check_text", lambda *_: ())
    saved = await create(db, clerk, title="根治失眠的茶")
    monkeypatch.undo()

    async with db.write(clerk.tenant) as session:
        again = replace(DRAFT, title="根治失眠的茶", brand="别的牌子")
        await actions.update_product(session, clerk, saved.id, again, version=None)
    with pytest.raises(AgainstTheRules):
        async with db.write(clerk.tenant) as session:
            await actions.update_product(
                session, clerk, saved.id, replace(again, title="根治失眠的好茶"), version=None
            )
    product = await whole(db, clerk, saved.id)
    assert (product.title, product.brand) == ("根治失眠的茶", "别的牌子")
