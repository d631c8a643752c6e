"""Whatever a merchant does in whatever order, no fen is made or lost, and its bills say what happened."""

import random
from datetime import date, timedelta

import pytest

from tests.wechat_sandbox.sharing_seller import Seller
from tests.wechat_sandbox.sides import DAY, MINUTE
from tests.wechat_sandbox.test_bills import fetch, to_ten, today

STEPS = 60


class Story:
    """A random life of a merchant; every step is checked, refused ones too."""

    def __init__(self, seller, control, chance):
        self.seller, self.control, self.chance = seller, control, chance
        self.orders, self.count, self.done = [], 0, 0

    def number(self, prefix):
        self.count += 1
        return f"{prefix}{self.count:06}"

    def fen(self, most):
        return self.chance.randint(1, max(1, most))

    def post(self, path, body):
        status = self.seller.shop.signer.post(path, body).status_code
        assert status in (200, 400, 403, 404, 429), status
        self.done += status == 200

    def pay(self):
        shop, total = self.seller.shop, self.fen(20_000)
        shop.number = self.number("OD")
        frozen = {"settle_info": {"profit_sharing": self.chance.random() < 0.7}}
        transaction = shop.paid(amount={"total": total, "currency": "CNY"}, **frozen)
        self.orders.append((shop.number, transaction, total))

    def split(self):
        _, transaction, total = self.chance.choice(self.orders)
        shares = [self.seller.share(self.fen(total // 6), "MERCHANT_ID")]
        if self.chance.random() < 0.5:
            shares.append(self.seller.share(self.fen(total // 6), "PERSONAL_OPENID"))
        body = {
            "appid": self.seller.shop.signer.merchant["mini_appid"],
            "transaction_id": transaction,
            "out_order_no": self.number("PS"),
            "receivers": shares,
            "unfreeze_unsplit": self.chance.random() < 0.2,
        }
        self.post("/v3/profitsharing/orders", body)
        if self.chance.random() < 0.3:
            ended = {"outcome": {shares[0]["account"]: "CLOSED"}}
            self.control.http.post(f"/_sandbox/profitsharing/{body['out_order_no']}", json=ended)

    def unfreeze(self):
        _, transaction, _ = self.chance.choice(self.orders)
        body = {"transaction_id": transaction, "out_order_no": self.number("UF"), "description": "解冻"}
        self.post("/v3/profitsharing/orders/unfreeze", body)

    def give_back(self):
        body = {
            "out_order_no": f"PS{self.chance.randint(1, self.count):06}",
            "out_return_no": self.number("RT"),
            "return_mchid": self.seller.partner["mchid"],
            "amount": self.fen(800),
            "description": "回退",
        }
        self.post("/v3/profitsharing/return-orders", body)

    def refund(self):
        number, _, total = self.chance.choice(self.orders)
        fen = total if self.chance.random() < 0.3 else self.fen(total // 2)
        body = {
            "out_trade_no": number,
            "out_refund_no": self.number("RF"),
            "amount": {"refund": fen, "total": total, "currency": "CNY"},
        }
        self.post("/v3/refund/domestic/refunds", body)
        if self.chance.random() < 0.2:
            path = f"/_sandbox/refunds/{body['out_refund_no']}?mchid={self.seller.mchid}"
            self.control.http.post(path, json={"outcome": "CLOSED"})

    def draw(self):
        way, fen = self.chance.choice(["withdraw", "topup"]), self.fen(3000)
        path = f"/_sandbox/merchants/{self.seller.mchid}/{way}"
        assert self.control.http.post(path, json={"amount_fen": fen}).status_code in (200, 409)

    def change_fee(self):
        rate = {"fee_rate_bp": self.chance.choice([0, 38, 60, 100])}
        self.control.post(f"/merchants/{self.seller.mchid}", rate)

    def wait(self):
        self.control.advance(self.chance.choice([2, 5, MINUTE, MINUTE, DAY]))
        self.control.run_due()

    def check(self):
        """What lies where adds up, order by order and over all."""
        assert self.control.get("/money") == {"difference_fen": 0}
        held = self.control.get("/orders", mchid=self.seller.mchid)["orders"]
        available, unsettled, frozen = self.seller.balance()
        assert min(available, unsettled, frozen) >= 0
        assert sum(order.get("held_fen", 0) for order in held) == unsettled
        assert sum(order.get("held_fen", 0) for order in held if order.get("frozen")) == frozen
        assert all(0 <= order.get("unsplit_fen", 0) <= order.get("held_fen", 0) for order in held)


def fen_of(text):
    return round(float(text) * 100)


@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_events_makes_or_loses_a_fen(keeper, partner, base, control, seed):
    control.post("/settings", {"refund_gap_strict": False})
    seller = Seller(keeper, partner, base, control)
    seller.add("MERCHANT_ID")
    seller.add("PERSONAL_OPENID")
    first = date.fromisoformat(today(control))
    story = Story(seller, control, random.Random(seed))
    story.change_fee()
    story.pay()
    weights = {
        story.pay: 3,
        story.split: 4,
        story.give_back: 3,
        story.refund: 3,
        story.unfreeze: 1,
        story.draw: 1,
        story.change_fee: 1,
        story.wait: 5,
    }
    for step in story.chance.choices(list(weights), list(weights.values()), k=STEPS):
        step()
        story.check()
    assert story.done > STEPS // 8
    control.advance(3)
    control.run_due()
    story.check()
    _check_bills(seller, control, first)


def _check_bills(seller, control, first):
    """Balances follow each other from nothing to what the merchant has; trade and fund-flow agree."""
    last = date.fromisoformat(today(control))
    to_ten(control, last.isoformat())
    balance, traded, flowed = 0, 0, 0
    fees = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        asked = seller.client.fundflow_bill(day.isoformat())
        for row in fetch(seller, asked)[1] if asked[0] == 200 else ():
            fen = fen_of(row["收支金额(元)"]) * (1 if row["收支类型"] == "收入" else -1)
            balance += fen
            assert fen_of(row["账户结余(元)"]) == balance >= 0
            flowed += fen if row["业务名称"] in ("交易", "退款") else 0
        asked = seller.client.trade_bill(day.isoformat())
        for row in fetch(seller, asked)[1] if asked[0] == 200 else ():
            fee = fen_of(row["手续费"])
            traded += fen_of(row["应结订单金额"]) - fen_of(row["退款金额"]) - fee
            fees[row["商户订单号"]] = fees.get(row["商户订单号"], 0) + fee
    assert (balance, traded) == (sum(seller.balance()[:2]), flowed)
    for order in control.get("/orders", mchid=seller.mchid)["orders"]:
        if order["refunded_fen"] == order["total_fen"]:
            assert fees[order["out_trade_no"]] == 0
