"""Statements in a pipe, over libpq as psycopg gives it (`psycopg.pq`) and with its adapters (`psycopg.adapt`).

psycopg's own pipe speaks to the socket after every statement and makes a cursor, a query and three awaits for each; that was
half of what a server did for an order (docs/decisions/0027-the-pipe.md). Here statements collect in libpq's buffer and go out
when an answer is waited for; connections, the pool, errors and how values are written and read stay psycopg's.
"""

import asyncio
import re
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer

from lianyi.kit.arrays import ArrayDumper

Row = TypeVar("Row")
Prepared = tuple[
    bytes, tuple[int, ...], bool
]  # a statement's text, the types of its values, whether it is planned once
PREPARED_MAX = 600  # statements a connection keeps; the one unused for longest gives way
CANCEL_SECONDS = 5
# A plan made before a table changed, or a name that the server does not know: what is remembered is wrong, all of it.
STALE = (psycopg.errors.FeatureNotSupported, psycopg.errors.InvalidSqlStatementName)
_NAMED = re.compile(r"%(?:\((\w+)\)s|(%))")
_BROKEN = frozenset({pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED, pq.ExecStatus.BAD_RESPONSE})


@lru_cache(maxsize=4096)
def positional(text: str) -> tuple[bytes, tuple[str, ...]]:
    """`%(name)s` → `$1`, `%%` → `%`: the SQL as the server reads it and the names in the order of its places."""
    places: dict[str, int] = {}

    def place(match: re.Match[str]) -> str:
        if match[2]:
            return "%"
        return f"${places.setdefault(match[1], len(places) + 1)}"

    return _NAMED.sub(place, text).encode(), tuple(places)


class Connection(psycopg.AsyncConnection[tuple[Any, ...]]):
    """A connection of the pool with the pipe that its sessions use one after the other."""

    pipe: "Pipe"

    async def close(self) -> None:
        """As psycopg's; the loop stops looking at the socket first, whose number the next connection may get."""
        if hasattr(self, "pipe"):
            self.pipe.unwatch()
        await super().close()


async def furnish(connection: Connection) -> None:
    """Make a new connection ready: lists as arrays at once, its own commits, a pipe."""
    await connection.set_autocommit(True)
    # psycopg prepares nothing here: its DEALLOCATE ALL after a rollback would take our statements along.
    connection.prepare_threshold = None
    connection.adapters.register_dumper(list, ArrayDumper)
    connection.pipe = Pipe(connection)


class Answer:
    """What the server says to one statement, once it has come."""

    __slots__ = ("result",)

    def __init__(self) -> None:
        self.result: pq.abc.PGresult | None = None


