"""What the rules on selling by people look at: frozen facts that can also say what is forbidden, so that it is seen.

Money in fen, shares in basis points (1/100 of a percent). Ids are opaque words; no name, phone or address stands here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Deed(StrEnum):
    """What somebody is paid for."""

    OWN_REFERRAL = "own_referral"
    OWN_PURCHASE = "own_purchase"
    DOWNLINE_SALE = "downline_sale"
    RECRUIT = "recruit"
    INDIRECT_RECRUIT = "indirect_recruit"
    SHARE = "share"


class Base(StrEnum):
    """What a rate is taken of: what the line was paid, or the seller's margin in it."""

    PAID = "paid"
    MARGIN = "margin"


class NeedKind(StrEnum):
    """What a level of shopkeeper may be made to depend on."""

    OWN_SALES = "own_sales"
    OWN_CUSTOMERS = "own_customers"
    DAYS_ACTIVE = "days_active"
    TRAINING = "training"
    DIRECT_RECRUITS = "direct_recruits"
    INDIRECT_RECRUITS = "indirect_recruits"
    TEAM_PEOPLE = "team_people"
    TEAM_SALES = "team_sales"
    OWN_PURCHASES = "own_purchases"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Pay:
    """One thing a plan pays for. `level` 1 is who led to the order, 2 whoever stands above them, and so on.

    `price_fen` is the lowest price of the goods it is for, where it is known: a fixed amount is judged against it.
    `subject` is where it stands in what was sent (`rates.3`).
    """

    deed: Deed = Deed.OWN_REFERRAL
    level: int = 1
    rate_bp: int = 0
    fixed_fen: int = 0
    cap_fen: int | None = None
    base: Base = Base.PAID
    price_fen: int | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a level: at least so many people, fen, days or courses."""

    kind: NeedKind
    at_least: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of shopkeeper and everything that leads to it."""

    name: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A commission plan. `frozen_days` run from receipt; `reverses_refunds`: a refund takes its part back."""

    pays: tuple[Pay, ...]
    rungs: tuple[Rung, ...] = ()
    frozen_days: int = 7
    reverses_refunds: bool = True


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """How one becomes and stays a shopkeeper.

    `fee_fen`: whatever is asked for entering (fee, deposit, paid training). `fee_yearly_fen`: for staying.
    `purchase_fen`, `purchase_monthly_fen`: what must be bought for it. `per_recruit_fen`: given to whoever brought them.
    `consents`: the purposes agreed to apart (`agreement`, `privacy`); real-name data asks for its own when paid out.
    """

    fee_fen: int = 0
    fee_yearly_fen: int = 0
    purchase_fen: int = 0
    purchase_monthly_fen: int = 0
    per_recruit_fen: int = 0
    per_indirect_recruit_fen: int = 0
    age_min: int = 18
    agreement_version: int | None = 1
    consents: frozenset[str] = frozenset({"agreement", "privacy"})
    may_leave: bool = True


class Means(StrEnum):
    """How a pay-out reaches somebody."""

    TRANSFER = "transfer"
    PROFIT_SHARING = "profit_sharing"
    BALANCE = "balance"
    GOODS = "goods"
    COUPON = "coupon"


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """One pay-out before it is sent.

    `deeds`: what its records were earned by; `levels`: on which level. `unripe`: records whose return window is open.
    `tax_formula`: the name of the lawful formula that gave `tax_fen`; None when nobody worked it out.
    `real_name_verified`: name and number are there and the number's check digit holds; WeChat checks both as it pays.
    """

    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int
    tax_formula: str | None
    real_name_verified: bool
    real_name_consent: bool
    born_on: date | None
    paid_on: date
    means: Means = Means.TRANSFER
    scene: str = "1005"
    deeds: frozenset[Deed] = frozenset({Deed.OWN_REFERRAL})
    levels: frozenset[int] = frozenset({1})
    unripe: int = 0


@dataclass(frozen=True, slots=True)
class RootFacts:
    """A tree of who invited whom: its root, people and depth with the root counted as the first level.

    `earning` of them were paid or promised commission, `commission_fen` in all; `sales_fen` what their customers paid.
    """

    root: str
    people: int
    depth: int
    earning: int
    commission_fen: int
    sales_fen: int


@dataclass(frozen=True, slots=True)
class OutletFacts:
    """Where goods went: what one shopkeeper bought alone, and what others bought by them. Orders and fen after refunds."""

    shopkeeper: str
    own_orders: int
    own_fen: int
    consumer_orders: int
    consumer_fen: int

    @property
    def own_bp(self) -> int:
        """The share bought by themselves, rounded down; 0 where nothing was bought."""
        whole = self.own_fen + self.consumer_fen
        return self.own_fen * 10_000 // whole if whole else 0


@dataclass(frozen=True, slots=True)
class PaidFacts:
    """What really happened to commission, counted from the rows: each number but the first two ought to be zero.

    `others_sales`: lines that pay another than the order's snapshot names. `second_payees`: lines with more than one
    payee. `deeper`: on a level above the first. `above_cap`: lines above the share of what was paid. `own_orders`: lines
    that pay the buyer. `without_order`: money on commission accounts that no order line explains.
    """

    lines: int
    commission_fen: int
    others_sales: int = 0
    second_payees: int = 0
    deeper: int = 0
    above_cap: int = 0
    own_orders: int = 0
    without_order: int = 0


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """What the nightly scan found in the rows of one tenant. Only what may break a rule need be listed."""

    roots: tuple[RootFacts, ...] = ()
    outlets: tuple[OutletFacts, ...] = ()
    paid: PaidFacts = PaidFacts(0, 0)
    joined: int = 0
    bought_before_joining: int = 0
