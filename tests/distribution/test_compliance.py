"""The look of the night: people, levels and money per root, what it finds, what it stops."""

from datetime import timedelta
from itertools import pairwise

import pytest

from lianyi.distribution.actions import compliance as actions
from lianyi.distribution.errors.compliance import FindingInOtherState, FindingUnknown, WordsWanted
from lianyi.distribution.jobs.compliance import look_at_everything
from lianyi.distribution.queries import compliance as reads
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import encode, new_id
from tests.commission_world import customer_of, pass_days, receive, save_plan, standing
from tests.compliance_world import found, look, sale
from tests.promotion_world import own_plays, published

__all__ = ["own_plays"]

BROUGHT = Statement(
    "update distribution_shopkeeper set invited_by = %(by)s where tenant_id = %(tenant)s and id = %(id)s"
)
STEAL = Statement(
    "update distribution_order set shopkeeper_id = %(thief)s where tenant_id = %(tenant)s and order_id = %(order_id)s"
)


async def chain_of(shop, length, **more):
    """So many shopkeepers, each brought by the one before."""
    made, before = [], None
    for number in range(length):
        _, keeper = await shop.keeper(f"店主{number}")
        shop.db.clock.advance(timedelta(minutes=1))
        if before:
            await shop.write(Session.run, BROUGHT, id=keeper.id, by=before.id)
        made.append(keeper)
        before = keeper
    return made


async def test_a_look_counts_people_levels_and_money_per_root(shop):
    await save_plan(shop)
    top_body, top = await shop.keeper("一")
    shop.db.clock.advance(timedelta(minutes=1))
    _, middle = await shop.keeper("二")
    shop.db.clock.advance(timedelta(minutes=1))
    low_body, low = await shop.keeper("三")
    await shop.write(Session.run, BROUGHT, id=middle.id, by=top.id)
    await shop.write(Session.run, BROUGHT, id=low.id, by=middle.id)
    await shop.keeper("独立")
    await sale(shop, top_body, 2)
    await sale(shop, low_body, 1)

    made = await look(shop)

    assert (made.shopkeepers, made.roots, made.depth_max, made.people_max) == (4, 2, 3, 3)
    assert made.levels == {"1": 2, "2": 1, "3": 1}
    assert (made.orders, made.lines, made.sales_fen, made.commission_fen) == (2, 2, 3 * 6800, 2040)
    assert set(made.wrong.values()) == {0}
    tree, alone = await shop.read(reads.roots, made.id, 0, 10)
    assert (tree.shopkeeper_id, tree.people, tree.depth, tree.earning) == (top.id, 3, 3, 2)
    assert (tree.commission_fen, tree.sales_fen, tree.levels) == (2040, 20_400, {"1": 1, "2": 1, "3": 1})
    assert (alone.people, alone.depth, alone.commission_fen) == (1, 1, 0)
    assert set(await found(shop)) == {("depth_and_people", encode("shk", top.id))}


async def test_a_customer_who_becomes_a_shopkeeper_stands_below_who_held_them(shop):
    body, keeper = await shop.keeper("一")
    friend = await shop.someone("朋友")
    await shop.came(friend, body)
    shop.db.clock.advance(timedelta(minutes=1))
    await shop.apply(friend)

    made = await look(shop)

    (tree,) = await shop.read(reads.roots, made.id, 0, 10)
    assert (tree.shopkeeper_id, tree.people, tree.depth) == (keeper.id, 2, 2)


async def test_rows_that_run_in_a_circle_are_counted_once_each(shop):
    first, _, third = await chain_of(shop, 3)
    await shop.write(Session.run, BROUGHT, id=first.id, by=third.id)

    made = await look(shop)

    assert (made.shopkeepers, made.roots, made.depth_max) == (3, 1, 3)


async def test_depth_without_money_alarms_nobody(shop):
    await chain_of(shop, 4)

    await look(shop)

    assert await found(shop) == {}


async def test_own_buying_and_consumers_are_told_apart(shop):
    await save_plan(shop)
    body, keeper = await shop.keeper("囤货")
    for _ in range(10):
        order = await shop.place(1, shopper=shop.shopper_of(body))
        await shop.tell()
        await shop.pay(order.id)
    await sale(shop, body, 2)

    made = await look(shop)

    (outlet,) = await shop.read(reads.outlets, made.id, 0, 10)
    assert (outlet.shopkeeper_id, outlet.own_orders, outlet.consumer_orders) == (keeper.id, 10, 1)
    assert outlet.consumer_fen == 2 * 6800
    assert outlet.own_fen >= 10 * 6800
    assert ("sold_to_consumers", encode("shk", keeper.id)) in await found(shop)


async def test_buying_before_joining_is_seen(shop):
    for number in range(10):
        body = await shop.someone(f"人{number}")
        order = await shop.place(1, shopper=shop.shopper_of(body))
        await shop.pay(order.id)
        shop.db.clock.advance(timedelta(minutes=1))
        await shop.apply(body)

    await look(shop)

    assert ("nobody_bought_in", "joined") in await found(shop)


