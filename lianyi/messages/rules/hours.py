"""When a notice may go out: quiet hours of the shop's day, and how long to wait after silence. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE

TRIES_MAX = 6
NOTICES_KEPT = timedelta(days=180)
BUDGETS_KEPT = timedelta(days=7)
LEASE = timedelta(
    minutes=2
)  # a call to WeChat ends within seconds; a notice still "sending" later lost its sender
FIRST_WAIT_SECONDS = 30


def quiet_until(now: datetime, quiet_from: int, quiet_to: int, zone: str = BUSINESS_ZONE) -> datetime | None:
    """The end of the quiet hours that `now` falls into, or None outside of them.

    Both bounds are minutes of the shop's day; the first belongs to the quiet hours, the last does not. A span may
    cross midnight; equal bounds mean no quiet hours.
    """
    local = now.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    across = quiet_from > quiet_to
    inside = (minute >= quiet_from or minute < quiet_to) if across else quiet_from <= minute < quiet_to
    if not inside:
        return None
    ends_on: date = local.date() + timedelta(days=int(across and minute >= quiet_from))
    ends_at = datetime.combine(ends_on, time(quiet_to // 60, quiet_to % 60), ZoneInfo(zone))
    return ends_at.astimezone(UTC)


def clock(minutes: int) -> str:
    """Minutes of a day as a clock shows them: 1320 is 22:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def again_in(tries: int) -> timedelta:
    """Back-off after `tries` silences: 30 s, then four times as long each, under three hours in all."""
    return timedelta(seconds=FIRST_WAIT_SECONDS * 4 ** (min(tries, TRIES_MAX) - 1))
