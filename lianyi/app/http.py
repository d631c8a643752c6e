"""The web process: every domain's edges, the shop, the console, pictures, health and figures."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from lianyi.app import health, pages, reference
from lianyi.app.clockwork import follow_sandbox, join_sandbox
from lianyi.app.wiring import load_work, routers
from lianyi.identity.edges import tenant_of
from lianyi.kit import http
from lianyi.kit.db import Database
from lianyi.kit.live import Hub
from lianyi.kit.routing import Shortcut
from lianyi.wechat import pay


def create_app(db: Database) -> FastAPI:
    """The application; its database is opened when it starts."""
    load_work()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await app.state.database.open()
        await join_sandbox(app.state.database.clock)
        follower = asyncio.create_task(follow_sandbox(app.state.database.clock))
        gc.collect()
        gc.freeze()  # what is loaded by now stays: the collector need not walk it at every generation
        yield
        follower.cancel()
        await app.state.live.close()
        await pay.hang_up()
        await app.state.database.close()

    app = FastAPI(
        title="Lianyi", version="0.1.0", lifespan=life, openapi_url="/api/openapi.json", docs_url=None,
        redoc_url=None,
    )  # fmt: skip
    app.state.database = db
    app.state.live = Hub(db)
    app.state.tenant_of = tenant_of
    http.install(app)
    ours = [route for router in (health.router, *routers()) for route in router.routes]
    # As they are: `include_router` would make every route a second time, in every server, at somebody's first request.
    app.router.routes.extend(ours)
    reference.install(app)
    pages.install(app)
    app.middleware_stack = http.Envelope(Shortcut(app, ours, app.build_middleware_stack()))
    return app
