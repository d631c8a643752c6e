"""The edge's machinery: one transaction a request, committed before the reply; refusals as problem+json.

`edge(prefix)` makes a router whose routes open a ReadSession for GET and a Session for everything else. With
`own=True` the endpoint gets the Database and opens short transactions around calls to the outside.
A `yield` dependency would commit after the reply was sent; a route class cannot.
"""

import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Annotated, Any, cast

import psycopg
import structlog
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from opentelemetry.trace import SpanKind
from prometheus_client import Histogram
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from lianyi.kit import failpoints, idempotency
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.errors import NotFound, Refusal, TooMany
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.lean import BEFORE, Handler, lean
from lianyi.kit.log import get_logger
from lianyi.kit.metrics import REQUEST_SECONDS
from lianyi.kit.tracing import span

BODY_MAX = 12 * 1024 * 1024
log = get_logger(__name__)
TenantOf = Callable[[Request], Awaitable[TenantId | None]]


class RouteGone(NotFound):
    code = "route_not_found"
    zh = "没有这个地址"
    en = "There is nothing at this address"


def database(request: Request) -> Database:
    """The process's database, for `own` routes."""
    return cast("Database", request.app.state.database)


# Coroutines though they wait for nothing: FastAPI sends a plain function to a thread, which costs more than the query.
async def _read_session(request: Request) -> ReadSession:
    return cast("ReadSession", request.state.session)


async def _write_session(request: Request) -> Session:
    session = request.state.session
    if not isinstance(session, Session):
        raise TypeError("a GET route may only read; declare `session: Read`")
    return session


async def _own(request: Request) -> Database:
    return database(request)


Read = Annotated[ReadSession, Depends(_read_session)]
Write = Annotated[Session, Depends(_write_session)]
Own = Annotated[Database, Depends(_own)]


async def tenant_of(request: Request) -> TenantId | None:
    """The tenant a request speaks to, by token, header or path; the composition root knows how."""
    find = cast("TenantOf", request.app.state.tenant_of)
    return await find(request)


class LeanRoute(APIRoute):
    """A route that knows its address at once and works out the rest when it is first asked for: docs/decisions/0050.

    `lean_handler` is None where the framework has to do it.
    """

    lean_handler: Handler | None

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:
        self.path = path
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.endpoint = endpoint
        self.methods = {method.upper() for method in told.get("methods") or ("GET",)}
        self._told: dict[str, Any] | None = told

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet, once: then the framework makes the route as it would have made it at once."""
        told = self.__dict__.pop("_told", None)
        if told is None:
            raise AttributeError(f"{type(self).__name__} has no {name!r}", name=name, obj=self)
        try:
            super().__init__(self.path, self.endpoint, **told)
        except BaseException:
            self._told = told  # whoever asks next is told the same
            raise
        return getattr(self, name)

    def get_route_handler(self) -> Handler:
        handler = lean(self)
        self.lean_handler = None if handler is None else self._around(handler, flat=True)
        return self.lean_handler or self._around(super().get_route_handler(), flat=False)

    def _around(self, handler: Handler, *, flat: bool) -> Handler:  # noqa: ARG002  for those who override it
        """What a kind of route does before and after its endpoint."""
        return handler


class TransactionalRoute(LeanRoute):
    """One transaction a request: opened before the dependencies, committed before the reply, with its stored answer."""

    def _around(self, handler: Handler, *, flat: bool) -> Handler:
        if self.methods and self.methods <= {"GET", "HEAD"}:
            return _reading(handler)
        return _writing(handler, flat=flat)


class OwnRoute(LeanRoute):
    """No transaction: the action opens its own around calls to the outside. A key is still asked for."""

    def _around(self, handler: Handler, *, flat: bool) -> Handler:  # noqa: ARG002  no answer is kept here
        async def keyed(request: Request) -> Response:
            if request.method not in {"GET", "HEAD"}:
                idempotency.key_of(request)
            response = await handler(request)
            failpoints.reach("kit.edge.done")
            return response

        return keyed


class OutsideRoute(LeanRoute):
    """For calls from WeChat: no transaction and no key; the notice's own id is what makes it happen once."""


def _reading(handler: Handler) -> Handler:
    async def read(request: Request) -> Response:
        db = database(request)
        async with db.read(await tenant_of(request)) as session:
            request.state.session = session
            return await handler(request)

    return read


def _writing(handler: Handler, *, flat: bool) -> Handler:
    async def write(request: Request) -> Response:
        key = idempotency.key_of(request)
        tenant = await tenant_of(request)
        if tenant is None:
            raise NoShop(field="Lianyi-Shop")
        db = database(request)
        digest = await idempotency.input_hash(request)
        try:
            response = await _write_once(db, tenant, request, handler, key, digest, flat=flat)
        except (psycopg.errors.UniqueViolation, Refusal):
            # A twin with the same key may have finished meanwhile: then its answer is ours.
            async with db.read(tenant) as session:
                answer = idempotency.only(
                    await (await idempotency.stored_answers(session, {key: digest})), key
                )
            if answer is None:
                raise
            return answer
        failpoints.reach("kit.edge.committed")
        return response

    return write


async def _write_once(
    db: Database, tenant: TenantId, request: Request, handler: Handler, key: str, digest: bytes, *, flat: bool
) -> Response:
    async with db.write(tenant) as session:
        session.plan_once()
        stored = await idempotency.stored_answers(session, {key: digest})
        request.state.session = session

        async def before() -> Response | None:
            return idempotency.only(await stored, key)

        # Whoever asks is looked up in the same trip as the answer they may have had; a route of another shape than `lean`
        # knows asks at once.
        if flat:
            request.scope[BEFORE] = before
        elif (answer := await before()) is not None:
            return answer
        response = await handler(request)
        if response.status_code < 400 and idempotency.REPLAYED not in response.headers:
            await idempotency.keep(session, (key, digest, response))
        return response


