"""The release: claims are executed by profit sharing, then the rest is unfrozen, then it is the merchant's own.

requested → sharing → unfreezing → released, or failed when WeChat says no for good. Each call to WeChat stands between two
short transactions and is repeated under the same number; asked about before it is repeated.
"""

from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit import failpoints
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries, store
from lianyi.payments.actions.freeze import earn_rest, let_go, move
from lianyi.payments.actions.receivers import tell_wechat
from lianyi.payments.actions.returns import plan_returns
from lianyi.payments.errors import NoGuarantee, NothingToRetry
from lianyi.payments.events import ClaimFailed, PaymentReleased, ReleaseFailed
from lianyi.payments.queries import guarantee as reads
from lianyi.payments.rules import guarantee as rules
from lianyi.payments.store import guarantee as writes
from lianyi.payments.types import Claim, ClaimState, Payment, PaymentState, RefundState, Release, ReleaseState
from lianyi.wechat import profitsharing
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered
from lianyi.wechat.profitsharing import Portion, ReceiverKind, Share, ShareResult, Split

log = get_logger(__name__)
identity.name_acts({"release.without_shares": ("不分账直接放款", "Released without its shares")})
OPEN = frozenset({ReleaseState.REQUESTED, ReleaseState.SHARING, ReleaseState.UNFREEZING})


async def release(session: Session, order_id: UUID) -> Payment | None:
    """The order is completed: what was not given back becomes the merchant's own. Idempotent; None when done before.

    Under the guarantee this begins the release and WeChat is asked after the commit; else it happens now.
    """
    payment = await session.maybe(store.LOCK_PAYMENT_OF_ORDER, order_id=order_id)
    if payment is None or payment.state is not PaymentState.SUCCEEDED or payment.released_at is not None:
        return None
    if not payment.is_frozen:
        await earn_rest(session, payment)
        return payment
    first = max(session.now, (payment.paid_at or session.now) + rules.SHARE_AFTER)
    begun = await session.maybe(
        writes.BEGIN_RELEASE, payment_id=payment.id, order_id=order_id, next_try_at=first
    )
    if begun is None:
        return None
    if first == session.now:
        await _defer(session, payment.id)
    return payment


async def _defer(session: Session, payment_id: UUID) -> None:
    await session.defer("payments.advance_release", lock=f"release:{payment_id}", payment_id=str(payment_id))


async def retry_release(session: Session, order_id: UUID) -> None:
    """Ask WeChat again now. Raises NoGuarantee, NothingToRetry."""
    if await reads.guarantee(session, order_id) is None:
        raise NoGuarantee
    payment_id = await session.maybe(writes.RETRY_RELEASE, order_id=order_id)
    if payment_id is None:
        raise NothingToRetry
    await _defer(session, payment_id)


async def advance_release(db: Database, tenant: TenantId, payment_id: UUID) -> None:
    """Take a release as many steps further as WeChat allows now. Safe to run twice and at once."""
    for _ in ReleaseState:
        async with db.read(tenant) as session:
            known = await session.maybe(reads.RELEASE, payment_id=payment_id)
            payment = await session.maybe(reads.OF_PAYMENT, id=payment_id)
            if known is None or payment is None or known.state not in OPEN:
                return
            keys = await queries.pay_keys(session)
        try:
            moved = await _step(db, tenant, keys, known, payment)
        except PayUnanswered as silence:
            await _wait(db, tenant, known, str(silence)[:200])
            return
        except PayRefused as refusal:
            if await _unfrozen_by_itself(db, tenant, keys, known, payment):
                return
            await _refused(db, tenant, known, refusal)
            return
        if not moved:
            await _wait(db, tenant, known, None)
            return


async def _step(db: Database, tenant: TenantId, keys: PayKeys, known: Release, payment: Payment) -> bool:
    """One step; False when WeChat is still at work."""
    if known.state is ReleaseState.REQUESTED:
        async with db.write(tenant) as session:
            await _begin(session, payment.id)
        failpoints.reach("payments.release.begun")
        return True
    if known.state is ReleaseState.SHARING:
        split = await _share(db, tenant, keys, known, payment)
        failpoints.reach("payments.release.split")
        if not split.finished or any(share.result is ShareResult.PENDING for share in split.shares):
            return False
        async with db.write(tenant) as session:
            await _shared(session, payment.id, split)
        return True
    rest = await _unfreeze(keys, known, payment)
    failpoints.reach("payments.release.unfrozen")
    if not rest.finished:
        return False
    async with db.write(tenant) as session:
        await _finish(session, payment.id)
    return True


