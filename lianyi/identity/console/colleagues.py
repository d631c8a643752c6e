"""The staff of a shop: added, changed, removed by its owners."""

from datetime import datetime
from typing import Annotated

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from lianyi.identity import actions, queries
from lianyi.identity.console.door import Login, Name, Password, StaffRef
from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.queries.principals import Colleague
from lianyi.identity.types import Role, Staff, StaffId
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.paging import Page

colleagues = edge("/api/console", tags=["console: identity"])


class StafferOut(BaseModel):
    id: StaffRef
    name: str
    login: str
    role: Role
    totp_enrolled: bool
    created_at: datetime
    last_seen_at: datetime | None


def _staffer(one: Colleague) -> StafferOut:
    return StafferOut(
        id=one.id, name=one.name, login=one.login, role=one.role, totp_enrolled=one.totp_enrolled,
        created_at=one.added_at, last_seen_at=one.last_seen_at,
    )  # fmt: skip


@colleagues.get("/staff")
async def read_staff(session: Read, _staff: Annotated[Staff, require("shop.staff")]) -> Page[StafferOut]:
    """All of them: a shop has at most 200."""
    items = [_staffer(one) for one in await queries.staff_list(session)]
    return Page(items=items, total=len(items))


class StaffIn(BaseModel):
    name: Name
    login: Login
    role: Role
    password: Password


@colleagues.post("/staff", status_code=201, response_model=StafferOut, responses=WAITS)
async def add_staff(
    wanted: StaffIn, session: Write, staff: Annotated[Staff, require("shop.staff")], code: FreshCode
) -> StafferOut | JSONResponse:
    """Add a colleague; one who would decide on money waits for a second person."""
    new = actions.NewColleague(wanted.name, wanted.login, wanted.role, wanted.password)
    colleague, waits = await actions.take_on_staff(session, staff, new, code)
    return waiting(waits) if waits else await _colleague(session, colleague)


async def _colleague(session: ReadSession, wanted: StaffId) -> StafferOut:
    return next(_staffer(one) for one in await queries.staff_list(session) if one.id == wanted)


class StaffChange(BaseModel):
    """`password` and `reset_totp` help somebody who lost theirs."""

    name: Name
    role: Role
    password: Password | None = None
    reset_totp: bool = False


@colleagues.put("/staff/{staff_id}", response_model=StafferOut, responses=WAITS)
async def change_staff(
    staff_id: StaffRef,
    wanted: StaffChange,
    session: Write,
    staff: Annotated[Staff, require("shop.staff")],
    code: FreshCode,
) -> StafferOut | JSONResponse:
    """Change a colleague; raising one to decide on money, or letting one who does back in, waits for a second person."""
    change = actions.ColleagueChange(wanted.name, wanted.role, wanted.password or None, wanted.reset_totp)
    waits = await actions.change_staff(session, staff, StaffId(staff_id), change, code)
    return waiting(waits) if waits else await _colleague(session, StaffId(staff_id))


@colleagues.delete("/staff/{staff_id}", status_code=204)
async def remove_staff(
    staff_id: StaffRef, session: Write, staff: Annotated[Staff, require("shop.staff")]
) -> None:
    await actions.remove_staff(session, staff, StaffId(staff_id))
