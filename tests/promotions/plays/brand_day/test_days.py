"""One brand a date: booked once, sold on its date alone, ranked by what was paid; a refusal moves nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.types import System
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Statement
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.actions.life import draft_of as draft_of_kept
from lianyi.promotions.errors import CampaignInvalid, QuotaSpent
from lianyi.promotions.plays.brand_day import actions, jobs, queries
from lianyi.promotions.plays.brand_day.errors import (
    DayNotAhead,
    DayNotOn,
    DayPriceTooHigh,
    DayTaken,
    NoBrandDay,
    NotOneDay,
)
from tests.brand_day_world import dates, day, draft, publish
from tests.promotion_world import place, quote
from tests.social_coupon_world import somebody


async def page(shop, campaign_id):
    async with shop.db.read(shop.tenant) as session:
        return await queries.day_page(session, campaign_id, shop.shopper.person)


async def test_an_order_of_the_day_pays_its_price_and_stands_in_the_ranking_once_it_is_paid(shop):
    running = await day(shop, quota=5)
    made = await quote(shop, running, 2)
    assert [(one.label, one.amount_fen) for one in made.sums.adjustments] == [("品牌日价", -2000)]
    placed = await place(shop, made)
    assert (await page(shop, running)).ranking == ()  # nobody has paid: nothing is shown
    await shop.pay(placed.order_id)
    await shop.tell()
    found = await page(shop, running)
    assert [pieces for _, pieces in found.ranking] == [2]
    assert list(found.sold.values()) == [2]
    lines = await shop.lines(placed.order_id)
    await shop.write(
        orders.refund,
        shop.staff,
        placed.order_id,
        [Portion(lines[0].id, 2)],
        freight_fen=None,
        reason="不要了",
    )
    await shop.tell()
    await shop.refund_money()
    assert (await page(shop, running)).ranking == ()


async def test_two_brand_days_on_one_date_are_refused(shop):
    await day(shop, ahead=2)
    other = await draft(shop, ahead=2, title="第二个品牌日")
    before = await dates(shop)
    with pytest.raises(DayTaken) as refused:
        await publish(shop, other)
    assert "山海品牌日" in refused.value.words("zh")
    assert await dates(shop) == before
    async with shop.db.read(shop.tenant) as session:
        assert (await frame.campaign(session, other)).state == "draft"
    await day(shop, ahead=3)


async def test_a_day_may_last_longer_but_not_into_the_next(shop):
    midnight = day_bounds(business_day(shop.db.clock.now()) + timedelta(days=2))[1]
    running, by = await day(shop, ahead=2, until=midnight - timedelta(hours=2)), System(shop.tenant, "test")
    async with shop.db.read(shop.tenant) as session:
        kept = draft_of_kept(await frame.campaign(session, running))
    before = await dates(shop)
    with pytest.raises(NotOneDay):
        too_long = replace(kept, ends_at=midnight + timedelta(seconds=1))
        await shop.write(promotions.change, by, running, too_long)
    await shop.write(promotions.change, by, running, replace(kept, ends_at=midnight))
    async with shop.db.read(shop.tenant) as session:
        assert (await frame.campaign(session, running)).ends_at == midnight
    assert await dates(shop) == before


async def test_a_stopped_day_gives_its_date_back(shop):
    first = await day(shop, ahead=2)
    await shop.write(promotions.stop, System(shop.tenant, "test"), first, "品牌方取消")
    await shop.tell()
    await day(shop, ahead=2, title="补位")
    [free, taken] = sorted(await dates(shop), key=len, reverse=True)
    assert free == f"{taken} over"


async def test_a_window_across_midnight_and_a_price_that_is_none_are_refused(shop):
    with pytest.raises(DayPriceTooHigh):
        await draft(shop, price_fen=6800)
    following = day_bounds(business_day(shop.db.clock.now()) + timedelta(days=1))[1]
    long = await draft(shop, ahead=1, until=following + timedelta(seconds=1))
    with pytest.raises(NotOneDay):
        await publish(shop, long)
    assert await dates(shop) == []
    with pytest.raises(CampaignInvalid) as refused:
        await draft(shop, banner_picture_id="med_nonsense")
    assert refused.value.field == "settings.banner_picture_id"


# Windows could grow into the next day once, and those that did are still there.
GROWN = Statement(
    "update promotions_campaign set ends_at = %(ends_at)s where tenant_id = %(tenant)s and id = %(id)s"
)


async def test_nothing_is_sold_after_midnight_even_when_the_window_has_grown(shop):
    running = await day(shop)
    now = await frame_of(shop, running)
    async with shop.db.write(shop.tenant) as session:
        await session.run(GROWN, id=running, ends_at=now.ends_at + timedelta(hours=3))
    midnight = now.ends_at - shop.db.clock.now()
    shop.db.clock.advance(midnight - timedelta(minutes=5))
    made = await quote(shop, running, 1)
    shop.db.clock.advance(timedelta(minutes=6))
    with pytest.raises(DayNotOn):
        await place(shop, made)
    assert (await page(shop, running)).day.campaign.spent_fen == 0


async def frame_of(shop, campaign_id):
    async with shop.db.read(shop.tenant) as session:
        return await frame.campaign(session, campaign_id)


async def test_the_quota_of_the_day_is_the_frames(shop):
    running = await day(shop, quota=2)
    await place(shop, await quote(shop, running, 2))
    with pytest.raises(QuotaSpent):
        await quote(shop, running, 1)


async def test_who_asked_is_told_once_as_the_day_begins(shop):
    ahead = await day(shop, ahead=1)
    await shop.write(actions.remind_me, shop.shopper, ahead)
    await shop.write(actions.remind_me, shop.shopper, ahead)
    assert (await page(shop, ahead)).day.reminded
    assert await jobs.remind_of_days(shop.db, shop.tenant) == 0
    begins = (await frame_of(shop, ahead)).starts_at
    shop.db.clock.advance(begins - shop.db.clock.now() - timedelta(minutes=5))
    assert await jobs.remind_of_days(shop.db, shop.tenant) == 1
    assert await jobs.remind_of_days(shop.db, shop.tenant) == 0


async def test_only_what_is_ahead_can_be_asked_for(shop):
    running, unpublished = await day(shop), await draft(shop, ahead=1)
    with pytest.raises(DayNotAhead):
        await shop.write(actions.remind_me, shop.shopper, running)
    for campaign_id in (unpublished, somebody(shop).person):
        with pytest.raises(NoBrandDay):
            await shop.write(actions.remind_me, shop.shopper, campaign_id)


async def test_the_calendar_shows_shoppers_what_is_published_and_the_staff_all(shop):
    running, _ = await day(shop), await draft(shop, ahead=1)
    async with shop.db.read(shop.tenant) as session:
        shown = await queries.calendar(session, shop.shopper.person)
        today = business_day(session.now)
        planned = await queries.month(session, today, today + timedelta(days=3))
    assert [one.campaign.id for one in shown] == [running]
    assert [one.campaign.state for one in planned] == ["published", "draft"]
