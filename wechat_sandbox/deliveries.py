"""What WeChat has to tell: callbacks of WeChat Pay and pushed events, written down with their schedule.

Written in the transaction of what they tell about; `courier.py` brings them. Schedule: pay-v3 5 (15 retries
over a day), mini-program 8 (three tries). The faults late, doubled, lost and reordered are decided here, when
a delivery is planned.
"""

import json
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wechat_sandbox.clock import CHINA
from wechat_sandbox.state import Sandbox

_SECOND, _MINUTE, _HOUR = 1000, 60_000, 3_600_000
PAY_RETRIES_MS = (
    *(15 * _SECOND, 15 * _SECOND, 30 * _SECOND, 3 * _MINUTE, 10 * _MINUTE, 20 * _MINUTE),
    *(30 * _MINUTE, 30 * _MINUTE, 30 * _MINUTE, 60 * _MINUTE),
    *(3 * _HOUR, 3 * _HOUR, 3 * _HOUR, 6 * _HOUR, 6 * _HOUR),
)
PUSH_RETRIES_MS = (5 * _SECOND, 5 * _SECOND)  # three tries; WeChat does not say how far apart [U]
TRANSFER_RETRIES_MS = (*(15 * _SECOND,) * 10, *(5 * _MINUTE,) * 10, *(30 * _MINUTE,) * 44)  # pay-v3 9
RETRIES_MS = {"pay": PAY_RETRIES_MS, "push": PUSH_RETRIES_MS, "transfer": TRANSFER_RETRIES_MS}
LATE_SECONDS = 60
HELD_MS = 60_000
_AT_PLANNING = frozenset({"late", "doubled", "lost", "reordered"})


@dataclass(slots=True, frozen=True)
class Notice:
    """What is told to whom; `owner` is the mchid of a callback or the appid of a pushed event."""

    kind: str  # pay | push | transfer
    owner: str
    out_trade_no: str
    event: str
    original_type: str
    summary: str
    url: str
    resource: dict[str, Any]


def plan(sandbox: Sandbox, notice: Notice) -> int:
    """Write a delivery down, disturbed if a fault says so; returns its id."""
    fault = sandbox.faults.take_for_delivery(notice.event, notice.owner, notice.out_trade_no, _AT_PLANNING)
    kind = fault.kind if fault else ""
    next_at_ms: int | None = sandbox.clock.now_ms()
    state, held = "pending", 0
    if kind == "lost":
        state, next_at_ms = "lost", None
    elif kind == "late" and fault and next_at_ms is not None:
        next_at_ms += fault.number(LATE_SECONDS) * _SECOND
    elif kind == "reordered" and next_at_ms is not None:
        next_at_ms, held = next_at_ms + HELD_MS, 1
    copies = fault.number(2) if kind == "doubled" and fault else 1
    notice_id = _notice_id(sandbox.clock.now_ms())
    first = 0
    for _ in range(copies):
        number = _insert(sandbox, notice, notice_id, (state, next_at_ms, held))
        first = first or number
    sandbox.wake.set()
    return first


def plan_payment_notice(sandbox: Sandbox, order: sqlite3.Row, resource: dict[str, Any]) -> int:
    """TRANSACTION.SUCCESS (pay-v3 5)."""
    return plan(
        sandbox,
        Notice(
            kind="pay",
            owner=order["mchid"],
            out_trade_no=order["out_trade_no"],
            event="TRANSACTION.SUCCESS",
            original_type="transaction",
            summary="支付成功",
            url=order["notify_url"],
            resource=resource,
        ),
    )


def release_held(sandbox: Sandbox, owner: str) -> None:
    """Another delivery to this merchant was answered: what a reordering fault held back may follow now."""
    sandbox.db.run(
        "update deliveries set held = 0, next_at_ms = ? where owner = ? and held = 1",
        (sandbox.clock.now_ms(), owner),
    )


def _insert(sandbox: Sandbox, notice: Notice, notice_id: str, fate: tuple[str, int | None, int]) -> int:
    return sandbox.db.insert(
        "insert into deliveries (kind, owner, out_trade_no, event, original_type, summary, notice_id,"
        " url, resource,"
        " created_at_ms, state, next_at_ms, held) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            notice.kind,
            notice.owner,
            notice.out_trade_no,
            notice.event,
            notice.original_type,
            notice.summary,
            notice_id,
            notice.url,
            json.dumps(notice.resource, ensure_ascii=False),
            sandbox.clock.now_ms(),
            *fate,
        ),
    )


def _notice_id(now_ms: int) -> str:
    return f"EV-{datetime.fromtimestamp(now_ms / 1000, CHINA):%Y%m%d%H%M%S}{secrets.randbelow(10**10):010}"
