"""The sweep of red packets: what nobody took in time goes back to the budget."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.red_packet import actions

BATCH = 200


@every(seconds=60)
async def expire_packets(db: Database, tenant: TenantId) -> int:
    """End packets whose time is up; nobody could take of them since, whether this has run or not."""
    async with db.write(tenant) as session:
        return await actions.expire(session, BATCH)
