"""What happened to a shopkeeper."""

from dataclasses import dataclass
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
    """A shopkeeper came into another state (`refused`, `probation`, `active`, `suspended`, `left`) or grade."""

    shopkeeper_id: UUID
    person_id: UUID
    state: str
    grade: int
    words: str
