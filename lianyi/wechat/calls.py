"""One HTTP call to api.weixin.qq.com, and the access token kept for it.

Business errors come with HTTP 200 and an `errcode`. A token is kept per process and appid and refreshed once
when WeChat says 40001, 40014, 41001 or 42001 (mini-program reference, sections 1, 2.2 and 12). Normal mode of stable_token
answers the same token to every process, so workers do not invalidate one another.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from lianyi.kit.config import config
from lianyi.kit.log import get_logger
from lianyi.wechat.errors import TOKEN_ERRORS, WeChatRefused, WeChatUnreachable, refused
from lianyi.wechat.types import App

log = get_logger(__name__)

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
BUSY = -1
BUSY_RETRY_SECONDS = (0.2, 0.6)
TOKEN_EARLY_SECONDS = 300  # WeChat renews when less than five minutes remain; old and new both work then
ANSWER_BYTES_MAX = 1 << 20


@dataclass(frozen=True, slots=True)
class _Kept:
    value: str
    until: float  # time.monotonic()


class _Line:
    """The open connection to WeChat and what is kept with it; one a process and event loop."""

    def __init__(self) -> None:
        self.client = httpx.AsyncClient(
            timeout=TIMEOUT, limits=httpx.Limits(max_connections=20), trust_env=False
        )
        self.loop = asyncio.get_running_loop()
        self.kept: dict[tuple[str, str, str], _Kept] = {}
        self.locks: dict[tuple[str, str, str], asyncio.Lock] = {}


_lines: list[_Line] = []


def _line() -> _Line:
    """Give this loop's line; a new loop (tests, a restarted worker) gets a new one."""
    loop = asyncio.get_running_loop()
    for line in _lines:
        if line.loop is loop:
            return line
    _lines[:] = [line for line in _lines if not line.loop.is_closed()]
    _lines.append(_Line())
    return _lines[-1]


async def hang_up() -> None:
    """Close this loop's connections and forget its tokens (at the end of a process)."""
    line = _line()
    _lines.remove(line)
    await line.client.aclose()


async def call(
    method: str, path: str, *, query: dict[str, str] | None = None, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Call WeChat and give its JSON object.

    Raises:
        WeChatRefused: errcode other than 0 (WeChatCodeSpent for spent codes).
        WeChatUnreachable: no answer in five seconds, HTTP 5xx, or something that is not a JSON object.
    """
    for pause_seconds in (*BUSY_RETRY_SECONDS, None):
        answer = await _once(method, path, query or {}, body)
        errcode = int(answer.get("errcode") or 0)
        if errcode == 0:
            return answer
        if errcode != BUSY or pause_seconds is None:
            log.info("wechat.refused", path=path, errcode=errcode)
            raise refused(errcode, str(answer.get("errmsg", "")))
        await asyncio.sleep(pause_seconds)
    raise AssertionError("the last round raises")


async def call_with_token(
    app: App, path: str, body: dict[str, Any] | None, query: dict[str, str] | None = None
) -> dict[str, Any]:
    """POST with the app's access token, or GET without a body; a token WeChat no longer knows is renewed once."""
    method, asked = "GET" if body is None else "POST", query or {}
    token = await access_token(app)
    try:
        return await call(method, path, query={**asked, "access_token": token}, body=body)
    except WeChatRefused as error:
        if error.errcode not in TOKEN_ERRORS:
            raise
    await forget(app, "token", token)
    return await call(method, path, query={**asked, "access_token": await access_token(app)}, body=body)


async def picture_with_token(app: App, path: str, body: dict[str, Any]) -> bytes:
    """POST where WeChat answers with a picture: bytes when it is one, JSON when it is a no (mini-program 1).

    Raises:
        WeChatRefused: as in `call`.
        WeChatUnreachable: no answer, or neither picture nor refusal.
    """
    token = await access_token(app)
    for is_last in (False, True):
        answer = await _send("POST", path, {"access_token": token}, body)
        if answer.headers.get("content-type", "").startswith("image/"):
            return answer.content
        data = _object_of(answer)
        errcode = int(data.get("errcode") or 0)
        if errcode == 0:
            raise WeChatUnreachable
        if is_last or errcode not in TOKEN_ERRORS:
            log.info("wechat.refused", path=path, errcode=errcode)
            raise refused(errcode, str(data.get("errmsg", "")))
        await forget(app, "token", token)
        token = await access_token(app)
    raise AssertionError("the last round raises")


async def access_token(app: App, *, fresh: bool = False) -> str:
    """Give the app's stable access token, from memory while it has more than five minutes left.

    `fresh` asks WeChat in any case (the console's test of the keys): it proves appid and secret.
    """

    async def ask() -> tuple[str, int]:
        body = {"grant_type": "client_credential", "appid": app.appid, "secret": app.secret}
        answer = await call("POST", "/cgi-bin/stable_token", body=body)
        return str(answer["access_token"]), int(answer["expires_in"])

    return await keep(app, "token", ask, fresh=fresh)


async def keep(
    app: App, what: str, ask: Callable[[], Awaitable[tuple[str, int]]], *, fresh: bool = False
) -> str:
    """Give a kept word (token, ticket) or ask for it; callers that wait together ask once."""
    line = _line()
    key = (config().wechat_base_url, app.appid, what)
    async with line.locks.setdefault(key, asyncio.Lock()):
        kept = line.kept.get(key)
        if kept is not None and not fresh and kept.until > time.monotonic():
            return kept.value
        value, expires_in_seconds = await ask()
        until = time.monotonic() + max(expires_in_seconds - TOKEN_EARLY_SECONDS, 60)
        line.kept[key] = _Kept(value, until)
        return value


async def forget(app: App, what: str, value: str) -> None:
    """Drop a kept word that WeChat refused, unless somebody renewed it meanwhile."""
    line = _line()
    key = (config().wechat_base_url, app.appid, what)
    kept = line.kept.get(key)
    if kept is not None and kept.value == value:
        del line.kept[key]


def forget_all() -> None:
    """Drop every kept token and ticket of this loop: the sandbox's clock was moved, and by it they may have ended."""
    _line().kept.clear()


async def _once(method: str, path: str, query: dict[str, str], body: dict[str, Any] | None) -> dict[str, Any]:
    return _object_of(await _send(method, path, query, body))


async def _send(method: str, path: str, query: dict[str, str], body: dict[str, Any] | None) -> httpx.Response:
    url = config().wechat_base_url + path
    # raw UTF-8: WeChat answers 40033 to \uXXXX escapes
    content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"} if content is not None else {}
    try:
        answer = await _line().client.request(method, url, params=query, content=content, headers=headers)
    except httpx.HTTPError as error:
        log.warning("wechat.unreachable", path=path, error=type(error).__name__)
        raise WeChatUnreachable from error
    if answer.status_code != httpx.codes.OK or len(answer.content) > ANSWER_BYTES_MAX:
        log.warning("wechat.unreachable", path=path, status=answer.status_code)
        raise WeChatUnreachable
    return answer


def _object_of(answer: httpx.Response) -> dict[str, Any]:
    try:
        data = json.loads(answer.content)
    except ValueError as error:
        raise WeChatUnreachable from error
    if not isinstance(data, dict):
        raise WeChatUnreachable
    return data
