"""Quiet hours by the shop's day, across midnight, and how long silence makes us wait."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.messages.rules.hours import TRIES_MAX, again_in, quiet_until

TEN, EIGHT = 22 * 60, 8 * 60
MINUTES = st.integers(0, 1439)
INSTANTS = st.datetimes(
    min_value=datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    max_value=datetime(2030, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.just(UTC),
)


def shanghai(day, hour, minute=0, second=0):
    return datetime(2026, 3, day, hour, minute, second, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (shanghai(2, 21, 59, 59), None),
        (shanghai(2, 22), shanghai(3, 8)),
        (shanghai(2, 23, 59), shanghai(3, 8)),
        (shanghai(3, 0), shanghai(3, 8)),
        (shanghai(3, 7, 59, 59), shanghai(3, 8)),
        (shanghai(3, 8), None),
    ],
)
def test_the_night_ends_at_eight_in_the_morning(now, until):
    assert quiet_until(now.astimezone(UTC), TEN, EIGHT) == until


def test_a_rest_at_noon_does_not_cross_midnight():
    assert quiet_until(shanghai(2, 13), 12 * 60, 14 * 60) == shanghai(2, 14)
    assert quiet_until(shanghai(2, 14), 12 * 60, 14 * 60) is None
    assert quiet_until(shanghai(2, 11, 59), 12 * 60, 14 * 60) is None


def test_the_day_is_the_shops_own_not_the_machines():
    night = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai, 10:00 in New York
    assert quiet_until(night, TEN, EIGHT) == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert quiet_until(night, TEN, EIGHT, "America/New_York") is None


@given(INSTANTS, MINUTES)
def test_equal_bounds_are_no_quiet_hours(now, minute):
    assert quiet_until(now, minute, minute) is None


@given(INSTANTS, MINUTES, MINUTES)
def test_who_waits_once_is_free_afterwards_and_waits_less_than_a_day(now, start, end):
    until = quiet_until(now, start, end)
    if until is not None:
        assert now < until <= now + timedelta(days=1)
        assert quiet_until(until, start, end) is None


@given(INSTANTS, MINUTES, MINUTES)
def test_the_hours_between_and_the_hours_around_are_the_whole_day(now, start, end):
    if start != end:
        assert (quiet_until(now, start, end) is None) is not (quiet_until(now, end, start) is None)


def test_the_waits_grow_and_end():
    waits = [again_in(number) for number in range(1, TRIES_MAX)]
    assert waits == [timedelta(seconds=one) for one in (30, 120, 480, 1920, 7680)]
    assert sum(waits, timedelta()) < timedelta(hours=3)
