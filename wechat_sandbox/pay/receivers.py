"""Receivers of profit sharing: whom a merchant may share with (pay-v3 8). Adding overwrites nothing."""

import sqlite3
from typing import Any

from wechat_sandbox.accounts.merchants import is_bound
from wechat_sandbox.crypto import encrypt_field
from wechat_sandbox.pay.bodies import ADD_RECEIVER, DELETE_RECEIVER
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.orders import check_openid
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken
from wechat_sandbox.pay.sealed import open_field
from wechat_sandbox.state import Sandbox

RECEIVERS_MAX = 20_000


def add_receiver(call: PayCall) -> Reply:
    """`POST /v3/profitsharing/receivers/add`: the same receiver again answers as before."""
    body, mchid = call.body, call.merchant.mchid
    ADD_RECEIVER.check("", body)
    _check_app(call)
    if body["relation_type"] == "CUSTOM" and "custom_relation" not in body:
        raise bad_field("/custom_relation", None, "关系类型为CUSTOM时必填")
    name = open_field(call, "/name", body["name"]) if "name" in body else None
    if body["type"] == "PERSONAL_OPENID":
        check_openid(call.sandbox, body["appid"], body["account"])
    else:
        _check_merchant(call, body["account"], name)
    with call.sandbox.db.transaction():
        if find_receiver(call.sandbox, mchid, body["type"], body["account"]) is None:
            _check_count(call.sandbox, mchid)
            call.sandbox.db.run(
                "insert into receivers (mchid, type, account, appid, name, relation_type, custom_relation,"
                " created_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    mchid,
                    body["type"],
                    body["account"],
                    body["appid"],
                    name,
                    body["relation_type"],
                    body.get("custom_relation"),
                    call.sandbox.clock.now_ms(),
                ),
            )
    shown: dict[str, Any] = {key: body[key] for key in ("type", "account", "relation_type")}
    if name is not None:
        shown["name"] = encrypt_field(call.merchant.public_key, name)
    if "custom_relation" in body:
        shown["custom_relation"] = body["custom_relation"]
    return Reply(200, shown)


def delete_receiver(call: PayCall) -> Reply:
    """`POST /v3/profitsharing/receivers/delete`: whoever is none answers the same."""
    body = call.body
    DELETE_RECEIVER.check("", body)
    _check_app(call)
    call.sandbox.db.run(
        "delete from receivers where mchid = ? and type = ? and account = ?",
        (call.merchant.mchid, body["type"], body["account"]),
    )
    return Reply(200, {"type": body["type"], "account": body["account"]})


def find_receiver(sandbox: Sandbox, mchid: str, kind: str, account: str) -> sqlite3.Row | None:
    return sandbox.db.one(
        "select * from receivers where mchid = ? and type = ? and account = ?", (mchid, kind, account)
    )


def _check_app(call: PayCall) -> None:
    if not is_bound(call.sandbox.db, call.merchant.mchid, call.body["appid"]):
        raise PayRefusal(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")


def _check_merchant(call: PayCall, account: str, name: str | None) -> None:
    if name is None:
        raise bad_field("/name", None, "接收方类型为MERCHANT_ID时必填")
    row = call.sandbox.db.one("select name from merchants where mchid = ?", (account,))
    if row is None:
        raise PayRefusal(400, "MCH_NOT_EXISTS", "商户号不存在")
    if account == call.merchant.mchid:
        raise rule_broken("分账接收方不能是分账方")
    if row["name"] != name:
        raise rule_broken("分账接收方全称与商户号不匹配")


def _check_count(sandbox: Sandbox, mchid: str) -> None:
    row = sandbox.db.one("select count(*) as count from receivers where mchid = ?", (mchid,))
    if row is not None and row["count"] >= RECEIVERS_MAX:
        raise rule_broken("分账接收方数量超过上限")
