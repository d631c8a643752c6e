"""What orders does when money has moved or a person has left. Each reaction is safe to replay."""

from datetime import datetime
from uuid import UUID

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import DealLine, SkuId
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import actions as messages
from lianyi.orders import actions, queries, store
from lianyi.orders.events import (
    OrderClosed,
    OrderCompleted,
    OrderFormed,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
)
from lianyi.orders.rules.notices import ORDER_SHIPPED, PAYMENT_REMINDER, REFUND_ARRIVED
from lianyi.payments import actions as payments
from lianyi.payments.events import (
    ClaimFailed,
    GuaranteeEnded,
    GuaranteeEnding,
    PaymentReleased,
    PaymentSucceeded,
    RefundAdopted,
    RefundFailed,
    RefundSucceeded,
    ReleaseFailed,
)

for kind in (ORDER_SHIPPED, REFUND_ARRIVED, PAYMENT_REMINDER):
    messages.declare(kind)


@on(PaymentSucceeded)
async def move_paid_order(session: Session, fact: PaymentSucceeded) -> None:
    await actions.mark_paid(session, fact)


@on(RefundSucceeded)
async def finish_refund(session: Session, fact: RefundSucceeded) -> None:
    await actions.refund_succeeded(session, fact.refund_id)


@on(RefundFailed)
async def show_failed_refund(session: Session, fact: RefundFailed) -> None:
    await actions.refund_failed(session, fact.refund_id, fact.reason, for_good=fact.final)


@on(RefundAdopted)
async def show_adopted_refund(session: Session, fact: RefundAdopted) -> None:
    await actions.refund_adopted(session, fact.order_id, fact.refund_id, fact.amount_fen)


@on(OrderPaid)
async def count_sold(session: Session, fact: OrderPaid) -> None:
    """Real sales for the product's card, and what was really paid per piece for a lawful former price.

    An order that waits counts when it has formed: a team that fails has sold nothing.
    """
    waits = fact.waits
    if waits is None:
        waits = (await queries.order(session, fact.order_id)).waits
    if not waits:
        await _count(session, fact.order_id, fact.paid_at)


@on(OrderFormed)
async def count_formed(session: Session, fact: OrderFormed) -> None:
    order = await queries.order(session, fact.order_id)
    if order.paid_at is not None:
        await _count(session, order.id, order.paid_at)


async def _count(session: Session, order_id: UUID, paid_at: datetime) -> None:
    lines = await queries.lines(session, order_id)
    deals = [DealLine(SkuId(line.sku_id), line.quantity, line.paid_fen // line.quantity) for line in lines]
    await catalog.record_deals(session, paid_at, deals)


@on(OrderShipped)
async def tell_shipped(session: Session, fact: OrderShipped) -> None:
    await actions.tell_shipped(session, fact)


@on(OrderRefunded)
async def tell_refunded(session: Session, fact: OrderRefunded) -> None:
    await actions.tell_refunded(session, fact)


@on(OrderPaid)
async def end_reminder(session: Session, fact: OrderPaid) -> None:
    await actions.end_reminder(session, fact.order_id)


@on(OrderClosed)
async def end_reminder_of_closed(session: Session, fact: OrderClosed) -> None:
    await actions.end_reminder(session, fact.order_id)


@on(OrderCompleted)
async def release_money(session: Session, fact: OrderCompleted) -> None:
    """The return window has passed: the money is the merchant's own."""
    await payments.release(session, fact.order_id)


@on(PaymentReleased)
async def tell_released(session: Session, fact: PaymentReleased) -> None:
    await actions.tell_guarantee(
        session, fact.order_id, "released", amount_fen=fact.amount_fen, shared_fen=fact.shared_fen
    )


@on(ReleaseFailed)
async def tell_release_failed(session: Session, fact: ReleaseFailed) -> None:
    await actions.tell_guarantee(session, fact.order_id, "release_failed", fact.reason)


@on(ClaimFailed)
async def tell_claim_failed(session: Session, fact: ClaimFailed) -> None:
    await actions.tell_guarantee(
        session, fact.order_id, "claim_failed", fact.reason, amount_fen=fact.amount_fen
    )


@on(GuaranteeEnding)
async def tell_guarantee_ending(session: Session, fact: GuaranteeEnding) -> None:
    await actions.tell_guarantee(session, fact.order_id, "guarantee_ending")


@on(GuaranteeEnded)
async def tell_guarantee_ended(session: Session, fact: GuaranteeEnded) -> None:
    await actions.tell_guarantee(session, fact.order_id, "guarantee_ended", amount_fen=fact.amount_fen)


@on(PersonDeleted)
async def mark_orders_of_person(session: Session, fact: PersonDeleted) -> None:
    """Open orders are still delivered; a sweep forgets the receiver once each has ended."""
    await session.later(store.PERSON_LEFT, person_id=fact.person_id)


@on(PersonMerged)
async def move_orders_of_person(session: Session, fact: PersonMerged) -> None:
    await session.later(
        store.PERSON_MERGED, from_person_id=fact.from_person_id, into_person_id=fact.into_person_id
    )
