"""Facts: told once committed, in order per subject, a failing subject waits alone."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lianyi.kit import jobs, outbox, relay
from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.outbox import event, on

heard: list[tuple[TenantId, UUID, int]] = []
broken: set[UUID] = set()
MARK = Statement(
    """
    insert into kit_idempotency (tenant_id, key, input_hash, status, body, at)
    values (%(tenant)s, %(key)s, '', 200, '', %(now)s)
    """
)
MARKS = Statement("select key from kit_idempotency where tenant_id = %(tenant)s order by at, key", str)
REST = Statement("select count(*)::int as count from kit_outbox", int)
DUE = Statement("update kit_outbox set retry_at = now() - interval '1 second' where parked")


@event("test.pebble_fell", subject="pond_id")
@dataclass(frozen=True, slots=True)
class PebbleFell:
    pond_id: UUID
    number: int
    at: datetime


@on(PebbleFell)
async def hear(session, pebble):
    await session.later(MARK, key=f"{pebble.pond_id}-{pebble.number:03}")
    if pebble.pond_id in broken:
        raise ValueError("this pond is frozen")
    heard.append((session.tenant, pebble.pond_id, pebble.number))


@pytest.fixture(autouse=True)
def _quiet():
    heard.clear()
    broken.clear()


async def drain(db):
    while await relay.relay_once(db):
        pass


async def test_a_fact_of_a_rolled_back_transaction_is_never_told(db, tenant):
    with pytest.raises(KeyError):
        async with db.write(tenant) as session:
            await session.emit(PebbleFell(new_id(), 1, session.now))
            raise KeyError
    await drain(db)
    assert heard == []


async def test_facts_are_told_in_order_to_the_right_tenant_and_forgotten(db, tenant):
    other, pond, lake = TenantId(new_id()), new_id(), new_id()
    for number in range(5):
        async with db.write(tenant) as session:
            await session.emit(PebbleFell(pond, number, session.now))
        async with db.write(other) as session:
            await session.emit(PebbleFell(lake, number, session.now))
    await drain(db)
    assert [n for t, p, n in heard if (t, p) == (tenant, pond)] == list(range(5))
    assert [n for t, p, n in heard if (t, p) == (other, lake)] == list(range(5))
    async with db.read(tenant) as session:
        assert await session.all(MARKS) == [f"{pond}-{n:03}" for n in range(5)]
        assert await session.one(REST) == 0


async def test_a_failing_subject_waits_alone_and_keeps_its_order(db, tenant):
    pond, lake = new_id(), new_id()
    broken.add(pond)
    async with db.write(tenant) as session:
        for number in range(3):
            await session.emit(PebbleFell(pond, number, session.now), PebbleFell(lake, number, session.now))
    await drain(db)
    assert [n for _, p, n in heard if p == lake] == [0, 1, 2]
    assert [(letter.attempts, letter.error) for letter in await relay.parked(db)] == [
        (1, "ValueError: this pond is frozen")
    ]
    async with db.read(tenant) as session:
        assert [key for key in await session.all(MARKS) if key.startswith(str(pond))] == []
    broken.clear()
    async with db.write(None) as session:
        await session.run(DUE)
    await drain(db)
    assert [n for _, p, n in heard if p == pond] == [0, 1, 2]
    assert await relay.parked(db) == []


async def test_a_dead_letter_waits_for_replay(db, tenant):
    pond = new_id()
    broken.add(pond)
    async with db.write(tenant) as session:
        await session.emit(PebbleFell(pond, 1, session.now))
    for _ in range(outbox.ATTEMPTS_MAX + 2):
        await drain(db)
        async with db.write(None) as session:
            await session.run(DUE)
    (letter,) = await relay.parked(db)
    assert letter.attempts == outbox.ATTEMPTS_MAX
    broken.clear()
    assert await relay.replay(db, letter.id)
    await drain(db)
    assert [n for _, _, n in heard] == [1]


async def test_a_job_is_queued_only_with_its_transaction(db, tenant):
    ran = []

    @jobs.job("test.write_down")
    async def write_down(_db, tenant, *, words):
        ran.append((tenant, words))

    async with db.write(tenant) as session:
        await session.defer("test.write_down", words="still water", run_at=session.now - timedelta(hours=1))
    await drain(db)
    async with db.connection() as connection:
        cursor = await connection.execute("select task_name, args from procrastinate_jobs")
        ((task, args),) = await cursor.fetchall()
    assert task == "kit.run_job"
    await jobs.run_job(db, **args)
    assert ran == [(tenant, "still water")]


@event("test.stone_sank", subject="pond_id")
@dataclass(frozen=True, slots=True)
class StoneSank:
    pond_id: UUID
    key: str


LOCK = Statement(
    "select key from kit_idempotency where tenant_id = %(tenant)s and key = %(key)s for update", str
)
WAITING = Statement(
    "select count(*)::int from pg_locks where not granted and locktype = 'transactionid'", int
)
holding, waiting = asyncio.Event(), asyncio.Event()


@on(StoneSank)
async def sink(session, stone):
    await session.one(LOCK, key=stone.key)
    holding.set()
    await waiting.wait()


async def test_a_batch_gives_way_to_a_request_that_locks_in_the_order_of_the_house(db, tenant):
    pond = new_id()
    holding.clear(), waiting.clear()
    async with db.write(tenant) as session:
        await session.later(MARK, key="seat")
        await session.later(MARK, key="stock")
        await session.emit(StoneSank(pond, "stock"), StoneSank(pond, "seat"))

    async def request():
        async with db.write(tenant) as session:
            await session.one(LOCK, key="seat")
            await holding.wait()  # the batch holds the stock
            waits = asyncio.create_task(session.one(LOCK, key="stock"))
            async with db.read(None) as look:
                while not await look.one(WAITING):
                    pass
            waiting.set()  # and now wants the seat
            return await waits

    relayed = asyncio.create_task(relay.relay_once(db))
    assert await request() == "stock"
    assert await relayed == 2
    async with db.read(tenant) as session:
        assert await session.one(REST) == 0


@event("test.ripple_spread", subject="pond_id")
@dataclass(frozen=True, slots=True)
class RippleSpread:
    pond_id: UUID
    number: int


TRANSACTION = Statement("select pg_current_xact_id()::text", str)
HOLD = Statement("select pg_advisory_xact_lock(7102, %(shard)s)::text", str)
spread: list[tuple[UUID, int, str]] = []


@on(RippleSpread)
async def watch(session, ripple):
    spread.append((ripple.pond_id, ripple.number, await session.one(TRANSACTION)))


def ponds_of_shards(*wanted):
    """A pond for each of these shards."""
    found = {}
    while set(found) != set(wanted):
        pond = new_id()
        shard = outbox.shard_of(f"pond:{pond}")
        if shard in wanted:
            found.setdefault(shard, pond)
    return [found[shard] for shard in wanted]


async def test_a_few_facts_of_many_shards_are_told_in_one_transaction(db, tenant):
    spread.clear()
    ponds = ponds_of_shards(*range(outbox.SHARDS))
    async with db.write(tenant) as session:
        for number in range(3):
            await session.emit(*(RippleSpread(pond, number) for pond in ponds))
    assert await relay.relay_once(db) == 3 * outbox.SHARDS
    assert len({transaction for _, _, transaction in spread}) == 1
    for pond in ponds:
        assert [number for one, number, _ in spread if one == pond] == [0, 1, 2]


async def test_a_backlog_is_told_shard_by_shard(db, tenant):
    spread.clear()
    first, second = ponds_of_shards(2, 5)
    async with db.write(tenant) as session:
        for number in range(relay.BATCH):
            await session.emit(RippleSpread(first, number), RippleSpread(second, number))
    assert await relay.relay_once(db) == 2 * relay.BATCH
    by_pond = {pond: {tx for one, _, tx in spread if one == pond} for pond in (first, second)}
    assert {len(transactions) for transactions in by_pond.values()} == {1}
    assert by_pond[first] != by_pond[second]


@pytest.mark.parametrize("fails", [False, True])
async def test_a_shard_that_somebody_else_tells_is_left_to_them(db, tenant, fails):
    spread.clear()
    mine, theirs, frozen = ponds_of_shards(1, 6, 7)
    if fails:
        broken.add(frozen)
    async with db.write(tenant) as session:
        await session.emit(RippleSpread(mine, 0), RippleSpread(theirs, 0), PebbleFell(frozen, 0, session.now))
    async with db.write(None) as other:
        await other.one(HOLD, shard=6)
        assert await relay.relay_once(db) == (1 if fails else 2)
        assert {pond for pond, _, _ in spread} == {mine}
    await drain(db)
    assert {pond for pond, _, _ in spread} == {mine, theirs}
