"""Prices, ladders, leaders, endings and estimates: exact, whatever comes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.promotions.plays.group_buy import rules
from lianyi.promotions.plays.group_buy.errors import LadderUneven, LeaderPriceTooHigh, TeamPriceTooHigh
from lianyi.promotions.plays.group_buy.types import (
    GroupBuySettings,
    GroupBuySku,
    PastTeam,
    Seat,
    Team,
    TeamRules,
    Tier,
    TierIn,
)
from lianyi.promotions.types import PlayLine

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ID = UUID(int=7)
RULES = TeamRules(24, "strict", 6000, (Tier(3, 5000),), 6800, None, True, (), ())
TEAM = Team(
    ID, ID, ID, ID, ID, "forming", 3, 3, 1, 1, 0, None, 5000, RULES, NOW + timedelta(days=7), NOW, NOW,
    NOW + timedelta(hours=24), None,
)  # fmt: skip
SEAT = Seat(ID, ID, ID, ID, ID, "held", False, 1, 5000, NOW, NOW, None, None, None, None)
prices = st.integers(1, 10_000_000)


def line(price_fen=6800):
    return PlayLine(ID, ID, "明前龙井", price_fen, 1)


@st.composite
def skus(draw):
    """A ladder as `check_sku` lets it pass, and a list price above it."""
    people = sorted(draw(st.sets(st.integers(2, 100), min_size=1, max_size=5)))
    amounts = sorted(draw(st.sets(prices, min_size=len(people), max_size=len(people))), reverse=True)
    first, *more = zip(people, amounts, strict=True)
    leader = draw(st.none() | st.integers(1, first[1]))
    return GroupBuySku(
        people=first[0], price_fen=first[1], leader_price_fen=leader,
        ladder=[TierIn(people=count, price_fen=amount) for count, amount in more] or None,
    ), first[1] + draw(prices)  # fmt: skip


@given(skus(), st.integers(2, 100), st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_after_the_difference_everybody_has_paid_the_step_that_was_reached(shelf, people, quantities):
    sku, list_fen = shelf
    rules.check_sku(line(list_fen), sku)
    tiers = rules.tiers_of(sku)
    reached = rules.tier_reached(tiers, people)
    first_fen = rules.seat_price_fen(sku, list_fen, opens=False)
    seats = [replace(SEAT, price_fen=first_fen, quantity=quantity) for quantity in quantities]
    given_back = sum(rules.difference_fen(seat, tiers, people) for seat in seats)
    paid = sum(seat.price_fen * seat.quantity for seat in seats)
    assert paid - given_back == reached.price_fen * sum(quantities)


@given(skus(), st.integers(2, 100))
def test_a_leader_never_ends_above_the_others_and_never_gets_more_than_was_paid(shelf, people):
    sku, list_fen = shelf
    tiers = rules.tiers_of(sku)
    leader = replace(SEAT, leader=True, price_fen=rules.seat_price_fen(sku, list_fen, opens=True))
    back = rules.difference_fen(leader, tiers, people)
    assert 0 <= back < leader.price_fen
    assert leader.price_fen - back <= rules.tier_reached(tiers, people).price_fen


@given(skus(), st.integers(2, 100), st.booleans())
def test_no_seat_costs_the_merchant_more_than_the_worst_claim(shelf, people, opens):
    sku, list_fen = shelf
    seat = replace(SEAT, price_fen=rules.seat_price_fen(sku, list_fen, opens=opens))
    kept = seat.price_fen - rules.difference_fen(seat, rules.tiers_of(sku), people)
    assert list_fen - kept <= rules.worst_claim_fen(sku, list_fen)


def test_goods_that_are_cheaper_by_themselves_keep_their_price():
    sku = GroupBuySku(people=3, price_fen=5000, leader_price_fen=4500)
    assert rules.seat_price_fen(sku, 4800, opens=False) == 4800
    assert rules.seat_price_fen(sku, 4000, opens=True) == 4000
    assert rules.worst_claim_fen(sku, 4000) == 0


@pytest.mark.parametrize(
    ("sku", "refusal"),
    [
        (GroupBuySku(price_fen=6800), TeamPriceTooHigh),
        (GroupBuySku(price_fen=5000, leader_price_fen=5001), LeaderPriceTooHigh),
        (GroupBuySku(people=3, price_fen=5000, ladder=[TierIn(people=3, price_fen=4000)]), LadderUneven),
        (GroupBuySku(people=3, price_fen=5000, ladder=[TierIn(people=5, price_fen=5000)]), LadderUneven),
    ],
)
def test_what_is_no_group_buy_is_refused(sku, refusal):
    with pytest.raises(refusal) as refused:
        rules.check_sku(line(), sku)
    assert refused.value.data["title"] == "明前龙井"


@pytest.mark.parametrize(
    ("completion", "joined", "topped_up", "ending"),
    [
        ("strict", 3, 0, "fill"), ("strict", 2, 0, "fail"), ("strict", 2, 1, "fill"),
        ("merge", 2, 0, "merge"), ("merge", 3, 0, "fill"),
        ("top_up", 2, 0, "top_up"), ("top_up", 1, 0, "fail"),
    ],
)  # fmt: skip
def test_a_team_ends_by_the_rule_it_was_opened_with(completion, joined, topped_up, ending):
    team = replace(
        TEAM, joined=joined, taken=joined, topped_up=topped_up, rules=replace(RULES, completion=completion)
    )
    assert rules.ending(team) == ending


@given(st.integers(2, 100), st.integers(5000, 9999))
def test_topping_up_asks_for_at_least_the_share_it_names(need, from_bp):
    least = rules.people_for_top_up(need, from_bp)
    assert Fraction(least, need) >= Fraction(from_bp, 10_000) > Fraction(least - 1, need)
    assert 1 <= least <= need


def test_a_team_is_due_when_time_is_up_and_nobody_is_paying_or_their_time_is_up_too():
    end = TEAM.expires_at
    second = timedelta(seconds=1)
    assert not rules.is_due(TEAM, end - second)
    assert rules.is_due(TEAM, end)
    paying = replace(TEAM, taken=2)
    assert not rules.is_due(paying, end + rules.GRACE - second)
    assert rules.is_due(paying, end + rules.GRACE)
    assert not rules.is_due(replace(TEAM, state="filled"), end)


def test_hours_run_from_the_payment_and_never_beyond_the_campaign():
    assert rules.expires_at(RULES, NOW, NOW + timedelta(days=7)) == NOW + timedelta(hours=24)
    assert rules.expires_at(RULES, NOW, NOW + timedelta(hours=2)) == NOW + timedelta(hours=2)
    assert rules.pay_by(NOW, NOW + timedelta(minutes=3)) == NOW + timedelta(minutes=3)
    assert rules.pay_by(NOW, NOW + timedelta(hours=3)) == NOW + timedelta(minutes=5)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 10**6)),
        min_size=1,
        max_size=9,
        unique_by=lambda one: one[1],
    )
)
def test_the_first_who_paid_leads_next_and_the_order_of_reading_changes_nothing(joined):
    seats = [replace(SEAT, id=UUID(int=key), joined_at=NOW + timedelta(seconds=at)) for at, key in joined]
    leader = rules.next_leader(seats)
    assert leader == rules.next_leader(seats[::-1])
    assert all((leader.joined_at, leader.id.int) <= (seat.joined_at, seat.id.int) for seat in seats)
    assert rules.next_leader([]) is None


@pytest.mark.parametrize(
    ("state", "team", "twice", "takes", "came"),
    [
        ("held", {}, False, True, "take"), ("held", {"state": "pending", "opened_at": None}, False, True, "take"),
        ("held", {"state": "pending", "opened_at": None}, False, False, "late"), ("held", {"state": "failed"}, False, True, "late"),
        ("released", {}, False, True, "take"), ("released", {}, True, True, "late"),
        ("released", {"taken": 3}, False, True, "late"), ("released", {"expires_at": NOW}, False, True, "late"),
        ("released", {"state": "filled"}, False, True, "late"),
        ("in", {}, False, True, "told"), ("left", {}, False, True, "told"), ("refunded", {}, False, True, "told"),
    ],
)  # fmt: skip
def test_what_a_payment_does_for_its_seat(state, team, twice, takes, came):
    found = rules.arrival(
        replace(TEAM, **team), replace(SEAT, state=state), NOW, sits_twice=twice, takes_seats=takes
    )
    assert found == came


def test_an_unopened_team_opens_late_for_its_leader_alone():
    void = replace(TEAM, state="void", opened_at=None, expires_at=None, taken=0, joined=0)
    released = replace(SEAT, state="released")
    leader = replace(released, leader=True)
    assert rules.arrival(void, leader, NOW, sits_twice=False, takes_seats=True) == "take"
    assert rules.arrival(void, released, NOW, sits_twice=False, takes_seats=True) == "late"
    assert rules.arrival(void, leader, NOW, sits_twice=False, takes_seats=False) == "late"
    emptied = replace(void, opened_at=NOW)
    assert rules.arrival(emptied, leader, NOW, sits_twice=False, takes_seats=True) == "late"


# -- the past --------------------------------------------------------------------------------------------------


def past(*hours, people_max=3, watched=24):
    return PastTeam(people_max, watched * 3600, tuple(int(one * 3600) for one in hours))


def test_an_estimate_counts_only_teams_whose_outcome_is_known():
    history = [
        past(0, 1, 2), past(0, 20), past(0, 1, watched=2), past(0, 1, people_max=2), past(0, 1, 2, 3, people_max=10),
    ]  # fmt: skip
    found = rules.estimate(history, 3, 24)
    assert (found.teams, found.filled, found.share_bp, found.enough) == (3, 2, 6666, False)
    assert (rules.estimate(history, 3, 1).teams, rules.estimate(history, 3, 1).filled) == (4, 0)


def test_the_interval_is_wilsons():
    """Agresti and Coull (1998), table of the score interval: 0 of 10 and 5 of 10; rounded outwards."""
    assert rules.wilson(0, 10) == (0, 2776)
    assert rules.wilson(5, 10) == (2365, 7635)
    assert rules.wilson(10, 10) == (7224, 10_000)


@given(st.integers(1, 2000), st.data())
def test_the_interval_holds_the_share_and_solves_its_own_equation(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = rules.wilson(successes, trials)
    share = Fraction(successes, trials)
    assert 0 <= Fraction(low, 10_000) <= share <= Fraction(high, 10_000) <= 1
    for bound in (low, high):
        p = Fraction(bound, 10_000)
        if 0 < p < 1:  # outwards: the squared distance is at least z² p (1 - p) / n
            assert (share - p) ** 2 * trials >= Fraction(38416, 10_000) * p * (1 - p) - Fraction(1, 100)


# -- words -------------------------------------------------------------------------------------------------------


def test_the_rules_say_price_people_time_and_refund_in_both_languages():
    sku = GroupBuySku(
        people=3, price_fen=3900, leader_price_fen=3500, ladder=[TierIn(people=5, price_fen=3500)]
    )
    zh, en = rules.rules_text(GroupBuySettings(hours=24), [sku, sku], 2, 6)
    assert zh[0] == (
        "3 人成团,每件 39.00 元,团长每件 35.00 元;满 5 人每件 35.00 元。先按 39.00 元付款,结束后差额自动原路退回。"
    )
    assert "24 小时" in zh[2]
    assert zh[3] == "到时人数不够,全部自动原路退款,含运费。"
    assert any("每人最多 2 单" in one and "每人最多共 6 件" in one for one in zh)
    assert len(zh) == len(en)
    assert en[0].startswith("3 people, 39.00 yuan a piece")
    assert "refund" in " ".join(en) or "goes back" in " ".join(en)
    merged, _ = rules.rules_text(GroupBuySettings(completion="merge"), [sku], None, None)
    assert "并入另一个" in merged[3]
    topped, _ = rules.rules_text(
        GroupBuySettings(completion="top_up", top_up_from_bp=6650), [sku], None, None
    )
    assert "66.50%" in topped[3]
