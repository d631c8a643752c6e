"""Many hands at once, each with a connection of its own; after every race the whole database is asked what must hold."""

import asyncio

import psycopg
import pytest
import pytest_asyncio

from lianyi.kit import relay
from lianyi.kit.db import Database, Statement
from lianyi.kit.errors import Refusal
from tests.races.holds import wrongs

HANDS = 20
ROUNDS_MAX = 200
UNTOLD = Statement("select count(*)::int from kit_outbox", int)
WAITING = Statement(
    """
    select count(*)::int from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()
    """,
    int,
)


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(app_dsn, db):
    """Twenty connections of their own: the hands really meet in the database."""
    database = Database(app_dsn, clock=db.clock, connections=HANDS)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def everything_holds(request, owner_dsn, db):
    """Money, stock, seats and budgets agree whatever the race was about.

    A module that drives one domain without the one above it names the facts that find nobody there (PARKED_KINDS).
    """
    yield
    with psycopg.connect(owner_dsn, autocommit=True) as owner:
        assert wrongs(owner, getattr(request.module, "PARKED_KINDS", ())) == {}


async def outcomes(*acts):
    """Sorted: "" for who succeeded, the code for who was refused; anything else is a failure of the test."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
    return sorted(result.code if isinstance(result, Refusal) else "" for result in results)


async def answers(*calls):
    """Sorted: the status of every HTTP answer, and its code where it is a refusal."""
    responses = await asyncio.gather(*calls)
    return sorted(
        str(one.status_code) if one.status_code < 300 else f"{one.status_code} {one.json()['code']}"
        for one in responses
    )


async def tell_together(crowd, hands=4):
    """Several relays at once, until every fact is told; a round that gave way to others may have told none."""
    for _ in range(ROUNDS_MAX):
        await asyncio.gather(*[relay.relay_once(crowd) for _ in range(hands)])
        async with crowd.read(None) as session:
            if await session.one(UNTOLD) == 0:
                return
    raise AssertionError("facts are left untold")


async def somebody_waits(db, hands=1):
    """Until so many wait for a lock: the interleaving under test has come about."""
    async with asyncio.timeout(15):
        while True:
            async with db.read(None) as session:
                if await session.one(WAITING) >= hands:
                    return