async def _begin(session: Session, payment_id: UUID) -> None:
    """Fix what each claim is worth now; from here on a refund leaves those fen alone."""
    payment = await session.one(store.LOCK_PAYMENT, id=payment_id)
    left_fen = payment.paid_fen - payment.refunded_fen - payment.refunding_fen
    registered = [
        one
        for one in await session.all(reads.CLAIMS, order_id=payment.order_id)
        if one.state is ClaimState.REGISTERED
    ]
    dues = rules.reduced({one.id: one.amount_fen for one in registered}, payment.paid_fen, left_fen)
    shared_fen = sum(dues.values())
    state = ReleaseState.SHARING if shared_fen else ReleaseState.UNFREEZING
    if payment.refunded_fen == payment.paid_fen:
        state = ReleaseState.RELEASED  # nothing is left to let go of
    stepped = await session.run(
        writes.STEP_RELEASE, payment_id=payment_id, state=state.value, base_fen=left_fen, leaves=["requested"]
    )
    if not stepped:
        return
    if dues:
        await session.later(writes.BEGIN_SHARING, ids=list(dues), dues_fen=list(dues.values()))
        await session.later(writes.SHARES, id=payment_id, shared_fen=shared_fen)
    if state is ReleaseState.RELEASED:
        await session.later(writes.RELEASED, id=payment_id)


async def _share(db: Database, tenant: TenantId, keys: PayKeys, known: Release, payment: Payment) -> Split:
    number, transaction_id = rules.share_number(payment.id), payment.transaction_id or ""
    if known.tries:
        split = await profitsharing.query_split(keys, transaction_id=transaction_id, out_order_no=number)
        if split is not None:
            return split
    async with db.read(tenant) as session:
        claims = await session.all(reads.CLAIMS, order_id=payment.order_id)
        sums = rules.portions(claims)
        receivers = await reads.to_tell(session, list(sums))
    for sealed, receiver in receivers:
        if sealed.told_at is None:
            await tell_wechat(db, tenant, keys, sealed.id, receiver)
    reasons = {claim.receiver_id: claim.reason for claim in claims}
    portions = [
        Portion(ReceiverKind(sealed.kind), sealed.account, sums[sealed.id], reasons[sealed.id])
        for sealed, _ in receivers
    ]
    try:
        return await profitsharing.split(
            keys,
            appid=receivers[0][1].appid,
            transaction_id=transaction_id,
            out_order_no=number,
            portions=portions,
        )
    except PayRefused as refusal:
        if (
            rules.NOT_A_RECEIVER in refusal.message
        ):  # taken away at WeChat's own console: told again next time
            async with db.write(tenant) as session:
                for sealed, _ in receivers:
                    await session.later(writes.TOLD, id=sealed.id, told_at=None, error=refusal.message)
        raise


async def _shared(
    session: Session, payment_id: UUID, split: Split, *, leaves: Sequence[str] = ("sharing", "failed")
) -> None:
    """What WeChat executed is the receivers'; what it closed stays the merchant's, with WeChat's reason."""
    payment = await session.one(store.LOCK_PAYMENT, id=payment_id)
    stepped = await session.run(
        writes.STEP_RELEASE,
        payment_id=payment_id,
        state="unfreezing",
        base_fen=None,
        leaves=list(leaves),
    )
    if not stepped:
        return
    results = {share.account: share for share in split.shares}
    shared_fen = 0
    for claim in await session.all(reads.CLAIMS, order_id=payment.order_id):
        if claim.state is ClaimState.SHARING:
            shared_fen += await _end_claim(session, claim, results.get(claim.account), split.order_id)
    await session.later(writes.SHARES, id=payment_id, shared_fen=shared_fen)


async def _end_claim(session: Session, claim: Claim, share: Share | None, wechat_order_id: str) -> int:
    """The fen that are the receiver's now."""
    due_fen = claim.due_fen or 0
    done = share is not None and share.result is ShareResult.SUCCESS
    error = None if done else (share.fail_reason if share else None) or "CLOSED"
    await session.later(
        writes.END_CLAIM, id=claim.id, state="shared" if done else "failed", error=error,
        wechat_order_id=wechat_order_id,
    )  # fmt: skip
    if not done:
        log.warning("release.claim_failed", order=str(claim.order_id), claim=str(claim.id), reason=error)
        await session.emit(ClaimFailed(claim.order_id, claim.id, due_fen, error or ""))
        return 0
    await ledger.transfer(
        session,
        Transfer(
            key=f"share:{claim.id}",
            kind="share",
            source=AccountRef(Purpose.GUARANTEED),
            target=AccountRef(Purpose.SHARED),
            amount_fen=due_fen,
            subject=Subject("order", claim.order_id),
            memo=f"分账:{claim.reason}"[:80],
            reference=wechat_order_id,
        ),
    )
    return due_fen


async def _unfreeze(keys: PayKeys, known: Release, payment: Payment) -> Split:
    number, transaction_id = rules.unfreeze_number(payment.id), payment.transaction_id or ""
    if known.tries:
        split = await profitsharing.query_split(keys, transaction_id=transaction_id, out_order_no=number)
        if split is not None:
            return split
    return await profitsharing.unfreeze(
        keys, transaction_id=transaction_id, out_order_no=number, description="订单完成,解冻货款"
    )


