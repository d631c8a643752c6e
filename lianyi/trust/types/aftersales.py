"""What after-sales speaks of. Money in fen, instants aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NewType
from uuid import UUID

CaseId = NewType("CaseId", UUID)
PictureId = NewType("PictureId", UUID)
ReturnAddressId = NewType("ReturnAddressId", UUID)

Kind = Literal["refund_only", "return_refund", "exchange"]
KINDS: tuple[Kind, ...] = ("refund_only", "return_refund", "exchange")
Reason = Literal[
    "no_reason", "quality", "damaged", "wrong_item", "missing", "not_as_described", "not_received", "agreed"
]
REASONS: tuple[Reason, ...] = (
    "no_reason", "quality", "damaged", "wrong_item", "missing", "not_as_described", "not_received", "agreed",
)  # fmt: skip
State = Literal[
    "applied", "proposed", "agreed", "returning", "received", "reshipped", "refunding", "refused",
    "refunded", "exchanged", "withdrawn", "closed",
]  # fmt: skip
OPEN: tuple[State, ...] = (
    "applied", "proposed", "agreed", "returning", "received", "reshipped", "refunding", "refused",
)  # fmt: skip
ENDED: tuple[State, ...] = ("refunded", "exchanged", "withdrawn", "closed")
STATES: tuple[State, ...] = (*OPEN, *ENDED)
Turn = Literal["shopper", "merchant", "wechat", "nobody"]
ReturnFreight = Literal["none", "claimed", "accepted", "declined", "paid"]
Paying = Literal["accepted", "declined", "paid"]
WhyNot = Literal[
    "order_state", "line_open", "nothing_left", "cases_max", "window_over", "other_reason", "excluded_by_law",
    "excluded_by_confirmation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case is about: units of a line; `amount_fen` None asks for all they are worth."""

    line_id: UUID
    quantity: int
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """What the shopper says. `lines` have no amount in an exchange."""

    kind: Kind
    reason: Reason
    words: str
    lines: tuple[Wanted, ...]
    picture_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody adds to a step: words and pictures of theirs."""

    note: str = ""
    picture_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class HandIn:
    """The shopper's parcel; `freight_fen` is what its return freight was, where the seller bears it."""

    carrier_code: str
    tracking_no: str
    freight_fen: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A case's row. `amount_fen` is what is asked (or accepted since), goods alone; freight comes on top."""

    id: CaseId
    order_id: UUID
    order_number: str
    person_id: UUID
    kind: Kind
    reason: Reason
    words: str
    state: State
    round: int
    amount_fen: int
    proposed_fen: int | None
    proposed_from: Literal["applied", "received"] | None
    freight_fen: int
    refunded_fen: int
    refund_id: UUID | None
    return_freight_fen: int
    return_freight: ReturnFreight
    return_to_sealed: bytes | None
    return_carrier: str | None
    return_tracking_no: str | None
    reship_carrier: str | None
    reship_tracking_no: str | None
    restocked: bool | None
    extended: bool
    applied_at: datetime
    updated_at: datetime
    deadline_at: datetime | None
    received_at: datetime | None
    ended_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """Units of an order's line in a case, with what is asked for them."""

    case_id: UUID
    line_id: UUID
    quantity: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the case file: who, when, what, why, with which pictures (ids)."""

    at: datetime
    kind: str
    actor_kind: Literal["shopper", "staff", "system"]
    actor_name: str
    note: str
    pictures: list[str]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture that only the two sides see; `name` is its file's."""

    id: PictureId
    case_id: UUID | None
    name: str
    width: int
    height: int
    preview: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where goods are sent back to."""

    name: str
    phone: str
    region_code: str
    province: str
    city: str
    district: str
    detail: str

    @property
    def full_text(self) -> str:
        return f"{self.province}{self.city}{self.district} {self.detail}"


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """A return address of the shop."""

    id: ReturnAddressId
    address: Address
    is_default: bool


@dataclass(frozen=True, slots=True)
class KindOffer:
    """A kind a line may have now, with its reasons; none when `why_not` says what is against it."""

    kind: Kind
    reasons: tuple[Reason, ...]
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class LineOffer:
    """What may be asked for a line. `no_reason_until` is the last day of the seven; None before receipt or if excluded."""

    line_id: UUID
    quantity_max: int
    amount_max_fen: int
    no_reason_until: date | None
    no_reason_why_not: WhyNot | None
    kinds: tuple[KindOffer, ...]
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class Attention:
    """Cases that wait for the staff.

    `due`: time is over within 12 hours, or the law presses; `freight`: return freight to decide about or to pay by hand.
    """

    open: int
    due: int
    freight: int
