"""Red packets on a shop that sells."""

from datetime import timedelta

from lianyi.identity.types import Channel, PersonId, SessionId, Shopper, System
from lianyi.kit.clock import business_day
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode, new_id
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.red_packet import actions as packets
from lianyi.promotions.plays.red_packet import queries as packet_reads
from lianyi.promotions.types import CampaignDraft, Marks
from tests.coupon_world import coupons_out

PACKETS = Statement(
    "select state || ' ' || taken || '/' || parts from promotions_red_packet where tenant_id = %(tenant)s order by at, id",
    str,
)
PARTS = Statement(
    "select fen from promotions_red_packet_part where tenant_id = %(tenant)s order by at, nth, packet_id", int
)
PIECES = Statement(
    "select face_fen from promotions_coupon_piece where tenant_id = %(tenant)s order by at, id", int
)
# A packet's grant holds what is left of it, a part's grant what it is worth: together what the budget has spent.
HELD = Statement(
    "select coalesce(sum(held_fen), 0)::bigint from promotions_grant where tenant_id = %(tenant)s and campaign_id = %(id)s",
    int,
)
DAYS = Statement("select fen from promotions_red_packet_day where tenant_id = %(tenant)s order by day", int)
MINI_H5 = (Channel.MINI, Channel.H5)


def draft_of(shop, pays_in, *, budget_fen=None, channels=MINI_H5, days=30, **settings):
    """Packets of five parts of five yuan for buyers, from an hour ago for a month, unless told otherwise."""
    now = shop.db.clock.now()
    kept = {"pays_in": encode("cmp", pays_in)} if pays_in else {}
    return CampaignDraft(
        play="red_packet", title="分享红包", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=days),
        channels=channels, settings=kept | settings, skus=(), budget_fen=budget_fen,
    )  # fmt: skip


async def paying_coupons(shop, *, off_fen=2_000, budget_fen=None, days=60):
    return await coupons_out(
        shop,
        title="红包券",
        take="granted",
        off_fen=off_fen,
        threshold_fen=0,
        days=days,
        budget_fen=budget_fen,
    )


async def packets_run(shop, *, budget_fen=None, coupons_fen=None, channels=MINI_H5, **settings):
    """A campaign of red packets that runs, paid in coupons of its own unless `pays` is cash; its id."""
    by = System(shop.tenant, "test")
    in_coupons = settings.get("pays", "coupon") == "coupon"
    pays_in = await paying_coupons(shop, budget_fen=coupons_fen) if in_coupons else None
    draft = draft_of(shop, pays_in, budget_fen=budget_fen, channels=channels, **settings)
    campaign_id = await shop.write(actions.create, by, draft)
    await shop.write(actions.publish, by, campaign_id)
    return campaign_id


def today(shop):
    """The weekday of the shop's calendar, as the settings name it."""
    return str(business_day(shop.db.clock.now()).isoweekday())


def somebody(shop):
    return Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {})


async def weekly_packet(shop, campaign_id, shopper=None, channel=Channel.MINI):
    return await shop.write(packets.open_weekly, shopper or shop.shopper, channel, campaign_id)


async def take(shop, packet_id, shopper=None, channel=Channel.MINI, marks=None):
    """By the shop's own customer unless told otherwise, on a phone of their own."""
    return await shop.write(
        packets.take, shopper or shop.shopper, channel, packet_id, marks or Marks(new_id())
    )


async def standing(shop, campaign_id):
    """(budget spent, packets, parts, faces of the coupons given, the days' counts)."""
    async with shop.db.read(shop.tenant) as session:
        found = await queries.campaign(session, campaign_id)
        assert await session.one(HELD, id=campaign_id) == found.spent_fen or found.budget_fen is None
        return (
            found.spent_fen, await session.all(PACKETS), await session.all(PARTS), await session.all(PIECES),
            await session.all(DAYS),
        )  # fmt: skip


async def read(shop, query, *args):
    async with shop.db.read(shop.tenant) as session:
        return await query(session, *args)


async def page(shop, packet_id, shopper=None, channel=Channel.MINI):
    person = shopper.person if shopper else None
    return await read(shop, packet_reads.page, packet_id, person, channel)
