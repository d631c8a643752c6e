"""The worker process: tells committed facts, runs jobs and sweeps, and gives back what a dead worker held."""

import asyncio
import signal
from typing import Any

from procrastinate import App
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from lianyi.app.clockwork import clock_of_process, follow_sandbox, join_sandbox
from lianyi.app.wiring import load_work
from lianyi.identity import queries as identity
from lianyi.kit import jobs, relay
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.wechat import pay

HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 15
CONCURRENCY = 4
log = get_logger(__name__)


async def run(app_dsn: str) -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished or, after ten seconds, left to the next worker."""
    load_work()
    db = Database(app_dsn, clock=clock_of_process(), connections=6)
    await db.open()
    await join_sandbox(db.clock)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    async def tenants() -> list[TenantId]:
        return await identity.every_tenant(db)

    queue = jobs.queue_app(app_dsn, db, tenants)
    try:
        async with queue.open_async():
            log.info("worker.started", sweeps=len(jobs.sweeps()))
            await _until(stop, db, queue)
    finally:
        await pay.hang_up()
        await db.close()


async def _until(stop: asyncio.Event, db: Database, queue: App) -> None:
    queue_task = asyncio.create_task(
        queue.run_worker_async(
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            fetch_job_polling_interval=1.0,
            shutdown_graceful_timeout=10,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )
    )
    around = [
        asyncio.create_task(follow_sandbox(db.clock)),
        asyncio.create_task(_revive(queue)),
    ]
    relay_task = asyncio.create_task(relay.run_relay(db, stop))
    stopping = asyncio.create_task(stop.wait())
    work: set[asyncio.Task[Any]] = {queue_task, relay_task, stopping}
    done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    for task in (*around, queue_task):
        task.cancel()
    await asyncio.gather(queue_task, relay_task, *around, return_exceptions=True)
    for task in done - {stopping}:
        if not task.cancelled() and task.exception() is not None:
            raise RuntimeError("the worker lost its work") from task.exception()


async def _revive(queue: App) -> None:
    """Give jobs of a worker that died (kill -9) to whoever lives; a sweep it held would otherwise rest for good."""
    while True:
        try:
            await give_back(queue)
        except Exception as problem:  # noqa: BLE001  the database may be restarting; the next round tries again
            log.warning("worker.revive_waits", error=type(problem).__name__)
        await asyncio.sleep(STALLED_SECONDS)


async def give_back(queue: App) -> None:
    """Put what dead workers held back into the queue, once."""
    for job in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await queue.job_manager.retry_job(job)
        except UniqueViolation:
            # The clock has ticked since: this sweep waits in the queue again, and the dead one has the lock it waits for.
            await queue.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        log.warning("worker.revived", job=job.task_name)
