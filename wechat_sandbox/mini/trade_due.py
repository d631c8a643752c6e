"""What the shipping system does by itself: reminds, confirms receipts by time, tells of settlements."""

import sqlite3

from wechat_sandbox.accounts.merchants import app_row
from wechat_sandbox.mini.push import plan_event
from wechat_sandbox.mini.shipping import confirm, event_fields, shipping_row
from wechat_sandbox.state import Sandbox

BATCH = 100


def remind_due(sandbox: Sandbox) -> int:
    """Push trade_manage_remind_shipping for what should have been shipped; returns how many it looked at."""
    rows = sandbox.db.all(
        "select * from orders where reminded = 0 and paid_at_ms is not null and paid_at_ms <= ? limit ?",
        (sandbox.clock.now_ms() - sandbox.settings.remind_shipping_after_seconds * 1000, BATCH),
    )
    for row in rows:
        with sandbox.db.transaction():
            sandbox.db.run(
                "update orders set reminded = 1 where transaction_id = ?", (row["transaction_id"],)
            )
            app = app_row(sandbox.db, row["appid"])
            waiting = (
                row["refunded_fen"] < row["total_fen"]
                and shipping_row(sandbox, row["transaction_id"]) is None
            )
            if app["kind"] == "mini" and app["trade_managed"] and waiting:
                fields = event_fields(row) | {"msg": "该订单已支付，请尽快完成发货信息录入"}
                plan_event(sandbox, app, "trade_manage_remind_shipping", row["payer_openid"], fields)
    return len(rows)


def confirm_due(sandbox: Sandbox) -> int:
    """Confirm receipts whose days are over; returns how many."""
    rows = sandbox.db.all(
        "select o.* from shippings s join orders o on o.transaction_id = s.transaction_id"
        " where s.confirm_due_at_ms is not null and s.confirm_due_at_ms <= ? limit ?",
        (sandbox.clock.now_ms(), BATCH),
    )
    for row in rows:
        with sandbox.db.transaction():
            confirm(sandbox, row, by=1)
    return len(rows)


def tell_settled(sandbox: Sandbox, order: sqlite3.Row) -> None:
    """Push trade_manage_order_settlement with the times that have become certain."""
    shipping = shipping_row(sandbox, order["transaction_id"])
    if shipping is None or shipping["confirmed_at_ms"] is None:
        return
    settled = sandbox.clock.now_ms() // 1000
    fields = event_fields(order) | {
        "shipped_time": shipping["shipped_at_ms"] // 1000,
        "estimated_settlement_time": settled,
        "confirm_receive_method": shipping["confirmed_by"],
        "confirm_receive_time": shipping["confirmed_at_ms"] // 1000,
        "settlement_time": settled,
    }
    app = app_row(sandbox.db, order["appid"])
    plan_event(sandbox, app, "trade_manage_order_settlement", order["payer_openid"], fields)
