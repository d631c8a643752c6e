"""Money arrives: the one path for callbacks and queries alike."""

from uuid import UUID

from lianyi.kit import failpoints
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries, rules, store
from lianyi.payments.actions.refund import refund_stray
from lianyi.payments.events import PaymentSucceeded
from lianyi.payments.rules import Arrival, guarantee
from lianyi.payments.types import Attempt, AttemptState, Payment, PaymentState
from lianyi.wechat import pay
from lianyi.wechat.pay import PayRefused, PayUnanswered, Trade, TradeState

log = get_logger(__name__)


async def settle(session: Session, trade: Trade, mchid: str) -> Arrival | None:
    """Act on what WeChat says of a trade; None when the number is not ours.

    Idempotent. Locks attempt, then payment, then the ledger's accounts. Emits PaymentSucceeded once.
    """
    attempt = await session.maybe(store.LOCK_ATTEMPT, out_trade_no=trade.out_trade_no)
    if attempt is None:
        return None
    payment = await session.one(store.LOCK_PAYMENT, id=attempt.payment_id)
    verdict = rules.arrival(trade, attempt, payment, mchid)
    if verdict is Arrival.MISMATCH:
        log.error(
            "payment.mismatch", order=str(attempt.order_id), asked=attempt.amount_fen, got=trade.total_fen
        )
    elif verdict is Arrival.PAYS:
        await _take(session, trade, attempt, payment)
    elif verdict is Arrival.STRAY:
        await _take_stray(session, trade, attempt)
    elif verdict is Arrival.UNPAID and trade.state is TradeState.CLOSED:
        await _end(session, attempt, AttemptState.CLOSED, None)
    return verdict


async def _take(session: Session, trade: Trade, attempt: Attempt, payment: Payment) -> None:
    assert trade.transaction_id is not None
    paid_at = trade.success_at or session.now
    await _end(session, attempt, AttemptState.SUCCEEDED, trade.transaction_id)
    await session.later(
        store.SUCCEED, id=payment.id, method=attempt.method, transaction_id=trade.transaction_id,
        paid_fen=attempt.amount_fen, paid_at=paid_at, guaranteed=attempt.guaranteed,
        frozen_until=paid_at + guarantee.FROZEN_FOR if attempt.guaranteed else None,
    )  # fmt: skip
    await ledger.transfer(
        session,
        Transfer(
            key=f"pay:{trade.transaction_id}",
            kind="payment",
            source=AccountRef(Purpose.BUYERS),
            target=AccountRef(Purpose.GUARANTEED if attempt.guaranteed else Purpose.ORDER_MONEY),
            amount_fen=attempt.amount_fen,
            subject=Subject("order", attempt.order_id),
            memo="微信支付收款,担保冻结" if attempt.guaranteed else "微信支付收款",
            reference=trade.transaction_id,
        ),
    )
    await session.emit(
        PaymentSucceeded(
            attempt.order_id, payment.id, attempt.amount_fen, trade.transaction_id, paid_at, attempt.method
        )
    )


async def _take_stray(session: Session, trade: Trade, attempt: Attempt) -> None:
    """Money for an order that is paid already, or of an amount no longer asked for: in, and back out by itself."""
    assert trade.transaction_id is not None
    await _end(session, attempt, AttemptState.STRAY, trade.transaction_id)
    await ledger.transfer(
        session,
        Transfer(
            key=f"pay:{trade.transaction_id}",
            kind="stray_payment",
            source=AccountRef(Purpose.BUYERS),
            target=AccountRef(Purpose.STRAY),
            amount_fen=attempt.amount_fen,
            subject=Subject("order", attempt.order_id),
            memo="重复或过期付款,原路退回",
            reference=trade.transaction_id,
        ),
    )
    await refund_stray(session, new_id(), attempt, trade.transaction_id)


async def _end(session: Session, attempt: Attempt, state: AttemptState, transaction_id: str | None) -> None:
    await session.later(
        store.END_ATTEMPT, out_trade_no=attempt.out_trade_no, state=state.value, transaction_id=transaction_id
    )


async def ask_wechat(db: Database, tenant: TenantId, order_id: UUID) -> PaymentState | None:
    """Ask about every open attempt of an order and act on the answers; the state afterwards, None without a payment.

    For the shopper who comes back from the pay sheet: the client's own "ok" proves nothing.
    """
    async with db.read(tenant) as session:
        payment = await queries.of_order(session, order_id)
        if payment is None or payment.state is not PaymentState.PENDING:
            return payment.state if payment else None
        attempts = [a for a in await queries.attempts(session, payment.id) if a.state is AttemptState.OPEN]
    for attempt in attempts:
        await poll(db, tenant, attempt)
    async with db.read(tenant) as session:
        payment = await queries.of_order(session, order_id)
        return payment.state if payment else None


async def poll(db: Database, tenant: TenantId, attempt: Attempt) -> None:
    """Ask about one attempt; silence changes nothing but the time of the next question."""
    async with db.read(tenant) as session:
        keys = await queries.pay_keys(session)
    try:
        trade = await pay.query(keys, attempt.out_trade_no)
    except (PayUnanswered, PayRefused) as problem:
        log.warning("payment.poll_unanswered", number=attempt.out_trade_no, error=str(problem)[:200])
        trade = None
    failpoints.reach("payments.poll.answered")
    async with db.write(tenant) as session:
        await session.later(
            store.POLLED,
            out_trade_no=attempt.out_trade_no,
            poll_at=rules.next_poll(attempt.polls + 1, session.now),
        )
        if trade is not None:
            await settle(session, trade, keys.mchid)
