"""Access tokens and tickets: `/cgi-bin/token`, `/cgi-bin/stable_token`, `/cgi-bin/ticket/getticket`.

Rules: mini-program 2.1 and 2.2, official-account A6. The two families of tokens do not know of each other.
"""

import secrets
import sqlite3
from typing import Any

from wechat_sandbox.clock import DAY_MS
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.state import Sandbox

LIFE_SECONDS = 7200
OVERLAP_MS = 5 * 60_000
FORCED_PER_DAY = 20
FORCED_GAP_MS = 30_000
PLAIN_PER_DAY = 2000  # [U]


def app_with_secret(sandbox: Sandbox, appid: Any, secret: Any) -> sqlite3.Row:
    """The app, if it proves itself. Raises MiniRefusal 41002, 41004, 40013, 40125."""
    if not appid:
        raise MiniRefusal(41002)
    if not secret:
        raise MiniRefusal(41004)
    row = sandbox.db.one("select * from apps where appid = ?", (str(appid),))
    if row is None:
        raise MiniRefusal(40013)
    if not secrets.compare_digest(row["secret"].encode(), str(secret).encode()):
        raise MiniRefusal(40125)
    return row


def plain_token(call: MiniCall) -> dict[str, Any]:
    """`GET /cgi-bin/token`: each call makes a new token; the earlier one lives five minutes more at most."""
    if call.query.get("grant_type") != "client_credential":
        raise MiniRefusal(40002)
    sandbox = call.sandbox
    appid = app_with_secret(sandbox, call.query.get("appid"), call.query.get("secret"))["appid"]
    now_ms = sandbox.clock.now_ms()
    with sandbox.db.transaction():
        today = sandbox.db.one(
            "select count(*) as count from access_tokens where appid = ? and family = 'plain' and"
            " created_at_ms > ?",
            (appid, now_ms - DAY_MS),
        )
        if today is not None and today["count"] >= PLAIN_PER_DAY:
            raise MiniRefusal(45009)
        sandbox.db.run(
            "update access_tokens set expires_at_ms = min(expires_at_ms, ?) where appid = ? and family ="
            " 'plain'",
            (now_ms + OVERLAP_MS, appid),
        )
        token = _new_token(sandbox, appid, "plain")
    return {"access_token": token, "expires_in": LIFE_SECONDS}


def stable_token(call: MiniCall) -> dict[str, Any]:
    """`POST /cgi-bin/stable_token`: the same token until five minutes before its end, or until forced."""
    if call.body.get("grant_type") != "client_credential":
        raise MiniRefusal(40002)
    force = call.body.get("force_refresh", False)
    if not isinstance(force, bool):
        raise MiniRefusal(47001)
    sandbox = call.sandbox
    appid = app_with_secret(sandbox, call.body.get("appid"), call.body.get("secret"))["appid"]
    with sandbox.db.transaction():
        if force and _may_force(sandbox, appid):
            sandbox.db.run("delete from access_tokens where appid = ? and family = 'stable'", (appid,))
        return _current_stable(sandbox, appid)


def _current_stable(sandbox: Sandbox, appid: str) -> dict[str, Any]:
    now_ms = sandbox.clock.now_ms()
    row = sandbox.db.one(
        "select token, expires_at_ms from access_tokens where appid = ? and family = 'stable'"
        " order by created_at_ms desc, rowid desc limit 1",
        (appid,),
    )
    if row is not None and row["expires_at_ms"] - now_ms >= OVERLAP_MS:
        return {"access_token": row["token"], "expires_in": (row["expires_at_ms"] - now_ms) // 1000}
    return {"access_token": _new_token(sandbox, appid, "stable"), "expires_in": LIFE_SECONDS}


def _may_force(sandbox: Sandbox, appid: str) -> bool:
    """Whether a forced refresh counts: less than 30 s after the last it is quietly none. Raises 45009."""
    now_ms = sandbox.clock.now_ms()
    row = sandbox.db.one(
        "select count(*) as count, max(at_ms) as newest_ms from forced_refreshes where appid = ? and"
        " at_ms > ?",
        (appid, now_ms - DAY_MS),
    )
    if row is not None and row["newest_ms"] is not None and now_ms - row["newest_ms"] < FORCED_GAP_MS:
        return False
    if row is not None and row["count"] >= FORCED_PER_DAY:
        raise MiniRefusal(45009)
    sandbox.db.run("insert into forced_refreshes (appid, at_ms) values (?, ?)", (appid, now_ms))
    return True


def _new_token(sandbox: Sandbox, appid: str, family: str) -> str:
    now_ms = sandbox.clock.now_ms()
    token = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(96)}"
    # What ended a day ago is forgotten, so that the table does not grow with the age of the shop.
    sandbox.db.run(
        "delete from access_tokens where appid = ? and expires_at_ms < ?", (appid, now_ms - DAY_MS)
    )
    sandbox.db.run(
        "insert into access_tokens (token, appid, family, expires_at_ms, created_at_ms) values (?, ?, ?,"
        " ?, ?)",
        (token, appid, family, now_ms + LIFE_SECONDS * 1000, now_ms),
    )
    return token


def ticket(call: MiniCall) -> dict[str, Any]:
    """`GET /cgi-bin/ticket/getticket`: one ticket per app and type, renewed when its two hours are over."""
    kind = call.query.get("type", "")
    if kind not in ("jsapi", "wx_card"):
        raise MiniRefusal(40097, "type")
    db, now_ms = call.sandbox.db, call.sandbox.clock.now_ms()
    with db.transaction():
        row = db.one(
            "select ticket, expires_at_ms from tickets where appid = ? and type = ? and expires_at_ms > ?",
            (call.appid, kind, now_ms),
        )
        value, expires_at_ms = (row["ticket"], row["expires_at_ms"]) if row else ("", 0)
        if row is None:
            value, expires_at_ms = secrets.token_urlsafe(64), now_ms + LIFE_SECONDS * 1000
            db.run(
                "insert into tickets (appid, type, ticket, expires_at_ms) values (?, ?, ?, ?)"
                " on conflict (appid, type) do update set ticket = excluded.ticket, expires_at_ms ="
                " excluded.expires_at_ms",
                (call.appid, kind, value, expires_at_ms),
            )
    return {"errcode": 0, "errmsg": "ok", "ticket": value, "expires_in": (expires_at_ms - now_ms) // 1000}
