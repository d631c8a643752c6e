"""Settlement: paid money becomes the merchant's to use, the day after payment or after a confirmed receipt.

No fee is taken: the rate is a matter between WeChat and each merchant, and bills that would show it are not
played yet.
"""

from wechat_sandbox import wallet
from wechat_sandbox.mini.trade_due import tell_settled
from wechat_sandbox.state import Sandbox


def settle_due(sandbox: Sandbox) -> int:
    """Settle every order whose time has come; returns how many."""
    now_ms = sandbox.clock.now_ms()
    rows = sandbox.db.all(
        "select * from orders where settle_due_at_ms is not null and settle_due_at_ms <= ? order by"
        " settle_due_at_ms limit 100",
        (now_ms,),
    )
    for row in rows:
        with sandbox.db.transaction():
            sandbox.db.run(
                "update orders set settle_due_at_ms = null, settled_at_ms = ? where mchid = ? and"
                " out_trade_no = ?",
                (now_ms, row["mchid"], row["out_trade_no"]),
            )
            # What was refunded out of unsettled money has left it already.
            gone = sandbox.db.one(
                "select coalesce(sum(refund_fen), 0) as fen from refunds where mchid = ? and out_trade_no = ?"
                " and account = 'UNSETTLED' and status <> 'CLOSED'",
                (row["mchid"], row["out_trade_no"]),
            )
            rest_fen = row["total_fen"] - (gone["fen"] if gone else 0)
            if rest_fen and wallet.move_unsettled(
                sandbox, row["mchid"], -rest_fen, "settle", row["transaction_id"]
            ):
                wallet.move_available(sandbox, row["mchid"], rest_fen, "settle", row["transaction_id"])
            tell_settled(sandbox, row)
    return len(rows)
