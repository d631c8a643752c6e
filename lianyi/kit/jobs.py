"""Work outside a request: sweeps that run by the clock, and jobs that somebody asked for.

`@every(seconds=…)` declares a bounded sweep, called once a tenant and again while it returns SWEEP_MAX.
`@job(name)` declares work deferred by `session.defer(name, …)`: retried with back-off, then a dead letter.
The queue is procrastinate's, on the same PostgreSQL; its rows are written by the relay, never by a business
transaction, because its NOTIFY serialises commits.
"""

import importlib
import importlib.util
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate import RetryStrategy

from lianyi.kit import failpoints, wire
from lianyi.kit.db import Database, Session, Statement
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.kit.metrics import SWEEPS
from lianyi.kit.outbox import JobWanted, on
from lianyi.kit.tracing import span

SWEEP_MAX = 200
JOB_ATTEMPTS_MAX = 10
log = get_logger(__name__)

Sweep = Callable[[Database, TenantId], Awaitable[int]]
Job = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Every:
    """A sweep and how often it runs."""

    name: str
    seconds: int
    sweep: Sweep


_sweeps: dict[str, Every] = {}
_jobs: dict[str, Job] = {}

# What procrastinate's own defer function does, on the relay's connection and in its transaction.
QUEUE = Statement(
    """
    insert into procrastinate_jobs (queue_name, task_name, lock, args, scheduled_at)
    values ('default', 'kit.run_job', %(lock)s, %(args)s::jsonb, %(scheduled_at)s)
    """
)


def every(*, seconds: int) -> Callable[[Sweep], Sweep]:
    """Declare a sweep `async def f(db, tenant) -> rows done`, at most SWEEP_MAX a call."""

    def register(sweep: Sweep) -> Sweep:
        name = f"{sweep.__module__}.{sweep.__name__}"
        _sweeps[name] = Every(name, seconds, sweep)
        return sweep

    return register


def job(name: str) -> Callable[[Job], Job]:
    """Declare a job `async def f(db, tenant, **args)`; idempotent, because it may run twice."""

    def register(work: Job) -> Job:
        if _jobs.get(name, work).__qualname__ != work.__qualname__:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = work
        return work

    return register


def load(domains: Iterable[str]) -> None:
    """Import every domain's jobs so that @every and @job have run."""
    for domain in domains:
        if importlib.util.find_spec(f"{domain}.jobs"):
            importlib.import_module(f"{domain}.jobs")


def sweeps() -> list[Every]:
    return list(_sweeps.values())


@on(JobWanted)
async def queue_job(session: Session, wanted: JobWanted) -> None:
    """Hand a wanted job to the queue. `run_at` is an instant of our clock; the queue knows only the machine's."""
    real_now = datetime.now(UTC)
    delay = (wanted.run_at - session.now) if wanted.run_at else timedelta()
    await session.later(
        QUEUE,
        lock=f"{session.tenant}:{wanted.lock}",
        args=_arguments(wanted, session.tenant),
        scheduled_at=real_now + delay if delay > timedelta() else None,
    )


def _arguments(wanted: JobWanted, tenant: TenantId) -> str:
    return wire.dumps({"name": wanted.job, "tenant": str(tenant), "args": wanted.args}).decode()


async def run_job(db: Database, name: str, tenant: str, args: dict[str, Any]) -> None:
    """Run one job now. Raises what the job raises."""
    failpoints.reach("kit.jobs.fetched")
    with span(f"job {name}"):
        await _jobs[name](db, TenantId(UUID(tenant)), **args)
    failpoints.reach("kit.jobs.ran")


async def run_sweep(db: Database, item: Every, tenants: Iterable[TenantId]) -> int:
    """Run a sweep for every tenant; one tenant's failure is logged and stops no other."""
    total = 0
    for tenant in tenants:
        try:
            while True:
                with span(f"sweep {item.name}"):
                    done = await item.sweep(db, tenant)
                total += done
                if done < SWEEP_MAX:
                    break
        except Exception as problem:  # noqa: BLE001  the sweep comes again; the others must not wait for it
            log.error(
                "sweep.failed",
                sweep=item.name,
                tenant=str(tenant),
                error=f"{type(problem).__name__}: {problem}"[:300],
            )
    if total:
        failpoints.reach("kit.jobs.swept")
        SWEEPS.labels(sweep=item.name).inc(total)
    return total


def queue_app(dsn: str, db: Database, tenants: Callable[[], Awaitable[list[TenantId]]]) -> procrastinate.App:
    """Procrastinate's application with our sweeps as periodic tasks and one task that runs any job."""
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=dsn, min_size=1, max_size=3, kwargs={"application_name": "lianyi-jobs"}
        )
    )

    @app.task(
        name="kit.run_job",
        retry=RetryStrategy(max_attempts=JOB_ATTEMPTS_MAX, exponential_wait=3),
    )
    async def _run(name: str, tenant: str, args: dict[str, Any]) -> None:
        await run_job(db, name, tenant, args)

    for item in sweeps():
        _declare(app, item, db, tenants)
    return app


def _declare(
    app: procrastinate.App, item: Every, db: Database, tenants: Callable[[], Awaitable[list[TenantId]]]
) -> None:
    async def tick(timestamp: int) -> None:  # noqa: ARG001  procrastinate tells when the tick was due
        await run_sweep(db, item, await tenants())

    task = app.task(name=item.name, queueing_lock=item.name, lock=item.name)(tick)
    app.periodic(cron=_cron(item.seconds))(task)


def _cron(seconds: int) -> str:
    """A cron line with croniter's sixth field for seconds."""
    if seconds < 60:
        return f"* * * * * */{seconds}"
    if seconds < 3600:
        return f"*/{seconds // 60} * * * *"
    return f"0 */{seconds // 3600} * * *"
