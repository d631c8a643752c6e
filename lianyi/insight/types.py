"""The shapes of the overview and of an order's proceeds. Money in fen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from lianyi.orders.queries import Day, Figures, TopProduct

AttentionKind = Literal[
    "to_ship", "ship_late", "refund_requested", "refund_failed", "amount_mismatch", "low_stock",
    "wechat_upload_failed", "keys_missing", "licence_missing", "notice_failed", "campaigns_stopped", "campaigns_thin",
    "messages_failed", "aftersales_open", "aftersales_due", "release_failed", "guarantee_ending",
    "guarantee_ended", "differences_open", "bills_late", "return_freight", "complaints_overdue",
    "complaints_due", "approvals_waiting", "compliance_open",
    "payouts_review", "payouts_ready", "payouts_stuck", "tax_due", "member_prices_thin", "helps_held",
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
