"""A bill's text as lines, or a refusal that names the row.

Shape (WeChat Pay's documentation): a header row; detail rows whose every field starts with a backtick; a summary header;
one summary row. Columns are found by name, so that new ones do no harm; the summary must be the sum of the rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.money import FEN_MAX
from lianyi.reconciliation.errors import BillUnreadable
from lianyi.reconciliation.types import Line, LineType, Parsed

ROWS_MAX = 400_000
RAW_MAX = 2000
_ZONE = ZoneInfo(BUSINESS_ZONE)
_BOM = "\ufeff"
_NOTHING = {"", "0", "/"}
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")

Row = Mapping[str, str]

TRADE_NEEDED = (
    "交易时间",
    "微信订单号",
    "商户订单号",
    "交易状态",
    "订单金额",
    "微信退款单号",
    "商户退款单号",
    "退款金额",
    "退款状态",
    "手续费",
)
# Column of the summary, column of the rows that it sums.
TRADE_SUMS = (
    ("应结订单总金额", "应结订单金额"), ("退款总金额", "退款金额"), ("手续费总金额", "手续费"), ("订单总金额", "订单金额"),
    ("申请退款总金额", "申请退款金额"),
)  # fmt: skip
FUNDS_NEEDED = (
    "记账时间",
    "微信支付业务单号",
    "资金流水单号",
    "业务名称",
    "业务类型",
    "收支类型",
    "收支金额(元)",
    "账户结余(元)",
    "业务凭证号",
)
IN, OUT = "收入", "支出"
_BUSINESS = {
    "交易": LineType.PAYMENT,
    "退款": LineType.REFUND,
    "扣除交易手续费": LineType.FEE,
    "交易手续费": LineType.FEE,
    "分账": LineType.SHARE,
    "分账回退": LineType.UNSHARE,
    "商家转账": LineType.TRANSFER,
    "商家转账到零钱": LineType.TRANSFER,
    "提现": LineType.WITHDRAWAL,
    "充值": LineType.TOPUP,
}


def parse_trade(text: str) -> Parsed:
    """The trade bill (ALL). Raises BillUnreadable with the row, counted as a text editor does."""
    rows, summary, end = _table(text, TRADE_NEEDED)
    lines = [_trade_line(row, at) for at, row in rows]
    _check_count(summary.get("总交易单数"), len(rows), end)
    for total, column in TRADE_SUMS:
        if total in summary and (not rows or column in rows[0][1]):
            _check_sum(summary[total], sum(_fen(row[column], at) for at, row in rows), total, end)
    return Parsed(_numbered(lines), [], None, None)


def _trade_line(row: Row, at: int) -> Line:
    is_refund = row["微信退款单号"].strip() not in _NOTHING
    fee_fen = _fen(row["手续费"], at)
    number = row["微信退款单号"] if is_refund else row["微信订单号"]
    if not number or number in _NOTHING:
        raise _bad(at, "没有微信单号", "WeChat's number is missing")
    amount_fen = -_fen(row["退款金额"], at) if is_refund else _fen(row["订单金额"], at)
    return Line(
        type=LineType.REFUND if is_refund else LineType.PAYMENT, number=number, copy=0, row=at,
        at=_instant(row["交易时间"], at), amount_fen=amount_fen, fee_fen=fee_fen, balance_fen=None,
        transaction_id=row["微信订单号"], business_no="",
        own_no=row["商户退款单号"] if is_refund else row["商户订单号"],
        status=row["退款状态"] if is_refund else row["交易状态"], rate=row.get("费率", ""),
        words=row.get("商品名称", "")[:120], raw=_raw(row),
    )  # fmt: skip


def parse_funds(text: str) -> Parsed:
    """The fund-flow bill (BASIC). As parse_trade; also says where its running balance breaks."""
    rows, summary, end = _table(text, FUNDS_NEEDED)
    lines = [_funds_line(row, at) for at, row in rows]
    _check_count(summary.get("资金流水总笔数"), len(rows), end)
    incoming = [line.amount_fen for line in lines if line.amount_fen >= 0]
    outgoing = [-line.amount_fen for line in lines if line.amount_fen < 0]
    for total, part in (("收入金额", incoming), ("支出金额", outgoing)):
        if total in summary:
            _check_sum(summary[total], sum(part), total, end)
    balances = [(line.balance_fen or 0, line) for line in lines]
    breaks = [
        line.row
        for (before_fen, _), (after_fen, line) in pairwise(balances)
        if before_fen + line.amount_fen != after_fen
    ]
    opening_fen = balances[0][0] - lines[0].amount_fen if lines else None
    return Parsed(_numbered(lines), breaks, opening_fen, balances[-1][0] if lines else None)


def _funds_line(row: Row, at: int) -> Line:
    amount_fen = _fen(row["收支金额(元)"], at)
    direction = row["收支类型"].strip()
    if direction not in {IN, OUT} or amount_fen < 0:
        raise _bad(at, f"收支类型「{direction}」不对", f"“{direction}” is neither in nor out")
    signed_fen = amount_fen if direction == IN else -amount_fen
    if not row["资金流水单号"]:
        raise _bad(at, "没有资金流水单号", "the fund-flow number is missing")
    return Line(
        type=_business(row["业务名称"].strip(), row["业务类型"].strip(), signed_fen), number=row["资金流水单号"], copy=0,
        row=at, at=_instant(row["记账时间"], at), amount_fen=signed_fen, fee_fen=0,
        balance_fen=_fen(row["账户结余(元)"], at), transaction_id="", business_no=row["微信支付业务单号"],
        own_no=row["业务凭证号"], status=direction, rate="", words=f"{row['业务名称']} {row['业务类型']}".strip()[:120],
        raw=_raw(row),
    )  # fmt: skip


def _business(name: str, kind: str, signed_fen: int) -> LineType:
    """What a movement of money is: by its type, else by its name; a fee that comes in was given back."""
    for word in (kind, name):
        if "手续费" in word:
            return LineType.FEE if signed_fen < 0 else LineType.FEE_BACK
        if word in _BUSINESS:
            found = _BUSINESS[word]
            return LineType.UNSHARE if found is LineType.SHARE and signed_fen > 0 else found
    return LineType.OTHER


def _table(text: str, needed: Sequence[str]) -> tuple[list[tuple[int, Row]], Row, int]:
    """Detail rows with their line numbers, the summary row and its line number."""
    lines = [(at, line) for at, line in enumerate(_lines(text), start=1) if line]
    if not lines:
        raise _bad(1, "账单是空的", "the bill is empty")
    header = [name.strip() for name in lines[0][1].split(",")]
    missing = [name for name in needed if name not in header]
    if missing:
        raise _bad(1, f"缺少列「{missing[0]}」", f"the column “{missing[0]}” is missing")
    rows: list[tuple[int, Row]] = []
    rest = iter(lines[1:])
    for at, line in rest:
        if not line.startswith("`"):
            return rows, _summary(line, at, rest), at + 1
        if len(rows) >= ROWS_MAX:
            raise _bad(at, f"超过 {ROWS_MAX} 行", f"more than {ROWS_MAX} rows")
        rows.append((at, dict(zip(header, _fields(line, len(header), at), strict=True))))
    raise _bad(lines[-1][0] + 1, "没有汇总行,账单不完整", "the summary is missing, so the bill is not whole")


def _summary(head: str, at: int, rest: Iterator[tuple[int, str]]) -> Row:
    names = [name.strip() for name in head.split(",")]
    last = next(rest, None)
    if last is None or next(rest, None) is not None:
        raise _bad(at + 1, "汇总行应当是最后一行", "the summary row must be the last one")
    return dict(zip(names, _fields(last[1], len(names), last[0]), strict=True))


def _lines(text: str) -> Iterator[str]:
    for line in text.removeprefix(_BOM).split("\n"):
        yield line.removesuffix("\r")


def _fields(line: str, width: int, at: int) -> list[str]:
    """Fields of a row; a comma inside a field does no harm, because a new field starts with a backtick."""
    if not line.startswith("`"):
        raise _bad(at, "行首没有反引号", "it does not start with a backtick")
    fields = [field.strip() for field in line[1:].split(",`")]
    if len(fields) != width:
        raise _bad(
            at,
            f"应有 {width} 列,实有 {len(fields)} 列",
            f"{width} fields were expected, it has {len(fields)}",
        )
    return fields


def _fen(text: str, at: int) -> int:
    """Yuan with decimals as fen, exactly."""
    try:
        fen = Decimal(text.strip() or "0") * 100
    except InvalidOperation:
        raise _bad(at, f"「{text[:20]}」不是金额", f"“{text[:20]}” is not an amount") from None
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > FEN_MAX:
        raise _bad(at, f"「{text[:20]}」不是整分的金额", f"“{text[:20]}” is not a whole number of fen")
    return int(fen)


def _instant(text: str, at: int) -> datetime:
    """WeChat writes Beijing time."""
    try:
        if _STAMP.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=_ZONE).astimezone(UTC)
    except ValueError:
        pass
    raise _bad(at, f"「{text[:20]}」不是时间", f"“{text[:20]}” is not a time")


def _numbered(lines: list[Line]) -> list[Line]:
    """Count rows that have the same type and number."""
    seen: dict[tuple[str, str], int] = {}
    numbered = []
    for line in lines:
        key = (line.type, line.number)
        copy = seen.get(key, 0)
        seen[key] = copy + 1
        numbered.append(replace(line, copy=copy) if copy else line)
    return numbered


def _check_count(told: str | None, count: int, at: int) -> None:
    if told is not None and told.strip() != str(count):
        raise _bad(at, f"汇总说 {told} 笔,实有 {count} 笔", f"the summary counts {told}, there are {count}")


def _check_sum(told: str, sum_fen: int, name: str, at: int) -> None:
    if _fen(told, at) != sum_fen:
        raise _bad(
            at,
            f"汇总的「{name}」{told} 和明细不符",
            f"the summary's “{name}” {told} is not the sum of the rows",
        )


def _raw(row: Row) -> str:
    return ",".join(f"`{value}" for value in row.values())[:RAW_MAX]


def _bad(at: int, zh: str, en: str) -> BillUnreadable:
    return BillUnreadable(row=at, why_zh=zh, why_en=en)
