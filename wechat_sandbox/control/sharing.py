"""Control of profit sharing: look at it, and decide how a split or a return in progress ends."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.pay.share_returns import shown_return
from wechat_sandbox.pay.sharing import shown_sharing
from wechat_sandbox.refusals import ControlRefusal

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
LIST_MAX = 500
Number = Annotated[str | None, Query(max_length=64)]
ClosedReason = Literal[
    "ACCOUNT_ABNORMAL",
    "NO_RELATION",
    "RECEIVER_HIGH_RISK",
    "RECEIVER_REAL_NAME_NOT_VERIFIED",
    "NO_AUTH",
    "RECEIVER_RECEIPT_LIMIT",
    "PAYER_ACCOUNT_ABNORMAL",
    "INVALID_REQUEST",
]
FailedReason = Literal[
    "ACCOUNT_ABNORMAL", "BALANCE_NOT_ENOUGH", "TIME_OUT_CLOSED", "PAYER_ACCOUNT_ABNORMAL", "INVALID_REQUEST"
]


@router.get("/profitsharing")
async def show_sharing(sandbox: Box, mchid: Number = None, transaction_id: Number = None) -> dict[str, Any]:
    """Receivers, splits with unfreezings, and returns, newest first."""
    receivers = sandbox.db.all(
        "select mchid, type, account, appid, relation_type, custom_relation from receivers"
        " where mchid = coalesce(?, mchid) order by rowid desc limit ?",
        (mchid, LIST_MAX),
    )
    sharings = sandbox.db.all(
        "select * from sharings where mchid = coalesce(?, mchid) and transaction_id = coalesce(?, transaction_id)"
        " order by rowid desc limit ?",
        (mchid, transaction_id, LIST_MAX),
    )
    returns = sandbox.db.all(
        "select * from share_returns where mchid = coalesce(?, mchid) order by rowid desc limit ?",
        (mchid, LIST_MAX),
    )
    return {
        "receivers": [dict(row) for row in receivers],
        "sharings": [
            {"mchid": row["mchid"], "kind": row["kind"]} | shown_sharing(sandbox, row) for row in sharings
        ],
        "returns": [{"mchid": row["mchid"]} | shown_return(row) for row in returns],
    }


class SplitEnd(Body):
    outcome: dict[str, Literal["SUCCESS", "CLOSED"]] = Field(default_factory=dict)
    fail_reason: ClosedReason = "ACCOUNT_ABNORMAL"


@router.post("/profitsharing/{out_order_no}")
async def end_split(out_order_no: str, body: SplitEnd, sandbox: Box, mchid: Number = None) -> dict[str, Any]:
    """Decide how receivers of a split in progress end, by account, and make the split due now."""
    row = sandbox.db.one(
        "select * from sharings where out_order_no = ? and mchid = coalesce(?, mchid) and state = 'PROCESSING'",
        (out_order_no, mchid),
    )
    if row is None:
        raise ControlRefusal(404, "SPLIT_NOT_EXISTS", "no such split in progress", "out_order_no")
    with sandbox.db.transaction():
        for account, outcome in body.outcome.items():
            ordered = body.fail_reason if outcome == "CLOSED" else "SUCCESS"
            if not sandbox.db.run(
                "update share_lines set ordered = ? where order_id = ? and account = ?",
                (ordered, row["order_id"], account),
            ):
                raise ControlRefusal(404, "RECEIVER_NOT_EXISTS", "the split has no such receiver", "outcome")
        sandbox.db.run(
            "update sharings set due_at_ms = ? where order_id = ?", (sandbox.clock.now_ms(), row["order_id"])
        )
    sandbox.wake.set()
    return {"out_order_no": out_order_no, "outcome": body.outcome}


class ReturnEnd(Body):
    outcome: Literal["SUCCESS", "FAILED"]
    fail_reason: FailedReason = "ACCOUNT_ABNORMAL"


@router.post("/profitsharing/returns/{out_return_no}")
async def end_return(
    out_return_no: str, body: ReturnEnd, sandbox: Box, mchid: Number = None
) -> dict[str, Any]:
    """Decide how a return in progress ends, and make it due now."""
    changed = sandbox.db.run(
        "update share_returns set ordered = ?, due_at_ms = ? where out_return_no = ? and mchid ="
        " coalesce(?, mchid) and result = 'PROCESSING'",
        (
            body.fail_reason if body.outcome == "FAILED" else "SUCCESS",
            sandbox.clock.now_ms(),
            out_return_no,
            mchid,
        ),
    )
    if not changed:
        raise ControlRefusal(404, "RETURN_NOT_EXISTS", "no such return in progress", "out_return_no")
    sandbox.wake.set()
    return {"out_return_no": out_return_no, "outcome": body.outcome}
