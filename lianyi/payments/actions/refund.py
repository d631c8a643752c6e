"""Giving back: claimed and held here first, sent to WeChat after the commit, captured when WeChat says it is done."""

from uuid import UUID

from lianyi.kit import failpoints
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger import queries as ledger_reads
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries, rules, store
from lianyi.payments.actions.returns import shares_are_back
from lianyi.payments.errors import NoSuchRefund, RefundTooLarge
from lianyi.payments.events import RefundFailed, RefundSucceeded
from lianyi.payments.rules import guarantee
from lianyi.payments.store import guarantee as guarantee_store
from lianyi.payments.types import Attempt, Payment, Refund, RefundState
from lianyi.wechat import pay
from lianyi.wechat.pay import PayRefused, PayUnanswered, RefundStatus

log = get_logger(__name__)


async def request_refund(
    session: Session, order_id: UUID, refund_id: UUID, amount_fen: int, reason: str
) -> None:
    """Promise `amount_fen` of an order's payment back to its payer; WeChat is asked after the commit.

    Idempotent by `refund_id`. One guarded statement keeps the sum of refunds within what was paid.
    Raises RefundTooLarge (also when nothing was paid). Locks payment, then the ledger's accounts.
    """
    await session.maybe(store.LOCK_PAYMENT_OF_ORDER, order_id=order_id)  # a twin of this request waits here
    if await queries.refund(session, refund_id) is not None:
        return
    payment = await session.maybe(store.CLAIM_REFUND, order_id=order_id, amount_fen=amount_fen)
    if payment is None:
        raise RefundTooLarge(amount_fen=amount_fen)
    assert payment.transaction_id is not None
    source = await source_of(session, payment, amount_fen)
    await _insert(
        session, refund_id, order_id, payment.transaction_id, amount_fen, payment.paid_fen, reason, source
    )
    await _hold(session, refund_id, order_id, amount_fen, source, reason)


async def source_of(session: Session, payment: Payment, amount_fen: int) -> Purpose:
    """The account a refund is promised from: where the payment's money is.

    While its release shares it out, only what is not being shared is there; a refund that needs more comes from what the
    merchant has earned, and waits until the release is through and shares have come back.
    """
    place = place_of(payment)
    if place is not Purpose.GUARANTEED or not payment.shared_fen:
        return place
    refunds = await session.all(queries.REFUNDS_OF_ORDER, order_id=payment.order_id)
    return place if amount_fen <= guarantee.in_guarantee(payment, refunds) else Purpose.EARNED


def place_of(payment: Payment) -> Purpose:
    """The account a paid payment's money is on now."""
    if payment.released_at is not None:
        return Purpose.EARNED
    return Purpose.GUARANTEED if payment.is_frozen else Purpose.ORDER_MONEY


async def refund_stray(session: Session, refund_id: UUID, attempt: Attempt, transaction_id: str) -> None:
    """Send back money that nobody was owed, in full."""
    reason = "重复付款,原路退回"
    await _insert(
        session, refund_id, attempt.order_id, transaction_id, attempt.amount_fen, attempt.amount_fen, reason,
        Purpose.STRAY,
    )  # fmt: skip
    await _hold(session, refund_id, attempt.order_id, attempt.amount_fen, Purpose.STRAY, reason)


async def _insert(
    session: Session, refund_id: UUID, order_id: UUID, transaction_id: str, amount_fen: int, total_fen: int,
    reason: str, source: Purpose,
) -> None:  # fmt: skip
    await session.later(
        store.INSERT_REFUND, id=refund_id, order_id=order_id, out_refund_no=f"R{refund_id.hex}",
        stray=source is Purpose.STRAY, held_on=source.value, transaction_id=transaction_id,
        amount_fen=amount_fen, total_fen=total_fen, reason=reason[:80],
    )  # fmt: skip
    await session.defer("payments.advance_refund", lock=f"refund:{refund_id}", refund_id=str(refund_id))


