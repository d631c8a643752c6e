"""Imports what the list of domains names: models, reactions, jobs and edges."""

import importlib
import importlib.util
from collections.abc import Iterator
from functools import cache

from fastapi import APIRouter
from sqlalchemy import MetaData

from lianyi.app.domains import DOMAINS, EDGES
from lianyi.kit import jobs, outbox
from lianyi.kit.tables import metadata
from lianyi.promotions import registry

# What uvicorn and httpx import when they first serve and first ask: in every server and the worker, after the fork.
_LATECOMERS = (
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.auto",
    "httpcore",
    "anyio._backends._asyncio",
    "fastapi.telemetry._runtime",
)


@cache
def _present(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def load_models() -> MetaData:
    """The metadata of every table, for migrations and for tests; servers and worker know the tables of their lists alone."""
    for domain in DOMAINS:
        if _present(f"{domain}.models"):
            importlib.import_module(f"{domain}.models")
    return metadata


def load_work() -> None:
    """Register every reaction, sweep and job, once every play has proved its declaration."""
    registry.plays()
    present = [domain for domain in DOMAINS if _present(domain)]
    outbox.load(present)
    jobs.load(present)


def routers() -> Iterator[APIRouter]:
    """Every router of every edge, from the top of the list down.

    FastAPI tries routers one by one, and what shoppers ask for most stands on top: half the calls of a list's request.
    """
    for domain in reversed(DOMAINS):
        for edge in EDGES:
            if _present(f"{domain}.{edge}"):
                module = importlib.import_module(f"{domain}.{edge}")
                yield from (value for value in vars(module).values() if isinstance(value, APIRouter))


def load_everything() -> None:
    """Import what a server or a worker will ever need."""
    for program in ("lianyi.app.http", "lianyi.app.worker", *_LATECOMERS):
        importlib.import_module(program)
    load_work()
    list(routers())
