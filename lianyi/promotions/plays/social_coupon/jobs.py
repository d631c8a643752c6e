"""The sweeps of social coupons: packs whose hours are over, and claims for which WeChat is asked."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.social_coupon import actions, reactions

BATCH = 200
ASKED_AT_A_TIME = 20


@every(seconds=30)
async def end_packs(db: Database, tenant: TenantId) -> int:
    """End packs whose time is up; nobody could take of them since, whether this has run or not."""
    async with db.write(tenant) as session:
        ended = await actions.end_due(session, BATCH)
        await reactions.tell(session, ended)
        return len(ended)


@every(seconds=5)
async def ask_wechat(db: Database, tenant: TenantId) -> int:
    """Give WeChat Pay's own coupons, where a campaign is built on them."""
    return await actions.ask_wechat(db, tenant, ASKED_AT_A_TIME)
