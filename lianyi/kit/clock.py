"""The one source of time. Domains read `session.now`; only kit asks the machine.

A movable clock lets tests and the demo live through a return window in a second. It is refused with real WeChat.
"""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from lianyi.kit.errors import Invalid

YEAR_MIN, YEAR_MAX = 2000, 2999
BUSINESS_ZONE = "Asia/Shanghai"


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """Runs like the machine's clock plus an offset, or stands still at `start` until moved."""

    def __init__(self, start: datetime | None = None) -> None:
        self._frozen = start
        self._offset = timedelta()

    def now(self) -> datetime:
        return (self._frozen or datetime.now(UTC)) + self._offset

    def advance(self, step: timedelta) -> None:
        self._offset += step

    def set_offset(self, offset: timedelta) -> None:
        self._offset = offset


class DayOutOfRange(Invalid):
    code = "day_out_of_range"
    zh = "日期超出范围(2000–2999 年)"
    en = "The date is out of range (years 2000 to 2999)"


def wall_seconds() -> int:
    """Unix seconds of the machine, for signatures: WeChat compares them with its own clock, which nobody moves."""
    return int(time.time())


def business_day(instant: datetime, zone: str = BUSINESS_ZONE) -> date:
    """The tenant's calendar day that an instant falls on."""
    return instant.astimezone(ZoneInfo(zone)).date()


def day_bounds(day: date, zone: str = BUSINESS_ZONE) -> tuple[datetime, datetime]:
    """First instant of a business day and of the next one, in UTC. Raises DayOutOfRange."""
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise DayOutOfRange
    here = ZoneInfo(zone)
    start = datetime(day.year, day.month, day.day, tzinfo=here)
    end_day = day + timedelta(days=1)
    end = datetime(end_day.year, end_day.month, end_day.day, tzinfo=here)
    return start.astimezone(UTC), end.astimezone(UTC)
