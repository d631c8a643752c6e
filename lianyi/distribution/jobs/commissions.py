"""What happens to commission by the clock."""

from lianyi.distribution.actions import commissions as actions
from lianyi.distribution.actions import plans
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every


@every(seconds=60)
async def release_commissions(db: Database, tenant: TenantId) -> int:
    """Make available what has waited for its window; how many lines. Called again while there are many."""
    return sum(one.lines for one in await actions.release_due(db, tenant))


@every(seconds=600)
async def retire_plans(db: Database, tenant: TenantId) -> int:
    """Let go of the margin that a plan claimed which a later one has followed."""
    async with db.write(tenant) as session:
        return await plans.retire(session)
