"""Transaction complaints of a mini program: the pushed event, the detail, and what the merchant may answer.

Source: mini-program Appendix D. Documented states: 201 waits for the merchant, 206 the merchant is liable and a proof of
what was done is awaited, 312 the platform refunds; 201 and 206 end after 48 hours. The states between are not listed
where we could read them: 203, 205, 301 and 302 are ours [U].
"""

import json
import sqlite3
from typing import Any

from wechat_sandbox.accounts.merchants import app_row
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.push import plan_event
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.state import Sandbox

WAITS_FOR_MERCHANT, ACCEPTED, JUDGING = 201, 203, 205
LIABLE, DONE, WITHDRAWN, PLATFORM_REFUNDS = 206, 301, 302, 312
STEP_MS = 48 * 3_600_000
USER, MERCHANT, PLATFORM = 1, 2, 3
ACCEPT, REFUSE = 1, 2
FIRST, PROGRESS = 1, 2
CONTENT_MAX, MEDIA_MAX = 500, 9
BATCH = 100


def show(call: MiniCall) -> dict[str, Any]:
    """`GET /wxaapi/minishop/complaintOrderDetail`: a wrong id is a system error there."""
    row = _find(call.sandbox, call.query.get("complaintOrderId", ""), call.appid)
    if row is None:
        raise MiniRefusal(-1)
    fields = _fields(call.sandbox, row)
    order = {
        "complaintOrderId": str(row["id"]),
        "openid": row["openid"],
        "createTime": fields["create_time"],
        "phoneNumber": row["phone"],
        "type": row["type"],
        "status": row["status"],
        "customerMaterial": {"content": row["content"], "mediaIdList": json.loads(row["images"])},
        "orderId": row["transaction_id"],
        "outTradeNo": fields["out_trade_no"],
        "productName": fields["product_name"],
        "payTime": fields["pay_time"],
        "totalCost": str(fields["total_cost"]),
        "expireTime": fields["expire_time"],
    }
    items = [
        {
            "itemType": one["side"],
            "time": one["at_ms"] // 1000,
            "content": one["content"],
            "mediaIdList": json.loads(one["images"]),
        }
        for one in _words(call.sandbox, row)
    ]
    return {"errcode": 0, "errmsg": "ok", "complaintOrder": order, "item": items}


def respond(call: MiniCall) -> dict[str, Any]:
    """`POST …/bussiRespondComplaint`: accept (1) or refuse (2) what the person complains of."""
    handle = call.body.get("bussiHandle")
    if type(handle) is not int or handle not in (ACCEPT, REFUSE):
        raise MiniRefusal(10001, "bussiHandle")
    return _answer(call, {WAITS_FOR_MERCHANT}, ACCEPTED if handle == ACCEPT else JUDGING)


def supply_proof(call: MiniCall) -> dict[str, Any]:
    """`POST …/bussiSupplyProof`: more evidence; the state stays."""
    return _answer(call, {WAITS_FOR_MERCHANT, ACCEPTED, JUDGING}, None)


def supply_refund(call: MiniCall) -> dict[str, Any]:
    """`POST …/bussiSupplyRefund`: the proof of what was done about it ends the complaint."""
    return _answer(call, {ACCEPTED, LIABLE}, DONE)


def appeal(call: MiniCall) -> dict[str, Any]:
    """`POST …/busiAppeal`: against the platform's verdict; the platform looks again."""
    return _answer(call, {LIABLE}, JUDGING)


def _answer(call: MiniCall, allowed: set[int], to: int | None) -> dict[str, Any]:
    given = call.body.get("complaintOrderId")
    if not isinstance(given, (str, int)) or isinstance(given, bool):
        raise MiniRefusal(10001, "complaintOrderId")
    content, media = call.body.get("content", ""), call.body.get("mediaIdList", [])
    is_list = (
        isinstance(media, list) and len(media) <= MEDIA_MAX and all(isinstance(one, str) for one in media)
    )
    if not isinstance(content, str) or len(content) > CONTENT_MAX or not is_list or not (content or media):
        raise MiniRefusal(2)
    row = _find(call.sandbox, str(given), call.appid)
    if row is None:
        raise MiniRefusal(1)
    if row["status"] not in allowed:
        raise MiniRefusal(1002)
    with call.sandbox.db.transaction():
        _say(call.sandbox, row["id"], MERCHANT, content, media)
        _move(call.sandbox, row["id"], row["status"] if to is None else to, keep_clock=to is None)
    return {"errcode": 0, "errmsg": "ok"}


# -- what the person and the platform do ---------------------------------------------------------------------


