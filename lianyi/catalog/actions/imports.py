"""Files in: what is kept of a file while its rows are done. Which rows mean what is decided above (supply)."""

from collections.abc import Sequence

from lianyi.catalog.store import imports as store
from lianyi.catalog.store.imports import ImportWork
from lianyi.catalog.types import ImportId, ImportState, RowError, RowsDone
from lianyi.identity.types import Staff
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id

NAME_LENGTH_MAX = 120


async def keep_import(
    session: Session, by: Staff, kind: str, name: str, data: bytes, *, dry_run: bool
) -> ImportId:
    """Keep a file to be worked on by a job."""
    import_id = ImportId(new_id())
    await store.insert(
        session, import_id, kind, name[:NAME_LENGTH_MAX], data, dry_run=dry_run, by_id=by.staff
    )
    return import_id


async def import_work(session: Session, import_id: ImportId) -> ImportWork | None:
    """The file and how far it is done, locked until the commit; None when there is no such file."""
    return await store.work(session, import_id)


async def begin_import(session: Session, import_id: ImportId, rows_total: int) -> None:
    """The file could be read: it has so many rows."""
    await store.begin(session, import_id, rows_total)


async def advance_import(
    session: Session, import_id: ImportId, before: int, rows: int, outcome: RowsDone
) -> bool:
    """So many more rows than `before` are done; call it in the transaction that did them.

    False when another run of the same file has done them already: then this transaction must be taken back.
    """
    return await store.advance(
        session, import_id, before=before, done=rows, created=outcome.created, updated=outcome.updated,
        errors=outcome.errors,
    )  # fmt: skip


async def finish_import(
    session: Session, import_id: ImportId, state: ImportState, errors: Sequence[RowError] = ()
) -> None:
    """Nothing is left to do; the file itself is dropped."""
    await store.finish(session, import_id, state, errors)
