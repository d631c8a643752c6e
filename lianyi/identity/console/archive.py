"""What the staff did, and who looked at personal data."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from lianyi.identity import queries
from lianyi.identity.console.door import StaffRef
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.clock import day_bounds
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
    who_id: StaffRef
    what: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


async def _wanted(
    who: Annotated[StaffRef | None, Query()] = None,
    subject: Annotated[str | None, Query(max_length=80)] = None,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> queries.Wanted:
    """Business days from `from` to `to`, both included."""
    return queries.Wanted(
        staff=who, subject=subject or None, from_at=day_bounds(first)[0] if first else None,
        to_at=day_bounds(last)[1] if last else None,
    )  # fmt: skip


Asked = Annotated[queries.Wanted, Depends(_wanted)]


@archive.get("/audit")
async def read_audit(
    session: Read,
    page: PageQuery,
    asked: Asked,
    _staff: Annotated[Staff, require("audit.read")],
    what: Annotated[str | None, Query(max_length=60)] = None,
) -> Page[AuditOut]:
    """Newest first; `what` is the beginning of an act's word (`staff.`)."""
    after = page.after(UUID)
    rows = await queries.audit_page(
        session, before=after[0] if after else None, limit=page.limit + 1, wanted=replace(asked, act=what or None)
    )  # fmt: skip
    items = [
        AuditOut(
            id=row.id, at=row.at, who=row.staff_name, who_id=row.staff_id, what=row.act, subject=row.subject,
            before=row.before, after=row.after,
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
    session: Read, page: PageQuery, asked: Asked, _staff: Annotated[Staff, require("audit.read")]
) -> Page[AccessOut]:
    after = page.after(UUID)
    rows = await queries.access_page(
        session, before=after[0] if after else None, limit=page.limit + 1, wanted=asked
    )
    items = [
        AccessOut(id=row.id, at=row.at, who=row.staff_name, subject=row.subject, fields=row.fields)
        for row in rows[: page.limit]
    ]
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "id"))


class WitnessOut(BaseModel):
    id: StaffRef
    name: str
    active: bool


@archive.get("/audit/people")
async def read_witnesses(session: Read, _staff: Annotated[Staff, require("audit.read")]) -> Page[WitnessOut]:
    """Everybody who is or was of the staff, who are here first."""
    found = await queries.witnesses(session)
    return Page(items=[WitnessOut(id=one.id, name=one.name, active=one.active) for one in found])
