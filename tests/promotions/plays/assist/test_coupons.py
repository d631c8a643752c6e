"""Runs for a coupon, coupons for helpers, and what waits while the staff look at doubtful helps."""

from datetime import timedelta

import pytest

from lianyi.kit.db import Statement
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import HelpRunsUsedUp
from lianyi.promotions.plays.assist.errors import HelperCouponGone, RewardGone
from tests.assist_world import assist, for_coupons, helps, opened, quote, standing
from tests.help_world import somebody

NOTICES = Statement(
    "select kind from messages_notice where tenant_id = %(tenant)s order by created_at, id", str
)


async def told(shop):
    async with shop.db.read(shop.tenant) as session:
        return [one for one in await session.all(NOTICES) if one.startswith("assist")]


async def rush(shop, run_id, people=4, **more):
    """Accounts that were made for it, one after the other within seconds."""
    for _ in range(people):
        await helps(shop, run_id, await somebody(shop, joined_ago=timedelta(minutes=5)), **more)
        shop.db.clock.advance(timedelta(seconds=1))


async def test_the_last_friend_brings_the_coupon_and_the_run_is_complete(shop):
    running, _ = await for_coupons(shop, budget_fen=1200, runs_per_person_max=2)
    run_id = await opened(shop, running, coupon=True)
    await helps(shop, run_id)
    assert await standing(shop, running) == (0, [], ["open 1/2 1"], ["open 0"], [], [])
    await helps(shop, run_id)
    await shop.tell()
    spent, _, runs, promises, grants, pieces = await standing(shop, running)
    assert (spent, runs, promises, sorted(grants), pieces) == (
        500, ["used 2/2 2"], ["given 500"], [500, 500], [500]
    )  # fmt: skip
    assert await told(shop) == ["assist_coupon"]
    await opened(shop, running, coupon=True)  # the next at once
    with pytest.raises(HelpRunsUsedUp):
        await opened(shop, running, coupon=True)


async def test_when_the_coupons_are_gone_the_last_help_is_not_counted(shop):
    running, _ = await for_coupons(shop, total=1)
    first, second = [
        await opened(shop, running, coupon=True, owner=owner) for owner in (None, await somebody(shop))
    ]
    for run_id in (first, first, second):
        await helps(shop, run_id)
    before = await standing(shop, running)
    with pytest.raises(RewardGone):
        await helps(shop, second)
    assert await standing(shop, running) == before


async def test_a_helper_has_a_coupon_once_for_a_counted_help(shop):
    running, _ = await for_coupons(shop, helper_fen=200, people=3, budget_fen=2000)
    run_id = await opened(shop, running, coupon=True)
    helped = await helps(shop, run_id, with_coupon=True)
    assert (helped.earned_fen, (await standing(shop, running))[5]) == (200, [200])
    helped = await helps(shop, run_id)  # a page that told of none
    assert (helped.earned_fen, (await standing(shop, running))[5]) == (0, [200])


async def test_a_helper_who_was_promised_a_coupon_that_is_gone_is_asked_again(shop):
    running, _ = await for_coupons(shop, helper_fen=200, people=4, total=1)
    run_id = await opened(shop, running, coupon=True)
    await helps(shop, run_id, with_coupon=True)
    before = await standing(shop, running)
    friend = await somebody(shop)
    with pytest.raises(HelperCouponGone):
        await helps(shop, run_id, friend, with_coupon=True)
    assert await standing(shop, running) == before
    assert (await helps(shop, run_id, friend)).run.missing == 2


async def test_doubtful_helps_keep_the_reward_until_the_staff_have_looked(shop):
    running, _ = await for_coupons(shop, people=4, helper_fen=100)
    run_id = await opened(shop, running, coupon=True)
    await rush(shop, run_id, with_coupon=True)
    await shop.tell()
    _, _, runs, promises, _, pieces = await standing(shop, running)
    assert (runs, promises, pieces) == (["open 4/4 4 waiting"], ["kept 500"], [100] * 3)
    assert await told(shop) == []
    await shop.write(promotions.release_help_run, shop.staff, run_id, "都是同事")
    await shop.tell()
    _, _, runs, promises, _, pieces = await standing(shop, running)
    assert (runs, promises, sorted(pieces)) == (["used 4/4 4 released"], ["given 500"], [100] * 4 + [500])
    assert await told(shop) == ["assist_coupon"]


async def test_refused_helps_free_what_was_kept_and_say_why(shop):
    running = await assist(shop, people=4, quota=1, budget_fen=10_000)
    run_id = await opened(shop, running)
    await rush(shop, run_id)
    await shop.tell()
    assert (await standing(shop, running))[:4] == (
        6799, [1], ["open 4/4 4 waiting"], ["kept 6799 counted"]
    )  # fmt: skip
    with pytest.raises(Exception, match="help_run_in_review"):
        await quote(shop, running, run_id)
    await shop.write(promotions.refuse_help_run, shop.staff, run_id, "同一批新号")
    await shop.tell()
    assert (await standing(shop, running))[:4] == (0, [0], ["refused 4/4 4 refused"], ["gone 0"])
    assert await told(shop) == ["assist_over"]


async def test_a_released_run_whose_coupons_are_gone_is_told_so(shop):
    running, pays = await for_coupons(shop, people=4)
    run_id = await opened(shop, running, coupon=True)
    await rush(shop, run_id)
    await shop.tell()
    await shop.write(promotions.stop, shop.staff, pays, "测试")
    await shop.write(promotions.release_help_run, shop.staff, run_id, "没有问题")
    await shop.tell()
    spent, _, _, promises, _, pieces = await standing(shop, running)
    assert (spent, promises, pieces) == (0, ["gone 0"], [])
    assert await told(shop) == ["assist_over"]


async def test_who_is_told_what(shop):
    running = await assist(shop)
    run_id = await opened(shop, running)
    await helps(shop, run_id)
    await shop.tell()
    assert await told(shop) == []
    await helps(shop, run_id)
    await shop.tell()
    assert await told(shop) == ["assist_full"]
    shop.db.clock.advance(timedelta(hours=48))
    await shop.write(promotions.end_help_runs, 10)
    await shop.tell()
    assert await told(shop) == ["assist_full", "assist_over"]
