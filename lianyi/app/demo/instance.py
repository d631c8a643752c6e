"""A whole instance for one story: its own database, sandbox, server and clock, gone without trace afterwards."""

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn

from lianyi.app.demo.sandbox import Sandbox
from lianyi.app.http import create_app
from lianyi.app.migrate import migrate
from lianyi.app.wiring import load_work
from lianyi.identity import queries as identity
from lianyi.kit import config, jobs, log, relay, secrets
from lianyi.kit.clock import MovableClock
from lianyi.kit.db import Database
from lianyi.kit.postgres import Embedded
from lianyi.wechat import calls, pay

HOST = "127.0.0.1"
START_SECONDS_MAX = 30
REST_ROUNDS_MAX = 150
NAME = "story"


@dataclass
class Ground:
    """What stands before the story begins: folder, database address and sandbox."""

    folder: Path
    dsn: str
    sandbox_url: str


@dataclass
class Instance:
    """A running instance; `advance` moves time on both sides of the wire."""

    url: str
    db: Database
    clock: MovableClock
    sandbox: Sandbox

    async def rest(self) -> None:
        """Callbacks arrive, facts are told, jobs and sweeps run, until nothing is left to do.

        The sweeps, sixty statements a shop, look once nothing else is left.
        """
        for _ in range(REST_ROUNDS_MAX):
            if await self.sandbox.run_due() + await relay.relay_once(self.db):
                continue
            tenants = await identity.every_tenant(self.db)
            if not sum([await jobs.run_sweep(self.db, item, tenants) for item in jobs.sweeps()]):
                return
        raise RuntimeError("the instance does not come to rest")

    async def advance(self, step: timedelta) -> None:
        self.clock.advance(step)
        await self.sandbox.set_clock(self.clock.now())
        await self.rest()


@contextmanager
def ground() -> Iterator[Ground]:
    """Start PostgreSQL and the sandbox in a temporary folder, for a program of its own. Call it in the main thread."""
    log.configure("ERROR", json_lines=False)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lianyi-story-")))
        folder.chmod(0o755)  # the database may run as another user, who must be able to enter
        server = stack.enter_context(Embedded.start(folder / "postgres", fsync=False))
        server.create_database(NAME)
        migrate(server.dsn(NAME, "owner"))
        url = stack.enter_context(sandbox())
        yield Ground(folder, server.dsn(NAME, "app"), url)


@contextmanager
def sandbox() -> Iterator[str]:
    """A sandbox of its own for as long as this is open; answers its address."""
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603  the arguments are ours
        [sys.executable, "-m", "wechat_sandbox", "--port", str(port)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://{HOST}:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not _answers(f"{url}/healthz"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):  # noqa: S310  our own address
            return True
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def running(on: Ground) -> AsyncIterator[Instance]:
    """Serve the application on this ground; the story does the worker's part, so that each step is seen to end."""
    listening = socket.socket()
    listening.bind((HOST, 0))
    url = f"http://{HOST}:{listening.getsockname()[1]}"
    config.configure(
        config.Config(
            wechat_base_url=on.sandbox_url, wechat_open_url=on.sandbox_url, wechatpay_base_url=on.sandbox_url,
            sandbox_url=on.sandbox_url, public_url=url, data_dir=on.folder,
            master_keys=(secrets.new_master_key(),), movable_clock=True, demo=True,
        )
    )  # fmt: skip
    load_work()
    clock = MovableClock()
    db = Database(on.dsn, clock=clock)
    await db.open()
    server = uvicorn.Server(
        uvicorn.Config(create_app(db), log_level="error", access_log=False, lifespan="off", ws="none")
    )
    serving = asyncio.create_task(server.serve([listening]))
    try:
        async with Sandbox(on.sandbox_url) as sandbox:
            await sandbox.settings(auto=False, refund_gap_strict=False, trade_order_delay_seconds=0)
            yield Instance(url, db, clock, sandbox)
    finally:
        server.should_exit = True
        await serving
        await pay.hang_up()
        await calls.hang_up()
        await db.close()
        listening.close()
