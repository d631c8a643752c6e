"""What crosses the border to WeChat, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AppKind(StrEnum):
    MINI = "mini"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class App:
    """One mini program or official account of a merchant; the secret never shows in a log or a traceback."""

    kind: AppKind
    appid: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MiniSession:
    """Answer of code2session. `session_key` must never reach the client (WeChat's rule)."""

    openid: str
    unionid: str | None
    session_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WebGrant:
    """Answer of the web OAuth code exchange; `snapshot` marks WeChat's virtual visitor, whose openid is not real."""

    openid: str
    unionid: str | None
    scope: str
    snapshot: bool
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    openid: str
    unionid: str | None
    nickname: str
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class JsConfig:
    """What `wx.config` needs; `timestamp` in seconds."""

    appid: str
    timestamp: int
    nonce: str
    signature: str


@dataclass(frozen=True, slots=True)
class ShippedParcel:
    """One entry of `shipping_list`; `receiver_contact` is a masked phone, required for SF parcels."""

    item_desc: str
    tracking_no: str | None = None
    express_company: str | None = None
    receiver_contact: str | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """One call of upload_shipping_info.

    `logistics_type`: 1 express, 2 same city, 3 virtual, 4 pickup. More than one parcel, or parcels still to come,
    means split delivery. `uploaded_at` must grow from call to call (WeChat refuses an older one).
    """

    transaction_id: str
    payer_openid: str
    parcels: tuple[ShippedParcel, ...]
    uploaded_at: datetime
    logistics_type: int = 1
    split: bool = False
    all_delivered: bool = True


@dataclass(frozen=True, slots=True)
class TradeOrder:
    """State of an order in WeChat's shipping management: 1 to ship, 2 shipped, 3 confirmed, 4 done, 5 refunded."""

    transaction_id: str
    state: int
    in_complaint: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A subscribe message as chosen in WeChat's console; `content` names its keys as `{{thing1.DATA}}`, a line each."""

    template_id: str
    title: str
    content: str
