"""All days at once, for whoever cannot wait for the sweeps: the demo, an operator after an outage."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.reconciliation import queries
from lianyi.reconciliation.actions.fetch import fetch_due, plan
from lianyi.reconciliation.actions.match import match_due
from lianyi.reconciliation.queries import Standing

ROUNDS_MAX = 50


async def catch_up(db: Database, tenant: TenantId) -> Standing:
    """Do what the sweeps would do until nothing is left for them; how many lines are reconciled and what is open."""
    for _ in range(ROUNDS_MAX):
        done = await plan(db, tenant) + await fetch_due(db, tenant) + await match_due(db, tenant)
        if not done:
            break
    async with db.read(tenant) as session:
        return await queries.standing(session)
