"""What other domains may know of an order. Money in fen, instants aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NewType
from uuid import UUID

OrderId = NewType("OrderId", UUID)
LineId = NewType("LineId", UUID)
ParcelId = NewType("ParcelId", UUID)
RefundId = NewType("RefundId", UUID)

OrderState = Literal["awaiting_payment", "forming", "to_ship", "shipped", "received", "completed", "closed"]
STATES: tuple[OrderState, ...] = (
    "awaiting_payment", "forming", "to_ship", "shipped", "received", "completed", "closed",
)  # fmt: skip
CloseReason = Literal["shopper", "staff", "deadline", "refunded"]
RefundState = Literal["requested", "processing", "succeeded", "failed", "rejected", "withdrawn"]
RefundBy = Literal["shopper", "staff", "system"]
WechatState = Literal["pending", "uploaded", "failed", "not_needed"]
ActorKind = Literal["shopper", "staff", "system"]
Action = Literal["pay", "cancel", "receive", "refund", "aftersales", "urge", "buy_again"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something to an order; `name` is a staff member's or a program's, never a shopper's."""

    kind: ActorKind
    id: UUID | None = None
    name: str = ""


def _below(province: str, city: str) -> str:
    """北京市 is its own city: nobody writes it twice on a parcel."""
    return "" if city == province else city


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where the parcel goes. Region names and code are stored open, the rest sealed."""

    name: str
    phone: str
    province: str
    city: str
    district: str
    region_code: str
    detail: str
    postcode: str = ""

    @property
    def full_text(self) -> str:
        return f"{self.province}{_below(self.province, self.city)}{self.district} {self.detail}"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A SKU as it is being sold: words and price are copied, the goods page is kept by its hash.

    `adjust_fen`: what of the order's adjustment belongs to this line alone (a team price), signed.
    """

    sku_id: UUID
    product_id: UUID
    sku_code: str
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int
    return_policy: str
    snapshot_hash: str
    no_return_confirmed: bool = False
    adjust_fen: int = 0


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """What checkout hands over: `adjust_fen` is signed (a discount is negative); one order per quote.

    `id` is given when something was already claimed in the order's name. `waits` keeps the order in `forming` once it
    is paid, until whoever it waits for says `form` or `refund_forming`.
    """

    person_id: UUID
    quote_id: UUID
    lines: tuple[OpenLine, ...]
    receiver: Receiver
    freight_fen: int
    adjust_fen: int
    note: str
    terms_version: str
    pay_deadline_at: datetime
    id: UUID | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A fresh order that awaits payment, or one that came to nothing and is paid by its discounts."""

    id: OrderId
    number: str
    payable_fen: int
    pay_deadline_at: datetime

    @property
    def free(self) -> bool:
        """Nothing is left to pay: no payment is ever asked for."""
        return not self.payable_fen


@dataclass(frozen=True, slots=True)
class Order:
    """An order's row without personal data."""

    id: OrderId
    number: str
    person_id: UUID
    state: OrderState
    close_reason: CloseReason | None
    goods_fen: int
    freight_fen: int
    adjust_fen: int
    payable_fen: int
    granted_fen: int
    granted_freight_fen: int
    refunded_fen: int
    item_count: int
    receiver_masked: str
    phone_masked: str
    phone_last4: str
    province: str
    city: str
    district: str
    region_code: str
    buyer_note: str
    staff_note: str
    flag: int
    alarm: str | None
    refund_request_id: UUID | None
    placed_at: datetime
    pay_deadline_at: datetime
    paid_at: datetime | None
    pay_method: str | None
    payment_id: UUID | None
    transaction_id: str | None
    ship_by_at: datetime | None
    shipped_at: datetime | None
    received_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    auto_receive_at: datetime | None
    complete_at: datetime | None
    urged_at: datetime | None
    version: int
    waits: bool = False
    open_cases: int = 0
    cases: int = 0

    @property
    def free(self) -> bool:
        """It came to nothing: no money came, and none goes back."""
        return not self.payable_fen

    @property
    def region_text(self) -> str:
        return f"{self.province}{_below(self.province, self.city)}{self.district}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as sold. `paid` of a line is amount + adjust share; its freight share stands apart.

    `refunded_quantity` never left the house; `returned_quantity` had, and was given back since (with or without coming
    back), for all but `withheld_fen` of its worth.
    """

    id: LineId
    order_id: OrderId
    seq: int
    sku_id: UUID
    product_id: UUID
    sku_code: str
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int
    amount_fen: int
    freight_share_fen: int
    adjust_share_fen: int
    shipped_quantity: int
    refunded_quantity: int
    refunded_fen: int
    return_policy: str
    no_return_confirmed_at: datetime | None
    returned_quantity: int = 0
    withheld_fen: int = 0

    @property
    def paid_fen(self) -> int:
        return self.amount_fen + self.adjust_share_fen

    @property
    def unshipped(self) -> int:
        """Units that can still be shipped or refunded before shipping."""
        return self.quantity - self.shipped_quantity - self.refunded_quantity

    @property
    def kept(self) -> int:
        """Units the shopper has or will have."""
        return self.quantity - self.refunded_quantity - self.returned_quantity

    @property
    def left_fen(self) -> int:
        """What of the line's price can still be given back."""
        return self.paid_fen - self.refunded_fen - self.withheld_fen

    def worth_fen(self, quantity: int) -> int:
        """What `quantity` of the units still kept are worth: what is left, in proportion, rounded down.

        The last units take all that is left, so any sequence of refunds sums to what was paid, to the fen.
        """
        return self.left_fen * quantity // self.kept if self.kept else 0


@dataclass(frozen=True, slots=True)
class Portion:
    """Some units of a line, in a parcel or in a refund; `amount_fen` None asks the rules for it."""

    line_id: UUID
    quantity: int
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A parcel to ship; `lines` None means everything that is left."""

    carrier_code: str
    tracking_no: str
    lines: tuple[Portion, ...] | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel as shipped; `lines` is [{line_id, quantity}]."""

    id: ParcelId
    order_id: OrderId
    carrier_code: str
    tracking_no: str
    lines: list[dict[str, Any]]
    shipped_at: datetime
    wechat_state: WechatState
    wechat_error: str | None
    wechat_uploads: int
    wechat_tries: int


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund; `lines` is [{line_id, quantity, amount_fen}]; amount = lines + freight.

    `money_id` is what payments knows it by: a refund WeChat has closed for good is tried again under a new one.
    """

    id: RefundId
    order_id: OrderId
    order_number: str
    by: RefundBy
    state: RefundState
    reason: str
    lines: list[dict[str, Any]]
    freight_fen: int
    amount_fen: int
    note: str
    error: str | None
    money_id: UUID
    failed_for_good: bool
    created_at: datetime
    decided_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of an order's history: who, what, why."""

    at: datetime
    kind: str
    actor_kind: ActorKind
    actor_name: str
    note: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """A refund worked out to the fen: every line with its amount; `whole` when nothing is left to ship or keep."""

    lines: tuple[Portion, ...]
    freight_fen: int
    amount_fen: int
    whole: bool
