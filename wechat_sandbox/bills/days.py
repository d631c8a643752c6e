"""Days of bills: China time, made from ten o'clock of the next day on, kept for three months (pay-v3 7)."""

import re
from datetime import date, datetime, timedelta

from wechat_sandbox.clock import CHINA

READY_MS = 10 * 3_600_000
DAYS_MAX = 92
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_day(text: str) -> date | None:
    """The day written as YYYY-MM-DD; None when it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_at(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, CHINA).date()


def span_ms(day: date) -> tuple[int, int]:
    """First and past-last millisecond of the day."""
    start, end = (
        datetime(one.year, one.month, one.day, tzinfo=CHINA) for one in (day, day + timedelta(days=1))
    )
    return int(start.timestamp() * 1000), int(end.timestamp() * 1000)


def written(at_ms: int) -> str:
    """An instant as bills write it."""
    return f"{datetime.fromtimestamp(at_ms // 1000, CHINA):%Y-%m-%d %H:%M:%S}"
