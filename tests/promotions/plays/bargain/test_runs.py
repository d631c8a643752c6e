"""A run from its start to its order: what is held, what is kept, what gives it back; a refusal moves nothing."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.identity.types import Channel
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.messages.queries import notices as messages
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import (
    BudgetSpent,
    CampaignNotRunning,
    CampaignUnknown,
    HelpedAlready,
    HelpRunInReview,
    HelpRunMoved,
    HelpRunOver,
    HelpRunsUsedUp,
    PlayNotHere,
    QuotaSpent,
)
from lianyi.promotions.plays.bargain.errors import (
    BargainSoldOut,
    BargainUnknown,
    OnePieceABargain,
    StartFirst,
)
from tests.bargain_world import (
    ask,
    bargain_out,
    bargain_standing,
    begin,
    cut,
    cuts,
    goods_fen,
    order,
    owner_of,
    page,
)
from tests.help_world import helped_by, somebody

RISE = Statement(
    "update catalog_sku set price_fen = %(price_fen)s where tenant_id = %(tenant)s and id = %(sku_id)s"
)


@pytest_asyncio.fixture(loop_scope="session")
async def owner(shop):
    return await owner_of(shop)


async def refused(shop, running, error, doing):
    before = await bargain_standing(shop, running)
    with pytest.raises(error) as caught:
        await doing
    assert await bargain_standing(shop, running) == before
    return caught.value


async def closed_unpaid(shop, order_id):
    await orders.close_unpaid(shop.db, shop.tenant, order_id, "deadline", Actor("system", name="test"))
    await shop.tell()


async def test_five_friends_bring_it_to_the_floor_and_it_is_bought_at_it(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    assert (await bargain_standing(shop, running))[1] == (5000, [5000])
    for price_fen in (5800, 4800, 3800, 2800, 1800):
        assert await cut(shop, run_id) == (1000, price_fen)
        shop.db.clock.advance(timedelta(minutes=1))
    assert (await page(shop, run_id, buyer.shopper.person)).acts == ["buy"]
    made = await ask(shop, running, run_id, buyer, home)
    assert [(one.label, one.amount_fen) for one in made.sums.adjustments] == [("砍价", -5000)]
    order_id = await order(shop, made, buyer, home)
    assert await goods_fen(shop, order_id) == 1800
    await shop.pay(order_id)
    (runs, _), held, _ = await bargain_standing(shop, running)
    assert (runs, held) == (["used 5/5 5"], (5000, [5000]))


async def test_bought_before_the_floor_what_was_not_taken_off_is_the_budgets_again(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=9000)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 2)
    order_id = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    assert (await bargain_standing(shop, running))[1] == (5000, [5000]), "unpaid, all of it is still held"
    await shop.pay(order_id)
    assert (await bargain_standing(shop, running))[1] == (2000, [2000])


async def test_without_buying_early_the_floor_it_is(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, buy_early=False)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 4)
    await refused(shop, running, HelpRunMoved, ask(shop, running, run_id, buyer, home))
    await cuts(shop, run_id, 1)
    await ask(shop, running, run_id, buyer, home)


async def test_a_help_between_the_quote_and_the_order_is_in_the_price(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop)
    run_id = await begin(shop, running, buyer)
    made = await ask(shop, running, run_id, buyer, home)
    await cut(shop, run_id)
    assert await goods_fen(shop, await order(shop, made, buyer, home)) == 5800


async def test_an_order_that_closes_gives_the_run_back_until_it_ends(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 1)
    first = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    over = await refused(shop, running, HelpRunOver, cut(shop, run_id))
    assert over.data["state"] == "ordered"
    await refused(shop, running, HelpRunOver, ask(shop, running, run_id, buyer, home))
    await closed_unpaid(shop, first)
    assert await cut(shop, run_id) == (1000, 4800)
    second = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    assert await goods_fen(shop, second) == 4800


@pytest.mark.parametrize("meanwhile", ["nothing", "bought"])
async def test_paid_after_closing_it_takes_its_run_again_or_the_money_goes_back(shop, owner, meanwhile):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 1)
    late = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    await shop.write(promotions.give_back, late, refunded=False)
    if meanwhile == "bought":
        again = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
        await shop.pay(again)
    await shop.pay(late)
    (runs, _), held, (_, placed) = await bargain_standing(shop, running)
    assert (runs, held) == (["used 1/5 1"], (1000, [1000]))
    assert ("closed 6600" in placed) is (meanwhile == "bought"), placed


async def test_refunded_whole_nothing_was_given(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 5)
    order_id = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    await shop.pay(order_id)
    lines = await shop.lines(order_id)
    await shop.write(
        orders.refund, shop.staff, order_id, [Portion(lines[0].id, 1)], freight_fen=None, reason="不要了"
    )
    await shop.tell()
    await shop.refund_money()
    assert (await bargain_standing(shop, running))[1] == (0, [0])


async def test_time_passes_and_the_budget_has_it_back(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000, hours=2, keep_hours=3)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 1)
    shop.db.clock.advance(timedelta(hours=2))
    await refused(shop, running, HelpRunOver, cut(shop, run_id))
    await ask(shop, running, run_id, buyer, home)  # helping is over, ordering is not
    shop.db.clock.advance(timedelta(hours=3))
    await refused(shop, running, HelpRunOver, ask(shop, running, run_id, buyer, home))
    assert await shop.write(promotions.end_help_runs, 10) == 1
    await shop.tell()
    (runs, _), held, _ = await bargain_standing(shop, running)
    assert (runs, held) == (["over 1/5 1"], (0, [0]))


async def test_a_campaign_that_ends_keeps_its_worst_case_until_the_last_run_has(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 1)
    await shop.write(promotions.stop, shop.staff, running, "试试")
    await refused(shop, running, CampaignNotRunning, cut(shop, run_id))
    await refused(shop, running, CampaignNotRunning, begin(shop, running, await somebody(shop)))
    order_id = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    assert await goods_fen(shop, order_id) == 5800, "what friends have done for somebody is not taken away"


async def test_the_budget_pays_for_so_many_runs_and_no_more(shop, owner):
    running = await bargain_out(shop, budget_fen=9999)
    await begin(shop, running, owner[0])
    await refused(shop, running, BudgetSpent, begin(shop, running, await somebody(shop)))


async def test_one_run_at_a_time_and_so_many_each(shop, owner):
    running = await bargain_out(shop)
    await begin(shop, running, owner[0])
    await refused(shop, running, HelpRunsUsedUp, begin(shop, running, owner[0]))


async def test_an_order_is_for_one_piece_of_the_own_run_in_its_channel(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop)
    run_id = await begin(shop, running, buyer)
    other, away = await owner_of(shop, "别人")
    for error, doing in (
        (StartFirst, ask(shop, running, None, buyer, home)),
        (BargainUnknown, ask(shop, running, new_id(), buyer, home)),
        (BargainUnknown, ask(shop, running, run_id, other, away)),
        (OnePieceABargain, ask(shop, running, run_id, buyer, home, quantity=2)),
        (PlayNotHere, ask(shop, running, run_id, buyer, home, channel=Channel.WECHAT_H5)),
        (PlayNotHere, begin(shop, running, other, Channel.WECHAT_H5)),
        (PlayNotHere, cut(shop, run_id, other, Channel.WECHAT_H5)),
        (CampaignUnknown, begin(shop, running, other, sku=1)),
        (BargainUnknown, cut(shop, new_id())),
    ):
        await refused(shop, running, error, doing)


async def test_nobody_begins_for_what_is_gone(shop, owner):
    running = await bargain_out(shop, quota=1)
    buyer, home = owner
    run_id = await begin(shop, running, buyer)
    other, away = await owner_of(shop, "别人")
    second = await begin(shop, running, other)
    await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    await refused(shop, running, BargainSoldOut, begin(shop, running, await somebody(shop)))
    await refused(shop, running, QuotaSpent, ask(shop, running, second, other, away))


async def test_a_price_that_moves_meanwhile_changes_no_promise(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    await cuts(shop, run_id, 1)
    async with shop.db.write(shop.tenant) as session:
        await session.later(RISE, sku_id=shop.skus[0][0], price_fen=8800)
    dearer = await order(shop, await ask(shop, running, run_id, buyer, home), buyer, home)
    assert await goods_fen(shop, dearer) == 5800
    await shop.pay(dearer)
    assert (await bargain_standing(shop, running))[1] == (1000, [1000])


async def test_a_held_run_is_not_for_sale_and_its_owner_hears_how_it_ended(shop, owner):
    buyer, home = owner
    running = await bargain_out(shop, budget_fen=5000)
    run_id = await begin(shop, running, buyer)
    await helped_by(shop, run_id, 4, gap=timedelta(seconds=1), joined_ago=timedelta(minutes=3))
    await refused(shop, running, HelpRunInReview, ask(shop, running, run_id, buyer, home))
    await shop.write(promotions.refuse_help_run, shop.staff, run_id, "一批刚注册的账号")
    await shop.tell()
    (runs, helps), held, _ = await bargain_standing(shop, running)
    assert (runs, {one.split()[1] for one in helps}, held) == (
        ["refused 4/5 4 refused"],
        {"refused"},
        (0, [0]),
    )
    async with shop.db.read(shop.tenant) as session:
        told = await messages.inbox(session, buyer.shopper, before=None, limit=10)
    assert {"bargain_held", "bargain_refused"} <= {one.kind for one in told}


async def test_once_each_also_when_told_by_the_play(shop, owner):
    running = await bargain_out(shop)
    run_id = await begin(shop, running, owner[0])
    friend = await somebody(shop)
    await cut(shop, run_id, friend)
    await refused(shop, running, HelpedAlready, cut(shop, run_id, friend))
    seen = await page(shop, run_id, friend.shopper.person)
    assert ([face.me for face in seen.faces], seen.acts) == ([True], ["start_own"])
    assert [face.name for face in (await page(shop, run_id)).faces] == ["小**"]
