"""A merchant that shares what it sold, for tests."""

import json

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType

from tests.wechat_sandbox.sides import MINUTE

SHARED = {"settle_info": {"profit_sharing": True}}


@pytest.fixture
def seller(keeper, partner, base, control):
    return Seller(keeper, partner, base, control)


class Seller:
    """A merchant that shares: the library as its client, one partner, one person."""

    def __init__(self, shop, partner, base, control):
        merchant = shop.signer.merchant
        self.shop, self.partner, self.control, self.mchid = shop, partner, control, shop.mchid
        self.openid = shop.openid
        self.client = WeChatPay(
            WeChatPayType.MINIPROG,
            mchid=merchant["mchid"],
            private_key=merchant["merchant_private_key"],
            cert_serial_no=merchant["merchant_serial_no"],
            appid=merchant["mini_appid"],
            apiv3_key=merchant["apiv3_key"],
            notify_url=shop.receiver.url + "/library",
            public_key=merchant["public_key"],
            public_key_id=merchant["public_key_id"],
        )
        self.client._core._gate_way = base

    def paid(self, total=10_000, **changed):
        """A frozen order, a minute old, with both receivers known."""
        transaction = self.shop.paid(**SHARED | {"amount": {"total": total, "currency": "CNY"}} | changed)
        assert self.add("MERCHANT_ID")[0] == 200
        assert self.add("PERSONAL_OPENID")[0] == 200
        self.control.advance(MINUTE)
        return transaction

    def account(self, kind):
        return self.partner["mchid"] if kind == "MERCHANT_ID" else self.openid

    def add(self, kind, **changed):
        names = {"name": self.partner["name"]} if kind == "MERCHANT_ID" else {}
        code, text = self.client.profitsharing_add_receiver(
            kind, self.account(kind), **{"relation_type": "PARTNER"} | names | changed
        )
        return code, json.loads(text)

    def share(self, fen, kind="MERCHANT_ID", **changed):
        return {
            "type": kind,
            "account": self.account(kind),
            "amount": fen,
            "description": "推广佣金",
        } | changed

    def split(self, transaction, *shares, number="PS1", rest=False):
        code, text = self.client.profitsharing_order(transaction, number, list(shares), rest)
        return code, json.loads(text)

    def look(self, transaction, number="PS1"):
        code, text = self.client.profitsharing_order_query(transaction, number)
        assert code == 200, text
        return json.loads(text)

    def unfreeze(self, transaction, number="UF1"):
        code, text = self.client.profitsharing_unfreeze(transaction, number, "解冻全部剩余资金")
        return code, json.loads(text)

    def give_back(self, fen, number="RT1", **changed):
        code, text = self.client.profitsharing_return(
            number, self.partner["mchid"], fen, "退款回退", **{"out_order_no": "PS1"} | changed
        )
        return code, json.loads(text)

    def unsplit(self, transaction):
        code, text = self.client.profitsharing_amount_query(transaction)
        assert code == 200, text
        return json.loads(text)["unsplit_amount"]

    def execute(self):
        self.control.advance(3)
        self.control.run_due()

    def balance(self, mchid=None):
        """Available, unsettled, frozen."""
        shown = self.control.get(f"/merchants/{mchid or self.mchid}/balance")
        return shown["available_fen"], shown["unsettled_fen"], shown["frozen_fen"]


def code_of(answer):
    return answer[0], answer[1]["code"]
