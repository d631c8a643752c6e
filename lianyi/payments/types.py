"""Payments as other domains may see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

PaymentId = NewType("PaymentId", UUID)
RefundId = NewType("RefundId", UUID)


class Method(StrEnum):
    """How the payer pays. `BROWSER` is H5 payment on the sandbox's cashier, for an ordinary browser."""

    MINI = "mini"
    OFFICIAL = "official"
    H5 = "h5"
    NATIVE = "native"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Due:
    """What an order is owed, ≥ 1 fen, until when, and the words on WeChat's bill (cut at 120 characters)."""

    order_id: UUID
    amount_fen: int
    description: str
    expires_at: datetime


class PaymentState(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    CLOSED = "closed"


class AttemptState(StrEnum):
    OPEN = "open"
    SUCCEEDED = "succeeded"
    STRAY = "stray"
    CLOSED = "closed"


class RefundState(StrEnum):
    REQUESTED = "requested"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    CLOSED = "closed"
    ABNORMAL = "abnormal"


class Closing(StrEnum):
    CLOSED = "closed"
    PAID = "paid"


class ReceiverState(StrEnum):
    ACTIVE = "active"
    REMOVED = "removed"


class ClaimState(StrEnum):
    REGISTERED = "registered"
    SHARING = "sharing"
    SHARED = "shared"
    FAILED = "failed"
    VOID = "void"


class ReleaseState(StrEnum):
    REQUESTED = "requested"
    SHARING = "sharing"
    UNFREEZING = "unfreezing"
    RELEASED = "released"
    FAILED = "failed"


class ReturnState(StrEnum):
    REQUESTED = "requested"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Held(StrEnum):
    """Where the money of a guaranteed payment is, as a person may be told."""

    FROZEN = "frozen"
    RELEASING = "releasing"
    FAILED = "failed"
    UNFROZEN = "unfrozen"
    RELEASED = "released"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Payment:
    """`frozen_until`: WeChat lets go of a guaranteed payment by itself then; `unfrozen_at`: it has.

    `claimed_fen` is registered for receivers, `shared_fen` is with them or on its way to them.
    """

    id: UUID
    order_id: UUID
    amount_fen: int
    description: str
    state: PaymentState
    expires_at: datetime
    method: str | None
    transaction_id: str | None
    paid_fen: int
    refunding_fen: int
    refunded_fen: int
    paid_at: datetime | None
    released_at: datetime | None
    guaranteed: bool
    frozen_until: datetime | None
    unfrozen_at: datetime | None
    claimed_fen: int
    shared_fen: int

    @property
    def is_frozen(self) -> bool:
        """Paid under the guarantee, and neither released nor let go by WeChat itself."""
        return self.guaranteed and self.released_at is None and self.unfrozen_at is None


@dataclass(frozen=True, slots=True)
class Attempt:
    out_trade_no: str
    payment_id: UUID
    order_id: UUID
    method: str
    appid: str
    payer_openid: str | None
    amount_fen: int
    state: AttemptState
    prepay: dict[str, Any] | None
    prepay_until: datetime | None
    expires_at: datetime
    polls: int
    guaranteed: bool


@dataclass(frozen=True, slots=True)
class Refund:
    id: UUID
    order_id: UUID | None
    out_refund_no: str
    transaction_id: str
    amount_fen: int
    total_fen: int
    reason: str
    state: RefundState
    tries: int
    error: str | None
    held_on: str | None
    stray: bool


@dataclass(frozen=True, slots=True)
class ClientPay:
    """What the client needs to pay; which field is set depends on the method."""

    method: Method
    payment_id: UUID
    params: dict[str, str] | None
    h5_url: str | None
    code_url: str | None
    cashier_url: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who may be given shares. The name is sealed; `standing_bp` is a part of every paid order."""

    id: UUID
    kind: str
    account: str
    appid: str
    name_masked: str
    relation: str
    custom_relation: str
    standing_bp: int
    state: ReceiverState
    error: str | None
    told_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of an order's money, registered when paid. `due_fen` is what the release found it worth after refunds."""

    id: UUID
    order_id: UUID
    receiver_id: UUID
    kind: str
    account: str
    receiver: str
    key: str
    amount_fen: int
    due_fen: int | None
    returned_fen: int
    reason: str
    state: ClaimState
    error: str | None
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Release:
    payment_id: UUID
    order_id: UUID
    state: ReleaseState
    base_fen: int | None
    error: str | None
    tries: int
    next_try_at: datetime | None
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShareReturn:
    """What a receiver gives back of its share because the buyer gets a refund after the release."""

    id: UUID
    refund_id: UUID
    claim_id: UUID
    order_id: UUID
    payment_id: UUID
    account: str
    amount_fen: int
    state: ReturnState
    error: str | None
    tries: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One guaranteed payment as lists and orders show it. `left_fen` is what is not given back or on its way back."""

    order_id: UUID
    payment_id: UUID
    paid_fen: int
    left_fen: int
    claimed_fen: int
    shared_fen: int
    paid_at: datetime
    frozen_until: datetime
    held: Held
    released_at: datetime | None
    error: str | None
    tries: int
    next_try_at: datetime | None
