"""Settlement: paid money becomes the merchant's to use.

An ordinary order is settled the day after payment or after a confirmed receipt; an order with profit sharing
when it is unfrozen.
"""

import sqlite3

from wechat_sandbox import wallet
from wechat_sandbox.holdings import holding_of, move_held
from wechat_sandbox.mini.trade_due import tell_settled
from wechat_sandbox.state import Sandbox


def settle_due(sandbox: Sandbox) -> int:
    """Settle every order whose time has come; returns how many."""
    rows = sandbox.db.all(
        "select * from orders where settle_due_at_ms is not null and settle_due_at_ms <= ? order by"
        " settle_due_at_ms limit 100",
        (sandbox.clock.now_ms(),),
    )
    for row in rows:
        with sandbox.db.transaction():
            settle(sandbox, row)
    return len(rows)


def settle(sandbox: Sandbox, order: sqlite3.Row) -> None:
    """What is still held of the order moves to the available money; the order is frozen no more."""
    transaction_id = order["transaction_id"]
    sandbox.db.run(
        "update orders set settle_due_at_ms = null, settled_at_ms = ? where transaction_id = ?",
        (sandbox.clock.now_ms(), transaction_id),
    )
    sandbox.db.run(
        "update holdings set frozen = 0, unfreeze_due_at_ms = null where transaction_id = ?",
        (transaction_id,),
    )
    rest_fen = holding_of(sandbox, transaction_id)["held_fen"]
    if rest_fen and move_held(sandbox, transaction_id, -rest_fen, "settle", transaction_id):
        wallet.move_available(sandbox, order["mchid"], rest_fen, "settle", transaction_id)
    tell_settled(sandbox, order)
