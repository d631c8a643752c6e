"""Sweeps of coupons: what has ended, and what ends soon."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.coupon import actions, reactions

BATCH = 200


@every(seconds=60)
async def expire_pieces(db: Database, tenant: TenantId) -> int:
    """End pieces whose time is up; none could be used since, whether this has run or not."""
    async with db.write(tenant) as session:
        return await actions.expire(session, BATCH)


@every(seconds=300)
async def remind_owners(db: Database, tenant: TenantId) -> int:
    """Tell owners of pieces that end within a day."""
    async with db.write(tenant) as session:
        return await reactions.remind(session, BATCH)
