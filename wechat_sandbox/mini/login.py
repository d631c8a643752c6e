"""Login of a mini program and the phone number: one-use codes (mini-program 2.3 to 2.6)."""

import base64
import hmac
import os
import sqlite3
from hashlib import sha256
from typing import Any

from wechat_sandbox.accounts.people import openid_of
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.mini.tokens import app_with_secret
from wechat_sandbox.state import Sandbox

LOGINS_PER_MINUTE = 100


def take_code(sandbox: Sandbox, appid: str, kind: str, code: Any, *, expired: int = 40029) -> sqlite3.Row:
    """Use a code up; returns its row with the person. Raises MiniRefusal 41008, 40029, 40163 or `expired`."""
    if not code:
        raise MiniRefusal(41008)
    row = sandbox.db.one(
        "select c.*, p.unionid, p.phone, p.name, p.blocked from codes c join people p on p.id = c.person_id"
        " where c.code = ? and c.appid = ? and c.kind = ?",
        (str(code), appid, kind),
    )
    if row is None:
        raise MiniRefusal(40029)
    if row["used_at_ms"] is not None:
        raise MiniRefusal(40163)
    now_ms = sandbox.clock.now_ms()
    if row["expires_at_ms"] <= now_ms:
        raise MiniRefusal(expired)
    sandbox.db.run("update codes set used_at_ms = ? where code = ?", (now_ms, row["code"]))
    return row


def session(call: MiniCall) -> dict[str, Any]:
    """`GET /sns/jscode2session`."""
    query, sandbox = call.query, call.sandbox
    app = app_with_secret(sandbox, query.get("appid"), query.get("secret"))
    if query.get("grant_type") != "authorization_code":
        raise MiniRefusal(40002)
    with sandbox.db.transaction():
        row = take_code(sandbox, app["appid"], "login", query.get("js_code"))
        now_ms = sandbox.clock.now_ms()
        if row["blocked"]:
            raise MiniRefusal(40226)
        recent = sandbox.db.one(
            "select count(*) as count from codes where person_id = ? and used_at_ms > ? and appid = ?",
            (row["person_id"], now_ms - 60_000, app["appid"]),
        )
        if recent is not None and recent["count"] > LOGINS_PER_MINUTE:
            raise MiniRefusal(45011)
        openid = openid_of(sandbox.db, app["appid"], row["person_id"])
        session_key = base64.b64encode(os.urandom(16)).decode()
        sandbox.db.run(
            "update openids set session_key = ?, active_at_ms = ? where openid = ?",
            (session_key, now_ms, openid),
        )
    return {"openid": openid, "session_key": session_key, "unionid": row["unionid"]}


def check_session(call: MiniCall) -> dict[str, Any]:
    """`GET /wxa/checksession`: an HMAC of nothing under the session key."""
    _proven_session(call)
    return {"errcode": 0, "errmsg": "ok"}


def reset_session(call: MiniCall) -> dict[str, Any]:
    """`GET /wxa/resetusersessionkey`."""
    openid = _proven_session(call)
    session_key = base64.b64encode(os.urandom(16)).decode()
    call.sandbox.db.run("update openids set session_key = ? where openid = ?", (session_key, openid))
    return {"errcode": 0, "errmsg": "ok", "openid": openid, "session_key": session_key}


def _proven_session(call: MiniCall) -> str:
    openid = call.query.get("openid", "")
    row = call.sandbox.db.one(
        "select session_key from openids where openid = ? and appid = ?", (openid, call.appid)
    )
    if row is None:
        raise MiniRefusal(40003)
    right = hmac.new((row["session_key"] or "").encode(), b"", sha256).hexdigest()
    if call.query.get("sig_method") != "hmac_sha256" or not hmac.compare_digest(
        call.query.get("signature", ""), right
    ):
        raise MiniRefusal(87009)
    return openid


def phone_number(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/business/getuserphonenumber`: the phone code is not the login code."""
    sandbox = call.sandbox
    with sandbox.db.transaction():
        row = take_code(sandbox, call.appid, "phone", call.body.get("code") or "-")
        asked = call.body.get("openid")
        if asked is not None and asked != openid_of(sandbox.db, call.appid, row["person_id"]):
            raise MiniRefusal(40003)
    watermark = {"timestamp": sandbox.clock.now_ms() // 1000, "appid": call.appid}
    phone = {
        "phoneNumber": row["phone"],
        "purePhoneNumber": row["phone"],
        "countryCode": "86",
        "watermark": watermark,
    }
    return {"errcode": 0, "errmsg": "ok", "phone_info": phone}
