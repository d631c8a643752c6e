"""HTTP for staff: stock, its changes, and the reasons for them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, Field

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import Staff, StaffId
from lianyi.inventory import actions, queries, rules
from lianyi.inventory.types import AdjustReason, MovementKind, Stock
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word, encode
from lianyi.kit.paging import Page, PageQuery, next_cursor

store_room = edge("/api/console/stock", tags=["console: stock"])

ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
MovementRef = Annotated[UUID, as_word("mov")]
Reader = Annotated[Staff, require("goods.read")]
_START = ("", UUID(int=0))


class StockOut(BaseModel):
    """available + reserved + sold = received, always."""

    sku_id: SkuRef
    sku_code: str
    product_id: ProductRef
    title: str
    option_text: str
    picture_url: str | None
    active: bool
    available: int
    reserved: int
    sold: int
    received: int


@store_room.get("")
async def list_stock(
    session: Read,
    _: Reader,
    page: PageQuery,
    q: Annotated[str, Query(max_length=50)] = "",
    low: Annotated[bool, Query(description="only SKUs at or below the shop's low-stock level")] = False,
) -> Page[StockOut]:
    """Stock by SKU code."""
    only = None
    if low:
        only = await queries.low_skus(session, (await identity.tenant(session)).settings.low_stock_at)
    after = page.after(str, UUID) or _START
    rows = await catalog.sku_page(session, query=q, sku_ids=only, after=after, limit=page.limit + 1)
    piles = await queries.stocks(session, [row.sku_id for row in rows])
    items = []
    for row in rows[: page.limit]:
        pile = piles.get(SkuId(row.sku_id), Stock(SkuId(row.sku_id), 0, 0, 0, 0))
        items.append(
            StockOut(
                sku_id=row.sku_id, sku_code=row.sku_code, product_id=row.product_id, title=row.title,
                option_text=row.option_text, picture_url=row.picture_url, active=row.active, available=pile.available,
                reserved=pile.reserved, sold=pile.sold, received=pile.received,
            )
        )  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "sku_code", "sku_id"))


class AdjustIn(BaseModel):
    """`delta` pieces more, or fewer when negative."""

    delta: Annotated[int, Field(ge=-rules.STOCK_MAX, le=rules.STOCK_MAX)]
    reason: AdjustReason
    note: Annotated[str | None, Field(max_length=actions.NOTE_LENGTH_MAX)] = None


class AdjustedOut(BaseModel):
    available: int


@store_room.post("/{sku_id}/adjust")
async def adjust_stock(
    session: Write,
    staff: Annotated[Staff, require("stock.write")],
    sku_id: Annotated[SkuRef, Path()],
    body: AdjustIn,
) -> AdjustedOut:
    """Add pieces or take them away, with a reason; never below zero."""
    left = await actions.receive(session, staff, sku_id, body.delta, body.reason, body.note or "")
    return AdjustedOut(available=left)


class MovementOut(BaseModel):
    """What was added to each pile; `by` the name of staff, `ref` the order."""

    id: MovementRef
    at: datetime
    kind: MovementKind
    delta_available: int
    delta_reserved: int
    delta_sold: int
    delta_received: int
    reason: str
    note: str
    by: str | None
    ref: str | None


@store_room.get("/{sku_id}/movements")
async def list_movements(
    session: Read, _: Reader, sku_id: Annotated[SkuRef, Path()], page: PageQuery
) -> Page[MovementOut]:
    """Every change of a SKU's stock, the newest first."""
    before = page.after(datetime, UUID)
    await catalog.product_of(
        session, sku_id
    )  # a SKU of another shop, or none at all, is not one without movements
    rows = await queries.movements(session, SkuId(sku_id), before=before, limit=page.limit + 1)
    names = (
        {one.id: one.name for one in await identity.staff_list(session)}
        if any(row.by_id for row in rows)
        else {}
    )
    items = [
        MovementOut(
            id=row.id, at=row.at, kind=row.kind, delta_available=row.available_delta, delta_reserved=row.reserved_delta,
            delta_sold=row.sold_delta, delta_received=row.available_delta + row.reserved_delta + row.sold_delta,
            reason=row.reason, note=row.note,
            by=names.get(StaffId(row.by_id)) if row.by_id else None, ref=encode("ord", row.ref_id) if row.ref_id else None,
        )
        for row in rows[: page.limit]
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "at", "id"))
