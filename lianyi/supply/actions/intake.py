"""Intake: a product and its first stock saved together, so that nothing is listed without its pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lianyi.catalog import actions as catalog
from lianyi.catalog import queries as catalog_queries
from lianyi.catalog.types import ProductDraft, ProductId, ProductState, SavedProduct
from lianyi.identity.actions import name_acts, note_change
from lianyi.identity.types import Change, Staff, System
from lianyi.inventory import actions as inventory
from lianyi.inventory import queries as inventory_queries
from lianyi.inventory.types import AdjustReason
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.supply import store
from lianyi.supply.errors import FreightTemplateGone

name_acts(
    {
        "product.added": ("新建商品", "Product added"),
        "product.changed": ("修改商品", "Product changed"),
        "product.shelved": ("上下架商品", "Product put on or off sale"),
        "product.deleted": ("删除商品", "Product deleted"),
    }
)


@dataclass(frozen=True, slots=True)
class Intake:
    """A product as staff wrote it, and pieces by the number of the SKU in the draft.

    `received` adds what came with a new SKU (ignored for SKUs that exist); `counted` sets what is available (files).
    """

    draft: ProductDraft
    received: Mapping[int, int] = field(default_factory=dict)
    counted: Mapping[int, int] = field(default_factory=dict)


async def save_product(
    session: Session,
    by: Staff | System,
    product_id: ProductId | None,
    intake: Intake,
    version: int | None = None,
) -> SavedProduct:
    """Create (no id) or change a product, with stock. Raises what catalog and inventory raise, FreightTemplateGone."""
    template_id = intake.draft.freight_template_id
    if template_id is not None and await session.maybe(store.HOLD, id=template_id) is None:
        raise FreightTemplateGone(field="freight_template_id")
    known: set[UUID] = set()
    if product_id is None:
        saved = await catalog.create_product(session, by, intake.draft)
    else:
        known = {sku.sku_id for sku in await catalog_queries.skus_of_products(session, [product_id])}
        saved = await catalog.update_product(session, by, product_id, intake.draft, version=version)
    await inventory.open_stock(session, saved.sku_ids)
    for number, pieces in intake.received.items():
        if pieces and saved.sku_ids[number] not in known:
            await inventory.receive(session, by, saved.sku_ids[number], pieces, AdjustReason.PURCHASE)
    for number, pieces in intake.counted.items():
        await inventory.set_counted(session, by, saved.sku_ids[number], pieces)
    await inventory.refresh_sold_out(session, saved.id)
    act = "product.added" if product_id is None else "product.changed"
    await _note(session, by, act, saved.id, {"title": intake.draft.title, "version": saved.version})
    return saved


async def shelve(
    session: Session, by: Staff | System, ids: Sequence[ProductId], state: ProductState, at: datetime | None
) -> int:
    """Put products on or off the shelf, now or later; answers how many exist. Raises ProductInvalid."""
    done = await catalog.set_shelf(session, by, ids, state, at)
    for product_id in done:
        await _note(session, by, "product.shelved", product_id, {"state": state, "at": at and at.isoformat()})
    return len(done)


async def delete_product(session: Session, by: Staff | System, product_id: ProductId) -> None:
    """Delete a draft that was never listed, its pieces counted out first. Raises ProductSold, ProductGone."""
    sku_ids = [sku.sku_id for sku in await catalog_queries.skus_of_products(session, [product_id])]
    for sku_id, left in (await inventory_queries.available(session, sku_ids)).items():
        if left:
            await inventory.set_counted(session, by, sku_id, 0, "商品删除")
    await catalog.delete_product(session, product_id)
    await _note(session, by, "product.deleted", product_id, {})


async def _note(
    session: Session, by: Staff | System, act: str, product_id: ProductId, after: Mapping[str, object]
) -> None:
    if isinstance(by, Staff):
        await note_change(session, by, Change(act, encode("prd", product_id), after=dict(after)))
