"""A team from its first seat to its end: opened, joined, filled, failed, left, late."""

from datetime import timedelta

import pytest

from lianyi.identity.types import Channel
from lianyi.inventory import actions as inventory
from lianyi.orders import actions as orders
from lianyi.orders import store
from lianyi.orders.events import OrderClosed
from lianyi.orders.types import Portion
from lianyi.promotions.plays.group_buy import actions, rules
from lianyi.promotions.plays.group_buy.errors import (
    AlreadyInTeam,
    LeavingTooLate,
    NotInTeam,
    SeatHeld,
    TeamFull,
    TeamOver,
    TooLateToOpen,
    TooManyPieces,
)
from lianyi.promotions.plays.group_buy.events import SeatLate

FREIGHT = 800


async def test_a_team_opens_when_its_leader_has_paid_and_fills_with_the_last_payment(teams):
    await teams.run(people=2, price_fen=5000)
    leader, friend = await teams.several(2)
    placed = await teams.place(leader)
    assert placed.payable_fen == 5000 + FREIGHT
    assert placed.pay_deadline_at == teams.db.clock.now() + timedelta(minutes=5)
    team = await teams.team_of(placed)
    assert (team.state, team.taken, team.joined, team.expires_at) == ("pending", 1, 0, None)

    await teams.pay(leader, placed)
    team = await teams.team(team.id)
    assert (team.state, team.taken, team.joined, team.missing) == ("forming", 1, 1, 1)
    assert team.expires_at == teams.db.clock.now() + timedelta(hours=24)
    assert (await teams.state(placed), await teams.shop.stock()) == ("forming", (9, 0, 1))
    await teams.must_hold()

    joined, team = await teams.join(friend, team.id)
    assert (team.state, team.taken, team.joined) == ("filled", 2, 2)
    assert [await teams.state(one) for one in (placed, joined)] == ["to_ship", "to_ship"]
    assert await teams.steps(team.id) == ["seat_held", "opened", "seat_held", "joined", "filled"]
    await teams.must_hold()
    assert await teams.spent_fen(friend) == 5000 + FREIGHT


async def test_time_is_up_and_everybody_gets_everything_back(teams):
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    placed, team = await teams.opened(leader, quantity=2)
    joined, team = await teams.join(friend, team.id)
    await teams.world.advance(timedelta(hours=24, seconds=-1))
    assert await teams.sweep() == 0
    await teams.world.advance(timedelta(seconds=1))
    assert await teams.sweep() == 1
    assert (await teams.team(team.id)).state == "failed"
    assert [await teams.state(one) for one in (placed, joined)] == ["closed", "closed"]
    assert await teams.sweep() == 0
    await teams.must_hold()
    assert [await teams.spent_fen(who) for who in (leader, friend)] == [0, 0]
    assert await teams.shop.stock() == (10, 0, 0)


async def test_an_unpaid_seat_is_free_again_and_an_unpaid_opening_was_never_there(teams):
    await teams.run(people=2)
    leader, friend, other = await teams.several(3)
    _, team = await teams.opened(leader)
    held = await teams.place(friend, team.id)
    with pytest.raises(TeamFull):
        await teams.place(other, team.id)
    await teams.close(held)
    assert (await teams.team(team.id)).taken == 1
    assert (await teams.seat(held)).state == "released"
    opening = await teams.place(other)
    await teams.close(opening)
    assert (await teams.team_of(opening)).state == "void"
    await teams.must_hold()
    _, team = await teams.join(friend, team.id)
    assert team.state == "filled"


async def test_who_may_not_sit_is_told_why_and_nothing_moves(teams):
    await teams.run(people=3, pieces_per_order_max=2)
    leader, friend = await teams.several(2)
    placed, team = await teams.opened(leader)
    seen = await teams.seats()
    with pytest.raises(AlreadyInTeam):
        await teams.place(leader, team.id)
    with pytest.raises(TooManyPieces) as refused:
        await teams.place(friend, team.id, quantity=3)
    assert refused.value.data == {"quantity_max": 2}
    assert await teams.seats() == seen
    await teams.place(friend, team.id)
    with pytest.raises(SeatHeld):
        await teams.place(friend)
    with pytest.raises(NotInTeam):
        await teams.shop.write(actions.leave, friend.shopper, team.id)
    assert (await teams.team(team.id)).taken == 2
    assert placed.order_id


