"""Bills as the library `wechatpayv3` fetches them: days, columns, hashes, what a test plants into them."""

import gzip
import hashlib
import json
from datetime import datetime, timedelta

import pytest

from tests.wechat_sandbox.sharing_seller import SHARED, Seller
from tests.wechat_sandbox.sides import DAY, MINUTE, refused

COLUMNS = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
FLOWS = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),"
    "资金变更提交申请人,备注,业务凭证号"
)


@pytest.fixture
def seller(keeper, partner, base, control):
    """A merchant with a fee of 0.6 %, at noon of a day in China."""
    control.post(f"/merchants/{keeper.mchid}", {"fee_rate_bp": 60})
    control.post("/clock", {"now": f"{today(control)}T12:00:00+08:00"})
    return Seller(keeper, partner, base, control)


def today(control):
    return control.get("/clock")["now"][:10]


def to_ten(control, day):
    """Ten o'clock of the day after."""
    after = datetime.fromisoformat(day) + timedelta(days=1)
    control.post("/clock", {"now": f"{after:%Y-%m-%d}T10:00:00+08:00"})


def fetch(seller, asked):
    """(header, rows, summary) of the bill, each row a dict; the hash was right."""
    code, text = asked
    assert code == 200, text
    answer = json.loads(text)
    code, content = seller.client.download_bill(answer["download_url"])
    assert code == 200
    plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    assert answer["hash_type"] == "SHA1"
    assert hashlib.sha1(plain).hexdigest() == answer["hash_value"]  # noqa: S324  WeChat fixes SHA-1 here
    return read(plain)


def read(plain):
    lines = plain.decode().removesuffix("\r\n").split("\r\n")
    header = lines[0].split(",")
    rows = [dict(zip(header, cells(line), strict=True)) for line in lines[1:-2]]
    return lines[0], rows, dict(zip(lines[-2].split(","), cells(lines[-1]), strict=True))


def cells(line):
    assert line.startswith("`")
    return line[1:].split(",`")


def test_a_day_of_trade(seller, control):
    day = today(control)
    transaction = seller.shop.paid(attach="a,b")
    seller.shop.refund(3300)
    control.advance(10)
    control.run_due()
    to_ten(control, day)
    header, rows, summary = fetch(seller, seller.client.trade_bill(day))
    assert header == COLUMNS
    paid, back = rows
    assert paid | {"交易时间": "", "商户数据包": ""} == {
        "交易时间": "",
        "公众账号ID": seller.shop.signer.merchant["mini_appid"],
        "商户号": seller.mchid,
        "特约商户号": "0",
        "设备号": "",
        "微信订单号": transaction,
        "商户订单号": seller.shop.number,
        "用户标识": seller.openid,
        "交易类型": "JSAPI",
        "交易状态": "SUCCESS",
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "应结订单金额": "99.00",
        "代金券金额": "0.00",
        "微信退款单号": "0",
        "商户退款单号": "0",
        "退款金额": "0.00",
        "充值券退款金额": "0.00",
        "退款类型": "",
        "退款状态": "",
        "商品名称": "棉T恤1件",
        "商户数据包": "",
        "手续费": "0.59",
        "费率": "0.60%",
        "订单金额": "99.00",
        "申请退款金额": "0.00",
        "费率备注": "",
    }
    assert paid["交易时间"] == f"{day} 12:00:00"
    assert paid["商户数据包"] == "a，b"
    assert (back["交易状态"], back["退款状态"], back["退款类型"]) == ("REFUND", "SUCCESS", "ORIGINAL")
    assert (back["微信订单号"], back["商户退款单号"]) == (transaction, f"RF{seller.shop.number}")
    assert (back["退款金额"], back["申请退款金额"], back["手续费"]) == ("33.00", "33.00", "-0.20")
    assert (back["订单金额"], back["应结订单金额"]) == ("0.00", "0.00")
    assert summary == {
        "总交易单数": "2",
        "应结订单总金额": "99.00",
        "退款总金额": "33.00",
        "充值券退款总金额": "0.00",
        "手续费总金额": "0.39",
        "订单总金额": "99.00",
        "申请退款总金额": "33.00",
    }
    header, rows, _ = fetch(seller, seller.client.trade_bill(day, "SUCCESS"))
    assert (len(rows), "退款" in header) == (1, False)
    header, rows, _ = fetch(seller, seller.client.trade_bill(day, "REFUND"))
    assert "货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号" in header
    assert [row["退款申请时间"] for row in rows] == [f"{day} 12:00:00"]


