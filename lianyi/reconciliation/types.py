"""Bills, their lines and what does not match, as other domains may see them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lianyi.wechat.bills import BillKind

__all__ = [
    "Act", "Bill", "BillKind", "BillState", "DayTotals", "Difference", "DifferenceState", "Frame", "KeptLine", "Line",
    "LineState", "LineType", "Parsed", "Reason", "What",
]  # fmt: skip


class BillState(StrEnum):
    """`awaited` before its time, `late` after it, `missing` when WeChat says "nothing" but the books know of money."""

    AWAITED = "awaited"
    DOWNLOADED = "downloaded"
    MATCHED = "matched"
    EMPTY = "empty"
    MISSING = "missing"
    LATE = "late"
    DAMAGED = "damaged"
    FAILED = "failed"


class LineType(StrEnum):
    PAYMENT = "payment"
    REFUND = "refund"
    FEE = "fee"
    FEE_BACK = "fee_back"
    SHARE = "share"
    UNSHARE = "unshare"
    TRANSFER = "transfer"
    WITHDRAWAL = "withdrawal"
    TOPUP = "topup"
    OTHER = "other"


class LineState(StrEnum):
    """`waiting`: WeChat itself says that it is not done yet. `foreign`: settled as not of this shop."""

    OPEN = "open"
    MATCHED = "matched"
    WAITING = "waiting"
    DIFFERS = "differs"
    FOREIGN = "foreign"


class What(StrEnum):
    """What a difference is. Stable words; rules/reasons.py has the sentences."""

    UNKNOWN_HERE = "unknown_here"  # in the bill, not in our books
    UNKNOWN_THERE = "unknown_there"  # in our books, not in the bill
    AMOUNT = "amount"
    DOUBLED = "doubled"
    FEE = "fee"
    CHAIN = "chain"  # the bill's own running balance breaks
    BALANCE = "balance"  # WeChat's closing balance is not what the books explain
    NO_BILL = "no_bill"


class Reason(StrEnum):
    CALLBACK_LOST = "callback_lost"
    REFUND_NOT_HEARD = "refund_not_heard"
    REFUND_AT_WECHAT = "refund_at_wechat"
    OTHER_SYSTEM = "other_system"
    OTHER_BUSINESS = "other_business"
    NEXT_DAY = "next_day"
    NOT_AT_WECHAT = "not_at_wechat"
    AMOUNT_DIFFERS = "amount_differs"
    COUPON = "coupon"
    DOUBLED = "doubled"
    FEE_NOT_ITS_RATE = "fee_not_its_rate"
    FEE_DIFFERS = "fee_differs"
    ROW_MISSING = "row_missing"
    MONEY_BEFORE = "money_before"
    UNEXPLAINED = "unexplained"
    BILL_MISSING = "bill_missing"


class Act(StrEnum):
    """Ways to settle: ask WeChat and take what it says, book as not ours, wait, fetch the bill anew."""

    TAKE_IN = "take_in"
    FOREIGN = "foreign"
    WAIT = "wait"
    RETRY = "retry"


class DifferenceState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    TAKEN = "taken"
    FOREIGN = "foreign"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a bill. Amounts are signed as the merchant's money at WeChat sees them; `fee_fen` > 0 was taken.

    `number` is WeChat's (transaction, refund or fund-flow number), `business_no` what the fund-flow row is about,
    `own_no` ours (out_trade_no, out_refund_no), `copy` counts rows with the same type and number from 0.
    """

    type: LineType
    number: str
    copy: int
    row: int
    at: datetime
    amount_fen: int
    fee_fen: int
    balance_fen: int | None
    transaction_id: str
    business_no: str
    own_no: str
    status: str
    rate: str
    words: str
    raw: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A bill that holds together; `breaks` are the rows of a fund-flow bill before which its running balance breaks."""

    lines: list[Line]
    breaks: list[int]
    opening_fen: int | None
    closing_fen: int | None


@dataclass(frozen=True, slots=True)
class Bill:
    day: date
    kind: BillKind
    state: BillState
    tries: int
    next_try_at: datetime | None
    sha1: str | None
    error: str | None
    line_count: int
    matched_count: int
    opening_fen: int | None
    closing_fen: int | None
    gap_fen: int | None
    downloaded_at: datetime | None
    matched_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A row as kept, with what it was matched with; `order_id` when the fen is about an order."""

    id: UUID
    day: date
    kind: BillKind
    type: LineType
    number: str
    copy: int
    row: int
    at: datetime
    amount_fen: int
    fee_fen: int
    balance_fen: int | None
    transaction_id: str
    business_no: str
    own_no: str
    status: str
    rate: str
    words: str
    state: LineState
    transfer_id: UUID | None
    booked_at: datetime | None
    booked_fen: int | None
    order_id: UUID | None


@dataclass(frozen=True, slots=True)
class Difference:
    """`bill_fen` and `books_fen` are signed as the merchant's money at WeChat sees them; None where one side is silent."""

    id: UUID
    day: date
    kind: BillKind
    what: What
    reason: Reason
    number: str
    row: int | None
    bill_fen: int | None
    books_fen: int | None
    line_id: UUID | None
    transfer_id: UUID | None
    order_id: UUID | None
    state: DifferenceState
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the balance check of a fund-flow bill needs beside the ledger; all of it up to the end of its day.

    `early_fen` was in a bill before it was in the books, `late_fen` the other way round; `unmatched_fen` is what lines
    bring that the books lack, `uncovered_fen` what the books have that no line brings; `breaks_fen` where bills do not
    add up in themselves or with the one before; `settled_fen` gaps that were booked afterwards; `gap_before_fen` and
    `closing_before_fen` are those of the bill before.
    """

    early_fen: int
    late_fen: int
    unmatched_fen: int
    uncovered_fen: int
    breaks_fen: int
    settled_fen: int
    closing_before_fen: int | None
    gap_before_fen: int | None


@dataclass(frozen=True, slots=True)
class DayTotals:
    """One type of row of one bill: `booked_fen` is what the rows were matched with."""

    day: date
    kind: BillKind
    type: LineType
    count: int
    matched: int
    amount_fen: int
    booked_fen: int
    fee_fen: int