async def test_in_its_last_minute_a_team_takes_nobody_new(teams):
    await teams.run(people=3, days=1, hours=24)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.world.advance(timedelta(hours=23, minutes=59))
    with pytest.raises(TeamOver):
        await teams.place(friend, team.id)
    with pytest.raises(TooLateToOpen):
        await teams.place(friend)


async def test_a_seat_near_the_end_is_to_be_paid_before_the_end(teams):
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.world.advance(timedelta(hours=23, minutes=57))
    placed = await teams.place(friend, team.id)
    assert placed.pay_deadline_at == team.expires_at


async def test_leaving_gives_everything_back_and_leadership_passes_on(teams):
    await teams.run(people=4)
    leader, second, third = await teams.several(3)
    first, team = await teams.opened(leader)
    for who in (second, third):
        await teams.join(who, team.id)
        await teams.world.advance(timedelta(minutes=1))
    before = (await teams.team(team.id)).expires_at
    await teams.leave(leader, team.id)
    team = await teams.team(team.id)
    assert (team.joined, team.taken, team.leader_person_id, team.expires_at) == (
        2, 2, second.shopper.person, before,
    )  # fmt: skip
    assert await teams.state(first) == "closed"
    await teams.must_hold()
    assert await teams.spent_fen(leader) == 0
    with pytest.raises(NotInTeam):
        await teams.leave(leader, team.id)
    again, team = await teams.join(leader, team.id)
    assert ((await teams.seat(again)).leader, team.joined) == (False, 3)


async def test_a_team_without_members_is_void_and_who_was_paying_comes_late(teams):
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    held = await teams.place(friend, team.id)
    await teams.pay_at_wechat(friend, held)
    await teams.leave(leader, team.id)
    assert (await teams.team(team.id)).state == "void"
    await teams.world.run_due()
    await teams.shop.tell()
    assert await teams.state(held) == "closed"
    await teams.must_hold()
    assert await teams.spent_fen(friend) == 0


