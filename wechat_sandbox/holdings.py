"""What WeChat still holds of each payment: unsettled money, order by order.

The holdings of a merchant add up to its unsettled pocket. A frozen holding belongs to an order with profit
sharing: it waits for a split or an unfreezing instead of a day.
"""

import sqlite3

from wechat_sandbox import wallet
from wechat_sandbox.clock import DAY_MS
from wechat_sandbox.state import Sandbox
from wechat_sandbox.terms import fee_of, terms_of

FROZEN_MS = 30 * DAY_MS  # pay-v3 8: an ordinary merchant's order unfreezes by itself


def take_payment(sandbox: Sandbox, order: sqlite3.Row, transaction_id: str) -> int:
    """The merchant receives a payment less its fee, held until it is settled or shared; returns the fee."""
    mchid, total_fen = order["mchid"], order["total_fen"]
    rate_bp = terms_of(sandbox.db, mchid).fee_rate_bp
    fee_fen = fee_of(total_fen, rate_bp)
    wallet.move_unsettled(sandbox, mchid, total_fen, "pay", transaction_id)
    if fee_fen:
        wallet.move_unsettled(sandbox, mchid, -fee_fen, "fee", transaction_id)
        wallet.move_outside(sandbox, wallet.FEES, fee_fen, "fee", transaction_id)
    frozen = bool(order["profit_sharing"])
    sandbox.db.run(
        "insert into holdings (transaction_id, mchid, out_trade_no, held_fen, fee_fen, fee_rate_bp, frozen,"
        " unfreeze_due_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            transaction_id,
            mchid,
            order["out_trade_no"],
            total_fen - fee_fen,
            fee_fen,
            rate_bp,
            int(frozen),
            sandbox.clock.now_ms() + FROZEN_MS if frozen else None,
        ),
    )
    return fee_fen


def holding_of(sandbox: Sandbox, transaction_id: str) -> sqlite3.Row:
    row = sandbox.db.one("select * from holdings where transaction_id = ?", (transaction_id,))
    assert row is not None, "every payment has a holding"
    return row


def move_held(sandbox: Sandbox, transaction_id: str, delta_fen: int, kind: str, reference: str) -> bool:
    """Change what is held of a payment; False (and nothing changed) when it holds less."""
    row = sandbox.db.one(
        "update holdings set held_fen = held_fen + ? where transaction_id = ? and held_fen + ? >= 0"
        " returning mchid",
        (delta_fen, transaction_id, delta_fen),
    )
    return row is not None and wallet.move_unsettled(sandbox, row["mchid"], delta_fen, kind, reference)


def free_fen(sandbox: Sandbox, transaction_id: str) -> int:
    """What is held and not promised to a receiver of a split in progress."""
    row = sandbox.db.one(
        "select held_fen - (select coalesce(sum(amount_fen), 0) from share_lines l"
        " where l.transaction_id = h.transaction_id and result = 'PENDING') as fen"
        " from holdings h where transaction_id = ?",
        (transaction_id,),
    )
    return int(row["fen"]) if row else 0


def unsplit_fen(sandbox: Sandbox, transaction_id: str) -> int:
    """What may still be shared: nothing once the order is unfrozen."""
    holding = holding_of(sandbox, transaction_id)
    return free_fen(sandbox, transaction_id) if holding["frozen"] else 0


def frozen_fen(sandbox: Sandbox, mchid: str) -> int:
    row = sandbox.db.one(
        "select coalesce(sum(held_fen), 0) as fen from holdings where mchid = ? and frozen = 1", (mchid,)
    )
    return int(row["fen"]) if row else 0
