"""The official account: web OAuth, the signature for pages that use WeChat's JS-SDK, subscribe notices.

Source: WeChat official-account documentation (web authorisation, JS-SDK appendix 1, subscribe notices).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from urllib.parse import quote, urlencode

from lianyi.kit.config import config
from lianyi.wechat.calls import access_token, call, call_with_token, forget, keep
from lianyi.wechat.errors import TOKEN_ERRORS, WeChatRefused
from lianyi.wechat.types import App, JsConfig, Profile, WebGrant


def authorize_url(app: App, *, redirect_uri: str, state: str, scope: str = "snsapi_userinfo") -> str:
    """Build the address WeChat's browser opens; the order of parameters matters to WeChat."""
    query = urlencode(
        [
            ("appid", app.appid),
            ("redirect_uri", redirect_uri),
            ("response_type", "code"),
            ("scope", scope),
            ("state", state),
        ],
        quote_via=quote,
        safe="",
    )
    return f"{config().wechat_open_url}/connect/oauth2/authorize?{query}#wechat_redirect"


async def code_to_grant(app: App, code: str) -> WebGrant:
    """GET /sns/oauth2/access_token: an OAuth code (one use, five minutes) for openid and a user token.

    Raises:
        WeChatCodeSpent: the code is wrong, used or too old.
    """
    query = {
        "appid": app.appid,
        "secret": app.secret,
        "code": code,
        "grant_type": "authorization_code",
    }
    answer = await call("GET", "/sns/oauth2/access_token", query=query)
    return WebGrant(
        openid=str(answer["openid"]),
        unionid=str(answer["unionid"]) if answer.get("unionid") else None,
        scope=str(answer.get("scope", "")),
        snapshot=bool(int(answer.get("is_snapshotuser") or 0)),
        access_token=str(answer["access_token"]),
    )


async def profile(grant: WebGrant) -> Profile:
    """GET /sns/userinfo: nickname, avatar and unionid of a person who agreed to snsapi_userinfo."""
    query = {"access_token": grant.access_token, "openid": grant.openid, "lang": "zh_CN"}
    answer = await call("GET", "/sns/userinfo", query=query)
    return Profile(
        openid=str(answer["openid"]),
        unionid=str(answer["unionid"]) if answer.get("unionid") else None,
        nickname=str(answer.get("nickname", "")),
        avatar_url=str(answer["headimgurl"]) if answer.get("headimgurl") else None,
    )


async def js_config(app: App, *, url: str, now_seconds: int) -> JsConfig:
    """Sign a page address for `wx.config`; the part after # is not signed (JS-SDK appendix 1)."""
    nonce = secrets.token_hex(8)
    ticket = await jsapi_ticket(app)
    signature = sign_page(ticket=ticket, nonce=nonce, timestamp=now_seconds, url=url)
    return JsConfig(appid=app.appid, timestamp=now_seconds, nonce=nonce, signature=signature)


def sign_page(*, ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """sha1 over the four raw values in WeChat's order; SHA-1 is their choice, not ours."""
    page = url.split("#", 1)[0]
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


async def jsapi_ticket(app: App) -> str:
    """GET /cgi-bin/ticket/getticket, kept for its life; an access token WeChat forgot is renewed once."""

    async def ask() -> tuple[str, int]:
        token = await access_token(app)
        try:
            answer = await _ask_ticket(token)
        except WeChatRefused as error:
            if error.errcode not in TOKEN_ERRORS:
                raise
            await forget(app, "token", token)
            answer = await _ask_ticket(await access_token(app))
        return str(answer["ticket"]), int(answer["expires_in"])

    return await keep(app, "ticket", ask)


async def _ask_ticket(token: str) -> dict[str, Any]:
    return await call("GET", "/cgi-bin/ticket/getticket", query={"access_token": token, "type": "jsapi"})


async def send_subscribe(
    app: App, *, openid: str, template_id: str, values: dict[str, str], url: str | None = None
) -> str:
    """POST /cgi-bin/message/subscribe/bizsend: one notice for one recorded consent; gives WeChat's message id.

    `url` is the page that a tap opens. Raises WeChatRefused as the mini program's send does.
    """
    body: dict[str, Any] = {
        "touser": openid,
        "template_id": template_id,
        "data": {key: {"value": value} for key, value in values.items()},
    }
    if url is not None:
        body["page"] = url
    answer = await call_with_token(app, "/cgi-bin/message/subscribe/bizsend", body)
    return str(answer.get("msgid", ""))
