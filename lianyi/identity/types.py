"""Who somebody is: ids, principals, roles, and what other domains may know of people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from lianyi.identity.errors import PhoneInvalid
from lianyi.kit.ids import TenantId
from lianyi.wechat.types import AppKind

PHONE = re.compile(r"1[3-9][0-9]{9}")

PersonId = NewType("PersonId", UUID)
StaffId = NewType("StaffId", UUID)
AccountId = NewType("AccountId", UUID)
AddressId = NewType("AddressId", UUID)
SessionId = NewType("SessionId", UUID)
ApprovalId = NewType("ApprovalId", UUID)


class Role(StrEnum):
    OWNER = "owner"
    OPERATIONS = "operations"
    CONTENT = "content"
    CUSTOMER_SERVICE = "customer_service"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"


class TenantStatus(StrEnum):
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class LoginWay(StrEnum):
    MINI = "mini"
    OFFICIAL = "official"
    PHONE = "phone"


class Channel(StrEnum):
    """Where the shop is open in front of somebody; WeChat judges a play by it (platform rules 1.1, 1.2, 1.6)."""

    MINI = "mini"
    WECHAT_H5 = "wechat_h5"
    H5 = "h5"


class ConsentKind(StrEnum):
    TERMS = "terms"
    PRIVACY = "privacy"
    MARKETING = "marketing"
    PERSONALISATION = "personalisation"
    SHOWN_TO_SHARER = "shown_to_sharer"  # whoever shared may see that this person came by it
    REAL_NAME = "real_name"  # name and ID number for tax and pay-out; its text is distribution's


class ApprovalState(StrEnum):
    """`approved`: done, with a second person; `failed`: approved, but what it asked for was no longer possible."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    FAILED = "failed"


class DocumentKind(StrEnum):
    TERMS = "terms"
    PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Shopper:
    """A customer, proved by a session token. `openids` maps appid to openid."""

    tenant: TenantId
    person: PersonId
    session: SessionId
    openids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the merchant, proved by a session token.

    `totp_ok`: this session passed the second factor; owner and finance need it before money and key acts.
    """

    tenant: TenantId
    staff: StaffId
    account: AccountId
    role: Role
    name: str
    totp_ok: bool
    session: SessionId
    totp_enrolled: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """The program itself: jobs, reactions, the demo; `name` stands in the history of what it did."""

    tenant: TenantId
    name: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the installation; sees tenants, never their customers."""

    name: str


@dataclass(frozen=True, slots=True)
class Licence:
    """What the law wants shown on the home page (E-commerce law, articles 10 and 15)."""

    company: str = ""
    licence_no: str = ""
    licence_media: str | None = None
    icp: str = ""


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Rules of the shop its merchant may move; ranges are in `rules.check_settings`.

    `refund_review`: a refund before shipping waits for the staff; off, it goes through by itself. `margin_floor_bp`: what
    must be left of a list price after cost and every discount, in 1/100 of a percent; 0: never below cost.
    """

    order_close_minutes: int = 15
    auto_receive_days: int = 10
    complete_after_days: int = 7
    low_stock_at: int = 5
    refund_review: bool = True
    margin_floor_bp: int = 0
    notice: str = ""
    guarantee: bool = False


@dataclass(frozen=True, slots=True)
class Tenant:
    id: TenantId
    slug: str
    name: str
    status: TenantStatus
    theme_color: str
    contact_phone: str
    licence: Licence
    settings: ShopSettings
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenShop:
    """The wish of a merchant to open a shop; `slug` None lets the name decide."""

    shop_name: str
    owner_name: str
    login: str
    password: str = field(repr=False)
    slug: str | None = None
    accepts_terms_version: int = 1


@dataclass(frozen=True, slots=True)
class Opened:
    tenant: TenantId
    slug: str
    name: str
    staff: StaffId
    token: str = field(repr=False)
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    tenant: TenantId
    staff: StaffId
    expires_at: datetime
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShopperSignedIn:
    person: PersonId
    is_new: bool
    expires_at: datetime
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """A delivery address in clear, for its owner and for the order that needs it. `region_code`: GB/T 2260, six digits."""

    id: AddressId
    name: str
    phone: str
    province: str
    city: str
    district: str
    region_code: str
    detail: str
    postcode: str | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class AddressDraft:
    name: str
    phone: str
    province: str
    city: str
    district: str
    region_code: str
    detail: str
    postcode: str | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """What a list may show of a person."""

    nickname: str
    avatar_url: str | None
    phone_last4: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the console's list of people."""

    id: PersonId
    nickname: str
    avatar_url: str | None
    phone_last4: str | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """What orders know of a person: paid orders and their sum after refunds, in fen."""

    orders: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Consent:
    kind: ConsentKind
    version: int
    granted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    kind: DocumentKind
    version: int
    body_zh: str
    body_en: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """One sign-in as its owner sees it; `current` marks the one that asks."""

    id: SessionId
    label: str
    created_at: datetime
    touched_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class WeChatAppView:
    """An app's keys as the console may show them: the secret by its last four characters only."""

    kind: AppKind
    appid: str
    secret_last4: str
    push_configured: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One act of the staff for the audit log; `before` and `after` hold no secrets and no personal data."""

    act: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What an act for two people is asked to do.

    `subject`: a public id; one wish of a kind waits for a subject at a time. `payload`: all that the act needs, plain
    JSON, kept sealed until it is decided, then forgotten. `before`, `after`: what the second person sees, in the words
    of the audit, without secrets. `about`: the member of staff it is about, who does not decide on it.
    """

    subject: str
    payload: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    about: StaffId | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """An act that waits for a second person, or waited. It holds no secret."""

    id: ApprovalId
    kind: str
    subject: str
    subject_staff_id: StaffId | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    asked_by: StaffId
    asked_account: AccountId
    asked_name: str
    asked_at: datetime
    expires_at: datetime
    state: ApprovalState
    decided_name: str | None
    decided_at: datetime | None
    reason: str
    failed_zh: str
    failed_en: str


def check_phone(text: str, field: str = "phone") -> str:
    """Give the eleven digits of a mainland mobile number (+86, spaces and hyphens allowed). Raises PhoneInvalid."""
    digits = re.sub(r"[\s-]", "", text.strip()).removeprefix("+86")
    if PHONE.fullmatch(digits) is None:
        raise PhoneInvalid(field=field)
    return digits
