"""Transfers at WeChat: asked in three short steps, asked about until they end, and what WeChat says booked once.

No transaction is open while WeChat is asked. A number is never changed, and asked about before it is asked for again: a
pay-out cannot be paid twice, whoever dies where.
"""

from uuid import UUID

from lianyi.distribution.actions import prizes
from lianyi.distribution.actions.asking import UNCONFIRMED, Asked, ask
from lianyi.distribution.actions.payouts import WECHAT, give_back, note_step
from lianyi.distribution.events.payouts import PayoutConfirmable, PayoutPaid
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.rules import payouts as rules
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.distribution.types.payouts import Payout, PayoutSettings, PayoutState
from lianyi.kit import failpoints
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries as payments
from lianyi.wechat import transfers
from lianyi.wechat.pay import PayRefused, PayUnanswered
from lianyi.wechat.transfers import Bill

log = get_logger(__name__)
AT_WECHAT = frozenset(
    {PayoutState.SENDING, PayoutState.CONFIRMING, PayoutState.PAYING, PayoutState.CANCELLING}
)


async def advance_payout(db: Database, tenant: TenantId, payout_id: UUID) -> None:
    """Ask WeChat for a transfer, for its end, or what became of it, and write down what it says. Safe to run twice."""
    async with db.read(tenant) as session:
        known = await session.maybe(reads.PAYOUT, id=payout_id)
        if known is None or known.state not in AT_WECHAT:
            return
        keys = await payments.pay_keys(session)
        settings = await reads.settings(session)
        sealed = await session.maybe(tax_reads.SEALED_BY_PAYOUT, payout_id=payout_id)
        now = session.now
    if keys.mchid != known.mchid:
        await _wait(db, tenant, known, f"MERCHANT_CHANGED: 这笔提现由商户号 {known.mchid} 发出")
        return
    name = tax_reads.opened(sealed).name if sealed else ""
    failpoints.reach("distribution.payout.asking")
    try:
        bill = await ask(keys, _asked(known), _wanted(tenant, known, settings, name), now)
    except PayUnanswered as silence:
        await _wait(db, tenant, known, str(silence))
        return
    except PayRefused as refusal:
        await _refused(db, tenant, known, refusal)
        return
    failpoints.reach("distribution.payout.answered")
    async with db.write(tenant) as session:
        if bill is None:
            await _never_sent(session, known)
        else:
            await take(session, payout_id, bill)


def _wanted(tenant: TenantId, known: Payout, settings: PayoutSettings, name: str) -> transfers.Wanted:
    month = known.requested_at
    return transfers.Wanted(
        out_bill_no=known.number, appid=known.appid, openid=known.openid, amount_fen=known.net_fen,
        remark="推广佣金", notify_url=f"{config().public_url}/callbacks/transfer/{tenant}",
        scene=transfers.COMMISSION_SCENE,
        reports=(("岗位类型", settings.job_title), ("报酬说明", f"{month:%Y年%m月}推广佣金")), name=name,
    )  # fmt: skip


def _asked(known: Payout) -> Asked:
    return Asked(
        known.number, sending=known.state is PayoutState.SENDING, cancelling=known.state is PayoutState.CANCELLING,
        tries=known.tries, has_package=bool(known.package_info), sent_at=known.sent_at,
    )  # fmt: skip


async def take(session: Session, payout_id: UUID, bill: Bill) -> str:
    """Act on what WeChat says of a transfer, by callback, query or answer. Idempotent; the outcome in a word."""
    known = await session.maybe(store.LOCK, id=payout_id)
    if known is None or known.state not in AT_WECHAT:
        return "unknown" if known is None else "settled"
    if bill.amount_fen not in {None, known.net_fen} or bill.openid not in {None, known.openid}:
        log.error("payout.mismatch", payout=str(payout_id), asked=known.net_fen, got=bill.amount_fen)
        return "mismatch"
    state = rules.state_of(bill.state)
    if state is PayoutState.PAID:
        await _paid(session, known, bill)
    elif state in {PayoutState.FAILED, PayoutState.CANCELLED}:
        reason = bill.fail_reason or (
            "MCH_CANCEL" if state is PayoutState.CANCELLED else "OTHER_FAIL_REASON_TYPE"
        )
        await give_back(
            session, known, state, AT_WECHAT, WECHAT, reason, rules.reason_words(reason),
            wechat_state=bill.state.value, bill_no=bill.bill_no,
        )  # fmt: skip
    else:
        await _under_way(session, known, bill, state)
    return bill.state.value.lower()


async def _under_way(session: Session, known: Payout, bill: Bill, state: PayoutState) -> None:
    if known.state is PayoutState.CANCELLING and bill.state in UNCONFIRMED:
        state = PayoutState.CANCELLING  # WeChat has not taken the wish yet
    until = (bill.created_at or session.now) + rules.CONFIRM_FOR if state is PayoutState.CONFIRMING else None
    await session.later(
        store.TOLD, id=known.id, state=state.value, wechat_state=bill.state.value, bill_no=bill.bill_no,
        package_info=bill.package_info, confirm_until=until, next_try_at=rules.next_try(known.tries, session.now),
    )  # fmt: skip
    if state is known.state:
        return
    await note_step(session, known.id, state, WECHAT)
    if state is PayoutState.CONFIRMING:
        await session.emit(PayoutConfirmable(known.id, known.shopkeeper_id, known.net_fen))


