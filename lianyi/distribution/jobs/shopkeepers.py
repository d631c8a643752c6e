"""Sweeps of shopkeepers: probations that are over, suspensions that end, grades that own sales reach."""

from lianyi.distribution.actions import shopkeepers as actions
from lianyi.identity.types import System
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every

CLOCK, GRADES = "店主试用与暂停", "店主等级"


@every(seconds=300)
async def move_shopkeepers_by_clock(db: Database, tenant: TenantId) -> int:
    """Confirm whose probation is over, resume whose suspension has ended."""
    async with db.write(tenant) as session:
        return await actions.sweep(session, System(tenant, CLOCK), SWEEP_MAX)


@every(seconds=3600)
async def grade_shopkeepers(db: Database, tenant: TenantId) -> int:
    """Look at everybody's own sales once a day, where the shop's grades ask for it."""
    async with db.write(tenant) as session:
        return await actions.grade_by_sales(session, System(tenant, GRADES), SWEEP_MAX)
