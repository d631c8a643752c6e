"""Products and their SKUs: one function, one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.errors import ForeignKeyViolation, UniqueViolation

from lianyi.catalog.errors import CategoryGone, CodeTaken
from lianyi.catalog.types import SHOP_VENUE, DealLine, ProductId, ProductState, SkuId
from lianyi.kit import wire
from lianyi.kit.db import Session, Statement


@dataclass(frozen=True, slots=True)
class LockedRow:
    version: int
    state: str
    sold_out: bool
    listed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price a SKU has from now on."""

    sku_id: SkuId
    price_fen: int


LOCK = Statement(
    """
    select version, state, sold_out, listed_at from catalog_product
    where tenant_id = %(tenant)s and id = %(id)s for update
    """,
    LockedRow,
)
INSERT = Statement(
    """
    insert into catalog_product (
      tenant_id, id, code, title, subtitle, category_id, brand, tags, description, picture_ids, options, return_policy,
      freight_template_id, state, picture, price_fen, price_max_fen, market_price_fen, sold_out, sold_count, position,
      words, search_text, snapshot_hash, version, created_at, updated_at)
    values (
      %(tenant)s, %(id)s, %(code)s, %(title)s, %(subtitle)s, %(category_id)s, %(brand)s, %(tags)s::text[],
      %(description)s, %(picture_ids)s::uuid[], %(options)s::jsonb, %(return_policy)s, %(freight_template_id)s, 'draft',
      %(picture)s::jsonb, %(price_fen)s, %(price_max_fen)s, %(market_price_fen)s, true, 0, 0,
      array_to_tsvector(%(words)s::text[]), %(search_text)s, %(snapshot_hash)s, 1, %(now)s, %(now)s)
    """
)
UPDATE = Statement(
    """
    update catalog_product set
      code = %(code)s, title = %(title)s, subtitle = %(subtitle)s, category_id = %(category_id)s, brand = %(brand)s,
      tags = %(tags)s::text[], description = %(description)s, picture_ids = %(picture_ids)s::uuid[],
      options = %(options)s::jsonb, return_policy = %(return_policy)s, freight_template_id = %(freight_template_id)s,
      picture = %(picture)s::jsonb, price_fen = %(price_fen)s, price_max_fen = %(price_max_fen)s,
      market_price_fen = %(market_price_fen)s, words = array_to_tsvector(%(words)s::text[]),
      search_text = %(search_text)s, snapshot_hash = %(snapshot_hash)s, version = version + 1, updated_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
SAVE_SKUS = Statement(
    """
    insert into catalog_sku (
      tenant_id, id, product_id, seq, code, option_values, option_text, price_fen, market_price_fen, cost_fen, weight_g,
      barcode, picture_id, picture_url, active)
    select %(tenant)s, id, %(product_id)s, seq, code, option_values, option_text, price_fen, market_price_fen, cost_fen,
      weight_g, barcode, picture_id, picture_url, active
    from jsonb_to_recordset(%(skus)s::jsonb) as given (
      id uuid, seq int, code text, option_values text[], option_text text, price_fen bigint, market_price_fen bigint,
      cost_fen bigint, weight_g int, barcode text, picture_id uuid, picture_url text, active boolean)
    on conflict (tenant_id, id) do update set
      seq = excluded.seq, code = excluded.code, option_values = excluded.option_values,
      option_text = excluded.option_text, price_fen = excluded.price_fen, market_price_fen = excluded.market_price_fen,
      cost_fen = excluded.cost_fen, weight_g = excluded.weight_g, barcode = excluded.barcode,
      picture_id = excluded.picture_id, picture_url = excluded.picture_url, active = excluded.active, retired = false
    """
)
RETIRE_SKUS = Statement(
    """
    update catalog_sku set retired = true, active = false
    where tenant_id = %(tenant)s and product_id = %(product_id)s and not id = any(%(kept)s::uuid[]) and not retired
    """
)
NOTE_PRICES = Statement(
    """
    insert into catalog_price_history (tenant_id, id, sku_id, venue, price_fen, from_at, by_id)
    select %(tenant)s, gen_random_uuid(), sku_id, %(venue)s, price_fen, %(now)s, %(by_id)s::uuid
    from unnest(%(sku_ids)s::uuid[], %(prices)s::bigint[]) as given (sku_id, price_fen)
    """
)
KEEP_SNAPSHOT = Statement(
    """
    insert into catalog_snapshot (tenant_id, sha256, content, at)
    values (%(tenant)s, %(sha256)s, %(content)s::jsonb, %(now)s) on conflict (tenant_id, sha256) do nothing
    """
)
SHELVE = Statement(
    """
    update catalog_product set
      state = %(state)s, shelf_next = null, shelf_at = null, updated_at = %(now)s, version = version + 1,
      listed_at = case when %(state)s = 'on_shelf' then coalesce(listed_at, %(now)s) else listed_at end
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    returning id
    """,
    UUID,
)
SHELVE_LATER = Statement(
    """
    update catalog_product set shelf_next = %(state)s, shelf_at = %(at)s, updated_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    returning id
    """,
    UUID,
)
SHELVE_DUE = Statement(
    """
    with due as (
      select id from catalog_product where tenant_id = %(tenant)s and shelf_at <= %(now)s
      order by shelf_at, id limit %(limit)s for update skip locked
    )
    update catalog_product p set
      state = shelf_next, shelf_next = null, shelf_at = null, updated_at = %(now)s, version = version + 1,
      listed_at = case when shelf_next = 'on_shelf' then coalesce(listed_at, %(now)s) else listed_at end
    from due where p.tenant_id = %(tenant)s and p.id = due.id
    """
)
SHOW_SOLD_OUT = Statement(
    """
    update catalog_product set sold_out = %(sold_out)s
    where tenant_id = %(tenant)s and id = %(id)s and sold_out <> %(sold_out)s
    """
)
DELETE_SKUS = Statement("delete from catalog_sku where tenant_id = %(tenant)s and product_id = %(id)s")
DELETE = Statement("delete from catalog_product where tenant_id = %(tenant)s and id = %(id)s")
# Several lines of one SKU come as one row: an insert cannot touch the same day twice.
NOTE_DEALS = Statement(
    """
    with given as (
      select sku_id, min(paid) as lowest, sum(quantity)::int as quantity
      from unnest(%(sku_ids)s::uuid[], %(quantities)s::int[], %(paid)s::bigint[]) as line (sku_id, quantity, paid)
      group by sku_id
    ), noted as (
      insert into catalog_deal (tenant_id, sku_id, venue, day, lowest_fen, last_fen, quantity)
      select %(tenant)s, sku_id, %(venue)s, %(day)s, lowest, lowest, quantity from given order by sku_id
      on conflict (tenant_id, sku_id, venue, day) do update set
        lowest_fen = least(catalog_deal.lowest_fen, excluded.lowest_fen), last_fen = excluded.last_fen,
        quantity = catalog_deal.quantity + excluded.quantity
    ), sold as (
      select s.product_id, sum(g.quantity)::int as quantity from given g
      join catalog_sku s on s.tenant_id = %(tenant)s and s.id = g.sku_id group by s.product_id
    )
    insert into catalog_sold as kept (tenant_id, product_id, pieces)
    select %(tenant)s, product_id, quantity from sold order by product_id
    on conflict (tenant_id, product_id) do update set pieces = kept.pieces + excluded.pieces
    """
)
SHOW_SOLD = Statement(
    """
    with due as (
      select product_id from catalog_sold where tenant_id = %(tenant)s order by product_id limit %(limit)s for update
    ), told as (
      delete from catalog_sold s using due where s.tenant_id = %(tenant)s and s.product_id = due.product_id
      returning s.product_id, s.pieces
    ), locked as (
      select p.id, told.pieces from catalog_product p join told on told.product_id = p.id
      where p.tenant_id = %(tenant)s order by p.id for update of p
    )
    update catalog_product p set sold_count = p.sold_count + l.pieces from locked l
    where p.tenant_id = %(tenant)s and p.id = l.id
    """
)


async def lock(session: Session, product_id: ProductId) -> LockedRow | None:
    """Hold the product until the commit: edits of one product come one after the other."""
    return await session.maybe(LOCK, id=product_id)


async def save(session: Session, product_id: ProductId, columns: dict[str, Any], *, is_new: bool) -> None:
    """Insert or update the product's row.

    Raises CodeTaken when another product got the code meanwhile, CategoryGone when its category was deleted meanwhile.
    """
    try:
        await session.run(INSERT if is_new else UPDATE, id=product_id, **columns)
    except UniqueViolation as error:
        raise CodeTaken(field="code", value=columns["code"]) from error
    except ForeignKeyViolation as error:
        raise CategoryGone(field="category_id") from error


async def save_skus(session: Session, product_id: ProductId, skus: Sequence[dict[str, Any]]) -> None:
    """Insert or update the SKUs of a product and retire those that are not among them. Raises CodeTaken."""
    await session.later(RETIRE_SKUS, product_id=product_id, kept=[sku["id"] for sku in skus])
    try:
        await session.run(SAVE_SKUS, product_id=product_id, skus=wire.dumps(skus).decode())
    except UniqueViolation as error:
        raise CodeTaken(field="skus", value=skus[0]["code"]) from error


async def note_prices(session: Session, prices: Sequence[NewPrice], by_id: UUID | None) -> None:
    """Add to the history, which nobody can edit."""
    if prices:
        await session.later(
            NOTE_PRICES,
            sku_ids=[price.sku_id for price in prices],
            prices=[price.price_fen for price in prices],
            venue=SHOP_VENUE,
            by_id=by_id,
        )


async def keep_snapshot(session: Session, sha256: str, content: str) -> None:
    await session.later(KEEP_SNAPSHOT, sha256=sha256, content=content)


async def shelve(
    session: Session, ids: Iterable[ProductId], state: ProductState, at: datetime | None
) -> list[ProductId]:
    """Change the shelf now, or note the change for an instant. Answers the products that exist."""
    if at is None:
        found = await session.all(SHELVE, ids=list(ids), state=state)
    else:
        found = await session.all(SHELVE_LATER, ids=list(ids), state=state, at=at)
    return [ProductId(one) for one in found]


async def shelve_due(session: Session, limit: int) -> int:
    """Do the changes whose instant has come."""
    return await session.run(SHELVE_DUE, limit=limit)


async def show_sold_out(session: Session, product_id: ProductId, *, sold_out: bool) -> None:
    await session.later(SHOW_SOLD_OUT, id=product_id, sold_out=sold_out)


async def delete(session: Session, product_id: ProductId) -> None:
    await session.later(DELETE_SKUS, id=product_id)
    await session.run(DELETE, id=product_id)


async def note_deals(session: Session, day: date, lines: Sequence[DealLine]) -> None:
    """Count pieces that were paid for and keep the lowest and the last price of the day.

    A product's row stands in eleven indexes, two of them of words: each sale would write them all. So its sales gather in
    a row of their own, and `show_sold` adds them to the product's.
    """
    await session.later(
        NOTE_DEALS,
        day=day,
        venue=SHOP_VENUE,
        sku_ids=[line.sku_id for line in lines],
        quantities=[line.quantity for line in lines],
        paid=[line.paid_each_fen for line in lines],
    )


async def show_sold(session: Session, limit: int) -> int:
    """Add what was sold since the last time to the products' rows; how many products."""
    return await session.run(SHOW_SOLD, limit=limit)
