"""Brand days on a shop that sells."""

from datetime import timedelta

from lianyi.identity.types import Channel, System
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Statement
from lianyi.promotions import actions
from lianyi.promotions.types import CampaignDraft, SkuDraft

DATES = Statement(
    "select day || case when over then ' over' else '' end from promotions_brand_day_date where tenant_id = %(tenant)s"
    " order by day, over, campaign_id",
    str,
)


def draft_of(shop, *, ahead=0, price_fen=5800, quota=None, title="山海品牌日", until=None, **settings):
    """The whole date so many days ahead; the shop's first SKU ten yuan below its price."""
    midnight, following = day_bounds(business_day(shop.db.clock.now()) + timedelta(days=ahead))
    return CampaignDraft(
        play="brand_day", title=title, starts_at=midnight, ends_at=until or following, channels=tuple(Channel),
        settings={"brand": "山海"} | settings,
        skus=(SkuDraft(shop.skus[0][0], quota, {"price_fen": price_fen}),),
    )  # fmt: skip


async def draft(shop, **more):
    return await shop.write(actions.create, System(shop.tenant, "test"), draft_of(shop, **more))


async def publish(shop, campaign_id):
    await shop.write(actions.publish, System(shop.tenant, "test"), campaign_id, accept_unknown_cost=True)
    return campaign_id


async def day(shop, **more):
    """A brand day that is published; its id."""
    return await publish(shop, await draft(shop, **more))


async def dates(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(DATES)