async def _finish(session: Session, payment_id: UUID) -> None:
    """Everything is let go of: the rest is the merchant's own. Refunds on their way keep what they hold."""
    payment = await session.one(store.LOCK_PAYMENT, id=payment_id)
    stepped = await session.run(
        writes.STEP_RELEASE, payment_id=payment_id, state="released", base_fen=None, leaves=["unfreezing"]
    )
    if not stepped:
        return
    await session.later(writes.RELEASED, id=payment_id)
    refunds = await session.all(queries.REFUNDS_OF_ORDER, order_id=payment.order_id)
    rest_fen = rules.in_guarantee(payment, refunds)
    await move(
        session, payment, "release", Purpose.GUARANTEED, Purpose.EARNED, rest_fen, "订单完成,担保货款放给商家"
    )
    for refund in refunds:
        if refund.state is RefundState.REQUESTED:
            await session.later(writes.NUDGE_REFUND, id=refund.id)
    known = await session.one(reads.RELEASE, payment_id=payment_id)
    base_fen = known.base_fen or 0
    if payment.shared_fen and rules.refunded_since(payment, base_fen, refunds):
        await plan_returns(session, refunds[-1], base_fen)
    await session.emit(PaymentReleased(payment.order_id, payment.id, rest_fen, payment.shared_fen))


async def _wait(db: Database, tenant: TenantId, known: Release, error: str | None) -> None:
    async with db.write(tenant) as session:
        await session.later(
            writes.RELEASE_WAITS, payment_id=known.payment_id, error=error,
            next_try_at=rules.next_try(known.tries, session.now),
        )  # fmt: skip


async def _refused(db: Database, tenant: TenantId, known: Release, refusal: PayRefused) -> None:
    """A no that may pass is asked again under the same number; one that will not is put before the staff."""
    error = f"{refusal.code}: {refusal.message}"[:200]
    if rules.STILL_AT_WORK not in refusal.message:
        log.warning(
            "release.refused", payment=str(known.payment_id), wechat_code=refusal.code, tries=known.tries
        )
    if not rules.gives_up(refusal.code, refusal.message, known.tries):
        await _wait(db, tenant, known, error)
        return
    async with db.write(tenant) as session:
        if await session.run(writes.FAIL_RELEASE, payment_id=known.payment_id, error=error):
            await session.emit(ReleaseFailed(known.order_id, known.payment_id, error))


async def _unfrozen_by_itself(
    db: Database, tenant: TenantId, keys: PayKeys, known: Release, payment: Payment
) -> bool:
    """After 30 days WeChat has let go, and there is nothing left to share or unfreeze: a no that is none."""
    async with db.read(tenant) as session:
        over = payment.frozen_until is not None and session.now >= payment.frozen_until
    try:
        if not over or await profitsharing.unsplit_fen(keys, payment.transaction_id or ""):
            return False
        split = await profitsharing.query_split(
            keys, transaction_id=payment.transaction_id or "", out_order_no=rules.share_number(payment.id)
        )
    except (PayRefused, PayUnanswered):
        return False
    async with db.write(tenant) as session:
        if known.state is ReleaseState.UNFREEZING:
            await _finish(session, payment.id)
        elif split is None:
            await let_go(session, payment.id)
    return known.state is ReleaseState.UNFREEZING or split is None


async def give_up_shares(db: Database, staff: Staff, order_id: UUID) -> None:
    """Release without the shares that WeChat will not execute: they stay the merchant's, who pays its partners otherwise.

    Whoever decides so is written down.

    Raises NoGuarantee, NothingToRetry (also when WeChat has taken the split after all: then it goes on by itself).
    """
    async with db.read(staff.tenant) as session:
        found = await reads.guarantee(session, order_id)
        if found is None:
            raise NoGuarantee
        payment = await session.one(reads.OF_PAYMENT, id=found.payment_id)
        keys = await queries.pay_keys(session)
    number = rules.share_number(payment.id)
    try:
        split = await profitsharing.query_split(
            keys, transaction_id=payment.transaction_id or "", out_order_no=number
        )
    except (PayRefused, PayUnanswered):
        _not_now()
    async with db.write(staff.tenant) as session:
        if split is not None:
            await retry_release(session, order_id)
            return
        payment = await session.one(store.LOCK_PAYMENT, id=payment.id)
        known = await session.maybe(reads.RELEASE, payment_id=payment.id)
        if known is None or known.state is not ReleaseState.FAILED:
            _not_now()
        act = Change("release.without_shares", encode("ord", order_id), {"shared_fen": payment.shared_fen})
        await identity.note_change(session, staff, act)
        nothing = Split(number, "", finished=True, shares=())
        await _shared(
            session, payment.id, nothing, leaves=["failed"]
        )  # not one that somebody tries again just now
        await _defer(session, payment.id)


def _not_now() -> NoReturn:
    raise NothingToRetry
