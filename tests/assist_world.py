"""Assists on a shop that sells: a campaign, a run of the shop's own customer, friends who help."""

from datetime import timedelta

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.assist import actions as assists
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft
from tests.coupon_world import coupons_out
from tests.help_world import RUNS, somebody

PROMISES = Statement(
    """
    select state || ' ' || held_fen || case when counted then ' counted' else '' end from promotions_assist_promise
    where tenant_id = %(tenant)s order by run_id
    """,
    str,
)
GRANTS = Statement(
    "select held_fen from promotions_grant where tenant_id = %(tenant)s order by campaign_id, at, id", int
)
PIECES = Statement(
    "select face_fen from promotions_coupon_piece where tenant_id = %(tenant)s order by at, id", int
)

PRICED = Statement(
    "update catalog_sku set price_fen = %(price_fen)s where tenant_id = %(tenant)s and id = %(sku_id)s"
)


async def reprice(shop, price_fen):
    """The first SKU costs something else now."""
    async with shop.db.write(shop.tenant) as session:
        await session.run(PRICED, price_fen=price_fen, sku_id=shop.skus[0][0])


async def assist(
    shop, *, quota=None, price_fen=1, budget_fen=None, days=7, hours_ago=1, orders_per_person_max=None, **settings
):  # fmt: skip
    """A campaign that runs, for the shop's first SKU unless a coupon is the reward; its id."""
    now = shop.db.clock.now()
    goods = settings.get("reward", "goods") == "goods"
    draft = CampaignDraft(
        play="assist", title="好友助力", starts_at=now - timedelta(hours=hours_ago), ends_at=now + timedelta(days=days),
        channels=(Channel.MINI, Channel.H5), settings={"people": 2} | settings,
        skus=(SkuDraft(shop.skus[0][0], quota, {"price_fen": price_fen}),) if goods else (), budget_fen=budget_fen,
        orders_per_person_max=orders_per_person_max,
    )  # fmt: skip
    by = System(shop.tenant, "test")
    campaign_id = await shop.write(actions.create, by, draft)
    await shop.write(actions.publish, by, campaign_id, accept_unknown_cost=True)
    return campaign_id


async def for_coupons(shop, *, fen=500, helper_fen=None, total=None, budget_fen=None, **more):
    """A campaign whose full run gets a coupon; answers it and the campaign that pays."""
    pays = await coupons_out(
        shop, title="助力券", off_fen=1000, threshold_fen=0, take="granted", days=60, total=total
    )
    settings = {"reward": "coupon", "coupon_fen": fen, "coupon_in": encode("cmp", pays)}
    if helper_fen:
        settings |= {"helper_fen": helper_fen, "helper_in": encode("cmp", pays)}
    return await assist(shop, budget_fen=budget_fen, **settings | more), pays


async def opened(shop, campaign_id, *, owner=None, coupon=False, channel=Channel.MINI, marks=None):
    """A run of the shop's customer, or of a helper of theirs; its id."""
    return await shop.write(
        assists.open_run, owner.shopper if owner else shop.shopper, channel, owner.marks if owner else marks,
        campaign_id, None if coupon else shop.skus[0][0],
    )  # fmt: skip


async def helps(shop, run_id, helper=None, *, with_coupon=False, channel=Channel.MINI):
    helper = helper or await somebody(shop)
    return await shop.write(
        assists.help_run, helper.shopper, channel, run_id, helper.marks, with_coupon=with_coupon
    )


async def full(shop, campaign_id, *, people=2, **more):
    """A run that has everybody it needs; its id."""
    run_id = await opened(shop, campaign_id, **more)
    for _ in range(people):
        await helps(shop, run_id)
    await shop.tell()
    return run_id


async def quote(
    shop, campaign_id, run_id, *, sku=0, count=1, shopper=None, address=None, channel=Channel.MINI
):
    return await shop.write(
        checkout.quote, shopper or shop.shopper, "direct", [Want(shop.skus[sku][0], count)], address or shop.home,
        intent=Intent(campaign_id, run_id), channel=channel,
    )  # fmt: skip


async def standing(shop, campaign_id):
    """All that assists can move: (spent, taken of the quota, runs, promises, grants, coupons)."""
    async with shop.db.read(shop.tenant) as session:
        now = await queries.campaign(session, campaign_id)
        return (
            now.spent_fen, [sku.taken for sku in now.skus], await session.all(RUNS), await session.all(PROMISES),
            await session.all(GRANTS), await session.all(PIECES),
        )  # fmt: skip
