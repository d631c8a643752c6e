"""Writing SQL of shopkeepers' own prices."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.distribution.types.own_prices import Band, OwnSale
from lianyi.kit.db import Session, Statement, columns

SET_PRICING = Statement(
    """
    insert into distribution_pricing as p (tenant_id, open, borne_by, accept_unknown_cost, version, changed_at)
    select %(tenant)s, %(open)s, %(borne_by)s, %(accept_unknown_cost)s, 1, %(now)s where %(version)s::int = 0
      or exists (select from distribution_pricing where tenant_id = %(tenant)s)
    on conflict (tenant_id) do update set open = excluded.open, borne_by = excluded.borne_by,
      accept_unknown_cost = excluded.accept_unknown_cost, version = p.version + 1, changed_at = excluded.changed_at
    where p.version = %(version)s
    returning version
    """,
    int,
)
DROP_BANDS = Statement("delete from distribution_band where tenant_id = %(tenant)s")
ADD_BANDS = Statement(
    """
    insert into distribution_band (tenant_id, seq, scope, scope_id, lowest_bp, lowest_fen)
    select %(tenant)s, b.seq, b.scope, b.scope_id, b.lowest_bp, b.lowest_fen
    from unnest(%(scopes)s::text[], %(scope_ids)s::uuid[], %(lowest_bp)s::int[], %(lowest_fen)s::bigint[])
      with ordinality as b (scope, scope_id, lowest_bp, lowest_fen, seq)
    """
)
PUT_PRICES = Statement(
    """
    insert into distribution_own_price (tenant_id, shopkeeper_id, sku_id, product_id, price_fen, set_at)
    select %(tenant)s, %(id)s, p.sku_id, p.product_id, p.price_fen, %(now)s
    from unnest(%(sku_ids)s::uuid[], %(product_ids)s::uuid[], %(prices_fen)s::bigint[]) as p (sku_id, product_id, price_fen)
    order by p.sku_id
    on conflict (tenant_id, shopkeeper_id, sku_id) do update set price_fen = excluded.price_fen, set_at = excluded.set_at
    """
)
DROP_PRICES = Statement(
    """
    delete from distribution_own_price
    where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and sku_id = any(%(sku_ids)s::uuid[])
    """
)
# What is not picked any more has no price: picked again, it starts at the list price.
DROP_UNPICKED = Statement(
    """
    delete from distribution_own_price p
    where p.tenant_id = %(tenant)s and p.shopkeeper_id = %(id)s and not exists (
      select from distribution_pick k
      where k.tenant_id = %(tenant)s and k.shopkeeper_id = %(id)s and k.product_id = p.product_id)
    """
)
DROP_OF_PERSON = Statement(
    """
    delete from distribution_own_price p using distribution_shopkeeper k
    where p.tenant_id = %(tenant)s and k.tenant_id = %(tenant)s and k.person_id = %(person_id)s and p.shopkeeper_id = k.id
    """
)
NOTE_SALES = Statement(
    """
    insert into distribution_own_sale (tenant_id, order_id, sku_id, shopkeeper_id, list_fen, quantity, off_fen, borne_by, at)
    select %(tenant)s, s.order_id, s.sku_id, s.shopkeeper_id, s.list_fen, s.quantity, s.off_fen, s.borne_by, %(now)s
    from unnest(%(order_ids)s::uuid[], %(sku_ids)s::uuid[], %(shopkeeper_ids)s::uuid[], %(list_fen)s::bigint[],
        %(quantities)s::int[], %(off_fen)s::bigint[], %(borne_by)s::text[])
      as s (order_id, sku_id, shopkeeper_id, list_fen, quantity, off_fen, borne_by)
    """
)


async def replace_bands(session: Session, bands: Sequence[Band]) -> None:
    """Write the bands of a version, in the pipe."""
    await session.later(DROP_BANDS)
    rows = columns(bands, "scope", "scope_id", "lowest_bp", "lowest_fen")
    await session.later(
        ADD_BANDS, scopes=rows["scope"], scope_ids=rows["scope_id"], lowest_bp=rows["lowest_bp"],
        lowest_fen=rows["lowest_fen"],
    )  # fmt: skip


async def put_prices(session: Session, shopkeeper_id: UUID, prices: Sequence[tuple[UUID, UUID, int]]) -> None:
    """Write (SKU, product, fen) in the pipe."""
    await session.later(
        PUT_PRICES, id=shopkeeper_id, sku_ids=[one for one, _, _ in prices],
        product_ids=[one for _, one, _ in prices], prices_fen=[one for _, _, one in prices],
    )  # fmt: skip


async def note_sales(session: Session, sales: Sequence[OwnSale]) -> None:
    """Write whose price lines were sold at, in the pipe."""
    rows = columns(
        sales, "order_id", "sku_id", "shopkeeper_id", "list_fen", "quantity", "off_fen", "borne_by"
    )
    await session.later(
        NOTE_SALES, order_ids=rows["order_id"], sku_ids=rows["sku_id"], shopkeeper_ids=rows["shopkeeper_id"],
        list_fen=rows["list_fen"], quantities=rows["quantity"], off_fen=rows["off_fen"], borne_by=rows["borne_by"],
    )  # fmt: skip
