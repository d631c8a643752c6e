"""Refunds: create, query, the abnormal path, and how they end (pay-v3 6).

The merchant's money leaves when the refund is accepted and reaches the person when it ends; a refund that
ends CLOSED gives the money back to the merchant. The same out_refund_no with the same parameters answers
again and moves nothing.
"""

import json
import sqlite3
from datetime import datetime
from typing import Any

from wechat_sandbox import flows, wallet
from wechat_sandbox.accounts.merchants import digits
from wechat_sandbox.clock import CHINA, DAY_MS, rfc3339
from wechat_sandbox.deliveries import Notice, plan
from wechat_sandbox.holdings import free_fen, holding_of, move_held
from wechat_sandbox.pay.bodies import ABNORMAL_REFUND, REFUND
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.orders import check_notify_url, find_order
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken
from wechat_sandbox.pay.sealed import open_field
from wechat_sandbox.state import Sandbox
from wechat_sandbox.terms import fee_back

WINDOW_MS = 365 * DAY_MS
REFUNDS_MAX = 50
GAP_MS = 60_000
_SUMMARIES = {"SUCCESS": "退款成功", "ABNORMAL": "退款异常", "CLOSED": "退款关闭"}
_USER_ACCOUNT = "支付用户零钱"


def create_refund(call: PayCall) -> Reply:
    """`POST /v3/refund/domestic/refunds`: 200 means accepted, nothing more."""
    body = call.body
    REFUND.check("", body)
    if ("transaction_id" in body) == ("out_trade_no" in body):
        raise PayRefusal(400, "PARAM_ERROR", "transaction_id和out_trade_no二选一")
    if "notify_url" in body:
        check_notify_url(body["notify_url"])
    db, mchid = call.sandbox.db, call.merchant.mchid
    request = json.dumps(body, ensure_ascii=False, sort_keys=True)
    with db.transaction():
        known = find_refund(call.sandbox, mchid, body["out_refund_no"])
        if known is not None:
            if known["request"] != request:
                raise rule_broken("请求重入时，参数与首次请求时不一致")
            return Reply(200, _shown(call.sandbox, known))
        order = _refundable(call.sandbox, mchid, body)
        back_fen = _fee_back(call.sandbox, order, body["amount"]["refund"])
        account = _take_money(call.sandbox, order, body, back_fen)
        _insert(call.sandbox, order, body, request, account)
        db.run(
            "insert into refund_fees (mchid, out_refund_no, out_trade_no, fee_fen) values (?, ?, ?, ?)",
            (mchid, body["out_refund_no"], order["out_trade_no"], back_fen),
        )
        accepted = find_refund(call.sandbox, mchid, body["out_refund_no"])
    call.sandbox.wake.set()
    if accepted is None:
        raise PayRefusal(500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用")
    return Reply(200, _shown(call.sandbox, accepted))


def find_refund(sandbox: Sandbox, mchid: str, out_refund_no: str) -> sqlite3.Row | None:
    return sandbox.db.one(
        "select * from refunds where mchid = ? and out_refund_no = ?", (mchid, out_refund_no)
    )


def _refundable(sandbox: Sandbox, mchid: str, body: dict[str, Any]) -> sqlite3.Row:
    """The order, if this refund may be taken from it. Raises PayRefusal naming the limit in the way."""
    if "out_trade_no" in body:
        order = find_order(sandbox, mchid, body["out_trade_no"])
    else:
        order = sandbox.db.one(
            "select * from orders where transaction_id = ? and mchid = ?", (body["transaction_id"], mchid)
        )
    if order is None:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "订单不存在")
    if order["state"] not in ("SUCCESS", "REFUND"):
        raise rule_broken("订单未支付或已关闭，不支持退款")
    amount = body["amount"]
    if amount["total"] != order["total_fen"]:
        raise rule_broken("订单金额与原订单不一致")
    if amount["refund"] > order["total_fen"] - order["refunded_fen"]:
        raise rule_broken("累计退款金额大于支付金额")
    now_ms = sandbox.clock.now_ms()
    if now_ms - order["paid_at_ms"] > WINDOW_MS:
        raise PayRefusal(403, "TRADE_OVERDUE", "订单已超过一年的退款期限")
    earlier = sandbox.db.one(
        "select count(*) as count, max(created_at_ms) as newest_ms from refunds where mchid = ? and"
        " out_trade_no = ?",
        (mchid, order["out_trade_no"]),
    )
    if earlier is not None and earlier["count"] >= REFUNDS_MAX:
        raise rule_broken("一笔订单最多支持50次部分退款")
    newest_ms = earlier["newest_ms"] if earlier else None
    if sandbox.settings.refund_gap_strict and newest_ms is not None and now_ms - newest_ms < GAP_MS:
        raise PayRefusal(429, "FREQUENCY_LIMITED", "同一订单的部分退款需间隔1分钟")
    return order


