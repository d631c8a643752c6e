"""Runs from the first friend to the order: what is kept for a full one, and when it goes back."""

from datetime import timedelta

import pytest

from lianyi.identity import actions as identity
from lianyi.identity.types import Channel
from lianyi.kit.ids import encode
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as campaigns
from lianyi.promotions.errors import (
    BudgetSpent,
    CampaignNotRunning,
    GoodsNotInCampaign,
    HelpForNew,
    HelpLimitReached,
    HelpRunMoved,
    HelpRunOver,
    HelpRunsUsedUp,
    HelpRunUnknown,
    HelpYourself,
    PlayNotHere,
)
from lianyi.promotions.plays.assist.errors import AssistWrong, NotFull, OneSkuARun, RewardGone, TooLateToOpen
from tests.assist_world import assist, for_coupons, full, helps, opened, quote, reprice, standing
from tests.checkout.conftest import HANGZHOU
from tests.help_world import somebody
from tests.promotion_world import place

SYSTEM = Actor("system", name="test")


async def test_a_full_run_keeps_its_piece_and_is_bought_for_a_fen(shop):
    running = await assist(shop, quota=5, budget_fen=100_000)
    run_id = await opened(shop, running)
    await helps(shop, run_id)
    assert await standing(shop, running) == (0, [0], ["open 1/2 1"], ["open 0"], [], [])
    await helps(shop, run_id)
    assert await standing(shop, running) == (
        6799, [1], ["open 2/2 2"], ["kept 6799 counted"], [6799], []
    )  # fmt: skip
    made = await quote(shop, running, run_id)
    assert [(one.label, one.amount_fen) for one in made.sums.adjustments] == [("助力价", -6799)]
    placed = await place(shop, made)
    assert placed.pay_deadline_at == shop.db.clock.now() + timedelta(minutes=15)
    await shop.pay(placed.order_id)
    assert (await shop.order(placed.order_id)).state == "to_ship"
    assert await standing(shop, running) == (
        6799, [1], ["used 2/2 2"], ["given 6799 counted"], [6799], []
    )  # fmt: skip


async def test_before_everybody_has_helped_there_is_no_price(shop):
    running = await assist(shop, quota=5)
    run_id = await opened(shop, running)
    await helps(shop, run_id)
    before = await standing(shop, running), await shop.facts()
    with pytest.raises(NotFull) as told:
        await quote(shop, running, run_id)
    assert told.value.words("zh") == "还差 1 位好友助力,助满才能按这个价格下单"
    with pytest.raises(HelpRunUnknown):
        await quote(shop, running, None)
    assert (await standing(shop, running), await shop.facts()) == before


async def test_the_last_piece_goes_to_who_is_complete_first_and_the_others_help_is_not_counted(shop):
    running = await assist(shop, quota=1)
    other = await somebody(shop, "老白")
    late = await opened(shop, running, owner=other)
    await helps(shop, late)
    run_id = await full(shop, running)
    before = await standing(shop, running)
    with pytest.raises(RewardGone):
        await helps(shop, late)
    with pytest.raises(RewardGone):
        await opened(shop, running, owner=await somebody(shop))
    assert await standing(shop, running) == before
    shop.db.clock.advance(timedelta(hours=12))
    placed = await place(shop, await quote(shop, running, run_id))
    await orders.close_unpaid(shop.db, shop.tenant, placed.order_id, "deadline", SYSTEM)
    await shop.tell()
    assert await standing(shop, running) == before  # its own again, nobody else's
    shop.db.clock.advance(timedelta(hours=37))
    assert await shop.write(promotions.end_help_runs, 10) == 2
    await shop.tell()
    spent, taken, runs, promises, _, _ = await standing(shop, running)
    assert (spent, taken, sorted(runs), promises) == (0, [0], ["over 1/2 1", "over 2/2 2"], ["gone 0"] * 2)


