"""What pay-outs do by the clock: a lost callback costs seconds, a name is forgotten when tax law allows it."""

from datetime import timedelta
from uuid import UUID

from lianyi.distribution.actions import sharing, transfers
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.kit.clock import business_day
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every, job
from lianyi.payments import queries as payments

KEEP_NOTICES = timedelta(days=190)  # half a year of operation logs (网络安全法, article 21)


@every(seconds=5)
async def advance_payouts(db: Database, tenant: TenantId) -> int:
    """Send transfers that wait, and ask about those on their way."""
    async with db.read(tenant) as session:
        if not await payments.is_configured(session):
            return 0
        due = await session.all(reads.DUE, limit=SWEEP_MAX)
    for payout_id in due:
        await transfers.advance_payout(db, tenant, payout_id)
    return len(due)


@job("distribution.advance_payout")
async def advance_payout(db: Database, tenant: TenantId, *, payout_id: str) -> None:
    """Take one further right after somebody decided on it."""
    await transfers.advance_payout(db, tenant, UUID(payout_id))


@every(seconds=60)
async def settle_shares(db: Database, tenant: TenantId) -> int:
    """Shares whose end nobody told: a refund of the whole order ends its release without a word."""
    async with db.write(tenant) as session:
        waiting = await session.all(reads.SHARING, limit=SWEEP_MAX)
        for payout_id in waiting:
            await sharing.settle_share(session, payout_id)
    return 0 if len(waiting) < SWEEP_MAX else SWEEP_MAX - 1


@every(seconds=3600)
async def forget_kept_names(db: Database, tenant: TenantId) -> int:
    """Delete withdrawn real names whose time for the tax office is over."""
    async with db.write(tenant) as session:
        gone = await session.all(tax_store.FORGET_KEPT, today=business_day(session.now), limit=SWEEP_MAX)
    return len(gone)


@every(seconds=3600)
async def forget_notices(db: Database, tenant: TenantId) -> int:
    """Delete old callbacks."""
    async with db.write(tenant) as session:
        gone = await session.all(store.FORGET_NOTICES, before=session.now - KEEP_NOTICES, limit=SWEEP_MAX)
    return len(gone)
