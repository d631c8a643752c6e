"""Reads of inventory."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lianyi.catalog.types import SkuId
from lianyi.inventory.types import Movement, Stock
from lianyi.kit.db import ReadSession, Soon, Statement

LOW_MAX = 5_000

BY_IDS = Statement(
    """
    select sku_id, available, reserved, sold, received from inventory_stock
    where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[])
    """,
    Stock,
)
LOW = Statement(
    """
    select sku_id from inventory_stock where tenant_id = %(tenant)s and available <= %(low_at)s
    order by sku_id limit %(limit)s
    """,
    UUID,
)
MOVEMENTS = Statement(
    """
    select id, kind, available_delta, reserved_delta, sold_delta, reason, note, by_id, ref_id, at
    from inventory_movement
    where tenant_id = %(tenant)s and sku_id = %(sku_id)s
      and (%(before_at)s::timestamptz is null or (at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid))
    order by at desc, id desc limit %(limit)s
    """,
    Movement,
)


async def stocks(session: ReadSession, sku_ids: Iterable[UUID]) -> dict[SkuId, Stock]:
    """Stock by SKU; a SKU that never had stock is left out. One statement."""
    return {SkuId(row.sku_id): row for row in await session.all(BY_IDS, sku_ids=list(sku_ids))}


async def available(session: ReadSession, sku_ids: Iterable[UUID]) -> dict[SkuId, int]:
    """Pieces that can be promised now, 0 for a SKU that never had stock."""
    return await (await available_soon(session, sku_ids))


async def available_soon(session: ReadSession, sku_ids: Iterable[UUID]) -> Soon[dict[SkuId, int]]:
    """`available`, on its way."""
    wanted = [SkuId(sku_id) for sku_id in sku_ids]
    return await session.soon(
        BY_IDS,
        lambda rows: dict.fromkeys(wanted, 0) | {row.sku_id: row.available for row in rows},
        sku_ids=wanted,
    )


async def low_skus(session: ReadSession, low_at: int) -> list[SkuId]:
    """SKUs with at most `low_at` pieces available, at most LOW_MAX of them."""
    return [SkuId(sku_id) for sku_id in await session.all(LOW, low_at=low_at, limit=LOW_MAX)]


async def movements(
    session: ReadSession, sku_id: SkuId, *, before: tuple[datetime, UUID] | None, limit: int
) -> list[Movement]:
    """What happened to a SKU, the newest first."""
    before_at, before_id = before or (None, None)
    return await session.all(MOVEMENTS, sku_id=sku_id, before_at=before_at, before_id=before_id, limit=limit)
