"""Carts and quotes. Money in fen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

from lianyi.identity.types import Address, AddressId, Channel, Shopper
from lianyi.promotions.types import Intent, Offered

QuoteId = NewType("QuoteId", UUID)
Source = Literal["cart", "direct"]
Problem = Literal["off_shelf", "sold_out", "short"]
MEMBERS = "members:"  # what a level and points take off says so
MICRO_SHOP = "micro_shop:"  # what the price of a micro-shop takes off says so
Phase = Literal["activity", "discount", "coupon", "credit", "freight", "gift"]


@dataclass(frozen=True, slots=True)
class Want:
    """So many of a SKU."""

    sku_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line of the cart with the goods as they are now; a problem keeps it from being bought."""

    sku_id: UUID
    product_id: UUID
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int
    selected: bool
    available: int
    problem: Problem | None

    @property
    def ok(self) -> bool:
        return self.problem is None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason why the payable differs from goods and freight; negative is in the shopper's favour."""

    phase: Phase
    source: str
    label: str
    amount_fen: int
    label_en: str = ""
    sku_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class QuotedIntent:
    """A campaign a quote was worked out for, and its rules as they were shown."""

    campaign_id: UUID
    run_id: UUID | None
    title: str
    rules_zh: tuple[str, ...]
    rules_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line as it was shown; what is needed to see whether anything got dearer since."""

    sku_id: UUID
    product_id: UUID
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int
    amount_fen: int
    return_policy: str

    @property
    def needs_no_return_confirmation(self) -> bool:
        return self.return_policy == "excluded_by_confirmation"


@dataclass(frozen=True, slots=True)
class MemberPart:
    """What a quote shows of the shopper's membership: level (empty: none), points there are, and what they can do here.

    `used_points` of the `usable_points` are spent when it is placed, for `used_fen`.
    """

    level: str
    points: int
    usable_points: int
    usable_fen: int
    used_points: int = 0
    used_fen: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """What a set of lines costs, and where it cannot go; `micro_shop_id`: the micro-shop they are bought through."""

    lines: tuple[QuoteLine, ...]
    goods_fen: int
    freight_fen: int
    adjustments: tuple[Adjustment, ...]
    payable_fen: int
    undeliverable_sku_ids: tuple[UUID, ...]
    intents: tuple[QuotedIntent, ...] = ()
    member: MemberPart | None = None
    micro_shop_id: UUID | None = None

    @property
    def deliverable(self) -> bool:
        return not self.undeliverable_sku_ids

    @property
    def adjust_fen(self) -> int:
        """What the goods cost less."""
        return sum(one.amount_fen for one in self.adjustments if one.phase != "freight")

    @property
    def carried_fen(self) -> int:
        """What is left to pay of the freight."""
        return self.freight_fen + sum(one.amount_fen for one in self.adjustments if one.phase == "freight")

    @property
    def own_priced_at(self) -> UUID | None:
        """The micro-shop whose price something was shown at; None when nothing was."""
        shown = any(one.source.startswith(MICRO_SHOP) for one in self.adjustments)
        return self.micro_shop_id if shown else None

    @property
    def by_member(self) -> bool:
        """Whether the shopper's level or points did anything for it."""
        return any(one.source.startswith(MEMBERS) for one in self.adjustments)


@dataclass(frozen=True, slots=True)
class Using:
    """What a shopper uses on top of what they came for: what is `best`, or what they have chosen (nothing, perhaps)."""

    best: bool
    chosen: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as shown to its shopper, with the address it was worked out for.

    `intent` is what they came for; `usable` is what they could use on top, when that was asked, and `used` what they do.
    """

    id: QuoteId
    source: Source
    sums: Sums
    address: Address | None
    expires_at: datetime
    intent: Intent | None = None
    used: tuple[Intent, ...] = ()
    usable: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody asks to place a quote. `expected_payable_fen` is what their page showed last."""

    shopper: Shopper
    quote_id: UUID
    address_id: AddressId
    expected_payable_fen: int
    note: str = ""
    confirmed_sku_ids: frozenset[UUID] = frozenset()
    channel: Channel = Channel.H5


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that awaits payment; at 0 fen it is paid already."""

    order_id: UUID
    number: str
    payable_fen: int
    pay_deadline_at: datetime
