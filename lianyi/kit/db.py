"""Sessions over psycopg: one session is one transaction of one tenant, and a round trip is never wasted.

The first statement travels with BEGIN and the tenant; `Session.later` sends a write without waiting for its answer.
`ReadSession` cannot write (the transaction is READ ONLY), `Session` writes in its caller's transaction, `Database`
opens short transactions around calls to the outside.
"""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from types import TracebackType
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_type_hints, overload
from uuid import UUID

from psycopg.rows import tuple_row
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import psycopg as dialect_module

from lianyi.kit import outbox, wire
from lianyi.kit.clock import Clock, SystemClock
from lianyi.kit.ids import TenantId
from lianyi.kit.pipe import Answer, Connection, Pipe, furnish, positional

Row = TypeVar("Row")
Found = TypeVar("Found")
_DIALECT = dialect_module.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]
_SCALARS = (int, str, bool, bytes, UUID, datetime, float, list, dict)

set_json_dumps(wire.dumps)
set_json_loads(wire.loads)
_ENTER_TENANT = b"select set_config('lianyi.tenant', $1, true)"
# One statement, so that what follows in the same trip is of this tenant and cannot write.
_READ_ONLY = b"select set_config('lianyi.tenant', $1, true), set_config('transaction_read_only', 'on', true)"
# No table is read whole, be it by itself or as one side of a join; both look cheap when the table is young.
_PLAN_ONCE = (
    b"select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), "
    b"set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"
)
_ENTER_PLANNED = _PLAN_ONCE + b", set_config('lianyi.tenant', $1, true)"
_READ_PLANNED = _ENTER_PLANNED + b", set_config('transaction_read_only', 'on', true)"
_PLAN_AS_USUAL = (
    b"select set_config('plan_cache_mode', 'auto', true), set_config('enable_seqscan', 'on', true), "
    b"set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)"
)
_OPEN_LIMIT = re.compile(r"\blimit\s+%\(")


class Statement(Generic[Row]):
    """SQL text with named parameters `%(name)s` and the type of its rows.

    `%(tenant)s` and `%(now)s` are filled by the session. A dataclass row takes the columns in the order of its
    fields, a scalar row the first column; words become the field's Enum. tests/kit/test_statements.py prepares every
    statement against the migrated schema and compares the columns' names with the fields.

    `planned_once` is for what is found by its keys and asked all the time: PostgreSQL guesses ten rows of every `unnest`,
    finds a plan for the one that came cheaper, and so plans anew at every call, which can cost twenty times the answer;
    and a plan made while a table had a page reads it whole when it has a thousand. Not for what has a limit among its
    parameters, whose best plan depends on it (docs/decisions/0041).
    """

    known: ClassVar[list["Statement[Any]"]] = []

    @overload
    def __init__(self: "Statement[None]", text: str, *, planned_once: bool = ...) -> None: ...
    @overload
    def __init__(self, text: str, row_type: type[Row], *, planned_once: bool = ...) -> None: ...
    def __init__(self, text: str, row_type: type[Any] | None = None, *, planned_once: bool = False) -> None:
        self.text = text
        self.planned_once = planned_once
        self.has_open_limit = _OPEN_LIMIT.search(text) is not None
        if planned_once and self.has_open_limit:
            raise ValueError(f"a limit that is a parameter needs the plan of its value: {text[:200]}")
        self.sql, self.names = positional(text)
        self.row_type = row_type
        self.wants_tenant = "%(tenant)s" in text
        self.wants_now = "%(now)s" in text
        self.make: Callable[[Sequence[Any]], Any] = _row_maker(row_type)
        frame = sys._getframe(1)  # noqa: SLF001  the module that wrote the statement, for the PREPARE test's message
        self.origin = f"{frame.f_globals.get('__name__', '?')}:{frame.f_lineno}"
        Statement.known.append(self)


def _row_maker(row_type: type[Any] | None) -> Callable[[Sequence[Any]], Any]:
    if row_type is None:
        return lambda row: row
    if row_type in _SCALARS or not is_dataclass(row_type):
        return lambda row: row[0]
    enums = _enum_fields(row_type)
    if not enums:
        return lambda row: row_type(*row)

    def make(row: Sequence[Any]) -> Any:
        values = list(row)
        for index, enum in enums:
            if values[index] is not None:
                values[index] = enum(values[index])
        return row_type(*values)

    return make


def _enum_fields(row_type: type[Any]) -> list[tuple[int, type[Enum]]]:
    """Fields that are words in the table and an Enum (or an optional one) in the row."""
    hints = get_type_hints(row_type)
    found = []
    for index, item in enumerate(fields(row_type)):
        for shape in (hints[item.name], *get_args(hints[item.name])):
            if isinstance(shape, type) and issubclass(shape, Enum):
                found.append((index, shape))
                break
    return found


