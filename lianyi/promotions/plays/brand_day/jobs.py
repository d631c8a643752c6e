"""The sweep that reminds of brand days."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.brand_day import reactions

BATCH = 200


@every(seconds=60)
async def remind_of_days(db: Database, tenant: TenantId) -> int:
    """Tell who asked for a day that begins within minutes."""
    async with db.write(tenant) as session:
        return await reactions.remind(session, BATCH)
