"""Rate limits by address or by bearer: a moving window in the worker's memory, so the ceiling is per worker."""

import hashlib
import time
from typing import Any, Literal

from fastapi import Depends, Request
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from lianyi.kit.errors import TooMany

_limiter = MovingWindowRateLimiter(MemoryStorage())


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
        await _hit(item, name, who)

    return Depends(check)


async def count(rule: str, *, name: str, secret: str) -> None:
    """Count a try of whoever holds a secret (a session's token), which is not kept. Raises TooMany."""
    await _hit(parse(rule), name, hashlib.sha256(secret.encode()).hexdigest()[:32])


async def _hit(item: RateLimitItem, name: str, who: str) -> None:
    if not await _limiter.hit(item, name, who):
        window = await _limiter.get_window_stats(item, name, who)
        raise TooMany(retry_after_seconds=max(1, int(window.reset_time - time.time())))


async def reset() -> None:
    """Forget all counts; for tests that are not about limits."""
    await _limiter.storage.reset()