class Soon(Generic[Found]):
    """An answer that is on its way: what is sent meanwhile travels with it. `await` it once."""

    __slots__ = ("_answer", "_make", "_pipe", "_then")

    def __init__(
        self,
        pipe: Pipe,
        answer: Answer,
        make: Callable[[Sequence[Any]], Any],
        then: Callable[[list[Any]], Found],
    ) -> None:
        self._pipe, self._answer, self._make, self._then = pipe, answer, make, then

    def __await__(self) -> Generator[Any, None, Found]:
        return self._fetch().__await__()

    async def _fetch(self) -> Found:
        return self._then(await self._pipe.rows(self._answer, self._make))


class ReadSession:
    """Reads of one tenant; what is asked together is one READ ONLY transaction.

    Under READ COMMITTED every statement sees what is committed when it begins, in one transaction as in several. So a reader
    needs neither BEGIN nor COMMIT: whatever is asked before a wait goes in one trip, which opens and ends a transaction.
    """

    _writes = False
    _planned_once = False  # every statement of this transaction is

    def __init__(self, connection: Connection, tenant: TenantId | None, now: datetime) -> None:
        self._pipe = connection.pipe
        self._tenant = tenant
        self.now = now
        self._begun = False  # a writer's BEGIN is sent
        self._once = False  # how the transaction that is open plans what comes next

    @property
    def tenant(self) -> TenantId:
        if self._tenant is None:
            raise RuntimeError("this session has no tenant; open it with one")
        return self._tenant

    def enter(self) -> None:
        self._pipe.enter(writing=self._writes)

    def _start(self, *, once: bool) -> None:
        """What must come before the first statement of a transaction, which is planned once or as usual."""
        if self._pipe.idle:
            tenant = "" if self._tenant is None else str(self._tenant)
            self._pipe.ask(_READ_PLANNED if once else _READ_ONLY, (tenant,))
            self._once = once

    def _plan(self, *, once: bool) -> None:
        """Before every statement: the transaction is open, and plans it so. Only a change is told to the server."""
        self._start(once=once)
        if once != self._once:
            self._pipe.ask(_PLAN_ONCE if once else _PLAN_AS_USUAL, ())
            self._once = once

    def _ask(self, statement: Statement[Any], params: dict[str, Any]) -> Answer:
        once = statement.planned_once or (self._planned_once and not statement.has_open_limit)
        self._plan(once=once)
        if statement.wants_tenant:
            params["tenant"] = self.tenant
        if statement.wants_now and "now" not in params:
            params["now"] = self.now
        return self._pipe.ask(statement.sql, [params[name] for name in statement.names], once=once)

    async def all(self, statement: Statement[Row], **params: Any) -> list[Row]:
        """Every row. The statement itself carries the limit."""
        return await self._pipe.rows(self._ask(statement, params), statement.make)

    async def soon(
        self, statement: Statement[Row], then: Callable[[list[Row]], Found], **params: Any
    ) -> Soon[Found]:
        """Ask now, wait later: several of these cost one round trip. `then` makes the answer of every row."""
        return Soon(self._pipe, self._ask(statement, params), statement.make, then)

    async def maybe(self, statement: Statement[Row], **params: Any) -> Row | None:
        """The first row, or None."""
        row: Row | None = await self._pipe.row(self._ask(statement, params), statement.make)
        return row

    async def one(self, statement: Statement[Row], **params: Any) -> Row:
        """The row. Raises LookupError when there is none: the caller promised there is."""
        row = await self.maybe(statement, **params)
        if row is None:
            raise LookupError(f"no row for {statement.origin}")
        return row

    async def select(self, query: Select[Any], row_type: type[Row]) -> list[Row]:
        """A dynamic list (filters, white-listed sorts): SQLAlchemy Core compiled at call, ~150 µs."""
        compiled = query.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        sql, names = positional(str(compiled))
        self._plan(once=False)
        answer = self._pipe.ask(sql, [compiled.params[name] for name in names], prepare=False)
        return await self._pipe.rows(answer, _row_maker(row_type))

    async def finish(self) -> None:
        """Give the connection back; a reader has nothing to commit."""
        await self._pipe.leave()

    async def abandon(self, problem: BaseException) -> None:
        """Roll back whatever happened; the connection is clean afterwards."""
        await self._pipe.abandon(stop=isinstance(problem, asyncio.CancelledError))


_TELL = Statement(outbox.INSERT)


