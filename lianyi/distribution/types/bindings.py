"""Whose customer: lines of the log, the rule they are decided by, and what they come to. Instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NewType
from uuid import UUID

from lianyi.distribution.types.shopkeepers import KeeperState, ShopkeeperId

BindingId = NewType("BindingId", UUID)
PREFIX = "bnd"


class Touch(StrEnum):
    """What happened between a shopkeeper and a customer.

    `merged`: two records of one person became one; with the owner of the one that is gone, or without any.
    `staff` alone is above the rule.
    """

    CLICK = "click"
    SCAN = "scan"
    INVITATION = "invitation"
    MERGED = "merged"
    STAFF = "staff"


class Result(StrEnum):
    """`kept`: the owner touched again and nothing changed; `renewed`: and it lasts longer; `taken`: from somebody else."""

    BOUND = "bound"
    TAKEN = "taken"
    RENEWED = "renewed"
    KEPT = "kept"
    RELEASED = "released"
    REFUSED = "refused"


class Why(StrEnum):
    """Why a line came to its result."""

    FIRST = "first"
    EXPIRED = "expired"
    HOLDER_LEFT = "holder_left"
    UNPROTECTED = "unprotected"
    SAME_OWNER = "same_owner"
    BY_STAFF = "by_staff"
    SELF = "self"
    SAME_DEVICE = "same_device"
    LOOP = "loop"
    NOT_SELLING = "not_selling"
    NOT_NEW = "not_new"
    TOO_OLD = "too_old"
    PROTECTED = "protected"
    FIRST_TOUCH = "first_touch"
    NOTHING = "nothing"


class TouchRule(StrEnum):
    FIRST = "first_touch"
    LAST = "last_touch"


# Results after which somebody (or nobody) owns the customer until the next of them.
MOVES = (Result.BOUND, Result.TAKEN, Result.RENEWED, Result.RELEASED)


@dataclass(frozen=True, slots=True)
class AttributionRule:
    """A version of the shop's rule.

    In `protection_days` nobody takes the customer; after `validity_days` nobody has them (None: until somebody does).
    `new_customers_only`: who has paid an order before is nobody's to bind.
    """

    version: int
    mode: TouchRule
    protection_days: int
    validity_days: int | None
    new_customers_only: bool
    effective_at: datetime

    @property
    def protection(self) -> timedelta:
        return timedelta(days=self.protection_days)

    @property
    def validity(self) -> timedelta | None:
        return None if self.validity_days is None else timedelta(days=self.validity_days)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true when a line is written, and stays written: decisions need nothing else.

    `at` is when it happened, `counts_at` when it was known whose it is (an anonymous click: at sign-in). `chain`: the
    people above the shopkeeper, owner by owner, worked out only when the customer sells, too.
    """

    touch: Touch
    shopkeeper_id: ShopkeeperId | None
    at: datetime
    counts_at: datetime
    is_self: bool = False
    same_device: bool = False
    in_chain: bool = False
    sells: bool = True
    ordered_before: bool = False
    holder_left: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose customer somebody is. `valid_until` None: until somebody else's."""

    shopkeeper_id: ShopkeeperId
    since: datetime
    protected_until: datetime
    valid_until: datetime | None

    def is_valid(self, at: datetime) -> bool:
        return self.valid_until is None or at < self.valid_until


@dataclass(frozen=True, slots=True)
class Decision:
    """What a line came to; `holding` is what stands after it."""

    result: Result
    why: Why
    holding: Holding | None


@dataclass(frozen=True, slots=True)
class Binding:
    """A line of the log as it is kept."""

    id: BindingId
    seq: int
    person_id: UUID
    shopkeeper_id: ShopkeeperId | None
    touch: Touch
    at: datetime
    counts_at: datetime
    share_id: UUID | None
    visitor_id: UUID | None
    channel: str | None
    rule_version: int
    is_self: bool
    same_device: bool
    in_chain: bool
    sells: bool
    ordered_before: bool
    holder_left: bool
    result: Result
    why: Why
    holder_id: ShopkeeperId | None
    since: datetime | None
    protected_until: datetime | None
    valid_until: datetime | None
    staff_name: str | None
    words: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose customer a person was at an instant, by which line of the log, and what the shopkeeper was then."""

    person_id: UUID
    at: datetime
    shopkeeper_id: ShopkeeperId
    binding_id: BindingId
    rule_version: int
    touch: Touch
    channel: str | None
    share_id: UUID | None
    state: KeeperState
    grade: int


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the log leaves them now; `shopkeeper_id` None: only refused lines, or released."""

    person_id: UUID
    shopkeeper_id: ShopkeeperId | None
    binding_id: UUID | None
    since: datetime | None
    protected_until: datetime | None
    valid_until: datetime | None
    counted_at: datetime
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What the log, read again, comes to otherwise than what was written. `about`: a line, a customer or an order."""

    kind: Literal["decision", "chain", "customer", "order"]
    about: UUID
    written: str
    replayed: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was read again, and every difference, at most the first thousand."""

    lines: int
    customers: int
    orders: int
    differences: tuple[Difference, ...]
