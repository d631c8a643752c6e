"""The fund-flow bill: every movement of the merchant's money with what it had after it (pay-v3 7)."""

import sqlite3
from datetime import date

from wechat_sandbox.bills.days import span_ms, written
from wechat_sandbox.bills.table import Row, Table
from wechat_sandbox.flows import NAMES
from wechat_sandbox.state import Sandbox

AMOUNT, BALANCE = "收支金额(元)", "账户结余(元)"
IN, OUT = "收入", "支出"
COLUMNS = (
    *("记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型"),
    *(AMOUNT, BALANCE, "资金变更提交申请人", "备注", "业务凭证号"),
)


def read_fundflow(sandbox: Sandbox, mchid: str, day: date) -> list[Row]:
    start_ms, end_ms = span_ms(day)
    before = sandbox.db.one(
        "select coalesce(sum(delta_fen), 0) as fen from flows where mchid = ? and at_ms < ?",
        (mchid, start_ms),
    )
    balance_fen = before["fen"] if before else 0
    rows: list[Row] = []
    for flow in sandbox.db.all(
        "select * from flows where mchid = ? and at_ms >= ? and at_ms < ? order by at_ms, id",
        (mchid, start_ms, end_ms),
    ):
        balance_fen += flow["delta_fen"]
        rows.append(_row(flow, day, balance_fen))
    return rows


def _row(flow: sqlite3.Row, day: date, balance_fen: int) -> Row:
    name, kind = NAMES[flow["kind"]]
    return {
        "记账时间": written(flow["at_ms"]),
        "微信支付业务单号": flow["business_no"],
        "资金流水单号": f"{flow['mchid']}{day:%Y%m%d}{flow['id']:010}",
        "业务名称": name,
        "业务类型": kind,
        "收支类型": IN if flow["delta_fen"] > 0 else OUT,
        AMOUNT: abs(flow["delta_fen"]),
        BALANCE: balance_fen,
        "资金变更提交申请人": "system",
        "备注": flow["note"],
        "业务凭证号": flow["voucher_no"],
    }


def fundflow_table(rows: list[Row]) -> Table:
    incomes, outgoings = ([int(row[AMOUNT]) for row in rows if row["收支类型"] == way] for way in (IN, OUT))
    summary: Row = {
        "资金流水总笔数": str(len(rows)),
        "收入笔数": str(len(incomes)),
        "收入金额": sum(incomes),
        "支出笔数": str(len(outgoings)),
        "支出金额": sum(outgoings),
    }
    return Table(COLUMNS, rows, summary)
