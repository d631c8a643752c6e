"""What the staff did, and who looked at personal data."""

import asyncio
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from lianyi.identity import queries
from lianyi.identity.actions import ACTS, act_title
from lianyi.identity.console.door import StaffRef
from lianyi.identity.edges import require
from lianyi.identity.queries.records import AuditRow
from lianyi.identity.types import Staff
from lianyi.kit.clock import BUSINESS_ZONE, day_bounds
from lianyi.kit.files import XLSX, gives
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.kit.sheets import CELL_LENGTH_MAX, write_xlsx

archive = edge("/api/console", tags=["console: identity"])

EXPORT_MAX = 5_000
_HERE = ZoneInfo(BUSINESS_ZONE)

RecordRef = Annotated[UUID, as_word("rec")]


class AuditOut(BaseModel):
    """One act of the staff; `before` and `after` hold what changed, no secrets and no personal data.

    `title`: what it is called; `about`: the act for two people that was asked for or decided, else null.
    """

    id: RecordRef
    at: datetime
    who: str
    who_id: StaffRef
    what: str
    title: str
    about: str | None
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
    request: Request,
    _staff: Annotated[Staff, require("audit.read")],
    what: Annotated[str | None, Query(max_length=60)] = None,
) -> Page[AuditOut]:
    """Newest first; `what` is the beginning of an act's word (`staff.`)."""
    after = page.after(UUID)
    rows = await queries.audit_page(
        session, before=after[0] if after else None, limit=page.limit + 1, wanted=replace(asked, act=what or None)
    )  # fmt: skip
    english = language_of(request) == "en"
    items = [_act(row, english=english) for row in rows[: page.limit]]
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "id"))


def _act(row: AuditRow, *, english: bool) -> AuditOut:
    return AuditOut(
        id=row.id, at=row.at, who=row.staff_name, who_id=row.staff_id, what=row.act,
        title=act_title(row.act, english=english), about=_about(row, english=english), subject=row.subject,
        before=row.before, after=row.after,
    )  # fmt: skip


def _about(row: AuditRow, *, english: bool) -> str | None:
    if not row.act.startswith("approval.") or not row.after:
        return None
    act = ACTS.get(row.after["kind"])
    return str(row.after["kind"]) if act is None else (act.en if english else act.zh)


@archive.get("/audit/export.xlsx", response_class=Response, responses=gives(XLSX))
async def export_audit(
    session: Read,
    asked: Asked,
    request: Request,
    _staff: Annotated[Staff, require("audit.read")],
    what: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """The same as a spreadsheet, newest first, at most 5,000 acts."""
    wanted = replace(asked, act=what or None)
    rows = await queries.audit_page(session, before=None, limit=EXPORT_MAX, wanted=wanted)
    english = language_of(request) == "en"
    sheet = await asyncio.to_thread(_sheet, rows, english=english)
    return Response(
        sheet, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="audit.xlsx"'}
    )


def _sheet(rows: list[AuditRow], *, english: bool) -> bytes:
    header = ("Time", "Who", "Act", "About", "Subject", "Before", "After") if english else (
        "时间", "谁", "做了什么", "事项", "对象", "之前", "之后"
    )  # fmt: skip
    lines = [
        (
            f"{row.at.astimezone(_HERE):%Y-%m-%d %H:%M:%S}", row.staff_name, act_title(row.act, english=english),
            _about(row, english=english), row.subject, _plain(row.before), _plain(row.after),
        )
        for row in rows
    ]  # fmt: skip
    return write_xlsx(header, lines, title="Audit" if english else "操作记录")


def _plain(fields: dict[str, Any] | None) -> str:
    """`name: value` one after the other, as far as a cell holds."""
    return "; ".join(f"{name}: {value}" for name, value in (fields or {}).items())[:CELL_LENGTH_MAX]


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
