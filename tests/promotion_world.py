"""Campaigns of the tests' own plays, on a shop that sells."""

from datetime import timedelta

import pytest

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.promotions import actions, queries, registry
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft

MODULES = ("tests.promotions.half_price", "tests.promotions.helping")
CLAIMS = Statement(
    "select state || ' ' || discount_fen from promotions_claim where tenant_id = %(tenant)s order by at, order_id",
    str,
)
PLACED = Statement("select count(*)::int from orders_order where tenant_id = %(tenant)s", int)
PEOPLE = Statement(
    "select orders || '/' || pieces from promotions_person where tenant_id = %(tenant)s order by person_id",
    str,
)


@pytest.fixture
def own_plays(monkeypatch):
    """The registry as it would be with two more lines."""
    monkeypatch.setattr(registry, "PLAYS", (*registry.PLAYS, *MODULES))
    registry.plays.cache_clear()
    yield
    monkeypatch.undo()
    registry.plays.cache_clear()


def draft_of(shop, *offs_fen, play="half_price", quotas=(), **more):
    """A campaign for the shop's first SKUs, each with so much off, running from an hour ago for a week."""
    now = shop.db.clock.now()
    given = {
        "play": play, "title": "春茶立减", "starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=7),
        "channels": (Channel.MINI, Channel.H5), "settings": {},
        "skus": tuple(
            SkuDraft(shop.skus[index][0], (quotas[index] if index < len(quotas) else None), {"off_fen": off})
            for index, off in enumerate(offs_fen)
            if off
        ),
    }  # fmt: skip
    return CampaignDraft(**given | more)


async def published(shop, *offs_fen, **more):
    """A campaign that runs; its id."""
    by = System(shop.tenant, "test")
    campaign_id = await shop.write(actions.create, by, draft_of(shop, *offs_fen, **more))
    await shop.write(actions.publish, by, campaign_id, accept_unknown_cost=True)
    return campaign_id


async def quote(shop, campaign_id, *quantities, channel=Channel.MINI, shopper=None, address=None):
    wants = [Want(shop.skus[index][0], quantity) for index, quantity in enumerate(quantities) if quantity]
    return await shop.write(
        checkout.quote, shopper or shop.shopper, "direct", wants, address or shop.home,
        intent=Intent(campaign_id) if campaign_id else None, channel=channel,
    )  # fmt: skip


async def place(shop, made, *, channel=Channel.MINI, shopper=None, address=None):
    return await shop.write(
        checkout.place_order, shopper or shop.shopper, made.id, address or shop.home, note="",
        confirmed_sku_ids=set(), expected_payable_fen=made.sums.payable_fen, channel=channel,
    )  # fmt: skip


async def campaign(shop, campaign_id):
    async with shop.db.read(shop.tenant) as session:
        return await queries.campaign(session, campaign_id)


async def standing_of(shop, campaign_id):
    """All that orders can move of a campaign: (spent, taken by SKU, people, claims, orders)."""
    now = await campaign(shop, campaign_id)
    async with shop.db.read(shop.tenant) as session:
        return (
            now.spent_fen, tuple(sku.taken for sku in now.skus), await session.all(PEOPLE),
            await session.all(CLAIMS), await session.one(PLACED),
        )  # fmt: skip
