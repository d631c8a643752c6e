"""What WeChat pushes to the shop's apps: proved, taken once, told as an event."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lianyi.identity import queries
from lianyi.identity.errors import PushRefused
from lianyi.identity.events import WeChatPushed
from lianyi.identity.store import shops
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.wechat import push

REMEMBERED = timedelta(days=7)
FIELDS_MAX, FIELD_CHARS_MAX = 40, 2000


@dataclass(frozen=True, slots=True)
class Seal:
    """The proof in a push address's query."""

    timestamp: str
    nonce: str
    signature: str = ""
    msg_signature: str = ""


async def answer_url_check(db: Database, tenant: TenantId, appid: str, seal: Seal, echo: str) -> str:
    """Give the echo back to WeChat's check of the address. Raises PushRefused."""
    _, token, _ = await _keys(db, tenant, appid)
    _prove(seal.signature, token, seal.timestamp, seal.nonce)
    return echo


async def take_push(db: Database, tenant: TenantId, appid: str, seal: Seal, body: bytes) -> None:
    """Prove, open and record one push; a repeated one changes nothing. Raises PushRefused."""
    kind, token, aes_key = await _keys(db, tenant, appid)
    try:
        message = push.read(body)
        if "Encrypt" in message:
            encrypted = str(message["Encrypt"])
            push.check(seal.msg_signature, token, seal.timestamp, seal.nonce, encrypted)
            message = push.read(push.open_envelope(encrypted, aes_key, appid))
        else:
            push.check(seal.signature, token, seal.timestamp, seal.nonce)
    except (push.PushForged, UnicodeDecodeError):
        raise PushRefused from None
    fields = _plain(message)
    async with db.write(tenant) as session:
        if await shops.use_once(session, _digest(appid, fields), session.now + REMEMBERED):
            event = fields.get("Event") or fields.get("MsgType", "")
            await session.emit(WeChatPushed(appid=appid, app_kind=kind.value, kind=event, fields=fields))


async def _keys(db: Database, tenant: TenantId, appid: str) -> tuple[Any, str, str]:
    async with db.read(tenant) as session:
        keys = await queries.push_keys(session, appid)
    if keys is None:
        raise PushRefused
    return keys


def _prove(given: str, *parts: str) -> None:
    try:
        push.check(given, *parts)
    except push.PushForged:
        raise PushRefused from None


def _digest(appid: str, fields: dict[str, str]) -> bytes:
    """WeChat's own rule: MsgId, or sender, time and event where there is none."""
    same = fields.get("MsgId") or "|".join(
        fields.get(name, "") for name in ("FromUserName", "CreateTime", "Event")
    )
    if not fields.get("MsgId"):
        same += "|" + json.dumps(fields, sort_keys=True)
    return hashlib.sha256(f"push\0{appid}\0{same}".encode()).digest()


def _plain(message: dict[str, Any]) -> dict[str, str]:
    return {
        str(name)[:60]: (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[
            :FIELD_CHARS_MAX
        ]
        for name, value in list(message.items())[:FIELDS_MAX]
    }
