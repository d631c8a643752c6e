"""Bills, lines and differences as rows of a finance sheet; amounts are numbers in yuan."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.sheets import Cell
from lianyi.reconciliation.rules import reasons
from lianyi.reconciliation.rules.matching import subject_no
from lianyi.reconciliation.rules.summing import NOTHING, Sums, together
from lianyi.reconciliation.types import (
    Bill,
    BillKind,
    BillState,
    Difference,
    DifferenceState,
    KeptLine,
    LineState,
    LineType,
)

SUMS_HEADER = (
    "日期 Day", "交易账单 Trade bill", "资金账单 Fund-flow bill", "微信收款 Received", "微信退款 Refunded", "微信手续费 Fee",
    "微信净额 Net", "账本收款 Books received", "账本退款 Books refunded", "账本手续费 Books fee", "账本净额 Books net",
    "期初余额 Opening", "期末余额 Closing", "余额差 Gap",
)  # fmt: skip
LINES_HEADER = (
    "日期 Day", "账单 Bill", "行 Row", "时间 At", "类型 Type", "微信单号 WeChat no.", "商户单号 Our no.", "说明 Words",
    "金额 Amount", "手续费 Fee", "账户结余 Balance", "入账金额 Booked", "入账时间 Booked at", "状态 State",
)  # fmt: skip
DIFFERENCES_HEADER = (
    "日期 Day", "账单 Bill", "行 Row", "差异 What", "可能的原因 Likely reason", "微信单号 WeChat no.", "账单金额 Bill",
    "账本金额 Books", "状态 State", "处理人 By", "备注 Note", "处理时间 Closed at",
)  # fmt: skip
NOTES = (
    "时间为北京时间,金额单位为元;收入为正,支出为负,以商户在微信支付的资金为准。",
    "Times are Beijing time, amounts are yuan; what comes to the merchant's money at WeChat Pay is positive.",
)
BILLS: Mapping[BillKind, str] = {BillKind.TRADE: "交易账单 trade", BillKind.FUNDS: "资金账单 fund flow"}
STATES: Mapping[BillState, str] = {
    BillState.AWAITED: "未到时间 awaited", BillState.DOWNLOADED: "待对账 downloaded", BillState.MATCHED: "已对账 matched",
    BillState.EMPTY: "无交易 empty", BillState.MISSING: "缺失 missing", BillState.LATE: "未生成 late",
    BillState.DAMAGED: "损坏 damaged", BillState.FAILED: "下载失败 failed",
}  # fmt: skip
TYPES: Mapping[LineType, str] = {
    LineType.PAYMENT: "付款 payment", LineType.REFUND: "退款 refund", LineType.FEE: "手续费 fee",
    LineType.FEE_BACK: "退回手续费 fee back", LineType.SHARE: "分账 share", LineType.UNSHARE: "分账回退 share returned",
    LineType.TRANSFER: "商家转账 transfer",
    LineType.WITHDRAWAL: "提现 withdrawal", LineType.TOPUP: "充值 top-up", LineType.OTHER: "其他 other",
}  # fmt: skip
LINE_STATES: Mapping[LineState, str] = {
    LineState.OPEN: "待对 open", LineState.MATCHED: "已对上 matched", LineState.WAITING: "进行中 waiting",
    LineState.DIFFERS: "有差异 differs", LineState.FOREIGN: "非本店 foreign",
}  # fmt: skip
DIFFERENCE_STATES: Mapping[DifferenceState, str] = {
    DifferenceState.OPEN: "待处理 open", DifferenceState.WAITING: "等待中 waiting", DifferenceState.TAKEN: "已查询确认 taken",
    DifferenceState.FOREIGN: "非本店 foreign", DifferenceState.CLOSED: "已自动消除 closed",
}  # fmt: skip
_HERE = ZoneInfo(BUSINESS_ZONE)


def sum_rows(bills: Iterable[Bill], sums: Mapping[date, Sums]) -> Iterator[list[Cell]]:
    """A row a day and one for all of them."""
    by_day: dict[date, dict[BillKind, Bill]] = {}
    for bill in bills:
        by_day.setdefault(bill.day, {})[bill.kind] = bill
    for day, kinds in sorted(by_day.items()):
        trade, funds = kinds.get(BillKind.TRADE), kinds.get(BillKind.FUNDS)
        yield [
            day.isoformat(), STATES[trade.state] if trade else None, STATES[funds.state] if funds else None,
            *_money(sums.get(day, NOTHING)), *(_ends(funds) if funds else [None, None, None]),
        ]  # fmt: skip
    opened = [kinds[BillKind.FUNDS] for _, kinds in sorted(by_day.items()) if BillKind.FUNDS in kinds]
    known = [bill for bill in opened if bill.closing_fen is not None]
    ends = (known[0].opening_fen, known[-1].closing_fen) if known else (None, None)
    yield ["合计 Total", None, None, *_money(together(sums.values())), _yuan(ends[0]), _yuan(ends[1]), None]


def line_row(line: KeptLine) -> list[Cell]:
    """One row of a bill."""
    return [
        line.day.isoformat(), BILLS[line.kind], line.row, _local(line.at), TYPES[line.type], subject_no(line), line.own_no,
        line.words, _yuan(line.amount_fen), _yuan(line.fee_fen), _yuan(line.balance_fen), _yuan(line.booked_fen),
        _local(line.booked_at), LINE_STATES[line.state],
    ]  # fmt: skip


def difference_row(one: Difference, language: str) -> list[Cell]:
    """One difference with its likely reason and what became of it."""
    return [
        one.day.isoformat(), BILLS[one.kind], one.row, reasons.say(reasons.WHAT_WORDS[one.what], language),
        reasons.say(reasons.WORDS[one.reason], language), one.number, _yuan(one.bill_fen), _yuan(one.books_fen),
        DIFFERENCE_STATES[one.state], one.closed_by, one.note, _local(one.closed_at),
    ]  # fmt: skip


def _ends(bill: Bill) -> list[Cell]:
    return [_yuan(bill.opening_fen), _yuan(bill.closing_fen), _yuan(bill.gap_fen)]


def _money(sums: Sums) -> list[Cell]:
    return [
        _yuan(fen)
        for fen in (
            sums.received_fen, sums.refunded_fen, sums.fee_fen, sums.net_fen, sums.books_received_fen,
            sums.books_refunded_fen, sums.books_fee_fen, sums.books_net_fen,
        )
    ]  # fmt: skip


def _yuan(fen: int | None) -> Decimal | None:
    """An exact number, so that the sheet can sum it."""
    return None if fen is None else Decimal(fen).scaleb(-2)


def _local(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(_HERE).strftime("%Y-%m-%d %H:%M:%S")