async def _hold(
    session: Session, refund_id: UUID, order_id: UUID, amount_fen: int, source: Purpose, memo: str
) -> None:
    await ledger.hold(
        session,
        Transfer(
            key=f"refund:{refund_id}",
            kind="refund",
            source=AccountRef(source),
            target=AccountRef(Purpose.BUYERS),
            amount_fen=amount_fen,
            subject=Subject("order", order_id),
            memo=memo[:80],
        ),
    )


async def advance_refund(db: Database, tenant: TenantId, refund_id: UUID) -> None:
    """Send a refund to WeChat, or ask what became of it. The same number every time: it cannot be given twice."""
    async with db.read(tenant) as session:
        refund = await queries.refund(session, refund_id)
        if refund is None or refund.state not in {RefundState.REQUESTED, RefundState.PROCESSING}:
            return
        keys = await queries.pay_keys(session)
    if refund.state is RefundState.REQUESTED and not await shares_are_back(db, tenant, refund):
        await _wait(db, tenant, refund, "SHARES: 先退回分账,再退给买家")
        return
    failpoints.reach("payments.refund.asking")
    try:
        answer = await _ask(tenant, keys, refund)
    except PayUnanswered as silence:
        await _wait(db, tenant, refund, str(silence))
        return
    except PayRefused as refusal:
        await _refused(db, tenant, refund, refusal)
        return
    failpoints.reach("payments.refund.answered")
    async with db.write(tenant) as session:
        await end_refund(session, refund, answer)


async def _ask(tenant: TenantId, keys: pay.PayKeys, refund: Refund) -> pay.Refund:
    if refund.state is RefundState.PROCESSING:
        known = await pay.query_refund(keys, refund.out_refund_no)
        if known is not None:
            return known
    return await pay.refund(
        keys,
        transaction_id=refund.transaction_id,
        out_refund_no=refund.out_refund_no,
        refund_fen=refund.amount_fen,
        total_fen=refund.total_fen,
        reason=refund.reason,
        notify_url=f"{config().public_url}/callbacks/refund/{tenant}",
    )


async def end_refund(session: Session, refund: Refund, answer: pay.Refund) -> None:
    """Act on what WeChat says of a refund, by callback or query. Idempotent."""
    if answer.refund_fen != refund.amount_fen:
        log.error("refund.mismatch", refund=str(refund.id), asked=refund.amount_fen, got=answer.refund_fen)
        return
    if answer.status is RefundStatus.PROCESSING:
        await session.later(
            store.REFUND_ANSWERED, id=refund.id, wechat_refund_id=answer.refund_id,
            next_try_at=rules.next_refund_try(refund.tries, session.now),
        )  # fmt: skip
        return
    state = {
        RefundStatus.SUCCESS: RefundState.SUCCEEDED,
        RefundStatus.CLOSED: RefundState.CLOSED,
        RefundStatus.ABNORMAL: RefundState.ABNORMAL,
    }[answer.status]
    await _end(session, refund, state, answer.refund_id, None)


async def _end(
    session: Session, refund: Refund, state: RefundState, wechat_refund_id: str | None, error: str | None
) -> None:
    stray = await session.maybe(
        store.END_REFUND, id=refund.id, state=state.value, wechat_refund_id=wechat_refund_id, error=error
    )
    if stray is None:
        return
    if state is RefundState.ABNORMAL:
        await _tell_failed(session, refund, "abnormal", final=False)
        return
    done = state is RefundState.SUCCEEDED
    payment = None
    if not stray:  # the payment before the ledger, as everywhere: a twin refund of the order waits instead of deadlocking
        payment = await session.one(
            store.SETTLE_REFUND, order_id=refund.order_id, amount_fen=refund.amount_fen,
            refunded_fen=refund.amount_fen if done else 0,
        )  # fmt: skip
    if payment is not None and not done:  # what is given back to its account may follow the rest to another
        places = (Purpose.BUYERS, Purpose.GUARANTEED, Purpose.ORDER_MONEY, Purpose.EARNED)
        await ledger.lock(session, [AccountRef(place) for place in places])
    if done:
        await ledger.capture(session, f"refund:{refund.id}", reference=wechat_refund_id or "")
    else:
        await ledger.void(session, f"refund:{refund.id}")
    if stray and not done:
        await _give_stray_again(session, refund)
    if stray or payment is None or refund.order_id is None:
        return
    if done:
        if payment.refunded_fen == payment.paid_fen:
            await session.later(guarantee_store.VOID_CLAIMS, order_id=refund.order_id)
        await session.emit(RefundSucceeded(refund.order_id, refund.id, refund.amount_fen))
        return
    await _follow(session, refund, payment)
    await _tell_failed(session, refund, error or "closed", final=True)