def test_a_day_of_money(seller, control):
    day = today(control)
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000), seller.share(500, "PERSONAL_OPENID"), rest=True)
    seller.execute()
    seller.give_back(400)
    seller.execute()
    seller.shop.refund(5000, amount={"refund": 5000, "total": 10_000, "currency": "CNY"})
    control.advance(3)
    control.run_due()
    control.post(f"/merchants/{seller.mchid}/withdraw", {"amount_fen": 1000})
    control.post(f"/merchants/{seller.mchid}/topup", {"amount_fen": 25})
    to_ten(control, day)
    header, rows, summary = fetch(seller, seller.client.fundflow_bill(day))
    assert header == FLOWS
    told = [(r["业务名称"], r["业务类型"], r["收支类型"], r["收支金额(元)"], r["账户结余(元)"]) for r in rows]
    assert told == [
        ("交易", "交易", "收入", "100.00", "100.00"),
        ("交易", "扣除交易手续费", "支出", "0.60", "99.40"),
        ("分账", "分账", "支出", "10.00", "89.40"),
        ("分账", "分账", "支出", "5.00", "84.40"),
        ("分账回退", "分账回退", "收入", "4.00", "88.40"),
        ("退款", "退回交易手续费", "收入", "0.30", "88.70"),
        ("退款", "退款", "支出", "50.00", "38.70"),
        ("提现", "提现", "支出", "10.00", "28.70"),
        ("充值", "充值", "收入", "0.25", "28.95"),
    ]
    assert sum(seller.balance()[:2]) == 2895
    assert (rows[0]["微信支付业务单号"], rows[0]["业务凭证号"]) == (transaction, seller.shop.number)
    assert (rows[2]["微信支付业务单号"], rows[2]["业务凭证号"]) == (
        seller.look(transaction)["order_id"],
        "PS1",
    )
    assert (rows[6]["微信支付业务单号"][:4], rows[6]["业务凭证号"]) == ("5020", f"RF{seller.shop.number}")
    assert len({row["资金流水单号"] for row in rows}) == len(rows)
    assert summary == {
        "资金流水总笔数": "9",
        "收入笔数": "4",
        "收入金额": "104.55",
        "支出笔数": "5",
        "支出金额": "75.60",
    }
    control.advance(DAY)
    assert seller.client.fundflow_bill(today(control))[0] == 400


def test_a_day_of_shares(seller, control):
    day = today(control)
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000), seller.share(500, "PERSONAL_OPENID"), rest=True)
    control.post("/profitsharing/PS1", {"outcome": {seller.openid: "CLOSED"}})
    control.run_due()
    seller.give_back(400)
    seller.execute()
    to_ten(control, day)
    _, rows, summary = fetch(seller, seller.client.profitsharing_bill(day))
    assert [(r["业务类型"], r["处理状态"], r["分账接收方"], r["分账金额"]) for r in rows] == [
        ("分账", "SUCCESS", seller.partner["mchid"], "10.00"),
        ("分账", "CLOSED", seller.openid, "5.00"),
        ("解冻", "SUCCESS", seller.mchid, "89.40"),
        ("分账回退", "SUCCESS", seller.partner["mchid"], "4.00"),
    ]
    assert summary == {
        "总笔数": "4",
        "分账总金额": "10.00",
        "分账回退总金额": "4.00",
        "解冻总金额": "89.40",
    }


def test_without_tar_type_the_file_is_plain_text(seller, control):
    day = today(control)
    seller.shop.paid()
    to_ten(control, day)
    answer = seller.shop.signer.get(f"/v3/bill/tradebill?bill_date={day}").json()
    url = answer["download_url"].removeprefix(str(control.http.base_url))
    fetched = seller.shop.signer.get(url)
    assert fetched.content.startswith(COLUMNS.encode())
    assert "Wechatpay-Signature" not in fetched.headers
    assert hashlib.sha1(fetched.content).hexdigest() == answer["hash_value"]  # noqa: S324  WeChat fixes SHA-1 here
    refused(seller.shop.signer.get(url, signature="AAAA"), 401, "SIGN_ERROR")


