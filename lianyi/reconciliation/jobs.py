"""What reconciliation does by the clock."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.reconciliation import actions


@every(seconds=60)
async def plan_bills(db: Database, tenant: TenantId) -> int:
    """A new day's bills are waited for from ten; missing days are caught up."""
    return await actions.plan(db, tenant)


@every(seconds=60)
async def fetch_bills(db: Database, tenant: TenantId) -> int:
    """Ask WeChat for the bills whose time has come."""
    return await actions.fetch_due(db, tenant)


@every(seconds=60)
async def match_bills(db: Database, tenant: TenantId) -> int:
    """Hold against the books what has come, and look again at what was not explained."""
    return await actions.match_due(db, tenant)
