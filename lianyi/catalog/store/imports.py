"""Files in: one function, one statement. Progress is written in transactions of its own, so that it can be watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.catalog.types import ImportId, ImportState, RowError
from lianyi.kit import wire
from lianyi.kit.db import Session, Statement

ERRORS_MAX = 500


@dataclass(frozen=True, slots=True)
class ImportWork:
    """What the job needs to go on where it stopped."""

    kind: str
    name: str
    state: str
    dry_run: bool
    rows_done: int
    by_id: UUID | None
    data: bytes | None


INSERT = Statement(
    """
    insert into catalog_import (tenant_id, id, kind, name, state, dry_run, by_id, data, created_at)
    values (%(tenant)s, %(id)s, %(kind)s, %(name)s, 'queued', %(dry_run)s, %(by_id)s, %(data)s, %(now)s)
    """
)
WORK = Statement(
    """
    select kind, name, state, dry_run, rows_done, by_id, data from catalog_import
    where tenant_id = %(tenant)s and id = %(id)s for update
    """,
    ImportWork,
)
BEGIN = Statement(
    """
    update catalog_import set state = 'running', rows_total = %(rows_total)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
# Only from where the runner believes it to be: whoever was overtaken counts nothing.
ADVANCE = Statement(
    """
    update catalog_import set
      rows_done = rows_done + %(done)s, rows_created = rows_created + %(created)s,
      rows_updated = rows_updated + %(updated)s, rows_failed = rows_failed + %(failed)s,
      errors = case when jsonb_array_length(errors) < %(errors_max)s then errors || %(errors)s::jsonb else errors end
    where tenant_id = %(tenant)s and id = %(id)s and rows_done = %(before)s and finished_at is null
    """
)
FINISH = Statement(
    """
    update catalog_import set state = %(state)s, finished_at = %(now)s, data = null, errors = errors || %(errors)s::jsonb
    where tenant_id = %(tenant)s and id = %(id)s and finished_at is null
    """
)


async def insert(
    session: Session,
    import_id: ImportId,
    kind: str,
    name: str,
    data: bytes,
    *,
    dry_run: bool,
    by_id: UUID | None,
) -> None:
    await session.run(INSERT, id=import_id, kind=kind, name=name, data=data, dry_run=dry_run, by_id=by_id)


async def work(session: Session, import_id: ImportId) -> ImportWork | None:
    """The work, locked until the commit."""
    return await session.maybe(WORK, id=import_id)


async def begin(session: Session, import_id: ImportId, rows_total: int) -> None:
    await session.run(BEGIN, id=import_id, rows_total=rows_total)


async def advance(
    session: Session,
    import_id: ImportId,
    *,
    before: int,
    done: int,
    created: int,
    updated: int,
    errors: Sequence[RowError],
) -> bool:
    """Count rows after the first `before`; those with an error are counted once however many cells are wrong.

    False when the file is not there any more: another run of it has gone on meanwhile.
    """
    failed = len({error.line for error in errors})
    return await session.run(
        ADVANCE, id=import_id, before=before, done=done, created=created, updated=updated, failed=failed,
        errors=wire.dumps(list(errors)[:ERRORS_MAX]).decode(), errors_max=ERRORS_MAX,
    ) == 1  # fmt: skip


async def finish(
    session: Session, import_id: ImportId, state: ImportState, errors: Sequence[RowError] = ()
) -> None:
    """The last word on a file; the file itself is dropped."""
    await session.run(FINISH, id=import_id, state=state, errors=wire.dumps(list(errors)).decode())
