"""Control of transfers: look at them, confirm as the person, decide how one ends, say whose name WeChat knows."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.clock import exact
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.pay.transfers import shown_transfer
from wechat_sandbox.pay.transfers_due import check_recipient, confirm, waiting_for
from wechat_sandbox.refusals import ControlRefusal

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
LIST_MAX = 500
Number = Annotated[str | None, Query(max_length=64)]


class Confirmed(Body):
    """`mchid` and `appid` are what the page handed to WeChat; given, they must be the transfer's."""

    package: str = Field(max_length=512)
    person: str = Field(max_length=64)
    mchid: str | None = Field(None, max_length=32)
    appid: str | None = Field(None, max_length=32)


class Ordered(Body):
    fail_reason: str = Field(max_length=64, pattern=r"^[A-Z0-9_]+$")


class RealName(Body):
    name: str = Field(min_length=1, max_length=64)


@router.get("/transfers")
async def list_transfers(sandbox: Box, mchid: Number = None, out_bill_no: Number = None) -> dict[str, Any]:
    """Transfers, newest first, with the package of those that wait."""
    rows = sandbox.db.all(
        "select * from transfers where mchid = coalesce(?, mchid) and out_bill_no = coalesce(?, out_bill_no)"
        " order by created_at_ms desc, rowid desc limit ?",
        (mchid, out_bill_no, LIST_MAX),
    )
    return {
        "transfers": [
            shown_transfer(row)
            | {
                "scene": row["scene"],
                "package_info": row["package_info"],
                "has_name": bool(row["name"]),
                "at": exact(row["created_at_ms"]),
            }
            for row in rows
        ]
    }


@router.post("/transfers/sheet")
async def show_sheet(body: Confirmed, sandbox: Box) -> dict[str, Any]:
    """What the sheet of this person's phone shows before the money is taken."""
    row = waiting_for(sandbox, body.package)
    if body.mchid not in {None, row["mchid"]} or body.appid not in {None, row["appid"]}:
        raise ControlRefusal(400, "PARAM_ERROR", "mchId或appId与转账单不一致", "mchid")
    check_recipient(sandbox, row, person_row(sandbox.db, body.person)["id"])
    merchant = sandbox.db.one("select name from merchants where mchid = ?", (row["mchid"],))
    return {
        "merchant": merchant["name"] if merchant else "",
        "amount_fen": row["amount_fen"],
        "remark": row["remark"],
    }


@router.post("/transfers/confirm")
async def confirm_transfer(body: Confirmed, sandbox: Box) -> dict[str, Any]:
    """The person confirms; the callback follows when the money has arrived."""
    row = confirm(sandbox, body.package, person_row(sandbox.db, body.person)["id"])
    return {"out_bill_no": row["out_bill_no"], "state": "TRANSFERING"}


@router.post("/transfers/{out_bill_no}/fail")
async def order_failure(out_bill_no: str, mchid: str, body: Ordered, sandbox: Box) -> dict[str, Any]:
    """Once the person confirms it, it fails for this reason."""
    changed = sandbox.db.run(
        "update transfers set ordered = ? where mchid = ? and out_bill_no = ? and state in ('PROCESSING',"
        " 'WAIT_USER_CONFIRM', 'TRANSFERING')",
        (body.fail_reason, mchid, out_bill_no),
    )
    if not changed:
        raise ControlRefusal(404, "TRANSFER_NOT_EXISTS", "no such transfer in progress", "out_bill_no")
    return {"out_bill_no": out_bill_no, "ordered": body.fail_reason}


@router.put("/people/{person}/real-name")
async def set_real_name(person: str, body: RealName, sandbox: Box) -> dict[str, Any]:
    """The name WeChat has verified of a person; without one every name passes."""
    sandbox.db.run(
        "insert into real_names (person_id, name) values (?, ?) on conflict (person_id) do update set name = excluded.name",
        (person_row(sandbox.db, person)["id"], body.name),
    )
    return {"person": person, "name": body.name}
