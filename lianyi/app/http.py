"""The web process: every domain's edges, the shop, the console, media, health and figures."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from lianyi.app import health
from lianyi.app.wiring import load_models, load_work, routers
from lianyi.identity.edges import tenant_of
from lianyi.kit import http
from lianyi.kit.db import Database


def create_app(db: Database) -> FastAPI:
    """The application on an opened-at-start database."""
    load_models()
    load_work()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        await app.state.database.open()
        gc.collect()
        gc.freeze()  # what is loaded by now stays: the collector need not walk it at every generation
        yield
        await app.state.database.close()

    app = FastAPI(
        title="Lianyi", version="0.1.0", lifespan=life, docs_url="/api/docs", openapi_url="/api/openapi.json",
        redoc_url=None,
    )  # fmt: skip
    app.state.database = db
    app.state.tenant_of = tenant_of
    http.install(app)
    app.include_router(health.router)
    for router in routers():
        app.include_router(router)
    return app
