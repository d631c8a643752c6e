"""What inventory speaks of: stock per SKU, lines of an order, movements."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lianyi.catalog.types import SkuId

OrderRef = NewType("OrderRef", UUID)  # whose stock is promised; inventory knows nothing else about an order


class MovementKind(StrEnum):
    RECEIVED = "received"
    ADJUSTED = "adjusted"
    RESERVED = "reserved"
    COMMITTED = "committed"
    RELEASED = "released"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"


class AdjustReason(StrEnum):
    PURCHASE = "purchase"
    RETURN = "return"
    DAMAGE = "damage"
    COUNT = "count"
    GIFT = "gift"
    OTHER = "other"


class ReservationState(StrEnum):
    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Stock:
    """Pieces of one SKU: available (can be promised), reserved (promised), sold; their sum is received."""

    sku_id: SkuId
    available: int
    reserved: int
    sold: int
    received: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One change: what was added to each of the three piles (negative: taken away)."""

    id: UUID
    kind: MovementKind
    available_delta: int
    reserved_delta: int
    sold_delta: int
    reason: str
    note: str
    by_id: UUID | None
    ref_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """What one order wants held for it: (SKU, pieces) in its own sequence, until when."""

    order_id: UUID
    lines: tuple[tuple[UUID, int], ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Short:
    """The first line of an order that is short, with what was left when its turn came."""

    sku_id: SkuId
    available: int
    wanted: int
