"""Complaints as they are shown and handled. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Source = Literal["pay", "mini"]
State = Literal["open", "waiting", "finished"]
DueFor = Literal["reply", "finish", "step"]
Side = Literal["shopper", "merchant", "wechat"]
Verdict = Literal["approved", "rejected"]
Board = Literal["overdue", "due", "waiting", "finished"]
COLUMNS: tuple[Board, ...] = ("overdue", "due", "waiting", "finished")
ActKind = Literal[
    "reply", "approve", "reject", "complete", "accept", "dispute", "proof", "refund_proof", "appeal"
]
ActState = Literal["asked", "done", "refused"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a complaint is to us, worked out of what WeChat tells: what we owe next and until when."""

    state: State
    begun_at: datetime
    replied_at: datetime | None
    due_at: datetime | None
    due_for: DueFor | None
    finish_due_at: datetime | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint as WeChat told it last; `order_id` is None when the transaction is none of this shop's orders."""

    id: UUID
    source: Source
    wechat_id: str
    wechat_state: str
    state: State
    order_id: UUID | None
    transaction_id: str
    amount_fen: int
    apply_refund_fen: int | None
    problem_type: str
    problem: str
    detail: str
    pictures: list[str]
    phone_last4: str | None
    user_waits: bool
    times: int
    full_refunded: bool
    verdict: Verdict | None
    created_at: datetime
    begun_at: datetime
    replied_at: datetime | None
    due_at: datetime | None
    due_for: DueFor | None
    finish_due_at: datetime | None
    finished_at: datetime | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Word:
    at: datetime
    side: Side
    kind: str
    words: str
    pictures: list[str]


@dataclass(frozen=True, slots=True)
class Act:
    """What a member of the staff told WeChat, or tries to."""

    id: UUID
    complaint_id: UUID
    kind: ActKind
    words: str
    days: int | None
    state: ActState
    staff_name: str
    error: str | None
    tries: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BoardCounts:
    overdue: int
    due: int
    waiting: int
    finished: int


@dataclass(frozen=True, slots=True)
class Alarms:
    """Complaints whose time is over, and those whose time is nearly over."""

    overdue: int
    near: int


@dataclass(frozen=True, slots=True)
class Watch:
    """How the shop's complaints are listened for: the address at WeChat, and the list that makes up for lost callbacks."""

    mchid: str
    url: str
    error: str | None
    tries: int
    registered_at: datetime | None
    listed_at: datetime | None
    next_at: datetime
