"""A shopkeeper's appeal about an order or a customer, and what the staff made of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lianyi.distribution.types.shopkeepers import ShopkeeperId

DisputeId = NewType("DisputeId", UUID)
PREFIX = "dsp"


class DisputeState(StrEnum):
    """`upheld`: the customer became the shopkeeper's by a line of the staff; earlier lines stay as they are."""

    OPEN = "open"
    UPHELD = "upheld"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Dispute:
    id: DisputeId
    shopkeeper_id: ShopkeeperId
    person_id: UUID
    order_id: UUID | None
    order_number: str | None
    words: str
    state: DisputeState
    reply: str
    decided_by: str | None
    binding_id: UUID | None
    created_at: datetime
    decided_at: datetime | None
