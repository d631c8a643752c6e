"""How teams end by the rule they were opened with: merged, topped up, on a ladder; and what never changes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import System
from lianyi.kit import outbox, relay, wire
from lianyi.kit.db import Statement
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as campaigns
from lianyi.promotions.actions.life import draft_of
from lianyi.promotions.errors import BudgetSpent, CampaignNotRunning
from lianyi.promotions.plays.group_buy import actions, queries, reactions
from lianyi.promotions.plays.group_buy.errors import TopUpNotInRules
from lianyi.promotions.types import SkuDraft

FREIGHT = 800
SPOIL = Statement(
    """
    with before as (select rules from promotions_group_buy_team where tenant_id = %(tenant)s and id = %(team_id)s)
    update promotions_group_buy_team as team set rules = '{}' from before
    where team.tenant_id = %(tenant)s and team.id = %(team_id)s returning before.rules
    """,
    dict,
)
MEND = Statement(
    """
    update promotions_group_buy_team set rules = %(rules)s::jsonb
    where tenant_id = %(tenant)s and id = %(team_id)s
    """
)
LADDER = {"ladder": [{"people": 3, "price_fen": 4501}, {"people": 4, "price_fen": 3999}]}


async def test_unfinished_teams_merge_and_everybody_moves_together(teams):
    await teams.run(people=4, completion="merge")
    first, second, third, fourth = await teams.several(4)
    one, team = await teams.opened(first)
    two, _ = await teams.join(second, team.id)
    await teams.world.advance(timedelta(hours=1))
    three, into = await teams.opened(third)
    await teams.join(fourth, into.id)
    await teams.world.advance(timedelta(hours=23))
    assert await teams.sweep() == 1
    source, into = await teams.team(team.id), await teams.team(into.id)
    assert (source.state, source.merged_into, source.joined, source.taken) == ("void", into.id, 0, 0)
    assert (into.state, into.joined) == ("filled", 4)
    assert [await teams.state(placed) for placed in (one, two, three)] == ["to_ship"] * 3
    seat = await teams.seat(one)
    assert (seat.moved_from, seat.leader, into.leader_person_id) == (source.id, False, third.shopper.person)
    assert await teams.steps(source.id) == ["seat_held", "opened", "seat_held", "joined", "merged_into"]
    await teams.must_hold()


async def test_teams_that_end_together_merge_before_they_fail(teams):
    await teams.run(people=3, completion="merge", days=1, hours=48)
    people = await teams.several(5)
    found = [await teams.opened(who) for who in people]
    await teams.world.advance(timedelta(days=1))
    while await teams.sweep():
        pass
    states = sorted([(await teams.team(team.id)).state for _, team in found])
    assert states == ["failed", "filled", "void", "void", "void"]
    assert sorted([await teams.state(placed) for placed, _ in found]) == ["closed"] * 2 + ["to_ship"] * 3
    await teams.must_hold()


async def test_a_team_does_not_merge_with_one_that_has_one_of_its_people(teams):
    await teams.run(people=3, completion="merge")
    first, second = await teams.several(2)
    one, team = await teams.opened(first)
    await teams.world.advance(timedelta(hours=1))
    two, other = await teams.opened(second)
    await teams.join(first, other.id)
    await teams.world.advance(timedelta(hours=23))
    await teams.sweep()
    assert ((await teams.team(team.id)).state, await teams.state(one)) == ("failed", "closed")
    assert ((await teams.team(other.id)).joined, await teams.state(two)) == (2, "forming")
    await teams.must_hold()


async def test_enough_real_members_are_topped_up_openly_too_few_are_refunded(teams):
    await teams.run(people=5, completion="top_up", top_up_from_bp=6000)
    people = await teams.several(5)
    enough, team = await teams.opened(people[0])
    for who in people[1:3]:
        await teams.join(who, team.id)
    few, other = await teams.opened(people[3])
    await teams.join(people[4], other.id)
    await teams.world.advance(timedelta(hours=24))
    assert await teams.sweep() == 2
    team, other = await teams.team(team.id), await teams.team(other.id)
    assert (team.state, team.joined, team.topped_up) == ("filled", 3, 2)
    assert (other.state, other.joined, other.topped_up) == ("failed", 2, 0)
    assert [await teams.state(one) for one in (enough, few)] == ["to_ship", "closed"]
    await teams.must_hold()


async def test_the_shop_tops_up_only_where_the_rules_said_so(teams):
    await teams.run(people=3)
    _, team = await teams.opened()
    with pytest.raises(TopUpNotInRules):
        await teams.shop.write(actions.top_up, teams.shop.staff, team.id, 1)
    assert (await teams.team(team.id)).topped_up == 0


async def test_a_ladder_gives_the_difference_of_the_step_it_reached(teams):
    await teams.run(people=2, price_fen=5000, sku=LADDER)
    first, second, third = await teams.several(3)
    one, team = await teams.opened(first, quantity=3)
    await teams.join(second, team.id)
    team = await teams.team(team.id)
    assert (team.state, team.missing, team.people_max) == ("forming", 0, 4)
    two, _ = await teams.join(third, team.id)
    await teams.world.advance(timedelta(hours=24))
    await teams.sweep()
    assert (await teams.team(team.id)).state == "filled"
    assert [(await teams.shop.order(placed.order_id)).granted_fen for placed in (one, two)] == [3 * 499, 499]
    await teams.must_hold()
    assert await teams.spent_fen(first) == 3 * 4501 + FREIGHT
    assert [await teams.state(placed) for placed in (one, two)] == ["to_ship", "to_ship"]


async def test_a_budget_holds_what_a_ladder_may_give_back_and_gets_the_rest_again(teams):
    await teams.run(people=2, price_fen=5000, sku=LADDER, more={"budget_fen": 3 * 2801 + 2800})
    first, second, third, fourth = await teams.several(4)
    one, team = await teams.opened(first)
    two, _ = await teams.join(second, team.id)
    three, _ = await teams.join(third, team.id)
    assert await teams.promised() == (3 * 2801, [(1800, 1001)] * 3)
    with pytest.raises(BudgetSpent):
        await teams.place(fourth, team.id)
    assert await teams.promised() == (3 * 2801, [(1800, 1001)] * 3)
    await teams.world.advance(timedelta(hours=24))
    await teams.sweep()
    assert await teams.promised() == (3 * 2299, [(2299, 0)] * 3)
    lines = await teams.shop.lines(two.order_id)
    wanted = [Portion(line.id, line.quantity) for line in lines]
    await teams.shop.write(
        orders.refund, teams.shop.staff, two.order_id, wanted, freight_fen=None, reason="协商"
    )
    await teams.must_hold()
    assert await teams.promised() == (2 * 2299, [(2299, 0)] * 3)
    assert [await teams.state(placed) for placed in (one, three)] == ["to_ship", "to_ship"]


async def test_a_budget_has_all_again_of_a_ladder_whose_team_failed(teams):
    await teams.run(people=2, price_fen=5000, sku=LADDER, more={"budget_fen": 2801})
    await teams.opened()
    assert (await teams.promised())[0] == 2801
    await teams.world.advance(timedelta(hours=24))
    await teams.sweep()
    await teams.must_hold()
    assert (await teams.promised())[0] == 0


async def test_the_last_step_of_a_ladder_fills_at_once_and_a_leaders_price_is_kept_when_it_is_lower(teams):
    await teams.run(people=2, price_fen=5000, sku=LADDER | {"leader_price_fen": 3500})
    people = await teams.several(4)
    placed, team = await teams.opened(people[0])
    assert placed.payable_fen == 3500 + FREIGHT
    for who in people[1:]:
        _, team = await teams.join(who, team.id)
    assert team.state == "filled"
    await teams.must_hold()
    assert [await teams.spent_fen(who) - FREIGHT for who in people] == [3500, 3999, 3999, 3999]


async def test_a_stopped_campaign_takes_no_new_seat_and_its_teams_end_by_their_rules(teams):
    await teams.run(people=2)
    leader, friend, other = await teams.several(3)
    one, team = await teams.opened(leader)
    held = await teams.place(friend, team.id)
    opening = await teams.place(other)
    await teams.shop.write(promotions.stop, teams.shop.staff, teams.campaign_id, "微信要求整改")
    with pytest.raises(CampaignNotRunning):
        await teams.place(await teams.buyer(), team.id)
    await teams.pay(friend, held)
    assert [await teams.state(placed) for placed in (one, held)] == ["to_ship", "to_ship"]
    await teams.pay(other, opening)
    assert ((await teams.team_of(opening)).state, await teams.state(opening)) == ("void", "closed")
    await teams.must_hold()
    assert await teams.spent_fen(other) == 0


async def test_two_records_of_one_person_keep_both_their_seats(teams):
    await teams.run(people=3)
    leader, friend, third = await teams.several(3)
    one, team = await teams.opened(leader)
    two, _ = await teams.join(friend, team.id)
    fact = PersonMerged(friend.shopper.person, leader.shopper.person)
    await teams.shop.write(reactions.merge_seats, fact)
    await teams.shop.write(reactions.merge_seats, fact)
    _, team = await teams.join(third, team.id)
    assert team.state == "filled"
    assert {(await teams.seat(placed)).person_id for placed in (one, two)} == {leader.shopper.person}


async def test_everybody_is_told_once(teams):
    await teams.run(people=3)
    leader, second, third, fourth = await teams.several(4)
    _, team = await teams.opened(leader)
    await teams.join(second, team.id)
    await teams.leave(leader, team.id)
    assert await told(teams, second) == ["team_leader_passed"]
    for who in (third, fourth):
        await teams.join(who, team.id)
    assert "team_filled" in await told(teams, third)
    assert "team_failed" not in await told(teams, leader)
    _, failing = await teams.opened(leader)
    await teams.world.advance(timedelta(hours=24))
    await teams.sweep()
    assert "team_failed" in await told(teams, leader)
    assert (await teams.team(failing.id)).state == "failed"


NOTICES = Statement(
    "select kind from messages_notice where tenant_id = %(tenant)s and person_id = %(person_id)s order by created_at, kind",
    str,
)


async def told(teams, who):
    async with teams.db.read(teams.tenant) as session:
        kinds = await session.all(NOTICES, person_id=who.shopper.person)
    return [kind for kind in kinds if kind.startswith("team_")]


async def test_every_fact_of_a_team_told_twice_moves_nothing_more(teams, monkeypatch):
    """Each fact is told, and told again at once: the second telling changes no seat, no order, no fen."""
    real = relay._tell

    async def twice(session, fact):
        await real(session, fact)
        if fact.kind.startswith(("group_buy.", "orders.order_paid", "orders.order_closed")):
            event = outbox.read(fact.kind, fact.payload)
            for reaction in outbox.reactions_of(fact.kind):
                if reaction.__module__ == reactions.__name__:
                    await reaction(session, event)

    monkeypatch.setattr(relay, "_tell", twice)
    await teams.run(people=2, sku=LADDER, completion="merge")
    people = await teams.several(6)
    won, team = await teams.opened(people[0])
    for who in people[1:3]:
        await teams.join(who, team.id)
    left, other = await teams.opened(people[3])
    held = await teams.place(people[4], other.id)
    await teams.close(held)
    await teams.leave(people[3], other.id)
    failing, _ = await teams.opened(people[5])
    await teams.world.advance(timedelta(hours=24))
    while await teams.sweep():
        pass
    assert [await teams.state(placed) for placed in (won, left, held, failing)] == [
        "to_ship", "closed", "closed", "closed",
    ]  # fmt: skip
    assert (await teams.shop.order(won.order_id)).granted_fen == 499
    assert len(await teams.shop.refunds(failing.order_id)) == 1
    await teams.must_hold()


async def test_the_result_and_the_card_tell_what_is_true(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    _, team = await teams.opened(leader)
    async with teams.db.read(teams.tenant) as session:
        facts = await queries.share_facts(session, team.id)
    assert (facts.line, facts.badge, facts.price_fen, facts.market_price_fen) == (
        "还差 1 人 · 03-03 10:00 前", "2 人团", 5000, 6800,
    )  # fmt: skip
    await teams.world.advance(timedelta(minutes=10))
    await teams.join(friend, team.id)
    await teams.opened(leader)
    await teams.world.advance(timedelta(hours=25))
    await teams.sweep()
    async with teams.db.read(teams.tenant) as session:
        figures = {one.key: one.value for one in await queries.figures(session, teams.campaign_id)}
        facts = await queries.share_facts(session, team.id)
    assert figures == {
        "teams_opened": 2, "teams_filled": 1, "teams_failed": 1, "teams_merged": 0, "teams_topped_up": 0,
        "fill_share": 5000, "seconds_to_fill": 600, "seats_refunded": 1,
    }  # fmt: skip
    assert facts.line == "2 人已成团"


async def test_a_card_of_a_campaign_that_is_over_promises_nothing(teams):
    by = System(teams.tenant, "test")
    await teams.run(people=2)
    async with teams.db.read(teams.tenant) as session:
        facts = await campaigns.share_facts(session, "campaign", teams.campaign_id)
    assert (facts.price_fen, facts.market_price_fen, facts.badge) == (5000, 6800, "2 人团")
    await teams.shop.write(promotions.end, by, teams.campaign_id)
    async with teams.db.read(teams.tenant) as session:
        facts = await campaigns.share_facts(session, "campaign", teams.campaign_id)
    assert (facts.price_fen, facts.market_price_fen, facts.line, facts.badge) == (
        6800,
        None,
        "活动已结束",
        "",
    )
    assert facts.ends_at is None


async def test_a_draft_is_on_nobodys_card(teams):
    await teams.run(people=2)
    async with teams.db.read(teams.tenant) as session:
        draft = draft_of(await campaigns.campaign(session, teams.campaign_id))
    draft_id = await teams.shop.write(promotions.create, System(teams.tenant, "test"), draft)
    async with teams.db.read(teams.tenant) as session:
        assert await campaigns.share_facts(session, "campaign", draft_id) is None


async def test_what_a_published_campaign_gains_is_told_in_its_rules(teams):
    by = System(teams.tenant, "test")
    await teams.run(people=2, more={"orders_per_person_max": 1})
    async with teams.db.read(teams.tenant) as session:
        before = await campaigns.campaign(session, teams.campaign_id)
    assert "每单最多 5 件。每人最多 1 单。" in before.rules_zh
    more = SkuDraft(teams.shop.skus[1][0], None, {"people": 3, "price_fen": 2000})
    draft = replace(draft_of(before), orders_per_person_max=3, skus=(*draft_of(before).skus, more))
    await teams.shop.write(promotions.change, by, teams.campaign_id, draft)
    async with teams.db.read(teams.tenant) as session:
        after = await campaigns.campaign(session, teams.campaign_id)
    told = {"2 人成团,每件 50.00 元。", "3 人成团,每件 20.00 元。", "每单最多 5 件。每人最多 3 单。"}
    assert told <= set(after.rules_zh)
    assert len(after.rules_en) == len(before.rules_en) + 1


async def test_a_team_that_cannot_end_keeps_nobody_elses_money(teams):
    await teams.run(people=2)
    first, second = await teams.several(2)
    _, broken = await teams.opened(first)
    placed, _ = await teams.opened(second)
    await teams.world.advance(timedelta(hours=24))
    async with teams.db.write(teams.tenant) as session:
        kept = await session.one(SPOIL, team_id=broken.id)
    assert await teams.sweep() == 1
    assert await teams.state(placed) == "closed"
    async with teams.db.write(teams.tenant) as session:
        await session.run(MEND, team_id=broken.id, rules=wire.dumps(kept).decode())
    assert await teams.sweep() == 1
    await teams.must_hold()


async def test_a_member_who_is_refunded_whole_after_the_team_filled_leaves_the_others_alone(teams):
    await teams.run(people=2)
    leader, friend = await teams.several(2)
    one, team = await teams.opened(leader)
    two, _ = await teams.join(friend, team.id)
    lines = await teams.shop.lines(one.order_id)
    await teams.shop.write(
        orders.refund, teams.shop.staff, one.order_id, [Portion(lines[0].id, 1)], freight_fen=None, reason="协商"
    )  # fmt: skip
    await teams.shop.tell()
    assert ((await teams.team(team.id)).state, (await teams.seat(one)).state) == ("filled", "refunded")
    assert await teams.state(two) == "to_ship"
    await teams.must_hold()
