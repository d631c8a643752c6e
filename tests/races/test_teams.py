"""Many hands on one team: whoever comes second is refused, moved or refunded, and every fen and seat is where it should be."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.inventory import actions as inventory
from lianyi.kit import relay
from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import new_id
from lianyi.kit.outbox import shard_of
from lianyi.orders import actions as orders
from lianyi.orders import store
from lianyi.orders.events import OrderClosed, OrderPaid
from lianyi.orders.types import Portion
from lianyi.payments import actions as payments
from lianyi.promotions.plays.group_buy import actions, rules
from lianyi.promotions.plays.group_buy import store as team_store
from tests.checkout.conftest import shop as shop_with_freight
from tests.races.conftest import outcomes, tell_together
from tests.team_world import Teams

CROWD = 40
ORDERS = Statement("select count(*)::int from orders_order where tenant_id = %(tenant)s", int)
shop = shop_with_freight


@pytest_asyncio.fixture(loop_scope="session")
async def teams(shop):
    await shop.stock_up(6800, 200, title="雨前龙井")
    return Teams(shop)


async def opened(teams, who=None):
    who = who or await teams.buyer()
    placed = await teams.place(who, index=2)
    await teams.pay(who, placed)
    return placed, await teams.team_of(placed)


async def joined(teams, who, team):
    placed = await teams.place(who, team.id, index=2)
    await teams.pay(who, placed)
    return placed


async def closed_too_early(teams, placed):
    """Closed here while its payment may still arrive."""
    async with teams.db.write(teams.tenant) as session:
        closed = await session.one(store.CLOSE_UNPAID, order_id=placed.order_id, reason="deadline")
        await session.emit(OrderClosed(placed.order_id, closed.person_id, "deadline"))
        await inventory.release(session, placed.order_id)


async def test_forty_people_for_the_last_seat(teams, crowd):
    await teams.run(people=2, index=2)
    placed, team = await opened(teams)
    people = await teams.several(CROWD)
    teams.db, teams.shop.db = crowd, crowd
    assert await outcomes(*[teams.place(who, team.id, index=2) for who in people]) == [
        "", *["team_full"] * (CROWD - 1),
    ]  # fmt: skip
    async with crowd.read(teams.tenant) as session:
        assert await session.one(ORDERS) == 2
    team = await teams.team(team.id)
    assert (team.taken, team.joined) == (2, 1)
    assert await teams.shop.stock(2) == (198, 1, 1)
    await teams.must_hold()
    assert await teams.state(placed) == "forming"


async def test_one_person_with_forty_taps_holds_one_seat(teams, crowd):
    await teams.run(people=5, index=2)
    _, team = await opened(teams)
    who = await teams.buyer()
    teams.db, teams.shop.db = crowd, crowd
    results = await outcomes(
        *[teams.place(who, team.id if number % 2 else None, index=2) for number in range(20)]
    )
    assert results.count("") == 1
    assert set(results) <= {"", "seat_held", "already_in_team", "limit_reached"}
    await teams.must_hold()


async def test_forty_late_payers_meet_three_seats(teams, crowd):
    """Their orders had closed and their seats were free; the money arrives for all of them at once."""
    await teams.run(people=2, index=2)
    people, late = await teams.several(CROWD), []
    _, team = await opened(teams)
    for who in people:
        placed = await teams.place(who, team.id, index=2)
        await teams.pay_at_wechat(who, placed)
        await closed_too_early(teams, placed)
        await teams.shop.tell()
        late.append(placed)
    others = [await opened_quietly(teams) for _ in range(2)]
    teams.db, teams.shop.db = crowd, crowd
    await teams.world.run_due()
    await tell_together(crowd)
    states = [await teams.state(placed) for placed in late]
    seated = [placed for placed, state in zip(late, states, strict=True) if state == "to_ship"]
    assert (len(seated), states.count("closed")) == (3, CROWD - 3)
    for seen in (team, *others):
        found = await teams.team(seen.id)
        assert (found.state, found.taken, found.joined) == ("filled", 2, 2)
    await teams.must_hold()


async def opened_quietly(teams):
    """A forming team, without WeChat's other callbacks being delivered."""
    who = await teams.buyer()
    placed = await teams.place(who, index=2)
    await teams.pay_at_wechat(who, placed)
    await payments.ask_wechat(teams.db, teams.tenant, placed.order_id)
    await teams.shop.tell()
    return await teams.team_of(placed)


