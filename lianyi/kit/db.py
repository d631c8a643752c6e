"""Sessions over psycopg: one session is one transaction of one tenant, and a round trip is never wasted.

The first statement travels with BEGIN and the tenant; `Session.later` sends a write without waiting for its answer.
`ReadSession` cannot write (the transaction is READ ONLY), `Session` writes in its caller's transaction, `Database`
opens short transactions around calls to the outside.
"""

import sys
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar, get_args, get_type_hints, overload
from uuid import UUID

import psycopg
from psycopg.rows import tuple_row
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import psycopg as dialect_module

from lianyi.kit import outbox, wire
from lianyi.kit.arrays import ArrayDumper
from lianyi.kit.clock import Clock, SystemClock
from lianyi.kit.ids import TenantId

Row = TypeVar("Row")
Found = TypeVar("Found")
Connection = psycopg.AsyncConnection[tuple[Any, ...]]
_DIALECT = dialect_module.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]
_SCALARS = (int, str, bool, bytes, UUID, datetime, float, list, dict)

set_json_dumps(wire.dumps)
set_json_loads(wire.loads)


class Statement(Generic[Row]):
    """SQL text with named parameters `%(name)s` and the type of its rows.

    `%(tenant)s` and `%(now)s` are filled by the session. A dataclass row takes the columns in the order of its
    fields, a scalar row the first column; words become the field's Enum. tests/kit/test_statements.py prepares every
    statement against the migrated schema and compares the columns' names with the fields.
    """

    known: ClassVar[list["Statement[Any]"]] = []

    @overload
    def __init__(self: "Statement[None]", text: str) -> None: ...
    @overload
    def __init__(self, text: str, row_type: type[Row]) -> None: ...
    def __init__(self, text: str, row_type: type[Any] | None = None) -> None:
        self.text = text
        self.row_type = row_type
        self.wants_tenant = "%(tenant)s" in text
        self.wants_now = "%(now)s" in text
        self.make: Callable[[tuple[Any, ...]], Any] = _row_maker(row_type)
        frame = sys._getframe(1)  # noqa: SLF001  the module that wrote the statement, for the PREPARE test's message
        self.origin = f"{frame.f_globals.get('__name__', '?')}:{frame.f_lineno}"
        Statement.known.append(self)


def _row_maker(row_type: type[Any] | None) -> Callable[[tuple[Any, ...]], Any]:
    if row_type is None:
        return lambda row: row
    if row_type in _SCALARS or not is_dataclass(row_type):
        return lambda row: row[0]
    enums = _enum_fields(row_type)
    if not enums:
        return lambda row: row_type(*row)

    def make(row: tuple[Any, ...]) -> Any:
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

    __slots__ = ("_cursor", "_make")

    def __init__(
        self, cursor: psycopg.AsyncCursor[tuple[Any, ...]], make: Callable[[list[tuple[Any, ...]]], Found]
    ) -> None:
        self._cursor = cursor
        self._make = make

    def __await__(self) -> Generator[Any, None, Found]:
        return self._fetch().__await__()

    async def _fetch(self) -> Found:
        return self._make(await self._cursor.fetchall())


class ReadSession:
    """One READ ONLY transaction of one tenant."""

    _begin = b"begin read only"

    def __init__(self, connection: Connection, tenant: TenantId | None, now: datetime) -> None:
        self._connection = connection
        self._tenant = tenant
        self.now = now
        self._scope = connection.pipeline()
        self._begun = False

    @property
    def tenant(self) -> TenantId:
        if self._tenant is None:
            raise RuntimeError("this session has no tenant; open it with one")
        return self._tenant

    async def __aenter__(self) -> Self:
        self._pipeline = await self._scope.__aenter__()
        return self

    async def _start(self) -> None:
        self._begun = True
        await self._connection.execute(self._begin, prepare=False)
        if self._tenant is not None:
            await self._enter_tenant(self._tenant)

    async def _enter_tenant(self, tenant: TenantId) -> None:
        await self._connection.execute(
            "select set_config('lianyi.tenant', %s, true)", (str(tenant),), prepare=True
        )

    async def _send(
        self, text: str, params: dict[str, Any], *, prepare: bool = True
    ) -> psycopg.AsyncCursor[tuple[Any, ...]]:
        if not self._begun:
            await self._start()
        return await self._connection.execute(text, params, prepare=prepare)

    def _fill(self, statement: Statement[Any], params: dict[str, Any]) -> dict[str, Any]:
        if statement.wants_tenant:
            params["tenant"] = self.tenant
        if statement.wants_now and "now" not in params:
            params["now"] = self.now
        return params

    async def all(self, statement: Statement[Row], **params: Any) -> list[Row]:
        """Every row. The statement itself carries the limit."""
        cursor = await self._send(statement.text, self._fill(statement, params))
        make = statement.make
        return [make(row) for row in await cursor.fetchall()]

    async def soon(
        self, statement: Statement[Row], then: Callable[[list[Row]], Found], **params: Any
    ) -> Soon[Found]:
        """Send now, wait later: several of these cost one round trip. `then` makes the answer of every row."""
        make = statement.make
        cursor = await self._send(statement.text, self._fill(statement, params))
        return Soon(cursor, lambda rows: then([make(row) for row in rows]))

    async def maybe(self, statement: Statement[Row], **params: Any) -> Row | None:
        """The first row, or None."""
        cursor = await self._send(statement.text, self._fill(statement, params))
        row = await cursor.fetchone()
        return None if row is None else statement.make(row)

    async def one(self, statement: Statement[Row], **params: Any) -> Row:
        """The row. Raises LookupError when there is none: the caller promised there is."""
        row = await self.maybe(statement, **params)
        if row is None:
            raise LookupError(f"no row for {statement.origin}")
        return row

    async def select(self, query: Select[Any], row_type: type[Row]) -> list[Row]:
        """A dynamic list (filters, white-listed sorts): SQLAlchemy Core compiled at call, ~150 µs."""
        compiled = query.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        cursor = await self._send(str(compiled), dict(compiled.params), prepare=False)
        make = _row_maker(row_type)
        return [make(row) for row in await cursor.fetchall()]

    async def finish(self) -> None:
        """Commit what was begun, in the same round trip as what still waits in the pipe."""
        if self._begun:
            await self._connection.execute(b"commit", prepare=False)
        await self._scope.__aexit__(None, None, None)
        self._begun = False

    async def abandon(self, problem: BaseException) -> None:
        """Roll back whatever happened; the connection is clean afterwards."""
        begun, self._begun = self._begun, False
        refused = isinstance(problem, psycopg.Error)
        try:
            await self._scope.__aexit__(None, None, None)
        except psycopg.Error:
            refused = begun = True  # the server still holds the transaction
        if refused:
            self._forget_prepared()
        if begun:
            await self._connection.execute(b"rollback", prepare=False)

    def _forget_prepared(self) -> None:
        """After a failure in the pipe psycopg believes in statements that the server skipped; start its list anew."""
        self._connection._prepared.clear()  # noqa: SLF001  psycopg clears it itself on ROLLBACK, but not in a pipe


