"""Bills as text: what was written is read, and what does not hold together is refused with its line."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.reconciliation.errors import BillUnreadable
from lianyi.reconciliation.rules import matching, parse, times
from lianyi.reconciliation.types import BillKind, KeptLine, LineState, LineType
from lianyi.wechat.bills import FILE_BYTES_MAX, BillDamaged, unpack

TRADE = [
    "交易时间",
    "公众账号ID",
    "商户号",
    "特约商户号",
    "设备号",
    "微信订单号",
    "商户订单号",
    "用户标识",
    "交易类型",
    "交易状态",
    "付款银行",
    "货币种类",
    "应结订单金额",
    "代金券金额",
    "微信退款单号",
    "商户退款单号",
    "退款金额",
    "充值券退款金额",
    "退款类型",
    "退款状态",
    "商品名称",
    "商户数据包",
    "手续费",
    "费率",
    "订单金额",
    "申请退款金额",
    "费率备注",
]
TRADE_SUMMARY = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
FUNDS = [
    "记账时间",
    "微信支付业务单号",
    "资金流水单号",
    "业务名称",
    "业务类型",
    "收支类型",
    "收支金额(元)",
    "账户结余(元)",
    "资金变更提交申请人",
    "备注",
    "业务凭证号",
]
FUNDS_SUMMARY = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"


def yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def row_of(columns, values):
    return ",".join(f"`{values.get(name, '')}" for name in columns)


def trade_text(rows, columns=tuple(TRADE), end="\r\n"):
    """A trade bill as WeChat writes it, of (is refund, number, fen, fee, words)."""
    lines, sums = [",".join(columns)], {"应结": 0, "退款": 0, "手续费": 0, "订单": 0}
    for refund, number, fen, fee, words in rows:
        values = {
            "交易时间": "2026-03-02 10:00:00", "微信订单号": f"4200{number}", "商户订单号": f"T{number}",
            "交易状态": "REFUND" if refund else "SUCCESS", "应结订单金额": yuan(0 if refund else fen),
            "微信退款单号": f"5030{number}" if refund else "0", "商户退款单号": f"X{number}" if refund else "0",
            "退款金额": yuan(fen if refund else 0), "退款状态": "SUCCESS" if refund else "", "商品名称": words,
            "手续费": yuan(fee), "费率": "0.60%", "订单金额": yuan(0 if refund else fen),
            "申请退款金额": yuan(fen if refund else 0),
        }  # fmt: skip
        lines.append(row_of(columns, values))
        sums["退款" if refund else "应结"] += fen
        sums["手续费"] += fee
    whole = (
        str(len(rows)),
        yuan(sums["应结"]),
        yuan(sums["退款"]),
        "0.00",
        yuan(sums["手续费"]),
        yuan(sums["应结"]),
        yuan(sums["退款"]),
    )
    lines += [TRADE_SUMMARY, ",".join(f"`{value}" for value in whole)]
    return end.join(lines) + end


def funds_text(deltas, opening=0):
    lines, balance = [",".join(FUNDS)], opening
    for number, (name, kind, delta) in enumerate(deltas):
        balance += delta
        values = {
            "记账时间": "2026-03-02 10:00:00", "微信支付业务单号": f"4200{number}", "资金流水单号": f"F{number}", "业务名称": name,
            "业务类型": kind, "收支类型": "收入" if delta > 0 else "支出", "收支金额(元)": yuan(abs(delta)),
            "账户结余(元)": yuan(balance), "业务凭证号": f"T{number}",
        }  # fmt: skip
        lines.append(row_of(FUNDS, values))
    into = [delta for _, _, delta in deltas if delta > 0]
    out = [-delta for _, _, delta in deltas if delta < 0]
    whole = (str(len(deltas)), str(len(into)), yuan(sum(into)), str(len(out)), yuan(sum(out)))
    lines += [FUNDS_SUMMARY, ",".join(f"`{value}" for value in whole)]
    return "\r\n".join(lines) + "\r\n"


WORDS = st.text(st.characters(exclude_characters="`\r\n", exclude_categories=("Cs", "Cc")), max_size=30)
ROWS = st.lists(
    st.tuples(
        st.booleans(), st.integers(1, 10**9), st.integers(0, 10**9), st.integers(-(10**5), 10**5), WORDS
    ),
    max_size=12,
)


@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), bom=st.sampled_from(["", "\ufeff"]))
def test_what_was_written_is_read_to_the_fen(rows, end, bom):
    read = parse.parse_trade(bom + trade_text(rows, end=end)).lines
    assert [(line.type is LineType.REFUND, abs(line.amount_fen), line.fee_fen) for line in read] == [
        (refund, fen, fee) for refund, _, fen, fee, _ in rows
    ]
    assert len({(line.type, line.number, line.copy) for line in read}) == len(rows)
    assert all(line.at == datetime(2026, 3, 2, 2, tzinfo=UTC) for line in read)


@given(
    deltas=st.lists(st.integers(-(10**8), 10**8).filter(bool), min_size=1, max_size=12),
    opening=st.integers(0, 10**9),
)
def test_a_fund_flow_adds_up_from_its_opening_to_its_closing(deltas, opening):
    read = parse.parse_funds(funds_text([("交易", "交易", delta) for delta in deltas], opening))
    assert [line.amount_fen for line in read.lines] == deltas
    assert (read.opening_fen, read.closing_fen, read.breaks) == (opening, opening + sum(deltas), [])


def test_kinds_of_movements_are_told_apart_by_type_and_direction():
    read = parse.parse_funds(
        funds_text(
            [
                ("交易", "交易", 9900), ("交易", "扣除交易手续费", -59), ("退款", "退款", -9900), ("退款", "退回交易手续费", 59),
                ("分账", "分账", -100), ("分账回退", "分账回退", 100),
                ("商家转账", "商家转账", -7), ("提现", "提现", -1), ("充值", "充值", 1), ("营销", "立减", -5),
            ]
        )
    )  # fmt: skip
    assert [line.type.value for line in read.lines] == [
        "payment", "fee", "refund", "fee_back", "share", "unshare", "transfer", "withdrawal", "topup", "other",
    ]  # fmt: skip


def test_new_columns_and_commas_in_names_do_no_harm():
    columns = ("新列", *TRADE, "另一列")
    (line,) = parse.parse_trade(trade_text([(False, 1, 100, 1, "茶,一盒,送杯")], columns)).lines
    assert (line.words, line.amount_fen) == ("茶,一盒,送杯", 100)


GOOD = trade_text([(False, 1, 9900, 59, "茶"), (True, 1, 100, -1, "茶")])


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 1),
        ("hello", 1),
        (GOOD.replace("手续费,费率", "费,费率", 1), 1),
        ("\r\n".join(GOOD.split("\r\n")[:3]) + "\r\n", 4),
        (GOOD.replace("`99.00", "`99.001", 1), 2),
        (GOOD.replace("`99.00", "`九十九", 1), 2),
        (GOOD.replace("`2026-03-02 10", "`2026-13-02 10", 1), 2),
        (GOOD.replace(",`T1,", ",", 1), 2),
        (GOOD.replace("`2,`99.00", "`3,`99.00"), 5),
        (GOOD.replace("`0.58", "`0.59"), 5),
        (GOOD + "`more", 5),
    ],
)
def test_a_damaged_bill_is_refused_with_its_line(text, row):
    with pytest.raises(BillUnreadable) as refusal:
        parse.parse_trade(text)
    assert refusal.value.data["row"] == row
    assert refusal.value.words("zh")
    assert refusal.value.words("en")


def test_a_balance_that_breaks_names_its_row():
    lines = funds_text([("交易", "交易", 100)] * 4).split("\r\n")
    del lines[2]
    lines[-2] = "`3,`3,`3.00,`0,`0.00"
    assert parse.parse_funds("\r\n".join(lines)).breaks == [3]


def test_a_file_is_unpacked_within_its_limit():
    assert unpack(gzip.compress(b"text")) == unpack(b"text") == b"text"
    for bad in (gzip.compress(b"text")[:-3], b"\x1f\x8bnot gzip", gzip.compress(bytes(FILE_BYTES_MAX + 1))):
        with pytest.raises(BillDamaged):
            unpack(bad)


def line(**more):
    given = {
        "id": "0" * 32, "day": None, "kind": BillKind.TRADE, "type": LineType.PAYMENT, "number": "42001", "copy": 0, "row": 2,
        "at": None, "amount_fen": 9900, "fee_fen": 59, "balance_fen": None, "transaction_id": "42001", "business_no": "",
        "own_no": "T1", "status": "SUCCESS", "rate": "0.60%", "words": "", "state": LineState.OPEN, "transfer_id": None,
        "booked_at": None, "booked_fen": None, "order_id": None,
    }  # fmt: skip
    return KeptLine(**given | more)


@pytest.mark.parametrize(
    ("fee", "rate", "fits"),
    [
        (59, "0.60%", True),
        (60, "0.60%", True),
        (61, "0.60%", False),
        (58, "0.60%", False),
        (0, "", True),
        (0, "0.60%", False),
    ],
)
def test_a_fee_fits_its_own_rate_within_a_fen(fee, rate, fits):
    assert matching.fee_fits_rate(line(fee_fen=fee, rate=rate)) is fits


def test_our_refunds_are_known_by_their_number():
    ours = "R0190a7f0c5d27d01a2b3c4d5e6f70819"
    assert str(matching.refund_id_of(ours)) == "0190a7f0-c5d2-7d01-a2b3-c4d5e6f70819"
    assert matching.refund_id_of("R0190") is matching.refund_id_of("PLATFORM1") is None
    assert matching.refund_of_key(
        "refund:0190a7f0-c5d2-7d01-a2b3-c4d5e6f70819:captured"
    ) == matching.refund_id_of(ours)


def test_bills_are_asked_for_from_ten_and_for_three_months():
    nine, ten = datetime(2026, 3, 3, 1, 59, tzinfo=UTC), datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    assert times.last_ready_day(nine) == (ten - timedelta(days=2)).date()
    assert times.last_ready_day(ten) == (ten - timedelta(days=1)).date()
    assert times.next_try(1, ten.date(), ten) == ten + timedelta(minutes=10)
    assert times.next_try(99, ten.date(), ten) == ten + timedelta(hours=6)
    assert times.next_try(1, (ten - timedelta(days=91)).date(), ten) is None