async def test_pay_for_somebody_elses_order_pauses_the_plan_until_it_is_resolved(shop):
    await save_plan(shop)
    body, keeper = await shop.keeper("甲")
    _, thief = await shop.keeper("乙")
    order, _ = await sale(shop, body)
    await look(shop)
    assert await found(shop) == {}
    await shop.write(Session.run, STEAL, order_id=order.id, thief=thief.id)

    made = await look(shop)

    assert made.wrong["others_sales"] == 1
    stop = (await found(shop))["paid_for_own_orders", "others_sales"]
    assert (stop.severity, stop.switched) == ("stop", "plan")
    shop.db.clock.advance(timedelta(seconds=1))
    before = await standing(shop, keeper.id)
    await sale(shop, body)
    assert await standing(shop, keeper.id) == before
    # mended, and resolved in words: whoever orders from now on earns for the shopkeeper again
    await shop.write(Session.run, STEAL, order_id=order.id, thief=keeper.id)
    await shop.write(actions.resolve, shop.staff, stop.id, "已改回原店主,系手工误改")
    shop.db.clock.advance(timedelta(seconds=1))
    await sale(shop, body)
    assert (await standing(shop, keeper.id))[0] == before[0] + 680


async def test_an_order_placed_before_the_pause_is_paid_however_late_it_is_told(shop):
    await save_plan(shop)
    body, keeper = await shop.keeper("甲")
    _, thief = await shop.keeper("乙")
    first, _ = await sale(shop, body)
    who = await customer_of(shop, body)
    late = await shop.place(1, shopper=who)
    shop.db.clock.advance(timedelta(seconds=1))
    await shop.write(Session.run, STEAL, order_id=first.id, thief=thief.id)
    await look(shop)

    await shop.tell()
    await shop.pay(late.id)

    assert (await standing(shop, keeper.id))[0] == 2 * 680


async def test_what_is_found_again_keeps_its_state_and_what_was_resolved_comes_anew(shop):
    await save_plan(shop)
    bodies = [await shop.keeper(str(number)) for number in range(3)]
    for (_, before), (_, after) in pairwise(bodies):
        shop.db.clock.advance(timedelta(minutes=1))
        await shop.write(Session.run, BROUGHT, id=after.id, by=before.id)
    await sale(shop, bodies[0][0])
    await look(shop)
    ((_, first),) = (await found(shop)).items()
    await shop.write(actions.acknowledge, shop.staff, first.id, "法务在看")
    shop.db.clock.advance(timedelta(days=1))

    await look(shop)

    ((_, again),) = (await found(shop, "acknowledged")).items()
    assert (again.id, again.found_at, again.seen_at) == (first.id, first.found_at, shop.db.clock.now())
    await shop.write(actions.resolve, shop.staff, first.id, "只按本人订单付佣,已核对")
    await look(shop)
    ((_, anew),) = (await found(shop)).items()
    assert anew.id != first.id
    steps = await shop.read(reads.steps, first.id)
    assert [(one.state, one.by) for one in steps] == [
        ("resolved", shop.staff.name), ("acknowledged", shop.staff.name), ("open", "rulebook"),
    ]  # fmt: skip


async def test_a_finding_is_moved_in_words_and_only_forwards(shop):
    await save_plan(shop)
    body, _ = await shop.keeper("甲")
    _, thief = await shop.keeper("乙")
    order, _ = await sale(shop, body)
    await shop.write(Session.run, STEAL, order_id=order.id, thief=thief.id)
    await look(shop)
    ((_, one),) = (await found(shop)).items()

    with pytest.raises(WordsWanted):
        await shop.write(actions.resolve, shop.staff, one.id, " ")
    with pytest.raises(FindingUnknown):
        await shop.write(actions.resolve, shop.staff, new_id(), "没有这条")
    assert (await shop.read(reads.finding, one.id)).state == "open"
    await shop.write(actions.resolve, shop.staff, one.id, "已处理")
    for move in (actions.acknowledge, actions.resolve):
        with pytest.raises(FindingInOtherState):
            await shop.write(move, shop.staff, one.id, "再来一次")


async def test_the_look_comes_once_a_day_from_three_in_the_morning(shop):
    assert await look_at_everything(shop.db, shop.tenant) == 1  # ten in the morning, none made today
    assert await look_at_everything(shop.db, shop.tenant) == 0
    shop.db.clock.advance(timedelta(hours=15))  # one in the morning
    assert await look_at_everything(shop.db, shop.tenant) == 0
    shop.db.clock.advance(timedelta(hours=2))
    assert await look_at_everything(shop.db, shop.tenant) == 1


async def test_refunds_and_payouts_leave_nothing_unexplained(shop):
    from tests.commission_world import refund

    await save_plan(shop)
    body, _ = await shop.keeper("甲")
    order, _ = await sale(shop, body, 2)
    await refund(shop, order.id, 1)
    other, who = await sale(shop, body, 1)
    await receive(shop, other.id, who)
    await pass_days(shop, 10)
    await pass_days(shop, 10)

    made = await look(shop)

    assert made.wrong["unexplained_fen"] == 0
    assert made.commission_fen == 2 * 680


@pytest.mark.usefixtures("own_plays")
async def test_a_running_campaign_that_the_rules_refuse_now_is_stopped(shop, monkeypatch):
    from dataclasses import replace

    from lianyi.promotions import queries as campaigns
    from lianyi.promotions import registry
    from lianyi.promotions.types import Verdict

    running = await published(shop, 500)
    await look(shop)
    assert await found(shop) == {}
    play = registry.play_of("half_price")
    unsure = replace(play.card.verdict, rewarded_act="purchase", outcome_known=False)
    assert isinstance(unsure, Verdict)
    judged_anew = replace(play, card=replace(play.card, verdict=unsure))
    monkeypatch.setattr("lianyi.promotions.registry.play_of", lambda _code: judged_anew)

    await look(shop)

    stopped = await shop.read(campaigns.campaign, running)
    assert stopped.state == "stopped"
    told = [one for one in (await found(shop)).values() if one.rule == "allowed_there"]
    assert {(one.severity, one.switched) for one in told} == {("stop", "campaign")}
