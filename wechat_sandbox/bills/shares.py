"""The profit-sharing bill: what splits, unfreezings and returns ended in on the day (pay-v3 7).

WeChat's documents name the file and not its columns, so these are chosen here [U].
"""

import sqlite3
from datetime import date

from wechat_sandbox.bills.days import span_ms, written
from wechat_sandbox.bills.table import Row, Table
from wechat_sandbox.state import Sandbox

COLUMNS = (
    *(
        "分账时间",
        "分账发起方",
        "分账方",
        "微信订单号",
        "微信分账/回退单号",
        "分账明细单号",
        "商户分账/回退单号",
    ),
    *("订单金额", "分账接收方", "分账金额", "业务类型", "处理状态", "分账描述", "备注"),
)
SHARE, REST, BACK = "分账", "解冻", "分账回退"


def read_shares(sandbox: Sandbox, mchid: str, day: date) -> list[Row]:
    lines = sandbox.db.all(
        "select l.*, s.out_order_no, s.order_id as number, s.out_order_no as own_number, s.mchid, o.total_fen,"
        " l.account as receiver from share_lines l join sharings s on s.order_id = l.order_id"
        " join orders o on o.transaction_id = s.transaction_id"
        " where s.mchid = ? and l.finished_at_ms >= ? and l.finished_at_ms < ? order by l.rowid",
        (mchid, *span_ms(day)),
    )
    returns = sandbox.db.all(
        "select r.*, r.return_id as number, r.out_return_no as own_number, s.transaction_id, o.total_fen,"
        " r.return_mchid as receiver from share_returns r join sharings s on s.order_id = r.order_id"
        " join orders o on o.transaction_id = s.transaction_id"
        " where r.mchid = ? and r.finished_at_ms >= ? and r.finished_at_ms < ? order by r.rowid",
        (mchid, *span_ms(day)),
    )
    rows = [_row(line, REST if line["receiver"] == mchid else SHARE) for line in lines]
    rows += [_row(back, BACK) for back in returns]
    return sorted(rows, key=lambda row: str(row["分账时间"]))


def _row(row: sqlite3.Row, kind: str) -> Row:
    return {
        "分账时间": written(row["finished_at_ms"]),
        "分账发起方": row["mchid"],
        "分账方": row["mchid"],
        "微信订单号": row["transaction_id"],
        "微信分账/回退单号": row["number"],
        "分账明细单号": row["detail_id"],
        "商户分账/回退单号": row["own_number"],
        "订单金额": row["total_fen"],
        "分账接收方": row["receiver"],
        "分账金额": row["amount_fen"],
        "业务类型": kind,
        "处理状态": row["result"],
        "分账描述": row["description"],
        "备注": row["fail_reason"] or "",
    }


def shares_table(rows: list[Row]) -> Table:
    def total(kind: str) -> int:
        return sum(
            int(row["分账金额"]) for row in rows if row["业务类型"] == kind and row["处理状态"] == "SUCCESS"
        )

    summary: Row = {
        "总笔数": str(len(rows)),
        "分账总金额": total(SHARE),
        "分账回退总金额": total(BACK),
        "解冻总金额": total(REST),
    }
    return Table(COLUMNS, rows, summary)
