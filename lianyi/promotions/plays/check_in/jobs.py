"""The sweep that reminds of days."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.check_in import reactions

BATCH = 200


@every(seconds=60)
async def remind_of_days(db: Database, tenant: TenantId) -> int:
    """Tell who asked to be reminded of today and has not come."""
    async with db.write(tenant) as session:
        return await reactions.remind(session, BATCH)
