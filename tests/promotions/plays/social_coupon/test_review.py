"""Takers who look made up: what they took waits for the staff, who find them real or made up; what was paid stays."""

from datetime import timedelta

import pytest

from lianyi.kit.db import Statement
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.plays.social_coupon import jobs, queries
from lianyi.promotions.plays.social_coupon.errors import PackOver
from tests.help_world import somebody as helper
from tests.social_coupon_world import claim, paid_order, pass_on, passing_on, standing

NOTICES = Statement(
    "select kind from messages_notice where tenant_id = %(tenant)s and kind like 'social_coupon%%' order by kind",
    str,
)


async def rush(shop, pack, people=4):
    """Accounts that were made for it, one after the other within seconds."""
    takers = [await helper(shop, joined_ago=timedelta(minutes=5)) for _ in range(people)]
    for one in takers:
        await claim(shop, pack, one.shopper, marks=one.marks)
        shop.db.clock.advance(timedelta(seconds=1))
    return takers


async def told(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(NOTICES)


async def held_pack(shop, **more):
    """A pack of eight of which three were paid before the fourth made it look odd."""
    running = await passing_on(shop, budget_fen=10_000, pieces=8, **more)
    pack = await pass_on(shop, await paid_order(shop, 1))
    takers = await rush(shop, pack)
    return running, pack, takers


async def test_what_looks_made_up_waits_and_is_not_paid_silently(shop):
    running, pack, takers = await held_pack(shop)
    assert await standing(shop, running) == (4000, ["open 4/8"], ["held"] + ["taken"] * 3, [500] * 3)
    async with shop.db.read(shop.tenant) as session:
        assert await frame.helps_held(session) == 1
        page = await queries.pack_page(session, pack.id, takers[3].shopper.person, "mini")
    assert (page.own.state, page.own.run_id) == ("held", None)
    await claim(shop, pack, (await helper(shop)).shopper)  # others may take on, and wait as well
    assert (await standing(shop, running))[2] == ["held"] * 2 + ["taken"] * 3


async def test_released_who_waited_is_paid_once_and_told(shop):
    running, pack, _ = await held_pack(shop)
    await shop.write(promotions.release_help_run, shop.staff, pack.id, "都是同事")
    await shop.tell()
    assert await standing(shop, running) == (4000, ["open 4/8"], ["taken"] * 4, [500] * 4)
    assert await told(shop) == ["social_coupon_released"]
    await claim(shop, pack, (await helper(shop)).shopper)
    assert (await standing(shop, running))[3] == [500] * 5


async def test_refused_the_pack_is_over_and_its_worth_the_budgets_again(shop):
    running, pack, takers = await held_pack(shop)
    await shop.write(promotions.refuse_help_run, shop.staff, pack.id, "同一批新号")
    with pytest.raises(PackOver):
        await claim(shop, pack)
    await shop.tell()
    # what was paid before anybody looked stays with who has it
    assert await standing(shop, running) == (1500, ["ended 3/8"], ["refused"] + ["taken"] * 3, [500] * 3)
    assert await told(shop) == ["social_coupon_over", "social_coupon_refused"]
    async with shop.db.read(shop.tenant) as session:
        page = await queries.pack_page(session, pack.id, takers[3].shopper.person, "mini")
    assert (page.own.state, page.pack.ended_because, len(page.takers)) == ("refused", "refused", 3)


@pytest.mark.parametrize(("released", "spent"), [(True, 2000), (False, 1500)])
async def test_a_pack_that_ends_meanwhile_keeps_what_waits_until_the_staff_have_looked(shop, released, spent):
    running, pack, _ = await held_pack(shop)
    shop.db.clock.advance(timedelta(hours=48))
    assert await jobs.end_packs(shop.db, shop.tenant) == 1
    assert (await standing(shop, running))[0] == 2000
    verb = promotions.release_help_run if released else promotions.refuse_help_run
    await shop.write(verb, shop.staff, pack.id, "看过了")
    await shop.tell()
    assert (await standing(shop, running))[0] == spent
    assert len((await standing(shop, running))[3]) == 3 + released


async def test_released_when_the_coupons_are_gone_it_waits_until_there_are_some(shop):
    running, pack, _ = await held_pack(shop, vouchers_fen=1500)
    await shop.write(promotions.release_help_run, shop.staff, pack.id, "都是同事")
    await shop.tell()
    assert (await standing(shop, running))[2:] == (["taken"] * 4, [500] * 3)
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 0
    async with shop.db.write(shop.tenant) as session:
        await session.run(MORE)
    shop.db.clock.advance(timedelta(minutes=2))
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 1
    assert (await standing(shop, running))[3] == [500] * 4


MORE = Statement(
    "update promotions_budget set budget_fen = 3000 where tenant_id = %(tenant)s and budget_fen = 1500"
)
