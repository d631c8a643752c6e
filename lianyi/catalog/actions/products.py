"""Products: create, change, put on the shelf, count what was paid for."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog import queries, rules
from lianyi.catalog.errors import CodeTaken, ProductGone, ProductInvalid, ProductSold, StaleVersion
from lianyi.catalog.events import PricesChanged
from lianyi.catalog.store import products as store
from lianyi.catalog.types import (
    DealLine,
    ProductDraft,
    ProductId,
    ProductState,
    SavedProduct,
    Sku,
    SkuDraft,
    SkuId,
)
from lianyi.identity.types import Staff, System
from lianyi.kit import wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.media import queries as media_queries
from lianyi.media.errors import PictureGone
from lianyi.media.types import Picture
from lianyi.rulebook.prices import DealHistory

SHELF_IDS_MAX = 200


async def create_product(session: Session, by: Staff | System, draft: ProductDraft) -> SavedProduct:
    """Save a new product as a draft; it goes on the shelf by `set_shelf`.

    Raises:
        ProductInvalid: a field breaks a rule, named by its path. CodeTaken, CategoryGone, PictureGone.
        MarketPriceUnlawful: a new SKU was never sold, so it has no former price to show.
        AgainstTheRules: its words make a claim that may not be published; data names the phrases.
    """
    product_id = ProductId(new_id())
    clean = rules.with_codes(rules.check_draft(draft), product_id)
    rules.check_words(clean, None, business_day(session.now))
    clean = _with_ids(rules.match_skus(clean, {}))
    for sku in clean.skus:
        rules.check_market_price(sku, DealHistory())
    return await _save(session, by, product_id, clean, version=1, before={})


async def update_product(
    session: Session, by: Staff | System, product_id: ProductId, draft: ProductDraft, *, version: int | None
) -> SavedProduct:
    """Change a product; its SKUs are known by id or by code, and those that are not named leave it.

    `version` is the one that was read; None (files) takes whatever stands. Raises StaleVersion, ProductGone and what
    `create_product` raises; MarketPriceUnlawful only for prices, AgainstTheRules only for words that change.
    """
    locked = await store.lock(session, product_id)
    if locked is None:
        raise ProductGone
    if version is not None and version != locked.version:
        raise StaleVersion(version=locked.version)
    before = await queries.product(session, product_id, with_retired=True)
    clean = rules.with_codes(rules.check_draft(draft), product_id)
    rules.check_words(clean, before, business_day(session.now))
    clean = _with_ids(rules.match_skus(clean, {sku.code: sku.id for sku in before.skus}))
    known = {sku.id: sku for sku in before.skus}
    await _check_market_prices(session, clean.skus, known)
    return await _save(session, by, product_id, clean, version=locked.version + 1, before=known)


async def set_shelf(
    session: Session,
    by: Staff | System,
    ids: Sequence[ProductId],
    state: ProductState,
    at: datetime | None = None,
) -> list[ProductId]:
    """Put products on or off the shelf, now or at an instant to come (a job does it). Answers those that exist.

    Raises ProductInvalid for too many at once, for a draft as the wish, or for an instant that has passed.
    """
    del by  # who did it stands in the audit log, which the edge writes
    if not 1 <= len(ids) <= SHELF_IDS_MAX:
        raise ProductInvalid(
            "ids", f"一次 1 到 {SHELF_IDS_MAX} 个商品", f"1 to {SHELF_IDS_MAX} products at once"
        )
    if state is ProductState.DRAFT:
        raise ProductInvalid("state", "不能退回草稿", "A product does not become a draft again")
    if at is not None and at <= session.now:
        raise ProductInvalid("at", "定时时间应当在现在之后", "The instant must lie in the future")
    return await store.shelve(session, sorted(ids), state, at)


async def shelve_due(session: Session, limit: int) -> int:
    """Do the shelf changes whose instant has come; answers how many."""
    return await store.shelve_due(session, limit)


async def show_sold(session: Session, limit: int) -> int:
    """Count on the cards what was paid for since the last time; answers for how many products. Locks products by id."""
    return await store.show_sold(session, limit)


async def delete_product(session: Session, product_id: ProductId) -> None:
    """Delete a draft that was never on the shelf. Raises ProductSold for any other product."""
    locked = await store.lock(session, product_id)
    if locked is None:
        raise ProductGone
    if locked.state != ProductState.DRAFT or locked.listed_at is not None:
        raise ProductSold
    await store.delete(session, product_id)


async def lock_skus(session: Session, product_id: ProductId) -> list[SkuId]:
    """Hold the product until the commit and list its SKUs for sale. Raises ProductGone."""
    if await store.lock(session, product_id) is None:
        raise ProductGone
    return [SkuId(sku.sku_id) for sku in await queries.skus_of_products(session, [product_id]) if sku.active]


async def show_sold_out(session: Session, product_id: ProductId, *, sold_out: bool) -> None:
    """Write onto the card whether anything of the product can be bought."""
    await store.show_sold_out(session, product_id, sold_out=sold_out)


async def record_deals(session: Session, at: datetime, lines: Sequence[DealLine]) -> None:
    """An order was paid: note its pieces and keep what was paid per piece, the base of a lawful former price.

    `at` is the instant of payment. Call it once per order (the reaction that does so is told once per commit). The cards
    show the pieces with the next `show_sold`.
    """
    if lines:
        await store.note_deals(session, business_day(at), lines)


def _with_ids(draft: ProductDraft) -> ProductDraft:
    return replace(draft, skus=tuple(replace(sku, id=sku.id or SkuId(new_id())) for sku in draft.skus))


async def _check_market_prices(
    session: Session, skus: Sequence[SkuDraft], known: Mapping[SkuId, Sku]
) -> None:
    changed = [
        sku
        for sku in skus
        if sku.market_price_fen is not None and _prices(sku) != _prices(known.get(_id(sku)))
    ]
    if not changed:
        return
    histories = await queries.deal_histories(session, [_id(sku) for sku in changed])
    for sku in changed:
        rules.check_market_price(sku, histories.get(_id(sku), DealHistory()))


def _prices(sku: SkuDraft | Sku | None) -> tuple[int, int | None] | None:
    return None if sku is None else (sku.price_fen, sku.market_price_fen)


def _id(sku: SkuDraft) -> SkuId:
    assert sku.id is not None
    return sku.id


async def _save(
    session: Session,
    by: Staff | System,
    product_id: ProductId,
    draft: ProductDraft,
    *,
    version: int,
    before: Mapping[SkuId, Sku],
) -> SavedProduct:
    taken = await queries.taken_codes(session, product_id, draft.code, [sku.code for sku in draft.skus])
    if taken is not None:
        raise CodeTaken(field="code" if taken == draft.code else "skus", value=taken)
    names = await queries.path_names(session, draft.category_id)
    pictures = await _pictures(session, draft)
    sha256, content = rules.snapshot(_page(draft, pictures))
    await store.keep_snapshot(session, sha256, content)
    columns = await _columns(draft, pictures, names, sha256)
    await store.save(session, product_id, columns, is_new=version == 1)
    await store.save_skus(
        session, product_id, [_sku_columns(draft, n, pictures) for n in range(len(draft.skus))]
    )
    prices = [
        store.NewPrice(_id(sku), sku.price_fen)
        for sku in draft.skus
        if _id(sku) not in before or before[_id(sku)].price_fen != sku.price_fen
    ]
    await store.note_prices(session, prices, by.staff if isinstance(by, Staff) else None)
    moved = [
        _id(sku)
        for sku in draft.skus
        if (was := before.get(_id(sku))) and (was.price_fen, was.cost_fen) != (sku.price_fen, sku.cost_fen)
    ]
    if moved:
        await session.emit(PricesChanged(product_id, list(moved)))
    return SavedProduct(product_id, draft.code, version, tuple(_id(sku) for sku in draft.skus))


async def _pictures(session: Session, draft: ProductDraft) -> dict[UUID, Picture]:
    wanted = [*draft.picture_ids, *(sku.picture_id for sku in draft.skus if sku.picture_id)]
    found = await media_queries.pictures(session, wanted)
    if len(found) != len(set(wanted)):
        raise PictureGone(field="picture_ids")
    return found


async def _columns(
    draft: ProductDraft, pictures: Mapping[UUID, Picture], names: Sequence[str], sha256: str
) -> dict[str, Any]:
    # The first cut of Chinese reads the word list (0.2 s): in a thread, so that nobody else waits for it.
    search = await asyncio.to_thread(rules.search_words, draft, names)
    first = pictures[draft.picture_ids[0]] if draft.picture_ids else None
    return {
        "code": draft.code,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "category_id": draft.category_id,
        "brand": draft.brand,
        "tags": list(draft.tags),
        "description": draft.description,
        "picture_ids": list(draft.picture_ids),
        "options": wire.dumps(draft.options).decode(),
        "return_policy": draft.return_policy,
        "freight_template_id": draft.freight_template_id,
        "picture": None if first is None else wire.dumps(first).decode(),
        "words": search.words,
        "search_text": search.text,
        "snapshot_hash": sha256,
        **asdict(rules.card_prices(draft.skus)),
    }


def _sku_columns(draft: ProductDraft, number: int, pictures: Mapping[UUID, Picture]) -> dict[str, Any]:
    sku = draft.skus[number]
    return {
        "id": sku.id,
        "seq": number,
        "code": sku.code,
        "option_values": sku.option_values,
        "option_text": rules.option_text(draft.options, sku.option_values),
        "price_fen": sku.price_fen,
        "market_price_fen": sku.market_price_fen,
        "cost_fen": sku.cost_fen,
        "weight_g": sku.weight_g,
        "barcode": sku.barcode,
        "picture_id": sku.picture_id,
        "picture_url": pictures[sku.picture_id].url_480 if sku.picture_id else None,
        "active": sku.active,
    }


def _page(draft: ProductDraft, pictures: Mapping[UUID, Picture]) -> dict[str, Any]:
    """What a buyer saw and agreed to, without prices: those stand on the order's own lines."""
    return {
        "code": draft.code,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "brand": draft.brand,
        "options": draft.options,
        "skus": [
            {"id": sku.id, "code": sku.code, "option_values": sku.option_values, "weight_g": sku.weight_g}
            for sku in draft.skus
        ],
        "picture_urls": [pictures[one].url_960 for one in draft.picture_ids],
        "description": draft.description,
        "return_policy": draft.return_policy,
    }
