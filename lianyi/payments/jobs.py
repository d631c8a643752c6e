"""What payments do by the clock: a lost callback costs seconds, not money."""

from uuid import UUID

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every, job
from lianyi.payments import actions, queries
from lianyi.payments.actions.arrive import poll


@every(seconds=5)
async def poll_unanswered(db: Database, tenant: TenantId) -> int:
    """Ask WeChat about attempts that nobody has told us about."""
    async with db.read(tenant) as session:
        if not await queries.is_configured(session):
            return 0
        due = await session.all(queries.DUE_ATTEMPTS, limit=SWEEP_MAX)
    for attempt in due:
        await poll(db, tenant, attempt)
    return len(due)


@every(seconds=5)
async def advance_refunds(db: Database, tenant: TenantId) -> int:
    """Send refunds that wait, and ask about those on their way."""
    async with db.read(tenant) as session:
        due = await session.all(queries.DUE_REFUNDS, limit=SWEEP_MAX)
    for refund_id in due:
        await actions.advance_refund(db, tenant, refund_id)
    return len(due)


@job("payments.advance_refund")
async def advance_refund(db: Database, tenant: TenantId, *, refund_id: str) -> None:
    """Send one refund right after it was asked for."""
    await actions.advance_refund(db, tenant, UUID(refund_id))


@job("payments.close_stale")
async def close_stale(db: Database, tenant: TenantId, *, order_id: str) -> None:
    """Close attempts for an amount that is no longer asked for."""
    await actions.close_stale(db, tenant, UUID(order_id))
