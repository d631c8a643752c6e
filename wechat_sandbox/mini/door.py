"""The door of api.weixin.qq.com: parameters, JSON, access tokens, faults, errors (mini-program 1)."""

import json
import re
import secrets
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wechat_sandbox.disturb import CutAnswer, disturb_connection
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.state import Sandbox, sandbox_of
from wechat_sandbox.wire_log import Call

BODY_BYTES_MAX = 1_048_576
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(slots=True, frozen=True)
class MiniCall:
    """One call; `app` is there when the call needed an access token."""

    sandbox: Sandbox
    query: dict[str, str]
    body: dict[str, Any]
    app: sqlite3.Row | None
    base_url: str

    @property
    def appid(self) -> str:
        assert self.app is not None  # only calls with a token ask
        return str(self.app["appid"])

    def text(self, name: str, most: int = 1024) -> str:
        """A required text of the body. Raises MiniRefusal 40097 (missing, empty, too long or no text)."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value or len(value) > most:
            raise MiniRefusal(40097, name)
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number of the body. Raises MiniRefusal 40097."""
        value = self.body.get(name, default)
        if type(value) is not int:
            raise MiniRefusal(40097, name)
        return value


@dataclass(slots=True, frozen=True)
class Picture:
    content: bytes


Answer = dict[str, Any] | Picture
Handler = Callable[[MiniCall], Answer]


def endpoint(
    handler: Handler, method: str, *, token: bool = True
) -> Callable[[Request], Awaitable[Response]]:
    """An ASGI endpoint around `handler`; `token` says whether an access token is needed."""

    async def answer(request: Request) -> Response:
        sandbox = sandbox_of(request)
        started_ns = time.monotonic_ns()
        raw = await request.body()
        try:
            response = await _answer(sandbox, request, raw, (handler, method, token))
        except MiniRefusal as refusal:
            rid = f"{secrets.token_hex(4)}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
            response = _json({"errcode": refusal.errcode, "errmsg": f"{refusal.errmsg} rid: {rid}"})
        _log(sandbox, request, raw, response, started_ns)
        return response

    return answer


async def _answer(
    sandbox: Sandbox, request: Request, raw: bytes, what: tuple[Handler, str, bool]
) -> Response:
    handler, method, token = what
    fault = sandbox.faults.take_for_call(request.url.path, "", "")
    kind = fault.kind if fault else ""
    if fault is not None and kind == "http_5xx":
        return Response(status_code=fault.number(500))
    if kind == "rate_limited":
        raise MiniRefusal(45009)
    cut = await disturb_connection(fault)
    if cut is not None:
        return cut
    if request.method != method:
        raise MiniRefusal(43001 if method == "GET" else 43002)
    query = dict(request.query_params)
    app = _app_of_token(sandbox, query.get("access_token")) if token else None
    body = _parse(raw) if method == "POST" else {}
    base_url = str(request.base_url).rstrip("/")
    answer = handler(MiniCall(sandbox=sandbox, query=query, body=body, app=app, base_url=base_url))
    if fault is not None and kind == "answer_lost":
        return CutAnswer() if fault.value == "cut" else Response(status_code=502)
    if isinstance(answer, Picture):
        return Response(answer.content, media_type="image/png")
    return _json(answer)


def _app_of_token(sandbox: Sandbox, token: str | None) -> sqlite3.Row:
    if not token:
        raise MiniRefusal(41001)
    row = sandbox.db.one(
        "select a.*, t.expires_at_ms from access_tokens t join apps a on a.appid = t.appid where t.token = ?",
        (token,),
    )
    if row is None:
        raise MiniRefusal(40001)
    if row["expires_at_ms"] <= sandbox.clock.now_ms():
        raise MiniRefusal(42001)
    return row


def _parse(raw: bytes) -> dict[str, Any]:
    if not raw:
        raise MiniRefusal(44002)
    if _ESCAPED.search(raw):
        raise MiniRefusal(40033)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise MiniRefusal(47001) from error
    if not isinstance(body, dict) or len(raw) > BODY_BYTES_MAX:
        raise MiniRefusal(47001)
    return body


def _json(body: dict[str, Any]) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, media_type="application/json; encoding=utf-8")


def _log(sandbox: Sandbox, request: Request, raw: bytes, response: Response, started_ns: int) -> None:
    query = request.scope["query_string"].decode("latin-1")
    sandbox.wire.add(
        Call(
            at_ms=sandbox.clock.now_ms(),
            direction="in",
            method=request.method,
            path=f"{request.url.path}?{query}" if query else request.url.path,
            status=0 if isinstance(response, CutAnswer) else response.status_code,
            request=raw,
            response=bytes(response.body),
            milliseconds=(time.monotonic_ns() - started_ns) // 1_000_000,
        )
    )
