"""Profit sharing is executed: splits, unfreezings and returns whose time has come, and what unfreezes by itself."""

import sqlite3
from datetime import datetime

from wechat_sandbox import flows, wallet
from wechat_sandbox.clock import CHINA
from wechat_sandbox.holdings import holding_of, move_held
from wechat_sandbox.pay.receivers import find_receiver
from wechat_sandbox.pay.sharing import UNFREEZE_WORDS, insert_line, is_received, lines_of
from wechat_sandbox.settlement import settle
from wechat_sandbox.state import Sandbox

BATCH = 100
PERSON_MONTH_FEN_MAX = 20_000_000  # pay-v3 8: a person receives at most 200 000 yuan a month


def share_due(sandbox: Sandbox) -> int:
    """Execute everything of profit sharing that is due; returns how many."""
    return _finish_sharings(sandbox) + _finish_returns(sandbox) + _unfreeze_old(sandbox)


def _finish_sharings(sandbox: Sandbox) -> int:
    rows = sandbox.db.all(
        "select * from sharings where due_at_ms is not null and due_at_ms <= ? order by due_at_ms, rowid limit ?",
        (sandbox.clock.now_ms(), BATCH),
    )
    for row in rows:
        with sandbox.db.transaction():
            _finish(sandbox, row)
    return len(rows)


def _finish(sandbox: Sandbox, row: sqlite3.Row) -> None:
    """End one split or unfreezing; one that unfreezes lets the others of its order go first."""
    order = _order(sandbox, row["transaction_id"])
    if row["unfreezes"]:
        _finish_pending(sandbox, order, besides=row["order_id"])
    for line in lines_of(sandbox, row["order_id"]):
        if line["result"] == "PENDING":
            _bring(sandbox, row, line)
    changed = sandbox.db.run(
        "update sharings set state = 'FINISHED', due_at_ms = null, finished_at_ms = ? where order_id = ? and"
        " state = 'PROCESSING'",
        (sandbox.clock.now_ms(), row["order_id"]),
    )
    if changed and row["unfreezes"] and order["settled_at_ms"] is None:
        _keep_rest(sandbox, row)
        settle(sandbox, order)


def _finish_pending(sandbox: Sandbox, order: sqlite3.Row, besides: str) -> None:
    rows = sandbox.db.all(
        "select * from sharings where transaction_id = ? and state = 'PROCESSING' and order_id <> ? order by rowid",
        (order["transaction_id"], besides),
    )
    for row in rows:
        _finish(sandbox, row)


def _order(sandbox: Sandbox, transaction_id: str) -> sqlite3.Row:
    row = sandbox.db.one("select * from orders where transaction_id = ?", (transaction_id,))
    assert row is not None, "a split belongs to an order"
    return row


def _bring(sandbox: Sandbox, row: sqlite3.Row, line: sqlite3.Row) -> None:
    """Bring a share to its receiver, or close it: then its amount stays where it was."""
    reason = None if line["ordered"] == "SUCCESS" else line["ordered"] or _obstacle(sandbox, row, line)
    if reason is None and not _move(sandbox, row, line):
        reason = "PAYER_ACCOUNT_ABNORMAL"
    _end_line(sandbox, line["detail_id"], reason)


def _end_line(sandbox: Sandbox, detail_id: str, reason: str | None) -> None:
    sandbox.db.run(
        "update share_lines set result = ?, fail_reason = ?, finished_at_ms = ? where detail_id = ?",
        ("CLOSED" if reason else "SUCCESS", reason, sandbox.clock.now_ms(), detail_id),
    )


def _obstacle(sandbox: Sandbox, row: sqlite3.Row, line: sqlite3.Row) -> str | None:
    """Why WeChat would not bring this share."""
    if find_receiver(sandbox, row["mchid"], line["type"], line["account"]) is None:
        return "NO_RELATION"
    if line["type"] == "MERCHANT_ID":
        return None
    person = _person(sandbox, line["account"])
    if line["name"] is not None and line["name"] != person["name"]:
        return "RECEIVER_REAL_NAME_NOT_VERIFIED"
    month = datetime.fromtimestamp(sandbox.clock.now_ms() / 1000, CHINA).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    received = sandbox.db.one(
        "select coalesce(sum(amount_fen), 0) as fen from share_lines where account = ? and result = 'SUCCESS' and"
        " finished_at_ms >= ?",
        (line["account"], int(month.timestamp() * 1000)),
    )
    full = (received["fen"] if received else 0) + line["amount_fen"] > PERSON_MONTH_FEN_MAX
    return "RECEIVER_RECEIPT_LIMIT" if full else None


