"""The freeze itself: what it holds, WeChat letting go of it by itself after 30 days, and the books that follow."""

from uuid import UUID

from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries, store
from lianyi.payments.events import ClaimFailed, GuaranteeEnded, PaymentReleased
from lianyi.payments.queries import guarantee as reads
from lianyi.payments.rules import guarantee as rules
from lianyi.payments.store import guarantee as writes
from lianyi.payments.types import ClaimState, Payment
from lianyi.wechat import profitsharing
from lianyi.wechat.pay import PayRefused, PayUnanswered

log = get_logger(__name__)


async def earn_rest(session: Session, payment: Payment) -> None:
    """What lies in the merchant's account already: only the books say whose it is."""
    await session.later(writes.RELEASED, id=payment.id)
    rest_fen = payment.paid_fen - payment.refunded_fen - payment.refunding_fen
    if payment.guaranteed:
        refunds = await session.all(queries.REFUNDS_OF_ORDER, order_id=payment.order_id)
        rest_fen = rules.to_earn(payment, refunds)
    await move(
        session, payment, "release", Purpose.ORDER_MONEY, Purpose.EARNED, rest_fen, "订单完成,货款转为收入"
    )
    if payment.guaranteed:
        await session.emit(PaymentReleased(payment.order_id, payment.id, rest_fen, payment.shared_fen))


async def move(
    session: Session,
    payment: Payment,
    kind: str,
    source: Purpose,
    target: Purpose,
    amount_fen: int,
    memo: str,
) -> None:
    """Move a payment's fen in the ledger under `<kind>:<payment>`, once; nothing when there are none."""
    if amount_fen <= 0:
        return
    await ledger.transfer(
        session,
        Transfer(
            key=f"{kind}:{payment.id}",
            kind=kind,
            source=AccountRef(source),
            target=AccountRef(target),
            amount_fen=amount_fen,
            subject=Subject("order", payment.order_id),
            memo=memo,
            reference=payment.transaction_id or "",
        ),
    )


async def watch_freeze(db: Database, tenant: TenantId, payment_id: UUID) -> bool:
    """The 30 days are over and nobody has released it: ask WeChat whether it has let go, and say so in the books."""
    async with db.read(tenant) as session:
        payment = await session.maybe(reads.OF_PAYMENT, id=payment_id)
        keys = await queries.pay_keys(session)
    if payment is None or not payment.is_frozen:
        return False
    try:
        if await profitsharing.unsplit_fen(keys, payment.transaction_id or ""):
            return False
    except (PayRefused, PayUnanswered) as problem:
        log.warning("guarantee.unanswered", payment=str(payment_id), error=str(problem)[:200])
        return False
    async with db.write(tenant) as session:
        await let_go(session, payment_id)
    return True


async def let_go(session: Session, payment_id: UUID) -> None:
    """WeChat has let go by itself: the fen lie in the merchant's account now. Claims cannot be executed any more."""
    payment = await session.one(store.LOCK_PAYMENT, id=payment_id)
    if not payment.is_frozen:
        return
    # when its release had begun, the fen go on to what is earned in this transaction
    places = (Purpose.GUARANTEED, Purpose.ORDER_MONEY, Purpose.EARNED)
    await ledger.lock(session, [AccountRef(place) for place in places])
    claims = await session.all(reads.CLAIMS, order_id=payment.order_id)
    kept_fen = sum(one.due_fen or 0 for one in claims if one.state is ClaimState.SHARED)
    for claim in claims:
        if claim.state in {ClaimState.REGISTERED, ClaimState.SHARING}:
            await session.later(
                writes.END_CLAIM, id=claim.id, state="failed", error="UNFROZEN", wechat_order_id=None
            )
            await session.emit(ClaimFailed(claim.order_id, claim.id, claim.amount_fen, "UNFROZEN"))
    await session.later(writes.UNFROZEN, id=payment_id, shared_fen=kept_fen)
    refunds = await session.all(queries.REFUNDS_OF_ORDER, order_id=payment.order_id)
    payment = await session.one(store.LOCK_PAYMENT, id=payment_id)
    left_fen = rules.in_guarantee(payment, refunds)
    await move(
        session,
        payment,
        "unfrozen",
        Purpose.GUARANTEED,
        Purpose.ORDER_MONEY,
        left_fen,
        "担保满 30 天,微信自动解冻",
    )
    await session.emit(GuaranteeEnded(payment.order_id, payment_id, left_fen))
    begun = await session.run(
        writes.STEP_RELEASE, payment_id=payment_id, state="released", base_fen=None,
        leaves=["requested", "sharing", "unfreezing", "failed"],
    )  # fmt: skip
    if begun:  # the order was completed already: the books follow at once
        await earn_rest(session, payment)