def test_a_bill_is_made_at_ten_and_kept_three_months(seller, control):
    day = today(control)
    seller.shop.paid()
    target = f"/v3/bill/tradebill?bill_date={day}"
    ask = seller.shop.signer.get
    refused(ask(target), 400, "STATEMENT_CREATING")
    to_ten(control, day)
    control.advance(-1)
    refused(ask(target), 400, "STATEMENT_CREATING")
    control.advance(1)
    assert ask(target).status_code == 200
    refused(ask("/v3/bill/tradebill?bill_date=2099-01-01"), 400, "INVALID_REQUEST")
    control.advance(92 * DAY)
    refused(ask(target), 400, "INVALID_REQUEST")


def test_a_day_without_anything_has_no_bill(seller, control):
    day = today(control)
    to_ten(control, day)
    for asked in (seller.client.trade_bill, seller.client.fundflow_bill, seller.client.profitsharing_bill):
        code, text = asked(day)
        assert (code, json.loads(text)["code"]) == (400, "NO_STATEMENT_EXIST")


def test_a_link_lasts_five_minutes_and_serves_its_merchant(seller, control, http, stranger):
    from tests.wechat_sandbox.sides import Signer

    day = today(control)
    seller.shop.paid()
    to_ten(control, day)
    answer = json.loads(seller.client.trade_bill(day)[1])
    url = answer["download_url"].removeprefix(str(control.http.base_url))
    refused(Signer(http, stranger).get(url), 400, "INVALID_REQUEST")
    control.advance(5 * MINUTE - 10)
    assert seller.shop.signer.get(url).status_code == 200
    control.advance(10)
    assert refused(seller.shop.signer.get(url), 400, "INVALID_REQUEST")["message"] == "下载链接过期"


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        ("/v3/bill/tradebill", 400, "PARAM_ERROR"),
        ("/v3/bill/tradebill?bill_date=20260101", 400, "PARAM_ERROR"),
        ("/v3/bill/tradebill?bill_date=2026-02-30", 400, "PARAM_ERROR"),
        ("/v3/bill/tradebill?bill_date=2026-01-01&bill_type=NONE", 400, "PARAM_ERROR"),
        ("/v3/bill/tradebill?bill_date=2026-01-01&tar_type=ZIP", 400, "PARAM_ERROR"),
        ("/v3/bill/tradebill?bill_date=2026-01-01&bill_type=ALL_SPECIAL", 403, "NO_AUTH"),
        ("/v3/bill/fundflowbill?bill_date=2026-01-01&account_type=NONE", 400, "PARAM_ERROR"),
        ("/v3/billdownload/file?token=x", 400, "INVALID_REQUEST"),
    ],
)
def test_a_bill_out_of_its_rules_is_refused(shop, target, status, code):
    refused(shop.signer.get(target), status, code)


def test_money_counts_on_the_day_it_moved(seller, control):
    """Paid before midnight, refunded and arrived after it."""
    day = today(control)
    control.post("/clock", {"now": f"{day}T23:59:50+08:00"})
    seller.shop.paid()
    seller.shop.refund(9900)
    control.advance(20)
    control.run_due()
    next_day = today(control)
    to_ten(control, next_day)
    assert [row["交易状态"] for row in fetch(seller, seller.client.trade_bill(day))[1]] == ["SUCCESS"]
    assert [row["交易状态"] for row in fetch(seller, seller.client.trade_bill(next_day))[1]] == ["REFUND"]
    flows = fetch(seller, seller.client.fundflow_bill(next_day))[1]
    assert [(row["收支金额(元)"], row["账户结余(元)"]) for row in flows] == [
        ("0.59", "99.00"),
        ("99.00", "0.00"),
    ]


class Planted:
    def __init__(self, seller, control):
        self.seller, self.control, self.day = seller, control, today(control)
        seller.shop.paid()
        to_ten(control, self.day)

    def plant(self, kind, **more):
        path = f"/bills/{self.seller.mchid}/{self.day}/plant"
        assert self.control.post(path, {"kind": kind} | more)["plants"]

    def rows(self, bill="trade"):
        ask = self.seller.client.trade_bill if bill == "trade" else self.seller.client.fundflow_bill
        return fetch(self.seller, ask(self.day))[1]


