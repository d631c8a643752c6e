"""Check-ins on a shop that sells."""

from datetime import timedelta

from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.check_in import actions as check_ins
from lianyi.promotions.plays.check_in import queries as check_in_reads
from lianyi.promotions.types import CampaignDraft
from tests.coupon_world import coupons_out

DAYS = Statement(
    "select nth || ' ' || fen + points from promotions_check_in_day where tenant_id = %(tenant)s order by day, person_id",
    str,
)
PIECES = Statement(
    "select face_fen from promotions_coupon_piece where tenant_id = %(tenant)s order by at, id", int
)


def draft_of(shop, pays_in, *, budget_fen=None, **settings):
    """A check-in from an hour ago for a month: 4.50, 1.00, then 0.50 a day; `pays_in` None: in no coupon."""
    now = shop.db.clock.now()
    return CampaignDraft(
        play="check_in", title="每日签到", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=30),
        channels=tuple(Channel), settings={"pays_in": pays_in and encode("cmp", pays_in)} | settings, skus=(),
        budget_fen=budget_fen,
    )  # fmt: skip


async def check_in_runs(shop, *, budget_fen=None, vouchers_fen=None, **settings):
    """A check-in that runs, paid in coupons of its own; its id."""
    by = System(shop.tenant, "test")
    pays_in = await coupons_out(
        shop, title="签到券", take="granted", off_fen=450, threshold_fen=0, days=60, budget_fen=vouchers_fen
    )
    campaign_id = await shop.write(
        actions.create, by, draft_of(shop, pays_in, budget_fen=budget_fen, **settings)
    )
    await shop.write(actions.publish, by, campaign_id)
    return campaign_id


async def points_run(shop, *, budget_fen=None, **settings):
    """A check-in that pays points: 50, 10, then 5 a day."""
    by = System(shop.tenant, "test")
    curve = {"paid_as": "points", "rewards": [{"day": 1, "points": 50}, {"day": 2, "points": 10}],
             "other_points": 5, "other_fen": None}  # fmt: skip
    draft = draft_of(shop, None, budget_fen=budget_fen, **(curve | settings))
    campaign_id = await shop.write(actions.create, by, draft)
    await shop.write(actions.publish, by, campaign_id)
    return campaign_id


async def tap(shop, campaign_id, shopper=None):
    """What the day has paid: fen of a coupon, or points."""
    paid = await shop.write(check_ins.check_in, shopper or shop.shopper, Channel.WECHAT_H5, campaign_id)
    return paid.fen or paid.points


async def standing(shop, campaign_id):
    """(budget spent, days, faces of the coupons given)."""
    async with shop.db.read(shop.tenant) as session:
        found = await queries.campaign(session, campaign_id)
        return found.spent_fen, await session.all(DAYS), await session.all(PIECES)


async def card(shop, campaign_id):
    async with shop.db.read(shop.tenant) as session:
        found = await queries.campaign(session, campaign_id)
        return await check_in_reads.card(session, found, shop.shopper.person)
