"""Control of complaints: what a person says about a paid order, and what the platform makes of it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.clock import exact
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.mini import complaints as mini
from wechat_sandbox.pay import complaints as pay
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
LIST_MAX = 200
MINI_STATES = {"withdraw": mini.WITHDRAWN, "content": mini.DONE, "liable": mini.LIABLE}
Images = Annotated[list[str], Field(default_factory=list, max_length=9)]
Words = Annotated[str, Field(min_length=1, max_length=500)]


class NewComplaint(Body):
    transaction_id: str
    detail: Words
    problem_type: Literal["REFUND", "SERVICE_NOT_WORK", "OTHERS"] = "OTHERS"
    problem_description: str = Field("", max_length=256)
    apply_refund_fen: int | None = Field(None, ge=1)
    images: Images
    person: str | None = None


@router.post("/complaints")
async def complain(body: NewComplaint, sandbox: Box) -> dict[str, Any]:
    """The person complains at WeChat Pay; only who paid can."""
    order, phone = _order(sandbox, body.transaction_id, body.person)
    given = body.model_dump() | {"problem_description": body.problem_description or body.detail[:20]}
    return {"complaint_id": pay.open_complaint(sandbox, order, phone, given), "state": "PENDING"}


class Say(Body):
    detail: Words


@router.post("/complaints/{complaint_id}/continue")
async def continue_complaint(complaint_id: str, body: Say, sandbox: Box) -> dict[str, Any]:
    """The person says more; what was ended is complained about again."""
    pay.user_speaks(sandbox, _complaint(sandbox, complaint_id), body.detail)
    return {"complaint_id": complaint_id, "state": _complaint(sandbox, complaint_id)["state"]}


@router.post("/complaints/{complaint_id}/withdraw")
async def withdraw_complaint(complaint_id: str, sandbox: Box) -> dict[str, Any]:
    """The person takes it back; nobody is called."""
    pay.user_withdraws(sandbox, _complaint(sandbox, complaint_id))
    return {"complaint_id": complaint_id, "state": "PROCESSED"}


Filter = Annotated[str | None, Query(max_length=64)]


@router.get("/complaints")
async def list_complaints(sandbox: Box, mchid: Filter = None) -> dict[str, Any]:
    rows = sandbox.db.all(
        "select * from complaints where mchid = coalesce(?, mchid) order by created_at_ms desc limit ?",
        (mchid, LIST_MAX),
    )
    shown = [
        {
            "complaint_id": row["id"],
            "transaction_id": row["transaction_id"],
            "state": row["state"],
            "detail": row["detail"],
            "problem_type": row["problem_type"],
            "refund_verdict": row["refund_verdict"],
            "times": row["times"],
            "created_at": exact(row["created_at_ms"]),
        }
        for row in rows
    ]
    return {"complaints": shown}


class NewMiniComplaint(Body):
    transaction_id: str
    content: Words
    type: int = Field(1, ge=1, le=99)
    images: Images
    person: str | None = None


@router.post("/mini-complaints")
async def complain_in_mini_program(body: NewMiniComplaint, sandbox: Box) -> dict[str, Any]:
    """The person complains about a transaction of the mini program."""
    order, phone = _order(sandbox, body.transaction_id, body.person)
    number = mini.open_complaint(sandbox, order, phone, body.model_dump())
    return {"complaint_order_id": str(number), "status": mini.WAITS_FOR_MERCHANT}


class MiniStep(Body):
    what: Literal["withdraw", "content", "liable"]
    content: str = Field("", max_length=500)


@router.post("/mini-complaints/{number}")
async def move_mini_complaint(number: int, body: MiniStep, sandbox: Box) -> dict[str, Any]:
    """The person withdraws it or is content, or the platform finds the merchant liable."""
    if sandbox.db.one("select 1 from mini_complaints where id = ?", (number,)) is None:
        raise ControlRefusal(404, "COMPLAINT_NOT_EXISTS", "no such complaint", "number")
    mini.set_status(sandbox, number, MINI_STATES[body.what], body.content)
    return {"complaint_order_id": str(number), "status": MINI_STATES[body.what]}


def _order(sandbox: Sandbox, transaction_id: str, person: str | None) -> tuple[Any, str]:
    """The paid order and the payer's phone. Raises ControlRefusal 404 or 403."""
    order = sandbox.db.one(
        "select * from orders where transaction_id = ? and paid_at_ms is not null", (transaction_id,)
    )
    if order is None:
        raise ControlRefusal(404, "ORDER_NOT_EXIST", "no such paid order", "transaction_id")
    payer = person_row(sandbox.db, order["payer_id"])
    if person is not None and person_row(sandbox.db, person)["id"] != payer["id"]:
        raise ControlRefusal(403, "NOT_THE_PAYER", "somebody else paid this order", "person")
    return order, payer["phone"]


def _complaint(sandbox: Sandbox, complaint_id: str) -> Any:
    row = pay.find(sandbox, complaint_id)
    if row is None:
        raise ControlRefusal(404, "COMPLAINT_NOT_EXISTS", "no such complaint", "complaint_id")
    return row
