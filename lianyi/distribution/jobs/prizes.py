"""What prizes in money do by the clock: a lost callback costs seconds, what nobody takes goes back."""

from uuid import UUID

from lianyi.distribution.actions import prizes
from lianyi.distribution.queries import prizes as reads
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every, job
from lianyi.payments import queries as payments


@every(seconds=5)
async def advance_prizes(db: Database, tenant: TenantId) -> int:
    """Send transfers that wait, and ask about those on their way."""
    async with db.read(tenant) as session:
        due = await session.all(reads.DUE, limit=SWEEP_MAX)
        if not due or not await payments.is_configured(session):
            return 0
    for prize_id in due:
        await prizes.advance_prize(db, tenant, prize_id)
    return len(due)


@job("distribution.advance_prize")
async def advance_prize(db: Database, tenant: TenantId, *, prize_id: str) -> None:
    """Take one further right after its person asked for it."""
    await prizes.advance_prize(db, tenant, UUID(prize_id))


@every(seconds=300)
async def lapse_prizes(db: Database, tenant: TenantId) -> int:
    """Give back what nobody asked for in time."""
    async with db.write(tenant) as session:
        return await prizes.lapse(session, SWEEP_MAX)
