"""What becomes of transfers by the clock and by the person: locked, confirmed, arrived, overdue, withdrawn (pay-v3 9)."""

import sqlite3

from wechat_sandbox import flows, wallet
from wechat_sandbox.deliveries import Notice, plan
from wechat_sandbox.pay.transfers import LOCKED, lock_money, shown_transfer
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

_SUMMARIES = {"SUCCESS": "商家转账成功", "FAIL": "商家转账失败", "CANCELLED": "商家转账已撤销"}


def transfer_due(sandbox: Sandbox) -> int:
    """Lock what waited for money, end what is due; returns how many moved."""
    moved = 0
    for row in sandbox.db.all(
        "select * from transfers where state = 'PROCESSING' order by created_at_ms limit 100"
    ):
        with sandbox.db.transaction():
            moved += lock_money(sandbox, row)
    rows = sandbox.db.all(
        "select * from transfers where due_at_ms is not null and due_at_ms <= ? order by due_at_ms limit 100",
        (sandbox.clock.now_ms(),),
    )
    for row in rows:
        with sandbox.db.transaction():
            _end(sandbox, row)
    return moved + len(rows)


def waiting_for(sandbox: Sandbox, package: str) -> sqlite3.Row:
    """The transfer that this package confirms. Raises ControlRefusal 404, 409 when nobody can confirm it any more."""
    row = sandbox.db.one("select * from transfers where package_info = ?", (package,))
    if row is None:
        raise ControlRefusal(404, "PACKAGE_INVALID", "收款参数无效", "package")
    if row["state"] != "WAIT_USER_CONFIRM":
        raise ControlRefusal(409, "NOT_WAITING", "这笔转账已经不能确认收款", "package")
    return row


def confirm(sandbox: Sandbox, package: str, person: str) -> sqlite3.Row:
    """The person takes the money; it arrives a moment later. Raises ControlRefusal, 403 for somebody else's."""
    with sandbox.db.transaction():
        row = waiting_for(sandbox, package)
        check_recipient(sandbox, row, person)
        now_ms = sandbox.clock.now_ms()
        sandbox.db.run(
            "update transfers set state = 'TRANSFERING', due_at_ms = ?, updated_at_ms = ? where package_info = ?",
            (now_ms + sandbox.settings.transfer_delay_seconds * 1000, now_ms, package),
        )
    sandbox.wake.set()
    return row


def check_recipient(sandbox: Sandbox, row: sqlite3.Row, person: str) -> None:
    """Raises ControlRefusal 403 when the transfer is not this person's."""
    own = sandbox.db.one("select 1 from openids where openid = ? and person_id = ?", (row["openid"], person))
    if own is None:
        raise ControlRefusal(403, "NOT_RECIPIENT", "这笔转账不是给你的", "person")


def _end(sandbox: Sandbox, row: sqlite3.Row) -> None:
    if row["state"] == "WAIT_USER_CONFIRM":
        _back(sandbox, row, "FAIL", "OVERDUE_CLOSE")
    elif row["state"] == "CANCELING":
        _back(sandbox, row, "CANCELLED", "MCH_CANCEL")
    elif row["state"] == "TRANSFERING":
        reason = row["ordered"] or _wrong_name(sandbox, row)
        if reason:
            _back(sandbox, row, "FAIL", reason)
        else:
            _arrive(sandbox, row)


def _wrong_name(sandbox: Sandbox, row: sqlite3.Row) -> str:
    """WeChat knows the real name of whoever told it; a name that was asked for must be that one."""
    known = sandbox.db.one(
        "select r.name from real_names r join openids o on o.person_id = r.person_id where o.openid = ?",
        (row["openid"],),
    )
    return "NAME_NOT_CORRECT" if known and row["name"] and known["name"] != row["name"] else ""


def _arrive(sandbox: Sandbox, row: sqlite3.Row) -> None:
    number, fen = row["out_bill_no"], row["amount_fen"]
    person = sandbox.db.one("select person_id from openids where openid = ?", (row["openid"],))
    assert person is not None  # checked when it was asked for
    wallet.move_outside(sandbox, LOCKED, -fen, "transfer", number)
    wallet.move_person(sandbox, person["person_id"], fen, "transfer", number)
    flows.tell(sandbox, row["mchid"], "transfer", -fen, (row["transfer_bill_no"], number), row["remark"])
    _close(sandbox, row, "SUCCESS", None)


def _back(sandbox: Sandbox, row: sqlite3.Row, state: str, reason: str) -> None:
    number, fen = row["out_bill_no"], row["amount_fen"]
    if row["package_info"] is not None:  # else nothing was locked yet
        wallet.move_outside(sandbox, LOCKED, -fen, "transfer_back", number)
        wallet.move_available(sandbox, row["mchid"], fen, "transfer_back", number)
    _close(sandbox, row, state, reason)


def _close(sandbox: Sandbox, row: sqlite3.Row, state: str, reason: str | None) -> None:
    sandbox.db.run(
        "update transfers set state = ?, fail_reason = ?, due_at_ms = null, updated_at_ms = ? where mchid = ? and"
        " out_bill_no = ?",
        (state, reason, sandbox.clock.now_ms(), row["mchid"], row["out_bill_no"]),
    )
    ended = sandbox.db.one(
        "select * from transfers where mchid = ? and out_bill_no = ?", (row["mchid"], row["out_bill_no"])
    )
    if ended is None or not row["notify_url"]:
        return
    plan(
        sandbox,
        Notice(
            kind="transfer",
            owner=row["mchid"],
            out_trade_no=row["out_bill_no"],
            event="MCHTRANSFER.BILL.FINISHED",
            original_type="mch_payment",
            summary=_SUMMARIES[state],
            url=row["notify_url"],
            resource=shown_transfer(ended) | {"mchid": row["mchid"], "payment_method_type": "CFT"},
        ),
    )
