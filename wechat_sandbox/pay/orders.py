"""Orders: create, query, close (pay-v3 4).

A created order costs three statements in one transaction and one RSA signature.
"""

import json
import secrets
import sqlite3
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wechat_sandbox.accounts.merchants import is_bound
from wechat_sandbox.accounts.people import person_behind
from wechat_sandbox.clock import CHINA, DAY_MS, parse_rfc3339, rfc3339
from wechat_sandbox.pay.bodies import CLOSE, ORDERS
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken
from wechat_sandbox.state import Sandbox

ORDER_LIFE_MS = 7 * DAY_MS
PREPAY_LIFE_MS = 2 * 3_600_000
H5_LIFE_MS = 5 * 60_000
TIME_EXPIRE_LEAST_MS = 60_000
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
STATE_SENTENCES = {
    "NOTPAY": "订单未支付",
    "SUCCESS": "支付成功",
    "CLOSED": "订单已关闭",
    "REFUND": "订单发生过退款",
}
_LIVES_MS = {"prepay": PREPAY_LIFE_MS, "native": PREPAY_LIFE_MS, "h5": H5_LIFE_MS}
_CREDENTIAL_KINDS = {"JSAPI": "prepay", "APP": "prepay", "NATIVE": "native", "MWEB": "h5"}


