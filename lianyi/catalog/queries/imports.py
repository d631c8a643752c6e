"""Files in, as the staff watches them."""

from datetime import datetime
from uuid import UUID

from lianyi.catalog.errors import ImportGone
from lianyi.catalog.types import ImportId, ImportProgress
from lianyi.kit.db import ReadSession, Statement

ONE = Statement(
    """
    select id, kind, name, state, dry_run, rows_total, rows_done, rows_created, rows_updated, rows_failed, errors,
      created_at, finished_at
    from catalog_import where tenant_id = %(tenant)s and id = %(id)s
    """,
    ImportProgress,
)
PAGE = Statement(
    """
    select id, kind, name, state, dry_run, rows_total, rows_done, rows_created, rows_updated, rows_failed,
      '[]'::jsonb as errors, created_at, finished_at
    from catalog_import
    where tenant_id = %(tenant)s
      and (%(before_at)s::timestamptz is null or (created_at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid))
    order by created_at desc, id desc limit %(limit)s
    """,
    ImportProgress,
)


async def import_progress(session: ReadSession, import_id: ImportId) -> ImportProgress:
    """One file with its errors. Raises ImportGone."""
    found = await session.maybe(ONE, id=import_id)
    if found is None:
        raise ImportGone
    return found


async def imports_page(
    session: ReadSession, *, before: tuple[datetime, UUID] | None, limit: int
) -> list[ImportProgress]:
    """The newest files, without their errors."""
    before_at, before_id = before or (None, None)
    return await session.all(PAGE, before_at=before_at, before_id=before_id, limit=limit)
