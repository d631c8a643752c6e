"""What the staff did, and who looked at personal data."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from lianyi.identity import queries
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor

archive = edge("/api/console", tags=["console: identity"])

RecordRef = Annotated[UUID, as_word("rec")]


class AuditOut(BaseModel):
    """One act of the staff; `before` and `after` hold what changed, no secrets and no personal data."""

    id: RecordRef
    at: datetime
    who: str
    what: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@archive.get("/audit")
async def read_audit(
    session: Read,
    page: PageQuery,
    _staff: Annotated[Staff, require("audit.read")],
    what: Annotated[str | None, Query(max_length=60)] = None,
) -> Page[AuditOut]:
    after = page.after(UUID)
    rows = await queries.audit_page(
        session, before=after[0] if after else None, limit=page.limit + 1, act=what
    )
    items = [
        AuditOut(
            id=row.id, at=row.at, who=row.staff_name, what=row.act, subject=row.subject, before=row.before, after=row.after
        )
        for row in rows[: page.limit]
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "id"))


class AccessOut(BaseModel):
    """One look of the staff at personal data."""

    id: RecordRef
    at: datetime
    who: str
    subject: str
    fields: list[str]


@archive.get("/audit/access")
async def read_access(
    session: Read, page: PageQuery, _staff: Annotated[Staff, require("audit.read")]
) -> Page[AccessOut]:
    after = page.after(UUID)
    rows = await queries.access_page(session, before=after[0] if after else None, limit=page.limit + 1)
    items = [
        AccessOut(id=row.id, at=row.at, who=row.staff_name, subject=row.subject, fields=row.fields)
        for row in rows[: page.limit]
    ]
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "id"))
