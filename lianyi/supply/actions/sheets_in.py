"""Files in: each product, SKU or order in a transaction of its own, with its progress; nothing is half-written.

A killed worker goes on where it stopped: how many rows are done is committed together with them.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from lianyi.catalog import actions as catalog
from lianyi.catalog import queries as catalog_queries
from lianyi.catalog.errors import HeaderInvalid, ImportKindUnknown
from lianyi.catalog.types import ImportId, ImportState, ProductId, RowError, RowsDone
from lianyi.identity.types import Staff, System
from lianyi.inventory import actions as inventory
from lianyi.kit import sheets
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.fetch import fetch
from lianyi.kit.ids import TenantId
from lianyi.kit.sheets import Sheet, SheetUnreadable
from lianyi.media import actions as media
from lianyi.media import queries as media_queries
from lianyi.media.types import Encoded
from lianyi.supply import queries
from lianyi.supply.actions.intake import Intake, save_product, shelve
from lianyi.supply.rules import columns, goods_rows
from lianyi.supply.rules.columns import Column
from lianyi.supply.rules.goods_rows import Group, Known, RowRefused

JOB = "supply.import_file"
PICTURE_BYTES_MAX = 10 * 1024 * 1024
_OWN_PICTURE = re.compile(r"/media/(?P<tenant>[0-9a-f]{32})/(?P<hash>[0-9a-f]{40})-[0-9]+\.webp")


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of a product on their way in: hashes of those that are kept already, and new ones, encoded."""

    found: tuple[str | Encoded, ...] = ()
    given: bool = False


Prepare = Callable[[Database, TenantId, Group, bool], Awaitable[Pictures]]
Write = Callable[[Session, System, Group, Pictures], Awaitable[RowsDone]]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """What a file holds: its columns, how rows belong together, and how one group is written."""

    columns: tuple[Column, ...]
    key: str
    write: Write
    prepare: Prepare | None = None


class _DryRun(Exception):
    """Takes a trial back: the transaction it ran in is rolled back with it."""

    def __init__(self, outcome: RowsDone) -> None:
        super().__init__()
        self.outcome = outcome


async def start_import(
    session: Session, by: Staff, kind: str, name: str, data: bytes, *, dry_run: bool
) -> ImportId:
    """Keep the file and ask for the work. Raises ImportKindUnknown, SheetUnreadable (too large)."""
    if kind not in KINDS:
        raise ImportKindUnknown(field="kind")
    if len(data) > sheets.BYTES_MAX:
        raise SheetUnreadable(field="file", reason="文件超过 10 MB (larger than 10 MiB)")
    import_id = await catalog.keep_import(session, by, kind, name, data, dry_run=dry_run)
    # One file of a shop after the other: two files that name the same product do not race.
    await session.defer(JOB, lock=f"import:{session.tenant}", import_id=str(import_id))
    return import_id


async def run_import(db: Database, tenant: TenantId, import_id: ImportId) -> None:
    """Do what is left of a file."""
    async with db.read(tenant) as session:
        progress = await catalog_queries.import_progress(session, import_id)
    if progress.finished_at is not None:
        return
    async with db.write(tenant) as session:
        work = await catalog.import_work(session, import_id)
    assert work is not None
    assert work.data is not None
    kind = KINDS[work.kind]
    try:
        sheet = await asyncio.to_thread(sheets.read, bytes(work.data), work.name)
        groups = _groups(sheet, kind)
    except (SheetUnreadable, HeaderInvalid) as refusal:
        async with db.write(tenant) as session:
            error = RowError(1, "", "", refusal.words("zh"))
            await catalog.finish_import(session, import_id, ImportState.REFUSED, [error])
        return
    async with db.write(tenant) as session:
        await catalog.begin_import(session, import_id, len(sheet.rows))
    done = 0
    for group in groups:
        done += len(group.rows)
        if done > work.rows_done:
            await _do(db, tenant, import_id, kind, group, dry_run=work.dry_run)
    async with db.write(tenant) as session:
        await catalog.finish_import(session, import_id, ImportState.DONE)


def _groups(sheet: Sheet, kind: ImportKind) -> list[Group]:
    return goods_rows.by_key(columns.read(sheet, kind.columns), kind.key)