async def _paid(session: Session, known: Payout, bill: Bill) -> None:
    """The promise is kept: what was held is gone, the net with the person, the tax set aside."""
    await session.run(
        store.END, id=known.id, state=PayoutState.PAID.value, leaves=[one.value for one in AT_WECHAT],
        wechat_state=bill.state.value, bill_no=bill.bill_no, reason=None,
    )  # fmt: skip
    await session.later(tax_store.END, payout_id=known.id, state="withheld")
    if known.net_fen >= transfers.NAME_FROM_FEN:
        await session.later(tax_store.VERIFIED, payout_id=known.id)
    held = reads.held_of(known.shopkeeper_id)
    places = (Purpose.COMMISSION_PROMISED, Purpose.EARNED, Purpose.PAID_OUT, Purpose.TAX_WITHHELD)
    await ledger.lock(session, [held, *(AccountRef(place) for place in places)])
    await ledger.capture(session, f"payout:{known.id}", reference=bill.bill_no)
    await settle_promise(session, known, known.gross_fen)
    await note_step(session, known.id, PayoutState.PAID, WECHAT)
    await session.emit(PayoutPaid(known.id, known.shopkeeper_id, known.gross_fen, known.net_fen))


async def settle_promise(session: Session, known: Payout, gross_fen: int) -> None:
    """What was promised is paid: the hold goes back against the promise, and the tax is set aside for the tax office."""
    await ledger.transfer(
        session,
        Transfer(
            key=f"payout-kept:{known.id}",
            kind="payout_kept",
            source=reads.held_of(known.shopkeeper_id),
            target=AccountRef(Purpose.COMMISSION_PROMISED),
            amount_fen=gross_fen,
            subject=Subject("payout", known.id),
            memo="佣金已付",
        ),
    )
    if known.tax_fen:
        await ledger.transfer(
            session,
            Transfer(
                key=f"payout-tax:{known.id}",
                kind="tax_withheld",
                source=AccountRef(Purpose.EARNED),
                target=AccountRef(Purpose.TAX_WITHHELD),
                amount_fen=known.tax_fen,
                subject=Subject("payout", known.id),
                memo="代扣个人所得税",
            ),
        )


async def _never_sent(session: Session, known: Payout) -> None:
    """It was to end, and WeChat never heard of it."""
    locked = await session.maybe(store.LOCK, id=known.id)
    if locked is not None and locked.state is PayoutState.CANCELLING:
        leaves = frozenset({PayoutState.CANCELLING})
        await give_back(
            session,
            locked,
            PayoutState.CANCELLED,
            leaves,
            WECHAT,
            "MCH_CANCEL",
            rules.reason_words("MCH_CANCEL"),
        )


async def _wait(db: Database, tenant: TenantId, known: Payout, error: str) -> None:
    async with db.write(tenant) as session:
        await session.later(
            store.WAITS, id=known.id, error=error[:200], next_try_at=rules.next_try(known.tries, session.now)
        )


async def _refused(db: Database, tenant: TenantId, known: Payout, refusal: PayRefused) -> None:
    """A no to a number that WeChat does not know: the merchant's to mend is asked again, the person's ends it."""
    log.warning("payout.refused", payout=str(known.id), wechat_code=refusal.code, tries=known.tries)
    error = f"{refusal.code}: {refusal.message}"[:200]
    if known.state is not PayoutState.SENDING or not rules.is_final(refusal.code, known.tries):
        await _wait(db, tenant, known, error)
        return
    async with db.write(tenant) as session:
        locked = await session.maybe(store.LOCK, id=known.id)
        if locked is not None and locked.state is PayoutState.SENDING:
            leaves = frozenset({PayoutState.SENDING})
            words = (f"微信没有付款:{refusal.message}", f"WeChat did not pay: {refusal.message}")
            await give_back(session, locked, PayoutState.FAILED, leaves, WECHAT, error, words)


async def retry(session: Session, payout_id: UUID) -> None:
    """Ask WeChat now. Raises PayoutUnknown."""
    known = await reads.payout(session, payout_id)
    if known.state in AT_WECHAT:
        await session.later(store.NUDGE, id=payout_id)
        await session.defer(
            "distribution.advance_payout", lock=f"payout:{payout_id}", payout_id=str(payout_id)
        )


async def take_number(session: Session, bill: Bill) -> str:
    """The same for a callback, which names the number alone, of a pay-out or a prize; one that is not ours is unknown."""
    try:
        number = UUID(hex=bill.out_bill_no)
    except ValueError:
        return "unknown"
    outcome = await take(session, number, bill)
    return await prizes.take(session, number, bill) if outcome == "unknown" else outcome
