"""Counts what a hot verb sends to PostgreSQL and how often it waits for it, over the real edge."""

from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from lianyi.kit import relay
from lianyi.kit.pipe import Pipe
from tests.live_shop import open_live

OWN = (b"begin", b"commit", b"rollback", b"select set_config(")


@dataclass
class Spent:
    """`statements` by their first words, without BEGIN, the tenant, how to plan, and COMMIT; `waits`: answers that were waited for."""

    statements: list = field(default_factory=list)
    waits: int = 0

    @property
    def by_reactions(self):
        """What the relay itself sends depends on how many shards the facts fell into; the rest are the reactions'."""
        own = (
            "kit_outbox",
            "select shard from",
            "set local lock_timeout",
            "subject, kind, payload",
        )
        return [text for text in self.statements if not any(word in text for word in own)]

    @property
    def both(self):
        return len(self.statements), self.waits

    def __enter__(self):
        self.statements.clear()
        self.waits = 0
        self.on = True
        return self

    def __exit__(self, *_):
        self.on = False

    on = False
    asked = False  # something was sent since the last wait: what is sent together is waited for once


@pytest.fixture
def spent(monkeypatch):
    """`with spent: …` and then `spent.both == (statements, waits)`."""
    counted = Spent()
    ask, collect = Pipe.ask, Pipe._collect

    def counting(self, text, values, **more):
        if counted.on and not text.startswith(OWN):
            counted.statements.append(" ".join(text.decode().split()[:6]))
        counted.asked = text != b"commit"  # what travels with the commit is waited for by it
        return ask(self, text, values, **more)

    async def waiting(self, until):
        if counted.on and counted.asked:
            counted.waits, counted.asked = counted.waits + 1, False
        return await collect(self, until)

    monkeypatch.setattr(Pipe, "ask", counting)
    monkeypatch.setattr(Pipe, "_collect", waiting)
    return counted


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened


@pytest.fixture
def told(db):
    """Tell every fact that waits, once."""

    async def tell():
        while await relay.relay_once(db):
            pass

    return tell
