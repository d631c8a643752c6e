"""The sweep that reminds of slots."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.flash_sale import reactions

BATCH = 200


@every(seconds=30)
async def remind_of_slots(db: Database, tenant: TenantId) -> int:
    """Tell who asked for a slot that begins within minutes."""
    async with db.write(tenant) as session:
        return await reactions.remind(session, BATCH)
