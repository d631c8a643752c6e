"""What the staff do about differences: ask WeChat, say that it is not ours, wait, fetch the bills anew."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Own, Read, Write, edge, language_of
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.reconciliation import actions, queries
from lianyi.reconciliation.console.shapes import DifferenceOut, DifferenceRef, differences_out
from lianyi.reconciliation.types import Act

settling_router = edge("/api/console/reconciliation", tags=["console: reconciliation"])
own_router = edge("/api/console/reconciliation", tags=["console: reconciliation"], own=True)
READER = require("reconciliation.read")
Writer = Annotated[Staff, require("reconciliation.write")]


class SettleIn(BaseModel):
    """`take_in` asks WeChat and books what it answers; `foreign` books the amount of the bill as not of this shop."""

    act: Act
    note: Annotated[str, Field(max_length=200)] = ""


@settling_router.get("/differences", dependencies=[READER])
async def differences(session: Read, request: Request, paging: PageQuery) -> Page[DifferenceOut]:
    """What nobody has settled yet, newest day first."""
    rows = await queries.open_differences(session, paging.after(date, UUID), paging.limit + 1)
    return Page(
        items=await differences_out(session, rows[: paging.limit], language_of(request)),
        next_cursor=next_cursor(rows, paging.limit, "day", "id"),
    )


@own_router.post("/differences/{difference_id}/settle", dependencies=[rate_limit("60/minute", name="settle")])
async def settle(
    db: Own, request: Request, staff: Writer, difference_id: DifferenceRef, given: SettleIn
) -> DifferenceOut:
    """Settle one difference; the day is held against the books again at once."""
    settled = await actions.settle(db, staff, difference_id, given.act, given.note.strip())
    async with db.read(staff.tenant) as session:
        return (await differences_out(session, [settled], language_of(request)))[0]


@settling_router.post("/days/{day}/retry", status_code=204)
async def retry(session: Write, staff: Writer, day: date) -> None:
    """Fetch both bills of a day anew with the next sweep; what was booked stays booked once."""
    await actions.retry(session, staff, day)
