"""Readiness tells the truth, check by check."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import httpx
import psycopg
import pytest

from lianyi.app import health
from lianyi.app.database import newest_revision
from lianyi.app.http import create_app
from lianyi.app.migrate import head
from lianyi.kit.db import Database


@pytest.fixture
def heartbeat(owner_dsn):
    """Lets a worker have been heard of `age` ago."""

    def beat(age):
        with psycopg.connect(owner_dsn, autocommit=True) as owner:
            owner.execute("delete from procrastinate_workers")
            owner.execute("insert into procrastinate_workers (last_heartbeat) values (now() - %s)", [age])

    return beat


async def asked(dsn, path="/readyz", client=("127.0.0.1", 4000), headers=None):
    db = Database(dsn, connections=1)
    db._pool.timeout = 1
    app = create_app(db)
    await db._pool.open(wait=False)
    try:
        transport = httpx.ASGITransport(app, client=client)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as http:
            return await http.get(path, headers=headers)
    finally:
        await db.close()


def test_the_newest_migration_is_read_as_alembic_reads_it():
    assert newest_revision() == head()


async def test_it_is_ready_when_everything_is(app_dsn, configured, heartbeat):
    heartbeat(timedelta(seconds=5))
    answer = await asked(app_dsn)
    assert answer.json() == {
        "status": "ok",
        "checks": {"disk": "ok", "database": "ok", "migrations": "ok", "row_security": "ok", "worker": "ok"},
    }
    assert answer.status_code == 200


async def test_a_silent_worker_is_told(app_dsn, configured, heartbeat):
    heartbeat(timedelta(seconds=health.HEARTBEAT_SECONDS_MAX + 5))
    answer = await asked(app_dsn)
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "silent"
    assert answer.json()["checks"]["database"] == "ok"


async def test_old_code_in_front_of_newer_tables_is_not_ready(app_dsn, configured, heartbeat, monkeypatch):
    heartbeat(timedelta())
    monkeypatch.setattr(health, "_HEAD", "9999_of_tomorrow")
    answer = await asked(app_dsn)
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "behind"


async def test_a_role_that_could_step_over_row_security_is_not_ready(owner_dsn, configured, heartbeat):
    heartbeat(timedelta())
    answer = await asked(owner_dsn)
    assert answer.status_code == 503
    assert answer.json()["checks"]["row_security"] == "bypassed"


async def test_an_empty_database_is_not_ready(server, configured):
    answer = await asked(server.dsn("postgres", "app"))
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "missing"
    assert answer.json()["checks"]["worker"] == "unknown"


async def test_without_a_database_it_is_up_but_not_ready(configured, tmp_path):
    dsn = f"postgresql://app@/lianyi?host={tmp_path}"
    assert (await asked(dsn, "/healthz")).json() == {"status": "ok"}
    answer = await asked(dsn)
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unreachable"


async def test_a_full_disk_is_told(app_dsn, configured, heartbeat, monkeypatch):
    heartbeat(timedelta())
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    answer = await asked(app_dsn)
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == "full"


async def test_figures_are_for_this_machine(app_dsn, configured):
    answer = await asked(app_dsn, "/metrics")
    assert answer.status_code == 200
    assert "lianyi_request_seconds" in answer.text
    assert (await asked(app_dsn, "/metrics", client=("10.0.0.7", 4000))).status_code == 404
    assert (await asked(app_dsn, "/metrics", headers={"X-Forwarded-For": "10.0.0.7"})).status_code == 404
