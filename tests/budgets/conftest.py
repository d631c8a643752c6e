"""Counts what a hot verb sends to PostgreSQL and how often it waits for it, over the real edge."""

from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from psycopg import AsyncCursor, AsyncPipeline

from lianyi.kit import relay
from lianyi.kit.db import ReadSession
from tests.live_shop import open_live


@dataclass
class Spent:
    """`statements` by their first words, without BEGIN, the tenant and COMMIT; `waits`: answers that were waited for."""

    statements: list = field(default_factory=list)
    waits: int = 0

    @property
    def by_reactions(self):
        """What the relay itself sends depends on how many shards the facts fell into; the rest are the reactions'."""
        own = (
            "kit_outbox",
            "pg_try_advisory_xact_lock(7102",
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
    send = ReadSession._send

    async def counting(self, text, params, **more):
        if counted.on:
            counted.statements.append(" ".join(text.split()[:6]))
            counted.asked = True
        return await send(self, text, params, **more)

    def waiting(owner, name):
        original = getattr(owner, name)

        async def wait(self, *given):
            if counted.on and counted.asked:
                counted.waits, counted.asked = counted.waits + 1, False
            return await original(self, *given)

        monkeypatch.setattr(owner, name, wait)

    monkeypatch.setattr(ReadSession, "_send", counting)
    waiting(AsyncCursor, "fetchone")
    waiting(AsyncCursor, "fetchall")
    waiting(AsyncPipeline, "sync")
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
