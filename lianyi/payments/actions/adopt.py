"""A refund that nobody asked for here: made on WeChat's own platform, told by its bill, confirmed by its query."""

from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import store
from lianyi.payments.errors import NoPayment, RefundTooLarge
from lianyi.payments.queries import numbers
from lianyi.wechat import pay


async def adopt_refund(session: Session, transaction_id: str, answer: pay.Refund) -> None:
    """Book a refund that WeChat says is done, on the order whose payment it came from. Idempotent by its number.

    Raises NoPayment when the payment is not ours, RefundTooLarge when it is more than what is left of it. The order's own
    lines are not changed: nobody has said which goods it was for.
    """
    if await numbers.refund(session, answer.out_refund_no) is not None:
        return
    attempt = await numbers.attempt(session, transaction_id)
    if attempt is None:
        raise NoPayment
    order_id, amount_fen, reason = attempt.order_id, answer.refund_fen, "在微信支付商户平台退款"
    await session.maybe(store.LOCK_PAYMENT_OF_ORDER, order_id=order_id)
    payment = await session.maybe(store.CLAIM_REFUND, order_id=order_id, amount_fen=amount_fen)
    if payment is None or payment.transaction_id != transaction_id:
        raise RefundTooLarge(amount_fen=amount_fen)
    refund_id = new_id()
    await session.later(
        store.INSERT_REFUND, id=refund_id, order_id=order_id, out_refund_no=answer.out_refund_no, stray=False,
        transaction_id=transaction_id, amount_fen=amount_fen, total_fen=payment.paid_fen, reason=reason,
    )  # fmt: skip
    await session.maybe(
        store.END_REFUND, id=refund_id, state="succeeded", wechat_refund_id=answer.refund_id, error=None
    )
    await session.maybe(
        store.SETTLE_REFUND, order_id=order_id, amount_fen=amount_fen, refunded_fen=amount_fen
    )
    await ledger.transfer(
        session,
        Transfer(
            key=f"refund:{refund_id}",
            kind="refund",
            source=AccountRef(Purpose.EARNED if payment.released_at else Purpose.ORDER_MONEY),
            target=AccountRef(Purpose.BUYERS),
            amount_fen=amount_fen,
            subject=Subject("order", order_id),
            memo=reason,
            reference=answer.refund_id,
        ),
    )
