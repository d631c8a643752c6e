"""Merchant transfers to a user: create, query, cancel (pay-v3 9).

The money is locked when it is there: at once, else by the due sweep (`transfers_due.py`). Locked money lies in a pocket
of its own until the person has it or the merchant has it back.
"""

import base64
import json
import secrets
import sqlite3
from datetime import datetime
from typing import Any

from wechat_sandbox import wallet
from wechat_sandbox.accounts.merchants import digits, is_bound
from wechat_sandbox.clock import CHINA, DAY_MS, rfc3339
from wechat_sandbox.pay.bodies import REPORTS, TRANSFER
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.orders import check_notify_url, check_openid
from wechat_sandbox.pay.refusals import PayRefusal, rule_broken
from wechat_sandbox.pay.sealed import open_field
from wechat_sandbox.state import Sandbox

LOCKED = "outside/transfers"
NAME_FROM_FEN, NAME_NEEDED_FEN = 30, 200_000
LEAST_FEN, USER_DAY_FEN = 10, 2_000_000
CONFIRM_MS, KNOWN_MS = DAY_MS, 30 * DAY_MS
CANCELLABLE = ("ACCEPTED", "PROCESSING", "WAIT_USER_CONFIRM")


def create_transfer(call: PayCall) -> Reply:
    """`POST /v3/fund-app/mch-transfer/transfer-bills`: the same number with the same content answers again."""
    body = call.body
    TRANSFER.check("", body)
    if "notify_url" in body:
        check_notify_url(body["notify_url"])
    name = _name(call)
    _check_reports(body)
    # The name is encrypted anew at every call, so that what was asked is what it says.
    request = json.dumps(body | {"user_name": name}, ensure_ascii=False, sort_keys=True)
    with call.sandbox.db.transaction():
        known = find_transfer(call.sandbox, call.merchant.mchid, body["out_bill_no"])
        if known is not None:
            if known["request"] != request:
                raise rule_broken("单号已存在，但信息不一致")
            return Reply(200, _answer(known))
        _check_person(call)
        _insert(call, request, name)
        lock_money(call.sandbox, _found(call))
    call.sandbox.wake.set()
    return Reply(200, _answer(_found(call)))


def _name(call: PayCall) -> str:
    body = call.body
    if "user_name" not in body:
        if body["transfer_amount"] >= NAME_NEEDED_FEN:
            raise PayRefusal(400, "PARAM_ERROR", "转账金额大于等于2000元时，收款用户姓名必填")
        return ""
    if body["transfer_amount"] < NAME_FROM_FEN:
        raise PayRefusal(400, "PARAM_ERROR", "转账金额小于0.3元时，不支持传入收款用户姓名")
    return open_field(call, "/user_name", body["user_name"])


def _check_reports(body: dict[str, Any]) -> None:
    """Every scene wants its own items, literally and all of them (pay-v3 9)."""
    given = [one["info_type"] for one in body.get("transfer_scene_report_infos", [])]
    if not given:
        raise PayRefusal(400, "PARAM_ERROR", "需传入转账场景报备信息，请检查")
    if sorted(given) != sorted(REPORTS[body["transfer_scene_id"]]):
        raise PayRefusal(400, "PARAM_ERROR", "未传入完整且对应的转账场景报备信息")


def _check_person(call: PayCall) -> None:
    body, sandbox, mchid = call.body, call.sandbox, call.merchant.mchid
    if not is_bound(sandbox.db, mchid, body["appid"]):
        raise PayRefusal(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
    check_openid(sandbox, body["appid"], body["openid"])
    if body["transfer_amount"] < LEAST_FEN:
        raise rule_broken("超过单笔转账上下限")
    since_ms = sandbox.clock.now_ms() - DAY_MS
    earlier = sandbox.db.one(
        "select coalesce(sum(amount_fen), 0) as fen from transfers where mchid = ? and openid = ? and created_at_ms > ?"
        " and state not in ('FAIL', 'CANCELLED')",
        (mchid, body["openid"], since_ms),
    )
    if (earlier["fen"] if earlier else 0) + body["transfer_amount"] > USER_DAY_FEN:
        raise rule_broken("超过该用户单日收款额度")


def _insert(call: PayCall, request: str, name: str) -> None:
    body, now_ms = call.body, call.sandbox.clock.now_ms()
    moment = datetime.fromtimestamp(now_ms / 1000, CHINA)
    call.sandbox.db.run(
        "insert into transfers (mchid, out_bill_no, transfer_bill_no, appid, openid, amount_fen, remark, name, scene,"
        " request, notify_url, state, created_at_ms, updated_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " 'PROCESSING', ?, ?)",
        (
            call.merchant.mchid, body["out_bill_no"], f"1330{digits(8)}{moment:%Y%m%d}{digits(20)}", body["appid"],
            body["openid"], body["transfer_amount"], body["transfer_remark"], name, body["transfer_scene_id"], request,
            body.get("notify_url"), now_ms, now_ms,
        ),
    )  # fmt: skip