def open_complaint(sandbox: Sandbox, order: sqlite3.Row, phone: str, given: dict[str, Any]) -> int:
    """A person complains about an order of the mini program; returns the complaint's id. The event is on its way."""
    now_ms = sandbox.clock.now_ms()
    with sandbox.db.transaction():
        number = sandbox.db.insert(
            "insert into mini_complaints (appid, transaction_id, openid, phone, type, content, images, status,"
            " created_at_ms, expires_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(order["appid"], order["transaction_id"], order["payer_openid"], phone, given["type"]),
                *(
                    given["content"],
                    json.dumps(given["images"]),
                    WAITS_FOR_MERCHANT,
                    now_ms,
                    now_ms + STEP_MS,
                ),
            ),
        )
        _say(sandbox, number, USER, given["content"], given["images"])
        _tell(sandbox, number, FIRST)
    return number


def set_status(sandbox: Sandbox, number: int, status: int, content: str) -> None:
    """What the person (withdrawn, content) or the platform (liable) makes of it."""
    with sandbox.db.transaction():
        _say(sandbox, number, USER if status == WITHDRAWN else PLATFORM, content, [])
        _move(sandbox, number, status)


def expire_due(sandbox: Sandbox) -> int:
    """Whose time is over loses: without an answer liable, without a proof the platform refunds."""
    rows = sandbox.db.all(
        "select id, status from mini_complaints where expires_at_ms is not null and expires_at_ms <= ? limit ?",
        (sandbox.clock.now_ms(), BATCH),
    )
    for row in rows:
        with sandbox.db.transaction():
            to = PLATFORM_REFUNDS if row["status"] == LIABLE else LIABLE
            words = "商家超时未上传处理凭证，平台退款中" if to == PLATFORM_REFUNDS else "平台判定商家责任"
            _say(sandbox, row["id"], PLATFORM, words, [])
            _move(sandbox, row["id"], to)
    return len(rows)


def _find(sandbox: Sandbox, number: str, appid: str) -> sqlite3.Row | None:
    if not number.isdecimal() or len(number) > 15:
        return None
    return sandbox.db.one("select * from mini_complaints where id = ? and appid = ?", (int(number), appid))


def _words(sandbox: Sandbox, row: sqlite3.Row) -> list[sqlite3.Row]:
    return sandbox.db.all(
        "select * from mini_complaint_words where complaint_id = ? order by id limit 100", (row["id"],)
    )


def _say(sandbox: Sandbox, number: int, side: int, content: str, images: list[str]) -> None:
    sandbox.db.run(
        "insert into mini_complaint_words (complaint_id, at_ms, side, content, images) values (?, ?, ?, ?, ?)",
        (number, sandbox.clock.now_ms(), side, content, json.dumps(images)),
    )


def _move(sandbox: Sandbox, number: int, status: int, *, keep_clock: bool = False) -> None:
    ends = status in (DONE, WITHDRAWN, PLATFORM_REFUNDS)
    expires_at_ms = None if ends else sandbox.clock.now_ms() + STEP_MS
    if not keep_clock:
        sandbox.db.run(
            "update mini_complaints set status = ?, expires_at_ms = ? where id = ?",
            (status, expires_at_ms, number),
        )
    _tell(sandbox, number, PROGRESS)


def _fields(sandbox: Sandbox, row: sqlite3.Row) -> dict[str, Any]:
    order = sandbox.db.one("select * from orders where transaction_id = ?", (row["transaction_id"],))
    assert order is not None  # a complaint is about an order, and orders stay
    return {
        "appid": row["appid"],
        "complaint_order_id": str(row["id"]),
        "status": row["status"],
        "create_time": row["created_at_ms"] // 1000,
        "expire_time": (row["expires_at_ms"] or 0) // 1000,
        "type": row["type"],
        "order_id": row["transaction_id"],
        "out_trade_no": order["out_trade_no"],
        "phone_number": row["phone"],
        "open_id": row["openid"],
        "customer_material_content": row["content"],
        "customer_material_media_id_list": json.loads(row["images"]),
        "pay_time": order["paid_at_ms"] // 1000,
        "total_cost": order["total_fen"],
        "product_name": order["description"],
        "history": [
            {
                "time": one["at_ms"] // 1000,
                "content": one["content"],
                "media_id_list": json.loads(one["images"]),
            }
            for one in _words(sandbox, row)
        ],
    }


def _tell(sandbox: Sandbox, number: int, option_type: int) -> None:
    row = sandbox.db.one("select * from mini_complaints where id = ?", (number,))
    assert row is not None  # told in the transaction that wrote it
    app = app_row(sandbox.db, row["appid"])
    information = _fields(sandbox, row) | {"option_type": option_type}
    plan_event(sandbox, app, "complaint_callback", row["openid"], {"BussiCallBackInfo": information})
