"""`/healthz`: the process is up. `/readyz`: it can serve. `/metrics`: figures, for this machine only.

Readiness names every check and how it went; it tells no address, version or count that would help a stranger.
"""

import asyncio
import ipaddress
import shutil
from typing import Annotated

import psycopg
import psycopg_pool
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess, values
from prometheus_client.registry import REGISTRY
from pydantic import BaseModel

from lianyi.app import queries
from lianyi.app.database import newest_revision
from lianyi.app.settings import DISK_FREE_BYTES_MIN
from lianyi.kit.config import config
from lianyi.kit.db import Database
from lianyi.kit.http import RouteGone, database

HEARTBEAT_SECONDS_MAX = 60
CHECK_SECONDS_MAX = 5
router = APIRouter(tags=["operation"])
_HEAD = newest_revision()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process is up and answers. Nothing else is looked at: restarting would not mend anything else."""
    return {"status": "ok"}


class Readiness(BaseModel):
    """Every check by name, and a word for how it went."""

    status: str
    checks: dict[str, str]


@router.get(
    "/readyz",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "not ready; the checks say why"}},
)
async def readyz(db: Annotated[Database, Depends(database)]) -> JSONResponse:
    """Whether requests can be served: 200 when every check is `ok`, 503 otherwise."""
    checks = {"disk": _disk(), **await _database(db)}
    ready = all(state == "ok" for state in checks.values())
    return JSONResponse({"status": "ok" if ready else "not_ready", "checks": checks}, 200 if ready else 503)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus, to callers on this machine that came straight and through no proxy."""
    caller = request.client.host if request.client else ""
    if "x-forwarded-for" in request.headers or not _is_loopback(caller):
        raise RouteGone
    registry = REGISTRY
    if (
        values.ValueClass is not values.MutexValue
    ):  # several processes write their figures into a shared folder
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


async def _database(db: Database) -> dict[str, str]:
    """The checks that ask the database; what cannot be asked is told as such."""
    checks = dict.fromkeys(("database", "migrations", "row_security", "worker"), "unknown")
    try:
        async with asyncio.timeout(CHECK_SECONDS_MAX), db.read(None) as session:
            checks["migrations"] = "ok" if await queries.revision(session) == _HEAD else "behind"
            checks["database"] = "ok"
            checks["row_security"] = "bypassed" if await queries.bypasses_row_security(session) else "ok"
            age_seconds = await queries.heartbeat_age_seconds(session)
            checks["worker"] = "ok" if age_seconds <= HEARTBEAT_SECONDS_MAX else "silent"
    except psycopg.errors.UndefinedTable:
        checks |= {"database": "ok", "migrations": "missing"}
    except (psycopg.Error, psycopg_pool.PoolTimeout, TimeoutError):
        checks["database"] = "unreachable"
    return checks


def _disk() -> str:
    try:
        return "ok" if shutil.disk_usage(config().data_dir).free >= DISK_FREE_BYTES_MIN else "full"
    except OSError:
        return "unreachable"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
