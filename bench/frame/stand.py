"""A fresh instance with the programs that `make run` starts, and the meters around it."""

import asyncio
import compileall
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench.frame import profile
from bench.frame.effort import Effort
from bench.frame.floor import Floor
from bench.frame.load import Lap, Meaningless
from bench.frame.processes import Programs
from lianyi.app import database, programs, supervisor
from lianyi.app.database import ROOT
from lianyi.app.screen import Screen
from lianyi.app.settings import Settings
from lianyi.app.wiring import load_work
from lianyi.kit import config, log
from lianyi.kit.clock import SystemClock
from lianyi.kit.db import Database, Statement
from lianyi.kit.ids import TenantId

HOST = "127.0.0.1"
SETTLE_SECONDS_MAX = 300
UNTOLD = Statement(
    "select count(*)::int from (select from kit_outbox where not parked limit 1) as waiting", int
)


class Quiet(Screen):
    """Steps go to the standard error: on the output stand the table and, last, the JSON."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass
class Stand:
    """One running instance under measurement.

    `start_s` is from the first program's start to the first good answer, with tables and bytecode in place: importing, and
    beside it the database, then the sandbox, the worker and the servers.
    """

    instance: supervisor.Instance
    db: Database
    programs: Programs
    effort: Effort
    start_s: float
    port: int

    @property
    def address(self) -> tuple[str, int]:
        return HOST, self.port

    @property
    def sandbox(self) -> tuple[str, int]:
        return HOST, self.instance.settings.sandbox_port

    def floor(self, folder: Path) -> Floor:
        return Floor(self.instance.urls, folder)

    async def measure(self, load: Awaitable[Lap], *, settle_seconds_max: float = SETTLE_SECONDS_MAX) -> Lap:
        """The lap, with what it cost noted on it: until the last fact it left to the worker is told."""
        before, machine, began_at = (
            self.programs.cpu_seconds(),
            self.programs.machine_seconds(),
            time.perf_counter(),
        )
        lap = await load
        ended_at = time.perf_counter()
        await self.settle(settle_seconds_max)
        lap.settle_seconds = time.perf_counter() - ended_at
        after = self.programs.cpu_seconds()
        lap.cpu_seconds = {role: after[role] - before[role] for role in after}
        others = self.programs.machine_seconds() - machine - sum(lap.cpu_seconds.values())
        lap.others_cores = max(0.0, others / (time.perf_counter() - began_at))
        return lap

    @contextmanager
    def worker_standing_still(self) -> Iterator[None]:
        """The worker does nothing, as if it were down, and goes on afterwards."""
        for pid in self.programs.by_role["worker"]:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in self.programs.by_role["worker"]:
                os.kill(pid, signal.SIGCONT)

    async def idle(self, seconds: float) -> dict[str, float]:
        """CPU milliseconds a second by role while nobody asks for anything: polling, sweeps, clocks."""
        await self.settle()
        before, began_at = self.programs.cpu_seconds(), time.perf_counter()
        await asyncio.sleep(seconds)
        taken, after = time.perf_counter() - began_at, self.programs.cpu_seconds()
        return {role: round((after[role] - before[role]) * 1000 / taken, 1) for role in after}

    async def settle(self, seconds_max: float = SETTLE_SECONDS_MAX) -> None:
        """Wait until every committed fact is told. Raises Meaningless."""
        await self.until(None, UNTOLD, 0, seconds_max)

    async def until(
        self, tenant: TenantId | None, counted: Statement[int], wanted: int,
        seconds_max: float = SETTLE_SECONDS_MAX,
    ) -> None:  # fmt: skip
        """Wait until there are exactly so many. Raises Meaningless when that does not come."""
        deadline = time.monotonic() + seconds_max
        while True:
            async with self.db.read(tenant) as session:
                found = await session.one(counted)
            if found == wanted:
                return
            if time.monotonic() > deadline:
                raise Meaningless(f"{counted.origin}: {found} instead of {wanted} after {seconds_max:.0f} s")
            await asyncio.sleep(0.05)


@contextmanager
def started(effort: Effort) -> Iterator[Stand]:
    """Start everything on an empty temporary folder; nothing of it stays. Call it in the main thread."""
    for name in [name for name in os.environ if name.startswith("LIANYI_")]:
        del os.environ[name]  # a figure is of the defaults, and never of an operator's own database
    with tempfile.TemporaryDirectory(prefix="lianyi-bench-") as folder:
        settings = Settings(
            host=HOST, port=_free_port(), sandbox_port=_free_port(), data_dir=Path(folder) / "data", demo=False,
            workers=2,
        )  # fmt: skip
        _lay_tables(settings)
        with supervisor.running(settings, Quiet(), pages=False) as instance, ExitStack() as stack:
            start_s = Programs().seconds_since_start("prefork")
            port = settings.port
            if profile.wanted():
                port = _free_port()
                stack.enter_context(profile.server(instance, port))
            config.configure(instance.settings.kit_config())
            log.configure("WARNING", json_lines=False)
            load_work()
            db = Database(instance.urls.app, clock=SystemClock())
            yield Stand(instance, db, Programs(), effort, start_s, port)


def _lay_tables(settings: Settings) -> None:
    """What a first start does and no later one: bytecode on the disk, a database, its tables."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for package in ("lianyi", "wechat_sandbox"):
        compileall.compile_dir(ROOT / package, quiet=1)
    with database.opened(settings, settings.data_dir) as urls:
        told = programs.environment(settings, urls)
        programs.once("migrate", told | {"LIANYI_DATABASE_URL": urls.owner})


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def progress(sentence: str) -> None:
    """Say on the standard error what is being done."""
    print(sentence, file=sys.stderr, flush=True)
