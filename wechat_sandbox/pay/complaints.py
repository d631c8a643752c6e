"""Complaints of consumers at WeChat Pay: list, detail, history, reply, refund verdict, complete, and their callbacks.

Source: pay-v3 13. A callback names the complaint and what happened, nothing else; its words are asked for. A refund that
reaches the person is told too. What WeChat does when the same word is said twice is not documented [U]: here the state
decides, so a reply may be repeated and a verdict or an end may not.
"""

import json
import secrets
import sqlite3
from datetime import date, datetime
from typing import Any

from wechat_sandbox import crypto
from wechat_sandbox.clock import CHINA, rfc3339
from wechat_sandbox.deliveries import Notice, plan
from wechat_sandbox.pay.bodies import COMPLAINT_COMPLETE, COMPLAINT_REFUND, COMPLAINT_RESPONSE, COMPLAINT_URL
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.orders import check_notify_url
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken
from wechat_sandbox.state import Sandbox

LIST_LIMIT_MAX, HISTORY_LIMIT_MAX, DAYS_MAX = 50, 300, 30
_USER, _MERCHANT, _SYSTEM = "投诉人", "商户", "系统"
_SUMMARIES = {"COMPLAINT.CREATE": "产生新投诉", "COMPLAINT.STATE_CHANGE": "投诉单状态变化"}


# -- the address ---------------------------------------------------------------------------------------------


def show_url(call: PayCall) -> Reply:
    row = _url_row(call)
    if row is None:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "投诉通知回调地址不存在")
    return Reply(200, {"mchid": call.merchant.mchid, "url": row["url"]})


def create_url(call: PayCall) -> Reply:
    _check_url(call)
    if _url_row(call) is not None:
        raise PayRefusal(400, "RESOURCE_ALREADY_EXISTS", "投诉通知回调地址已存在")
    return _save_url(call)


def update_url(call: PayCall) -> Reply:
    _check_url(call)
    if _url_row(call) is None:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "投诉通知回调地址不存在")
    return _save_url(call)


def delete_url(call: PayCall) -> Reply:
    if not call.sandbox.db.run("delete from complaint_urls where mchid = ?", (call.merchant.mchid,)):
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "投诉通知回调地址不存在")
    return Reply(204, None)


def _check_url(call: PayCall) -> None:
    COMPLAINT_URL.check("", call.body)
    check_notify_url(call.body["url"])


def _url_row(call: PayCall) -> sqlite3.Row | None:
    return call.sandbox.db.one("select url from complaint_urls where mchid = ?", (call.merchant.mchid,))


def _save_url(call: PayCall) -> Reply:
    call.sandbox.db.run(
        "insert into complaint_urls (mchid, url) values (?, ?) on conflict (mchid) do update set url = excluded.url",
        (call.merchant.mchid, call.body["url"]),
    )
    return Reply(200, {"mchid": call.merchant.mchid, "url": call.body["url"]})


# -- reading -------------------------------------------------------------------------------------------------


def list_complaints(call: PayCall) -> Reply:
    """`GET …/complaints-v2`: by the day they began (China), at most 30 days at once."""
    limit, offset = _window(call, LIST_LIMIT_MAX, 10)
    begin, end = _day(call, "begin_date"), _day(call, "end_date")
    if not 0 <= (end - begin).days <= DAYS_MAX:
        raise bad_field("/end_date", call.query.get("end_date"), "查询日期跨度不超过30天", "query")
    bounds = (call.merchant.mchid, _midnight_ms(begin), _midnight_ms(end) + 86_400_000)
    rows = call.sandbox.db.all(
        "select * from complaints where mchid = ? and created_at_ms >= ? and created_at_ms < ?"
        " order by created_at_ms desc, id limit ? offset ?",
        (*bounds, limit, offset),
    )
    total = call.sandbox.db.one(
        "select count(*) as n from complaints where mchid = ? and created_at_ms >= ? and created_at_ms < ?",
        bounds,
    )
    data = [_shown(call, row) for row in rows]
    return Reply(
        200, {"data": data, "limit": limit, "offset": offset, "total_count": total["n"] if total else 0}
    )