def _person(sandbox: Sandbox, openid: str) -> sqlite3.Row:
    row = sandbox.db.one(
        "select p.* from openids o join people p on p.id = o.person_id where o.openid = ?", (openid,)
    )
    assert row is not None, "a receiver is somebody"
    return row


def _move(sandbox: Sandbox, row: sqlite3.Row, line: sqlite3.Row) -> bool:
    fen, order_id, numbers = line["amount_fen"], row["order_id"], (row["order_id"], row["out_order_no"])
    if not move_held(sandbox, row["transaction_id"], -fen, "share", order_id):
        return False
    flows.tell(sandbox, row["mchid"], "share", -fen, numbers, line["detail_id"])
    if line["type"] == "MERCHANT_ID":
        wallet.move_available(sandbox, line["account"], fen, "share", order_id)
        flows.tell(sandbox, line["account"], "share", fen, numbers, line["detail_id"])
    else:
        wallet.move_person(sandbox, _person(sandbox, line["account"])["id"], fen, "share", order_id)
    return True


def _keep_rest(sandbox: Sandbox, row: sqlite3.Row) -> None:
    """What is left goes to the merchant itself, which appears as one more receiver."""
    rest_fen = holding_of(sandbox, row["transaction_id"])["held_fen"]
    if not rest_fen:
        return
    own = {"type": "MERCHANT_ID", "account": row["mchid"], "amount": rest_fen, "description": UNFREEZE_WORDS}
    _end_line(sandbox, insert_line(sandbox, row["order_id"], row["transaction_id"], own), None)


def _finish_returns(sandbox: Sandbox) -> int:
    rows = sandbox.db.all(
        "select * from share_returns where due_at_ms is not null and due_at_ms <= ? order by due_at_ms limit ?",
        (sandbox.clock.now_ms(), BATCH),
    )
    for row in rows:
        with sandbox.db.transaction():
            _finish_return(sandbox, row)
    return len(rows)


def _finish_return(sandbox: Sandbox, row: sqlite3.Row) -> None:
    """The receiver gives the money back out of what it has; it arrives as available money."""
    fen, return_id, reason = row["amount_fen"], row["return_id"], row["ordered"]
    numbers = (return_id, row["out_return_no"])
    if reason in (None, "SUCCESS"):
        reason = None
        if wallet.move_available(sandbox, row["return_mchid"], -fen, "unshare", return_id):
            wallet.move_available(sandbox, row["mchid"], fen, "unshare", return_id)
            flows.tell(sandbox, row["return_mchid"], "unshare", -fen, numbers, row["description"])
            flows.tell(sandbox, row["mchid"], "unshare", fen, numbers, row["description"])
        else:
            reason = "BALANCE_NOT_ENOUGH"
    sandbox.db.run(
        "update share_returns set result = ?, fail_reason = ?, due_at_ms = null, finished_at_ms = ? where"
        " return_id = ?",
        ("FAILED" if reason else "SUCCESS", reason, sandbox.clock.now_ms(), return_id),
    )


def _unfreeze_old(sandbox: Sandbox) -> int:
    """Thirty days after payment frozen money is frozen no more; unreceived goods still keep it unsettled."""
    rows = sandbox.db.all(
        "select transaction_id from holdings where unfreeze_due_at_ms is not null and unfreeze_due_at_ms <= ?"
        " limit ?",
        (sandbox.clock.now_ms(), BATCH),
    )
    for row in rows:
        with sandbox.db.transaction():
            _finish_pending(sandbox, _order(sandbox, row["transaction_id"]), besides="")
            order = _order(sandbox, row["transaction_id"])
            if order["settled_at_ms"] is None and is_received(sandbox, order):
                settle(sandbox, order)
            sandbox.db.run(
                "update holdings set frozen = 0, unfreeze_due_at_ms = null where transaction_id = ?",
                (order["transaction_id"],),
            )
    return len(rows)
