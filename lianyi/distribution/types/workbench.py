"""What a shopkeeper sees of their work: numbers, customers, orders, and how the micro-shop is doing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.orders.queries import Standing


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """Of the last `days` business days, today among them. `earned_fen`: promised less taken back; `orders` placed."""

    days: int
    visits: int
    visitors: int
    orders: int
    customers: int
    earned_fen: int


@dataclass(frozen=True, slots=True)
class Health:
    """Of the last 30 days. Rates in 1/100 of a percent of the orders placed, None without any."""

    share_days: int
    shares: int
    visits: int
    orders: int
    paid_orders: int
    refund_rate_bp: int | None
    complaint_rate_bp: int | None
    picks: int


@dataclass(frozen=True, slots=True)
class Task:
    """The next thing that would help, in words, and the shop's page to do it on."""

    code: str
    zh: str
    en: str
    page: str


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer as their shopkeeper sees them: the whole name only with consent; `orders` are those this one brought."""

    person_id: UUID
    name: str
    is_named: bool
    avatar_url: str | None
    since: datetime
    protected_until: datetime | None
    valid_until: datetime | None
    orders: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order that a shopkeeper's customer placed, and what it is worth to the shopkeeper."""

    standing: Standing
    customer: str
    commission_fen: int
    reversed_fen: int
    state: str


@dataclass(frozen=True, slots=True)
class Workbench:
    spans: tuple[SpanFigures, ...]
    health: Health
    task: Task
    unpaid: list[OrderLine]
