"""Numbers that move while somebody looks at them, told by server-sent events.

All who listen in a process share one look a second: one read transaction for each shop whose numbers are looked at, however
many look, and none while nobody does. A slow listener gets the latest numbers and misses those between. The library ends
the streams when the server is asked to end, and says every 15 seconds that the line still stands.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from fastapi import Request
from sse_starlette import EventSourceResponse
from starlette.types import Receive, Scope, Send

from lianyi.kit.db import Database, ReadSession
from lianyi.kit.errors import TooMany
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.kit.metrics import LISTENERS

log = get_logger(__name__)
MEDIA_TYPE = "text/event-stream"
LISTENERS_MAX = 2000  # of a process
LOOK_EVERY_SECONDS = 1.0
LISTEN_SECONDS_MAX = 600  # then one comes again, perhaps to another process
SEND_SECONDS_MAX = 20
Look = Callable[[ReadSession, Sequence[Any]], Awaitable[Mapping[Any, str]]]


class TooManyListeners(TooMany):
    code = "too_many_listeners"
    zh = "同时打开的页面太多,数字会晚一点更新"
    en = "Too many pages are open at once; the numbers come a little later"


class Listener:
    """One open page. `topic` is what it asks of `look`; `who` it is only counts."""

    def __init__(self, tenant: TenantId, look: Look, topic: Hashable, who: str) -> None:
        self.who = who
        self.subject = tenant, look, topic
        self._value: str | None = None
        self._ended = False
        self._news = asyncio.Event()

    def tell(self, value: str) -> None:
        """Send it next, in place of what has not been sent yet."""
        if value != self._value:
            self._value = value
            self._news.set()

    def end(self) -> None:
        """Nothing more comes."""
        self._ended = True
        self._news.set()

    async def messages(self) -> AsyncIterator[dict[str, str]]:
        """What is told, as events without a name."""
        ending = asyncio.get_running_loop().call_later(LISTEN_SECONDS_MAX, self.end)
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                if self._ended or self._value is None:
                    return
                yield {"data": self._value}
        finally:
            ending.cancel()


class Hub:
    """Who listens in this process, and the one look for all of them."""

    def __init__(self, db: Database, *, listeners_max: int = LISTENERS_MAX) -> None:
        self._db = db
        self._listeners_max = listeners_max
        self._listeners: defaultdict[tuple[TenantId, Look, Hashable], set[Listener]] = defaultdict(set)
        self._count: Counter[str] = Counter()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return self._count.total()

    def join(self, tenant: TenantId, look: Look, topic: Hashable, who: str, *, most: int) -> Listener:
        """A listener to hand to `Stream`, which takes it away again; `most` of one `who`. Raises TooManyListeners."""
        if self._count[who] >= most or len(self) >= self._listeners_max:
            raise TooManyListeners(retry_after_seconds=60)
        listener = Listener(tenant, look, topic, who)
        self._listeners[listener.subject].add(listener)
        self._count[who] += 1
        LISTENERS.inc()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        return listener

    def leave(self, listener: Listener) -> None:
        """It is gone; safe to say twice."""
        there = self._listeners.get(listener.subject, set())
        if listener not in there:
            return
        there.remove(listener)
        if not there:
            del self._listeners[listener.subject]
        self._count[listener.who] -= 1
        if not self._count[listener.who]:
            del self._count[listener.who]
        LISTENERS.dec()

    async def look(self) -> None:
        """Ask once for everything that is listened to, and tell it. What there is not any more ends."""
        asked: defaultdict[tuple[TenantId, Look], list[Hashable]] = defaultdict(list)
        for tenant, look, topic in self._listeners:
            asked[tenant, look].append(topic)
        for (tenant, look), topics in asked.items():
            async with self._db.read(tenant) as session:
                found = await look(session, topics)
            for topic in topics:
                for listener in list(self._listeners.get((tenant, look, topic), ())):
                    if topic in found:
                        listener.tell(found[topic])
                    else:
                        listener.end()

    async def _watch(self) -> None:
        while self._listeners:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except Exception as problem:  # noqa: BLE001  the next look may succeed, and whoever listens has only waited
                log.warning("live.look_failed", error=type(problem).__name__)

    async def close(self) -> None:
        """Stop looking; the streams have ended."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task


def hub(request: Request) -> Hub:
    """The process's own."""
    found: Hub = request.app.state.live
    return found


def wants_stream(request: Request) -> bool:
    """Whether a reader asks for events; anybody else gets the numbers of now, once."""
    return MEDIA_TYPE in request.headers.get("accept", "")


class Stream(EventSourceResponse):
    """The answer that a listener hears through; it leaves with it."""

    def __init__(self, live: Hub, listener: Listener) -> None:
        super().__init__(listener.messages(), send_timeout=SEND_SECONDS_MAX)
        self._live = live
        self._listener = listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._live.leave(self._listener)
