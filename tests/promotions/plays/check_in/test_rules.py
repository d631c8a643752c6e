"""The place on the curve and what it pays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.promotions.plays.check_in import rules
from lianyi.promotions.plays.check_in.errors import CurveWrong
from lianyi.promotions.plays.check_in.types import CheckInSettings, Day, Reward

TODAY = date(2026, 5, 20)


def settings(**given_settings):
    return CheckInSettings(pays_in="cmp_x", **given_settings)


def ago(*numbers):
    return {TODAY - timedelta(days=number) for number in numbers}


@pytest.mark.parametrize(
    ("counting", "days", "nth"),
    [
        ("consecutive", (), 1),
        ("consecutive", (1, 2), 3),
        ("consecutive", (2, 3), 1),
        ("consecutive", tuple(range(1, 7)), 7),
        ("consecutive", tuple(range(1, 8)), 1),
        ("cumulative", (2, 5), 3),
        ("cumulative", (0, 2, 5), 3),
    ],
)
def test_where_today_stands(counting, days, nth):
    assert rules.place_of(settings(counting=counting), ago(*days), TODAY) == nth


def test_a_named_day_pays_its_own_and_any_other_the_rest():
    curve = settings()
    assert [rules.reward(curve, nth).fen for nth in range(1, 5)] == [450, 100, 50, 50]
    assert rules.most_fen(curve) == 450


@given(st.sets(st.integers(0, 40)), st.sampled_from(["consecutive", "cumulative"]), st.integers(1, 31))
def test_the_place_is_always_on_the_curve_and_the_card_agrees(days, counting, cycle):
    curve = settings(counting=counting, cycle_days=cycle, rewards=[])
    known = [Day(day, 1, 10, 0, None, None) for day in sorted(ago(*days), reverse=True)]
    card = rules.card(curve, known, TODAY, TODAY - timedelta(days=60))
    assert 1 <= card.nth <= cycle
    assert card.checked_today is (0 in days)
    assert [step.nth for step in card.steps if step.state != "ahead"] == list(range(1, card.nth + 1))
    assert all(day < TODAY and day not in ago(*days) for day in card.missed)
    assert len(card.missed) <= rules.MADE_UP_WITHIN


POINTS = {"paid_as": "points", "rewards": [{"day": 1, "points": 50}], "other_points": 5, "other_fen": None}


def test_a_curve_in_points_pays_points_and_no_coupon():
    curve = settings(**POINTS)
    rules.check_curve(curve)
    assert [rules.reward(curve, nth) for nth in (1, 2)] == [Reward(points=50), Reward(points=5)]
    assert rules.most_fen(curve) == 0
    both = settings(**(POINTS | {"rewards": [{"day": 1, "fen": 450, "points": 50}], "other_fen": 50}))
    rules.check_curve(both)
    assert rules.reward(both, 1) == Reward(points=50), "what the form has filled in for coupons pays nothing"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pays_in": None}, "pays_in"),
        ({"other_fen": None}, "other_fen"),
        ({"rewards": [{"day": 1, "points": 5}]}, "rewards.0.fen"),
        (POINTS | {"other_points": None}, "other_points"),
        (POINTS | {"rewards": [{"day": 1, "fen": 450}]}, "rewards.0.points"),
    ],
)
def test_every_amount_stands_in_the_unit_it_is_paid_in(wrong, field):
    with pytest.raises(CurveWrong) as refused:
        rules.check_curve(CheckInSettings.model_validate({"pays_in": "cmp_x"} | wrong))
    assert refused.value.field == f"settings.{field}"


def test_only_days_after_ones_own_first_can_be_missed():
    first = [Day(TODAY - timedelta(days=3), 1, 10, 0, None, None)]
    assert rules.missed(first, TODAY, TODAY - timedelta(days=30)) == tuple(sorted(ago(2, 1)))
    assert rules.missed([], TODAY, TODAY - timedelta(days=30)) == ()


@pytest.mark.parametrize(
    ("rewards", "field"),
    [
        ([{"day": 8, "fen": 1}], "rewards.0.day"),
        ([{"day": 1, "fen": 1}, {"day": 1, "fen": 2}], "rewards.1.day"),
    ],
)
def test_a_curve_that_contradicts_itself_is_refused(rewards, field):
    with pytest.raises(CurveWrong) as refused:
        rules.check_curve(settings(rewards=rewards))
    assert refused.value.field == f"settings.{field}"