def show_complaint(call: PayCall) -> Reply:
    return Reply(200, _shown(call, _of_merchant(call)))


def show_history(call: PayCall) -> Reply:
    """`GET …/negotiation-historys`: newest first."""
    limit, offset = _window(call, HISTORY_LIMIT_MAX, 100)
    row = _of_merchant(call)
    said = call.sandbox.db.all(
        "select * from complaint_words where complaint_id = ? order by id desc limit ? offset ?",
        (row["id"], limit, offset),
    )
    total = call.sandbox.db.one(
        "select count(*) as n from complaint_words where complaint_id = ?", (row["id"],)
    )
    data = [
        {
            "log_id": f"{row['id']}{one['id']:08}",
            "operator": one["operator"],
            "operate_time": rfc3339(one["at_ms"]),
            "operate_type": one["type"],
            "operate_details": one["details"],
            "image_list": json.loads(one["images"]),
        }
        for one in said
    ]
    return Reply(
        200, {"data": data, "limit": limit, "offset": offset, "total_count": total["n"] if total else 0}
    )


def _of_merchant(call: PayCall) -> sqlite3.Row:
    """The complaint, if it is against this merchant; another's is as good as none."""
    row = call.sandbox.db.one(
        "select * from complaints where id = ? and mchid = ?",
        (call.path["complaint_id"], call.merchant.mchid),
    )
    if row is None:
        raise PayRefusal(404, "RESOURCE_NOT_EXISTS", "投诉单不存在")
    return row


def _shown(call: PayCall, row: sqlite3.Row) -> dict[str, Any]:
    order = call.sandbox.db.one("select * from orders where transaction_id = ?", (row["transaction_id"],))
    assert order is not None  # a complaint is about an order, and orders stay
    images = json.loads(row["images"])
    shown: dict[str, Any] = {
        "complaint_id": row["id"],
        "complaint_time": rfc3339(row["created_at_ms"]),
        "complaint_detail": row["detail"],
        "complaint_state": row["state"],
        "payer_phone": crypto.encrypt_field(call.merchant.public_key, row["phone"]),
        "payer_openid": order["payer_openid"],
        "complaint_media_list": [{"media_type": "USER_COMPLAINT_IMAGE", "media_url": images}]
        if images
        else [],
        "complaint_order_info": [
            {
                "transaction_id": row["transaction_id"],
                "out_trade_no": order["out_trade_no"],
                "amount": order["total_fen"],
            }
        ],
        "complaint_full_refunded": _refunded_fen(call.sandbox, row["transaction_id"]) == order["total_fen"],
        "incoming_user_response": bool(row["user_waits"]),
        "user_complaint_times": row["times"],
        "problem_type": row["problem_type"],
        "problem_description": row["problem_description"],
        "user_tag_list": [],
        "service_order_info": [],
        "in_platform_service": False,
        "need_immediate_service": False,
    }
    if row["problem_type"] == "REFUND":
        shown["apply_refund_amount"] = row["apply_refund_fen"]
    return shown


def _window(call: PayCall, most: int, usual: int) -> tuple[int, int]:
    limit, offset = call.query.get("limit", str(usual)), call.query.get("offset", "0")
    if not limit.isdecimal() or not 1 <= int(limit) <= most:
        raise bad_field("/limit", limit, f"数值应在1到{most}之间", "query")
    if not offset.isdecimal() or len(offset) > 9:
        raise bad_field("/offset", offset, "数值应大于等于0", "query")
    return int(limit), int(offset)


def _day(call: PayCall, name: str) -> date:
    text = call.query.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_field(f"/{name}", text, "日期格式为YYYY-MM-DD", "query") from None


def _midnight_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=CHINA).timestamp() * 1000)


# -- what the merchant does ----------------------------------------------------------------------------------


