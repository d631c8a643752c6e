"""Money given back because of a complaint: the order gives it, the complaint is told which refund it was."""

from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity.types import Staff
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Portion, RefundId
from lianyi.trust.errors.complaints import (
    ComplaintNothingToRefund,
    ComplaintOrderShipped,
    ComplaintWithoutOrder,
)
from lianyi.trust.queries import complaints as queries
from lianyi.trust.store import complaints as store

BEFORE_SHIPPING = frozenset({"forming", "to_ship"})


async def refund_now(session: Session, staff: Staff, complaint_id: UUID, reason: str) -> RefundId:
    """Give back all that is left of an order that has not been shipped, and link the refund to the complaint.

    Locks order, payment, ledger, stock. Raises ComplaintUnknown, ComplaintWithoutOrder, ComplaintOrderShipped,
    ComplaintNothingToRefund, and as orders.actions.refund does.
    """
    complaint = await queries.complaint(session, complaint_id)
    if complaint.order_id is None:
        raise ComplaintWithoutOrder
    order = await order_reads.order(session, complaint.order_id)
    if order.state not in BEFORE_SHIPPING:
        raise ComplaintOrderShipped(order_number=order.number, order_state=order.state)
    left = [
        Portion(line.id, quantity)
        for line in await order_reads.lines(session, order.id)
        if (quantity := line.quantity - line.shipped_quantity - line.refunded_quantity) > 0
    ]
    if not left:
        raise ComplaintNothingToRefund
    why = reason or f"微信投诉 {complaint.wechat_id}"
    asked = await orders.refund(session, staff, order.id, left, freight_fen=None, reason=why[:200])
    await session.later(store.LINK_REFUND, complaint_id=complaint.id, refund_id=asked.refund_id)
    return asked.refund_id


async def link_refund(session: Session, order_id: UUID, refund_id: UUID) -> None:
    """A refund of this order has arrived: it belongs to the complaints that were open when it was asked for."""
    refund = await order_reads.refund(session, refund_id)
    await session.later(
        store.LINK_ORDER_REFUND, order_id=order_id, refund_id=refund_id, refund_at=refund.created_at
    )


async def reveal_phone(session: Session, staff: Staff, complaint_id: UUID) -> str:
    """The shopper's phone in clear; who looked is written down. Raises ComplaintPhoneUnknown."""
    phone = await queries.phone(session, complaint_id)
    await identity.note_access(session, staff, encode("cpl", complaint_id), ["phone"])
    return phone
