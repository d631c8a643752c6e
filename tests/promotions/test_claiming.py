"""What an order takes of a campaign, and gives back; a refusal moves nothing."""

from datetime import timedelta

import pytest

from lianyi.identity.types import Channel
from lianyi.inventory import actions as inventory
from lianyi.kit.db import Statement
from lianyi.orders import actions as orders
from lianyi.orders.events import OrderClosed
from lianyi.promotions.errors import (
    BudgetSpent,
    CampaignNotRunning,
    GoodsNotInCampaign,
    LimitReached,
    PlayNotHere,
    QuotaSpent,
)
from tests.promotion_world import place, published, quote, standing_of
from tests.promotions.half_price import play as half_price

CLOSE = Statement(
    """
    update orders_order set state = 'closed', close_reason = 'deadline', closed_at = %(now)s
    where tenant_id = %(tenant)s and id = %(order_id)s
    """
)
pytestmark = pytest.mark.usefixtures("own_plays")


async def close(shop, order_id):
    """The deadline has passed; closed at WeChat, then here, and told."""
    from lianyi.orders.types import Actor

    await orders.close_unpaid(shop.db, shop.tenant, order_id, "deadline", Actor("system", name="test"))
    await shop.tell()


async def test_an_order_of_a_campaign_costs_what_its_play_quotes(shop):
    running = await published(shop, 1800, 500, budget_fen=10_000, quotas=(5,), orders_per_person_max=2)
    made = await quote(shop, running, 2, 1)
    assert [(one.phase, one.label, one.amount_fen) for one in made.sums.adjustments] == [
        ("activity", "立减", -3600), ("activity", "立减", -500),
    ]  # fmt: skip
    assert (made.sums.goods_fen, made.sums.freight_fen, made.sums.payable_fen) == (16_600, 800, 13_300)
    assert made.sums.intents[0].rules_zh == ("春茶立减:立减", "付款前有效")
    placed = await place(shop, made)
    order = await shop.order(placed.order_id)
    assert (order.payable_fen, order.adjust_fen) == (13_300, -4100)
    assert [line.paid_fen for line in await shop.lines(placed.order_id)] == [2 * (6800 - 1800), 3000 - 500]
    taken = sorted((await standing_of(shop, running))[1])
    assert (await standing_of(shop, running))[0] == 4100
    assert (taken, (await standing_of(shop, running))[2:]) == ([0, 2], (["1/3"], ["held 4100"], 1))


async def test_a_play_may_ask_for_an_earlier_deadline_but_never_a_later_one(shop):
    early = await published(shop, 100, settings={"pay_minutes": 5})
    placed = await place(shop, await quote(shop, early, 1))
    assert placed.pay_deadline_at == shop.db.clock.now() + timedelta(minutes=5)
    late = await published(shop, 100, settings={"pay_minutes": 600})
    placed = await place(shop, await quote(shop, late, 1))
    assert placed.pay_deadline_at == shop.db.clock.now() + timedelta(minutes=15)


async def test_without_an_intent_nothing_of_a_campaign_is_asked(shop):
    await published(shop, 1800)
    made = await quote(shop, None, 1)
    assert (made.sums.adjustments, made.sums.intents, made.sums.payable_fen) == ((), (), 7600)


async def test_an_order_that_closes_unpaid_gives_everything_back(shop):
    running = await published(shop, 1800, budget_fen=5000, quotas=(5,), orders_per_person_max=1)
    placed = await place(shop, await quote(shop, running, 2))
    await close(shop, placed.order_id)
    assert await standing_of(shop, running) == (0, (0,), ["0/0"], ["released 3600"], 1)
    assert half_price.RELEASED[-1] == placed.order_id
    again = await place(shop, await quote(shop, running, 2))
    assert again.order_id != placed.order_id


async def test_a_paid_order_is_counted_and_a_whole_refund_gives_back(shop):
    running = await published(shop, 1800, budget_fen=5000, quotas=(5,), orders_per_person_max=1)
    placed = await place(shop, await quote(shop, running, 2))
    await shop.pay(placed.order_id)
    assert (await standing_of(shop, running))[3] == ["paid 3600"]
    lines = await shop.lines(placed.order_id)
    from lianyi.orders.types import Portion

    await shop.write(
        orders.refund,
        shop.staff,
        placed.order_id,
        [Portion(lines[0].id, 2)],
        freight_fen=None,
        reason="不想要了",
    )
    await shop.tell()
    await shop.refund_money()
    assert await standing_of(shop, running) == (0, (0,), ["0/0"], ["refunded 3600"], 1)


