"""Flash sales on a shop that sells."""

from datetime import timedelta

from lianyi.identity.types import Channel, System
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Statement
from lianyi.promotions import actions
from lianyi.promotions.types import CampaignDraft, SkuDraft

SHELF = Statement(
    "select taken || '/' || paid from promotions_flash_sale_shelf where tenant_id = %(tenant)s order by opens_at, sku_id",
    str,
)
USES = Statement(
    "select state || ' ' || quantity from promotions_flash_sale_use where tenant_id = %(tenant)s order by at, order_id",
    str,
)
REMINDED = Statement(
    "select count(*)::int from promotions_reminder where tenant_id = %(tenant)s and told_at is not null",
    int,
)


def clock_now(shop):
    """The minute of the shop's day."""
    now = shop.db.clock.now()
    midnight, _ = day_bounds(business_day(now))
    return int((now - midnight).total_seconds() // 60)


def at(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


async def sale(shop, *, quota=5, price_fen=3800, slots=None, days=3, pieces=5, **more):
    """A sale of the shop's first SKU that is on all day, unless slots are given; its id."""
    now = shop.db.clock.now()
    settings = {"slots": slots or [{"starts": "00:00", "minutes": 1440}], "pieces_per_order_max": pieces}
    draft = CampaignDraft(
        play="flash_sale", title="限时秒杀", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=days),
        channels=(Channel.MINI, Channel.H5), settings=settings,
        skus=(SkuDraft(shop.skus[0][0], None, {"price_fen": price_fen, "slot_quota": quota}),), **more,
    )  # fmt: skip
    by = System(shop.tenant, "test")
    campaign_id = await shop.write(actions.create, by, draft)
    await shop.write(actions.publish, by, campaign_id, accept_unknown_cost=True)
    return campaign_id


async def shelf_of(shop):
    """(taken/paid of each shelf, uses)."""
    async with shop.db.read(shop.tenant) as session:
        return await session.all(SHELF), await session.all(USES)
