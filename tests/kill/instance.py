"""Server, worker and sandbox as processes of their own, to be killed; their clients go on asking, the supervisor mends."""

import asyncio
import signal
import socket
import time
from datetime import timedelta
from pathlib import Path

import aiohttp
import httpx
import psycopg

from lianyi.app import programs
from lianyi.app.clockwork import FOLLOW_EVERY_SECONDS
from lianyi.app.database import Urls
from lianyi.app.settings import Settings
from lianyi.kit.clock import MovableClock
from lianyi.kit.db import Database
from lianyi.kit.failpoints import POINTS
from lianyi.kit.secrets import new_master_key
from tests.wechat_world import World, client

SECONDS_MAX = 100  # a machine that does seven things at once starts a server in ten seconds
ROUND_SECONDS = 0.1
LOOK = aiohttp.ClientTimeout(5)
ASKS_MAX = 5
# Rows of procrastinate stay: the worker lives on.
TABLES = """
select tablename from pg_tables
where schemaname = 'public' and tablename <> 'alembic_version' and tablename not like 'procrastinate%'
"""
# As the queue's own clock does it, without waiting for the clock.
TICK = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)
values ('default', %(name)s::text, %(name)s::text, %(name)s::text, '{"timestamp": 0}') on conflict do nothing
"""
LATER = "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 minute'"
LEFT = """
select 'fact ' || kind || ' ' || coalesce(error, '') from kit_outbox
union all select 'job ' || status || ' ' || task_name || ' ' || args::text from procrastinate_jobs
  where status in ('doing', 'failed') or (task_name = 'kit.run_job' and status = 'todo')
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Instance:
    """One running instance. Whoever dies is started again by `mend`, as the supervisor would."""

    def __init__(self, server, name, folder: Path):
        self.owner_dsn, self.folder = server.dsn(name, "owner"), folder
        self.fuses = folder / "fuses"
        self.fuses.mkdir()
        self.listening = socket.socket()
        self.listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listening.bind(("127.0.0.1", 0))
        self.listening.listen(256)
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        settings = Settings(
            port=self.listening.getsockname()[1], sandbox_port=free_port(), demo=False, data_dir=folder,
            master_key=new_master_key(),
        )  # fmt: skip
        told = programs.environment(settings, Urls(self.owner_dsn, server.dsn(name, "app")))
        told |= {"LIANYI_FAILPOINTS": str(self.fuses), "LIANYI_LOG_LEVEL": "WARNING"}
        self.prefork = programs.prefork(folder, told)
        self.children = {
            "prefork": self.prefork,
            "sandbox": programs.sandbox(settings, folder, told),
            "worker": programs.worker(self.prefork, folder, told),
            "server": programs.server(1, self.prefork, self.listening, told, folder),
        }
        self.sandbox_url, self.deaths = settings.sandbox_url, []
        self.owner = psycopg.connect(self.owner_dsn, autocommit=True)
        self.db = Database(self.owner_dsn, connections=2)
        self.patient = False  # whether the queue finds out by itself that a worker is dead

    async def __aenter__(self):
        for name in ("prefork", "sandbox"):
            self.children[name].start()  # the others are started by `mend`, as soon as they can be forked
        self.world = World(self.sandbox_url, client(), MovableClock())
        await self.db.open()
        await self.until(lambda: self.answers(f"{self.sandbox_url}/healthz"))
        await self.until(lambda: self.answers(f"{self.url}/readyz"))
        return self

    async def __aexit__(self, *_):
        for child in reversed(self.children.values()):
            child.stop()
        await self.world.http.close()
        await self.db.close()
        self.owner.close()
        self.listening.close()

    async def answers(self, url):
        try:
            async with self.world.http.get(url, timeout=LOOK) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def begin(self):
        """Nothing is left of the story before, and time goes on where it stood."""
        for fuse in self.fuses.iterdir():
            fuse.unlink()
        tables = [row[0] for row in self.owner.execute(TABLES)]
        body = " ".join(f"delete from {table};" for table in tables)
        self.owner.execute(
            f"set session_replication_role = replica; {body} set session_replication_role = default"
        )
        self.owner.execute("delete from procrastinate_jobs where status <> 'doing'")
        await self.world.ask("DELETE", "/faults")
        settings = {"auto": True, "refund_gap_strict": False, "trade_order_delay_seconds": 0}
        await self.world.ask("POST", "/settings", json=settings)
        await self.until(self.rests)
        self.deaths.clear()

    # -- dying and coming back --------------------------------------------------------------------------------

    def light(self, point):
        """Whoever reaches this point next dies there."""
        assert point in POINTS
        (self.fuses / point).touch()

    def burnt(self, point):
        return not (self.fuses / point).exists()

    def mend(self):
        """Start again whoever has died; the machine was away for a minute, or the queue has to find out by itself."""
        for name, child in self.children.items():
            child.tend(self.deaths.append)
            if child._process is None:
                if name == "worker" and not self.patient:
                    self.owner.execute(LATER)
                child._retry_at = time.monotonic()  # the wait itself needs no test
                child.tend(self.deaths.append)

    def killed(self):
        """Who died by SIGKILL, in order."""
        return [said.split()[0] for said in self.deaths if f"was killed by signal {signal.SIGKILL:d}" in said]

    # -- working ----------------------------------------------------------------------------------------------

    def tick(self, *sweeps):
        """The clock of the queue ticks for these sweeps."""
        for name in sweeps:
            self.owner.execute(TICK, {"name": f"lianyi.{name}"})

    async def until(self, true, *sweeps, step_seconds=0):
        """Let everybody work until it is true; with a step, time passes on both sides of the wire at every look."""
        deadline = time.monotonic() + SECONDS_MAX
        while not await true():
            assert time.monotonic() < deadline, self.state()
            self.mend()
            self.tick(*sweeps)
            if step_seconds:
                await self.world.advance(timedelta(seconds=step_seconds))
            signal.sigtimedwait([], ROUND_SECONDS)

    @staticmethod
    def catch_up():
        """Let the programs look at the clock that the story before may have moved: six digits are of their half minute."""
        signal.sigtimedwait([], 1.5 * FOLLOW_EVERY_SECONDS)

    async def rests(self):
        return not self.left()

    def left(self):
        """What has not been told or done."""
        return [row[0] for row in self.owner.execute(LEFT)]

    def all(self, query, **values):
        return self.owner.execute(query, values).fetchall()

    def state(self):
        """What a test that waits in vain has to say."""
        words = [f"{name}:\n{child.last_words(30)}" for name, child in self.children.items()]
        return "\n".join([f"left: {self.left()}", f"deaths: {self.deaths}", *words])

    def client(self):
        return httpx.AsyncClient(transport=_Persistent(self.mend), base_url=self.url, timeout=40)


class _Persistent(httpx.AsyncHTTPTransport):
    """A client whose answer was lost asks the same again, with the same key.

    Of a death one hears a little later than of the answer that was lost, so the dead are looked after while one waits:
    nobody else would start the server that is to answer.
    """

    def __init__(self, mend):
        super().__init__()
        self._mend = mend

    async def handle_async_request(self, request):
        await request.aread()
        for _ in range(ASKS_MAX):
            asked = asyncio.ensure_future(self._ask(request))
            while not (await asyncio.wait([asked], timeout=ROUND_SECONDS))[0]:
                self._mend()
            if (answer := asked.result()) is not None:
                return answer
        raise AssertionError(f"{request.method} {request.url} was never answered")

    async def _ask(self, request):
        try:
            answer = await super().handle_async_request(request)
            await answer.aread()
        except httpx.TransportError:
            return None
        return answer


def new_database(server, name):
    """An empty, migrated database of this name."""
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute(f"drop database if exists {name} with (force)")
        owner.execute(f"create database {name} template template_lianyi strategy file_copy")
