"""A commission plan as other domains may know it. Money in fen, rates in 1/100 of a percent (bp), instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType
from uuid import UUID

PlanId = NewType("PlanId", UUID)

# Read from the left: the first scope that has a rule for a line decides. A campaign's rule changes or excludes the
# commission of orders that came by that campaign.
Scope = Literal["campaign", "sku", "product", "category", "tenant"]
SCOPES: tuple[Scope, ...] = ("campaign", "sku", "product", "category", "tenant")
PREFIXES: dict[Scope, str] = {"campaign": "cmp", "sku": "sku", "product": "prd", "category": "cat"}
Base = Literal["paid", "margin"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a scope pays. `fixed_fen` a piece beats `rate_bp` of the base; `cap_fen` is per line; neither: it pays nothing.

    `scope_id` is None for the tenant alone.
    """

    scope: Scope
    scope_id: UUID | None = None
    rate_bp: int | None = None
    fixed_fen: int | None = None
    cap_fen: int | None = None

    @property
    def pays(self) -> bool:
        return bool(self.rate_bp or self.fixed_fen)


@dataclass(frozen=True, slots=True)
class Grade:
    """What a shopkeeper of this grade (counted from 1) is paid of a rule's amount, in bp: 12000 is a fifth more."""

    grade: int
    factor_bp: int


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as staff wrote it.

    `base`: rates are of what was paid for a line (after discounts, without freight) or of its margin. `freeze_days`: from
    receipt. `order_share_bp`: what all shares of an order may be of what was paid (at most 3000, WeChat Pay's own limit);
    `margin_share_bp`: what a line's commission may be of its margin. The gate wants of every piece sold
    at its worst: cost + `fulfilment_fen` + `reserve_bp` and `target_bp` of the list price.
    """

    effective_at: datetime
    base: Base
    freeze_days: int
    order_share_bp: int
    margin_share_bp: int
    fulfilment_fen: int
    reserve_bp: int
    target_bp: int
    rules: tuple[Rule, ...]
    grades: tuple[Grade, ...] = ()
    note: str = ""
    accept_unknown_cost: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A version that was agreed on; in force from `effective_at` until a later one is."""

    id: PlanId
    version: int
    effective_at: datetime
    base: Base
    freeze_days: int
    order_share_bp: int
    margin_share_bp: int
    fulfilment_fen: int
    reserve_bp: int
    target_bp: int
    note: str
    accept_unknown_cost: bool
    saved_by: str
    saved_at: datetime
    rules: tuple[Rule, ...]
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One piece of a SKU sold at its worst, to whom the deepest discount goes, by a shopkeeper of the dearest grade.

    price - discounts - commission - cost - fulfilment - reserve - target = left, which must not be below nothing.
    `cost_fen` None: nobody said; it counts as nothing then, and the case proves nothing.
    """

    sku_id: UUID
    title: str
    option_text: str
    grade: int
    scope: str
    price_fen: int
    discounts_fen: int
    commission_fen: int
    cost_fen: int | None
    fulfilment_fen: int
    reserve_fen: int
    target_fen: int

    @property
    def left_fen(self) -> int:
        return (
            self.price_fen - self.discounts_fen - self.commission_fen - (self.cost_fen or 0) - self.fulfilment_fen
            - self.reserve_fen - self.target_fen
        )  # fmt: skip

    @property
    def ok(self) -> bool:
        return self.left_fen >= 0


@dataclass(frozen=True, slots=True)
class Example:
    """A piece at its list price, and what the plan pays for it: the line that a shopkeeper would see."""

    sku_id: UUID
    title: str
    option_text: str
    price_fen: int
    cost_fen: int | None
    scope: str
    rate_bp: int | None
    fixed_fen: int | None
    factor_bp: int
    base_fen: int
    worked_fen: int
    amount_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the last 30 days would have paid: `basket_fen` and `commission_fen` are of an average order, rounded down.

    `rate_bp`: commission of what was paid for goods. `earned_fen`: a shopkeeper who brings `orders` orders a month.
    `cost_fen`: the merchant's month if `share_bp` of its orders come by shopkeepers.
    """

    days: int
    orders_30d: int
    basket_fen: int
    commission_fen: int
    rate_bp: int
    orders: int
    earned_fen: int
    share_bp: int
    cost_fen: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft looked at: what the law says, what is left at worst, what it pays. Nothing is kept."""

    refused: tuple[tuple[str, str, str, str], ...]
    warned: tuple[tuple[str, str, str, str], ...]
    checked: int
    unknown_costs: int
    unsafe: int
    limiting: Case | None
    worst: tuple[Case, ...]
    examples: tuple[Example, ...]
    forecast: Forecast
