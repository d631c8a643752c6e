"""WeChat Pay APIv3 for one merchant, through `wechatpayv3`: typed answers, and three kinds of failure told apart.

Source of every field: WeChat Pay API v3 documentation (orders, refunds, callbacks). A 2XX whose signature does not
verify counts as unanswered: nothing it says is believed. Signatures use the machine's clock, never a moved one.
"""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from opentelemetry.trace import SpanKind
from wechatpayv3.async_ import AsyncWeChatPay, WeChatPayType

from lianyi.kit.clock import wall_seconds
from lianyi.kit.config import config
from lianyi.kit.metrics import OUTSIDE_CALLS
from lianyi.kit.tracing import span
from lianyi.wechat.wire import connect

SKEW_SECONDS_MAX = 300  # documented limit for Wechatpay-Timestamp
TIMEOUT_SECONDS = (3, 8)  # to connect, to answer
_SHANGHAI = ZoneInfo("Asia/Shanghai")


class PayRefused(Exception):
    """WeChat answered 4XX: a rule says no. `code` as documented (with underscores), `message` for a person."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message


class PayUnanswered(Exception):
    """No answer, 5XX, 429, or an answer nobody can trust: the effect is unknown."""


class NoticeForged(Exception):
    """A callback whose signature, freshness or encryption does not hold."""


@dataclass(frozen=True, slots=True)
class PayKeys:
    """What a merchant gets from WeChat Pay. Without a public key, platform certificates are fetched and used."""

    mchid: str
    serial_no: str
    private_key: str = field(repr=False)
    apiv3_key: str = field(repr=False)
    public_key_id: str | None = None
    public_key: str | None = field(default=None, repr=False)


class TradeState(StrEnum):
    NOTPAY = "NOTPAY"
    SUCCESS = "SUCCESS"
    CLOSED = "CLOSED"
    REFUND = "REFUND"
    REVOKED = "REVOKED"
    USERPAYING = "USERPAYING"
    PAYERROR = "PAYERROR"
    ACCEPT = "ACCEPT"


class RefundStatus(StrEnum):
    SUCCESS = "SUCCESS"
    CLOSED = "CLOSED"
    PROCESSING = "PROCESSING"
    ABNORMAL = "ABNORMAL"


@dataclass(frozen=True, slots=True)
class Trade:
    """A transaction as WeChat tells it, by query or callback; `total_fen` is None while unpaid answers leave it out."""

    appid: str
    mchid: str
    out_trade_no: str
    state: TradeState
    transaction_id: str | None
    total_fen: int | None
    success_at: datetime | None
    payer_openid: str | None
    trade_type: str | None


@dataclass(frozen=True, slots=True)
class Refund:
    out_refund_no: str
    refund_id: str
    status: RefundStatus
    refund_fen: int
    success_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A verified, decrypted callback; exactly one of `trade` and `refund` is set."""

    id: str
    event: str
    mchid: str
    trade: Trade | None
    refund: Refund | None


@dataclass(frozen=True, slots=True)
class Order:
    """One attempt to be paid. `notify_url` has no query string (WeChat refuses one)."""

    appid: str
    out_trade_no: str
    description: str
    amount_fen: int
    expires_at: datetime
    notify_url: str
    guaranteed: bool = False  # frozen at WeChat for profit sharing until it is split and unfrozen


async def create_jsapi(keys: PayKeys, order: Order, openid: str) -> str:
    """A prepay_id for mini program and official account; valid two hours."""
    body = await _create(keys, order, WeChatPayType.JSAPI, payer={"openid": openid})
    return str(body["prepay_id"])


async def create_h5(keys: PayKeys, order: Order, client_ip: str) -> str:
    """An h5_url for a mobile browser outside WeChat; valid five minutes."""
    scene = {"payer_client_ip": client_ip, "h5_info": {"type": "Wap"}}
    body = await _create(keys, order, WeChatPayType.H5, scene_info=scene)
    return str(body["h5_url"])


async def create_native(keys: PayKeys, order: Order) -> str:
    """A code_url to draw as a QR code; valid two hours."""
    body = await _create(keys, order, WeChatPayType.NATIVE)
    return str(body["code_url"])


async def _create(keys: PayKeys, order: Order, kind: WeChatPayType, **more: Any) -> dict[str, Any]:
    client = await client_of(keys)
    return await answer_of(
        "create",
        client.pay(
            description=order.description[:127], out_trade_no=order.out_trade_no,
            amount={"total": order.amount_fen, "currency": "CNY"},
            time_expire=order.expires_at.astimezone(_SHANGHAI).isoformat(timespec="seconds"),
            notify_url=order.notify_url, appid=order.appid, mchid=keys.mchid, pay_type=kind,
            settle_info={"profit_sharing": True} if order.guaranteed else None, **more,
        ),
    )  # fmt: skip


