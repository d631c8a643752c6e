"""What happened to an order. The subject is the order, so its facts are told in order. Money in fen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.outbox import event


@event("orders.order_placed", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """`placed_at` is None in facts of versions before it."""

    order_id: UUID
    person_id: UUID
    payable_fen: int
    placed_at: datetime | None = None


@event("orders.order_paid", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderPaid:
    """`waits`: it may not be shipped before a team has formed; None in facts of versions before it."""

    order_id: UUID
    person_id: UUID
    payable_fen: int
    paid_at: datetime
    waits: bool | None = None


@event("orders.order_reopened", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderReopened:
    """An order's money came after it had closed, and its stock was there: told before OrderPaid."""

    order_id: UUID
    person_id: UUID


@event("orders.order_formed", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderFormed:
    """A paid order that waited (for its team) may be shipped now."""

    order_id: UUID
    person_id: UUID


@event("orders.order_closed", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderClosed:
    """Closed before payment (shopper, staff, deadline) or because everything was refunded."""

    order_id: UUID
    person_id: UUID
    reason: str


@event("orders.order_shipped", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderShipped:
    """A parcel left; `whole` when it was the last one."""

    order_id: UUID
    person_id: UUID
    parcel_id: UUID
    whole: bool


@event("orders.order_received", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderReceived:
    order_id: UUID
    person_id: UUID


@event("orders.order_completed", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderCompleted:
    """The return window has passed: what depends on the order may be released."""

    order_id: UUID
    person_id: UUID


@event("orders.order_disputed", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderDisputed:
    """A case of after-sales was opened on it or has ended; while one is open, whatever waits for it keeps waiting."""

    order_id: UUID


@event("orders.refund_requested", subject="order_id")
@dataclass(frozen=True, slots=True)
class RefundRequested:
    order_id: UUID
    refund_id: UUID
    amount_fen: int


@event("orders.refund_granted", subject="order_id")
@dataclass(frozen=True, slots=True)
class RefundGranted:
    """Units or money of an order were given back for good; the money, if any, is on its way."""

    order_id: UUID
    person_id: UUID
    refund_id: UUID


@event("orders.order_refunded", subject="order_id")
@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """The money of a refund has arrived at the shopper."""

    order_id: UUID
    person_id: UUID
    refund_id: UUID
    amount_fen: int
