"""Products whole, their SKUs as an order needs them, prices over time, snapshots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog.errors import ProductGone, SkuGone, SnapshotGone
from lianyi.catalog.types import (
    CategoryId,
    Option,
    Product,
    ProductId,
    ProductState,
    ReturnPolicy,
    SellableSku,
    Sku,
    SkuId,
)
from lianyi.identity.queries import opening_steps
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Soon, Statement


@dataclass(frozen=True, slots=True)
class WholeRow:
    id: UUID
    code: str
    title: str
    subtitle: str
    category_id: UUID | None
    brand: str
    tags: list[str]
    description: str
    picture_ids: list[UUID]
    options: list[Any]
    return_policy: str
    freight_template_id: UUID | None
    state: str
    shelf_next: str | None
    shelf_at: datetime | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    sold_out: bool
    sold_count: int
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SkuRow:
    id: UUID
    product_id: UUID
    code: str
    option_values: list[str]
    price_fen: int
    market_price_fen: int | None
    cost_fen: int | None
    weight_g: int
    barcode: str
    picture_id: UUID | None
    active: bool


@dataclass(frozen=True, slots=True)
class SellableRow:
    sku_id: UUID
    product_id: UUID
    product_code: str
    sku_code: str
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    weight_g: int
    freight_template_id: UUID | None
    return_policy: str
    state_ok: bool
    snapshot_hash: str


@dataclass(frozen=True, slots=True)
class TitleRow:
    sku_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class HashRow:
    sku_id: UUID
    snapshot_hash: str


@dataclass(frozen=True, slots=True)
class SkuPlace:
    """SKUs of products: which belongs where."""

    sku_id: UUID
    product_id: UUID
    active: bool


_WHOLE = """
    select id, code, title, subtitle, category_id, brand, tags, description, picture_ids, options, return_policy,
      freight_template_id, state, shelf_next, shelf_at, price_fen, price_max_fen, market_price_fen, sold_out, sold_count,
      version, updated_at
    from catalog_product
"""
BY_ID = Statement(_WHOLE + "where tenant_id = %(tenant)s and id = %(id)s", WholeRow)
BY_CODE = Statement("select id from catalog_product where tenant_id = %(tenant)s and code = %(code)s", UUID)
SKU_BY_CODE = Statement(
    "select id from catalog_sku where tenant_id = %(tenant)s and code = %(code)s and not retired", UUID
)
SKUS = Statement(
    """
    select id, product_id, code, option_values, price_fen, market_price_fen, cost_fen, weight_g, barcode, picture_id,
      active
    from catalog_sku where tenant_id = %(tenant)s and product_id = %(id)s and (not retired or %(retired)s)
    order by retired, seq
    """,
    SkuRow,
)
SELLABLE = Statement(
    """
    select s.id as sku_id, p.id as product_id, p.code as product_code, s.code as sku_code, p.title, s.option_text,
      coalesce(s.picture_url, p.picture ->> 'url_480') as picture_url, s.price_fen, s.weight_g, p.freight_template_id,
      p.return_policy, p.state = 'on_shelf' and s.active as state_ok, p.snapshot_hash
    from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and s.id = any(%(sku_ids)s::uuid[])
    """,
    SellableRow,
)
TITLES = Statement(
    """
    select s.id as sku_id, case when s.option_text = '' then p.title else p.title || ' ' || s.option_text end as title
    from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and s.id = any(%(sku_ids)s::uuid[])
    """,
    TitleRow,
)
HASHES = Statement(
    """
    select s.id as sku_id, p.snapshot_hash
    from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and s.id = any(%(sku_ids)s::uuid[])
    """,
    HashRow,
)
HAS_LISTED = Statement(
    "select exists (select 1 from catalog_product where tenant_id = %(tenant)s and state = 'on_shelf')", bool
)
SNAPSHOT = Statement(
    "select content from catalog_snapshot where tenant_id = %(tenant)s and sha256 = %(sha256)s", dict
)
PRODUCT_OF = Statement(
    "select product_id from catalog_sku where tenant_id = %(tenant)s and id = %(id)s", UUID
)
PLACES = Statement(
    """
    select id as sku_id, product_id, active from catalog_sku
    where tenant_id = %(tenant)s and product_id = any(%(ids)s::uuid[]) and not retired
    """,
    SkuPlace,
)
TAKEN = Statement(
    """
    select code from catalog_product where tenant_id = %(tenant)s and code = %(code)s and id <> %(id)s
    union all
    select code from catalog_sku where tenant_id = %(tenant)s and code = any(%(codes)s::text[]) and product_id <> %(id)s
    limit 1
    """,
    str,
)
PRODUCTS_OF = Statement(
    """
    select distinct product_id from catalog_sku
    where tenant_id = %(tenant)s and id = any(%(sku_ids)s::uuid[]) and not retired
    """,
    UUID,
)
TEMPLATE_USERS = Statement(
    "select count(*)::int from catalog_product where tenant_id = %(tenant)s and freight_template_id = %(id)s",
    int,
)


async def product(session: ReadSession, product_id: ProductId, *, with_retired: bool = False) -> Product:
    """A product whole, for staff. Two statements. Raises ProductGone."""
    row = await session.maybe(BY_ID, id=product_id)
    if row is None:
        raise ProductGone
    return _product(row, await session.all(SKUS, id=product_id, retired=with_retired))


async def product_for_shop(session: ReadSession, product_id: ProductId) -> Product:
    """A product as its page shows it: on the shelf, with the SKUs for sale. Raises ProductGone."""
    row = await session.maybe(BY_ID, id=product_id)
    if row is None or row.state != ProductState.ON_SHELF:
        raise ProductGone
    skus = await session.all(SKUS, id=product_id, retired=False)
    return _product(row, [sku for sku in skus if sku.active])


async def product_by_code(session: ReadSession, code: str) -> ProductId | None:
    """The product with this code, as files name it."""
    found = await session.maybe(BY_CODE, code=code)
    return None if found is None else ProductId(found)


async def sku_by_code(session: ReadSession, code: str) -> SkuId | None:
    """The SKU with this code, as files name it."""
    found = await session.maybe(SKU_BY_CODE, code=code)
    return None if found is None else SkuId(found)


async def sellable(session: ReadSession, sku_ids: Sequence[UUID]) -> dict[SkuId, SellableSku]:
    """What an order needs of SKUs, also of those not for sale (`state_ok` tells); unknown ids are left out. One statement."""
    return await (await sellable_soon(session, sku_ids))


async def sellable_soon(session: ReadSession, sku_ids: Sequence[UUID]) -> Soon[dict[SkuId, SellableSku]]:
    """`sellable`, on its way."""
    return await session.soon(
        SELLABLE, lambda rows: {SkuId(row.sku_id): _sellable(row) for row in rows}, sku_ids=list(sku_ids)
    )


def _sellable(row: SellableRow) -> SellableSku:
    return SellableSku(
        SkuId(row.sku_id), ProductId(row.product_id), row.product_code, row.sku_code, row.title, row.option_text,
        row.picture_url, row.price_fen, row.weight_g, row.freight_template_id, ReturnPolicy(row.return_policy),
        row.state_ok, row.snapshot_hash,
    )  # fmt: skip


async def snapshot_of(session: ReadSession, sku_ids: Sequence[UUID]) -> dict[SkuId, str]:
    """The hash of each SKU's page and terms as they are now; the content was kept when the product was saved."""
    return {SkuId(row.sku_id): row.snapshot_hash for row in await session.all(HASHES, sku_ids=list(sku_ids))}