async def test_the_budget_is_never_exceeded(shop):
    running = await assist(shop, budget_fen=10_000)
    other = await somebody(shop)
    late = await opened(shop, running, owner=other)
    await helps(shop, late)
    await full(shop, running)
    before = await standing(shop, running)
    with pytest.raises(RewardGone):
        await helps(shop, late)
    assert await standing(shop, running) == before
    assert before[0] == 6799


async def test_a_whole_refund_gives_piece_and_worth_back(shop):
    running = await assist(shop, quota=3)
    placed = await place(shop, await quote(shop, running, await full(shop, running)))
    await shop.pay(placed.order_id)
    lines = await shop.lines(placed.order_id)
    await shop.write(
        orders.refund, shop.staff, placed.order_id, [Portion(lines[0].id, 1)], freight_fen=None, reason="不要了"
    )  # fmt: skip
    await shop.tell()
    await shop.refund_money()
    assert await standing(shop, running) == (0, [0], ["used 2/2 2"], ["gone 0"], [0], [])


async def test_who_pays_after_closing_has_the_run_again_while_it_is_there(shop):
    running = await assist(shop, quota=3)
    placed = await place(shop, await quote(shop, running, await full(shop, running)))
    await orders.close_unpaid(shop.db, shop.tenant, placed.order_id, "deadline", SYSTEM)
    await shop.tell()
    await shop.write(promotions.take_help_run_again, placed.order_id)
    assert (await standing(shop, running))[2] == ["ordered 2/2 2"]


@pytest.mark.parametrize(("price_fen", "held_fen"), [(9800, 9799), (5800, 5799)])
async def test_a_price_that_moved_meanwhile_is_held_as_it_is(shop, price_fen, held_fen):
    running = await assist(shop, quota=3, budget_fen=9_799)
    run_id = await full(shop, running)
    await reprice(shop, price_fen)
    placed = await place(shop, await quote(shop, running, run_id))
    spent, _, _, promises, _, _ = await standing(shop, running)
    assert (spent, promises) == (held_fen, [f"kept {held_fen} counted"])
    await shop.pay(placed.order_id)
    assert (await shop.order(placed.order_id)).payable_fen == 1 + 800


async def test_a_price_above_what_the_budget_has_left_is_refused(shop):
    running = await assist(shop, quota=3, budget_fen=9_000)
    run_id = await full(shop, running)
    made = await quote(shop, running, run_id)
    await reprice(shop, 9_801)
    made = await quote(shop, running, run_id)
    before = await standing(shop, running), await shop.facts()
    with pytest.raises(BudgetSpent):
        await place(shop, made)
    assert (await standing(shop, running), await shop.facts()) == before


async def test_an_order_is_one_piece_of_the_runs_own_sku_by_its_owner(shop):
    running = await assist(shop, quota=3)
    run_id = await full(shop, running)
    for more in ({"count": 2}, {"sku": 1}):
        with pytest.raises(OneSkuARun):
            await quote(shop, running, run_id, **more)
    other = (await somebody(shop)).shopper
    home = await shop.write(identity.add_address, other, HANGZHOU)
    with pytest.raises(HelpRunMoved):
        await quote(shop, running, run_id, shopper=other, address=home)
    elsewhere = await assist(shop, price_fen=6799)
    with pytest.raises(HelpRunUnknown):
        await quote(shop, elsewhere, run_id)


async def test_nothing_of_it_happens_on_pages_inside_wechat(shop):
    running = await assist(shop)
    before = await standing(shop, running)
    with pytest.raises(PlayNotHere):
        await opened(shop, running, channel=Channel.WECHAT_H5)
    run_id = await opened(shop, running)
    with pytest.raises(PlayNotHere):
        await helps(shop, run_id, channel=Channel.WECHAT_H5)
    assert before[2] == []
    assert (await standing(shop, running))[2] == ["open 0/2 0"]
    for _ in range(2):
        await helps(shop, run_id)
    with pytest.raises(PlayNotHere):  # what was begun goes on by its own rules, and by WeChat's
        await quote(shop, running, run_id, channel=Channel.WECHAT_H5)