def lock_money(sandbox: Sandbox, row: sqlite3.Row) -> bool:
    """Take the money out of the merchant's available pocket; False while it does not hold enough."""
    number, fen = row["out_bill_no"], row["amount_fen"]
    if not wallet.move_available(sandbox, row["mchid"], -fen, "transfer", number):
        return False
    wallet.move_outside(sandbox, LOCKED, fen, "transfer", number)
    now_ms = sandbox.clock.now_ms()
    package = base64.b64encode(secrets.token_bytes(48)).decode()
    sandbox.db.run(
        "update transfers set state = 'WAIT_USER_CONFIRM', package_info = ?, due_at_ms = ?, updated_at_ms = ?"
        " where mchid = ? and out_bill_no = ?",
        (package, row["created_at_ms"] + CONFIRM_MS, now_ms, row["mchid"], number),
    )
    return True


def find_transfer(sandbox: Sandbox, mchid: str, out_bill_no: str) -> sqlite3.Row | None:
    return sandbox.db.one("select * from transfers where mchid = ? and out_bill_no = ?", (mchid, out_bill_no))


def _found(call: PayCall) -> sqlite3.Row:
    number = call.body.get("out_bill_no") or call.path["out_bill_no"]
    row = find_transfer(call.sandbox, call.merchant.mchid, number)
    if row is None:
        raise PayRefusal(404, "NOT_FOUND", "记录不存在")
    return row


def _answer(row: sqlite3.Row) -> dict[str, Any]:
    """What the asking itself is answered; the package alone is told here and nowhere else."""
    shown = {
        "out_bill_no": row["out_bill_no"],
        "transfer_bill_no": row["transfer_bill_no"],
        "create_time": rfc3339(row["created_at_ms"]),
        "state": row["state"],
    }
    if row["fail_reason"]:
        shown["fail_reason"] = row["fail_reason"]
    if row["state"] == "WAIT_USER_CONFIRM":
        shown["package_info"] = row["package_info"]
    return shown


def query_transfer(call: PayCall) -> Reply:
    """By the merchant's number or WeChat's own; the last 30 days only."""
    if "transfer_bill_no" in call.path:
        row = call.sandbox.db.one(
            "select * from transfers where mchid = ? and transfer_bill_no = ?",
            (call.merchant.mchid, call.path["transfer_bill_no"]),
        )
    else:
        row = find_transfer(call.sandbox, call.merchant.mchid, call.path["out_bill_no"])
    if row is None or call.sandbox.clock.now_ms() - row["created_at_ms"] > KNOWN_MS:
        raise PayRefusal(404, "NOT_FOUND", "记录不存在")
    return Reply(200, shown_transfer(row))


def shown_transfer(row: sqlite3.Row) -> dict[str, Any]:
    """A transfer as a query and a callback tell it."""
    shown: dict[str, Any] = {
        "mch_id": row["mchid"],
        "out_bill_no": row["out_bill_no"],
        "transfer_bill_no": row["transfer_bill_no"],
        "appid": row["appid"],
        "state": row["state"],
        "transfer_amount": row["amount_fen"],
        "transfer_remark": row["remark"],
        "openid": row["openid"],
        "create_time": rfc3339(row["created_at_ms"]),
        "update_time": rfc3339(row["updated_at_ms"]),
    }
    return shown | {"fail_reason": row["fail_reason"]} if row["fail_reason"] else shown


def cancel_transfer(call: PayCall) -> Reply:
    """`POST …/cancel`: legal until the user has confirmed."""
    row = _found(call)
    if row["state"] in CANCELLABLE:
        now_ms = call.sandbox.clock.now_ms()
        due_at_ms = now_ms + call.sandbox.settings.transfer_delay_seconds * 1000
        call.sandbox.db.run(
            "update transfers set state = 'CANCELING', due_at_ms = ?, updated_at_ms = ? where mchid = ? and"
            " out_bill_no = ?",
            (due_at_ms, now_ms, row["mchid"], row["out_bill_no"]),
        )
        call.sandbox.wake.set()
        row = _found(call)
    elif row["state"] not in ("CANCELING", "CANCELLED"):
        raise rule_broken("当前状态不支持撤销")
    shown = shown_transfer(row)
    return Reply(
        200, {name: shown[name] for name in ("out_bill_no", "transfer_bill_no", "state", "update_time")}
    )
