"""The same question asked by many at once is asked of the database once.

A crowd opens one page: what differs between its requests is who waits, not what is answered. Whoever asks while the same
question is being answered waits for the next answer, which is begun after they came; so nobody is told anything older than
their own question would have told them. Who asks alone is answered at once. Nothing is kept: this is no cache.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from lianyi.kit.db import Database, ReadSession
from lianyi.kit.ids import TenantId

Asked = TypeVar("Asked", bound=Hashable)
Found = TypeVar("Found")
# Per shop and question who waits for the next answer; a question that nobody asks has no line.
Lines = dict[tuple[TenantId, Asked], list[asyncio.Future[Found]]]


class Shared(Generic[Asked, Found]):
    """One hot read of the shop, the same for whoever asks: `read` answers in a session of its own."""

    def __init__(self, read: Callable[[ReadSession, Asked], Awaitable[Found]]) -> None:
        self._read = read
        self._lines: WeakKeyDictionary[Database, Lines[Asked, Found]] = WeakKeyDictionary()
        self._rounds: set[asyncio.Task[None]] = set()  # held, so that none is collected while it runs

    async def answer(self, db: Database, tenant: TenantId, asked: Asked) -> Found:
        """What `read` finds, read after this call began. Raises what `read` raises, to each who asked."""
        lines = self._lines.setdefault(db, {})
        place = (tenant, asked)
        line = lines.get(place)
        if line is not None:
            mine: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
            line.append(mine)
            return await mine
        lines[place] = []
        try:
            return await self._ask(db, tenant, asked)
        finally:
            self._next(db, lines, place)

    async def _ask(self, db: Database, tenant: TenantId, asked: Asked) -> Found:
        async with db.read(tenant) as session:
            return await self._read(session, asked)

    def _next(self, db: Database, lines: Lines[Asked, Found], place: tuple[TenantId, Asked]) -> None:
        """Ask once more for those who came meanwhile; an empty line is taken away."""
        waiting = lines.pop(place)
        if not waiting:
            return
        lines[place] = []
        task = asyncio.get_running_loop().create_task(self._round(db, lines, place, waiting))
        self._rounds.add(task)
        task.add_done_callback(self._rounds.discard)

    async def _round(
        self,
        db: Database,
        lines: Lines[Asked, Found],
        place: tuple[TenantId, Asked],
        waiting: list[asyncio.Future[Found]],
    ) -> None:
        waiting += lines[place]  # who came before this round began is of it
        lines[place] = []
        answer: Found | Exception
        try:
            answer = await self._ask(db, *place)
        except Exception as problem:  # noqa: BLE001  whatever it was belongs to those who asked
            answer = problem
        finally:
            self._next(db, lines, place)
        for one in waiting:
            if one.done():  # whoever asked has hung up
                continue
            if isinstance(answer, Exception):
                one.set_exception(answer)
            else:
                one.set_result(answer)
