"""One PostgreSQL a run, one template database, a clone per worker, rows gone between tests, a clock that moves."""

import asyncio
import dataclasses
import gc
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import pytest
import pytest_asyncio
import uvicorn
from argon2 import PasswordHasher
from hypothesis import settings as hypothesis_settings

from lianyi.app.http import create_app
from lianyi.app.migrate import migrate
from lianyi.identity.actions import passwords
from lianyi.identity.queries import forget_slugs
from lianyi.kit import config, jobs, limits, relay, secrets
from lianyi.kit.clock import MovableClock
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.postgres import Embedded
from lianyi.wechat import pay
from tests.wechat_world import World, client

gc.disable()  # while what stays is made: the collector would walk all of it again and again, a sixth of the time
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, ten in the morning in Shanghai
# A slow machine is not a wrong answer: timed assertions live in bench/.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")
ROOT = Path(__file__).parents[1]


def examples(many: int) -> int:
    """As many for `make test-all`; `make test` draws a fifth of them, others each time, beside those that are written out."""
    return many if os.environ.get("LIANYI_TEST_ALL") == "1" else many // 5


# A password costs 40 ms of a processor on purpose, and the tests use thousands. Here it costs nothing, in the same way for
# those nobody has; tests/identity/test_sign_in.py holds the real price.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords._NOBODY = re.sub(r"m=\d+,t=\d+,", "m=8,t=1,", passwords._NOBODY)
MASTER_KEY = secrets.new_master_key()


def pytest_configure(config):
    """The controller owns the server; workers find its folder in the environment."""
    if hasattr(config, "workerinput") or "LIANYI_TEST_FOLDER" in os.environ:
        return
    import tempfile

    folder = tempfile.mkdtemp(prefix="lianyi-test-")
    os.chmod(folder, 0o755)  # noqa: PTH101  the server may run as another user, who must be able to enter
    os.environ["LIANYI_TEST_FOLDER"] = folder


def pytest_unconfigure(config):
    server = getattr(config, "_lianyi_server", None)
    if server is not None:
        server.stop()
    folder = os.environ.get("LIANYI_TEST_FOLDER")
    if folder and not hasattr(config, "workerinput"):
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_finish(session):
    gc.enable()
    gc.freeze()


def _started(config) -> Embedded:
    """The server of the run, its template migrated; it ends with `config`."""
    config._lianyi_server = server = Embedded.start(
        Path(os.environ["LIANYI_TEST_FOLDER"]) / "pg", fsync=False
    )
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute("create database template_lianyi")
    migrate(server.dsn("template_lianyi", "owner"))
    return server


def pytest_sessionstart(session):
    """Before there are workers; alone, whoever asks first starts it: many tests ask for no database."""
    if getattr(session.config.option, "numprocesses", None) and not hasattr(session.config, "workerinput"):
        _started(session.config)


@pytest.fixture(scope="session")
def server(request):
    if not hasattr(request.config, "workerinput"):
        yield getattr(request.config, "_lianyi_server", None) or _started(request.config)
        return
    with Embedded.start(Path(os.environ["LIANYI_TEST_FOLDER"]) / "pg", fsync=False) as guest:
        yield guest


@pytest.fixture(scope="session")
def database_name(server, request):
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_{worker}"
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute(f"create database {name} template template_lianyi strategy file_copy")
    return name


@pytest.fixture(scope="session")
def owner_dsn(server, database_name):
    return server.dsn(database_name, "owner")


@pytest.fixture(scope="session")
def app_dsn(server, database_name):
    return server.dsn(database_name, "app")


@pytest.fixture(scope="session")
def _wipe(owner_dsn):
    """Delete the rows of whatever table has any; triggers of append-only tables rest meanwhile."""
    connection = psycopg.connect(owner_dsn, autocommit=True)
    tables = [
        row[0]
        for row in connection.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'"
        )
    ]
    connection.execute("set session_replication_role = replica")  # for good: a change forgets all plans
    # A function keeps its plans: what is empty costs a look, not a statement to be parsed and planned.
    body = " ".join(f"if exists (select from {one}) then delete from {one}; end if;" for one in tables)
    connection.execute(f"create function pg_temp.wipe() returns void language plpgsql as 'begin {body} end'")

    def wipe():
        connection.execute("select pg_temp.wipe()")

    yield wipe
    connection.close()


