"""One sqlite connection for the whole program.

Every handler runs on the event loop and never awaits inside a transaction, so one connection is both the
simplest and the fastest arrangement: a transaction can not be seen half done. WAL with synchronous=NORMAL
loses nothing to kill -9 (the pages are in the operating system's hands after each commit) and costs no fsync
per order.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

VERSION = 1  # of the tables; a state of another version is refused, never guessed at
SCHEMA = Path(__file__).with_name("schema.sql")
Value = str | int | bytes | None


class StateNotUsable(RuntimeError):
    """The folder is used by another sandbox, or was written by one with other tables."""


class Database:
    def __init__(self, data_dir: Path | None) -> None:
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True)
        path = ":memory:" if data_dir is None else str(data_dir / "sandbox.sqlite3")
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._open = False
        try:
            self._prepare()
        except sqlite3.OperationalError as error:
            raise StateNotUsable(
                f"{path} can not be opened ({error}); does another sandbox use it?"
            ) from error

    def _prepare(self) -> None:
        # EXCLUSIVE: a second sandbox on the same folder must fail loudly instead of sharing wallets.
        for pragma in (
            "busy_timeout=1000",
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=NORMAL",
        ):
            self._connection.execute(f"pragma {pragma}")
        found = self._connection.execute("pragma user_version").fetchone()[0]
        is_new = self._connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0
        if not is_new and found != VERSION:
            raise StateNotUsable(
                f"the state has tables of version {found}, this sandbox of {VERSION}: use another folder"
            )
        self._connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        self._connection.execute(f"pragma user_version = {VERSION}")

    def one(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Execute one writing statement and return the number of rows it touched."""
        return self._connection.execute(sql, values).rowcount

    def run_each(self, sql: str, values: Sequence[Sequence[Value]]) -> None:
        """Execute one writing statement with each of the given values."""
        self._connection.executemany(sql, values)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Execute one insert and return the integer id of the new row."""
        return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a transaction inside another one joins it."""
        if self._open:
            yield
            return
        self._connection.execute("begin immediate")
        self._open = True
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        else:
            self._connection.execute("commit")
        finally:
            self._open = False

    def close(self) -> None:
        self._connection.close()
