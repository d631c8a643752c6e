"""What WeChat may do with its word on a team's payments: lose it, send it twice, late, or in another order."""

from datetime import timedelta

from lianyi.kit.jobs import run_sweep, sweeps
from lianyi.payments import actions as payments

PAID = "TRANSACTION.SUCCESS"
REFUNDED = "REFUND.SUCCESS"


async def test_a_lost_word_is_found_by_asking_and_the_team_fills(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.world.fault("lost", event=PAID, times=None)
    held = await teams.place(friend, team.id)
    await teams.pay(friend, held)
    assert (await teams.seat(held)).state == "held"
    await payments.ask_wechat(teams.db, teams.tenant, held.order_id)
    await teams.shop.tell()
    assert (await teams.team(team.id)).state == "filled"
    await teams.must_hold()


async def test_nobody_closes_what_was_paid_when_the_word_is_lost(teams):
    """The deadline passes, the sweep asks WeChat before it closes, and finds the money."""
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    placed, team = await teams.opened(leader)
    await teams.world.fault("lost", event=PAID, times=None)
    held = await teams.place(friend, team.id)
    await teams.pay(friend, held)
    await teams.world.advance(timedelta(minutes=6))
    for sweep in sweeps():
        if sweep.name.endswith("close_unpaid_orders"):
            await run_sweep(teams.db, sweep, [teams.tenant])
    await teams.shop.tell()
    assert [await teams.state(one) for one in (placed, held)] == ["to_ship", "to_ship"]
    await teams.must_hold()


async def test_a_word_said_three_times_seats_once(teams):
    await teams.run(people=3)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.world.fault("doubled", event=PAID, value=3)
    await teams.join(friend, team.id)
    await teams.world.run_due()
    await teams.shop.tell()
    team = await teams.team(team.id)
    assert (team.state, team.joined, team.taken) == ("forming", 2, 2)
    await teams.must_hold()


async def test_words_in_another_order_seat_the_same_people(teams):
    await teams.run(people=3)
    leader, friend, third = await teams.several(3)
    _, team = await teams.opened(leader)
    held = [await teams.place(who, team.id) for who in (friend, third)]
    await teams.world.fault("reordered", event=PAID)
    for who, placed in zip((friend, third), held, strict=True):
        await teams.pay_at_wechat(who, placed)
    await teams.world.run_due()
    await teams.shop.tell()
    await teams.world.advance(timedelta(minutes=2))
    await teams.world.run_due()
    await teams.shop.tell()
    assert (await teams.team(team.id)).state == "filled"
    assert [await teams.state(placed) for placed in held] == ["to_ship", "to_ship"]
    await teams.must_hold()


async def test_a_word_ten_minutes_late_still_seats(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    await teams.world.fault("late", event=PAID, value=600)
    held = await teams.place(friend, team.id)
    await teams.pay(friend, held)
    assert (await teams.team(team.id)).state == "forming"
    await teams.world.advance(timedelta(minutes=10))
    await teams.world.run_due()
    await teams.shop.tell()
    assert (await teams.team(team.id)).state == "filled"
    await teams.must_hold()


async def test_a_lost_word_of_a_refund_is_found_and_nobody_is_refunded_twice(teams):
    await teams.run(people=2)
    leader, _ = await teams.several(2)
    placed, _ = await teams.opened(leader)
    await teams.world.fault("lost", event=REFUNDED, times=None)
    await teams.world.advance(timedelta(hours=24))
    await teams.sweep()
    await teams.shop.refund_money()
    assert await teams.spent_fen(leader) == 0
    await teams.world.advance(timedelta(minutes=10))
    await teams.must_hold()
    (refund,) = await teams.shop.refunds(placed.order_id)
    assert refund.state == "succeeded"
    assert await teams.spent_fen(leader) == 0
