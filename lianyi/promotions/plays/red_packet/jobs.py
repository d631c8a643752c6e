"""The sweeps of red packets: what nobody took in time goes back to the budget; what the staff let go is paid."""

from lianyi.kit.db import Database
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.kit.log import get_logger
from lianyi.promotions.plays.red_packet import actions, store

BATCH = 200
log = get_logger(__name__)


@every(seconds=60)
async def expire_packets(db: Database, tenant: TenantId) -> int:
    """End packets whose time is up; nobody could take of them since, whether this has run or not."""
    async with db.write(tenant) as session:
        return await actions.expire(session, BATCH)


@every(seconds=30)
async def pay_due_parts(db: Database, tenant: TenantId) -> int:
    """Pay parts that waited for the staff, each by itself; what a limit stops today is tried again until it is paid."""
    async with db.read(tenant) as session:
        due = await session.all(store.DUE, limit=BATCH)
    return sum([await _paid(db, tenant, one) for one in due])


async def _paid(db: Database, tenant: TenantId, one: store.Due) -> bool:
    try:
        async with db.write(tenant) as session:
            return await actions.pay_due(session, one.packet_id, one.person_id)
    except Refusal as refusal:
        log.info("red_packet_part_waits", why=refusal.code)
        return False