def create_order(call: PayCall, product: str) -> Reply:
    """`POST /v3/pay/transactions/{jsapi,h5,native,app}`; the same number and parameters answer again."""
    trade_type, shape = ORDERS[product]
    body = call.body
    shape.check("", body)
    if body["mchid"] != call.merchant.mchid:
        raise PayRefusal(400, "PARAM_ERROR", "请求body中的mchid与Authorization中的mchid不一致")
    check_notify_url(body["notify_url"])
    db = call.sandbox.db
    if not is_bound(db, body["mchid"], body["appid"]):
        raise PayRefusal(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
    if trade_type == "JSAPI":
        check_openid(call.sandbox, body["appid"], body["payer"]["openid"])
    request = json.dumps(body, ensure_ascii=False, sort_keys=True)
    with db.transaction():
        known = find_order(call.sandbox, body["mchid"], body["out_trade_no"])
        if known is None:
            _insert_order(call.sandbox, trade_type, body, request)
        else:
            _check_reentry(known, trade_type, request)
        token = _new_credential(call.sandbox, trade_type, body["mchid"], body["out_trade_no"])
    return Reply(200, _credential_answer(trade_type, token, call.base_url))


def check_notify_url(url: str) -> None:
    """HTTPS and no query; plain HTTP only to this machine, which real WeChat could not reach anyway."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise bad_field("/notify_url", url, "通知地址不是合法的URL") from error
    plain_here = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    if not parts.hostname or not (parts.scheme == "https" or plain_here):
        raise bad_field("/notify_url", url, "通知地址必须为https")
    if parts.query or "?" in url:
        raise bad_field("/notify_url", url, "通知地址不能携带参数")


def check_openid(sandbox: Sandbox, appid: str, openid: str) -> None:
    """The openid belongs to somebody in this app. Raises PayRefusal INVALID_REQUEST or PARAM_ERROR."""
    if person_behind(sandbox.db, appid, openid) is not None:
        return
    if sandbox.db.one("select 1 from openids where openid = ?", (openid,)) is not None:
        raise rule_broken("appid和openid不匹配")
    raise PayRefusal(400, "PARAM_ERROR", "无效的openid")


def _check_reentry(known: sqlite3.Row, trade_type: str, request: str) -> None:
    if known["state"] in ("SUCCESS", "REFUND"):
        raise PayRefusal(400, "ORDER_PAID", "该订单已支付")
    if known["state"] == "CLOSED":
        raise PayRefusal(400, "ORDER_CLOSED", "该订单已关闭")
    if known["request"] != request or known["trade_type"] != trade_type:
        raise rule_broken("请求重入时，参数与首次请求时不一致")


def _insert_order(sandbox: Sandbox, trade_type: str, body: dict[str, Any], request: str) -> None:
    now_ms = sandbox.clock.now_ms()
    asked_ms = parse_rfc3339(body["time_expire"]) if "time_expire" in body else None
    expires_at_ms = (
        now_ms + ORDER_LIFE_MS if asked_ms is None else max(asked_ms, now_ms + TIME_EXPIRE_LEAST_MS)
    )
    sandbox.db.run(
        "insert into orders (mchid, out_trade_no, appid, trade_type, request, description, total_fen,"
        " attach, notify_url,"
        " openid, profit_sharing, state, created_at_ms, expires_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, 'NOTPAY', ?, ?)",
        (
            body["mchid"],
            body["out_trade_no"],
            body["appid"],
            trade_type,
            request,
            body["description"],
            body["amount"]["total"],
            body.get("attach"),
            body["notify_url"],
            body.get("payer", {}).get("openid"),
            int(body.get("settle_info", {}).get("profit_sharing", False)),
            now_ms,
            expires_at_ms,
        ),
    )


def _new_credential(sandbox: Sandbox, trade_type: str, mchid: str, out_trade_no: str) -> str:
    kind = _CREDENTIAL_KINDS[trade_type]
    now_ms = sandbox.clock.now_ms()
    if kind == "native":  # a re-order makes the older code_url invalid (pay-v3 2.5)
        sandbox.db.run(
            "update credentials set superseded = 1 where mchid = ? and out_trade_no = ?",
            (mchid, out_trade_no),
        )
        token = secrets.token_urlsafe(9).replace("_", "x").replace("-", "y")
    else:
        moment = datetime.fromtimestamp(now_ms / 1000, CHINA).strftime("%d%H%M%S%f")
        token = f"wx{moment}{secrets.token_hex(8)}0000"
    sandbox.db.run(
        "insert into credentials (token, kind, mchid, out_trade_no, created_at_ms, expires_at_ms) values"
        " (?, ?, ?, ?, ?, ?)",
        (token, kind, mchid, out_trade_no, now_ms, now_ms + _LIVES_MS[kind]),
    )
    return token


def _credential_answer(trade_type: str, token: str, base_url: str) -> dict[str, Any]:
    if trade_type == "NATIVE":
        return {"code_url": f"weixin://wxpay/bizpayurl?pr={token}"}
    if trade_type == "MWEB":
        return {"h5_url": f"{base_url}/cashier/{token}?package={secrets.randbelow(10**10)}"}
    return {"prepay_id": token}


def find_order(sandbox: Sandbox, mchid: str, out_trade_no: str) -> sqlite3.Row | None:
    """The order as it stands now: one whose time is over is closed before anybody sees it."""
    sql = "select * from orders where mchid = ? and out_trade_no = ?"
    row = sandbox.db.one(sql, (mchid, out_trade_no))
    if row is not None and row["state"] == "NOTPAY" and row["expires_at_ms"] <= sandbox.clock.now_ms():
        close_unpaid(sandbox, mchid, out_trade_no)
        row = sandbox.db.one(sql, (mchid, out_trade_no))
    return row


def close_unpaid(sandbox: Sandbox, mchid: str, out_trade_no: str) -> None:
    sandbox.db.run(
        "update orders set state = 'CLOSED' where mchid = ? and out_trade_no = ? and state = 'NOTPAY'",
        (mchid, out_trade_no),
    )


def close_expired(sandbox: Sandbox) -> int:
    """Close every unpaid order whose time is over; returns how many."""
    return sandbox.db.run(
        "update orders set state = 'CLOSED' where state = 'NOTPAY' and expires_at_ms <= ?",
        (sandbox.clock.now_ms(),),
    )


def query_by_number(call: PayCall) -> Reply:
    _check_asker(call)
    return _queried(find_order(call.sandbox, call.merchant.mchid, call.path["out_trade_no"]))


def query_by_transaction(call: PayCall) -> Reply:
    _check_asker(call)
    row = call.sandbox.db.one(
        "select * from orders where transaction_id = ? and mchid = ?",
        (call.path["transaction_id"], call.merchant.mchid),
    )
    return _queried(row)


def _check_asker(call: PayCall) -> None:
    mchid = call.query.get("mchid")
    if not mchid:
        raise bad_field("/mchid", None, "必填字段缺失", "query")
    if mchid != call.merchant.mchid:
        raise PayRefusal(400, "PARAM_ERROR", "请求中的mchid与Authorization中的mchid不一致")


def _queried(row: sqlite3.Row | None) -> Reply:
    if row is None:
        raise PayRefusal(404, "ORDER_NOT_EXIST", "订单不存在")
    return Reply(200, shown_order(row))


def shown_order(row: sqlite3.Row) -> dict[str, Any]:
    """The order as a query and a callback show it (pay-v3 4.2)."""
    amount: dict[str, Any] = {"currency": "CNY", "total": row["total_fen"]}
    shown: dict[str, Any] = {
        "amount": amount,
        "appid": row["appid"],
        "mchid": row["mchid"],
        "out_trade_no": row["out_trade_no"],
        "trade_state": row["state"],
        "trade_state_desc": STATE_SENTENCES[row["state"]],
    }
    if row["transaction_id"] is None:
        return shown
    amount |= {"payer_currency": "CNY", "payer_total": row["total_fen"]}
    shown |= {
        "transaction_id": row["transaction_id"],
        "trade_type": row["trade_type"],
        "bank_type": "OTHERS",
        "attach": row["attach"] or "",
        "success_time": rfc3339(row["paid_at_ms"]),
        "payer": {"openid": row["payer_openid"]},
    }
    device_id = json.loads(row["request"]).get("scene_info", {}).get("device_id")
    return shown | {"scene_info": {"device_id": device_id}} if device_id else shown


def close_order(call: PayCall) -> Reply:
    """`POST …/close`: 204, again and again; a paid order answers ORDER_PAID."""
    CLOSE.check("", call.body)
    if call.body["mchid"] != call.merchant.mchid:
        raise PayRefusal(400, "PARAM_ERROR", "请求body中的mchid与Authorization中的mchid不一致")
    row = find_order(call.sandbox, call.merchant.mchid, call.path["out_trade_no"])
    if row is None:
        raise PayRefusal(404, "ORDER_NOT_EXIST", "订单不存在")
    if row["state"] in ("SUCCESS", "REFUND"):
        raise PayRefusal(400, "ORDER_PAID", "该订单已支付")
    close_unpaid(call.sandbox, call.merchant.mchid, call.path["out_trade_no"])
    return Reply(204, None)
