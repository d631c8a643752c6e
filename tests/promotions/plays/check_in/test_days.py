"""A day after the other: what is paid, what is kept, what stops it; a refusal moves nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import Channel, PersonId, SessionId, Shopper, System
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, new_id
from lianyi.promotions import actions, queries
from lianyi.promotions.actions.life import draft_of as draft_of_kept
from lianyi.promotions.errors import CampaignInvalid, CampaignLocked, CampaignNotRunning
from lianyi.promotions.plays.check_in import actions as check_ins
from lianyi.promotions.plays.check_in import queries as check_in_reads
from lianyi.promotions.plays.check_in import reactions
from lianyi.promotions.plays.check_in.errors import (
    CheckedInAlready,
    CurveWrong,
    DayNotMissed,
    NoMakeUpLeft,
    NoNextDay,
    RewardsOver,
)
from lianyi.promotions.types import SkuDraft
from tests.check_in_world import card, check_in_runs, draft_of, standing, tap
from tests.coupon_world import coupons_out


async def days_pass(shop, days=1):
    shop.db.clock.advance(timedelta(days=days))


async def test_each_day_pays_by_the_curve_in_coupons_of_that_worth(shop):
    running = await check_in_runs(shop, budget_fen=10_000)
    for fen in (450, 100, 50):
        assert await tap(shop, running) == fen
        await days_pass(shop)
    assert await standing(shop, running) == (600, ["1 450", "2 100", "3 50"], [450, 100, 50])


async def test_a_second_tap_of_a_day_moves_nothing(shop):
    running = await check_in_runs(shop, budget_fen=10_000)
    await tap(shop, running)
    before = await standing(shop, running)
    with pytest.raises(CheckedInAlready):
        await tap(shop, running)
    assert await standing(shop, running) == before


async def test_a_missed_day_starts_over_unless_it_is_made_up(shop):
    running = await check_in_runs(shop)
    await tap(shop, running)
    await days_pass(shop, 2)
    standing_now = await card(shop, running)
    assert (standing_now.nth, len(standing_now.missed), standing_now.make_ups_left) == (1, 1, 1)
    await shop.write(check_ins.make_up, shop.shopper, Channel.H5, running, standing_now.missed[0])
    after = await card(shop, running)
    assert (after.nth, after.missed, after.make_ups_left) == (3, (), 0)
    assert await tap(shop, running) == 50
    assert (await standing(shop, running))[1] == ["1 450", "2 0", "3 50"]


async def test_a_make_up_is_for_a_missed_day_and_there_are_so_many(shop):
    running = await check_in_runs(shop)
    await tap(shop, running)
    today = (await card(shop, running)).today
    with pytest.raises(DayNotMissed):
        await shop.write(check_ins.make_up, shop.shopper, Channel.H5, running, today)
    await days_pass(shop, 3)
    missed = (await card(shop, running)).missed
    await shop.write(check_ins.make_up, shop.shopper, Channel.H5, running, missed[0])
    before = await standing(shop, running)
    with pytest.raises(NoMakeUpLeft):
        await shop.write(check_ins.make_up, shop.shopper, Channel.H5, running, missed[1])
    assert await standing(shop, running) == before


@pytest.mark.parametrize("which", ["budget_fen", "vouchers_fen"])
async def test_it_stops_when_either_budget_has_nothing_left(shop, which):
    running = await check_in_runs(shop, **{which: 899})
    await tap(shop, running)
    before = await standing(shop, running)
    other = Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {})
    with pytest.raises(RewardsOver):
        await tap(shop, running, other)
    assert await standing(shop, running) == before


async def test_stopped_is_stopped(shop):
    running = await check_in_runs(shop)
    await shop.write(actions.stop, System(shop.tenant, "test"), running, "试")
    with pytest.raises(CampaignNotRunning):
        await tap(shop, running)


async def test_it_is_not_published_unless_its_rewards_can_be_paid(shop):
    by = System(shop.tenant, "test")
    too_small = await coupons_out(shop, take="granted", off_fen=449, threshold_fen=0, days=60)
    too_short = await coupons_out(shop, take="granted", off_fen=450, threshold_fen=0, days=3)
    not_made_for_it = await coupons_out(shop, off_fen=450, threshold_fen=0, days=60)
    for pays_in in (too_small, too_short, not_made_for_it):
        draft = await shop.write(actions.create, by, draft_of(shop, pays_in))
        with pytest.raises(CurveWrong) as refused:
            await shop.write(actions.publish, by, draft)
        assert refused.value.field == "settings.pays_in"


async def test_two_accounts_of_one_person_have_one_persons_make_ups(shop):
    running = await check_in_runs(shop)
    other = Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {})
    await tap(shop, running)
    await tap(shop, running, other)
    await days_pass(shop, 3)
    first, second = (await card(shop, running)).missed
    await shop.write(check_ins.make_up, other, Channel.H5, running, first)
    async with shop.db.write(shop.tenant) as session:
        await session.emit(PersonMerged(other.person, shop.shopper.person))
    await shop.tell()
    merged = await card(shop, running)
    assert (merged.missed, merged.make_ups_left) == ((second,), 0)
    with pytest.raises(NoMakeUpLeft):
        await shop.write(check_ins.make_up, shop.shopper, Channel.H5, running, second)


TOLD = Statement(
    "select coalesce(array_agg(kind order by created_at), '{}') from messages_notice where tenant_id = %(tenant)s",
    list,
)
OLDER = Statement(
    "update promotions_campaign set settings = settings - 'paid_as' - 'other_points' where tenant_id = %(tenant)s"
    " and play = 'check_in'"
)


async def test_a_campaign_of_an_older_version_can_still_get_better(shop):
    """A setting that its play has learnt since has its default; it is no change of what was published."""
    running = await check_in_runs(shop)
    async with shop.db.write(shop.tenant) as session:
        await session.run(OLDER)
    async with shop.db.read(shop.tenant) as session:
        before = await queries.campaign(session, running)
    later = before.ends_at + timedelta(days=1)
    by = System(shop.tenant, "test")
    assert "paid_as" not in before.settings
    await shop.write(actions.change, by, running, replace(draft_of_kept(before), ends_at=later))
    async with shop.db.read(shop.tenant) as session:
        assert (await queries.campaign(session, running)).ends_at == later
    with pytest.raises(CampaignLocked):
        worse = draft_of_kept(before).settings | {"other_fen": 10}
        await shop.write(
            actions.change, by, running, replace(draft_of_kept(before), ends_at=later, settings=worse)
        )


async def test_it_lasts_no_longer_than_the_coupons_it_pays_in(shop):
    """They end after 60 days: a day more would be one on which nobody is paid."""
    running = await check_in_runs(shop)
    async with shop.db.read(shop.tenant) as session:
        before = await queries.campaign(session, running)
    by = System(shop.tenant, "test")
    with pytest.raises(CurveWrong) as refused:
        too_long = replace(draft_of_kept(before), ends_at=before.ends_at + timedelta(days=31))
        await shop.write(actions.change, by, running, too_long)
    assert refused.value.field == "settings.pays_in"
    longer = replace(draft_of_kept(before), ends_at=before.ends_at + timedelta(days=29))
    await shop.write(actions.change, by, running, longer)
    async with shop.db.read(shop.tenant) as session:
        assert (await queries.campaign(session, running)).ends_at == longer.ends_at


async def test_the_coupons_it_pays_in_know_it_while_it_is_not_over(shop):
    running, by = await check_in_runs(shop), System(shop.tenant, "test")
    async with shop.db.read(shop.tenant) as session:
        pays_in = decode("cmp", (await queries.campaign(session, running)).settings["pays_in"])
        assert [(one.id, one.title) for one in await queries.pays_for(session, pays_in)] == [
            (running, "每日签到")
        ]
        assert await queries.pays_for(session, running) == []
    await shop.write(actions.end, by, running)
    async with shop.db.read(shop.tenant) as session:
        assert await queries.pays_for(session, pays_in) == []


async def test_it_names_no_goods(shop):
    pays_in = await coupons_out(shop, take="granted", off_fen=450, threshold_fen=0, days=60)
    draft = replace(draft_of(shop, pays_in), skus=(SkuDraft(shop.skus[0][0], None, {}),))
    with pytest.raises(CampaignInvalid) as refused:
        await shop.write(actions.create, System(shop.tenant, "test"), draft)
    assert refused.value.field == "skus"


async def told(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.one(TOLD)


async def test_who_asked_is_reminded_of_the_next_day_once_and_only_if_they_have_not_come(shop):
    running, other = (
        await check_in_runs(shop),
        Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {}),
    )
    for who in (shop.shopper, shop.shopper, other):
        await shop.write(check_ins.remind_me, who, Channel.H5, running)
    assert await shop.write(reactions.remind, 100) == 0
    tomorrow = day_bounds(business_day(shop.db.clock.now()))[1] + timedelta(hours=9)
    shop.db.clock.advance(tomorrow - shop.db.clock.now())
    await tap(shop, running, other)
    assert await shop.write(reactions.remind, 100) == 0
    shop.db.clock.advance(timedelta(hours=1))
    assert [await shop.write(reactions.remind, 100) for _ in range(2)] == [2, 0]
    assert await told(shop) == ["check_in_due"]
    async with shop.db.read(shop.tenant) as session:
        found = await queries.campaign(session, running)
        assert await check_in_reads.next_day(session, found, other.person) == (
            shop.db.clock.now() + timedelta(days=1), False,
        )  # fmt: skip


async def test_there_is_no_next_day_of_a_campaign_that_ends(shop):
    running = await check_in_runs(shop)
    shop.db.clock.advance(timedelta(days=30, minutes=-1))
    with pytest.raises(NoNextDay):
        await shop.write(check_ins.remind_me, shop.shopper, Channel.H5, running)


async def test_a_stopped_campaign_and_a_day_that_has_passed_are_no_news(shop):
    first = await check_in_runs(shop)
    await shop.write(check_ins.remind_me, shop.shopper, Channel.H5, first)
    shop.db.clock.advance(timedelta(days=3))
    assert await shop.write(reactions.remind, 100) == 1
    await shop.write(check_ins.remind_me, shop.shopper, Channel.H5, first)
    await shop.write(actions.stop, System(shop.tenant, "test"), first, "停")
    shop.db.clock.advance(timedelta(days=1))
    assert await shop.write(reactions.remind, 100) == 1
    assert await told(shop) == []
