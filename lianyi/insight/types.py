"""The overview's shapes. Money in fen."""

from dataclasses import dataclass
from typing import Literal

from lianyi.orders.queries import Day, Figures, TopProduct

AttentionKind = Literal[
    "to_ship", "ship_late", "refund_requested", "refund_failed", "amount_mismatch", "low_stock",
    "wechat_upload_failed", "keys_missing", "licence_missing", "notice_failed", "campaigns_stopped", "campaigns_thin",
    "messages_failed", "aftersales_open", "aftersales_due", "release_failed", "guarantee_ending",
    "guarantee_ended", "differences_open", "bills_late", "return_freight", "complaints_overdue",
    "complaints_due", "approvals_waiting",
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
