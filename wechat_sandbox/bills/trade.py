"""The trade bill: payments on the day they succeeded, refunds on the day they arrived (pay-v3 7)."""

import json
import sqlite3
from datetime import date
from typing import Any

from wechat_sandbox.bills.days import span_ms, written
from wechat_sandbox.bills.table import Row, Table
from wechat_sandbox.state import Sandbox

ALL = (
    *("交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识"),
    *(
        "交易类型",
        "交易状态",
        "付款银行",
        "货币种类",
        "应结订单金额",
        "代金券金额",
        "微信退款单号",
        "商户退款单号",
    ),
    *("退款金额", "充值券退款金额", "退款类型", "退款状态", "商品名称", "商户数据包", "手续费", "费率"),
    *("订单金额", "申请退款金额", "费率备注"),
)
_OF_REFUNDS = {
    *("微信退款单号", "商户退款单号", "退款金额", "充值券退款金额", "退款类型", "退款状态", "申请退款金额"),
}
_PLACE = ALL.index("微信退款单号")
COLUMNS = {
    "ALL": ALL,
    "SUCCESS": tuple(name for name in ALL if name not in _OF_REFUNDS),
    "REFUND": (*ALL[:_PLACE], "退款申请时间", "退款成功时间", *ALL[_PLACE:]),
}


def read_trade(sandbox: Sandbox, mchid: str, day: date, kind: str) -> list[Row]:
    """The rows of one type of bill, oldest first."""
    rows: list[Row] = []
    if kind != "REFUND":
        rows += [_payment(row) for row in _paid(sandbox, mchid, day)]
    if kind != "SUCCESS":
        rows += [_refund(row) for row in _refunded(sandbox, mchid, day)]
    return sorted(rows, key=lambda row: str(row["交易时间"]))


def _paid(sandbox: Sandbox, mchid: str, day: date) -> list[sqlite3.Row]:
    return sandbox.db.all(
        "select o.*, h.fee_fen, h.fee_rate_bp from orders o join holdings h on h.transaction_id = o.transaction_id"
        " where o.mchid = ? and paid_at_ms >= ? and paid_at_ms < ? order by paid_at_ms, o.rowid",
        (mchid, *span_ms(day)),
    )


def _refunded(sandbox: Sandbox, mchid: str, day: date) -> list[sqlite3.Row]:
    return sandbox.db.all(
        "select o.*, h.fee_rate_bp, r.refund_id, r.out_refund_no, r.refund_fen, r.created_at_ms as asked_at_ms,"
        " r.success_at_ms, coalesce(f.fee_fen, 0) as back_fen from refunds r"
        " join orders o on o.transaction_id = r.transaction_id"
        " join holdings h on h.transaction_id = r.transaction_id"
        " left join refund_fees f on f.mchid = r.mchid and f.out_refund_no = r.out_refund_no"
        " where r.mchid = ? and success_at_ms >= ? and success_at_ms < ? order by success_at_ms, r.rowid",
        (mchid, *span_ms(day)),
    )


def _common(order: sqlite3.Row) -> Row:
    scene: dict[str, Any] = json.loads(order["request"]).get("scene_info", {})
    return {
        "公众账号ID": order["appid"],
        "商户号": order["mchid"],
        "特约商户号": "0",
        "设备号": scene.get("device_id", ""),
        "微信订单号": order["transaction_id"],
        "商户订单号": order["out_trade_no"],
        "用户标识": order["payer_openid"],
        "交易类型": order["trade_type"],
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "代金券金额": 0,
        "充值券退款金额": 0,
        "商品名称": order["description"],
        "商户数据包": order["attach"] or "",
        "费率": f"{order['fee_rate_bp'] / 100:.2f}%",
        "费率备注": "",
    }


def _payment(order: sqlite3.Row) -> Row:
    """WeChat writes 0 where a payment has no refund number."""
    return _common(order) | {
        "交易时间": written(order["paid_at_ms"]),
        "交易状态": "SUCCESS",
        "应结订单金额": order["total_fen"],
        "微信退款单号": "0",
        "商户退款单号": "0",
        "退款金额": 0,
        "退款类型": "",
        "退款状态": "",
        "手续费": order["fee_fen"],
        "订单金额": order["total_fen"],
        "申请退款金额": 0,
    }


def _refund(row: sqlite3.Row) -> Row:
    """A refund's own row: the amounts of the order are 0, the fee is what comes back, negative."""
    return _common(row) | {
        "交易时间": written(row["success_at_ms"]),
        "交易状态": "REFUND",
        "应结订单金额": 0,
        "退款申请时间": written(row["asked_at_ms"]),
        "退款成功时间": written(row["success_at_ms"]),
        "微信退款单号": row["refund_id"],
        "商户退款单号": row["out_refund_no"],
        "退款金额": row["refund_fen"],
        "退款类型": "ORIGINAL",
        "退款状态": "SUCCESS",
        "手续费": -row["back_fen"],
        "订单金额": 0,
        "申请退款金额": row["refund_fen"],
    }


def trade_table(kind: str, rows: list[Row]) -> Table:
    def total(name: str) -> int:
        return sum(int(row[name]) for row in rows)

    summary: Row = {
        "总交易单数": str(len(rows)),
        "应结订单总金额": total("应结订单金额"),
        "退款总金额": total("退款金额"),
        "充值券退款总金额": total("充值券退款金额"),
        "手续费总金额": total("手续费"),
        "订单总金额": total("订单金额"),
        "申请退款总金额": total("申请退款金额"),
    }
    return Table(COLUMNS[kind], rows, summary)
