"""The movable clock: real time plus an offset that survives a restart.

Signatures do not use it, everything else does.
"""

import time
from datetime import UTC, datetime, timedelta, timezone

from wechat_sandbox.database import Database

CHINA = timezone(timedelta(hours=8))
DAY_MS = 86_400_000


class Clock:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._stopped_ms: int | None = None
        row = db.one("select value from meta where key = 'clock_offset_ms'")
        self.offset_ms = int(row["value"]) if row else 0

    def now_ms(self) -> int:
        return self.real_ms() + self.offset_ms

    def real_ms(self) -> int:
        """Real time, or the moment at which the clock was stopped."""
        return time.time_ns() // 1_000_000 if self._stopped_ms is None else self._stopped_ms

    @property
    def runs(self) -> bool:
        """Whether time passes by itself."""
        return self._stopped_ms is None

    def stop(self, *, stopped: bool) -> None:
        """Stand still between moves, so that a slow machine changes no story; a restart lets it run again."""
        self._stopped_ms = self.real_ms() if stopped else None

    def move(self, offset_ms: int) -> None:
        """Set the distance from real time; going back is allowed, what already happened stays."""
        self.offset_ms = offset_ms
        self._db.run(
            "insert into meta (key, value) values ('clock_offset_ms', ?) on conflict (key) do update set"
            " value = excluded.value",
            (str(offset_ms),),
        )


def rfc3339(at_ms: int) -> str:
    """WeChat's spelling: seconds, China time, `2026-01-01T08:00:00+08:00`."""
    return datetime.fromtimestamp(at_ms // 1000, CHINA).isoformat()


def exact(at_ms: int) -> str:
    """The control API's spelling, with microseconds."""
    return datetime.fromtimestamp(at_ms / 1000, CHINA).isoformat(timespec="microseconds")


def parse_rfc3339(text: str) -> int | None:
    """Milliseconds of an instant that names its offset; None when the text is no such instant."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.tzinfo is None or "T" not in text:
        return None
    return int(instant.astimezone(UTC).timestamp() * 1000)
