"""Closed loops: so many clients, each with its own connection, each asking again as soon as it is answered."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from bench.frame.wire import Connection

Item = TypeVar("Item")


@dataclass
class Lap:
    """What one stretch of load did: `seconds` until the last answer, one latency (ms) a good answer.

    `others_cores` is how much of the machine was busy with what has nothing to do with us.
    """

    seconds: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    first_refusal: bytes = b""
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    settle_seconds: float = 0.0
    others_cores: float = 0.0

    @property
    def done(self) -> int:
        return len(self.latencies_ms)

    @property
    def per_s(self) -> float:
        return self.done / self.seconds

    def ms(self, share: float) -> float:
        """The latency below which that share of the answers came."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Meaningless(Exception):
    """A run whose figures would say nothing: something was refused, lost or left undone; the message says what."""


@asynccontextmanager
async def connections(address: tuple[str, int], count: int) -> AsyncIterator[list[Connection]]:
    """So many open connections, closed at the end."""
    opened = await asyncio.gather(*(Connection.open_to(*address) for _ in range(count)))
    try:
        yield list(opened)
    finally:
        for one in opened:
            one.close()


async def flood(
    address: tuple[str, int], clients: int, seconds: float, requests: Iterator[bytes], good: int = 200
) -> Lap:
    """Ask from all clients at once until the time is over or the requests are; every answer must be `good`.

    What is on its way at the end is waited for and counted, and so is its time. Raises Meaningless.
    """
    async with connections(address, clients) as opened:
        lap = Lap()
        ends_at = time.perf_counter() + seconds
        finished = [asyncio.get_running_loop().create_future() for _ in opened]
        started_at = time.perf_counter()
        for connection, end in zip(opened, finished, strict=True):
            _Client(connection, requests, ends_at, lap, end, good).next()
        await asyncio.gather(*finished)
        lap.seconds = time.perf_counter() - started_at
    must_be_good(lap, good)
    return lap


class _Client:
    """One client of a flood, by callbacks: a coroutine would cost as much as the request."""

    def __init__(
        self, connection: Connection, requests: Iterator[bytes], ends_at: float, lap: Lap,
        end: asyncio.Future[None], good: int,
    ) -> None:  # fmt: skip
        self._connection, self._requests, self._ends_at = connection, requests, ends_at
        self._lap, self._end, self._good = lap, end, good
        self._sent_at = 0.0

    def next(self) -> None:
        now = time.perf_counter()
        request = next(self._requests, None) if now < self._ends_at else None
        if request is None:
            self._end.set_result(None)
            return
        self._sent_at = now
        self._connection.send(request, self._answered)

    def _answered(self, status: int, body: bytes) -> None:
        lap = self._lap
        lap.statuses[status] += 1
        if status == self._good:
            lap.latencies_ms.append((time.perf_counter() - self._sent_at) * 1000)
        elif not lap.first_refusal:
            lap.first_refusal = body or b"the connection was closed"
        if status == 0:
            self._end.set_result(None)
            return
        self.next()


async def in_parallel(do: Callable[[Item], Awaitable[None]], items: Iterable[Item], *, at_once: int) -> None:
    """Do something for every item of a set-up, so many at once."""
    waiting = iter(items)

    async def work() -> None:
        for item in waiting:
            await do(item)

    await asyncio.gather(*(work() for _ in range(at_once)))


def must_be_good(lap: Lap, good: int) -> None:
    """Raises Meaningless when anything but `good` was answered."""
    if set(lap.statuses) - {good}:
        raise Meaningless(f"answers {dict(lap.statuses)}; the first: {lap.first_refusal[:500]!r}")
