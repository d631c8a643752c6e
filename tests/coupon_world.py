"""Coupons on a shop that sells."""

from datetime import timedelta

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Using, Want
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.coupon import actions as coupons
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft

PIECES = Statement(
    "select state || ' ' || discount_fen from promotions_coupon_piece where tenant_id = %(tenant)s order by at, id",
    str,
)
GRANTS = Statement(
    "select held_fen from promotions_grant where tenant_id = %(tenant)s order by at, id",
    int,
)
CLAIMS = Statement(
    "select play || ' ' || state || ' ' || discount_fen from promotions_claim where tenant_id = %(tenant)s order by at, play",
    str,
)


def draft_of(shop, *, shelf=(), title="满百减十", budget_fen=None, days=7, **settings):
    """A campaign of coupons, from an hour ago for a week: ten yuan off from a hundred unless told otherwise."""
    now = shop.db.clock.now()
    terms = {"kind": "fixed", "off_fen": 1000, "threshold_fen": 10_000} | settings
    return CampaignDraft(
        play="coupon", title=title, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=days),
        channels=(Channel.MINI, Channel.H5), settings=terms,
        skus=tuple(SkuDraft(shop.skus[index][0], None, {}) for index in shelf), budget_fen=budget_fen,
    )  # fmt: skip


async def coupons_out(shop, **more):
    """A campaign of coupons that runs; its id."""
    by = System(shop.tenant, "test")
    campaign_id = await shop.write(actions.create, by, draft_of(shop, **more))
    await shop.write(actions.publish, by, campaign_id, accept_unknown_cost=True)
    return campaign_id


async def collect(shop, campaign_id, shopper=None):
    return await shop.write(coupons.collect, shopper or shop.shopper, Channel.MINI, campaign_id)


async def quote(shop, *quantities, using=None, intent=None, shopper=None, address=None):
    wants = [Want(shop.skus[index][0], count) for index, count in enumerate(quantities) if count]
    return await shop.write(
        checkout.quote, shopper or shop.shopper, "direct", wants, address or shop.home, intent=intent,
        using=using or Using(best=True), channel=Channel.MINI,
    )  # fmt: skip


def chosen(piece):
    return Using(best=False, chosen=(Intent(piece.campaign_id, piece.id),))


async def place(shop, made, *, shopper=None, address=None):
    return await shop.write(
        checkout.place_order, shopper or shop.shopper, made.id, address or shop.home, note="",
        confirmed_sku_ids=set(), expected_payable_fen=made.sums.payable_fen, channel=Channel.MINI,
    )  # fmt: skip


async def standing(shop, campaign_id):
    """(fen of the budget spent, pieces, grants, claims)."""
    async with shop.db.read(shop.tenant) as session:
        return (
            (await queries.campaign(session, campaign_id)).spent_fen, await session.all(PIECES),
            await session.all(GRANTS), await session.all(CLAIMS),
        )  # fmt: skip
