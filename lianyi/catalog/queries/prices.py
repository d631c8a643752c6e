"""Prices over time: what a SKU cost, and what was really paid for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lianyi.catalog.types import SHOP_VENUE, PricePoint, ProductId, SkuId
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.rulebook.prices import BASE_WINDOW_DAYS, DealHistory

HISTORY_MAX = 500


@dataclass(frozen=True, slots=True)
class DealRow:
    sku_id: UUID
    lowest_fen: int | None
    last_fen: int | None


# A day counts when it lies in the window of calendar days before today, today's deals included.
DEALS = Statement(
    """
    select d.sku_id, min(d.lowest_fen) filter (where d.day > %(window_from)s) as lowest_fen,
      (array_agg(d.last_fen order by d.day desc))[1] as last_fen
    from catalog_deal d
    where d.tenant_id = %(tenant)s and d.sku_id = any(%(sku_ids)s::uuid[]) and d.venue = %(venue)s
    group by d.sku_id
    """,
    DealRow,
)
PRICES = Statement(
    """
    select h.sku_id, s.code as sku_code, h.venue, h.price_fen, h.from_at, h.by_id
    from catalog_price_history h join catalog_sku s on s.tenant_id = %(tenant)s and s.id = h.sku_id
    where h.tenant_id = %(tenant)s and s.product_id = %(id)s
    order by h.from_at desc, s.seq limit %(limit)s
    """,
    PricePoint,
)


@dataclass(frozen=True, slots=True)
class SkuWorth:
    """What a SKU sells for and costs; `cost_fen` None: nobody said. `on_sale`: on the shelf and active."""

    sku_id: UUID
    product_id: UUID
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    cost_fen: int | None
    on_sale: bool


WORTH = Statement(
    """
    select s.id as sku_id, p.id as product_id, p.title, s.option_text,
      coalesce(s.picture_url, p.picture ->> 'url_480') as picture_url, s.price_fen, s.cost_fen,
      p.state = 'on_shelf' and s.active and not s.retired as on_sale
    from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and s.id = any(%(sku_ids)s::uuid[])
    """,
    SkuWorth,
)


@dataclass(frozen=True, slots=True)
class ShelfSku:
    """A SKU on the shelf as the staff's arithmetic sees it; `path`: its categories from the root down to its own."""

    sku_id: UUID
    product_id: UUID
    title: str
    option_text: str
    price_fen: int
    cost_fen: int | None
    path: list[UUID]


ON_SHELF = Statement(
    """
    select s.id as sku_id, p.id as product_id, p.title, s.option_text, s.price_fen, s.cost_fen,
      coalesce(c.path, '{}') as path
    from catalog_product p
    join catalog_sku s on s.tenant_id = %(tenant)s and s.product_id = p.id and s.active and not s.retired
    left join catalog_category c on c.tenant_id = %(tenant)s and c.id = p.category_id
    where p.tenant_id = %(tenant)s and p.state = 'on_shelf'
      and (%(sku_ids)s::uuid[] is null or s.id = any(%(sku_ids)s::uuid[]))
    order by s.id limit %(limit)s
    """,
    ShelfSku,
)
SHELF_MAX = 20_000


async def on_shelf(session: ReadSession, sku_ids: Sequence[UUID] | None = None) -> list[ShelfSku]:
    """Everything that is on sale (or what of these SKUs is), for the staff's arithmetic; at most 20,000. One statement."""
    return await session.all(ON_SHELF, sku_ids=None if sku_ids is None else list(sku_ids), limit=SHELF_MAX)


ON_SALE = Statement(
    """
    select s.id from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and p.state = 'on_shelf' and s.active and not s.retired
      and (%(after)s::uuid is null or s.id > %(after)s::uuid)
    order by s.id limit %(limit)s
    """,
    UUID,
)


async def on_sale(session: ReadSession, after: UUID | None, limit: int) -> list[UUID]:
    """SKUs that can be bought, by id, from after the given one."""
    return await session.all(ON_SALE, after=after, limit=limit)


async def worth(session: ReadSession, sku_ids: Sequence[UUID]) -> dict[UUID, SkuWorth]:
    """Prices and costs of SKUs, for the staff's arithmetic; a shopper never sees a cost. Unknown SKUs are left out."""
    if not sku_ids:
        return {}
    return {row.sku_id: row for row in await session.all(WORTH, sku_ids=list(sku_ids))}


async def deal_histories(session: ReadSession, sku_ids: Sequence[UUID]) -> dict[SkuId, DealHistory]:
    """What was really paid for SKUs: lowest of the last seven days, and the last before. None sold: left out."""
    today = business_day(session.now)
    window_from = today - timedelta(days=BASE_WINDOW_DAYS)
    rows = await session.all(DEALS, sku_ids=list(sku_ids), venue=SHOP_VENUE, window_from=window_from)
    return {SkuId(row.sku_id): DealHistory(row.lowest_fen, row.last_fen) for row in rows}


async def price_history(session: ReadSession, product_id: ProductId) -> list[PricePoint]:
    """Every price of a product's SKUs, the newest first, at most HISTORY_MAX."""
    return await session.all(PRICES, id=product_id, limit=HISTORY_MAX)
