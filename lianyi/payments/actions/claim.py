"""Claims: whose part of an order's money it will be once the order is completed; registered when it is paid."""

from uuid import UUID

from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.payments import store
from lianyi.payments.errors import ClaimTooLarge, NoSuchReceiver, NotGuaranteed
from lianyi.payments.queries import guarantee as reads
from lianyi.payments.rules import guarantee as rules
from lianyi.payments.store import guarantee as writes


async def claim(
    session: Session, order_id: UUID, *, key: str, receiver_id: UUID, amount_fen: int, reason: str
) -> bool:
    """Register `amount_fen` (≥ 1) of a paid order for a receiver. False when this key was registered before.

    Executed by the release, reduced in proportion by refunds before it; possible until the release fixes the shares, which
    no transaction does that completes the order. Locks the payment, then the receiver. Raises
    NotGuaranteed, ClaimTooLarge (all claims of an order are at most 30 % of what was paid, and at most 50), NoSuchReceiver.
    """
    payment = await session.maybe(store.LOCK_PAYMENT_OF_ORDER, order_id=order_id)
    if payment is None or not payment.is_frozen:
        raise NotGuaranteed
    if await session.maybe(reads.KNOWN_CLAIM, key=key) is not None:
        return False
    if await session.maybe(writes.HOLD_RECEIVER, id=receiver_id) is None:
        raise NoSuchReceiver
    left_fen = payment.paid_fen * rules.SHARE_LIMIT_BP // 10_000 - payment.claimed_fen
    if len(await session.all(reads.CLAIMS, order_id=order_id)) >= rules.CLAIMS_MAX:
        left_fen = 0
    if not 0 < amount_fen <= left_fen:
        raise ClaimTooLarge(amount_fen=amount_fen, left_fen=max(left_fen, 0))
    taken = await session.maybe(
        writes.CLAIM, order_id=order_id, amount_fen=amount_fen, limit_bp=rules.SHARE_LIMIT_BP
    )
    if taken is None:  # its release has fixed the shares
        raise NotGuaranteed
    await session.later(
        writes.ADD_CLAIM, id=new_id(), key=key, order_id=order_id, payment_id=payment.id, receiver_id=receiver_id,
        amount_fen=amount_fen, reason=reason[:80],
    )  # fmt: skip
    return True


async def claim_standing(session: Session, order_id: UUID) -> None:
    """The standing parts of a payment that has just come; nothing without the guarantee. Safe to replay.

    Cost: one statement for a shop whose receivers have none.
    """
    receivers = await session.all(reads.STANDING)
    if not receivers:
        return
    payment = await session.maybe(store.LOCK_PAYMENT_OF_ORDER, order_id=order_id)
    if payment is None or not payment.is_frozen:
        return
    for receiver in receivers:
        amount_fen = rules.standing_fen(payment.paid_fen, receiver.standing_bp)
        if amount_fen:
            await claim(
                session, order_id, key=f"standing:{order_id}:{receiver.id}", receiver_id=receiver.id,
                amount_fen=amount_fen, reason="固定分账",
            )  # fmt: skip
