"""The courier: brings what is due to the addresses merchants gave, and writes down what they answered.

A callback is sealed and signed anew at every attempt, by real time, under the same notice id. 200 and 204
count as received (pay-v3 5); a pushed event wants `success` or nothing (mini-program 8).
"""

import asyncio
import json
import secrets
import sqlite3
import time
from typing import Any

from wechat_sandbox import crypto
from wechat_sandbox.accounts.keys import MerchantKeys
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.deliveries import RETRIES_MS, release_held
from wechat_sandbox.faults import Fault
from wechat_sandbox.mini.push import build_push
from wechat_sandbox.outward import OutwardFailure
from wechat_sandbox.pay.door import SCHEME
from wechat_sandbox.state import Sandbox
from wechat_sandbox.wire_log import Call

BATCH = 32
ANSWER_LIMIT = 500
_FAILURES = (OutwardFailure, OSError, ValueError)  # and an address that can not be resolved or spelled
_FORGED = frozenset({"forged"})
_AGENT = "Mozilla/4.0"


async def deliver_due(sandbox: Sandbox) -> int:
    """Attempt one batch of what is due, oldest first; returns how many attempts were made."""
    rows = sandbox.db.all(
        "select * from deliveries where next_at_ms is not null and next_at_ms <= ? order by next_at_ms,"
        " id limit ?",
        (sandbox.clock.now_ms(), BATCH),
    )
    await asyncio.gather(*(_attempt(sandbox, row) for row in rows))
    return len(rows)


def take(sandbox: Sandbox, row: sqlite3.Row) -> dict[str, Any]:
    """One attempt handed to whoever asks instead of being sent: for a receiver that listens at no address."""
    fault = sandbox.faults.take_for_delivery(row["event"], row["owner"], row["out_trade_no"] or "", _FORGED)
    url, content, headers = _build(sandbox, row, fault)
    with sandbox.db.transaction():
        _write_down(sandbox, row, (200, "taken", ""), received=True, forged=fault is not None)
    return {"url": url, "headers": headers, "body": content.decode(), "forged": fault is not None}


async def _attempt(sandbox: Sandbox, row: sqlite3.Row) -> None:
    fault = sandbox.faults.take_for_delivery(row["event"], row["owner"], row["out_trade_no"] or "", _FORGED)
    url, content, headers = _build(sandbox, row, fault)
    started_ns = time.monotonic_ns()
    status, answer, error = None, "", ""
    try:
        said = await sandbox.outward.ask("POST", url, headers, content)
        status, answer = said.status, said.content[:ANSWER_LIMIT].decode("utf-8", "replace")
    except _FAILURES as failure:
        error = type(failure).__name__
    received = _is_received(row["kind"], status, answer)
    with sandbox.db.transaction():
        _write_down(sandbox, row, (status, answer, error), received=received, forged=fault is not None)
    sandbox.wire.add(
        Call(
            at_ms=sandbox.clock.now_ms(),
            direction="out",
            method="POST",
            path=url,
            status=status or 0,
            request=content,
            response=answer.encode(),
            milliseconds=(time.monotonic_ns() - started_ns) // 1_000_000,
            about=row["event"],
        )
    )


def _is_received(kind: str, status: int | None, answer: str) -> bool:
    if kind != "push":
        return status in (200, 204)
    return status == 200 and answer.strip() in ("", "success")


def _write_down(
    sandbox: Sandbox, row: sqlite3.Row, outcome: tuple[int | None, str, str], *, received: bool, forged: bool
) -> None:
    status, answer, error = outcome
    now_ms = sandbox.clock.now_ms()
    sandbox.db.run(
        "insert into attempts (delivery_id, at_ms, status, answer, error, forged) values (?, ?, ?, ?, ?, ?)",
        (row["id"], now_ms, status, answer, error, int(forged)),
    )
    schedule = RETRIES_MS[row["kind"]]
    state, next_at_ms = "delivered", None
    # A forged attempt is not WeChat's: even if it was swallowed, the true one still comes.
    if forged or not received:
        retries = row["attempts"]
        state = "pending" if retries < len(schedule) else "exhausted"
        next_at_ms = now_ms + schedule[retries] if retries < len(schedule) else None
    sandbox.db.run(
        "update deliveries set state = ?, next_at_ms = ?, attempts = attempts + 1, held = 0 where id = ?",
        (state, next_at_ms, row["id"]),
    )
    if status is not None:
        release_held(sandbox, row["owner"])


def _build(sandbox: Sandbox, row: sqlite3.Row, fault: Fault | None) -> tuple[str, bytes, dict[str, str]]:
    if row["kind"] == "push":
        return build_push(sandbox, row, forged=fault is not None)
    keys = sandbox.keys.of(row["owner"])
    assert keys is not None  # merchants are never deleted
    content = callback_body(row, keys)
    return row["url"], content, _signature_headers(keys, content, fault)


def callback_body(row: sqlite3.Row, keys: MerchantKeys) -> bytes:
    """The envelope of pay-v3 5 around the sealed resource."""
    nonce = secrets.token_hex(6)
    sealed = crypto.seal_resource(keys.apiv3_key, nonce, row["original_type"], row["resource"].encode())
    resource = {
        "original_type": row["original_type"],
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": sealed,
        "associated_data": row["original_type"],
        "nonce": nonce,
    }
    envelope = {
        "id": row["notice_id"],
        "create_time": rfc3339(row["created_at_ms"]),
        "resource_type": "encrypt-resource",
        "event_type": row["event"],
        "summary": row["summary"],
        "resource": resource,
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def _signature_headers(keys: MerchantKeys, content: bytes, fault: Fault | None) -> dict[str, str]:
    serial, key = keys.callback_signer()
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16).upper()
    if fault is not None:  # a stranger's key under WeChat's name
        key = crypto.new_private_key()
    signature = crypto.sign(key, f"{timestamp}\n{nonce}\n".encode() + content + b"\n")
    if fault is not None and fault.value == "signtest":
        signature = "WECHATPAY/SIGNTEST/" + signature
    return {
        "Content-Type": "application/json",
        "User-Agent": _AGENT,
        "Request-ID": f"{secrets.token_hex(10).upper()}-{secrets.randbelow(10**9)}",
        "Wechatpay-Timestamp": timestamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": signature,
        "Wechatpay-Signature-Type": SCHEME,
        "Wechatpay-Serial": serial,
    }
