"""Differences planted by a test: they change the bill that is served, never the books behind it."""

import sqlite3
from typing import Literal

from wechat_sandbox.accounts.merchants import digits
from wechat_sandbox.bills.fundflow import AMOUNT, BALANCE, IN, OUT
from wechat_sandbox.bills.table import Row
from wechat_sandbox.state import Sandbox

Kind = Literal["drop_row", "extra_row", "amount", "wrong_hash", "late", "missing_day", "duplicate_row", "fee"]
Bill = Literal["trade", "fundflow", "profitsharing"]
EXTRA_FEN = 100
SHARED = "分账金额"
_AMOUNTS = ("应结订单金额", "订单金额", "退款金额", "申请退款金额", AMOUNT)
_FEE_KINDS = ("扣除交易手续费", "退回交易手续费")


def planted(sandbox: Sandbox, mchid: str, day: str, bill: str) -> list[sqlite3.Row]:
    return sandbox.db.all(
        "select * from plants where mchid = ? and bill_date = ? and bill = ? order by id", (mchid, day, bill)
    )


def disturb(plants: list[sqlite3.Row], rows: list[Row], bill: str, day: str) -> list[Row]:
    """The rows as they are served."""
    for plant in plants:
        rows = _disturbed(plant, rows, bill, day)
    return rows


def _disturbed(plant: sqlite3.Row, rows: list[Row], bill: str, day: str) -> list[Row]:
    if plant["kind"] == "extra_row":
        return [*rows, _invented(plant, rows, bill, day)]
    place = _place(plant, rows)
    if place is None:
        return rows
    return [*rows[:place], *_replaced(plant, rows[place]), *rows[place + 1 :]]


def _replaced(plant: sqlite3.Row, row: Row) -> list[Row]:
    """What is served in place of the row."""
    kind, delta_fen = plant["kind"], plant["delta_fen"]
    if kind == "drop_row":
        return []
    if kind == "duplicate_row":
        return [row, row]
    if kind == "fee":
        names = [AMOUNT if AMOUNT in row else "手续费"]
    elif kind == "amount":
        names = [SHARED] if SHARED in row else [name for name in _AMOUNTS if row.get(name)]
    else:
        names = []
    return [row | {name: int(row[name]) + delta_fen for name in names if name in row}]


def _place(plant: sqlite3.Row, rows: list[Row]) -> int | None:
    """Which row is meant: the first that holds the number, or the first; of a fund-flow fee its own row."""
    for place, row in enumerate(rows):
        named = plant["number"] is None or plant["number"] in row.values()
        exactly = plant["number"] is not None and row.get("资金流水单号") == plant["number"]
        is_fee = row.get("业务类型") in _FEE_KINDS
        if exactly or (named and (AMOUNT not in row or is_fee == (plant["kind"] == "fee"))):
            return place
    return None


def _invented(plant: sqlite3.Row, rows: list[Row], bill: str, day: str) -> Row:
    """A payment of delta_fen that never was; `number` is the merchant's number on it."""
    fen, number, transaction = plant["delta_fen"] or EXTRA_FEN, plant["number"], f"4200{digits(24)}"
    number = number or f"X{digits(20)}"
    at, mchid = f"{day} 23:59:59", plant["mchid"]
    if bill == "fundflow":
        balance_fen = int(rows[-1][BALANCE]) if rows else 0
        return {
            "记账时间": at,
            "微信支付业务单号": transaction,
            "资金流水单号": f"{mchid}{day.replace('-', '')}9{digits(9)}",
            "业务名称": "交易",
            "业务类型": "交易",
            "收支类型": IN if fen > 0 else OUT,
            AMOUNT: abs(fen),
            BALANCE: balance_fen + fen,
            "资金变更提交申请人": "system",
            "备注": "",
            "业务凭证号": number,
        }
    if bill == "profitsharing":
        return {
            "分账时间": at,
            "分账发起方": mchid,
            "分账方": mchid,
            "微信订单号": transaction,
            "微信分账/回退单号": f"3008{digits(24)}",
            "分账明细单号": f"36011{digits(23)}",
            "商户分账/回退单号": number,
            "订单金额": fen,
            "分账接收方": "1900000000",
            "分账金额": fen,
            "业务类型": "分账",
            "处理状态": "SUCCESS",
            "分账描述": "",
            "备注": "",
        }
    return {
        "交易时间": at,
        "公众账号ID": "wx0000000000000000",
        "商户号": mchid,
        "特约商户号": "0",
        "设备号": "",
        "微信订单号": transaction,
        "商户订单号": number,
        "用户标识": "oSomebodyElse",
        "交易类型": "JSAPI",
        "交易状态": "SUCCESS",
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "应结订单金额": fen,
        "代金券金额": 0,
        "退款申请时间": at,
        "退款成功时间": at,
        "微信退款单号": "0",
        "商户退款单号": "0",
        "退款金额": 0,
        "充值券退款金额": 0,
        "退款类型": "",
        "退款状态": "",
        "商品名称": "无此订单",
        "商户数据包": "",
        "手续费": 0,
        "费率": "0.00%",
        "订单金额": fen,
        "申请退款金额": 0,
        "费率备注": "",
    }
