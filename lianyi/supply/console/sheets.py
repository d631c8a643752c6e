"""Files in and out."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Path, Request, Response, UploadFile
from pydantic import BaseModel

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import ImportId, ImportProgress, ImportState
from lianyi.identity.edges import check_permission, require
from lianyi.identity.types import Staff
from lianyi.kit import sheets as files
from lianyi.kit.files import CSV, XLSX, gives
from lianyi.kit.http import Own, Read, Write, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.supply import actions
from lianyi.supply.console.goods import download

sheets = edge("/api/console", tags=["console: files"])
# What goes back may hold addresses: it is not kept for a repeated key.
sheets_back = edge("/api/console", tags=["console: files"], own=True)

ImportRef = Annotated[UUID, as_word("imp")]
Reader = Annotated[Staff, require("goods.read")]


class ImportStarted(BaseModel):
    id: ImportRef


class RowErrorOut(BaseModel):
    """The line a spreadsheet shows, the column's name, what stood there, and why it was refused."""

    line: int
    column: str
    value: str
    reason: str


class ImportOut(BaseModel):
    """`refused`: the whole file could not be used; `done`: every row was, or is among `errors` (at most 500)."""

    id: ImportRef
    kind: str
    file_name: str
    state: ImportState
    dry_run: bool
    rows_total: int
    rows_done: int
    rows_created: int
    rows_updated: int
    rows_failed: int
    errors: list[RowErrorOut]
    created_at: datetime
    finished_at: datetime | None


@sheets.post("/imports", status_code=201)
async def start_import(
    session: Write,
    staff: Reader,
    file: UploadFile,
    kind: Annotated[str, Form(max_length=20)] = "products",
    dry_run: Annotated[bool, Form()] = False,
) -> ImportStarted:
    """Take a CSV or XLSX file (10 MiB, 20,000 rows); a job does the rows. With `dry_run` nothing is written.

    products need `goods.write`, stock `stock.write`, shipments `orders.ship`.
    """
    check_permission(staff, actions.permission_of(kind))
    data = await file.read(files.BYTES_MAX + 1)
    name = file.filename or "upload"
    return ImportStarted(id=await actions.start_import(session, staff, kind, name, data, dry_run=dry_run))


@sheets.get("/imports")
async def list_imports(session: Read, _: Reader, page: PageQuery) -> Page[ImportOut]:
    """Files that came in, the newest first, without their errors."""
    before = page.after(datetime, UUID)
    rows = await catalog.imports_page(session, before=before, limit=page.limit + 1)
    items = [_out(row) for row in rows[: page.limit]]
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "created_at", "id"))


@sheets.get("/imports/template/{kind}.xlsx", response_class=Response, responses=gives(XLSX))
async def read_template(_: Reader, kind: Annotated[str, Path(max_length=20)]) -> Response:
    """An empty file of a kind, with one example and notes."""
    return download(await asyncio.to_thread(actions.template_file, kind), f"{kind}-template", "xlsx")


@sheets.get("/imports/{import_id}")
async def read_import(session: Read, _: Reader, import_id: Annotated[ImportRef, Path()]) -> ImportOut:
    """How far a file is, and what is wrong with it."""
    return _out(await catalog.import_progress(session, ImportId(import_id)))


@sheets_back.post("/imports/{import_id}/to-mend", response_class=Response, responses=gives(XLSX, CSV))
async def rows_to_mend(
    db: Own, staff: Reader, request: Request, import_id: Annotated[ImportRef, Path()], file: UploadFile
) -> Response:
    """The rows that were not taken, as a file with the reasons beside them. `file` is the one that was imported."""
    data = await file.read(files.BYTES_MAX + 1)
    async with db.read(staff.tenant) as session:
        progress = await catalog.import_progress(session, ImportId(import_id))
    check_permission(staff, actions.permission_of(progress.kind))
    mended, kind = await actions.rows_to_mend(progress, file.filename or "", data, language_of(request))
    return download(mended, "to-mend", kind)


def _out(progress: ImportProgress) -> ImportOut:
    errors: list[dict[str, Any]] = progress.errors
    return ImportOut(
        id=progress.id, kind=progress.kind, file_name=progress.name, state=ImportState(progress.state),
        dry_run=progress.dry_run, rows_total=progress.rows_total, rows_done=progress.rows_done,
        rows_created=progress.rows_created, rows_updated=progress.rows_updated, rows_failed=progress.rows_failed,
        errors=[RowErrorOut.model_validate(error) for error in errors], created_at=progress.created_at,
        finished_at=progress.finished_at,
    )  # fmt: skip
