"""WeChat Pay's daily bills: asked for, fetched, unpacked, and checked against the hash that came signed.

Source: WeChat Pay API v3 documentation (trade bill, fund-flow bill). The answer that names the file is signed and carries
the SHA-1 of the file before compression; the file itself is unsigned, so nothing of it is believed before the hash holds.
The library gives a file only whole; it is refused above FILE_BYTES_MAX, packed or unpacked.
"""

import hashlib
import zlib
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import httpx
from opentelemetry.trace import SpanKind

from lianyi.kit.config import config
from lianyi.kit.metrics import OUTSIDE_CALLS
from lianyi.kit.tracing import span
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered, answer_of, client_of, read_json

FILE_BYTES_MAX = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"


class BillKind(StrEnum):
    TRADE = "trade"
    FUNDS = "funds"


class BillNotYet(Exception):
    """WeChat is still making the bill; ask later."""


class BillEmpty(Exception):
    """WeChat says that there was nothing that day."""


class BillDamaged(Exception):
    """The file is not the one that the signed answer names, or cannot be unpacked."""


class BillLinkExpired(Exception):
    """The address of the file has ended (five minutes); a new one is to be asked for."""


@dataclass(frozen=True, slots=True)
class BillFile:
    """A bill as WeChat wrote it; `sha1` is of exactly these bytes and came signed."""

    data: bytes
    sha1: str


async def fetch(keys: PayKeys, kind: BillKind, day: date) -> BillFile:
    """The bill of one China day. An address that ended meanwhile is asked for once more.

    Raises BillNotYet, BillEmpty, BillDamaged, BillLinkExpired, PayRefused, PayUnanswered.
    """
    for is_last in (False, True):
        url, sha1 = await _address(keys, kind, day)
        try:
            data = unpack(await _file(keys, url))
        except BillLinkExpired:
            if is_last:
                raise
            continue
        if hashlib.sha1(data, usedforsecurity=False).hexdigest() != sha1:
            raise BillDamaged(f"sha1 is not {sha1}")
        return BillFile(data, sha1)
    raise AssertionError("the last round returns or raises")


async def _address(keys: PayKeys, kind: BillKind, day: date) -> tuple[str, str]:
    client = await client_of(keys)
    wanted = day.isoformat()
    call = (
        client.trade_bill(bill_date=wanted)
        if kind is BillKind.TRADE
        else client.fundflow_bill(bill_date=wanted)
    )
    try:
        body = await answer_of(f"{kind}_bill", call)
    except PayRefused as refusal:
        if refusal.code == "STATEMENT_CREATING":
            raise BillNotYet from refusal
        if refusal.code == "NO_STATEMENT_EXIST":
            raise BillEmpty from refusal
        raise
    url, sha1 = str(body.get("download_url", "")), str(body.get("hash_value", "")).lower()
    if str(body.get("hash_type", "SHA1")).upper() != "SHA1" or len(sha1) != 40:
        raise BillDamaged(f"hash_type {body.get('hash_type')}")
    if not url.startswith(f"{config().wechatpay_base_url}/"):
        raise PayRefused(400, "FOREIGN_ADDRESS", url[:100])  # our signature goes to WeChat's own host alone
    return url, sha1


async def _file(keys: PayKeys, url: str) -> bytes:
    client = await client_of(keys)
    status, content = await _send(client.download_bill(url=url))
    data = content.encode() if isinstance(content, str) else bytes(content)
    if status >= 300:
        body = read_json(data)
        OUTSIDE_CALLS.labels("wechatpay", str(status)).inc()
        code, message = str(body.get("code", "UNKNOWN")), str(body.get("message", ""))[:200]
        if status >= 500 or status == 429:
            raise PayUnanswered(f"download_bill: {status} {code}")
        if "过期" in message:
            raise BillLinkExpired
        raise PayRefused(status, code, message)
    OUTSIDE_CALLS.labels("wechatpay", "ok").inc()
    if len(data) > FILE_BYTES_MAX:
        raise BillDamaged(f"the file is larger than {FILE_BYTES_MAX} bytes")
    return data


async def _send(call: Awaitable[tuple[int, Any]]) -> tuple[int, Any]:
    """Like pay.answer_of, for an answer that is a file and has no signature."""
    try:
        with span("wechatpay download_bill", kind=SpanKind.CLIENT):
            return await call
    except httpx.HTTPError as problem:
        OUTSIDE_CALLS.labels("wechatpay", "unanswered").inc()
        raise PayUnanswered(f"download_bill: {type(problem).__name__}") from problem


def unpack(data: bytes) -> bytes:
    """The file before compression, at most FILE_BYTES_MAX; plain text stays. Raises BillDamaged."""
    if not data.startswith(_GZIP):
        return data
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(data, FILE_BYTES_MAX)
    except zlib.error as problem:
        raise BillDamaged(f"gzip: {problem}") from problem
    if not unpacking.eof:
        raise BillDamaged("the file ends early, or unpacks to too much")
    return plain