def respond(call: PayCall) -> Reply:
    """`POST …/response`: 204; what waits for a first word is under way from now on."""
    row = _held(call, COMPLAINT_RESPONSE)
    if row["state"] == "PROCESSED":
        raise rule_broken("投诉单已处理完成，不能再回复")
    said = (call.body["response_content"], call.body.get("response_images", []))
    with call.sandbox.db.transaction():
        _move(call.sandbox, row, state="PROCESSING", user_waits=False)
        _say(call.sandbox, row, _MERCHANT, "MERCHANT_RESPONSE", *said)
        _tell(call.sandbox, row, "MERCHANT_RESPONSE")
    return Reply(204, None)


def complete(call: PayCall) -> Reply:
    """`POST …/complete`: 204, after a word was said; the person is asked whether they are content."""
    row = _held(call, COMPLAINT_COMPLETE)
    if row["state"] != "PROCESSING":
        raise rule_broken("投诉单状态不允许反馈处理完成")
    with call.sandbox.db.transaction():
        _move(call.sandbox, row, state="PROCESSED", user_waits=False)
        _say(call.sandbox, row, _MERCHANT, "MERCHANT_CONFIRM_COMPLETE", "")
        _tell(call.sandbox, row, "MERCHANT_CONFIRM_COMPLETE")
    return Reply(204, None)


def decide_refund(call: PayCall) -> Reply:
    """`POST …/update-refund-progress`: one verdict about the refund that was asked for."""
    COMPLAINT_REFUND.check("", call.body)
    row, approved = _of_merchant(call), call.body["action"] == "APPROVE"
    needed = "launch_refund_day" if approved else "reject_reason"
    if needed not in call.body:
        raise bad_field(f"/{needed}", None, "必填字段缺失")
    if row["problem_type"] != "REFUND" or row["refund_verdict"] or row["state"] == "PROCESSED":
        raise rule_broken("投诉单不是待审批退款的状态")
    words = (
        f"商户同意退款，预计{call.body['launch_refund_day']}个工作日内发起退款"
        if approved
        else call.body["reject_reason"]
    )
    with call.sandbox.db.transaction():
        call.sandbox.db.run(
            "update complaints set refund_verdict = ? where id = ?", (call.body["action"], row["id"])
        )
        _move(call.sandbox, row, state="PROCESSING", user_waits=False)
        _say(
            call.sandbox, row, _MERCHANT, "MERCHANT_APPROVE_REFUND" if approved else "MERCHANT_REFUSE_RERUND", words
        )  # fmt: skip
        _tell(call.sandbox, row, "MERCHANT_APPROVE_REFUND" if approved else "MERCHANT_REJECT_REFUND")
    return Reply(204, None)


def _held(call: PayCall, body: Any) -> sqlite3.Row:
    body.check("", call.body)
    row = _of_merchant(call)
    if call.body["complainted_mchid"] != row["mchid"]:
        raise bad_field("/complainted_mchid", call.body["complainted_mchid"], "被诉商户号有误")
    return row


# -- what the person does, and what follows by itself --------------------------------------------------------


def open_complaint(sandbox: Sandbox, order: sqlite3.Row, phone: str, given: dict[str, Any]) -> str:
    """A person complains about a paid order; returns the complaint's id. The callback is on its way."""
    now_ms = sandbox.clock.now_ms()
    stamp = datetime.fromtimestamp(now_ms / 1000, CHINA)
    complaint_id = f"200{stamp:%Y%m%d%H%M%S}{secrets.randbelow(10**10):010}"
    is_refund = given["problem_type"] == "REFUND"
    with sandbox.db.transaction():
        sandbox.db.run(
            "insert into complaints (id, mchid, transaction_id, phone, detail, images, problem_type,"
            " problem_description, apply_refund_fen, state, user_waits, times, created_at_ms, refund_told_fen)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 1, 1, ?, ?)",
            (
                *(complaint_id, order["mchid"], order["transaction_id"], phone, given["detail"]),
                *(json.dumps(given["images"]), given["problem_type"], given["problem_description"]),
                (given["apply_refund_fen"] or order["total_fen"]) if is_refund else None,
                *(now_ms, _refunded_fen(sandbox, order["transaction_id"])),
            ),
        )
        row = find(sandbox, complaint_id)
        assert row is not None  # inserted above
        _say(sandbox, row, _USER, "USER_CREATE_COMPLAINT", given["detail"], given["images"])
        _tell(sandbox, row, "CREATE_COMPLAINT", event="COMPLAINT.CREATE")
    return complaint_id


