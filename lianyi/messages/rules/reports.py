"""What WeChat's pushes about subscribe messages say. Pure.

Source: mini-program documentation, subscribe messages, events. A JSON push holds `List`, an object or an array; an XML
push wraps it in an element named after the event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

POPUP, CHANGE, SENT = "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event"
WRAPPERS: Mapping[str, str] = {
    POPUP: "SubscribeMsgPopupEvent",
    CHANGE: "SubscribeMsgChangeEvent",
    SENT: "SubscribeMsgSentEvent",
}
ENTRIES_MAX = 20


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of a push: an answer of the person, or the fate of one message (`errcode` 0 is delivered)."""

    template_id: str
    answer: str = ""
    msg_id: str = ""
    errcode: int = 0


def reports(event: str, fields: Mapping[str, str]) -> list[Report]:
    """The entries of a push; what is not one of these three events, or not in their shape, gives none."""
    wrapper = WRAPPERS.get(event)
    if wrapper is None:
        return []
    given = _read(fields.get("List")) if "List" in fields else _read(fields.get(wrapper))
    entries = given.get("List", given) if isinstance(given, dict) else given
    listed = entries if isinstance(entries, list) else [entries]
    return [_report(one) for one in listed[:ENTRIES_MAX] if isinstance(one, dict) and one.get("TemplateId")]


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "{}")
    except ValueError:
        return {}


def _report(entry: Mapping[str, Any]) -> Report:
    code = str(entry.get("ErrorCode") or "0")
    return Report(
        template_id=str(entry["TemplateId"]),
        answer=str(entry.get("SubscribeStatusString", "")),
        msg_id=str(entry.get("MsgID") or ""),
        errcode=int(code) if code.lstrip("-").isdecimal() else -1,
    )