async def test_a_full_team_cannot_be_left(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.join(friend, team.id)
    with pytest.raises(LeavingTooLate):
        await teams.leave(friend, team.id)
    await teams.must_hold()


async def test_a_latecomer_takes_the_seat_again_while_there_is_room(teams):
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    held = await teams.place(friend, team.id)
    arrive = await late(teams, friend, held)
    await arrive()
    assert ((await teams.seat(held)).state, await teams.state(held)) == ("in", "forming")
    assert (await teams.team(team.id)).joined == 2
    await teams.must_hold()


async def late(teams, who, placed):
    """Closed here while the money is on its way; calling what comes back lets WeChat tell of it."""
    await teams.pay_at_wechat(who, placed)
    async with teams.db.write(teams.tenant) as session:
        closed = await session.one(store.CLOSE_UNPAID, order_id=placed.order_id, reason="deadline")
        await session.emit(OrderClosed(placed.order_id, closed.person_id, "deadline"))
        await inventory.release(session, placed.order_id)
    await teams.shop.tell()

    async def arrive():
        await teams.world.run_due()
        await teams.shop.tell()

    return arrive


async def test_a_latecomer_whose_price_the_budget_has_no_more_sits_in_no_team(teams):
    await teams.run(people=2, more={"budget_fen": 2 * 1800})
    leader, friend, other = await teams.several(3)
    _, team = await teams.opened(leader)
    held = await teams.place(friend, team.id)
    arrive = await late(teams, friend, held)
    await teams.opened(other)
    await arrive()
    assert await teams.state(held) == "closed"
    assert ((await teams.team(team.id)).state, (await teams.team(team.id)).joined) == ("forming", 1)
    await teams.must_hold()
    assert await teams.spent_fen(friend) == 0


async def test_a_latecomer_moves_to_the_oldest_other_team(teams):
    await teams.run(people=2)
    leader, friend, quick, other, third = await teams.several(5)
    _, team = await teams.opened(leader)
    _, older = await teams.opened(other)
    await teams.world.advance(timedelta(minutes=1))
    _, younger = await teams.opened(third)
    held = await teams.place(friend, team.id)
    arrive = await late(teams, friend, held)
    await teams.place(quick, team.id)
    await arrive()
    seat = await teams.seat(held)
    assert (seat.state, seat.team_id, seat.moved_from) == ("in", older.id, team.id)
    assert (await teams.team(older.id)).state == "filled"
    assert (await teams.team(younger.id)).state == "forming"
    assert await teams.state(held) == "to_ship"
    assert await teams.shop.write(actions.find_team, SeatLate(held.order_id, 0)) is True  # told twice
    assert (await teams.team(younger.id)).taken == 1
    await teams.must_hold()


async def test_a_latecomer_without_another_team_is_refunded_at_once(teams):
    await teams.run(people=2)
    leader, friend, quick = await teams.several(3)
    _, team = await teams.opened(leader)
    held = await teams.place(friend, team.id)
    arrive = await late(teams, friend, held)
    await teams.place(quick, team.id)
    await arrive()
    assert ((await teams.seat(held)).state, await teams.state(held)) == ("refunded", "closed")
    await teams.must_hold()
    assert await teams.spent_fen(friend) == 0
    assert (await teams.shop.refunds(held.order_id))[0].reason.startswith("名额已满")


async def test_nobody_looks_for_a_team_for_an_order_that_was_given_back(teams):
    await teams.run(people=2)
    leader, friend, other = await teams.several(3)
    _, team = await teams.opened(leader)
    _, free = await teams.opened(other)
    held = await teams.place(friend, team.id)
    await teams.close(held)
    await teams.shop.write(actions.give_up, held.order_id)
    assert await teams.shop.write(actions.find_team, SeatLate(held.order_id, 0)) is True
    assert (await teams.seat(held)).state == "refunded"
    assert (await teams.team(free.id)).taken == 1


async def test_a_late_leader_still_opens_the_team(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    held = await teams.place(leader)
    arrive = await late(teams, leader, held)
    assert (await teams.team_of(held)).state == "void"
    await arrive()
    team = await teams.team_of(held)
    assert (team.state, team.joined) == ("forming", 1)
    _, team = await teams.join(friend, team.id)
    assert team.state == "filled"
    await teams.must_hold()


async def test_who_paid_before_the_deadline_counts_also_when_told_after_it(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.world.advance(timedelta(hours=23, minutes=58))
    held = await teams.place(friend, team.id)
    await teams.pay_at_wechat(friend, held)
    await teams.world.advance(timedelta(minutes=2, seconds=30))
    assert await teams.sweep() == 0
    await teams.world.run_due()
    await teams.shop.tell()
    assert (await teams.team(team.id)).state == "filled"
    await teams.must_hold()


async def test_nobody_waits_for_word_longer_than_the_grace(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    placed, team = await teams.opened(leader)
    await teams.world.advance(timedelta(hours=23, minutes=58))
    held = await teams.place(friend, team.id)
    await teams.pay_at_wechat(friend, held)
    await teams.world.advance(timedelta(minutes=2) + rules.GRACE)
    assert await teams.sweep() == 1
    assert (await teams.team(team.id)).state == "failed"
    await teams.world.run_due()
    await teams.shop.tell()
    assert [await teams.state(one) for one in (placed, held)] == ["closed", "closed"]
    await teams.must_hold()


async def test_staff_give_a_forming_order_back_and_the_team_goes_on(teams):
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    placed, team = await teams.opened(leader)
    joined, team = await teams.join(friend, team.id)
    lines = await teams.shop.lines(placed.order_id)
    await teams.shop.write(
        orders.refund, teams.shop.staff, placed.order_id, [Portion(lines[0].id, 1)], freight_fen=None, reason="协商"
    )  # fmt: skip
    await teams.shop.tell()
    team = await teams.team(team.id)
    assert (team.state, team.joined, team.leader_person_id) == ("forming", 1, friend.shopper.person)
    assert await teams.state(joined) == "forming"
    await teams.must_hold()


async def test_the_team_price_holds_in_every_channel_the_campaign_chose(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    placed = await teams.place(leader, channel=Channel.WECHAT_H5)
    await teams.pay(leader, placed)
    joined = await teams.place(friend, (await teams.team_of(placed)).id, channel=Channel.H5)
    assert joined.payable_fen == 5000 + FREIGHT