def _fee_back(sandbox: Sandbox, order: sqlite3.Row, refund_fen: int) -> int:
    """The part of the fee that comes back with this refund."""
    given = sandbox.db.one(
        "select coalesce(sum(f.fee_fen), 0) as fen from refund_fees f join refunds r on r.mchid = f.mchid and"
        " r.out_refund_no = f.out_refund_no where f.mchid = ? and f.out_trade_no = ? and r.status <> 'CLOSED'",
        (order["mchid"], order["out_trade_no"]),
    )
    fee_fen = holding_of(sandbox, order["transaction_id"])["fee_fen"]
    given_fen = given["fen"] if given else 0
    return fee_back(fee_fen, order["total_fen"], order["refunded_fen"], given_fen, refund_fen)


def _fee_given(sandbox: Sandbox, refund: sqlite3.Row) -> int:
    row = sandbox.db.one(
        "select fee_fen from refund_fees where mchid = ? and out_refund_no = ?",
        (refund["mchid"], refund["out_refund_no"]),
    )
    return row["fee_fen"] if row else 0


def _take_money(sandbox: Sandbox, order: sqlite3.Row, body: dict[str, Any], back_fen: int) -> str:
    """Take the refund, less the fee that comes back, from the merchant; returns the account that paid.

    Money held for the order goes first unless AVAILABLE is asked for; a frozen order gives only what is not
    shared (pay-v3 6.1).
    """
    refund_fen, reference = body["amount"]["refund"], body["out_refund_no"]
    parts = body["amount"].get("from", [])
    if parts and sum(part["amount"] for part in parts) != refund_fen:
        raise bad_field("/amount/from", refund_fen, "出资金额之和应等于退款金额")
    asked, transaction_id = body.get("funds_account"), order["transaction_id"]
    settled = order["settled_at_ms"] is not None
    frozen = bool(holding_of(sandbox, transaction_id)["frozen"])
    taken_fen = refund_fen - back_fen
    if (
        (asked != "AVAILABLE" or frozen)
        and not settled
        and free_fen(sandbox, transaction_id) >= taken_fen
        and move_held(sandbox, transaction_id, -taken_fen, "refund", reference)
    ):
        return "UNSETTLED"
    if (
        asked != "UNSETTLED"
        and not frozen
        and wallet.move_available(sandbox, order["mchid"], -taken_fen, "refund", reference)
    ):
        return "AVAILABLE"
    raise PayRefusal(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起")


def _insert(sandbox: Sandbox, order: sqlite3.Row, body: dict[str, Any], request: str, account: str) -> None:
    now_ms = sandbox.clock.now_ms()
    moment = datetime.fromtimestamp(now_ms / 1000, CHINA)
    sandbox.db.run(
        "insert into refunds (mchid, out_refund_no, refund_id, out_trade_no, transaction_id, request,"
        " refund_fen, status,"
        " account, notify_url, created_at_ms, due_at_ms) values (?, ?, ?, ?, ?, ?, ?, 'PROCESSING', ?,"
        " ?, ?, ?)",
        (
            order["mchid"],
            body["out_refund_no"],
            f"5020{digits(3)}{moment:%Y%m%d}{digits(14)}",
            order["out_trade_no"],
            order["transaction_id"],
            request,
            body["amount"]["refund"],
            account,
            body.get("notify_url"),
            now_ms,
            now_ms + sandbox.settings.refund_delay_seconds * 1000,
        ),
    )
    sandbox.db.run(
        "update orders set state = 'REFUND', refunded_fen = refunded_fen + ? where mchid = ? and"
        " out_trade_no = ?",
        (body["amount"]["refund"], order["mchid"], order["out_trade_no"]),
    )


def query_refund(call: PayCall) -> Reply:
    row = find_refund(call.sandbox, call.merchant.mchid, call.path["out_refund_no"])
    if row is None:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    return Reply(200, _shown(call.sandbox, row))


def _amount(refund_fen: int, total_fen: int) -> dict[str, int]:
    return {"total": total_fen, "refund": refund_fen, "payer_total": total_fen, "payer_refund": refund_fen}


def _total_fen(sandbox: Sandbox, row: sqlite3.Row) -> int:
    order = sandbox.db.one(
        "select total_fen from orders where mchid = ? and out_trade_no = ?",
        (row["mchid"], row["out_trade_no"]),
    )
    return int(order["total_fen"]) if order else 0


def _shown(sandbox: Sandbox, row: sqlite3.Row) -> dict[str, Any]:
    total_fen, refund_fen = _total_fen(sandbox, row), row["refund_fen"]
    more = {"from": json.loads(row["request"])["amount"].get("from", []), "settlement_refund": refund_fen}
    more |= {"settlement_total": total_fen, "discount_refund": 0, "currency": "CNY", "refund_fee": 0}
    shown: dict[str, Any] = {
        "refund_id": row["refund_id"],
        "out_refund_no": row["out_refund_no"],
        "transaction_id": row["transaction_id"],
        "out_trade_no": row["out_trade_no"],
        "channel": "ORIGINAL",
        "user_received_account": _USER_ACCOUNT,
        "create_time": rfc3339(row["created_at_ms"]),
        "status": row["status"],
        "funds_account": row["account"],
        "amount": _amount(refund_fen, total_fen) | more,
        "promotion_detail": [],
    }
    return shown | {"success_time": rfc3339(row["success_at_ms"])} if row["success_at_ms"] else shown


def apply_abnormal(call: PayCall) -> Reply:
    """`POST …/apply-abnormal-refund`: for a refund that ended ABNORMAL; the money goes to a bank card."""
    ABNORMAL_REFUND.check("", call.body)
    if call.serial is None:
        raise PayRefusal(400, "PARAM_ERROR", "Http头缺少Wechatpay-Serial")
    for name in ("bank_account", "real_name"):
        if name in call.body:
            open_field(call, f"/{name}", call.body[name])
    row = call.sandbox.db.one(
        "select * from refunds where refund_id = ? and mchid = ?",
        (call.path["refund_id"], call.merchant.mchid),
    )
    if row is None or row["out_refund_no"] != call.body["out_refund_no"]:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    if row["status"] != "ABNORMAL":
        raise rule_broken("退款单不是异常状态")
    due_at_ms = call.sandbox.clock.now_ms() + call.sandbox.settings.refund_delay_seconds * 1000
    call.sandbox.db.run(
        "update refunds set status = 'PROCESSING', outcome = 'SUCCESS', due_at_ms = ? where refund_id = ?",
        (due_at_ms, row["refund_id"]),
    )
    call.sandbox.wake.set()
    again = find_refund(call.sandbox, call.merchant.mchid, row["out_refund_no"])
    return Reply(200, _shown(call.sandbox, again or row))


def finish_due(sandbox: Sandbox) -> int:
    """End every refund whose time has come and write its callback down; returns how many."""
    rows = sandbox.db.all(
        "select * from refunds where due_at_ms is not null and due_at_ms <= ? order by due_at_ms limit 100",
        (sandbox.clock.now_ms(),),
    )
    for row in rows:
        with sandbox.db.transaction():
            _finish(sandbox, row)
    return len(rows)


def _finish(sandbox: Sandbox, row: sqlite3.Row) -> None:
    outcome, now_ms = row["outcome"], sandbox.clock.now_ms()
    order = find_order(sandbox, row["mchid"], row["out_trade_no"])
    if order is None:
        return
    if outcome == "SUCCESS":
        _arrive(sandbox, row, order)
    elif outcome == "CLOSED":
        _give_back(sandbox, row, order)
        sandbox.db.run(
            "update orders set refunded_fen = refunded_fen - ? where mchid = ? and out_trade_no = ?",
            (row["refund_fen"], row["mchid"], row["out_trade_no"]),
        )
    sandbox.db.run(
        "update refunds set status = ?, due_at_ms = null, success_at_ms = ? where mchid = ? and"
        " out_refund_no = ?",
        (outcome, now_ms if outcome == "SUCCESS" else None, row["mchid"], row["out_refund_no"]),
    )
    if row["notify_url"]:
        plan(sandbox, _notice(row, outcome, order["total_fen"], now_ms))


def _arrive(sandbox: Sandbox, row: sqlite3.Row, order: sqlite3.Row) -> None:
    """The person has the refund, the merchant's bill tells of it, and WeChat gives its fee back."""
    mchid, number, back_fen = row["mchid"], row["out_refund_no"], _fee_given(sandbox, row)
    wallet.move_person(sandbox, order["payer_id"], row["refund_fen"], "refund", number)
    if back_fen:
        wallet.move_outside(sandbox, wallet.FEES, -back_fen, "fee_back", number)
    numbers = (row["refund_id"], number)
    flows.tell(
        sandbox, mchid, "fee_back", back_fen, numbers
    )  # first: what is left is never less than nothing
    flows.tell(sandbox, mchid, "refund", -row["refund_fen"], numbers)


def _give_back(sandbox: Sandbox, row: sqlite3.Row, order: sqlite3.Row) -> None:
    """The refund is closed: what it took is the merchant's again."""
    taken_fen, number = row["refund_fen"] - _fee_given(sandbox, row), row["out_refund_no"]
    if row["account"] == "UNSETTLED" and order["settled_at_ms"] is None:
        move_held(sandbox, order["transaction_id"], taken_fen, "refund_closed", number)
    else:
        wallet.move_available(sandbox, row["mchid"], taken_fen, "refund_closed", number)


def _notice(row: sqlite3.Row, outcome: str, total_fen: int, now_ms: int) -> Notice:
    resource: dict[str, Any] = {
        "mchid": row["mchid"],
        "transaction_id": row["transaction_id"],
        "out_trade_no": row["out_trade_no"],
        "refund_id": row["refund_id"],
        "out_refund_no": row["out_refund_no"],
        "refund_status": outcome,
        "user_received_account": _USER_ACCOUNT,
        "amount": _amount(row["refund_fen"], total_fen),
    }
    if outcome == "SUCCESS":
        resource["success_time"] = rfc3339(now_ms)
    return Notice(
        kind="pay",
        owner=row["mchid"],
        out_trade_no=row["out_trade_no"],
        event=f"REFUND.{outcome}",
        original_type="refund",
        summary=_SUMMARIES[outcome],
        url=row["notify_url"],
        resource=resource,
    )
