"""Shipping management of a mini program's paid orders: upload, look, remind, confirm (mini-program 7)."""

import json
import sqlite3
from typing import Any

from wechat_sandbox.accounts.merchants import app_row
from wechat_sandbox.clock import DAY_MS, parse_rfc3339
from wechat_sandbox.mini.carriers import CARRIERS
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.push import plan_event
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.state import Sandbox

NOT_FOUND, RESHIP_USED, WRONG_STATE, WRONG_PAYER = 10060001, 10060003, 10060004, 10060031
BAD_DATA, BAD_FORMAT = 268485216, 268485226
PARCELS_MAX, ITEM_DESC_MAX, TRACKING_MAX = 15, 120, 128
EXPRESS = 1
# Confirmed by itself: express after ten days, everything else after two.
CONFIRM_DAYS = {1: 10, 2: 2, 3: 2, 4: 2}


def find_paid(
    call: MiniCall, key: dict[str, Any], *, transaction: str, mchid: str, number: str
) -> sqlite3.Row:
    """A paid order of this mini program that the shipping system knows. Raises MiniRefusal 10060001."""
    sandbox = call.sandbox
    if key.get(transaction):
        row = sandbox.db.one(
            "select * from orders where transaction_id = ? and appid = ?", (str(key[transaction]), call.appid)
        )
    else:
        row = sandbox.db.one(
            "select * from orders where mchid = ? and out_trade_no = ? and appid = ?",
            (str(key.get(mchid, "")), str(key.get(number, "")), call.appid),
        )
    late_ms = sandbox.settings.trade_order_delay_seconds * 1000
    if row is None or row["paid_at_ms"] is None or sandbox.clock.now_ms() - row["paid_at_ms"] < late_ms:
        raise MiniRefusal(NOT_FOUND, "支付单不存在")
    return row


def shipping_row(sandbox: Sandbox, transaction_id: str) -> sqlite3.Row | None:
    return sandbox.db.one("select * from shippings where transaction_id = ?", (transaction_id,))


