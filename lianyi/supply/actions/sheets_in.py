"""Files in: each product, SKU or order in a transaction of its own, with its progress; nothing is half-written.

A killed worker goes on where it stopped: how many rows are done is committed together with them. One that was only thought
dead finds its successor ahead of it and stops.
"""

import asyncio
from dataclasses import dataclass

from lianyi.catalog import actions as catalog
from lianyi.catalog import queries as catalog_queries
from lianyi.catalog.errors import HeaderInvalid, ImportKindUnknown
from lianyi.catalog.types import ImportId, ImportState, RowError, RowsDone
from lianyi.identity.types import Staff
from lianyi.kit import failpoints, sheets
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId
from lianyi.kit.sheets import SheetUnreadable
from lianyi.orders.errors import FileUnreadable
from lianyi.supply.actions.sheet_kinds import KINDS, ImportKind, Pictures, Together
from lianyi.supply.rules.goods_rows import RowRefused

JOB = "supply.import_file"


class _DryRun(Exception):
    """Takes a trial back: the transaction it ran in is rolled back with it."""

    def __init__(self, outcome: RowsDone) -> None:
        super().__init__()
        self.outcome = outcome


class _Overtaken(Exception):
    """Another run of this file has done these rows: what was written of them is rolled back with it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """One file being worked on."""

    db: Database
    tenant: TenantId
    import_id: ImportId
    kind: ImportKind
    dry_run: bool


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


def permission_of(kind: str) -> str:
    """What staff must be permitted to bring such a file. Raises ImportKindUnknown."""
    if kind not in KINDS:
        raise ImportKindUnknown(field="kind")
    return KINDS[kind].permission


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
    run = _Run(db, tenant, import_id, KINDS[work.kind], work.dry_run)
    try:
        sheet = await asyncio.to_thread(sheets.read, bytes(work.data), work.name)
        groups = run.kind.groups(sheet)
    except (SheetUnreadable, HeaderInvalid, FileUnreadable) as refusal:
        async with db.write(tenant) as session:
            error = RowError(1, "", "", refusal.words("zh"))
            await catalog.finish_import(session, import_id, ImportState.REFUSED, [error])
        return
    async with db.write(tenant) as session:
        await catalog.begin_import(session, import_id, len(sheet.rows))
    done = 0
    for group in groups:
        before, done = done, done + len(group.lines)
        if done > work.rows_done and not await _do(run, group, before):
            return  # whoever is ahead finishes the file
    async with db.write(tenant) as session:
        await catalog.finish_import(session, import_id, ImportState.DONE)


async def _do(run: _Run, group: Together, before: int) -> bool:
    """One group: written with its progress, or refused with its progress. False when another run was faster."""
    if group.problems:
        outcome = RowsDone(errors=run.kind.refused(group, list(group.problems)))
    else:
        try:
            pictures = await run.kind.prepare(run.tenant, group, run.dry_run)
            await _write(run, group, before, pictures)
        except _Overtaken:
            return False
        except _DryRun as trial:
            outcome = trial.outcome
        except RowRefused as refused:
            outcome = RowsDone(errors=run.kind.refused(group, [refused.error]))
        except Refusal as refusal:
            outcome = RowsDone(errors=run.kind.refused(group, [run.kind.explain(group, refusal)]))
        else:
            return True
    async with run.db.write(run.tenant) as session:
        return await catalog.advance_import(session, run.import_id, before, len(group.lines), outcome)


async def _write(run: _Run, group: Together, before: int, pictures: Pictures) -> None:
    async with run.db.write(run.tenant) as session:
        outcome = await run.kind.write(session, group, pictures)
        if run.dry_run:
            raise _DryRun(outcome)
        if not await catalog.advance_import(session, run.import_id, before, len(group.lines), outcome):
            raise _Overtaken
    failpoints.reach("supply.import.written")
