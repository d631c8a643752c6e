"""The clock of a process: the machine's, or with the sandbox one that the sandbox moves for all processes at once."""

import asyncio
import ssl
from datetime import timedelta

import httpx

from lianyi.kit.clock import Clock, MovableClock, SystemClock
from lianyi.kit.config import config
from lianyi.kit.log import get_logger
from lianyi.wechat import calls

FOLLOW_EVERY_SECONDS = 1.0
MOVED_SECONDS = 1.0  # a smaller difference is the line's delay
# The sandbox is asked in plain HTTP on this machine. Without a context httpx reads all the authorities of the system for
# each client: a sixth of what a server does between its fork and its first answer.
_TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
log = get_logger(__name__)


def clock_of_process() -> Clock:
    """Movable only where settings allow it: beside the sandbox, never beside real WeChat."""
    current = config()
    return MovableClock() if current.movable_clock and current.sandbox_url else SystemClock()


async def join_sandbox(clock: Clock) -> None:
    """Set a movable clock once, before anything is done: a process that starts after the clock was moved is not behind."""
    url = config().sandbox_url
    if url is not None and isinstance(clock, MovableClock):
        async with httpx.AsyncClient(base_url=url, timeout=2, verify=_TRUSTS_NOBODY) as client:
            await _follow(client, clock)


async def follow_sandbox(clock: Clock) -> None:
    """Keep a movable clock at the sandbox's offset until cancelled; with any other clock there is nothing to do."""
    url = config().sandbox_url
    if url is None or not isinstance(clock, MovableClock):
        return
    followed_seconds = 0.0
    async with httpx.AsyncClient(base_url=url, timeout=2, verify=_TRUSTS_NOBODY) as client:
        while True:
            offset_seconds = await _follow(client, clock)
            if offset_seconds is not None and abs(offset_seconds - followed_seconds) > MOVED_SECONDS:
                calls.forget_all()
                followed_seconds = offset_seconds
            await asyncio.sleep(FOLLOW_EVERY_SECONDS)


async def _follow(client: httpx.AsyncClient, clock: MovableClock) -> float | None:
    """The sandbox's offset, which the clock has now; None when the sandbox is silent and the clock stays."""
    try:
        answer = (await client.get("/_sandbox/clock")).json()
        offset_seconds = float(answer["offset_seconds"])
    except (httpx.HTTPError, KeyError, ValueError) as problem:
        log.debug("clock.sandbox_silent", error=type(problem).__name__)
        return None
    clock.set_offset(timedelta(seconds=offset_seconds))
    return offset_seconds
