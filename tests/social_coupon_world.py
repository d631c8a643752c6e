"""Social coupons on a shop that sells."""

from datetime import timedelta

from lianyi.identity.types import Channel, PersonId, SessionId, Shopper, System
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode, new_id
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.social_coupon import actions as social_coupons
from lianyi.promotions.types import CampaignDraft, Marks
from tests.coupon_world import coupons_out

PACKS = Statement(
    "select state || ' ' || claimed || '/' || pieces from promotions_social_coupon_pack where tenant_id = %(tenant)s"
    " order by opened_at, id",
    str,
)
CLAIMS = Statement(
    "select state from promotions_social_coupon_claim where tenant_id = %(tenant)s order by state, at, person_id",
    str,
)
PIECES = Statement(
    "select face_fen from promotions_coupon_piece where tenant_id = %(tenant)s order by at, id", int
)


def draft_of(
    shop,
    pays_in,
    *,
    budget_fen=None,
    days=7,
    audience="everyone",
    channels=(Channel.MINI, Channel.H5),
    **settings,
):
    """From an hour ago for a week: three coupons of five yuan an order, for two days."""
    now = shop.db.clock.now()
    return CampaignDraft(
        play="social_coupon", title="好券送朋友", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=days),
        channels=channels, settings={"pays_in": encode("cmp", pays_in)} | settings, skus=(), budget_fen=budget_fen,
        audience=audience,
    )  # fmt: skip


async def passing_on(shop, *, vouchers_fen=None, **more):
    """A campaign that runs, paid in coupons of its own; its id."""
    by = System(shop.tenant, "test")
    pays_in = await coupons_out(
        shop, title="朋友券", take="granted", off_fen=500, threshold_fen=0, days=60, budget_fen=vouchers_fen
    )
    campaign_id = await shop.write(actions.create, by, draft_of(shop, pays_in, **more))
    await shop.write(actions.publish, by, campaign_id)
    return campaign_id


def somebody(shop):
    return Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {})


async def pass_on(shop, order_id, shopper=None, channel=Channel.MINI, marks=None):
    return await shop.write(social_coupons.pass_on, shopper or shop.shopper, channel, order_id, marks)


async def claim(shop, pack, shopper=None, channel=Channel.MINI, marks=None):
    """By somebody on a phone of their own, unless told otherwise."""
    marks = marks or Marks(new_id())
    return await shop.write(social_coupons.claim, shopper or somebody(shop), channel, pack.id, marks)


async def standing(shop, campaign_id):
    """(budget spent, packs, states of claims, faces of the coupons given)."""
    async with shop.db.read(shop.tenant) as session:
        found = await queries.campaign(session, campaign_id)
        return (
            found.spent_fen, await session.all(PACKS), await session.all(CLAIMS), await session.all(PIECES)
        )  # fmt: skip


async def paid_order(shop, *quantities):
    """The id of an order that was paid."""
    return (await shop.paid(*quantities)).id