@pytest.mark.parametrize(
    ("limits", "quantities", "refusal"),
    [
        ({"orders_per_person_max": 1}, (1,), LimitReached),
        ({"pieces_per_person_max": 3}, (2,), LimitReached),
        ({"budget_fen": 3600 + 1800 - 1}, (1,), BudgetSpent),
        ({"quotas": (3,)}, (2,), QuotaSpent),
    ],
)
async def test_a_limit_refuses_and_nothing_moves(shop, limits, quantities, refusal):
    running = await published(shop, 1800, **limits)
    second = await quote(shop, running, *quantities)  # quoted while there was room
    await place(shop, await quote(shop, running, 2))
    before = await standing_of(shop, running), await shop.stock(), await shop.facts()
    with pytest.raises(refusal):
        await place(shop, second)
    with pytest.raises(refusal):
        await quote(shop, running, *quantities)
    assert (await standing_of(shop, running), await shop.stock(), await shop.facts()) == before


async def test_it_runs_in_its_window_only(shop):
    running = await published(shop, 1800)
    made = await quote(shop, running, 1)
    shop.db.clock.advance(timedelta(days=7))
    with pytest.raises(CampaignNotRunning) as refused:
        await quote(shop, running, 1)
    assert refused.value.data["when"] == "after"
    before = await standing_of(shop, running)
    with pytest.raises(Exception, match="quote_expired"):
        await place(shop, made)
    assert await standing_of(shop, running) == before


async def test_goods_that_are_not_on_its_shelf_are_named(shop):
    running = await published(shop, 1800)
    with pytest.raises(GoodsNotInCampaign) as refused:
        await quote(shop, running, 1, 1)
    assert refused.value.data["titles"] == "茉莉花茶"


async def test_a_play_that_rewards_help_never_runs_on_a_page_inside_wechat(shop):
    running = await published(shop, 1800, play="helping")
    made = await quote(shop, running, 1, channel=Channel.MINI)
    before = await standing_of(shop, running)
    with pytest.raises(PlayNotHere) as refused:
        await place(shop, made, channel=Channel.WECHAT_H5)
    assert refused.value.data["open_mini"]["appid"] == shop.merchant["mini_appid"]
    assert refused.value.data["open_mini"]["path"].startswith("plays/helping/list/index?id=")
    assert "小程序" in refused.value.words("zh")
    assert await standing_of(shop, running) == before


async def close_here_alone(shop, placed):
    """It closes here while its payment is on the way: the close at WeChat was lost on us."""
    await shop.pay_at_wechat(placed.order_id)
    async with shop.db.write(shop.tenant) as session:
        await session.run(CLOSE, order_id=placed.order_id)
        await inventory.release(session, placed.order_id)
        await session.emit(OrderClosed(placed.order_id, shop.shopper.person, "deadline"))
    await shop.tell()


async def test_who_pays_late_takes_it_again_where_there_is_room(shop):
    running = await published(shop, 1800, budget_fen=3600, quotas=(2,), orders_per_person_max=1)
    placed = await place(shop, await quote(shop, running, 2))
    await close_here_alone(shop, placed)
    assert await standing_of(shop, running) == (0, (0,), ["0/0"], ["released 3600"], 1)
    await shop.world.run_due()
    await shop.tell()
    assert (await shop.order(placed.order_id)).state == "to_ship"
    assert await standing_of(shop, running) == (3600, (2,), ["1/2"], ["paid 3600"], 1)


async def test_who_has_paid_before_the_closing_is_told_keeps_what_was_taken(shop):
    """Both facts wait: the payment, then the closing. By the time its end is told the order is paid again."""
    running = await published(shop, 1800, budget_fen=3600, quotas=(2,), orders_per_person_max=1)
    placed = await place(shop, await quote(shop, running, 2))
    await shop.pay_at_wechat(placed.order_id)
    await shop.world.run_due()
    async with shop.db.write(shop.tenant) as session:
        await session.run(CLOSE, order_id=placed.order_id)
        await inventory.release(session, placed.order_id)
        await session.emit(OrderClosed(placed.order_id, shop.shopper.person, "deadline"))
    await shop.tell()
    assert (await shop.order(placed.order_id)).state == "to_ship"
    assert await standing_of(shop, running) == (3600, (2,), ["1/2"], ["paid 3600"], 1)


async def test_who_pays_late_for_what_is_gone_gets_everything_back_at_once(shop):
    running = await published(shop, 1800, budget_fen=3600 + 1799)
    late = await place(shop, await quote(shop, running, 2))
    await close_here_alone(shop, late)
    await place(shop, await quote(shop, running, 1))
    kept = await place(shop, await quote(shop, running, 1))
    await shop.world.run_due()
    await shop.tell()
    await shop.refund_money()
    order = await shop.order(late.order_id)
    assert (order.state, order.close_reason, order.refunded_fen) == ("closed", "refunded", order.payable_fen)
    assert (await shop.refunds(late.order_id))[0].reason == "付款晚了,活动名额已经用完,原路退款"
    assert (await standing_of(shop, running))[0] == 3600
    assert (await shop.order(kept.order_id)).state == "awaiting_payment"
    await shop.balances()  # the books sum to zero
