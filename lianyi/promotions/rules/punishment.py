"""WeChat's violation push. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

PUNISHED = "wxa_punish_event"
REASON_CHARS_MAX = 200


def punishment(fields: Mapping[str, str]) -> tuple[str, datetime | None]:
    """(what WeChat says was wrong, by when it must be put right) of a push; the deadline is in `detail`, JSON text."""
    words = [fields.get(name, "").strip() for name in ("rule_name", "illegal_reason")]
    reason = ":".join(word for word in words if word) or "微信平台处罚通知"
    try:
        seconds = int(json.loads(fields.get("detail") or "{}").get("rectify_deadline", 0))
        deadline_at = datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, AttributeError, TypeError, OverflowError, OSError):
        deadline_at = None
    return reason[:REASON_CHARS_MAX], deadline_at
