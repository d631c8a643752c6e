"""Sweeps of social: nothing of a device or a visit is kept longer than it is of use."""

from lianyi.kit.clock import business_day
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every
from lianyi.social import rules, store


@every(seconds=3600)
async def forget_old_visits(db: Database, tenant: TenantId) -> int:
    """Delete edges after 400 days."""
    async with db.write(tenant) as session:
        before = business_day(session.now - rules.VISITS_KEPT)
        return await session.run(store.DROP_VISITS, before=before, limit=SWEEP_MAX)


@every(seconds=3600)
async def forget_old_visitors(db: Database, tenant: TenantId) -> int:
    """Delete devices that were not seen for 400 days."""
    async with db.write(tenant) as session:
        return await session.run(store.DROP_VISITORS, before=session.now - rules.VISITS_KEPT, limit=SWEEP_MAX)


@every(seconds=3600)
async def forget_prepared_shares(db: Database, tenant: TenantId) -> int:
    """Delete shares that nobody opened for 90 days: a page prepares one whenever it is looked at."""
    async with db.write(tenant) as session:
        return await session.run(
            store.DROP_UNOPENED, before=session.now - rules.UNOPENED_KEPT, limit=SWEEP_MAX
        )
