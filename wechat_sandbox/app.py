"""The program put together: state, routes, the background loop, and the shape of refusals."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from wechat_sandbox.control import (
    accounts,
    bills,
    chats,
    complaints,
    funds,
    messages,
    money,
    sharing,
    transfers,
    world,
)
from wechat_sandbox.control import phones as phones_control
from wechat_sandbox.due import keep_running
from wechat_sandbox.mini.routes import mini_endpoints
from wechat_sandbox.pages import cashier, consent, index, phones
from wechat_sandbox.pay.routes import pay_endpoints
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.shortcut import Shortcut
from wechat_sandbox.state import close_sandbox, open_sandbox


def create_app(data_dir: Path | None = None, *, open_to_network: bool = False) -> FastAPI:
    """The sandbox as an ASGI program; without `data_dir` it forgets everything at the end."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sandbox = open_sandbox(data_dir, open_to_network=open_to_network)
        app.state.sandbox = sandbox
        loop = asyncio.create_task(keep_running(sandbox))
        yield
        loop.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loop
        close_sandbox(sandbox)

    app = FastAPI(title="WeChat sandbox", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/healthz", healthz, methods=["GET"])
    control = (
        money.router,  # whoever pays comes this way: first, as routers are asked one by one
        accounts.router,
        bills.router,
        chats.router,
        complaints.router,
        funds.router,
        messages.router,
        phones_control.router,
        sharing.router,
        transfers.router,
        world.router,
    )
    pages = (cashier.router, consent.router, index.router, phones.router)
    for router in (*control, *pages):
        app.include_router(router)
    wire = pay_endpoints() | mini_endpoints()
    for (method, path), endpoint in wire.items():
        app.router.add_route(path, endpoint, methods=[method])
    app.add_middleware(Shortcut, endpoints=wire)
    app.add_exception_handler(ControlRefusal, _refused)
    app.add_exception_handler(RequestValidationError, _badly_formed)
    return app


async def healthz() -> dict[str, str]:
    return {"status": "ok"}


async def _refused(_: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, ControlRefusal)
    return JSONResponse(refusal.body(), refusal.status)


async def _badly_formed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    return JSONResponse({"code": "BAD_INPUT", "message": first["msg"], "field": field}, 400)
