"""When bills are asked for."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE

READY_HOUR = 10  # WeChat makes a day's bills from nine and asks to fetch them after ten, China time
DAYS_BACK = 89  # "the last three months"
TRY_AFTER = tuple(timedelta(minutes=m) for m in (10, 30, 60, 120, 240, 360))
RECHECK_AFTER = timedelta(hours=1)
AGAIN_AFTER = timedelta(
    minutes=10
)  # a pass that has not ended by then has lost its worker; one over a large bill takes one
_ZONE = ZoneInfo(BUSINESS_ZONE)


def last_ready_day(now: datetime) -> date:
    """The newest day whose bills may be asked for."""
    here = now.astimezone(_ZONE)
    return here.date() - timedelta(days=1 if here.hour >= READY_HOUR else 2)


def next_try(tries: int, day: date, now: datetime) -> datetime | None:
    """When to ask again; None when WeChat does not keep that day any more."""
    if not offered(day, now):
        return None
    return now + TRY_AFTER[min(max(tries - 1, 0), len(TRY_AFTER) - 1)]


def offered(day: date, now: datetime) -> bool:
    """Whether WeChat still keeps the bills of a day."""
    return (now.astimezone(_ZONE).date() - day).days <= DAYS_BACK + 1
