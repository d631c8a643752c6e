"""Sessions: one transaction, one tenant, nothing half-written."""

import asyncio
import socket
from dataclasses import dataclass

import psycopg
import pytest
import uvloop

from lianyi.kit.db import Database, Statement
from lianyi.kit.idempotency import KEEP_ANSWERS, Stored
from lianyi.kit.ids import TenantId, new_id

COUNT = Statement("select count(*)::int as count from kit_idempotency", int)
FIND = Statement(
    "select key, input_hash, status, body from kit_idempotency where tenant_id = %(tenant)s and key = %(key)s",
    Stored,
)
WHO = Statement("select current_user::text as who", str)
PLANT = Statement("insert into kit_idempotency values (%(owner)s, 'x', '', 1, '', now())")
PID = Statement("select pg_backend_pid()", int)
END = Statement("select pg_terminate_backend(%(pid)s)", bool)
FAIL = Statement("select 1 / 0 as never", int)


@dataclass(frozen=True)
class Plans:
    generic: int
    custom: int


PLANS = Statement(
    """
    select coalesce(sum(generic_plans), 0)::int as generic, coalesce(sum(custom_plans), 0)::int as custom
    from pg_prepared_statements where statement like %(words)s and statement not like '%%pg_prepared%%'
    """,
    Plans,
)


async def keep(session, key, status=200):
    await session.later(KEEP_ANSWERS, keys=[key], hashes=[b"h"], statuses=[status], bodies=[b"{}"])


async def test_a_write_is_there_after_the_block_and_typed(db, tenant):
    async with db.write(tenant) as session:
        await keep(session, "k1")
    async with db.read(tenant) as session:
        assert await session.one(FIND, key="k1") == Stored("k1", b"h", 200, b"{}")
        assert await session.maybe(FIND, key="other") is None
        with pytest.raises(LookupError):
            await session.one(FIND, key="other")


async def test_an_exception_leaves_nothing_and_a_clean_connection(db, tenant):
    for _ in range(20):  # more often than the pool has connections
        with pytest.raises(ZeroDivisionError):
            async with db.write(tenant) as session:
                await keep(session, "k1")
                await session.one(COUNT)
                raise ZeroDivisionError
    async with db.read(tenant) as session:
        assert await session.one(COUNT) == 0


async def test_a_failure_in_the_pipe_surfaces_at_the_commit(db, tenant):
    with pytest.raises(psycopg.errors.UniqueViolation):
        async with db.write(tenant) as session:
            await keep(session, "k1")
            await keep(session, "k1")
    async with db.read(tenant) as session:
        assert await session.one(COUNT) == 0


async def test_a_failure_of_a_statement_is_the_one_raised(db, tenant):
    with pytest.raises(psycopg.errors.DivisionByZero):
        async with db.write(tenant) as session:
            await keep(session, "k1")
            await session.one(FAIL)
    async with db.read(tenant) as session:
        assert await session.one(COUNT) == 0


async def test_a_savepoint_loses_its_part_only(db, tenant):
    async with db.write(tenant) as session:
        await keep(session, "k1")
        with pytest.raises(psycopg.errors.DivisionByZero):
            async with session.savepoint():
                await keep(session, "k2")
                await session.one(FAIL)
        await keep(session, "k3")
    async with db.read(tenant) as session:
        assert await session.one(COUNT) == 2


async def test_a_read_session_cannot_write(db, tenant):
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        async with db.read(tenant) as session:
            await session.maybe(KEEP_ANSWERS, keys=["k"], hashes=[b""], statuses=[1], bodies=[b""])


async def test_without_a_tenant_a_tenants_table_is_an_error_not_an_empty_answer(db, tenant):
    async with db.write(tenant) as session:
        await keep(session, "k1")
    with pytest.raises(psycopg.errors.Error):
        async with db.read(None) as session:
            await session.one(COUNT)


async def test_a_tenant_sees_and_writes_its_own_rows_only(db, tenant):
    other = TenantId(new_id())
    async with db.write(tenant) as session:
        await keep(session, "k1")
        assert await session.one(WHO) == "app"
    async with db.read(other) as session:
        assert await session.one(COUNT) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with db.write(other) as session:
            await session.one(COUNT)
            await session.run(PLANT, owner=tenant)


async def test_run_tells_how_many_rows(db, tenant):
    touch = Statement("update kit_idempotency set status = 201 where tenant_id = %(tenant)s")
    async with db.write(tenant) as session:
        assert await session.run(touch) == 0
        await keep(session, "k1")
        await keep(session, "k2")
        assert await session.run(touch) == 2


async def test_a_statement_is_planned_once_or_as_usual(db, tenant):
    """The values of an unnest change what its plan seems to cost: as usual, it is planned for each call."""
    text = "select k.key from unnest(%(keys)s::text[]) as asked (key) join kit_idempotency k on k.tenant_id = %(tenant)s"
    usual, once = (
        Statement(text + " and k.key = asked.key", str),
        Statement(text + " and asked.key = k.key", str, planned_once=True),
    )
    async with db.read(tenant) as session:
        for _ in range(9):
            assert await session.all(once, keys=["a"]) == []
            assert await session.all(usual, keys=["a"]) == []
        assert await session.one(PLANS, words="%asked.key = k.key%") == Plans(9, 0)
        assert (await session.one(PLANS, words="%k.key = asked.key%")).custom >= 5
    async with db.write(tenant) as session:
        session.plan_once()
        before = await session.one(PLANS, words="%k.key = asked.key%")
        await session.all(usual, keys=["a"])
        after = await session.one(PLANS, words="%k.key = asked.key%")
        assert after == Plans(before.generic + 1, before.custom)


@pytest.mark.parametrize("runner", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def test_a_connection_is_used_bare_between_sessions_and_replaced_when_it_is_lost(app_dsn, tenant, runner):
    """The loop looks at a socket from one session to the next; whoever uses it otherwise, or gets its number, is heard."""

    async def live() -> None:
        db = Database(app_dsn, connections=1)
        await db.open()
        try:
            lost = []
            for _ in range(3):
                async with db.read(tenant) as session:
                    assert await session.one(COUNT) == 0
                async with db.connection() as bare:
                    lost.append(await (await bare.execute("select pg_backend_pid()")).fetchone())
                async with db.read(tenant) as session:
                    assert await session.one(COUNT) == 0
                    pid = await session.one(PID)
                assert (pid,) == lost[-1]
                with pytest.raises(psycopg.OperationalError):
                    async with db.write(tenant) as session:
                        await session.one(END, pid=pid)
            assert len(set(lost)) == 3
        finally:
            await db.close()

    runner(asyncio.wait_for(live(), 60))


@pytest.mark.parametrize("runner", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
def test_a_pool_that_closes_leaves_no_socket_behind_that_the_loop_looks_at(app_dsn, tenant, runner):
    """What is opened next gets the same number, and is heard."""

    async def live() -> None:
        db = Database(app_dsn, connections=1)
        await db.open()
        async with db.read(tenant) as session:
            assert await session.one(COUNT) == 0
        await db.close()
        pairs = [socket.socketpair() for _ in range(8)]
        for one, other in pairs:
            told = asyncio.Event()
            asyncio.get_running_loop().add_reader(one.fileno(), told.set)
            other.send(b"x")
            await told.wait()
            asyncio.get_running_loop().remove_reader(one.fileno())
            one.close()
            other.close()

    runner(asyncio.wait_for(live(), 20))
