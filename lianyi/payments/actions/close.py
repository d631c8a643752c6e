"""Closing: at WeChat first, then here, because a payer may be faster than we are."""

from uuid import UUID

from lianyi.kit import failpoints
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.payments import queries, store
from lianyi.payments.actions.answers import refusing
from lianyi.payments.actions.arrive import poll
from lianyi.payments.errors import WeChatPayUnanswered
from lianyi.payments.events import PaymentClosed
from lianyi.payments.types import Attempt, AttemptState, Closing, PaymentState
from lianyi.wechat import pay

ROUNDS_MAX = 5  # a payer who taps faster than WeChat closes is told to wait, and the sweep comes again


async def close(db: Database, tenant: TenantId, order_id: UUID) -> Closing:
    """Make sure nobody can pay this order any more. PAID when somebody has; then the payment's events tell the rest.

    Raises WeChatPayUnanswered or WeChatPayRefused when WeChat gives no clear answer: ask again, nothing was closed here.
    """
    for _ in range(ROUNDS_MAX):
        if not await _close_attempts(db, tenant, order_id, stale_only=False):
            return Closing.PAID
        closing = await _close_here(db, tenant, order_id)
        if closing is not None:
            return closing
    raise WeChatPayUnanswered


async def _close_here(db: Database, tenant: TenantId, order_id: UUID) -> Closing | None:
    """Close the payment unless an attempt began while WeChat was being asked; prepay holds the payment to begin one."""
    async with db.write(tenant) as session:
        payment = await session.maybe(store.LOCK_PAYMENT_OF_ORDER, order_id=order_id)
        if payment is None or payment.state is not PaymentState.PENDING:
            return Closing.PAID if payment and payment.state is PaymentState.SUCCEEDED else Closing.CLOSED
        known = await queries.attempts(session, payment.id)
        if any(attempt.state is AttemptState.OPEN for attempt in known):
            return None
        await session.later(store.CLOSE_PAYMENT, order_id=order_id)
        await session.emit(PaymentClosed(order_id, payment.id))
        return Closing.CLOSED


async def close_stale(db: Database, tenant: TenantId, order_id: UUID) -> None:
    """Close attempts whose amount is no longer the one asked for."""
    await _close_attempts(db, tenant, order_id, stale_only=True)


async def _close_attempts(db: Database, tenant: TenantId, order_id: UUID, *, stale_only: bool) -> bool:
    """True when every attempt asked about is closed at WeChat, False when one of them was paid."""
    async with db.read(tenant) as session:
        payment = await queries.of_order(session, order_id)
        if payment is None or payment.state is PaymentState.SUCCEEDED:
            return payment is None
        known = await queries.attempts(session, payment.id)
        open_ones = [a for a in known if a.state is AttemptState.OPEN]
        if stale_only:
            open_ones = [a for a in open_ones if a.amount_fen != payment.amount_fen]
        keys = await queries.pay_keys(session) if open_ones else None
    for attempt in open_ones:
        assert keys is not None
        failpoints.reach("payments.close.asking")
        with refusing():
            closed = await pay.close(keys, attempt.out_trade_no)
        if closed:
            failpoints.reach("payments.close.closed")
            await _record_closed(db, tenant, attempt)
        elif not await _was_paid(db, tenant, attempt):
            raise WeChatPayUnanswered
    async with db.read(tenant) as session:
        payment = await queries.of_order(session, order_id)
    return payment is None or payment.state is not PaymentState.SUCCEEDED


async def _record_closed(db: Database, tenant: TenantId, attempt: Attempt) -> None:
    async with db.write(tenant) as session:
        await session.later(
            store.END_ATTEMPTS, numbers=[attempt.out_trade_no], state="closed", transaction_ids=[None]
        )


async def _was_paid(db: Database, tenant: TenantId, attempt: Attempt) -> bool:
    """WeChat says it is paid: take the payment by query before believing it."""
    await poll(db, tenant, attempt)
    async with db.read(tenant) as session:
        known = await queries.attempts(session, attempt.payment_id)
    return any(
        a.out_trade_no == attempt.out_trade_no and a.state in {AttemptState.SUCCEEDED, AttemptState.STRAY}
        for a in known
    )