async def _do(
    db: Database, tenant: TenantId, import_id: ImportId, kind: ImportKind, group: Group, *, dry_run: bool
) -> None:
    """One group: written with its progress, or refused with its progress."""
    outcome = RowsDone(errors=list(group.problems))
    if not outcome.errors:
        try:
            pictures = await kind.prepare(db, tenant, group, dry_run) if kind.prepare else Pictures()
            async with db.write(tenant) as session:
                outcome = await kind.write(session, System(tenant, "import"), group, pictures)
                if dry_run:
                    raise _DryRun(outcome)  # noqa: TRY301  the transaction rolls back on nothing less
                await catalog.advance_import(session, import_id, len(group.rows), outcome)
        except _DryRun as trial:
            outcome = trial.outcome
        except RowRefused as refused:
            outcome = RowsDone(errors=[refused.error])
        except Refusal as refusal:
            reason = f"{refusal.words('zh')} ({refusal.words('en')})"
            outcome = RowsDone(errors=[goods_rows.error_at(group, refusal.field, reason)])
        else:
            return
    if outcome.errors:
        outcome = RowsDone(errors=goods_rows.refused_together(group, outcome.errors))
    async with db.write(tenant) as session:
        await catalog.advance_import(session, import_id, len(group.rows), outcome)


async def _write_product(session: Session, by: System, group: Group, pictures: Pictures) -> RowsDone:
    product_id = await catalog_queries.product_by_code(session, str(group.rows[0].values["product_code"]))
    before = None if product_id is None else await catalog_queries.product(session, product_id)
    known = Known(
        await catalog_queries.category_by_path(session),
        {template.name: template.id for template in (await queries.freight_templates(session)).values()},
    )
    draft = goods_rows.draft_of(group, before, known, await _picture_ids(session, by, group, pictures))
    saved = await save_product(session, by, product_id, Intake(draft, counted=goods_rows.counted_of(group)))
    state = goods_rows.state_of(group)
    if state is not None and state != (before.state if before else "draft"):
        await shelve(session, by, [ProductId(saved.id)], state, None)
    rows = len(group.rows)
    return RowsDone(updated=rows) if before else RowsDone(created=rows)


async def _write_stock(session: Session, by: System, group: Group, _: Pictures) -> RowsDone:
    row = group.rows[-1]
    code = str(row.values["sku_code"])
    sku_id = await catalog_queries.sku_by_code(session, code)
    if sku_id is None:
        raise RowRefused(RowError(row.line, "SKU编码", code, "没有这个 SKU 编码 (there is no such SKU code)"))
    if len(group.rows) > 1:
        raise RowRefused(
            RowError(row.line, "SKU编码", code, "这个 SKU 编码出现了两次 (this SKU code stands twice)")
        )
    counted = cast("int", row.values["available"])
    await inventory.set_counted(session, by, sku_id, counted, str(row.values.get("note") or "批量导入"))
    return RowsDone(updated=1)


async def _fetch_pictures(db: Database, tenant: TenantId, group: Group, dry_run: bool) -> Pictures:
    """Fetch and encode outside of any transaction; a trial fetches nothing."""
    del db
    addresses = goods_rows.picture_addresses(group)
    found: list[str | Encoded] = []
    for address in addresses:
        own = _own_hash(tenant, address)
        if own is not None:
            found.append(own)
        elif not dry_run:
            found.append(await _fetched(group, address))
    return Pictures(tuple(found), given=bool(addresses) and len(found) == len(addresses))


async def _fetched(group: Group, address: str) -> Encoded:
    try:
        return await media.encode_picture(await fetch(address, PICTURE_BYTES_MAX), address.rpartition("/")[2])
    except Refusal as refusal:
        reason = f"{refusal.words('zh')} ({refusal.words('en')})"
        column = goods_rows.NAMES["pictures"]
        raise RowRefused(RowError(group.rows[0].line, column, address[:60], reason)) from refusal


def _own_hash(tenant: TenantId, address: str) -> str | None:
    """The content of a picture that this shop exported itself: it is kept already and need not travel."""
    match = _OWN_PICTURE.fullmatch(address.removeprefix(config().public_url))
    return match["hash"] if match and match["tenant"] == tenant.hex else None


async def _picture_ids(
    session: Session, by: System, group: Group, pictures: Pictures
) -> tuple[UUID, ...] | None:
    if not pictures.given:
        return None
    hashes = [one for one in pictures.found if isinstance(one, str)]
    kept = await media_queries.ids_by_hash(session, hashes)
    ids: list[UUID] = []
    for one in pictures.found:
        if isinstance(one, Encoded):
            ids.append((await media.accept_picture(session, by, one)).id)
        elif one in kept:
            ids.append(kept[one])
        else:
            raise RowRefused(
                goods_rows.error_at(group, "picture_ids", "没有这张图片 (there is no such picture)")
            )
    return tuple(ids)


KINDS: dict[str, ImportKind] = {
    "products": ImportKind(columns.PRODUCTS, "product_code", _write_product, _fetch_pictures),
    "stock": ImportKind(columns.STOCK, "sku_code", _write_stock),
}