async def snapshot(session: ReadSession, sha256: str) -> dict[str, Any]:
    """Page and terms under a hash. Raises SnapshotGone."""
    found = await session.maybe(SNAPSHOT, sha256=sha256)
    if found is None:
        raise SnapshotGone
    return found


async def titles(session: ReadSession, sku_ids: Sequence[UUID]) -> dict[SkuId, str]:
    """Title and options of SKUs in words, for a sentence to a person."""
    return {SkuId(row.sku_id): row.title for row in await session.all(TITLES, sku_ids=list(sku_ids))}


async def product_of(session: ReadSession, sku_id: UUID) -> ProductId:
    """The product a SKU belongs to. Raises SkuGone."""
    found = await session.maybe(PRODUCT_OF, id=sku_id)
    if found is None:
        raise SkuGone
    return ProductId(found)


async def skus_of_products(session: ReadSession, product_ids: Iterable[UUID]) -> list[SkuPlace]:
    """SKUs of products, retired ones left out."""
    return await session.all(PLACES, ids=list(product_ids))


async def taken_codes(
    session: ReadSession, product_id: ProductId, code: str, sku_codes: Sequence[str]
) -> str | None:
    """A code of these that another product has, or None."""
    return await session.maybe(TAKEN, id=product_id, code=code, codes=list(sku_codes))


async def products_of(session: ReadSession, sku_ids: Sequence[UUID]) -> list[UUID]:
    """The products that SKUs belong to, each once."""
    return await session.all(PRODUCTS_OF, sku_ids=list(sku_ids))


async def templates_in_use(session: ReadSession, template_id: UUID) -> int:
    """How many products use a freight template."""
    return await session.one(TEMPLATE_USERS, id=template_id)


@opening_steps.answer("has_product")
async def has_product(session: ReadSession, _: None) -> bool:
    """Whether anything is on the shelf."""
    return await session.one(HAS_LISTED)


def _product(row: WholeRow, skus: Sequence[SkuRow]) -> Product:
    return Product(
        id=ProductId(row.id),
        code=row.code,
        title=row.title,
        subtitle=row.subtitle,
        category_id=CategoryId(row.category_id) if row.category_id else None,
        brand=row.brand,
        tags=tuple(row.tags),
        description=row.description,
        picture_ids=tuple(row.picture_ids),
        options=tuple(wire.typed(option, Option) for option in row.options),
        return_policy=ReturnPolicy(row.return_policy),
        freight_template_id=row.freight_template_id,
        state=ProductState(row.state),
        shelf_next=ProductState(row.shelf_next) if row.shelf_next else None,
        shelf_at=row.shelf_at,
        price_fen=row.price_fen,
        price_max_fen=row.price_max_fen,
        market_price_fen=row.market_price_fen,
        sold_out=row.sold_out,
        sold_count=row.sold_count,
        version=row.version,
        updated_at=row.updated_at,
        skus=tuple(_sku(sku) for sku in skus),
    )


def _sku(row: SkuRow) -> Sku:
    return Sku(
        SkuId(row.id), ProductId(row.product_id), row.code, tuple(row.option_values), row.price_fen,
        row.market_price_fen, row.cost_fen, row.weight_g, row.barcode, row.picture_id, row.active,
    )  # fmt: skip
