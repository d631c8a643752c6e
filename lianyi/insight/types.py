"""The shapes of the overview, of an order's proceeds, of what campaigns bring and when they run. Money in fen."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from lianyi.orders.queries import Day, Figures, TopProduct
from lianyi.promotions.queries import Brought, Together
from lianyi.promotions.types import Campaign

FEW_ORDERS = 20

AttentionKind = Literal[
    "to_ship", "ship_late", "refund_requested", "refund_failed", "amount_mismatch", "low_stock",
    "wechat_upload_failed", "keys_missing", "licence_missing", "notice_failed", "campaigns_stopped", "campaigns_thin",
    "messages_failed", "aftersales_open", "aftersales_due", "release_failed", "guarantee_ending",
    "guarantee_ended", "differences_open", "bills_late", "return_freight", "complaints_overdue",
    "complaints_due", "approvals_waiting", "compliance_open",
    "applications_waiting", "appeals_open",
    "payouts_review", "payouts_ready", "payouts_stuck", "prizes_stuck", "tax_due", "member_prices_thin", "helps_held",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A business day; `new_people` joined that day."""

    orders: Figures
    new_people: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for the staff, and the console page that shows it."""

    kind: AttentionKind
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Overview:
    today: DayFigures
    yesterday: DayFigures
    trend: list[Day]
    attention: list[Wait]
    top_products: list[TopProduct]


class Place(StrEnum):
    """Where an order's money is, as its merchant understands it."""

    UNPAID = "unpaid"
    FREE = "free"  # discounts paid for all of it: there never is any
    FROZEN = "frozen"  # at WeChat, until the order is completed
    OPEN = "open"  # in the merchant's account already, but the order may still go back
    RELEASING = "releasing"  # the order is completed; WeChat shares out and lets go
    STUCK = "stuck"  # WeChat said no; a person has to look
    ARRIVED = "arrived"
    REFUNDED = "refunded"


class Block(StrEnum):
    """Why the money does not go on, beyond the order simply taking its time."""

    CASE = "case"
    REFUND_ASKED = "refund_asked"
    REFUNDING = "refunding"
    WECHAT_WAITS = "wechat_waits"
    WECHAT_REFUSED = "wechat_refused"


@dataclass(frozen=True, slots=True)
class Part:
    """What a partner has of an order. `amount_fen` is less what came back; before the release what it would be worth now."""

    receiver: str
    reason: str
    amount_fen: int
    state: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the money's way. `at` is when it was, or the latest day it will be; None when no rule says."""

    kind: Literal["paid", "formed", "shipped", "received", "completed", "arrived"]
    at: datetime | None
    done: bool


@dataclass(frozen=True, slots=True)
class Proceeds:
    """`paid_fen` - `refunded_fen` - `refunding_fen` - `fee_fen` - the parts = `keeps_fen`, to the fen.

    `fee_fen` is None until WeChat's bill of the day of payment has come (`fee_due_at`): then `keeps_fen` is before the fee.
    """

    place: Place
    paid_fen: int
    refunded_fen: int
    refunding_fen: int
    fee_fen: int | None
    fee_due_at: datetime | None
    parts: list[Part]
    keeps_fen: int
    arrives_at: datetime | None
    milestones: list[Milestone]
    blocks: list[Block]
    error: str | None


GrowthSort = Literal[
    "starts_at", "people", "opens", "helpers", "paid_orders", "paid_fen", "new_customers", "cost_fen",
    "cost_per_new_customer_fen", "return_bp",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Growth:
    """What a campaign brought and cost within a span.

    `people`, `opens`: who came by its shares. `goods_cost_fen`: what the goods of its paid orders cost by today's cost
    prices; None when one of them has none (`costs_unknown` says how many SKUs).
    """

    brought: Brought
    shares: int
    people: int
    opens: int
    helpers: int
    goods_cost_fen: int | None
    costs_unknown: int

    @property
    def kept_fen(self) -> int:
        """What was paid less what was given back."""
        return self.brought.paid_fen - self.brought.refunded_fen

    @property
    def contribution_fen(self) -> int | None:
        """What is kept less the goods: before commission, fees and freight."""
        return None if self.goods_cost_fen is None else self.kept_fen - self.goods_cost_fen

    @property
    def loss_fen(self) -> int | None:
        """What a campaign that bears its loss has really lost: goods that cost more than what was kept of its orders.

        None for one that keeps to the floor, and where a cost is not known.
        """
        if not self.brought.bears_loss or self.contribution_fen is None:
            return None
        return max(0, -self.contribution_fen)

    @property
    def cost_per_new_customer_fen(self) -> int | None:
        """Rounded down; None without a new customer."""
        new = self.brought.new_customers
        return self.brought.cost_fen // new if new else None

    @property
    def return_bp(self) -> int | None:
        """Contribution for each fen of cost, in 1/100 of a percent, rounded down.

        None without a cost, without its knowledge, and before the first paid order: what a play without orders gives is
        used by those of another campaign.
        """
        if self.contribution_fen is None or not self.brought.cost_fen or not self.brought.paid_orders:
            return None
        return self.contribution_fen * 10_000 // self.brought.cost_fen

    @property
    def few(self) -> bool:
        """Too few paid orders for a share of them to say much."""
        return self.brought.paid_orders < FEW_ORDERS


@dataclass(frozen=True, slots=True)
class GrowthPage:
    """Campaigns of a span in the order asked for; `together` counts nothing twice, `cut`: there are more than shown."""

    rows: tuple[Growth, ...]
    together: Together
    cut: bool


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """The n-th business day of a campaign, its first being 1."""

    nth: int
    day: date
    people: int
    paid_orders: int
    paid_fen: int
    new_customers: int


@dataclass(frozen=True, slots=True)
class Compared:
    growth: Growth
    days: tuple[ComparedDay, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Campaigns that meet, two or more, and why that matters. `level`: warn where shoppers may be confused, note otherwise.

    `goods`: all SKUs that stand in each of them.
    """

    kind: Literal["same_goods", "told_twice"]
    level: Literal["warn", "note"]
    campaign_ids: tuple[UUID, ...]
    since: datetime
    until: datetime
    goods: frozenset[UUID] = field(repr=False)
    days: tuple[date, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class MetGoods:
    """A product that stands in campaigns that meet, and which of its variants do; a product without any has none."""

    title: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Campaigns that touch a span, the first to begin first; `goods` name those of each conflict, in their order."""

    campaigns: tuple[Campaign, ...]
    conflicts: tuple[Conflict, ...]
    goods: tuple[tuple[MetGoods, ...], ...]
    cut: bool
