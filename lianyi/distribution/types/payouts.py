"""Pay-outs as other domains may see them. Money in fen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lianyi.distribution.types.tax import Strategy


class PayoutState(StrEnum):
    REVIEW = "review"
    READY = "ready"
    SENDING = "sending"
    CONFIRMING = "confirming"
    PAYING = "paying"
    CANCELLING = "cancelling"
    SHARING = "sharing"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"


WAITING = frozenset({PayoutState.REVIEW, PayoutState.READY})
UNDER_WAY = frozenset(
    {PayoutState.SENDING, PayoutState.CONFIRMING, PayoutState.PAYING, PayoutState.CANCELLING, PayoutState.SHARING}
)  # fmt: skip
GIVEN_BACK = frozenset({PayoutState.FAILED, PayoutState.CANCELLED, PayoutState.REFUSED})


class Path(StrEnum):
    """How the money travels: a merchant transfer the person confirms, or a share of an order's frozen money."""

    TRANSFER = "transfer"
    SHARING = "sharing"


@dataclass(frozen=True, slots=True)
class PayoutSettings:
    """What a shop allows. Sums in fen; 0 for `auto_below_fen` means that staff look at every request.

    `fee_fen` and `fee_bp` are the shopkeeper's; `batch_day_fen` is what the merchant's account may transfer a day.
    """

    path: Path = Path.TRANSFER
    strategy: Strategy = Strategy.ONCE
    min_fen: int = 100
    max_fen: int = 2_000_000
    day_fen: int = 2_000_000
    day_count: int = 3
    month_fen: int = 9_000_000
    auto_below_fen: int = 0
    fee_fen: int = 0
    fee_bp: int = 0
    batch_day_fen: int = 10_000_000
    job_title: str = "推广员"


@dataclass(frozen=True, slots=True)
class Payout:
    """`gross_fen` = `net_fen` + `tax_fen` + `fee_fen`. Tax and net are an estimate until the pay-out is sent.

    `package_info` is what the person's client needs while WeChat waits for them; `confirm_until` is when it stops.
    """

    id: UUID
    shopkeeper_id: UUID
    person_id: UUID
    path: Path
    state: PayoutState
    gross_fen: int
    fee_fen: int
    tax_fen: int
    net_fen: int
    appid: str
    openid: str
    mchid: str | None
    batch_id: UUID | None
    order_id: UUID | None
    wechat_state: str | None
    bill_no: str | None
    package_info: str | None
    confirm_until: datetime | None
    error: str | None
    reason: str | None
    tries: int
    next_try_at: datetime | None
    requested_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None

    @property
    def number(self) -> str:
        """Its out_bill_no at WeChat: 32 letters and digits."""
        return self.id.hex


@dataclass(frozen=True, slots=True)
class Item:
    """The part of a commission that a pay-out pays; below zero where a commission paid before was taken back since."""

    commission_id: UUID
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Payable:
    """What of a released commission is not in a pay-out yet; below zero when it was paid and then taken back.

    `shopkeeper_id`: the place of the person where it was earned; they may have left it and come back as somebody new.
    """

    commission_id: UUID
    amount_fen: int
    shopkeeper_id: UUID


@dataclass(frozen=True, slots=True)
class Part:
    """What a pay-out pays of the earnings of one place; below zero where more is owed back there than it pays."""

    shopkeeper_id: UUID
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Leg:
    """Fen on their way into a pay-out: from a place that has them to one that owes, or into the hold (None)."""

    source: UUID
    target: UUID | None
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a withdrawal would come to now. `working` is the arithmetic of the tax in words."""

    available_fen: int
    gross_fen: int
    fee_fen: int
    tax_fen: int
    net_fen: int
    month: date
    working_zh: str
    working_en: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pay-out: when, what it became, who did it, and in which words."""

    at: datetime
    state: PayoutState
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What `requestMerchantTransfer` is called with."""

    mch_id: str
    app_id: str
    package: str
    open_id: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class StateSum:
    state: PayoutState
    count: int
    gross_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class Payee:
    """Who may be paid: somebody who sells or sold for the shop. `state` is a word of types.shopkeepers."""

    shopkeeper_id: UUID
    person_id: UUID
    state: str
