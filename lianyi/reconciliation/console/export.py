"""Finance exports: a day or a month as a workbook of sums, lines and differences."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import Query, Request, Response

from lianyi.identity.edges import require
from lianyi.kit.files import XLSX, gives
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.sheets import Tab, write_book
from lianyi.reconciliation import queries
from lianyi.reconciliation.rules import sheet, summing

router = edge("/api/console/reconciliation", tags=["console: reconciliation"])
READER = require("reconciliation.read")


@router.get("/days/{day}/export.xlsx", dependencies=[READER], response_class=Response, responses=gives(XLSX))
async def day_file(session: Read, request: Request, day: date) -> Response:
    """One day: sums, balances, every line of both bills, every difference; at most 50,000 lines."""
    return await _file(session, request, day, day, f"reconciliation-{day:%Y%m%d}")


@router.get("/month/export.xlsx", dependencies=[READER], response_class=Response, responses=gives(XLSX))
async def month_file(
    session: Read, request: Request, month: Annotated[str, Query(pattern=r"^\d{4}-\d{2}$")]
) -> Response:
    """One month, as one day."""
    first, last = summing.month_days(month)
    return await _file(session, request, first, last, f"reconciliation-{month}")


async def _file(session: Read, request: Request, first: date, last: date, name: str) -> Response:
    language = language_of(request)
    bills = await queries.bills(session, first, last)
    sums = await queries.sums(session, first, last)
    lines = await queries.export_lines(session, first, last)
    found = await queries.differences(session, first, last, limit=queries.EXPORT_MAX)
    tabs = [
        Tab("汇总 Sums", sheet.SUMS_HEADER, sheet.sum_rows(bills, sums)),
        Tab("明细 Lines", sheet.LINES_HEADER, map(sheet.line_row, lines)),
        Tab(
            "差异 Differences",
            sheet.DIFFERENCES_HEADER,
            (sheet.difference_row(one, language) for one in found),
        ),
    ]
    content = await asyncio.to_thread(write_book, tabs, notes=sheet.NOTES)
    return Response(
        content, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