class Session(ReadSession):
    """One transaction of one tenant that may write; its caller commits."""

    _begin = b"begin"

    async def run(self, statement: Statement[Any], **params: Any) -> int:
        """Write and learn how many rows it touched."""
        cursor = await self._send(statement.text, self._fill(statement, params))
        await self._pipeline.sync()
        return cursor.rowcount

    async def later(self, statement: Statement[Any], **params: Any) -> None:
        """Write in the pipe: nobody waits; a failure surfaces at the next read or at the commit."""
        await self._send(statement.text, self._fill(statement, params))

    async def emit(self, *events: object) -> None:
        """Tell facts: one outbox row each, in this transaction and in this order, in one statement without a round trip."""
        if not events:
            return
        kinds, subjects, payloads = zip(*map(outbox.write, events), strict=True)
        await self._send(
            outbox.INSERT,
            {
                "tenant": self.tenant,
                "subjects": list(subjects),
                "shards": [outbox.shard_of(subject) for subject in subjects],
                "kinds": list(kinds),
                "payloads": list(payloads),
                "now": self.now,
            },
        )

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
                await self._enter_tenant(tenant)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Try something that may fail without losing the transaction."""
        await self._send("savepoint attempt", {}, prepare=False)
        try:
            yield
            await self._pipeline.sync()
        except BaseException:
            with suppress(psycopg.Error):  # clears the pipe, which repeats the failure being handled
                await self._pipeline.sync()
            self._forget_prepared()
            await self._send("rollback to savepoint attempt", {}, prepare=False)
            await self._pipeline.sync()
            raise
        await self._send("release savepoint attempt", {}, prepare=False)


@cache
def _noop_configure() -> Callable[[Connection], Any]:
    async def configure(connection: Connection) -> None:
        await connection.set_autocommit(True)
        connection.adapters.register_dumper(list, ArrayDumper)
        connection.prepared_max = 500
        connection.prepare_threshold = 3

    return configure


class Database:
    """A pool, a clock, and short transactions.

    Four connections a worker: on two cores eight made the p99 of lists three times worse (docs/decisions).
    """

    def __init__(self, dsn: str, *, clock: Clock | None = None, connections: int = 4) -> None:
        self.clock: Clock = clock or SystemClock()
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            dsn,
            min_size=min(2, connections),
            max_size=connections,
            open=False,
            timeout=10,
            max_waiting=1000,
            kwargs={"row_factory": tuple_row, "application_name": "lianyi"},
            configure=_noop_configure(),
        )

    async def open(self) -> None:
        await self._pool.open(wait=True, timeout=30)

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A bare connection, for kit's own relay and readiness."""
        async with self._pool.connection() as connection:
            yield connection

    @asynccontextmanager
    async def read(self, tenant: TenantId | None) -> AsyncIterator[ReadSession]:
        """A READ ONLY transaction."""
        async with (
            self._pool.connection() as connection,
            transaction(ReadSession(connection, tenant, self.clock.now())) as session,
        ):
            yield session

    @asynccontextmanager
    async def write(self, tenant: TenantId | None) -> AsyncIterator[Session]:
        """A transaction, committed at the end of the block and rolled back on any exception."""
        async with (
            self._pool.connection() as connection,
            transaction(Session(connection, tenant, self.clock.now())) as session,
        ):
            yield session


AnySession = TypeVar("AnySession", bound=ReadSession)


@asynccontextmanager
async def transaction(session: AnySession) -> AsyncIterator[AnySession]:
    """Run a session to its commit, or roll it back."""
    await session.__aenter__()
    try:
        yield session
        await session.finish()
    except BaseException as problem:
        await session.abandon(problem)
        raise


def columns(rows: Sequence[Any], *names: str) -> dict[str, list[Any]]:
    """Rows as one array a column, for `unnest(%(a)s::uuid[], %(b)s::int[])`."""
    return {name: [getattr(row, name) for row in rows] for name in names}
