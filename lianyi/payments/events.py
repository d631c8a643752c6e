"""Facts of payments. All carry the order, whose money they tell about in order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.outbox import event


@event("payments.payment_succeeded", subject="order_id")
@dataclass(frozen=True, slots=True)
class PaymentSucceeded:
    """`guaranteed`: WeChat keeps the money until the order is completed; None in facts of versions before it."""

    order_id: UUID
    payment_id: UUID
    amount_fen: int
    transaction_id: str
    paid_at: datetime
    method: str
    guaranteed: bool | None = None


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


@event("payments.refund_adopted", subject="order_id")
@dataclass(frozen=True, slots=True)
class RefundAdopted:
    """Somebody gave it back on WeChat's own platform: the order has not granted it, its goods may still be to ship."""

    order_id: UUID
    refund_id: UUID
    amount_fen: int


@event("payments.payment_released", subject="order_id")
@dataclass(frozen=True, slots=True)
class PaymentReleased:
    """Under the guarantee no more: `amount_fen` became the merchant's own, `shared_fen` went to receivers."""

    order_id: UUID
    payment_id: UUID
    amount_fen: int
    shared_fen: int


@event("payments.release_failed", subject="order_id")
@dataclass(frozen=True, slots=True)
class ReleaseFailed:
    """WeChat will not release it as asked; somebody must look."""

    order_id: UUID
    payment_id: UUID
    reason: str


@event("payments.claim_failed", subject="order_id")
@dataclass(frozen=True, slots=True)
class ClaimFailed:
    """A receiver could not be given its share; its fen stay the merchant's."""

    order_id: UUID
    claim_id: UUID
    amount_fen: int
    reason: str


@event("payments.guarantee_ending", subject="order_id")
@dataclass(frozen=True, slots=True)
class GuaranteeEnding:
    """In three days or less WeChat lets go by itself, and the order is not completed."""

    order_id: UUID
    payment_id: UUID
    frozen_until: datetime


@event("payments.guarantee_ended", subject="order_id")
@dataclass(frozen=True, slots=True)
class GuaranteeEnded:
    """WeChat let go by itself: the money lies in the merchant's account although the order is not completed."""

    order_id: UUID
    payment_id: UUID
    amount_fen: int