async def query(keys: PayKeys, out_trade_no: str) -> Trade | None:
    """The trade, or None when WeChat knows no such number."""
    client = await client_of(keys)
    try:
        body = await answer_of("query", client.query(out_trade_no=out_trade_no, mchid=keys.mchid))
    except PayRefused as refusal:
        if refusal.code == "ORDER_NOT_EXIST":
            return None
        raise
    with readable("query"):
        return _trade(body)


async def close(keys: PayKeys, out_trade_no: str) -> bool:
    """True when nobody can pay this number any more; False when it is paid already."""
    client = await client_of(keys)
    try:
        await answer_of("close", client.close(out_trade_no=out_trade_no, mchid=keys.mchid))
    except PayRefused as refusal:
        if refusal.code == "ORDER_PAID":
            return False
        if refusal.code in {"ORDER_NOT_EXIST", "ORDER_CLOSED"}:
            return True
        raise
    return True


async def refund(
    keys: PayKeys,
    *,
    transaction_id: str,
    out_refund_no: str,
    refund_fen: int,
    total_fen: int,
    reason: str,
    notify_url: str,
) -> Refund:
    """Ask for a refund; the same `out_refund_no` asks for the same refund again, never for a second."""
    client = await client_of(keys)
    body = await answer_of(
        "refund",
        client.refund(
            out_refund_no=out_refund_no,
            amount={"refund": refund_fen, "total": total_fen, "currency": "CNY"},
            transaction_id=transaction_id,
            reason=reason[:80] or None,
            notify_url=notify_url,
        ),
    )
    with readable("refund"):
        return _refund(body, "status")


async def query_refund(keys: PayKeys, out_refund_no: str) -> Refund | None:
    """The refund, or None when WeChat knows no such number."""
    client = await client_of(keys)
    try:
        body = await answer_of("query_refund", client.query_refund(out_refund_no=out_refund_no))
    except PayRefused as refusal:
        if refusal.status == 404:
            return None
        raise
    with readable("refund"):
        return _refund(body, "status")


async def sign_client(keys: PayKeys, appid: str, prepay_id: str) -> dict[str, str]:
    """Parameters that open the pay sheet in WeChat; `timeStamp` in seconds, `paySign` RSA."""
    client = await client_of(keys)
    stamp, package = str(wall_seconds()), f"prepay_id={prepay_id}"
    nonce = hashlib.sha256(f"{prepay_id}{stamp}".encode()).hexdigest()[:32]
    signature = client.sign([appid, stamp, nonce, package])
    return {
        "appId": appid, "timeStamp": stamp, "nonceStr": nonce, "package": package, "signType": "RSA",
        "paySign": signature,
    }  # fmt: skip


async def open_notice(keys: PayKeys, headers: Mapping[str, str], body: bytes) -> Notice:
    """Verify, decrypt and type a callback about money. Raises NoticeForged."""
    opened = await open_envelope(keys, headers, body)
    try:
        return _notice(opened)
    except (KeyError, ValueError, TypeError) as problem:
        raise NoticeForged(f"shape: {type(problem).__name__}") from problem