@pytest.fixture
def clock():
    return MovableClock(NOW)


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory):
    """The real sandbox as a process of its own; it runs what is due only when told."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "wechat_sandbox", "--port", str(port)], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=1):
            break
        time.sleep(0.05)
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture
def configured(tmp_path):
    """Kit's settings for a test: a master key, a data folder, no outside addresses."""
    before = config.config()
    config.configure(
        config.Config(
            wechat_base_url="http://127.0.0.1:9", wechat_open_url="http://127.0.0.1:9",
            wechatpay_base_url="http://127.0.0.1:9", public_url="http://shop.test", data_dir=tmp_path,
            master_keys=(MASTER_KEY,), movable_clock=True,
        )
    )  # fmt: skip
    yield config.config()
    config.configure(before)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _pool(app_dsn):
    database = Database(app_dsn, connections=8)
    await database.open()
    yield database
    await pay.hang_up()
    await database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def db(_pool, _wipe, clock, configured):
    """An empty, migrated database as the role `app`; the clock stands at NOW until a test moves it."""
    _wipe()
    await limits.reset()
    forget_slugs()
    _pool.clock = clock
    yield _pool
    _pool.clock = MovableClock(NOW)


@pytest.fixture
def tenant():
    """An id under which a domain can be tested alone; journeys open real shops."""
    return TenantId(new_id())


@pytest.fixture
def settle(db, app):
    """Tell every fact, run every job and sweep, until nothing is left to do; no sleeping."""

    async def run() -> None:
        await come_to_rest(db)

    return run


async def come_to_rest(db) -> None:
    """What is told and queued first; the sweeps, sixty statements a shop, look once nothing else is left."""
    for _ in range(150):
        if await relay.relay_once(db) or await run_queue(db):
            continue
        shops = await tenants(db)
        swept = sum([await jobs.run_sweep(db, item, shops) for item in jobs.sweeps()])
        if not swept and not await relay.relay_once(db):
            return
    raise AssertionError("the system does not come to rest")


async def run_queue(db) -> int:
    """Run the jobs that are due; a failing one stays for the test to see."""
    async with db.connection() as connection:
        cursor = await connection.execute(
            "delete from procrastinate_jobs where task_name = 'kit.run_job' and status = 'todo' "
            "and scheduled_at is null returning args"
        )
        rows = await cursor.fetchall()
    for (args,) in rows:
        await jobs.run_job(db, **args)
    return len(rows)


async def tenants(db) -> list[TenantId]:
    async with db.connection() as connection:
        cursor = await connection.execute("select to_regclass('identity_tenant')")
        if (await cursor.fetchone())[0] is None:
            return []
        cursor = await connection.execute("select id from identity_tenant order by id")
        return [TenantId(row[0]) for row in await cursor.fetchall()]


@pytest.fixture(scope="session")
def application(_pool):
    """Built once a worker: reading the signatures of hundreds of operations takes longer than most tests."""
    gc.disable()
    made = create_app(_pool)
    gc.enable()
    gc.freeze()
    return made


@pytest.fixture
def app(application, db):  # what it works on is empty when a test begins
    """The real application, in this process, on the test's database."""
    return application


@pytest_asyncio.fixture(loop_scope="session")
async def api(app):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        yield client


class _Trampoline:
    """The web server of the run; each test puts its application into it."""

    app = None

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _web():
    """A real HTTP server in this loop, so that WeChat's callbacks reach the test's application."""
    trampoline = _Trampoline()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(trampoline, lifespan="off", log_level="error", ws="none"))
    server.install_signal_handlers = lambda: None
    task = asyncio.create_task(server.serve([listening]))
    trampoline.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield trampoline
    server.should_exit = True
    await task
    listening.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _control():
    async with client() as session:
        yield session


@pytest.fixture(scope="session")
def _lenders():
    """Merchants of this sandbox whose RSA pairs later ones borrow, by the place at which they came in their test."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def world(app, _web, _control, _lenders, sandbox_url, clock, configured):
    """The sandbox as WeChat, this application as the merchant's server, and one clock for both."""
    _web.app = app
    config.configure(
        dataclasses.replace(
            configured, wechat_base_url=sandbox_url, wechat_open_url=sandbox_url, wechatpay_base_url=sandbox_url,
            sandbox_url=sandbox_url, public_url=_web.url,
        )
    )  # fmt: skip
    world = World(sandbox_url, _control, clock, _lenders)
    await world.begin(NOW)
    return world


@pytest.fixture
def ground(db, app_dsn, tmp_path):
    """What `make demo` and `make replay` stand on, in this process: the run's server, emptied, and a sandbox nobody knows yet."""
    from lianyi.app.demo.instance import Ground, sandbox

    with sandbox() as url:
        yield Ground(tmp_path, app_dsn, url)


@pytest_asyncio.fixture(loop_scope="session")
async def clerk(db):
    """The program itself in a shop that is open: what domains below the edges are tested with."""
    from lianyi.identity.types import System
    from lianyi.kit.db import Statement

    tenant = TenantId(new_id())
    insert = Statement(
        "insert into identity_tenant (id, slug, name, theme_color, created_at) "
        "values (%(id)s, %(slug)s, '测试小店', '#0f766e', %(now)s)"
    )
    async with db.write(tenant) as session:
        await session.run(insert, id=tenant, slug=f"s{tenant.hex[-12:]}")
    return System(tenant, "test")
