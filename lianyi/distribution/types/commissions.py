"""Commission as other domains may know it. Money in fen, instants aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

# A commission is of one order line and has its id; as a word it is `com_…`.
CommissionId = NewType("CommissionId", UUID)

State = Literal["placed", "pending", "frozen", "available", "void"]
STATES: tuple[State, ...] = ("placed", "pending", "frozen", "available", "void")
EntryKind = Literal["accrue", "freeze", "release", "reverse"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("accrue", "freeze", "release", "reverse")
# Why a line has less than its rule says, or nothing.
Reason = Literal[
    "",
    "no_plan",
    "no_rule",
    "excluded",
    "cap",
    "margin_share",
    "cost_unknown",
    "order_share",
    "own_price",
    "not_selling",
    "same_device",
    "paused",
]


@dataclass(frozen=True, slots=True)
class Commission:
    """What was promised for one order line, and by which arithmetic.

    `base_fen` x rate (or fixed a piece x quantity) x grade = `worked_fen`; the caps make `amount_fen` of it and `reason`
    says which one cut. `amount_fen` - `reversed_fen` is left.
    """

    order_line_id: CommissionId
    order_id: UUID
    shopkeeper_id: UUID
    plan_id: UUID | None
    scope: str
    rate_bp: int | None
    fixed_fen: int | None
    cap_fen: int | None
    factor_bp: int
    base: str
    base_fen: int
    cost_fen: int | None
    line_paid_fen: int
    quantity: int
    worked_fen: int
    amount_fen: int
    reversed_fen: int
    reason: Reason
    state: State
    held: bool
    placed_at: datetime
    release_at: datetime | None
    released_at: datetime | None

    @property
    def left_fen(self) -> int:
        return self.amount_fen - self.reversed_fen


@dataclass(frozen=True, slots=True)
class OrderSnapshot:
    """Who brought an order, as of the instant it was placed; every later step uses this alone."""

    order_id: UUID
    shopkeeper_id: UUID
    level: int
    grade: int
    touch: str
    channel: str | None
    binding_id: UUID | None
    rule_version: int | None
    plan_id: UUID | None
    campaign_id: UUID | None
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """A shopkeeper's money. `available_fen` may be below zero: refunds after a pay-out, repaid by later earnings."""

    shopkeeper_id: UUID
    pending_fen: int = 0
    frozen_fen: int = 0
    available_fen: int = 0
    payout_held_fen: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One move of a commission, append-only. `transfer_key` is the ledger transfer it is part of."""

    id: UUID
    at: datetime
    kind: EntryKind
    order_id: UUID
    order_line_id: UUID
    shopkeeper_id: UUID
    amount_fen: int
    source: str
    target: str
    transfer_key: str


Balances = Mapping[UUID, Balance]
