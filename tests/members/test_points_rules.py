"""Points, decided without looking anything up."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.members.rules import points as rules
from lianyi.members.types import Lot, PointsOffer

TODAY = date(2026, 3, 2)
lots = st.lists(
    st.builds(Lot, st.integers(0, 800).map(lambda days: TODAY + timedelta(days=days)), st.integers(1, 500)),
    max_size=8, unique_by=lambda lot: lot.expires_on,
)  # fmt: skip


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 100), st.integers(0, 100_000))
def test_two_halves_never_earn_more_than_the_whole(one, other, per_yuan, rate_bp):
    whole = rules.earned(one + other, per_yuan, rate_bp)
    halves = rules.earned(one, per_yuan, rate_bp) + rules.earned(other, per_yuan, rate_bp)
    assert halves <= whole <= halves + 1


@given(st.integers(0, 10**6), st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 10**8))
def test_an_offer_stays_within_points_share_and_goods_and_wastes_no_point(points, per_yuan, share_bp, goods):
    offer = rules.offer(points, per_yuan, share_bp, goods)
    assert 0 <= offer.points <= points
    assert 0 <= offer.worth_fen <= goods * share_bp // 10_000
    assert offer.points * 100 // per_yuan >= offer.worth_fen
    if offer.points:
        assert (offer.points - 1) * 100 // per_yuan < offer.worth_fen
    else:
        assert offer.worth_fen == 0


def test_a_hundred_points_are_a_yuan_and_at_most_half_the_goods():
    assert rules.offer(2_000, 100, 5_000, 6_800) == PointsOffer(2_000, 2_000)
    assert rules.offer(9_999, 100, 5_000, 6_800) == PointsOffer(3_400, 3_400)
    assert rules.offer(9_999, 100, 10_000, 6_800) == PointsOffer(6_800, 6_800), (
        "all of it, where the share is"
    )
    assert rules.offer(37, 10, 5_000, 6_800) == PointsOffer(37, 370)
    assert rules.offer(37, 1_000, 5_000, 6_800) == PointsOffer(30, 3), "seven points would buy nothing"


@given(lots, st.data())
def test_what_is_taken_goes_oldest_first_and_comes_back_whole(held, data):
    there = sum(lot.points for lot in held)
    points = data.draw(st.integers(0, there))
    parts = rules.take(held, points)
    assert sum(part.points for part in parts) == points
    left = {lot.expires_on: lot.points for lot in held}
    for part in parts:
        left[part.expires_on] -= part.points
        assert left[part.expires_on] >= 0
    touched = [part.expires_on for part in parts]
    assert all(left[day] == 0 for day in touched[:-1])
    assert all(day >= touched[-1] for day, rest in left.items() if rest and touched)
    first = data.draw(st.integers(0, points))
    back, still = rules.put_back(parts, first, TODAY)
    again, none = rules.put_back(still, points - first, TODAY)
    assert none == []
    assert sum(lot.points for lot in [*back, *again]) == points
    for lot in [*back, *again]:
        assert lot.expires_on >= TODAY + timedelta(days=30), "what comes back lives on"
    kept = {part.expires_on for part in parts if part.expires_on >= TODAY + timedelta(days=30)}
    assert {lot.expires_on for lot in [*back, *again]} - {TODAY + timedelta(days=30)} <= kept


def test_more_than_there_is_cannot_be_taken_or_given_back():
    with pytest.raises(ValueError, match="more points"):
        rules.take([Lot(TODAY, 5)], 6)
    with pytest.raises(ValueError, match="more points"):
        rules.put_back([Lot(TODAY, 5)], 6, TODAY)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5_000)), min_size=1, max_size=6),
    st.integers(0, 5_000), st.data(),
)  # fmt: skip
def test_units_given_back_in_any_order_bring_back_every_point(cart, points, data):
    parts = [(UUID(int=index + 1), quantity, fen) for index, (quantity, fen) in enumerate(cart)]
    lines = [
        {"sku_id": str(line.sku_id), "quantity": line.quantity, "points": line.points}
        for line in rules.spend_lines(points, parts)
    ]
    assert sum(line["points"] for line in lines) == points
    units = [line["sku_id"] for line in lines for _ in range(line["quantity"])]
    order = data.draw(st.permutations(units))
    back, seen = dict.fromkeys(units, 0), 0
    for sku_id in order:
        back[sku_id] += 1
        now = rules.due_back(lines, back)
        assert seen <= now <= points
        seen = now
    assert seen == points


def test_points_live_whole_months_after_their_own():
    assert rules.expires_on(date(2026, 3, 2), 12) == date(2027, 4, 1)
    assert rules.expires_on(date(2026, 3, 31), 12) == date(2027, 4, 1)
    assert rules.expires_on(date(2026, 12, 31), 1) == date(2027, 2, 1)


def test_a_leap_day_is_kept_on_the_day_before_in_other_years():
    assert rules.birthdays_kept(date(2027, 2, 28)) == [228, 229]
    assert rules.birthdays_kept(date(2028, 2, 28)) == [228]
    assert rules.birthdays_kept(date(2028, 2, 29)) == [229]
    assert rules.is_a_day(2, 29)
    assert not rules.is_a_day(2, 30)
    assert not rules.is_a_day(13, 1)
