"""Business days: their bounds in UTC, and days that no calendar here reaches."""

from datetime import UTC, date, datetime

import pytest

from lianyi.kit.clock import DayOutOfRange, day_bounds


def test_a_business_day_is_shanghais():
    assert day_bounds(date(2026, 3, 2)) == (
        datetime(2026, 3, 1, 16, tzinfo=UTC),
        datetime(2026, 3, 2, 16, tzinfo=UTC),
    )


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(3000, 1, 1), date.max])
def test_a_day_whose_bounds_no_instant_can_name_is_refused(day):
    with pytest.raises(DayOutOfRange):
        day_bounds(day)
