"""What happened to pay-outs."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("distribution.payout_confirmable", subject="payout_id")
@dataclass(frozen=True, slots=True)
class PayoutConfirmable:
    """WeChat waits for the person to confirm, 24 hours long."""

    payout_id: UUID
    shopkeeper_id: UUID
    net_fen: int


@event("distribution.payout_paid", subject="payout_id")
@dataclass(frozen=True, slots=True)
class PayoutPaid:
    """The person has the money."""

    payout_id: UUID
    shopkeeper_id: UUID
    gross_fen: int
    net_fen: int


@event("distribution.payout_returned", subject="payout_id")
@dataclass(frozen=True, slots=True)
class PayoutReturned:
    """It came to nothing and is available again; `state` says how, `words` why, in Chinese and English."""

    payout_id: UUID
    shopkeeper_id: UUID
    gross_fen: int
    state: str
    zh: str
    en: str