def user_speaks(sandbox: Sandbox, row: sqlite3.Row, words: str) -> None:
    """The person says more: in what is under way a response, in what was ended a complaint anew."""
    again = row["state"] == "PROCESSED"
    with sandbox.db.transaction():
        _move(
            sandbox,
            row,
            state="PENDING" if again else row["state"],
            user_waits=True,
            times=row["times"] + again,
        )
        _say(sandbox, row, _USER, "USER_CONTINUE_COMPLAINT" if again else "USER_RESPONSE", words)
        _tell(sandbox, row, "CONTINUE_COMPLAINT" if again else "USER_RESPONSE")


def user_withdraws(sandbox: Sandbox, row: sqlite3.Row) -> None:
    """The person takes it back. No action_type is documented for it, so nobody is called."""
    with sandbox.db.transaction():
        _move(sandbox, row, state="PROCESSED", user_waits=False)
        _say(sandbox, row, _USER, "USER_REVOKE_COMPLAINT", "")


def tell_refunds(sandbox: Sandbox) -> int:
    """Tell of refunds that reached people who complain; returns how many complaints were told about."""
    rows = sandbox.db.all(
        "select c.*, sum(r.refund_fen) as given_fen from complaints c join refunds r on r.transaction_id ="
        " c.transaction_id and r.status = 'SUCCESS' group by c.id having given_fen > c.refund_told_fen limit 100"
    )
    for row in rows:
        with sandbox.db.transaction():
            sandbox.db.run(
                "update complaints set refund_told_fen = ? where id = ?", (row["given_fen"], row["id"])
            )
            yuan = f"{row['given_fen'] // 100}.{row['given_fen'] % 100:02}"
            _say(
                sandbox, row, _SYSTEM, "COMPLAINT_REFUND_RECEIVED_SYSTEM_MESSAGE", f"退款已到账，累计{yuan}元"
            )
            _tell(sandbox, row, "REFUND_SUCCESS")
    return len(rows)


def find(sandbox: Sandbox, complaint_id: str) -> sqlite3.Row | None:
    return sandbox.db.one("select * from complaints where id = ?", (complaint_id,))


def _refunded_fen(sandbox: Sandbox, transaction_id: str) -> int:
    row = sandbox.db.one(
        "select coalesce(sum(refund_fen), 0) as fen from refunds where transaction_id = ? and status = 'SUCCESS'",
        (transaction_id,),
    )
    return int(row["fen"]) if row else 0


def _move(
    sandbox: Sandbox, row: sqlite3.Row, *, state: str, user_waits: bool, times: int | None = None
) -> None:
    sandbox.db.run(
        "update complaints set state = ?, user_waits = ?, times = ? where id = ?",
        (state, int(user_waits), times or row["times"], row["id"]),
    )


def _say(
    sandbox: Sandbox,
    row: sqlite3.Row,
    operator: str,
    kind: str,
    details: str,
    images: list[str] | None = None,
) -> None:
    sandbox.db.run(
        "insert into complaint_words (complaint_id, at_ms, operator, type, details, images) values (?, ?, ?, ?, ?, ?)",
        (row["id"], sandbox.clock.now_ms(), operator, kind, details, json.dumps(images or [])),
    )


def _tell(sandbox: Sandbox, row: sqlite3.Row, action: str, *, event: str = "COMPLAINT.STATE_CHANGE") -> None:
    """Plan the callback; a merchant that registered no address is not called."""
    address = sandbox.db.one("select url from complaint_urls where mchid = ?", (row["mchid"],))
    order = sandbox.db.one(
        "select out_trade_no from orders where transaction_id = ?", (row["transaction_id"],)
    )
    if address is None or order is None:
        return
    plan(
        sandbox,
        Notice(
            kind="pay",
            owner=row["mchid"],
            out_trade_no=order["out_trade_no"],
            event=event,
            original_type="complaint",
            summary=_SUMMARIES[event],
            url=address["url"],
            resource={"complaint_id": row["id"], "action_type": action},
        ),
    )
