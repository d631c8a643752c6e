"""What a worker does for one that died: every job and every sweep that it held is done by somebody."""

import pytest_asyncio

from lianyi.app import worker
from lianyi.kit import jobs

HELD = """
with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 minute') returning id)
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status, worker_id)
select 'default', task, lock, queueing_lock, 'doing', dead.id from dead,
  (values ('a.sweep', 'a.sweep', 'a.sweep'), ('kit.run_job', 'refund:1', null)) as held (task, lock, queueing_lock)
"""
TICKED = """
insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock)
values ('default', 'a.sweep', 'a.sweep', 'a.sweep')
"""
QUEUE = "select task_name, status::text from procrastinate_jobs order by task_name"


@pytest_asyncio.fixture(loop_scope="session")
async def queue(db, app_dsn):
    async def nobody():
        return []

    async with jobs.queue_app(app_dsn, db, nobody).open_async() as opened:
        yield opened


async def run(db, statement):
    async with db.connection() as connection:
        cursor = await connection.execute(statement)
        return await cursor.fetchall() if cursor.description else None


async def test_what_a_dead_worker_held_waits_in_the_queue_again(db, queue):
    await run(db, HELD)
    await worker.give_back(queue)
    assert await run(db, QUEUE) == [("a.sweep", "todo"), ("kit.run_job", "todo")]


async def test_a_sweep_whose_clock_has_ticked_meanwhile_waits_once_and_keeps_nobody_back(db, queue):
    await run(db, HELD)
    await run(db, TICKED)
    await worker.give_back(queue)
    assert await run(db, QUEUE) == [("a.sweep", "todo"), ("kit.run_job", "todo")]


async def test_what_a_living_worker_holds_is_left_to_it(db, queue):
    await run(db, HELD.replace("- interval '1 minute'", ""))
    await worker.give_back(queue)
    assert await run(db, QUEUE) == [("a.sweep", "doing"), ("kit.run_job", "doing")]
