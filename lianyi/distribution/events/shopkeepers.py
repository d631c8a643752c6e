"""What happened to a shopkeeper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.outbox import event


@event("distribution.shopkeeper_applied", subject="shopkeeper_id")
@dataclass(frozen=True, slots=True)
class ShopkeeperApplied:
    """Somebody waits for review."""

    shopkeeper_id: UUID
    person_id: UUID


@event("distribution.shopkeeper_stepped", subject="shopkeeper_id")
@dataclass(frozen=True, slots=True)
class ShopkeeperStepped:
    """A shopkeeper came into another state (`refused`, `probation`, `active`, `suspended`, `left`) or grade.

    `move`: `joined`, `graded`, or what was done (`approve`, `refuse`, `confirm`, `suspend`, `resume`, `leave`).
    """

    shopkeeper_id: UUID
    person_id: UUID
    state: str
    grade: int
    move: str
    words: str
    at: datetime


@event("distribution.dispute_answered", subject="dispute_id")
@dataclass(frozen=True, slots=True)
class DisputeAnswered:
    """The staff answered a shopkeeper's appeal."""

    dispute_id: UUID
    shopkeeper_id: UUID
    person_id: UUID
    upheld: bool
    reply: str
    at: datetime
