"""What happens to commission by the clock."""

from lianyi.distribution.actions import commissions as actions
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every


@every(seconds=60)
async def release_commissions(db: Database, tenant: TenantId) -> int:
    """Make available what has waited for its window, at most 200 shopkeepers' a transaction; how many."""
    async with db.write(tenant) as session:
        return len(await actions.release_due(session))
