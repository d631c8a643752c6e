"""Money arrives: the one path for callbacks and queries alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
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
TOUCHED = (
    Purpose.BUYERS,
    Purpose.ORDER_MONEY,
    Purpose.GUARANTEED,
    Purpose.STRAY,
)  # what arriving money may move


async def settle(session: Session, trade: Trade, mchid: str) -> Arrival | None:
    """Act on what WeChat says of one trade. As settle_all()."""
    return (await settle_all(session, [trade], mchid))[0]


async def settle_all(session: Session, trades: Sequence[Trade], mchid: str) -> list[Arrival | None]:
    """Act on what WeChat says of trades, each of a number of its own; None for one that is not ours.

    Idempotent. Locks attempts by number, then payments by id, then the ledger's accounts. Emits PaymentSucceeded once
    for each that pays. Cost, whatever their number: 8 statements in 3 waits when all of them pay.
    """
    numbers = [trade.out_trade_no for trade in trades]
    attempts = {row.out_trade_no: row for row in await session.all(store.LOCK_ATTEMPTS, numbers=numbers)}
    ids = sorted({attempt.payment_id for attempt in attempts.values()})
    payments = {row.id: row for row in await session.all(store.LOCK_PAYMENTS, ids=ids)} if ids else {}
    verdicts: list[Arrival | None] = []
    paying: dict[UUID, _Paying] = {}
    strays: list[tuple[Trade, Attempt]] = []
    for trade in trades:
        attempt = attempts.get(trade.out_trade_no)
        if attempt is None:
            verdicts.append(None)
            continue
        before = payments[attempt.payment_id]
        # who pays a second time in the same breath is judged by what the first has made of the payment
        payment = replace(before, state=PaymentState.SUCCEEDED) if before.id in paying else before
        verdict = rules.arrival(trade, attempt, payment, mchid)
        verdicts.append(verdict)
        if verdict is Arrival.PAYS:
            paying[payment.id] = _Paying(trade, attempt, payment)
        elif verdict is Arrival.STRAY:
            strays.append((trade, attempt))
        else:
            await _otherwise(session, verdict, trade, attempt)
    if strays and len(trades) > 1:
        await ledger.lock(session, [AccountRef(purpose) for purpose in TOUCHED])
    if paying:
        await _take(session, list(paying.values()))
    for trade, attempt in strays:
        await _take_stray(session, trade, attempt)
    return verdicts


@dataclass(frozen=True, slots=True)
class _Paying:
    trade: Trade
    attempt: Attempt
    payment: Payment

    def paid_at(self, now: datetime) -> datetime:
        return self.trade.success_at or now

    def transfer(self) -> Transfer:
        guaranteed = self.attempt.guaranteed
        return Transfer(
            key=f"pay:{self.trade.transaction_id}",
            kind="payment",
            source=AccountRef(Purpose.BUYERS),
            target=AccountRef(Purpose.GUARANTEED if guaranteed else Purpose.ORDER_MONEY),
            amount_fen=self.attempt.amount_fen,
            subject=Subject("order", self.attempt.order_id),
            memo="微信支付收款,担保冻结" if guaranteed else "微信支付收款",
            reference=self.trade.transaction_id or "",
        )


async def _otherwise(session: Session, verdict: Arrival, trade: Trade, attempt: Attempt) -> None:
    if verdict is Arrival.MISMATCH:
        log.error(
            "payment.mismatch", order=str(attempt.order_id), asked=attempt.amount_fen, got=trade.total_fen
        )
    elif verdict is Arrival.UNPAID and trade.state is TradeState.CLOSED:
        await _end(session, AttemptState.CLOSED, attempt.out_trade_no, None)


async def _take(session: Session, paying: Sequence[_Paying]) -> None:
    paid_at = [one.paid_at(session.now) for one in paying]
    numbers = [one.attempt.out_trade_no for one in paying]
    transactions = [one.trade.transaction_id for one in paying]
    await session.later(
        store.END_ATTEMPTS, state=AttemptState.SUCCEEDED.value, numbers=numbers, transaction_ids=transactions
    )
    await session.later(
        store.SUCCEED, ids=[one.payment.id for one in paying], methods=[one.attempt.method for one in paying],
        transaction_ids=transactions, paid_fen=[one.attempt.amount_fen for one in paying], paid_at=paid_at,
        guaranteed=[one.attempt.guaranteed for one in paying],
        frozen_until=[
            at + guarantee.FROZEN_FOR if one.attempt.guaranteed else None
            for one, at in zip(paying, paid_at, strict=True)
        ],
    )  # fmt: skip
    await ledger.transfer_all(session, [one.transfer() for one in paying])
    await session.emit(
        *(
            PaymentSucceeded(
                one.attempt.order_id, one.payment.id, one.attempt.amount_fen, one.trade.transaction_id or "", at,
                one.attempt.method, one.attempt.guaranteed,
            )
            for one, at in zip(paying, paid_at, strict=True)
        )
    )  # fmt: skip


async def _take_stray(session: Session, trade: Trade, attempt: Attempt) -> None:
    """Money for an order that is paid already, or of an amount no longer asked for: in, and back out by itself."""
    assert trade.transaction_id is not None
    await _end(session, AttemptState.STRAY, attempt.out_trade_no, trade.transaction_id)
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


async def _end(session: Session, state: AttemptState, number: str, transaction_id: str | None) -> None:
    await session.later(
        store.END_ATTEMPTS, state=state.value, numbers=[number], transaction_ids=[transaction_id]
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
