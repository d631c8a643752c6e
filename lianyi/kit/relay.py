"""The relay: claims committed facts in batches and runs their reactions in the batch's transaction.

While few are ready one batch takes them all, of whatever shards: a transaction costs more than a fact. A backlog is told
shard by shard, so that several workers share it. A batch that fails, or waits for a row too long, is rolled back and told
again one by one; the fact that fails is parked with back-off, and later facts of the same subject wait behind it. Woken by
polling: a NOTIFY inside a business transaction serialises commits.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lianyi.kit import failpoints, outbox
from lianyi.kit.db import Database, Session, Statement
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.kit.metrics import EVENT_DELAY, EVENTS_TOLD
from lianyi.kit.outbox import ATTEMPTS_MAX, SHARDS, Told
from lianyi.kit.tracing import span

BATCH = 100
FIRST = BATCH + 1  # of what is ready: one more than a batch says that there are more
IDLE_SECONDS = (0.02, 0.05, 0.1)
log = get_logger(__name__)

# Those of the shards that nobody else is telling.
LOCK_SHARDS = Statement(
    "select shard from unnest(%(shards)s::int[]) as shard where pg_try_advisory_xact_lock(7102, shard)", int
)
# The shards of the first facts that are ready.
READY = Statement(
    f"""
    select shard from kit_outbox
    where not parked or (retry_at <= %(real_now)s and attempts < %(attempts_max)s)
    limit {FIRST}
    """,  # noqa: S608  our own number
    int,
)
READY_SHARDS = Statement(
    """
    select distinct shard from kit_outbox
    where not parked or (retry_at <= %(real_now)s and attempts < %(attempts_max)s)
    """,
    int,
)
# A batch holds what its earlier facts touched, in whatever order they came; somebody else may hold and want the same the
# other way round. The batch gives way long before PostgreSQL looks for a deadlock (1 s) and may choose a shopper's order;
# then its facts are told one by one, each with its own locks only.
GIVE_WAY = Statement("set local lock_timeout = '300ms'")
# A fact is ready when no earlier fact of its subject is parked; a parked one when its time has come and it is the first.
CLAIM = Statement(
    f"""
    select id, tenant_id, subject, kind, payload, at, attempts from kit_outbox o
    where shard = any(%(shards)s::int[])
      and (not parked or (retry_at <= %(real_now)s and attempts < %(attempts_max)s))
      and not exists (
        select 1 from kit_outbox p
        where p.parked and p.tenant_id = o.tenant_id and p.subject = o.subject and p.id < o.id)
    order by id limit {BATCH}
    """,  # noqa: S608  our own number
    Told,
)
CLAIM_ONE = Statement(
    """
    select id, tenant_id, subject, kind, payload, at, attempts from kit_outbox o
    where id = %(id)s
      and not exists (
        select 1 from kit_outbox p
        where p.parked and p.tenant_id = o.tenant_id and p.subject = o.subject and p.id < o.id)
    """,
    Told,
)
FORGET = Statement("delete from kit_outbox where id = any(%(ids)s)")
PARK = Statement(
    """
    update kit_outbox set parked = true, attempts = attempts + 1, retry_at = %(retry_at)s, error = %(error)s
    where id = %(id)s
    """
)
REPLAY = Statement(
    "update kit_outbox set attempts = 0, retry_at = %(real_now)s where parked and id = %(id)s",
)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    tenant_id: TenantId
    subject: str
    kind: str
    at: datetime
    attempts: int
    error: str | None


PARKED = Statement(
    """
    select id, tenant_id, subject, kind, at, attempts, error from kit_outbox
    where parked order by id limit %(limit)s
    """,
    DeadLetter,
)


def _real_now() -> datetime:
    return datetime.now(UTC)


async def relay_once(db: Database, *, shards: range = range(SHARDS)) -> int:
    """Tell what is ready in the given shards: all of it when a batch holds it, else a batch a shard; how many were told."""
    ready = {"real_now": _real_now(), "attempts_max": ATTEMPTS_MAX}
    async with db.read(None) as session:
        first = await session.all(READY, **ready)
        few = len(first) <= BATCH
        found = sorted(set(first)) if few else await session.all(READY_SHARDS, **ready)
    wanted = [shard for shard in found if shard in shards]
    told = 0
    for together in [wanted] if few and wanted else [[shard] for shard in wanted]:
        told += await _tell_batch(db, together)
    return told


async def _tell_batch(db: Database, shards: list[int]) -> int:
    batch: list[Told] = []
    try:
        async with db.write(None) as session:
            session.plan_once()
            locked = await session.all(LOCK_SHARDS, shards=shards)
            if not locked:
                return 0
            await session.later(GIVE_WAY)
            batch = await session.all(CLAIM, shards=locked, real_now=_real_now(), attempts_max=ATTEMPTS_MAX)
            if not batch:
                return 0
            failpoints.reach("kit.relay.claimed")
            for fact in batch:
                await _tell(session, fact)
            await session.later(FORGET, ids=[fact.id for fact in batch])
            failpoints.reach("kit.relay.told")
    except Exception as problem:  # noqa: BLE001  whatever a reaction raised, the facts are told again one by one
        log.warning("relay.batch_failed", shards=shards, facts=len(batch), error=type(problem).__name__)
        return await _tell_one_by_one(db, batch)
    failpoints.reach("kit.relay.committed")
    _count(db, batch)
    return len(batch)


async def _tell(session: Session, fact: Told) -> None:
    await session.move_to(TenantId(fact.tenant_id))
    event = outbox.read(fact.kind, fact.payload)
    with span(f"tell {fact.kind}"):
        for reaction in outbox.reactions_of(fact.kind):
            await reaction(session, event)


async def _tell_one_by_one(db: Database, batch: list[Told]) -> int:
    told, taken = 0, set[int]()  # shards that somebody else tells meanwhile
    for fact in batch:
        shard = outbox.shard_of(fact.subject)
        if shard in taken:
            continue
        try:
            async with db.write(None) as session:
                if not await session.all(LOCK_SHARDS, shards=[shard]):
                    taken.add(shard)
                    continue
                claimed = await session.maybe(CLAIM_ONE, id=fact.id)
                if claimed is None:
                    continue
                await _tell(session, claimed)
                await session.later(FORGET, ids=[fact.id])
            told += 1
            _count(db, [fact])
        except Exception as problem:  # noqa: BLE001  parked with its reason; nothing is lost and nobody else waits
            await _park(db, fact, problem)
    return told


async def _park(db: Database, fact: Told, problem: Exception) -> None:
    delay = timedelta(seconds=min(3600, 2**fact.attempts))
    log.error(
        "relay.parked", kind=fact.kind, subject=fact.subject, attempts=fact.attempts + 1,
        error=f"{type(problem).__name__}: {problem}"[:300],
    )  # fmt: skip
    async with db.write(None) as session:
        await session.later(
            PARK, id=fact.id, retry_at=_real_now() + delay, error=f"{type(problem).__name__}: {problem}"[:500]
        )


def _count(db: Database, batch: list[Told]) -> None:
    now = db.clock.now()
    for fact in batch:
        EVENTS_TOLD.labels(kind=fact.kind).inc()
        EVENT_DELAY.observe(max(0.0, (now - fact.at).total_seconds()))


async def parked(db: Database, limit: int = 100) -> list[DeadLetter]:
    """Facts that wait for a retry or for an operator, oldest first."""
    async with db.read(None) as session:
        return await session.all(PARKED, limit=limit)


async def replay(db: Database, fact_id: int) -> bool:
    """Give a parked fact its attempts back and let it be told now."""
    async with db.write(None) as session:
        return await session.run(REPLAY, id=fact_id, real_now=_real_now()) == 1


async def run_relay(db: Database, stop: asyncio.Event) -> None:
    """Tell facts until told to stop; polls every 20 ms when busy, every 100 ms when idle."""
    idle = 0
    while not stop.is_set():
        try:
            told = await relay_once(db)
        except Exception as problem:  # noqa: BLE001  the database may be restarting; the facts wait in their table
            log.warning("relay.waits", error=f"{type(problem).__name__}: {problem}"[:200])
            told, idle = 0, len(IDLE_SECONDS) - 1
            await asyncio.sleep(1)
        idle = 0 if told else min(idle + 1, len(IDLE_SECONDS) - 1)
        if told < BATCH:
            await asyncio.sleep(IDLE_SECONDS[idle])
