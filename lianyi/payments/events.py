"""Facts of payments. All carry the order, whose money they tell about in order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.outbox import event


@event("payments.payment_succeeded", subject="order_id")
@dataclass(frozen=True, slots=True)
class PaymentSucceeded:
    order_id: UUID
    payment_id: UUID
    amount_fen: int
    transaction_id: str
    paid_at: datetime
    method: str


@event("payments.payment_closed", subject="order_id")
@dataclass(frozen=True, slots=True)
class PaymentClosed:
    order_id: UUID
    payment_id: UUID


@event("payments.refund_succeeded", subject="order_id")
@dataclass(frozen=True, slots=True)
class RefundSucceeded:
    order_id: UUID
    refund_id: UUID
    amount_fen: int


@event("payments.refund_failed", subject="order_id")
@dataclass(frozen=True, slots=True)
class RefundFailed:
    """`final`: WeChat closed it and the money is ours to give again; else it waits for somebody's hand."""

    order_id: UUID
    refund_id: UUID
    reason: str
    final: bool
