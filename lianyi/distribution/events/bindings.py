"""What the log of bindings came to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.outbox import event


@event("distribution.customer_bound", subject="person_id")
@dataclass(frozen=True, slots=True)
class CustomerBound:
    """A customer became a shopkeeper's, from nobody or from somebody else."""

    person_id: UUID
    shopkeeper_id: UUID
    binding_id: UUID
    at: datetime


@event("distribution.owner_corrected", subject="order_id")
@dataclass(frozen=True, slots=True)
class OwnerCorrected:
    """An appeal about an order was upheld: its earnings belong to `shopkeeper_id`, as far as they are not available yet.

    The snapshot of the order stays as it was written; what is not available yet is entered anew (actions.correcting).
    """

    order_id: UUID
    person_id: UUID
    shopkeeper_id: UUID
    binding_id: UUID
    dispute_id: UUID
    words: str
