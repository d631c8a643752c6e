"""Message push: the URL check, and events in plain, compatible or safe mode, JSON or XML (mini-program 8)."""

import json
import secrets
import sqlite3
import time
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from wechat_sandbox.crypto import seal_push, sorted_sha1
from wechat_sandbox.deliveries import Notice, plan
from wechat_sandbox.outward import OutwardFailure
from wechat_sandbox.state import Sandbox


async def url_answers(sandbox: Sandbox, url: str, token: str) -> bool:
    """The URL check: the address must give the echo string back as it is."""
    timestamp, nonce, echo = str(int(time.time())), secrets.token_hex(5), secrets.token_hex(10)
    query = {
        "signature": sorted_sha1(token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "echostr": echo,
    }
    try:
        said = await sandbox.outward.ask("GET", _joined(url, query), {})
    except OutwardFailure:
        return False
    return said.status == 200 and said.content.decode("utf-8", "replace").strip() == echo


def plan_event(
    sandbox: Sandbox, app: sqlite3.Row, event: str, openid: str, fields: dict[str, Any]
) -> int | None:
    """Write an event down for the app's address; None when the app has push turned off."""
    if not app["push_url"]:
        return None
    message = {
        "ToUserName": app["original_id"],
        "FromUserName": openid,
        "CreateTime": sandbox.clock.now_ms() // 1000,
        "MsgType": "event",
        "Event": event,
    }
    notice = Notice(
        kind="push",
        owner=app["appid"],
        out_trade_no=str(fields.get("merchant_trade_no", "")),
        event=event,
        original_type="event",
        summary=event,
        url=app["push_url"],
        resource=message | fields,
    )
    return plan(sandbox, notice)


def build_push(sandbox: Sandbox, row: sqlite3.Row, *, forged: bool) -> tuple[str, bytes, dict[str, str]]:
    """Address, body and headers of one attempt; a forged one is signed with a token that is not the app's."""
    app = sandbox.db.one("select * from apps where appid = ?", (row["owner"],))
    assert app is not None  # apps are never deleted
    message: dict[str, Any] = json.loads(row["resource"])
    token = "forged" if forged else app["push_token"]
    timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
    query = {"signature": sorted_sha1(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    query["openid"] = message["FromUserName"]
    shown = message
    if app["push_mode"] != "plain":
        sealed = seal_push(app["encoding_aes_key"], app["appid"], _spelled(message, app["push_format"]))
        query |= {"encrypt_type": "aes", "msg_signature": sorted_sha1(token, timestamp, nonce, sealed)}
        kept = message if app["push_mode"] == "compatible" else {"ToUserName": message["ToUserName"]}
        shown = kept | {"Encrypt": sealed}
    kind = "application/json" if app["push_format"] == "json" else "text/xml"
    return _joined(row["url"], query), _spelled(shown, app["push_format"]), {"Content-Type": kind}


def _spelled(message: dict[str, Any], spelling: str) -> bytes:
    if spelling == "json":
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return f"<xml>{_elements(message)}</xml>".encode()


def _elements(fields: dict[str, Any]) -> str:
    """A list is its element as often as it has entries (the history of a complaint)."""
    pairs = (
        (name, one)
        for name, value in fields.items()
        for one in (value if isinstance(value, list) else [value])
    )
    return "".join(f"<{name}>{_element(one)}</{name}>" for name, one in pairs)


def _element(value: Any) -> str:
    if isinstance(value, dict):
        return _elements(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return escape(text) if "]]>" in text else f"<![CDATA[{text}]]>"


def _joined(url: str, query: dict[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"
