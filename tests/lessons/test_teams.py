"""Lessons about teams and campaigns: expired taken for success, overfilled by counting rows, thrown after the payment."""

import asyncio
from datetime import timedelta

from lianyi.inventory import actions as inventory
from lianyi.kit.db import Statement
from lianyi.orders import store
from lianyi.orders.events import OrderClosed
from lianyi.promotions.errors import LimitReached
from tests.promotion_world import own_plays, place, published, quote, standing_of
from tests.races.conftest import outcomes, tell_together

__all__ = ["own_plays"]
REFUNDS = Statement(
    "select state || ' ' || amount_fen from payments_refund where tenant_id = %(tenant)s order by created_at",
    str,
)


async def test_lesson_15_a_team_whose_time_is_over_is_no_success(teams):
    """linlinjava/litemall#159: an expired team was treated as one that had filled."""
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.join(friend, team.id)
    await teams.world.advance(timedelta(hours=25))
    assert await teams.sweep() == 1
    assert (await teams.team(team.id)).state == "failed"
    assert await teams.seats() == ["failed refunded closed"] * 2
    await teams.must_hold()
    assert [await teams.spent_fen(who) for who in (leader, friend)] == [0, 0]


async def test_lesson_16_paid_and_waiting_is_a_state_of_its_own_and_so_is_given_up(teams):
    """linlinjava/litemall#283, PR#284: one state stood for paid-and-waiting, for success and for expired."""
    await teams.run(people=2)
    leader, friend, lonely = await teams.several(3)
    placed, team = await teams.opened(leader)
    waiting, other = await teams.opened(lonely)
    assert (await teams.state(placed), (await teams.team(team.id)).state) == ("forming", "forming")
    joined, _ = await teams.join(friend, team.id)
    await teams.world.advance(timedelta(hours=25))
    await teams.sweep()
    assert [await teams.state(one) for one in (placed, joined, waiting)] == ["to_ship", "to_ship", "closed"]
    assert [(await teams.team(one.id)).state for one in (team, other)] == ["filled", "failed"]


async def test_lesson_17_a_team_is_what_its_members_are(teams):
    """crmeb/CRMEB#27: one member was refunded, and the team was still shown with that member in it."""
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.join(friend, team.id)
    assert (await teams.team(team.id)).joined == 2
    await teams.leave(friend, team.id)
    team = await teams.team(team.id)
    assert (team.state, team.joined, team.taken) == ("forming", 1, 1)
    await teams.leave(leader, team.id)
    team = await teams.team(team.id)
    assert (team.state, team.joined, team.taken) == ("void", 0, 0)
    await teams.must_hold()


async def test_lesson_24_a_limit_holds_in_parallel_and_refunds_no_good_order(shop, crowd, own_plays):
    """saleor/saleor#544 then PR#15855, #8219: the limit was beaten in parallel; its mending refunded a good order."""
    running = await published(shop, 1800, orders_per_person_max=2, budget_fen=10**6)
    made = [await quote(shop, running, 1) for _ in range(8)]
    shop.db = crowd
    results = await asyncio.gather(*(place(shop, one) for one in made), return_exceptions=True)
    placed = [one for one in results if not isinstance(one, BaseException)]
    assert (len(placed), sum(isinstance(one, LimitReached) for one in results)) == (2, 6)
    for one in placed:
        await shop.pay(one.order_id)
    await tell_together(crowd)
    assert [(await shop.order(one.order_id)).state for one in placed] == ["to_ship"] * 2
    spent, _, people, claims, _ = await standing_of(shop, running)
    assert (spent, people, claims) == (3600, ["2/2"], ["paid 1800"] * 2)
    async with crowd.read(shop.tenant) as session:
        assert await session.all(REFUNDS) == []


async def test_defect_03_the_last_seat_has_one_owner(teams, crowd):
    """CRMEB `StorePinkServices`: members were counted without a lock; two last ones could both complete or overfill."""
    await teams.run(people=2)
    _, team = await teams.opened()
    people = await teams.several(12)
    teams.db, teams.shop.db = crowd, crowd
    results = await outcomes(*(teams.place(who, team.id) for who in people))
    assert results == ["", *["team_full"] * 11]
    team = await teams.team(team.id)
    assert (team.taken, team.joined) == (2, 1)


async def test_defect_03_a_refund_of_a_failed_team_that_wechat_refuses_is_not_swallowed(teams):
    """CRMEB `pinkFail`: a failing refund vanished in a catch, and the member never saw the money."""
    await teams.run(people=2)
    leader = await teams.buyer()
    placed, _ = await teams.opened(leader)
    await teams.world.advance(timedelta(hours=25))
    await teams.sweep()
    await teams.world.fault("http_5xx", path_prefix="/v3/refund/domestic/refunds")
    await teams.settle_money()
    (refund,) = await teams.shop.refunds(placed.order_id)
    assert (refund.state, await teams.spent_fen(leader)) == ("processing", 5800)  # with its freight
    await teams.world.advance(timedelta(minutes=30))
    await teams.must_hold()
    (refund,) = await teams.shop.refunds(placed.order_id)
    assert (refund.state, await teams.spent_fen(leader)) == ("succeeded", 0)


async def test_defect_08_team_full_after_payment_is_refunded_not_thrown(teams):
    """yudao `createCombinationRecord`: validated after the payment, and threw inside the payment's own callback."""
    await teams.run(people=2)
    leader, late, quick = await teams.several(3)
    _, team = await teams.opened(leader)
    held = await teams.place(late, team.id)
    await teams.pay_at_wechat(late, held)
    async with teams.db.write(teams.tenant) as session:
        closed = await session.one(store.CLOSE_UNPAID, order_id=held.order_id, reason="deadline")
        await session.emit(OrderClosed(held.order_id, closed.person_id, "deadline"))
        await inventory.release(session, held.order_id)
    await teams.shop.tell()
    await teams.place(quick, team.id)
    await teams.world.run_due()
    told = await teams.world.deliveries(mchid=teams.shop.merchant["mchid"])
    assert {attempt["status"] for one in told for attempt in one["attempts"]} <= {200, 204}
    await teams.shop.tell()
    await teams.must_hold()
    assert (await teams.state(held), await teams.spent_fen(late)) == ("closed", 0)
    assert (await teams.team(team.id)).taken == 2
