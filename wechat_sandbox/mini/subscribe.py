"""Subscribe messages: one accept, one message; every value within the limit of its kind (mini-program 4).

A mini program and an official account work alike, each with its own call, templates and consents.
"""

import json
import re
import sqlite3
from typing import Any

from wechat_sandbox.accounts.people import person_behind
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.links import is_published
from wechat_sandbox.mini.push import plan_event
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.state import Sandbox

STATES = ("developer", "trial", "formal")
LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_DAY = r"\d{4}(年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
_TIME = rf"({_DAY}\s*)?{_CLOCK}"
_DATE = rf"{_DAY}(\s*{_CLOCK})?"
KINDS = {
    "thing": re.compile(r".{1,20}", re.DOTALL),
    "number": re.compile(r"(?=.{1,32}$)-?\d+(\.\d+)?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(r"[^\w\s]{1,5}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "time": re.compile(rf"{_TIME}(\s*~\s*{_TIME})?"),
    "date": re.compile(rf"{_DATE}(\s*~\s*{_DATE})?"),
    "amount": re.compile(r"[^\w\s]?\d{1,10}(\.\d+)?元?"),
    "phone_number": re.compile(r"[0-9+\-() *#]{1,17}"),
    "car_number": re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9]{0,6}[A-Za-z0-9\u4e00-\u9fff]?"),
    "name": re.compile(r"[\u4e00-\u9fff·]{1,10}|[^\u4e00-\u9fff]{1,20}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
    "enum": re.compile(r".{1,20}"),
    "const": re.compile(r".{1,20}"),
}


def send(call: MiniCall) -> dict[str, Any]:
    """`POST /cgi-bin/message/subscribe/send`: a mini program's message, with its number."""
    page = call.body.get("page", "")
    if not isinstance(page, str) or (page and not is_published(call.app, page.partition("?")[0].lstrip("/"))):
        raise MiniRefusal(41030)
    if (
        call.body.get("miniprogram_state", "formal") not in STATES
        or call.body.get("lang", "zh_CN") not in LANGUAGES
    ):
        raise MiniRefusal(40097)
    return {"errcode": 0, "errmsg": "ok", "msgid": _deliver(call, "mini", page)}


def send_notice(call: MiniCall) -> dict[str, Any]:
    """`POST /cgi-bin/message/subscribe/bizsend`: an official account's notice; WeChat tells its number only in the push."""
    page, jump = call.body.get("page", ""), call.body.get("miniprogram", {})
    if not isinstance(page, str) or not isinstance(jump, dict):
        raise MiniRefusal(40097)
    if page and not page.startswith(("http://", "https://")):
        raise MiniRefusal(41030)
    _deliver(call, "official", page or str(jump.get("pagepath", "")))
    return {"errcode": 0, "errmsg": "ok"}


def _deliver(call: MiniCall, kind: str, page: str) -> int:
    """Check person, template and values, use up a consent, keep the message; its number."""
    sandbox, openid = call.sandbox, call.body.get("touser")
    if call.app is None or call.app["kind"] != kind:
        raise MiniRefusal(48001)
    if not isinstance(openid, str) or person_behind(sandbox.db, call.appid, openid) is None:
        raise MiniRefusal(40003)
    template = sandbox.db.one(
        "select * from templates where appid = ? and template_id = ?",
        (call.appid, str(call.body.get("template_id"))),
    )
    if template is None:
        raise MiniRefusal(40037)
    data = _checked(call.body.get("data"), json.loads(template["keys"]))
    with sandbox.db.transaction():
        _use_consent(sandbox, openid, template["template_id"])
        number = sandbox.db.insert(
            "insert into messages (appid, openid, template_id, page, data, at_ms) values (?, ?, ?, ?, ?, ?)",
            (
                call.appid,
                openid,
                template["template_id"],
                page,
                json.dumps(data, ensure_ascii=False),
                sandbox.clock.now_ms(),
            ),
        )
        msgid = 4_000_000_000_000_000_000 + number
        _tell_sent(sandbox, call.app, openid, template["template_id"], msgid)
    return msgid


def _checked(data: Any, keys: list[str]) -> dict[str, str]:
    """The values by key. Raises MiniRefusal 47003 naming the first that is wrong."""
    if not isinstance(data, dict):
        raise MiniRefusal(47003, "data invalid")
    values: dict[str, str] = {}
    for key in [*keys, *(name for name in data if name not in keys)]:
        given = data.get(key)
        value = given.get("value") if isinstance(given, dict) else None
        rule = KINDS.get(re.sub(r"\d+$", "", key))
        if key not in keys or not isinstance(value, str) or rule is None or not rule.fullmatch(value):
            raise MiniRefusal(47003, f"data.{key}.value invalid")
        values[key] = value
    return values


def _use_consent(sandbox: Sandbox, openid: str, template_id: str) -> None:
    used = sandbox.db.run(
        "update consents set count = count - 1 where openid = ? and template_id = ? and count > 0",
        (openid, template_id),
    )
    if not used:
        raise MiniRefusal(43101)


def _tell_sent(sandbox: Sandbox, app: sqlite3.Row, openid: str, template_id: str, msgid: int) -> None:
    entry = {"TemplateId": template_id, "MsgID": str(msgid), "ErrorCode": "0", "ErrorStatus": "success"}
    plan_event(sandbox, app, "subscribe_msg_sent_event", openid, _listed("SubscribeMsgSentEvent", entry, app))


def record_answer(sandbox: Sandbox, app: sqlite3.Row, whom: tuple[str, str], answer: str, times: int) -> int:
    """What the person tapped in `wx.requestSubscribeMessage`; returns how many messages are allowed now."""
    openid, template_id = whom
    added = times if answer == "accept" else 0
    row = sandbox.db.one(
        "insert into consents (openid, template_id, count) values (?, ?, ?)"
        " on conflict (openid, template_id) do update set count = count + excluded.count returning count",
        (openid, template_id, added),
    )
    entry = {"TemplateId": template_id, "SubscribeStatusString": answer, "PopupScene": "0"}
    plan_event(
        sandbox, app, "subscribe_msg_popup_event", openid, _listed("SubscribeMsgPopupEvent", entry, app)
    )
    return int(row["count"]) if row else 0


def _listed(element: str, entry: dict[str, str], app: sqlite3.Row) -> dict[str, Any]:
    """XML wraps the list in an element of its own, JSON does not (mini-program 4.4)."""
    return {"List": entry} if app["push_format"] == "json" else {element: {"List": entry}}


def change_setting(sandbox: Sandbox, app: sqlite3.Row, openid: str, template_id: str) -> None:
    """The person turned the template off in the app's settings: nothing more is allowed, and the app is told."""
    sandbox.db.run(
        "update consents set count = 0 where openid = ? and template_id = ?", (openid, template_id)
    )
    entry = {"TemplateId": template_id, "SubscribeStatusString": "reject"}
    plan_event(
        sandbox, app, "subscribe_msg_change_event", openid, _listed("SubscribeMsgChangeEvent", entry, app)
    )
