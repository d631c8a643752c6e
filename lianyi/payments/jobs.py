"""What payments do by the clock: a lost callback costs seconds, not money."""

from contextlib import suppress
from uuid import UUID

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every, job
from lianyi.payments import actions, queries
from lianyi.payments.actions.arrive import poll
from lianyi.payments.errors import NoSuchReceiver
from lianyi.payments.events import GuaranteeEnding
from lianyi.payments.queries import guarantee as guarantee_reads
from lianyi.payments.rules.guarantee import WARN_BEFORE
from lianyi.payments.store import guarantee as guarantee_store


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


@every(seconds=5)
async def advance_releases(db: Database, tenant: TenantId) -> int:
    """Take releases further: split, ask, unfreeze, ask."""
    async with db.read(tenant) as session:
        due = await session.all(guarantee_reads.DUE_RELEASES, limit=SWEEP_MAX)
    for payment_id in due:
        await actions.advance_release(db, tenant, payment_id)
    return len(due)


@every(seconds=5)
async def advance_returns(db: Database, tenant: TenantId) -> int:
    """Ask receivers' shares back, and what became of it."""
    async with db.read(tenant) as session:
        due = await session.all(guarantee_reads.DUE_RETURNS, limit=SWEEP_MAX)
    for return_id in due:
        await actions.advance_return(db, tenant, return_id)
    return len(due)


@every(seconds=300)
async def warn_of_ending(db: Database, tenant: TenantId) -> int:
    """Tell once of money that WeChat lets go of in three days or less although its order is not completed."""
    async with db.write(tenant) as session:
        ending = await session.all(guarantee_store.WARN, until=session.now + WARN_BEFORE, limit=SWEEP_MAX)
        for payment in ending:
            assert payment.frozen_until is not None
            await session.emit(GuaranteeEnding(payment.order_id, payment.id, payment.frozen_until))
    return len(ending)


@every(seconds=300)
async def watch_freezes(db: Database, tenant: TenantId) -> int:
    """Ask WeChat about freezes whose 30 days are over; the next tick asks again about those that still hold."""
    async with db.read(tenant) as session:
        due = await session.all(guarantee_reads.DUE_UNFROZEN, limit=50)
    return sum([await actions.watch_freeze(db, tenant, payment_id) for payment_id in due])


@job("payments.advance_release")
async def advance_release(db: Database, tenant: TenantId, *, payment_id: str) -> None:
    """Begin a release right after its order was completed."""
    await actions.advance_release(db, tenant, UUID(payment_id))


@job("payments.tell_receiver")
async def tell_receiver(db: Database, tenant: TenantId, *, receiver_id: str) -> None:
    """Tell WeChat of a new receiver."""
    with suppress(NoSuchReceiver):  # removed meanwhile: there is nobody to tell of
        await actions.tell_receiver(db, tenant, UUID(receiver_id))


@job("payments.forget_receiver")
async def forget_receiver(db: Database, tenant: TenantId, *, receiver_id: str) -> None:
    """Take a removed receiver back at WeChat."""
    await actions.forget_receiver(db, tenant, UUID(receiver_id))