@pytest.mark.parametrize("first", ["sweep", "money"])
async def test_expiry_against_payment_ends_in_one_of_both(teams, crowd, first):
    await teams.run(people=2, index=2)
    for _ in range(4):
        placed, team = await opened(teams)
        friend = await teams.buyer()
        await teams.world.advance(timedelta(hours=23, minutes=58))
        held = await teams.place(friend, team.id, index=2)
        await teams.pay_at_wechat(friend, held)
        await teams.world.advance(timedelta(minutes=2) + rules.GRACE)
        await teams.world.run_due()
        await teams.tell_orders()
        acts = [actions.finish_due(crowd, teams.tenant, 50), tell_together(crowd, 2)]
        await asyncio.gather(*(acts if first == "sweep" else reversed(acts)))
        await tell_together(crowd)
        state = (await teams.team(team.id)).state
        assert state in {"filled", "failed"}
        wanted = "to_ship" if state == "filled" else "closed"
        assert [await teams.state(one) for one in (placed, held)] == [wanted, wanted]
        await teams.must_hold()


async def test_leaving_against_filling(teams, crowd):
    await teams.run(people=2, index=2)
    for round_ in range(6):
        leader, friend = await teams.several(2)
        placed, team = await opened(teams, leader)
        held = await teams.place(friend, team.id, index=2)
        await teams.pay_at_wechat(friend, held)
        await teams.world.run_due()
        await teams.tell_orders()

        async def leave(leader=leader, team=team):
            async with crowd.write(teams.tenant) as session:
                await actions.leave(session, leader.shopper, team.id)

        acts = [leave(), tell_together(crowd, 2)]
        done = await asyncio.gather(*(acts if round_ % 2 else reversed(acts)), return_exceptions=True)
        refused = [one for one in done if isinstance(one, Refusal)]
        await tell_together(crowd)
        left = not refused
        team = await teams.team(team.id)
        assert team.state in ({"void", "forming"} if left else {"filled"})
        assert await teams.state(placed) == ("closed" if left else "to_ship")
        await teams.must_hold()


async def test_staff_refund_against_filling(teams, crowd):
    await teams.run(people=2, index=2)
    for round_ in range(4):
        leader, friend = await teams.several(2)
        placed, team = await opened(teams, leader)
        held = await teams.place(friend, team.id, index=2)
        await teams.pay_at_wechat(friend, held)
        await teams.world.run_due()
        await teams.tell_orders()
        lines = await teams.shop.lines(placed.order_id)

        async def refund(placed=placed, lines=lines):
            async with crowd.write(teams.tenant) as session:
                await orders.refund(
                    session, teams.shop.staff, placed.order_id, [Portion(lines[0].id, 1)], freight_fen=None,
                    reason="协商",
                )  # fmt: skip

        acts = [refund(), tell_together(crowd, 2)]
        await asyncio.gather(*(acts if round_ % 2 else reversed(acts)))
        await tell_together(crowd)
        assert await teams.state(placed) == "closed"
        assert (await teams.team(team.id)).state in {"filled", "forming", "void"}
        await teams.must_hold()


async def test_two_leaders_leave_and_the_third_leads(teams, crowd):
    await teams.run(people=5, index=2)
    for _ in range(4):
        people = await teams.several(3)
        _, team = await opened(teams, people[0])
        for who in people[1:]:
            await joined(teams, who, team)
            await teams.world.advance(timedelta(seconds=1))

        async def leave(who, team=team):
            async with crowd.write(teams.tenant) as session:
                await actions.leave(session, who.shopper, team.id)

        assert await outcomes(*[leave(who) for who in people[:2]]) == ["", ""]
        await tell_together(crowd)
        team = await teams.team(team.id)
        assert (team.state, team.joined, team.leader_person_id) == ("forming", 1, people[2].shopper.person)
        await teams.must_hold()


