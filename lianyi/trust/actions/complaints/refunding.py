"""Money given back because of a complaint: the order gives it, the complaint is told which refund it was."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity.types import Staff
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Actor, Line, Portion, RefundId
from lianyi.trust.errors.complaints import (
    ComplaintCaseOpen,
    ComplaintNothingToRefund,
    ComplaintWithoutOrder,
)
from lianyi.trust.queries import complaints as queries
from lianyi.trust.store import complaints as store

BEFORE_SHIPPING = frozenset({"forming", "to_ship"})
AFTER_SHIPPING = frozenset({"shipped", "received", "completed"})


async def refund_now(session: Session, staff: Staff, complaint_id: UUID, reason: str) -> RefundId:
    """Give back all that is left of the order and link the refund to the complaint; goods that have left are not sent back.

    Locks order, payment, ledger, stock. Raises ComplaintUnknown, ComplaintWithoutOrder, ComplaintCaseOpen (an application
    of the shopper decides about the same money), ComplaintNothingToRefund, and as orders.actions.refund does.
    """
    complaint = await queries.complaint(session, complaint_id)
    if complaint.order_id is None:
        raise ComplaintWithoutOrder
    await orders.hold(session, complaint.order_id)
    order = await order_reads.order(session, complaint.order_id)
    if order.open_cases:
        raise ComplaintCaseOpen(order_number=order.number)
    lines = await order_reads.lines(session, order.id)
    why = (reason or f"微信投诉 {complaint.wechat_id}")[:200]
    if order.state in BEFORE_SHIPPING and (
        left := [Portion(one.id, one.unshipped) for one in lines if one.unshipped]
    ):
        asked = await orders.refund(session, staff, order.id, left, freight_fen=None, reason=why)
    elif order.state in AFTER_SHIPPING and (left := _still_out(lines)):
        actor = Actor("staff", staff.staff, staff.name)
        key = f"complaint:{complaint.id}:{order.granted_fen}"
        asked = await orders.refund_returned(
            session, actor, order.id, key, left, with_freight=True, reason=why
        )
    else:
        raise ComplaintNothingToRefund
    await session.later(store.LINK_REFUND, complaint_id=complaint.id, refund_id=asked.refund_id)
    return asked.refund_id


def _still_out(lines: Sequence[Line]) -> list[Portion]:
    """What has left the house and was not given back, for all it is worth."""
    return [
        Portion(line.id, quantity, line.worth_fen(quantity))
        for line in lines
        if (quantity := line.shipped_quantity - line.returned_quantity) > 0
    ]


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