class NoShop(NotFound):
    code = "shop_not_found"
    zh = "没有这家店,或者它还没有开业"
    en = "There is no such shop, or it has not opened yet"


PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "problem+json", "content": {"application/problem+json": {}}},
    "5XX": {
        "description": "problem+json: WeChat or the database did not answer, or something broke; nothing was changed",
        "content": {"application/problem+json": {}},
    },
}


def edge(prefix: str, *, tags: list[str], own: bool = False) -> APIRouter:
    """A router for one edge of one domain, all of whose errors are documented as problem+json."""
    return APIRouter(
        prefix=prefix,
        tags=[*tags],
        route_class=OwnRoute if own else TransactionalRoute,
        responses=PROBLEMS,
    )


def outside(prefix: str, *, tags: list[str]) -> APIRouter:
    """A router for callbacks from WeChat."""
    return APIRouter(prefix=prefix, tags=[*tags], route_class=OutsideRoute, responses=PROBLEMS)


def language_of(request: Request) -> str:
    """`zh`, or `en` when the client asks for English first."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


async def _language(request: Request) -> str:
    return language_of(request)


Language = Annotated[str, Depends(_language)]


def problem(request: Request, status: int, code: str, detail: str, **more: object) -> JSONResponse:
    """A problem+json answer with the request's id to quote."""
    body = {
        "type": "about:blank",
        "title": detail,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": getattr(request.state, "request_id", None),
        **{key: value for key, value in more.items() if value not in (None, {})},
    }
    return JSONResponse(body, status, media_type="application/problem+json")


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    response = problem(
        request, refusal.status, refusal.code, refusal.words(language_of(request)),
        field=refusal.field, data=_plain(refusal.data),
    )  # fmt: skip
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.data.get("retry_after_seconds", 60))
    return response


def _plain(data: dict[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, (int, str, bool, list, dict, type(None))) else str(value)
        for key, value in data.items()
    }


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        {
            "field": ".".join(
                str(part) for part in item["loc"] if part not in {"body", "query", "path", "header"}
            ),
            "code": item["type"],
            "detail": item["msg"],
        }
        for item in error.errors()[:50]
    ]
    detail = "填写的内容有误" if language_of(request) == "zh" else "Something in the input is wrong"
    return problem(
        request, 422, "invalid_input", detail, field=errors[0]["field"] if errors else None, errors=errors
    )


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return await _refused(request, RouteGone())
    if error.status_code == 413:
        return _too_large(request)
    return problem(request, error.status_code, f"http_{error.status_code}", str(error.detail))


def _too_large(request: Request) -> Response:
    return problem(request, 413, "payload_too_large", "请求内容太大 / The request is too large")


async def _broken(request: Request, error: Exception) -> Response:
    log.error("request.broke", path=request.url.path, error=f"{type(error).__name__}", exc_info=error)
    zh = "系统出了问题,没有改动任何数据;请稍后再试,或把编号告诉我们"
    en = "Something broke on our side and nothing was changed; try again later or tell us the id"
    return problem(request, 500, "internal_error", en if language_of(request) == "en" else zh)


async def _unstorable(request: Request, error: Exception) -> Response:
    """A value no column takes (a NUL in a text, a number beyond its range) that passed the edge's own checks."""
    log.warning("input.unstorable", path=request.url.path, error=type(error).__name__)
    zh, en = "填写的内容有误", "Something in the input is wrong"
    return problem(request, 422, "invalid_input", en if language_of(request) == "en" else zh)


async def _restarting(request: Request, error: Exception) -> Response:
    log.warning("database.unreachable", error=type(error).__name__)
    zh, en = "数据库正在恢复,请稍后再试", "The database is coming back; try again in a moment"
    response = problem(request, 503, "database_unreachable", en if language_of(request) == "en" else zh)
    response.headers["Retry-After"] = "2"
    return response


# Coroutines all of them: Starlette sends a plain handler to a thread, which would make a refusal dearer than a success.
def install(app: FastAPI) -> None:
    """The handlers of errors."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(psycopg.OperationalError, _restarting)
    app.add_exception_handler(psycopg.DataError, _unstorable)
    app.add_exception_handler(Exception, _broken)


class Envelope:
    """Around everything: the request's id, size limit, timing and safe headers.

    Pure ASGI, because a BaseHTTPMiddleware costs a task per request.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = new_id().hex
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > BODY_MAX:
            await _too_large(Request(scope))(scope, receive, send)
            return
        taken = 0

        async def take() -> Any:
            """A body that does not say its length is counted while it comes."""
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_MAX:
                raise HTTPException(413)
            return message

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), *_SAFE]
                route = scope.get("route")
                seconds = _seconds_of(scope["method"], getattr(route, "path", "static"), message["status"])
                seconds.observe(time.perf_counter() - started)
            await send(message)

        try:
            with span(scope["method"], kind=SpanKind.SERVER) as whole:
                await self.app(scope, take, answer)
                whole.update_name(f"{scope['method']} {getattr(scope.get('route'), 'path', 'static')}")
        finally:
            structlog.contextvars.clear_contextvars()


@lru_cache(maxsize=4096)
def _seconds_of(method: str, path: str, status: int) -> Histogram:
    """A route's own series; paths are templates, so there are as many as there are routes and answers."""
    return REQUEST_SECONDS.labels(method, path, str(status))


_SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
]