async def test_a_stopped_campaign_is_helped_no_more_and_what_is_full_is_still_sold(shop):
    running = await assist(shop, quota=5)
    run_id = await full(shop, running)
    other = await opened(shop, running, owner=await somebody(shop))
    await shop.write(promotions.stop, shop.staff, running, "测试")
    for refused in (helps(shop, other), opened(shop, running, owner=await somebody(shop))):
        with pytest.raises(CampaignNotRunning):
            await refused
    placed = await place(shop, await quote(shop, running, run_id))
    await shop.pay(placed.order_id)
    assert (await shop.order(placed.order_id)).state == "to_ship"


async def test_one_run_at_a_time_and_so_many_each(shop):
    running = await assist(shop, runs_per_person_max=2, quota=9)
    await opened(shop, running)
    with pytest.raises(HelpRunsUsedUp):
        await opened(shop, running)
    shop.db.clock.advance(timedelta(hours=25))
    await shop.write(promotions.end_help_runs, 10)
    await shop.tell()
    await opened(shop, running)
    shop.db.clock.advance(timedelta(hours=25))
    await shop.write(promotions.end_help_runs, 10)
    with pytest.raises(HelpRunsUsedUp):
        await opened(shop, running)


async def test_who_may_help(shop):
    running = await assist(shop, people=5, new_helpers_only=True, helps_per_person_max=1)
    mine = await somebody(shop, "我")
    run_id, other = await opened(shop, running, owner=mine), await opened(shop, running)
    friend = await somebody(shop)
    await helps(shop, run_id, friend)
    before = await standing(shop, running)
    for refusal, attempt in (
        (HelpYourself, helps(shop, run_id, mine)),
        (HelpLimitReached, helps(shop, other, friend)),
        (HelpForNew, helps(shop, run_id, await somebody(shop, account=""))),
    ):
        with pytest.raises(refusal):
            await attempt
    assert await standing(shop, running) == before


async def test_friends_come_in_time_or_not_at_all(shop):
    running = await assist(shop, hours=2)
    run_id = await opened(shop, running)
    shop.db.clock.advance(timedelta(hours=2))
    with pytest.raises(HelpRunOver):
        await helps(shop, run_id)


async def test_a_run_ends_in_time_for_its_order_within_the_campaign(shop):
    running = await assist(shop, days=2, hours=48, use_hours=24)
    run_id = await opened(shop, running)
    shop.db.clock.advance(timedelta(hours=23, minutes=59))
    await helps(shop, run_id)
    with pytest.raises(TooLateToOpen):
        await opened(shop, running, owner=await somebody(shop))
    with pytest.raises(AssistWrong) as told:
        await assist(shop, days=1, use_hours=48)
    assert told.value.field == "ends_at"


async def test_a_run_is_for_what_its_campaign_promises(shop):
    goods, (coupons, _) = await assist(shop, price_fen=3000), await for_coupons(shop)
    with pytest.raises(GoodsNotInCampaign):
        await opened(shop, goods, coupon=True)
    with pytest.raises(GoodsNotInCampaign):
        await opened(shop, coupons)


async def test_a_run_stands_among_all_that_is_its_owners_with_what_is_missing(shop):
    running = await assist(shop, quota=5)
    run_id = await opened(shop, running)
    await helps(shop, run_id)

    async def listed():
        async with shop.db.read(shop.tenant) as session:
            found = await campaigns.mine(session, shop.shopper.person)
        return [(one.state, one.line_zh, one.page) for play, one in found if play.card.code == "assist"]

    page = f"plays/assist/run/index?id={encode('team', run_id)}"
    assert await listed() == [("open", "还差 1 位好友助力", page)]
    await helps(shop, run_id)
    assert await listed() == [("open", "助满了,等你下单", page)]
    placed = await place(shop, await quote(shop, running, run_id))
    assert await listed() == [("open", "已下单,付款后生效", page)]
    await shop.pay(placed.order_id)
    assert await listed() == [("done", "已得到", page)]
