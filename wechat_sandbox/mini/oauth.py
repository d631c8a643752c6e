"""Web OAuth of an official account: code, tokens, user information (official-account A1)."""

import secrets
from typing import Any

from wechat_sandbox.accounts.people import SNAPSHOT, avatar_url, openid_of, person_behind
from wechat_sandbox.clock import DAY_MS
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.login import take_code
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.mini.tokens import app_with_secret
from wechat_sandbox.state import Sandbox

ACCESS_SECONDS = 7200
REFRESH_MS = 30 * DAY_MS


def access_token(call: MiniCall) -> dict[str, Any]:
    """`GET /sns/oauth2/access_token`: a code for tokens; unionid comes with either scope."""
    query, sandbox = call.query, call.sandbox
    app = app_with_secret(sandbox, query.get("appid"), query.get("secret"))
    if query.get("grant_type") != "authorization_code":
        raise MiniRefusal(40002)
    with sandbox.db.transaction():
        row = take_code(sandbox, app["appid"], "oauth", query.get("code"), expired=42003)
        scope = row["scope"].removesuffix(SNAPSHOT)
        openid = openid_of(sandbox.db, app["appid"], row["person_id"])
        refresh = _issue(sandbox, "refresh", app["appid"], openid, scope)
        token = _issue(sandbox, "access", app["appid"], openid, scope)
    answer = {"access_token": token, "expires_in": ACCESS_SECONDS, "refresh_token": refresh, "openid": openid}
    if scope != row["scope"]:
        return answer | {"scope": scope, "openid": f"o{secrets.token_urlsafe(20)}", "is_snapshotuser": 1}
    return answer | {"scope": scope, "unionid": row["unionid"]}


def refresh_token(call: MiniCall) -> dict[str, Any]:
    """`GET /sns/oauth2/refresh_token`: a new access token; the refresh token keeps its thirty days."""
    query, sandbox = call.query, call.sandbox
    if not query.get("appid"):
        raise MiniRefusal(41002)
    if query.get("grant_type") != "refresh_token":
        raise MiniRefusal(40002)
    row = sandbox.db.one(
        "select * from oauth_tokens where token = ? and kind = 'refresh' and appid = ?",
        (query.get("refresh_token", ""), query["appid"]),
    )
    if row is None:
        raise MiniRefusal(40030)
    if row["expires_at_ms"] <= sandbox.clock.now_ms():
        raise MiniRefusal(42002)
    token = _issue(sandbox, "access", row["appid"], row["openid"], row["scope"])
    answer = {"access_token": token, "expires_in": ACCESS_SECONDS, "refresh_token": row["token"]}
    return answer | {"openid": row["openid"], "scope": row["scope"]}


def _issue(sandbox: Sandbox, kind: str, appid: str, openid: str, scope: str) -> str:
    now_ms = sandbox.clock.now_ms()
    token = f"{secrets.randbelow(90) + 10}_{secrets.token_urlsafe(48)}"
    life_ms = REFRESH_MS if kind == "refresh" else ACCESS_SECONDS * 1000
    sandbox.db.run("delete from oauth_tokens where openid = ? and expires_at_ms < ?", (openid, now_ms))
    sandbox.db.run(
        "insert into oauth_tokens (token, kind, appid, openid, scope, expires_at_ms) values (?, ?, ?, ?,"
        " ?, ?)",
        (token, kind, appid, openid, scope, now_ms + life_ms),
    )
    return token


def _consent(call: MiniCall) -> tuple[str, str, str]:
    """(appid, openid, scope) of the user's access token. Raises MiniRefusal 41001, 40001, 42001, 40003."""
    token = call.query.get("access_token")
    if not token:
        raise MiniRefusal(41001)
    row = call.sandbox.db.one("select * from oauth_tokens where token = ? and kind = 'access'", (token,))
    if row is None:
        raise MiniRefusal(40001)
    if row["expires_at_ms"] <= call.sandbox.clock.now_ms():
        raise MiniRefusal(42001)
    if call.query.get("openid") != row["openid"]:
        raise MiniRefusal(40003)
    return row["appid"], row["openid"], row["scope"]


def user_info(call: MiniCall) -> dict[str, Any]:
    """`GET /sns/userinfo`: needs the scope snsapi_userinfo; sex and region are empty since 2021."""
    appid, openid, scope = _consent(call)
    if scope != "snsapi_userinfo":
        raise MiniRefusal(48001)
    row = person_behind(call.sandbox.db, appid, openid)
    if row is None:
        raise MiniRefusal(40003)
    return {
        "openid": openid,
        "nickname": row["name"],
        "sex": 0,
        "province": "",
        "city": "",
        "country": "",
        "headimgurl": avatar_url(call.base_url, row["id"]),
        "privilege": [],
        "unionid": row["unionid"],
    }


def check(call: MiniCall) -> dict[str, Any]:
    """`GET /sns/auth`."""
    _consent(call)
    return {"errcode": 0, "errmsg": "ok"}