def upload(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/sec/order/upload_shipping_info`."""
    body, sandbox = call.body, call.sandbox
    key, payer = body.get("order_key"), body.get("payer")
    if (
        not isinstance(key, dict)
        or not isinstance(payer, dict)
        or not isinstance(body.get("shipping_list"), list)
    ):
        raise MiniRefusal(47001)
    if key.get("order_number_type") not in (1, 2):
        raise MiniRefusal(BAD_FORMAT, "order_number_type")
    wanted = {name: key.get(name) for name in _KEY_FIELDS[key["order_number_type"]]}
    order = find_paid(call, wanted, transaction="transaction_id", mchid="mchid", number="out_trade_no")
    if payer.get("openid") != order["payer_openid"]:
        raise MiniRefusal(WRONG_PAYER, "支付单不属于openid所指用户")
    parcels = _checked_parcels(body)
    upload_ms = parse_rfc3339(str(body.get("upload_time", "")))
    if upload_ms is None:
        raise MiniRefusal(BAD_FORMAT, "upload_time")
    with sandbox.db.transaction():
        first = shipping_row(sandbox, order["transaction_id"]) is None
        _record(sandbox, order, body, parcels, upload_ms)
        if first:
            _tell_shipped(sandbox, order)
    return {"errcode": 0, "errmsg": "ok"}


_KEY_FIELDS: dict[int, tuple[str, ...]] = {1: ("mchid", "out_trade_no"), 2: ("transaction_id",)}


def _checked_parcels(body: dict[str, Any]) -> list[dict[str, Any]]:
    kind, mode, parcels = body.get("logistics_type"), body.get("delivery_mode"), body["shipping_list"]
    if type(kind) is not int or kind not in CONFIRM_DAYS or mode not in (1, 2):
        raise MiniRefusal(BAD_DATA, "logistics_type or delivery_mode")
    if mode == 2 and not isinstance(body.get("is_all_delivered"), bool):
        raise MiniRefusal(BAD_DATA, "is_all_delivered")
    if not 1 <= len(parcels) <= (1 if mode == 1 else PARCELS_MAX):
        raise MiniRefusal(BAD_DATA, "shipping_list")
    for parcel in parcels:
        if not isinstance(parcel, dict):
            raise MiniRefusal(47001)
        description = parcel.get("item_desc")
        if not isinstance(description, str) or not 1 <= len(description) <= ITEM_DESC_MAX:
            raise MiniRefusal(BAD_FORMAT, "item_desc")
        if kind == EXPRESS:
            _check_express(parcel)
    return list(parcels)


def _check_express(parcel: dict[str, Any]) -> None:
    number, carrier = parcel.get("tracking_no"), parcel.get("express_company")
    if not isinstance(number, str) or not 1 <= len(number) <= TRACKING_MAX:
        raise MiniRefusal(BAD_FORMAT, "tracking_no")
    if not isinstance(carrier, str) or carrier not in CARRIERS:
        raise MiniRefusal(BAD_FORMAT, "express_company")
    contact = parcel.get("contact", {})
    if not isinstance(contact, dict):
        raise MiniRefusal(47001)
    phones = [value for value in (contact.get("consignor_contact"), contact.get("receiver_contact")) if value]
    if carrier == "SF" and not phones:
        raise MiniRefusal(BAD_DATA, "contact is required for SF")
    for phone in phones:
        if not isinstance(phone, str) or "*" not in phone or not phone[-4:].isdecimal():
            raise MiniRefusal(BAD_FORMAT, "contact must be masked except its last four digits")


def _record(
    sandbox: Sandbox, order: sqlite3.Row, body: dict[str, Any], parcels: list[dict[str, Any]], upload_ms: int
) -> None:
    """Write the parcels down. Raises MiniRefusal 10060003, 10060004 or 268485216 (wrong state)."""
    known = shipping_row(sandbox, order["transaction_id"])
    if order["refunded_fen"] >= order["total_fen"] or (
        known is not None and known["confirmed_at_ms"] is not None
    ):
        raise MiniRefusal(WRONG_STATE, "支付单处于不可发货的状态")
    kind, mode = body["logistics_type"], body["delivery_mode"]
    finished = mode == 1 or body["is_all_delivered"]
    count = 0
    earlier: list[dict[str, Any]] = []
    if known is not None:
        if upload_ms <= known["upload_time_ms"]:
            raise MiniRefusal(BAD_DATA, "upload_time must increase")
        again = known["finished"] or (known["logistics_type"], known["delivery_mode"]) != (kind, mode)
        count = known["finished_count"] + (1 if again and not known["finished"] else 0)
        if again and count >= 2:
            raise MiniRefusal(RESHIP_USED, "支付单已使用重新发货机会")
        earlier = [] if again else json.loads(known["parcels"])
    now_ms = sandbox.clock.now_ms()
    due_ms = now_ms + CONFIRM_DAYS[kind] * DAY_MS if finished else None
    stamped = [parcel | {"upload_time": now_ms // 1000} for parcel in parcels]
    sandbox.db.run(
        "insert or replace into shippings (transaction_id, appid, logistics_type, delivery_mode,"
        " finished, finished_count,"
        " parcels, upload_time_ms, shipped_at_ms, confirm_due_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            order["transaction_id"],
            order["appid"],
            kind,
            mode,
            int(finished),
            count + int(finished),
            json.dumps(earlier + stamped, ensure_ascii=False),
            upload_ms,
            now_ms,
            due_ms,
        ),
    )


def event_fields(order: sqlite3.Row) -> dict[str, Any]:
    return {
        "transaction_id": order["transaction_id"],
        "merchant_id": order["mchid"],
        "sub_merchant_id": "",
        "merchant_trade_no": order["out_trade_no"],
        "pay_time": order["paid_at_ms"] // 1000,
    }


def _tell_shipped(sandbox: Sandbox, order: sqlite3.Row) -> None:
    """The settlement event is pushed on shipping too, with the estimated time."""
    now = sandbox.clock.now_ms() // 1000
    row = shipping_row(sandbox, order["transaction_id"])
    days = CONFIRM_DAYS[row["logistics_type"]] + 1 if row else 0
    fields = event_fields(order) | {
        "shipped_time": now,
        "estimated_settlement_time": now + days * DAY_MS // 1000,
    }
    app = app_row(sandbox.db, order["appid"])
    plan_event(sandbox, app, "trade_manage_order_settlement", order["payer_openid"], fields)


def confirm(sandbox: Sandbox, order: sqlite3.Row, by: int) -> None:
    """The receipt is confirmed, by time (1) or by hand (2); the money is settled on the next day.

    Frozen money may be shared from now on; its unfreezing settles it.
    """
    now_ms = sandbox.clock.now_ms()
    changed = sandbox.db.run(
        "update shippings set confirmed_at_ms = ?, confirmed_by = ?, confirm_due_at_ms = null"
        " where transaction_id = ? and finished = 1 and confirmed_at_ms is null",
        (now_ms, by, order["transaction_id"]),
    )
    if changed:
        sandbox.db.run(
            "update orders set settle_due_at_ms = ? where transaction_id = ? and settled_at_ms is null and not"
            " exists (select 1 from holdings h where h.transaction_id = orders.transaction_id and frozen = 1)",
            (now_ms + DAY_MS, order["transaction_id"]),
        )


def notify_receive(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/sec/order/notify_confirm_receive`: express only, once per order, after shipping."""
    order = find_paid(
        call, call.body, transaction="transaction_id", mchid="merchant_id", number="merchant_trade_no"
    )
    row = shipping_row(call.sandbox, order["transaction_id"])
    usable = row is not None and row["finished"] and row["logistics_type"] == EXPRESS and not row["notified"]
    if row is None or not usable or row["confirmed_at_ms"] is not None:
        raise MiniRefusal(WRONG_STATE, "支付单处于不可提醒的状态")
    if call.whole("received_time") < row["shipped_at_ms"] // 1000:
        raise MiniRefusal(BAD_DATA, "received_time must follow shipping")
    call.sandbox.db.run(
        "update shippings set notified = 1 where transaction_id = ?", (order["transaction_id"],)
    )
    return {"errcode": 0, "errmsg": "ok"}
