"""Accounts and transfers as other domains may name them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_OID, UUID, uuid5

from lianyi.kit.ids import TenantId


class Purpose(StrEnum):
    """What an account's money is for; `lies_at` in rules.py says where the fen physically is."""

    BUYERS = "buyers"  # the world outside: what buyers have paid in, as a negative balance
    ORDER_MONEY = (
        "order_money"  # paid without the guarantee, and owed to the buyer until the order is completed
    )
    GUARANTEED = "guaranteed"  # the same under the guarantee: frozen at WeChat until it is released
    EARNED = "earned"  # the merchant's own, after completion
    STRAY = "stray"  # paid twice or paid wrongly, on its way back to the payer
    SHARED = "shared"  # the world outside: what profit sharing has paid to receivers
    FEES = "fees"  # the world outside: what WeChat has taken for itself
    BANK = "bank"  # the world outside: what the merchant has drawn to the bank or topped up, by WeChat's bill
    FOREIGN = (
        "foreign"  # the world outside: what other systems move on the same merchant number, by WeChat's bill
    )
    COMMISSION_PROMISED = "commission_promised"  # the other side of every promise to a shopkeeper: negative
    COMMISSION_PENDING = "commission_pending"  # a shopkeeper's, of orders that are paid and not yet received
    COMMISSION_FROZEN = "commission_frozen"  # a shopkeeper's, until the return window has passed
    COMMISSION_AVAILABLE = (
        "commission_available"  # a shopkeeper's own to ask for; below zero after a claw-back
    )
    PAYOUT_HELD = "payout_held"  # a shopkeeper's, asked for and not yet arrived
    TAX_WITHHELD = "tax_withheld"  # kept back of pay-outs until the merchant remits it to the tax office
    TAX_REMITTED = (
        "tax_remitted"  # the world outside: tax the merchant's bank has handed on to the tax office
    )
    PAID_OUT = "paid_out"  # the world outside: what pay-outs have brought to shopkeepers
    PRIZE_PROMISED = "prize_promised"  # the other side of every prize in money that a campaign owes: negative
    PRIZE_DUE = "prize_due"  # owed to winners of prizes in money, before tax, and not yet with them
    PRIZE_PAID = "prize_paid"  # the world outside: what prizes in money have brought to their people
    POINTS = "points"  # a member's points; no money, and there is no way from here to money
    POINTS_ISSUED = (
        "points_issued"  # where points come from and go to: what the shop owes in points, negative
    )


# The accounts whose fen lie at WeChat in the merchant's name: together they are WeChat's own balance of the merchant.
AT_WECHAT = (Purpose.ORDER_MONEY, Purpose.GUARANTEED, Purpose.EARNED, Purpose.STRAY, Purpose.TAX_WITHHELD)


# What is not counted in yuan. A transfer never crosses currencies: points have no way to become money.
POINTS_CURRENCY = "PTS"
CURRENCIES: dict[Purpose, str] = {
    Purpose.POINTS: POINTS_CURRENCY,
    Purpose.POINTS_ISSUED: POINTS_CURRENCY,
}


class Stage(StrEnum):
    POSTED = "posted"
    PENDING = "pending"
    CAPTURED = "captured"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account named by whose it is and what for; the row is made when money first moves."""

    purpose: Purpose
    owner_kind: str = "tenant"
    owner_id: UUID | None = None
    currency: str = "CNY"

    def id_in(self, tenant: TenantId) -> UUID:
        """The same name has the same id everywhere, so no look-up stands on the hot path."""
        owner = self.owner_id or tenant
        return uuid5(NAMESPACE_OID, f"{tenant}/{self.owner_kind}/{owner}/{self.purpose}/{self.currency}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a transfer is about: `order` and its id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Transfer:
    """`amount_fen` (> 0) from `source` to `target`. `key` is unique in the tenant: the same key moves money once."""

    key: str
    kind: str
    source: AccountRef
    target: AccountRef
    amount_fen: int
    subject: Subject
    memo: str = ""
    reference: str = ""  # WeChat's number, so that a line of its bill finds this one


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    purpose: Purpose
    owner_kind: str
    owner_id: UUID
    currency: str
    posted_fen: int
    held_fen: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on an account of the merchant; or, `id` None, on those of all `owners` that have one for a purpose."""

    id: UUID | None
    purpose: Purpose
    owners: int
    posted_fen: int
    held_fen: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement; `amount_fen` is signed as the account sees it, `balance_fen` is after it."""

    id: UUID
    at: datetime
    kind: str
    stage: Stage
    memo: str
    reference: str
    amount_fen: int
    balance_fen: int
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Booked:
    """A transfer as WeChat's bills can be held against it; `amount_fen` is signed as the merchant's money at WeChat sees it.

    `pending` is a hold that has not ended: promised, not moved.
    """

    id: UUID
    key: str
    kind: str
    stage: Stage
    source: Purpose
    target: Purpose
    amount_fen: int
    subject_kind: str
    subject_id: UUID
    memo: str
    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """What an account was at the start and at the end of a period; `account_id` None: those of all owners together."""

    account_id: UUID | None
    purpose: Purpose
    opening_fen: int
    closing_fen: int


@dataclass(frozen=True, slots=True)
class KindSum:
    """What one kind of transfer brought to (> 0) or took from an account in a period, `count` times."""

    account_id: UUID | None
    purpose: Purpose
    kind: str
    amount_fen: int
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a subject's money."""

    id: UUID
    at: datetime
    kind: str
    stage: Stage
    amount_fen: int
    source: Purpose
    target: Purpose
    memo: str
    reference: str


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """`opening_fen` + the sum of `kinds` = `closing_fen`, to the fen."""

    account_id: UUID | None
    purpose: Purpose
    opening_fen: int
    kinds: list[KindSum]
    closing_fen: int
