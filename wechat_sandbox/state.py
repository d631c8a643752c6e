"""What one running sandbox consists of; every handler receives it whole."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import httpcore
from starlette.requests import Request

from wechat_sandbox import settings
from wechat_sandbox.accounts.keys import KeyRing
from wechat_sandbox.clock import Clock
from wechat_sandbox.database import Database
from wechat_sandbox.faults import Faults
from wechat_sandbox.settings import Settings
from wechat_sandbox.wire_log import WireLog


@dataclass(slots=True)
class Sandbox:
    db: Database
    clock: Clock
    settings: Settings
    keys: KeyRing
    faults: Faults
    http: httpcore.AsyncConnectionPool
    open_to_network: bool
    wire: WireLog = field(default_factory=WireLog)
    wake: asyncio.Event = field(default_factory=asyncio.Event)  # something may be due
    delivering: asyncio.Lock = field(default_factory=asyncio.Lock)  # one courier at a time


def open_sandbox(data_dir: Path | None, *, open_to_network: bool) -> Sandbox:
    db = Database(data_dir)
    # httpcore rather than httpx: it starts in a tenth of the time and knows no proxy variables.
    http = httpcore.AsyncConnectionPool(max_connections=64, keepalive_expiry=30.0)
    return Sandbox(
        db=db,
        clock=Clock(db),
        settings=settings.load(db),
        keys=KeyRing(db),
        faults=Faults(db),
        http=http,
        open_to_network=open_to_network,
    )


async def close_sandbox(sandbox: Sandbox) -> None:
    await sandbox.http.aclose()
    sandbox.db.close()


def sandbox_of(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox
