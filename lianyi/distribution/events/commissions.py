"""Facts of commission. Money in fen."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("distribution.commission_accrued", subject="order_id")
@dataclass(frozen=True, slots=True)
class CommissionAccrued:
    """An order was paid: so much is promised to whoever brought it, pending until it is received."""

    order_id: UUID
    shopkeeper_id: UUID
    amount_fen: int


@event("distribution.commission_reversed", subject="order_id")
@dataclass(frozen=True, slots=True)
class CommissionReversed:
    """A refund took so much of an order's commission back, wherever it was; `left_fen` of it is left."""

    order_id: UUID
    shopkeeper_id: UUID
    amount_fen: int
    left_fen: int


@event("distribution.commission_released", subject="shopkeeper_id")
@dataclass(frozen=True, slots=True)
class CommissionReleased:
    """The window of `lines` order lines has passed: so much more may be asked for, by the transfer of this key."""

    shopkeeper_id: UUID
    amount_fen: int
    lines: int
    transfer_key: str
