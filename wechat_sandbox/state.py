"""What one running sandbox consists of; every handler receives it whole."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from wechat_sandbox import settings
from wechat_sandbox.accounts.keys import KeyRing
from wechat_sandbox.clock import Clock
from wechat_sandbox.database import Database
from wechat_sandbox.faults import Faults
from wechat_sandbox.outward import Outward
from wechat_sandbox.settings import Settings
from wechat_sandbox.wire_log import WireLog


@dataclass(slots=True)
class Sandbox:
    db: Database
    clock: Clock
    settings: Settings
    keys: KeyRing
    faults: Faults
    outward: Outward
    open_to_network: bool
    wire: WireLog = field(default_factory=WireLog)
    wake: asyncio.Event = field(default_factory=asyncio.Event)  # something may be due
    delivering: asyncio.Lock = field(default_factory=asyncio.Lock)  # one courier at a time


def open_sandbox(data_dir: Path | None, *, open_to_network: bool) -> Sandbox:
    db = Database(data_dir)
    return Sandbox(
        db=db,
        clock=Clock(db),
        settings=settings.load(db),
        keys=KeyRing(db),
        faults=Faults(db),
        outward=Outward(),
        open_to_network=open_to_network,
    )


def close_sandbox(sandbox: Sandbox) -> None:
    sandbox.outward.close()
    sandbox.db.close()


def sandbox_of(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox
