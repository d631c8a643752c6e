"""Returns of shares: a merchant that received one gives it back (pay-v3 8). Executed by the due sweep."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from wechat_sandbox.accounts.merchants import digits
from wechat_sandbox.clock import CHINA, DAY_MS, rfc3339
from wechat_sandbox.pay.bodies import RETURN_SHARE
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken
from wechat_sandbox.state import Sandbox

RETURNS_MAX = 50
WINDOW_MS = 180 * DAY_MS


def return_share(call: PayCall) -> Reply:
    """`POST /v3/profitsharing/return-orders`: the order's unsplit amount is not restored by it."""
    body, mchid = call.body, call.merchant.mchid
    RETURN_SHARE.check("", body)
    if ("order_id" in body) == ("out_order_no" in body):
        raise PayRefusal(400, "PARAM_ERROR", "order_id和out_order_no二选一")
    request = json.dumps(body, ensure_ascii=False, sort_keys=True)
    with call.sandbox.db.transaction():
        known = find_return(call.sandbox, mchid, body["out_return_no"])
        if known is not None:
            if known["request"] != request:
                raise rule_broken("请求重入时，参数与首次请求时不一致")
            return Reply(200, shown_return(known))
        sharing = call.sandbox.db.one(
            "select * from sharings where mchid = ? and (order_id = ? or out_order_no = ?)",
            (mchid, body.get("order_id"), body.get("out_order_no")),
        )
        if sharing is None:
            raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "分账单不存在")
        line = _returnable(call, sharing)
        _insert(call, sharing, line, request)
    call.sandbox.wake.set()
    row = find_return(call.sandbox, mchid, body["out_return_no"])
    if row is None:
        raise PayRefusal(500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用")
    return Reply(200, shown_return(row))


def find_return(sandbox: Sandbox, mchid: str, out_return_no: str) -> sqlite3.Row | None:
    return sandbox.db.one(
        "select * from share_returns where mchid = ? and out_return_no = ?", (mchid, out_return_no)
    )


def _returnable(call: PayCall, sharing: sqlite3.Row) -> sqlite3.Row:
    """The share that is given back. Raises PayRefusal naming the limit in the way."""
    sandbox, body = call.sandbox, call.body
    line = sandbox.db.one(
        "select * from share_lines where order_id = ? and type = 'MERCHANT_ID' and account = ? and result ="
        " 'SUCCESS'",
        (sharing["order_id"], body["return_mchid"]),
    )
    if line is None or line["account"] == call.merchant.mchid:
        raise rule_broken("回退商户号不是该分账单已成功的商户接收方")
    if sandbox.clock.now_ms() - line["finished_at_ms"] > WINDOW_MS:
        raise rule_broken("分账回退已超过180天的期限")
    earlier = sandbox.db.one(
        "select count(*) as count, coalesce(sum(case when result <> 'FAILED' then amount_fen else 0 end), 0) as fen"
        " from share_returns where detail_id = ?",
        (line["detail_id"],),
    )
    if earlier is not None and earlier["count"] >= RETURNS_MAX:
        raise rule_broken("分账回退次数超过限制")
    if body["amount"] + (earlier["fen"] if earlier else 0) > line["amount_fen"]:
        raise rule_broken("分账回退金额超过可回退金额")
    return line


def _insert(call: PayCall, sharing: sqlite3.Row, line: sqlite3.Row, request: str) -> None:
    body, now_ms = call.body, call.sandbox.clock.now_ms()
    return_id = f"3008{digits(6)}{datetime.fromtimestamp(now_ms / 1000, CHINA):%Y%m%d}{digits(10)}"
    call.sandbox.db.run(
        "insert into share_returns (mchid, out_return_no, return_id, order_id, out_order_no, detail_id,"
        " return_mchid, amount_fen, description, request, result, created_at_ms, due_at_ms) values (?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, 'PROCESSING', ?, ?)",
        (
            sharing["mchid"],
            body["out_return_no"],
            return_id,
            sharing["order_id"],
            sharing["out_order_no"],
            line["detail_id"],
            body["return_mchid"],
            body["amount"],
            body["description"],
            request,
            now_ms,
            now_ms + call.sandbox.settings.sharing_delay_seconds * 1000,
        ),
    )


def query_return(call: PayCall) -> Reply:
    """`GET /v3/profitsharing/return-orders/{out_return_no}?out_order_no=`."""
    if not call.query.get("out_order_no"):
        raise bad_field("/out_order_no", None, "必填字段缺失", "query")
    row = find_return(call.sandbox, call.merchant.mchid, call.path["out_return_no"])
    if row is None or row["out_order_no"] != call.query["out_order_no"]:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "记录不存在")
    return Reply(200, shown_return(row))


def shown_return(row: sqlite3.Row) -> dict[str, Any]:
    shown = {
        "order_id": row["order_id"],
        "out_order_no": row["out_order_no"],
        "out_return_no": row["out_return_no"],
        "return_id": row["return_id"],
        "return_mchid": row["return_mchid"],
        "amount": row["amount_fen"],
        "description": row["description"],
        "result": row["result"],
        "create_time": rfc3339(row["created_at_ms"]),
        "finish_time": rfc3339(row["finished_at_ms"] or 0),
    }
    return shown | {"fail_reason": row["fail_reason"]} if row["fail_reason"] else shown
