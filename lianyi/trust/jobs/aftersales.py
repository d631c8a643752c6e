"""Sweeps: outcomes of cases whose time is over, reminders a day before, pictures that no case took."""

from uuid import UUID

from lianyi.kit.db import Database
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.kit.log import get_logger
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.queries import aftersales as queries

BATCH = 200
log = get_logger(__name__)


@every(seconds=60)
async def run_out_cases(db: Database, tenant: TenantId) -> int:
    """Each case in a transaction of its own: one that cannot be moved keeps nobody waiting."""
    async with db.read(tenant) as session:
        due = await queries.due(session, BATCH)
    done = 0
    for case_id in due:
        done += await _run_out(db, tenant, case_id)
    return done


async def _run_out(db: Database, tenant: TenantId, case_id: UUID) -> bool:
    try:
        async with db.write(tenant) as session:
            return await actions.run_out(session, case_id)
    except Refusal as problem:
        log.error("aftersales.not_run_out", case=str(case_id), code=problem.code)
        return False


@every(seconds=300)
async def remind_near_cases(db: Database, tenant: TenantId) -> int:
    async with db.write(tenant) as session:
        return await actions.remind_near(session, BATCH)


@every(seconds=300)
async def accept_freight(db: Database, tenant: TenantId) -> int:
    async with db.write(tenant) as session:
        return await actions.accept_freight(session, BATCH)


@every(seconds=3600)
async def drop_loose_pictures(db: Database, tenant: TenantId) -> int:
    async with db.write(tenant) as session:
        return await actions.drop_loose_pictures(session, BATCH)
