"""Goods of a campaign come back after they were shipped: what the order had taken can be taken again."""

from dataclasses import fields

from lianyi.orders import actions as orders
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.types.aftersales import Said
from tests.case_world import CaseShop
from tests.promotion_world import place, published, quote, standing_of
from tests.team_world import Teams


def with_cases(shop):
    cases = CaseShop(**{field.name: getattr(shop, field.name) for field in fields(shop)})
    cases.home = shop.home
    return cases


async def test_budget_quota_and_limit_come_back_with_the_last_goods(shop, own_plays):
    shop = with_cases(shop)
    running = await published(shop, 1800, budget_fen=5000, quotas=(5,), orders_per_person_max=1)
    placed = await place(shop, await quote(shop, running, 2))
    await shop.pay(placed.order_id)
    await shop.ship(placed.order_id)
    await shop.write(orders.receive, shop.shopper, placed.order_id)
    await shop.tell()
    opened = await shop.order(placed.order_id)
    first = await shop.returning(opened, (0, 1), reason="quality")
    await shop.receive(first)
    await shop.refund_money()
    # a part of it: the discount was given for the order, and stays taken
    assert await standing_of(shop, running) == (3600, (2,), ["1/2"], ["paid 3600"], 1)
    second = await shop.returning(opened, (0, 1), reason="quality")
    await shop.receive(second)
    await shop.refund_money()
    assert (await shop.order(opened.id)).refunded_fen == opened.payable_fen
    assert await standing_of(shop, running) == (0, (0,), ["0/0"], ["refunded 3600"], 1)
    assert await shop.stock(0) == (10, 0, 0)


async def test_a_member_of_a_full_team_gives_everything_back_and_the_team_stays_full(shop):
    shop = with_cases(shop)
    teams = Teams(shop)
    await teams.run(people=2, price_fen=5000)
    first, second = await teams.several(2)
    placed, team = await teams.opened(first)
    other, _ = await teams.join(second, team.id)
    await shop.tell()
    assert await teams.state(placed) == "to_ship"
    await shop.ship(placed.order_id)
    await shop.write(orders.receive, first.shopper, placed.order_id)
    shop.shopper = first.shopper
    opened = await shop.order(placed.order_id)
    case_id = await shop.apply(opened, (0, 1), kind="refund_only", reason="quality")
    await shop.write(actions.agree, shop.staff, case_id, None, Said())
    await shop.refund_money()
    assert (await shop.order(opened.id)).close_reason == "refunded"
    team = await teams.team(team.id)
    assert (team.state, team.joined) == ("filled", 2)
    assert await teams.state(other) == "to_ship"
    assert await teams.seats() == ["filled refunded closed", "filled in to_ship"]
    await teams.must_hold()
