"""How a mini program looks at its orders under shipping management, and its settings there (mini-program 7)."""

import json
import sqlite3
from typing import Any

from wechat_sandbox.mini.carriers import CARRIERS
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.mini.shipping import find_paid, shipping_row
from wechat_sandbox.state import Sandbox

TO_SHIP, SHIPPED, CONFIRMED, DONE, REFUNDED = 1, 2, 3, 4, 5
PAGE_MAX = 100
SCAN_MAX = 1000
DIGITS_MAX = 15


def _state(order: sqlite3.Row, shipping: sqlite3.Row | None) -> int:
    if order["refunded_fen"] >= order["total_fen"]:
        return REFUNDED
    if order["settled_at_ms"] is not None:
        return DONE
    if shipping is None or not shipping["finished"]:
        return TO_SHIP
    return SHIPPED if shipping["confirmed_at_ms"] is None else CONFIRMED


def _shown(sandbox: Sandbox, order: sqlite3.Row) -> dict[str, Any]:
    shipping = shipping_row(sandbox, order["transaction_id"])
    shown: dict[str, Any] = {
        "transaction_id": order["transaction_id"],
        "merchant_id": order["mchid"],
        "sub_merchant_id": "",
        "merchant_trade_no": order["out_trade_no"],
        "description": order["description"],
        "paid_amount": order["total_fen"],
        "openid": order["payer_openid"],
        "trade_create_time": order["created_at_ms"] // 1000,
        "pay_time": order["paid_at_ms"] // 1000,
        "order_state": _state(order, shipping),
        "in_complaint": False,
    }
    if shipping is None:
        return shown | {"shipping": {}}
    parcels = [
        {
            "tracking_no": parcel.get("tracking_no", ""),
            "express_company": parcel.get("express_company", ""),
            "goods_desc": parcel["item_desc"],
            "upload_time": parcel["upload_time"],
            "contact": parcel.get("contact", {}),
        }
        for parcel in json.loads(shipping["parcels"])
    ]
    shown["shipping"] = {
        "delivery_mode": shipping["delivery_mode"],
        "logistics_type": shipping["logistics_type"],
        "finish_shipping": bool(shipping["finished"]),
        "finish_shipping_count": shipping["finished_count"],
        "goods_desc": order["description"],
        "shipping_list": parcels,
    }
    return shown


def get_order(call: MiniCall) -> dict[str, Any]:
    order = find_paid(
        call, call.body, transaction="transaction_id", mchid="merchant_id", number="merchant_trade_no"
    )
    return {"errcode": 0, "errmsg": "ok", "order": _shown(call.sandbox, order)}


def list_orders(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/sec/order/get_order_list`: oldest payment first, `last_index` carries on."""
    span = call.body.get("pay_time_range", {})
    if not isinstance(span, dict):
        raise MiniRefusal(47001)
    size = min(max(call.whole("page_size", PAGE_MAX), 1), PAGE_MAX)
    last = str(call.body.get("last_index") or "0")
    if not last.isdecimal() or len(last) > DIGITS_MAX:
        raise MiniRefusal(40097, "last_index")
    rows = call.sandbox.db.all(
        "select rowid as number, * from orders where appid = ? and paid_at_ms is not null and rowid > ?"
        " and paid_at_ms >= ? and paid_at_ms <= ? and payer_openid = coalesce(?, payer_openid)"
        " order by rowid limit ?",
        (
            call.appid,
            int(last),
            _second(span, "begin_time", 0) * 1000,
            _second(span, "end_time", 4_102_444_800) * 1000 + 999,
            str(call.body["openid"]) if call.body.get("openid") else None,
            SCAN_MAX,
        ),
    )
    wanted = call.body.get("order_state")
    shown = [(row["number"], _shown(call.sandbox, row)) for row in rows]
    matching = [(number, order) for number, order in shown if wanted in (None, order["order_state"])]
    page = matching[:size]
    # A page is full, or the scan went on to its limit: either way the next call carries on behind what was
    # seen.
    seen = page[-1][0] if len(matching) > size else (shown[-1][0] if shown else int(last))
    return {
        "errcode": 0,
        "errmsg": "ok",
        "order_list": [order for _, order in page],
        "last_index": str(seen),
        "has_more": len(matching) > size or len(rows) == SCAN_MAX,
    }


def _second(span: dict[str, Any], name: str, default: int) -> int:
    value = span.get(name, default)
    if type(value) is not int or not 0 <= value < 10**DIGITS_MAX:
        raise MiniRefusal(47001)
    return value


def set_jump_path(call: MiniCall) -> dict[str, Any]:
    path = call.text("path")
    call.sandbox.db.run("update apps set jump_path = ? where appid = ?", (path, call.appid))
    return {"errcode": 0, "errmsg": "ok"}


def is_managed(call: MiniCall) -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok", "is_trade_managed": _managed(call)}


def is_confirmed(call: MiniCall) -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok", "completed": _managed(call)}


def _managed(call: MiniCall) -> bool:
    if call.text("appid") != call.appid:
        raise MiniRefusal(40013)
    return bool(call.app and call.app["trade_managed"])


def list_carriers(call: MiniCall) -> dict[str, Any]:  # noqa: ARG001  every handler takes the call
    carriers = [{"delivery_id": number, "delivery_name": name} for number, name in CARRIERS.items()]
    return {"errcode": 0, "errmsg": "ok", "delivery_list": carriers, "count": len(carriers)}
