"""Bargains on a shop that sells."""

from datetime import timedelta

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity import actions as identity
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.bargain import actions as bargains
from lianyi.promotions.plays.bargain import queries as bargain_reads
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft
from tests.checkout.conftest import HANGZHOU
from tests.help_world import Helper, help_standing, somebody

WRITTEN = Statement("select count(*)::int from promotions_bargain_run where tenant_id = %(tenant)s", int)
HELD = Statement("select held_fen from promotions_grant where tenant_id = %(tenant)s order by at, id", int)
ORDERS = Statement(
    "select state || ' ' || payable_fen from orders_order where tenant_id = %(tenant)s order by placed_at, id",
    str,
)
FLOOR_FEN, PRICE_FEN = 1800, 6800  # of the shop's first SKU


async def bargain_out(
    shop, *, floor_fen=FLOOR_FEN, start_fen=None, quota=None, days=7, budget_fen=None, skus=1, **settings
):
    """A bargain of the shop's first SKUs that runs; its id."""
    now, by = shop.db.clock.now(), System(shop.tenant, "test")
    draft = CampaignDraft(
        play="bargain", title="帮我砍一刀", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=days),
        channels=(Channel.MINI, Channel.H5), settings={"people": 5} | settings,
        skus=tuple(
            SkuDraft(
                sku_id, quota,
                {"floor_price_fen": floor_fen} | ({"start_price_fen": start_fen} if start_fen else {}),
            )
            for sku_id, _ in shop.skus[:skus]
        ),
        budget_fen=budget_fen,
    )  # fmt: skip
    campaign_id = await shop.write(actions.create, by, draft)
    await shop.write(actions.publish, by, campaign_id, accept_unknown_cost=True)
    return campaign_id


async def owner_of(shop, nickname="林晓"):
    """Somebody with a phone and an address, who can order."""
    owner = await somebody(shop, nickname)
    return owner, await shop.write(identity.add_address, owner.shopper, HANGZHOU)


async def begin(shop, campaign_id, owner: Helper, channel=Channel.MINI, sku=0):
    return await shop.write(
        bargains.start, owner.shopper, channel, campaign_id, shop.skus[sku][0], owner.marks
    )


async def cut(shop, run_id, helper=None, channel=Channel.MINI):
    """What the help took off, and the price now."""
    helper = helper or await somebody(shop)
    run, given = await shop.write(bargains.help_cut, helper.shopper, channel, run_id, helper.marks)
    return sum(run.terms.cuts[given.first : given.first + given.steps]), run.price_fen


async def cuts(shop, run_id, count, gap=timedelta(minutes=1)):
    for _ in range(count):
        await cut(shop, run_id)
        shop.db.clock.advance(gap)


async def ask(shop, campaign_id, run_id, owner, address, *, quantity=1, channel=Channel.MINI):
    """A quote of one piece at the run's price."""
    return await shop.write(
        checkout.quote, owner.shopper, "direct", [Want(shop.skus[0][0], quantity)], address,
        intent=Intent(campaign_id, run_id), channel=channel,
    )  # fmt: skip


async def order(shop, made, owner, address, channel=Channel.MINI):
    placed = await shop.write(
        checkout.place_order, owner.shopper, made.id, address, note="", confirmed_sku_ids=set(),
        expected_payable_fen=made.sums.payable_fen, channel=channel,
    )  # fmt: skip
    return placed.order_id


async def goods_fen(shop, order_id):
    """What is paid for the goods alone."""
    found = await shop.order(order_id)
    return found.payable_fen - found.freight_fen


async def bargain_standing(shop, campaign_id):
    """All that a bargain can move: (runs, helps), (spent, grants held), (runs written, orders)."""
    async with shop.db.read(shop.tenant) as session:
        spent = (await queries.campaign(session, campaign_id)).spent_fen
        return (
            await help_standing(shop), (spent, await session.all(HELD)),
            (await session.one(WRITTEN), await session.all(ORDERS)),
        )  # fmt: skip


async def page(shop, run_id, person_id=None, channel=Channel.MINI):
    async with shop.db.read(shop.tenant) as session:
        return await bargain_reads.run_page(session, run_id, person_id, channel)
