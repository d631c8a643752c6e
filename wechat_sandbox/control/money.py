"""Control of money: pay as a person, cancel, look at orders and callbacks, decide how a refund ends."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from wechat_sandbox.clock import exact
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.courier import take
from wechat_sandbox.due import run_due
from wechat_sandbox.holdings import unsplit_fen
from wechat_sandbox.pay import payment
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox
from wechat_sandbox.wallet import difference_fen

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
LIST_MAX = 500


class Credential(Body):
    prepay_id: str | None = None
    code_url: str | None = None
    h5_url: str | None = None
    out_trade_no: str | None = None
    mchid: str | None = None
    person: str | None = None


def _sheet(sandbox: Sandbox, body: Credential) -> payment.Sheet:
    given = body.prepay_id or body.code_url or body.h5_url
    if given is not None:
        return payment.open_sheet(sandbox, payment.token_in(given.removeprefix("prepay_id=")))
    if body.out_trade_no is None or body.mchid is None:
        raise ControlRefusal(
            400, "CREDENTIAL_NEEDED", "say prepay_id, code_url, h5_url, or out_trade_no with mchid"
        )
    return payment.open_sheet(sandbox, payment.newest_token(sandbox, body.mchid, body.out_trade_no))


@router.post("/pay")
async def pay_order(body: Credential, sandbox: Box) -> dict[str, Any]:
    """The person confirms the payment; the callback is on its way when this answers."""
    sheet = _sheet(sandbox, body)
    payer = payment.payer_of(sandbox, sheet, body.person)
    paid = payment.pay(sandbox, sheet, payer)
    return {
        "trade_state": paid["state"],
        "transaction_id": paid["transaction_id"],
        "out_trade_no": paid["out_trade_no"],
        "mchid": paid["mchid"],
        "paid_at": exact(paid["paid_at_ms"]),
    }


@router.post("/cancel")
async def cancel_payment(body: Credential, sandbox: Box) -> dict[str, Any]:
    """The person closes the pay sheet: the order stays unpaid and may be tried again."""
    return {"trade_state": _sheet(sandbox, body).order["state"]}


Number = Annotated[str | None, Query(max_length=64)]


@router.get("/orders")
async def list_orders(sandbox: Box, mchid: Number = None, out_trade_no: Number = None) -> dict[str, Any]:
    rows = sandbox.db.all(
        "select * from orders where mchid = coalesce(?, mchid) and out_trade_no = coalesce(?, out_trade_no)"
        " order by created_at_ms desc limit ?",
        (mchid, out_trade_no, LIST_MAX),
    )
    return {"orders": [_shown_order(sandbox, dict(row)) for row in rows]}


def _shown_order(sandbox: Sandbox, row: dict[str, Any]) -> dict[str, Any]:
    key = (row["mchid"], row["out_trade_no"])
    tokens = sandbox.db.all(
        "select token from credentials where mchid = ? and out_trade_no = ? order by rowid", key
    )
    refunds = sandbox.db.all(
        "select r.out_refund_no, refund_id, refund_fen, status, account, coalesce(f.fee_fen, 0) as fee_fen"
        " from refunds r left join refund_fees f on f.mchid = r.mchid and f.out_refund_no = r.out_refund_no"
        " where r.mchid = ? and r.out_trade_no = ? order by r.rowid",
        key,
    )
    instants = {
        name.removesuffix("_ms"): exact(row.pop(name))
        for name in list(row)
        if name.endswith("_ms") and row[name]
    }
    held = sandbox.db.one("select * from holdings where transaction_id = ?", (row["transaction_id"],))
    if held is not None:
        row |= {"frozen": bool(held["frozen"]), "held_fen": held["held_fen"], "fee_fen": held["fee_fen"]}
        row["unsplit_fen"] = unsplit_fen(sandbox, row["transaction_id"])
    row["request"] = json.loads(row["request"])
    row["profit_sharing"] = bool(row["profit_sharing"])
    row = {name: value for name, value in row.items() if not name.endswith("_ms")}
    return (
        row
        | instants
        | {"credentials": [token["token"] for token in tokens], "refunds": [dict(r) for r in refunds]}
    )


class RefundEnd(Body):
    outcome: Literal["SUCCESS", "ABNORMAL", "CLOSED"]


@router.post("/refunds/{out_refund_no}")
async def end_refund(out_refund_no: str, mchid: str, body: RefundEnd, sandbox: Box) -> dict[str, Any]:
    """Decide how a refund in progress ends, and make it due now."""
    changed = sandbox.db.run(
        "update refunds set outcome = ?, due_at_ms = ? where mchid = ? and out_refund_no = ? and status"
        " = 'PROCESSING'",
        (body.outcome, sandbox.clock.now_ms(), mchid, out_refund_no),
    )
    if not changed:
        raise ControlRefusal(404, "REFUND_NOT_EXISTS", "no such refund in progress", "out_refund_no")
    sandbox.wake.set()
    return {"out_refund_no": out_refund_no, "outcome": body.outcome}


@router.get("/deliveries")
async def list_deliveries(
    sandbox: Box, mchid: Number = None, out_trade_no: Number = None, event: Number = None
) -> dict[str, Any]:
    """Callbacks and pushed events with their attempts, newest first; for events `mchid` is the appid."""
    rows = sandbox.db.all(
        "select * from deliveries where owner = coalesce(?, owner) and out_trade_no = coalesce(?,"
        " out_trade_no)"
        " and event = coalesce(?, event) order by id desc limit ?",
        (mchid, out_trade_no, event, LIST_MAX),
    )
    return {"deliveries": [_shown_delivery(sandbox, dict(row)) for row in rows]}


def _shown_delivery(sandbox: Sandbox, row: dict[str, Any]) -> dict[str, Any]:
    attempts = sandbox.db.all("select * from attempts where delivery_id = ? order by id", (row["id"],))
    return {
        "id": row["id"],
        "kind": row["kind"],
        "owner": row["owner"],
        "notice_id": row["notice_id"],
        "event": row["event"],
        "out_trade_no": row["out_trade_no"],
        "url": row["url"],
        "state": row["state"],
        "created_at": exact(row["created_at_ms"]),
        "next_at": exact(row["next_at_ms"]) if row["next_at_ms"] is not None else None,
        "attempts": [
            {
                "at": exact(attempt["at_ms"]),
                "status": attempt["status"],
                "answer": attempt["answer"],
                "error": attempt["error"],
                "forged": bool(attempt["forged"]),
            }
            for attempt in attempts
        ],
        "resource": json.loads(row["resource"]),
    }


@router.post("/deliveries/{number}/resend")
async def resend(number: int, sandbox: Box) -> dict[str, Any]:
    """Bring it once more under the same notice id, whatever became of it."""
    changed = sandbox.db.run(
        "update deliveries set next_at_ms = ?, state = 'pending', held = 0 where id = ?",
        (sandbox.clock.now_ms(), number),
    )
    if not changed:
        raise ControlRefusal(404, "DELIVERY_NOT_EXISTS", "no such delivery", "id")
    sandbox.wake.set()
    return {"id": number, "state": "pending"}


@router.post("/deliveries/{number}/take")
async def take_delivery(number: int, sandbox: Box) -> dict[str, Any]:
    """Hand one attempt over, sealed and signed, as if it had been sent and received."""
    row = sandbox.db.one("select * from deliveries where id = ?", (number,))
    if row is None:
        raise ControlRefusal(404, "DELIVERY_NOT_EXISTS", "no such delivery", "id")
    return take(sandbox, row)


@router.get("/money")
async def check_money(sandbox: Box) -> dict[str, Any]:
    """`difference_fen` is 0 as long as no payment, refund or settlement made or lost money."""
    return {"difference_fen": difference_fen(sandbox.db)}


@router.post("/run-due")
async def run_everything_due(sandbox: Box) -> dict[str, Any]:
    """Do all that is due by the sandbox clock; when this answers, the receivers have answered."""
    return {"ran": await run_due(sandbox)}