async def _give_stray_again(session: Session, refund: Refund) -> None:
    """Nobody is owed this money and no order asks for it again: under a new number, a day later."""
    fresh = new_id()
    log.warning("refund.stray_closed", refund=str(refund.id), again=str(fresh))
    await session.later(
        store.INSERT_REFUND, id=fresh, order_id=refund.order_id, out_refund_no=f"R{fresh.hex}", stray=True,
        held_on=Purpose.STRAY.value, transaction_id=refund.transaction_id, amount_fen=refund.amount_fen,
        total_fen=refund.total_fen, reason=refund.reason,
    )  # fmt: skip
    await session.later(
        store.REFUND_WAITS,
        id=fresh,
        error="微信关闭了上一笔退款",
        next_try_at=session.now + rules.STRAY_AGAIN,
    )
    assert refund.order_id is not None  # a stray payment was an attempt at one
    await _hold(session, fresh, refund.order_id, refund.amount_fen, Purpose.STRAY, refund.reason)


async def _follow(session: Session, refund: Refund, payment: Payment) -> None:
    """The rest moved on while this refund was under way: what did not go back follows it to where it is now."""
    held = await ledger_reads.recorded(session, f"refund:{refund.id}")
    place = place_of(payment)
    left = [AccountRef(p) for p in (Purpose.ORDER_MONEY, Purpose.GUARANTEED) if p is not place]
    source = next((account for account in left if account.id_in(session.tenant) == held.source_id), None)
    if source is None or place is Purpose.GUARANTEED:
        return
    earned = place is Purpose.EARNED
    await ledger.transfer(
        session,
        Transfer(
            key=f"{'release' if earned else 'unfrozen'}:{refund.id}",
            kind="release" if earned else "unfrozen",
            source=source,
            target=AccountRef(place),
            amount_fen=refund.amount_fen,
            subject=Subject("order", payment.order_id),
            memo="退款未成,货款转为收入" if earned else "退款未成,微信已解冻",
            reference=refund.transaction_id,
        ),
    )


async def _tell_failed(session: Session, refund: Refund, reason: str, *, final: bool) -> None:
    if refund.order_id is not None:
        await session.emit(RefundFailed(refund.order_id, refund.id, reason, final))


async def _wait(db: Database, tenant: TenantId, refund: Refund, error: str) -> None:
    async with db.write(tenant) as session:
        await session.later(
            store.REFUND_WAITS, id=refund.id, error=error[:200],
            next_try_at=rules.next_refund_try(refund.tries, session.now),
        )  # fmt: skip


async def _refused(db: Database, tenant: TenantId, refund: Refund, refusal: PayRefused) -> None:
    """A no of WeChat's (balance short, too soon after the last) is shown with its words, and asked again later."""
    log.warning("refund.refused", refund=str(refund.id), wechat_code=refusal.code, tries=refund.tries)
    error = f"{refusal.code}: {refusal.message}"[:200]
    await _wait(db, tenant, refund, error)
    if refund.tries == 0:
        async with db.write(tenant) as session:
            await _tell_failed(session, refund, error, final=False)


async def retry_refund(session: Session, refund_id: UUID) -> None:
    """Ask again now, also about one that WeChat called abnormal: its platform may have paid it out meanwhile.

    Raises NoSuchRefund when there is nothing to ask about.
    """
    if await session.run(store.RETRY_REFUND, id=refund_id) != 1:
        raise NoSuchRefund
    await session.defer("payments.advance_refund", lock=f"refund:{refund_id}", refund_id=str(refund_id))
