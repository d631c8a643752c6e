"""Bills: ask for one, then fetch its file within five minutes (pay-v3 7). The file's answer is not signed."""

import gzip
import hashlib
import secrets
from collections.abc import Callable
from datetime import date, timedelta

from wechat_sandbox.bills.days import DAYS_MAX, READY_MS, day_at, parse_day, span_ms
from wechat_sandbox.bills.fundflow import fundflow_table, read_fundflow
from wechat_sandbox.bills.plants import disturb, planted
from wechat_sandbox.bills.shares import read_shares, shares_table
from wechat_sandbox.bills.table import Row, Table
from wechat_sandbox.bills.trade import COLUMNS, read_trade, trade_table
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.refusals import PayRefusal, bad_field, rule_broken

FILE_LIFE_MS = 5 * 60_000
_SPECIAL = ("ALL_SPECIAL", "SUC_SPECIAL", "REF_SPECIAL")


def ask_trade(call: PayCall) -> Reply:
    """`GET /v3/bill/tradebill?bill_date=&bill_type=&tar_type=`."""
    kind = call.query.get("bill_type", "ALL")
    if kind in _SPECIAL:
        raise PayRefusal(403, "NO_AUTH", "商户号没有该类型账单的权限")
    if kind not in (*COLUMNS, "RECHARGE_REFUND"):
        raise bad_field("/bill_type", kind, "账单类型不存在", "query")
    day = _day(call)
    if kind == "RECHARGE_REFUND":
        raise _nothing()
    rows = read_trade(call.sandbox, call.merchant.mchid, day, kind)
    return _answer(call, "trade", day, rows, lambda served: trade_table(kind, served))


def ask_fundflow(call: PayCall) -> Reply:
    """`GET /v3/bill/fundflowbill?bill_date=&account_type=&tar_type=`; only the basic account is used here."""
    account = call.query.get("account_type", "BASIC")
    if account not in ("BASIC", "OPERATION", "FEES"):
        raise bad_field("/account_type", account, "取值应为BASIC、OPERATION、FEES之一", "query")
    day = _day(call)
    if account != "BASIC":
        raise _nothing()
    rows = read_fundflow(call.sandbox, call.merchant.mchid, day)
    return _answer(call, "fundflow", day, rows, fundflow_table)


def ask_shares(call: PayCall) -> Reply:
    """`GET /v3/profitsharing/bills?bill_date=&tar_type=`."""
    day = _day(call)
    rows = read_shares(call.sandbox, call.merchant.mchid, day)
    return _answer(call, "profitsharing", day, rows, shares_table)


def _day(call: PayCall) -> date:
    """The day asked for. Raises PayRefusal when its bill is not made yet or not kept any more."""
    text, tar_type = call.query.get("bill_date", ""), call.query.get("tar_type", "GZIP")
    day = parse_day(text)
    if day is None:
        raise bad_field("/bill_date", text or None, "账单日期格式应为yyyy-MM-DD", "query")
    if tar_type != "GZIP":
        raise bad_field("/tar_type", tar_type, "取值应为GZIP", "query")
    now_ms = call.sandbox.clock.now_ms()
    today = day_at(now_ms)
    if day > today:
        raise rule_broken("账单日期不能晚于当前日期")
    if day < today - timedelta(days=DAYS_MAX):
        raise rule_broken("仅支持三个月内的账单下载申请")
    if now_ms < span_ms(day)[1] + READY_MS:
        raise _in_the_making()
    return day


def _in_the_making() -> PayRefusal:
    return PayRefusal(400, "STATEMENT_CREATING", "账单生成中，请稍后再试")


def _nothing() -> PayRefusal:
    return PayRefusal(400, "NO_STATEMENT_EXIST", "账单文件不存在")


def _answer(
    call: PayCall, bill: str, day: date, rows: list[Row], table: Callable[[list[Row]], Table]
) -> Reply:
    """Make the file, with what a test planted, and say where it is."""
    plants = planted(call.sandbox, call.merchant.mchid, day.isoformat(), bill)
    kinds = {plant["kind"] for plant in plants}
    if "late" in kinds:
        raise _in_the_making()
    served = disturb(plants, rows, bill, day.isoformat())
    if "missing_day" in kinds or not served:
        raise _nothing()
    content = table(served).text().encode()
    signed = content + b"planted" if "wrong_hash" in kinds else content
    token = _keep(call, content)
    return Reply(
        200,
        {
            "hash_type": "SHA1",
            "hash_value": hashlib.sha1(signed).hexdigest(),  # noqa: S324  WeChat fixes SHA-1 here
            "download_url": f"{call.base_url}/v3/billdownload/file?token={token}",
        },
    )


def _keep(call: PayCall, content: bytes) -> str:
    token, now_ms = secrets.token_urlsafe(48), call.sandbox.clock.now_ms()
    call.sandbox.db.run("delete from bill_files where expires_at_ms <= ?", (now_ms,))
    call.sandbox.db.run(
        "insert into bill_files (token, mchid, content, zipped, expires_at_ms) values (?, ?, ?, ?, ?)",
        (token, call.merchant.mchid, content, int("tar_type" in call.query), now_ms + FILE_LIFE_MS),
    )
    return token


def fetch_file(call: PayCall) -> Reply:
    """`GET /v3/billdownload/file?token=`: text, or the same text gzipped when it was asked for so."""
    row = call.sandbox.db.one(
        "select * from bill_files where token = ? and mchid = ? and expires_at_ms > ?",
        (call.query.get("token", ""), call.merchant.mchid, call.sandbox.clock.now_ms()),
    )
    if row is None:
        raise rule_broken("下载链接过期")
    content: bytes = row["content"]
    return Reply(200, None, file=gzip.compress(content, mtime=0) if row["zipped"] else content)
