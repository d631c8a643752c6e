"""Sweeps of promotions."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every
from lianyi.promotions import actions

BATCH = 200


@every(seconds=30)
async def end_campaigns(db: Database, tenant: TenantId) -> int:
    """End what the clock has passed; nobody could join since, whether this has run or not."""
    async with db.write(tenant) as session:
        return await actions.end_over(session, BATCH)


@every(seconds=30)
async def end_help_runs(db: Database, tenant: TenantId) -> int:
    """End runs whose time is up; nobody could help or order by them since, whether this has run or not."""
    async with db.write(tenant) as session:
        return await actions.end_help_runs(session, BATCH)


@every(seconds=3600)
async def forget_help_marks(db: Database, tenant: TenantId) -> int:
    """Forget phones, networks and accounts of helpers 190 days after their campaign's end."""
    async with db.write(tenant) as session:
        return await actions.forget_marks(session, SWEEP_MAX)
