"""Sweeps of members: levels and points whose day has come or comes near, birthdays, claims of new goods."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.members import actions

BATCH = 100
NEW_GOODS = 2_000


@every(seconds=300)
async def end_levels(db: Database, tenant: TenantId) -> int:
    """Nobody has a benefit beyond its day, whether this has run or not; here the step is written down."""
    async with db.write(tenant) as session:
        return await actions.end_levels(session, BATCH)


@every(seconds=300)
async def expire_points(db: Database, tenant: TenantId) -> int:
    """Points beyond their day cannot be spent, whether this has run or not; here the ledger follows."""
    async with db.write(tenant) as session:
        return await actions.expire(session, BATCH)


@every(seconds=3600)
async def warn_members(db: Database, tenant: TenantId) -> int:
    """Tell what ends within 30 days."""
    async with db.write(tenant) as session:
        return await actions.warn_levels(session, BATCH) + await actions.warn_points(session, BATCH)


@every(seconds=3600)
async def give_birthdays(db: Database, tenant: TenantId) -> int:
    """Give today's presents."""
    async with db.write(tenant) as session:
        return await actions.give_birthdays(session, BATCH)


@every(seconds=3600)
async def claim_new_goods(db: Database, tenant: TenantId) -> int:
    """Goods put on sale since the levels were saved are claimed for as well.

    0 whatever it did: SKUs that no level takes anything off stay without a claim, and would make it run again at once.
    """
    async with db.write(tenant) as session:
        await actions.claim_new(session, NEW_GOODS)
    return 0