async def open_envelope(keys: PayKeys, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Verify and decrypt a callback of any kind: `id`, `event_type` and a plain `resource`. Raises NoticeForged.

    Freshness is ours to check (the library does not); an unknown certificate serial refreshes the list once.
    """
    stamp = headers.get("wechatpay-timestamp", "")
    if not stamp.isdigit() or abs(wall_seconds() - int(stamp)) > SKEW_SECONDS_MAX:
        raise NoticeForged("stale")
    client = await client_of(keys)
    serial = headers.get("wechatpay-serial", "")
    try:
        if re.fullmatch(r"[0-9A-Fa-f]{16,64}", serial):
            await _know_certificates(client)  # while a merchant switches keys, both kinds sign
        opened: dict[str, Any] | None = client.callback(headers, body)
    except Exception as problem:
        raise NoticeForged(type(problem).__name__) from problem
    if not opened:
        raise NoticeForged("signature")
    return opened


async def _know_certificates(client: AsyncWeChatPay) -> None:
    """Fetch platform certificates when none are known; at most once a minute, because strangers can cause it."""
    if client._core._certificates or time.monotonic() - _asked_at.get(id(client), -60.0) < 60:  # noqa: SLF001  the library offers no public way to fetch them
        return
    _asked_at[id(client)] = time.monotonic()
    await client._core._update_certificates()  # noqa: SLF001  the library does so only when it answers itself


def _notice(opened: dict[str, Any]) -> Notice:
    event, resource = str(opened["event_type"]), opened["resource"]
    is_refund = event.startswith("REFUND.")
    trade, refund = (None, _refund(resource, "refund_status")) if is_refund else (_trade(resource), None)
    return Notice(str(opened["id"]), event, str(resource["mchid"]), trade, refund)


@contextmanager
def readable(verb: str) -> Iterator[None]:
    """A signed answer of a shape nobody knows is no answer: asked again later, and in nobody else's way."""
    try:
        yield
    except (KeyError, ValueError, TypeError) as problem:
        raise PayUnanswered(f"{verb}: unknown shape, {type(problem).__name__}") from problem


def _trade(body: Mapping[str, Any]) -> Trade:
    return Trade(
        appid=str(body["appid"]), mchid=str(body["mchid"]), out_trade_no=str(body["out_trade_no"]),
        state=TradeState(body["trade_state"]), transaction_id=body.get("transaction_id"),
        total_fen=(body.get("amount") or {}).get("total"), success_at=_instant(body.get("success_time")),
        payer_openid=(body.get("payer") or {}).get("openid"), trade_type=body.get("trade_type"),
    )  # fmt: skip


def _refund(body: Mapping[str, Any], status_field: str) -> Refund:
    return Refund(
        out_refund_no=str(body["out_refund_no"]), refund_id=str(body["refund_id"]),
        status=RefundStatus(body[status_field]), refund_fen=int(body["amount"]["refund"]),
        success_at=_instant(body.get("success_time")),
    )  # fmt: skip


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


_clients: dict[tuple[str, str, int], AsyncWeChatPay] = {}
_asked_at: dict[int, float] = {}


async def client_of(keys: PayKeys) -> AsyncWeChatPay:
    """A client a merchant, kept for the process."""
    gateway = config().wechatpay_base_url
    name = (gateway, _fingerprint(keys), id(asyncio.get_running_loop()))
    client = _clients.get(name)
    if client is None:
        client = AsyncWeChatPay(
            wechatpay_type=WeChatPayType.JSAPI, mchid=keys.mchid, private_key="",
            cert_serial_no=keys.serial_no, appid="", apiv3_key=keys.apiv3_key, timeout=TIMEOUT_SECONDS,
            public_key=keys.public_key, public_key_id=keys.public_key_id,
        )  # fmt: skip
        client._core._gate_way = gateway  # noqa: SLF001  the library has no argument for it
        await _enter(client, keys)
        if name in _clients:  # somebody else was quicker
            await client.__aexit__(None, None, None)
            return _clients[name]
        _clients[name] = client
    return client


async def hang_up() -> None:
    """Close this loop's connections (at the end of a process)."""
    loop = id(asyncio.get_running_loop())
    for name in [name for name in _clients if name[2] == loop]:
        await _clients.pop(name).__aexit__(None, None, None)


async def _enter(client: AsyncWeChatPay, keys: PayKeys) -> None:
    """Open its connection; without a public key this fetches the platform certificates."""
    try:
        await connect(client._core, keys.private_key, *TIMEOUT_SECONDS)  # noqa: SLF001  nor for its key and client
    except httpx.HTTPError as problem:
        raise PayUnanswered(type(problem).__name__) from problem
    except Exception as problem:
        raise PayRefused(401, "NO_PLATFORM_CERTIFICATE", str(problem)) from problem


@lru_cache(maxsize=1024)
def _fingerprint(keys: PayKeys) -> str:
    whole = "\0".join((keys.mchid, keys.serial_no, keys.private_key, keys.apiv3_key, keys.public_key or ""))
    return hashlib.sha256(whole.encode()).hexdigest()


async def answer_of(verb: str, call: Awaitable[tuple[int, Any]]) -> dict[str, Any]:
    """The answer of one call of the library. Raises PayRefused, PayUnanswered."""
    try:
        with span(f"wechatpay {verb}", kind=SpanKind.CLIENT):
            status, text = await call
    except httpx.HTTPError as problem:
        OUTSIDE_CALLS.labels("wechatpay", "unanswered").inc()
        raise PayUnanswered(f"{verb}: {type(problem).__name__}") from problem
    except Exception as problem:
        OUTSIDE_CALLS.labels("wechatpay", "unverified").inc()
        raise PayUnanswered(f"{verb}: {type(problem).__name__}: {problem}"[:200]) from problem
    body = read_json(text)
    if status < 300:
        OUTSIDE_CALLS.labels("wechatpay", "ok").inc()
        return body
    OUTSIDE_CALLS.labels("wechatpay", str(status)).inc()
    code = _CODES.get(str(body.get("code", "")), str(body.get("code", "UNKNOWN")))
    if status >= 500 or status == 429:
        raise PayUnanswered(f"{verb}: {status} {code}")
    raise PayRefused(status, code, str(body.get("message", ""))[:200])


_CODES = {  # both spellings occur in the wild
    "ORDERNOTEXIST": "ORDER_NOT_EXIST", "ORDERPAID": "ORDER_PAID", "ORDERCLOSED": "ORDER_CLOSED", "NOAUTH": "NO_AUTH",
}  # fmt: skip


def read_json(text: Any) -> dict[str, Any]:
    """The object in a body; an empty one when there is none."""
    try:
        body = json.loads(text) if text else {}
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