class Pipe:
    """One transaction's statements: asked in order, answered in order. Not for two sessions at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pg = connection.pgconn
        self._adapt = Transformer(connection)
        self._formats = [[PyFormat.AUTO] * count for count in range(64)]
        self._prepared: OrderedDict[Prepared, bytes] = OrderedDict()
        self._named = 0
        self._new: list[Prepared] = []  # prepared here, and not yet known to have worked
        self._asked: deque[Answer] = deque()
        self._refused: pq.abc.PGresult | None = None
        self._waiter: asyncio.Future[None] | None = None
        self.writing = False  # a transaction that was begun; else what is asked together is one, and ends with its answers
        self._watched: int | None = None  # the socket, while the loop looks at it

    def enter(self, *, writing: bool) -> None:
        """Begin to collect. Raises psycopg.OperationalError when the connection is lost."""
        self._pg.enter_pipeline_mode()
        self.writing = writing

    @property
    def idle(self) -> bool:
        """Nothing is asked that has no answer yet; a reader's last transaction is over."""
        return not self._asked

    def ask(self, text: bytes, values: Sequence[Any], *, prepare: bool = True, once: bool = False) -> Answer:
        """Put a statement into the pipe; nothing is sent yet unless the buffer is full.

        `once` keeps the plans that are made for all values apart from those made as usual.
        """
        adapt, count = self._adapt, len(values)
        formats = self._formats[count] if count < len(self._formats) else [PyFormat.AUTO] * count
        written = adapt.dump_sequence(values, formats)
        types = adapt.types or ()
        if prepare:
            name = self._name_of(text, types, once)
            self._pg.send_query_prepared(name, written, param_formats=adapt.formats)
        else:
            self._pg.send_query_params(text, written, param_types=types, param_formats=adapt.formats)
        answer = Answer()
        self._asked.append(answer)
        return answer

    def _name_of(self, text: bytes, types: tuple[int, ...], once: bool) -> bytes:
        """The name a statement is prepared under; the same text with other types is another one."""
        key = (text, types, once)
        name = self._prepared.get(key)
        if name is not None:
            self._prepared.move_to_end(key)
            return name
        if len(self._prepared) >= PREPARED_MAX:
            _, oldest = self._prepared.popitem(last=False)
            self._pg.send_query_params(b"deallocate " + oldest, None)
            self._asked.append(Answer())
        self._named += 1
        name = b"lianyi_%d" % self._named
        self._pg.send_prepare(name, text, param_types=types)
        self._asked.append(Answer())
        self._prepared[key] = name
        self._new.append(key)
        return name

    async def rows(self, answer: Answer, make: Callable[[Sequence[Any]], Row]) -> list[Row]:
        """Every row of an answer. Raises the psycopg.Error of the first statement that failed."""
        result = await self._result(answer)
        self._adapt.set_pgresult(result)
        return self._adapt.load_rows(0, result.ntuples, make)

    async def row(self, answer: Answer, make: Callable[[Sequence[Any]], Row]) -> Row | None:
        """The first row of an answer, or None. Raises as `rows`."""
        result = await self._result(answer)
        if result.ntuples == 0:
            return None
        self._adapt.set_pgresult(result)
        return self._adapt.load_rows(0, 1, make)[0]

    async def touched(self, answer: Answer) -> int:
        """How many rows a statement wrote. Raises as `rows`."""
        return (await self._result(answer)).command_tuples or 0

    async def _result(self, answer: Answer) -> pq.abc.PGresult:
        if answer.result is None and not self.writing:
            await self.settle()
        elif answer.result is None:
            self._pg.send_flush_request()
            await self._collect(answer)
        result = answer.result
        if result is None or result.status in _BROKEN:
            self._fail()
        return result

    async def settle(self) -> None:
        """Wait for everything that was asked, past the point to which a failure reaches. Raises as `rows`."""
        self._pg.pipeline_sync()
        self._asked.append(Answer())
        await self._collect(None)
        if self._refused is not None:
            self._fail()
        self._new.clear()

    async def leave(self) -> None:
        """Settle, and give the connection back to the pool. Raises as `rows`; then `abandon` must follow."""
        if self._asked:
            await self.settle()
        self._pg.exit_pipeline_mode()

    async def abandon(self, *, stop: bool) -> None:
        """Whatever has happened: read what is still to come, roll back, and give the connection back clean.

        `stop`: a statement that still runs is cancelled first. A connection that is lost stays lost; the pool makes another.
        """
        try:
            if stop and self._asked:
                await self._connection.cancel_safe(timeout=CANCEL_SECONDS)
            await self.revive()
            if self._pg.transaction_status != pq.TransactionStatus.IDLE:
                self.ask(b"rollback", (), prepare=False)
                await self.revive()
            self.unwatch()
            self._pg.exit_pipeline_mode()
        except psycopg.Error:
            self.unwatch()
            self._pg.finish()  # nobody knows what it would answer next

    async def revive(self) -> None:
        """Past a failure: the pipe takes statements again; inside a transaction the caller goes back to a savepoint."""
        self._pg.pipeline_sync()
        self._asked.append(Answer())
        await self._collect(None)
        self._forget()

    def _forget(self) -> None:
        """What was prepared since the last success may not have arrived; names are never used twice, so it is made anew."""
        for key in self._new:
            self._prepared.pop(key, None)
        self._new.clear()
        self._refused = None

    def _fail(self) -> NoReturn:
        if self._refused is None:
            raise psycopg.errors.PipelineAborted("the pipe was abandoned by an earlier failure")
        problem = psycopg.errors.error_from_result(self._refused, encoding="utf-8")
        if isinstance(problem, STALE):
            self._prepared.clear()
            self._new.clear()
        raise problem

    async def _collect(self, until: Answer | None) -> None:
        """Send what waits and take answers, up to one of them or to the last."""
        pg, asked = self._pg, self._asked
        full = pg.flush()
        while asked and (until is None or until.result is None):
            if pg.is_busy():
                await self._ready(full=bool(full))
                if full:
                    full = pg.flush()
                pg.consume_input()
                continue
            result = pg.get_result()
            if result is None:  # stands between the answers of two statements
                continue
            if result.status in _BROKEN and self._refused is None:
                self._refused = result
            asked.popleft().result = result

    async def _ready(self, *, full: bool) -> None:
        loop = asyncio.get_running_loop()
        if self._watched is None:
            self._watched = self._pg.socket
            loop.add_reader(self._watched, self._wake)
        self._waiter = loop.create_future()
        if full:
            loop.add_writer(self._watched, self._wake)
        try:
            await self._waiter
        finally:
            self._waiter = None
            if full and self._watched is not None:
                loop.remove_writer(self._watched)

    def _wake(self) -> None:
        if self._waiter is None:
            self.unwatch()  # nobody waits: the loop would call again and again until it is read
        elif not self._waiter.done():
            self._waiter.set_result(None)

    def unwatch(self) -> None:
        """The loop stops looking at the socket: for whoever is about to close it or to use it without the pipe.

        It looks on from one session to the next, because beginning and ending to look cost more than looking.
        """
        if self._watched is not None:
            asyncio.get_running_loop().remove_reader(self._watched)
            self._watched = None
