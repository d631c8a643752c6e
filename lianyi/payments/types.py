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


@dataclass(frozen=True, slots=True)
class Payment:
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
