"""What the staff's tables show: products by change or by sales, SKUs by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog import rules
from lianyi.catalog.types import CategoryId, ProductState
from lianyi.kit.db import ReadSession, Statement

COUNT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in the staff's table."""

    id: UUID
    code: str
    title: str
    picture_url: str | None
    category_id: UUID | None
    state: str
    shelf_next: str | None
    shelf_at: datetime | None
    price_fen: int
    price_max_fen: int
    sold_count: int
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class SkuBrief:
    """A SKU in the staff's table of stock."""

    sku_id: UUID
    sku_code: str
    product_id: UUID
    title: str
    option_text: str
    picture_url: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A SKU with its product, one line of a file out."""

    sku_id: UUID
    product_code: str
    title: str
    subtitle: str
    category_id: UUID | None
    brand: str
    tags: list[str]
    option_text: str
    sku_code: str
    price_fen: int
    market_price_fen: int | None
    cost_fen: int | None
    weight_g: int
    barcode: str
    active: bool
    return_policy: str
    freight_template_id: UUID | None
    description: str
    picture_ids: list[UUID]
    state: str


_FILTERED = """
    from catalog_product p
    where p.tenant_id = %(tenant)s
      and (%(state)s::text is null or p.state = %(state)s::text)
      and (%(category_id)s::uuid is null or p.category_id in (
        select id from catalog_category where tenant_id = %(tenant)s and path @> array[%(category_id)s::uuid]))
      and (%(query)s::text is null or p.words @@ (%(query)s::text)::tsquery)
      and (%(ids)s::uuid[] is null or p.id = any(%(ids)s::uuid[]))
"""
_PRODUCT_COLUMNS = """
    select p.id, p.code, p.title, p.picture ->> 'url_200' as picture_url, p.category_id, p.state, p.shelf_next, p.shelf_at,
      p.price_fen, p.price_max_fen, p.sold_count, p.updated_at, p.version
"""
PRODUCT_PAGE = Statement(
    _PRODUCT_COLUMNS + _FILTERED + "and (p.updated_at, p.id) < (%(after_at)s, %(after_id)s)"
    " order by p.updated_at desc, p.id desc limit %(limit)s",
    ProductRow,
)
PRODUCTS_BY_SOLD = Statement(
    _PRODUCT_COLUMNS + _FILTERED + "and (p.sold_count, p.id) < (%(after_count)s, %(after_id)s)"
    " order by p.sold_count desc, p.id desc limit %(limit)s",
    ProductRow,
)
PRODUCT_COUNT = Statement(
    """
    select count(*)::int from (
      select 1 from catalog_product p
      where p.tenant_id = %(tenant)s
        and (%(state)s::text is null or p.state = %(state)s::text)
        and (%(category_id)s::uuid is null or p.category_id in (
          select id from catalog_category where tenant_id = %(tenant)s and path @> array[%(category_id)s::uuid]))
        and (%(query)s::text is null or p.words @@ (%(query)s::text)::tsquery)
        and (%(ids)s::uuid[] is null or p.id = any(%(ids)s::uuid[]))
      limit %(limit)s
    ) counted
    """,
    int,
)
EXPORT = Statement(
    """
    select s.id as sku_id, p.code as product_code, p.title, p.subtitle, p.category_id, p.brand, p.tags, s.option_text,
      s.code as sku_code, s.price_fen, s.market_price_fen, s.cost_fen, s.weight_g, s.barcode, s.active, p.return_policy,
      p.freight_template_id, p.description, p.picture_ids, p.state
    from catalog_product p
    join catalog_sku s on s.tenant_id = %(tenant)s and s.product_id = p.id and not s.retired
    where p.tenant_id = %(tenant)s
      and (%(state)s::text is null or p.state = %(state)s::text)
      and (%(category_id)s::uuid is null or p.category_id in (
        select id from catalog_category where tenant_id = %(tenant)s and path @> array[%(category_id)s::uuid]))
      and (%(query)s::text is null or p.words @@ (%(query)s::text)::tsquery)
      and (%(ids)s::uuid[] is null or p.id = any(%(ids)s::uuid[]))
    order by p.code, s.seq limit %(limit)s
    """,
    ExportRow,
)
SKU_PAGE = Statement(
    """
    select s.id as sku_id, s.code as sku_code, p.id as product_id, p.title, s.option_text,
      coalesce(s.picture_url, p.picture ->> 'url_200') as picture_url, s.active
    from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and not s.retired
      and (%(query)s::text is null or p.words @@ (%(query)s::text)::tsquery)
      and (%(sku_ids)s::uuid[] is null or s.id = any(%(sku_ids)s::uuid[]))
      and (s.code, s.id) > (%(after_code)s, %(after_id)s)
    order by s.code, s.id limit %(limit)s
    """,
    SkuBrief,
)


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """What the staff's table shows; `ids` narrows to given products (low stock is found elsewhere)."""

    state: ProductState | None = None
    category_id: CategoryId | None = None
    query: str = ""
    ids: Sequence[UUID] | None = None

    def params(self) -> dict[str, Any]:
        words = rules.query_words(self.query)
        return {
            "state": self.state,
            "category_id": self.category_id,
            "query": rules.text_query(words) if words else None,
            "ids": None if self.ids is None else list(self.ids),
        }


async def product_page(
    session: ReadSession, wanted: ProductFilter, *, after: tuple[datetime, UUID], limit: int
) -> list[ProductRow]:
    """The staff's table by last change, after a place in it."""
    return await session.all(
        PRODUCT_PAGE, after_at=after[0], after_id=after[1], limit=limit, **wanted.params()
    )


async def product_page_by_sold(
    session: ReadSession, wanted: ProductFilter, *, after: tuple[int, UUID], limit: int
) -> list[ProductRow]:
    """The staff's table by pieces sold, after a place in it."""
    return await session.all(
        PRODUCTS_BY_SOLD, after_count=after[0], after_id=after[1], limit=limit, **wanted.params()
    )


async def product_count(session: ReadSession, wanted: ProductFilter) -> int:
    """How many products the table holds, counted up to COUNT_MAX."""
    return await session.one(PRODUCT_COUNT, limit=COUNT_MAX, **wanted.params())


async def export_rows(session: ReadSession, wanted: ProductFilter, limit: int) -> list[ExportRow]:
    """The SKUs of the products that fit, by code, for a file out."""
    return await session.all(EXPORT, limit=limit, **wanted.params())


async def sku_page(
    session: ReadSession, *, query: str, sku_ids: Sequence[UUID] | None, after: tuple[str, UUID], limit: int
) -> list[SkuBrief]:
    """The staff's table of SKUs by code, after a place in it."""
    words = rules.query_words(query)
    return await session.all(
        SKU_PAGE, query=rules.text_query(words) if words else None,
        sku_ids=None if sku_ids is None else list(sku_ids), after_code=after[0], after_id=after[1], limit=limit,
    )  # fmt: skip