class Session(ReadSession):
    """One transaction of one tenant that may write; its caller commits."""

    _writes = True

    def plan_once(self) -> None:
        """For a hot verb, whose statements find their rows by keys: all but those with a limit are planned once.

        Call it before the first of them.
        """
        self._planned_once = True

    def _start(self, *, once: bool) -> None:
        if self._begun:
            return
        self._begun = True
        self._pipe.ask(b"begin", ())
        if self._tenant is not None:
            self._pipe.ask(_ENTER_PLANNED if once else _ENTER_TENANT, (str(self._tenant),))
            self._once = once

    async def finish(self) -> None:
        """Commit what was begun, in the same round trip as what still waits in the pipe."""
        if self._begun:
            self._pipe.ask(b"commit", ())
        await self._pipe.leave()

    async def run(self, statement: Statement[Any], **params: Any) -> int:
        """Write and learn how many rows it touched."""
        return await self._pipe.touched(self._ask(statement, params))

    async def later(self, statement: Statement[Any], **params: Any) -> None:
        """Write in the pipe: nobody waits; a failure surfaces at the next read or at the commit."""
        self._ask(statement, params)

    async def emit(self, *events: object) -> None:
        """Tell facts: one outbox row each, in this transaction and in this order, in one statement without a round trip."""
        if not events:
            return
        kinds, subjects, payloads = zip(*map(outbox.write, events), strict=True)
        await self.later(
            _TELL, subjects=list(subjects), shards=[outbox.shard_of(subject) for subject in subjects],
            kinds=list(kinds), payloads=list(payloads),
        )  # fmt: skip

    async def defer(
        self, job: str, *, lock: str | None = None, run_at: datetime | None = None, **args: Any
    ) -> None:
        """Ask for a job after the commit. The row goes through the outbox, so nothing is queued outside."""
        await self.emit(outbox.JobWanted(job=job, lock=lock or job, run_at=run_at, args=args))

    async def move_to(self, tenant: TenantId) -> None:
        """For the relay alone, which serves events of many tenants in one transaction."""
        if tenant != self._tenant:
            self._tenant = tenant
            if self._begun:
                self._pipe.ask(_ENTER_TENANT, (str(tenant),))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Try something that may fail without losing the transaction."""
        self._start(once=self._planned_once)
        self._pipe.ask(b"savepoint attempt", ())
        once = self._once
        try:
            yield
            await self._pipe.settle()
        except BaseException:
            await self._pipe.revive()
            self._pipe.ask(b"rollback to savepoint attempt", ())
            self._once = once  # what was told inside is forgotten with it
            await self._pipe.settle()
            raise
        self._pipe.ask(b"release savepoint attempt", ())


class Database:
    """A pool, a clock, and short transactions.

    Four connections a worker: on two cores eight made the p99 of lists three times worse (docs/decisions).
    """

    def __init__(self, dsn: str, *, clock: Clock | None = None, connections: int = 4) -> None:
        self.clock: Clock = clock or SystemClock()
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            dsn,
            connection_class=Connection,
            min_size=min(2, connections),
            max_size=connections,
            open=False,
            timeout=10,
            max_waiting=1000,
            kwargs={"row_factory": tuple_row, "application_name": "lianyi"},
            configure=furnish,
        )

    async def open(self) -> None:
        await self._pool.open(wait=True, timeout=30)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A bare connection, for kit's own relay and readiness."""
        async with self._pool.connection() as connection:
            connection.pipe.unwatch()
            yield connection

    def read(self, tenant: TenantId | None) -> "Open[ReadSession]":
        """Reads of a tenant."""
        return Open(self._pool, ReadSession, tenant, self.clock)

    def write(self, tenant: TenantId | None) -> "Open[Session]":
        """A transaction, committed at the end of the block and rolled back on any exception."""
        return Open(self._pool, Session, tenant, self.clock)


AnySession = TypeVar("AnySession", bound=ReadSession)


class Open(Generic[AnySession]):
    """`async with`: a session on a connection of the pool, run to its commit or rolled back."""

    __slots__ = ("_clock", "_connection", "_kind", "_pool", "_session", "_tenant")

    def __init__(
        self,
        pool: AsyncConnectionPool[Connection],
        kind: type[AnySession],
        tenant: TenantId | None,
        clock: Clock,
    ) -> None:
        self._pool, self._kind, self._tenant, self._clock = pool, kind, tenant, clock

    async def __aenter__(self) -> AnySession:
        self._connection = await self._pool.getconn()
        try:
            self._session = self._kind(self._connection, self._tenant, self._clock.now())
            self._session.enter()
        except BaseException:
            await self._pool.putconn(self._connection)
            raise
        return self._session

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if problem is not None:
                await self._session.abandon(problem)
                return
            try:
                await self._session.finish()
            except BaseException as late:
                await self._session.abandon(late)
                raise
        finally:
            await self._pool.putconn(self._connection)


def columns(rows: Sequence[Any], *names: str) -> dict[str, list[Any]]:
    """Rows as one array a column, for `unnest(%(a)s::uuid[], %(b)s::int[])`."""
    return {name: [getattr(row, name) for row in rows] for name in names}
