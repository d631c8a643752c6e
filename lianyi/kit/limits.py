"""Rate limits by address or by bearer: a moving window in the worker's memory, so the ceiling is per worker."""

import hashlib
import time
from itertools import islice
from typing import Any, Literal

from fastapi import Depends, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.storage.memory import Entry
from limits.strategies import MovingWindowRateLimiter

from lianyi.kit.errors import TooMany

KEYS_MAX = 200_000


class _WorkerMemory(MemoryStorage):
    """The library's storage without its clock: that one starts a thread every 10 ms which walks all keys.

    Here each hit looks at the two keys that have been silent longest and forgets them once their window is over.
    """

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()
        hits = self.events.pop(key, [])  # and back at the end: the keys stand in the order of their last hit
        full = len(hits) > limit - amount and hits[limit - amount].atime >= now - expiry
        if not full:
            hits[:0] = [Entry(expiry)] * amount
            del hits[limit:]
        self.events[key] = hits
        for silent in list(islice(self.events, 2)):
            if self.events[silent][0].expiry <= now or len(self.events) > KEYS_MAX:
                del self.events[silent]
        return not full


_limiter = MovingWindowRateLimiter(_WorkerMemory())


def rate_limit(rule: str, *, name: str, by: Literal["bearer", "address"] = "bearer") -> Any:
    """A route dependency: `dependencies=[rate_limit("10/minute", name="login")]`. Raises TooMany with the seconds to wait.

    Routes that let anybody in count `by="address"`: a made-up bearer there would be a new caller each time.
    """
    item = parse(rule)

    async def check(request: Request) -> None:
        bearer = request.headers.get("authorization") if by == "bearer" else None
        # the hash, because a stranger may send 60 KB of made-up bearer, and what is counted stays in memory
        who = (
            hashlib.sha256(bearer.encode()).hexdigest()[:32]
            if bearer
            else (request.client.host if request.client else "?")
        )
        _hit(item, name, who)

    return Depends(check)


async def count(rule: str, *, name: str, secret: str) -> None:
    """Count a try of whoever holds a secret (a session's token), which is not kept. Raises TooMany."""
    _hit(parse(rule), name, hashlib.sha256(secret.encode()).hexdigest()[:32])


def _hit(item: RateLimitItem, name: str, who: str) -> None:
    if not _limiter.hit(item, name, who):
        window = _limiter.get_window_stats(item, name, who)
        raise TooMany(retry_after_seconds=max(1, int(window.reset_time - time.time())))


async def reset() -> None:
    """Forget all counts; for tests that are not about limits."""
    _limiter.storage.reset()