async def test_two_teams_that_want_each_other_merge_once(teams, crowd):
    await teams.run(people=4, completion="merge", index=2, hours=1)
    for _ in range(4):
        _, one = await opened(teams)
        _, two = await opened(teams)
        await teams.world.advance(timedelta(hours=1))

        async def finish(team):
            async with crowd.write(teams.tenant) as session:
                return await actions.finish(session, team.id)

        await asyncio.gather(*[finish(team) for team in (one, two, one, two)])
        while await actions.finish_due(crowd, teams.tenant, 50):
            pass
        await tell_together(crowd)
        states = sorted([(await teams.team(team.id)).state for team in (one, two)])
        assert states == ["failed", "void"]
        await teams.must_hold()


async def test_top_up_against_joining_never_sits_two_on_one_seat(teams, crowd):
    await teams.run(people=3, completion="top_up", top_up_from_bp=5000, index=2)
    for _ in range(4):
        leader, friend, other = await teams.several(3)
        _, team = await opened(teams, leader)
        await joined(teams, friend, team)
        teams.db, teams.shop.db = crowd, crowd

        async def top_up(team=team):
            async with crowd.write(teams.tenant) as session:
                await actions.top_up(session, teams.shop.staff, team.id, 1)

        codes = await outcomes(top_up(), top_up(), teams.place(other, team.id, index=2))
        assert codes.count("") == 1
        await tell_together(crowd)
        await teams.must_hold()


async def test_people_order_while_the_money_of_others_is_told(teams, crowd):
    """Orders hold the team and then the stock; a batch of facts may hold them the other way round: nobody is refused."""
    await teams.run(people=60, index=2)
    _, team = await opened(teams)
    people = await teams.several(CROWD)
    early, later = people[: CROWD // 2], people[CROWD // 2 :]
    for who in early:
        await teams.pay_at_wechat(who, await teams.place(who, team.id, index=2))
    teams.db, teams.shop.db = crowd, crowd
    await teams.world.run_due()
    codes, _ = await asyncio.gather(
        outcomes(*[teams.place(who, team.id, index=2) for who in later]), tell_together(crowd, 4)
    )
    await tell_together(crowd)
    assert codes == [""] * len(later)
    team = await teams.team(team.id)
    assert (team.joined, team.taken) == (1 + len(early), 1 + CROWD)
    await teams.must_hold()


async def test_a_batch_of_facts_that_waits_lets_go_of_what_it_holds(teams, crowd):
    """It has sold stock and waits for a team that a shopper holds, who will want that stock: the batch gives way."""
    await teams.run(people=60, index=2)
    _, team = await opened(teams)
    people = await teams.several(
        9
    )  # of nine orders two share one of the eight shards, where a batch tells both
    seats = [await teams.place(who, team.id, index=2) for who in people]
    shards = [shard_of(f"order:{seat.order_id}") for seat in seats]
    one, other = next((a, b) for b in range(9) for a in range(b) if shards[a] == shards[b])
    await teams.pay(people[one], seats[one])
    paid = await teams.shop.order(seats[one].order_id)
    again = OrderPaid(paid.id, paid.person_id, paid.payable_fen, paid.paid_at)
    who, held = people[other], seats[other]
    await teams.pay_at_wechat(who, held)
    await teams.world.run_due()
    async with crowd.write(teams.tenant) as session:
        await session.emit(again)
    async with crowd.write(teams.tenant) as shopper:
        await shopper.maybe(team_store.LOCK, team_ids=[team.id])
        telling = asyncio.create_task(relay.relay_once(crowd))
        async with asyncio.timeout(20):
            while await teams.state(held) != "forming":
                pass
        wanted = new_id()
        await inventory.reserve(shopper, wanted, [(teams.shop.skus[2][0], 1)], shopper.now)
        assert not telling.done()
        await inventory.release(shopper, wanted)
    await telling
    await tell_together(crowd)
    assert (await teams.team(team.id)).joined == 3