@pytest.fixture
def planted(seller, control):
    return Planted(seller, control)


@pytest.mark.parametrize("bill", ["trade", "fundflow"])
def test_planted_rows_change_what_is_served_and_not_the_books(planted, bill):
    true = planted.rows(bill)
    money = planted.seller.balance()
    planted.plant("extra_row", bill=bill, number="NOBODY", delta_fen=777)
    assert planted.rows(bill)[:-1] == true
    assert "NOBODY" in planted.rows(bill)[-1].values()
    planted.plant("duplicate_row", bill=bill, number=planted.seller.shop.number)
    assert planted.rows(bill)[1] == true[0]
    planted.plant("drop_row", bill=bill, number=planted.seller.shop.number)
    planted.plant("drop_row", bill=bill, number=planted.seller.shop.number)
    assert true[0] not in planted.rows(bill)
    planted.control.http.delete(f"/_sandbox/bills/{planted.seller.mchid}/{planted.day}/plant")
    assert (planted.rows(bill), planted.seller.balance()) == (true, money)


def test_planted_amounts_and_fees(planted):
    planted.plant("amount", number=planted.seller.shop.number, delta_fen=-100)
    planted.plant("fee", number=planted.seller.shop.number, delta_fen=2)
    row = planted.rows()[0]
    assert (row["应结订单金额"], row["订单金额"], row["手续费"]) == ("98.00", "98.00", "0.61")
    planted.plant("amount", bill="fundflow", delta_fen=1)
    planted.plant("fee", bill="fundflow", delta_fen=1)
    assert [row["收支金额(元)"] for row in planted.rows("fundflow")] == ["99.01", "0.60"]


def test_a_planted_hash_a_late_day_and_a_missing_one(planted):
    client, day = planted.seller.client, planted.day
    planted.plant("wrong_hash")
    with pytest.raises(AssertionError):
        planted.rows()
    planted.plant("missing_day", bill="fundflow")
    assert json.loads(client.fundflow_bill(day)[1])["code"] == "NO_STATEMENT_EXIST"
    planted.plant("late")
    assert json.loads(client.trade_bill(day)[1])["code"] == "STATEMENT_CREATING"
    assert (
        planted.control.get(f"/bills/{planted.seller.mchid}/{day}/plant")["plants"][0]["kind"] == "wrong_hash"
    )


def test_faults_disturb_bills_like_everything_else(planted):
    planted.control.fault("rate_limited", {"path_prefix": "/v3/bill"})
    assert planted.seller.client.trade_bill(planted.day)[0] == 429
    planted.control.fault("http_5xx", {"path_prefix": "/v3/billdownload"})
    answer = json.loads(planted.seller.client.trade_bill(planted.day)[1])
    assert planted.seller.client.download_bill(answer["download_url"])[0] == 500


def test_the_fee_is_half_up_and_a_whole_refund_gives_it_all_back(seller, control):
    control.post("/settings", {"refund_gap_strict": False})
    seller.shop.paid(amount={"total": 9917, "currency": "CNY"})  # 59.502 fen
    assert seller.balance() == (0, 9857, 0)
    for number, fen in enumerate((1, 3000, 3000, 3916)):
        amount = {"refund": fen, "total": 9917, "currency": "CNY"}
        assert seller.shop.refund(fen, f"R{number}", amount=amount).status_code == 200
    assert seller.balance() == (0, 0, 0)


def test_a_closed_refund_takes_its_fee_again(seller, control):
    seller.shop.paid()
    seller.shop.refund(9900)
    control.post(f"/refunds/RF{seller.shop.number}?mchid={seller.mchid}", {"outcome": "CLOSED"})
    control.run_due()
    assert seller.balance() == (0, 9841, 0)
    control.advance(MINUTE)
    assert seller.shop.refund(9900, "AGAIN").status_code == 200
    assert seller.balance() == (0, 0, 0)


def test_nothing_is_drawn_that_is_not_there(seller, control):
    seller.shop.paid(**SHARED)
    answer = control.post(f"/merchants/{seller.mchid}/withdraw", {"amount_fen": 1}, status=409)
    assert answer["code"] == "NOT_ENOUGH"
    assert seller.balance() == (0, 9841, 9841)
