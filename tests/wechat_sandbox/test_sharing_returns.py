"""Who receives a share, and how it comes back: refunds of frozen and of unfrozen orders, returns and their failures."""

import json

import pytest

from tests.wechat_sandbox.sharing_seller import SHARED, code_of, seller
from tests.wechat_sandbox.sides import MINUTE, refused

__all__ = ["seller"]


def test_receivers_are_added_again_and_deleted_again(seller, control):
    first = seller.add("MERCHANT_ID")
    assert seller.add("MERCHANT_ID", relation_type="CUSTOM", custom_relation="代理商")[0] == 200
    kept = control.get("/profitsharing", mchid=seller.mchid)["receivers"]
    assert [(one["account"], one["relation_type"]) for one in kept] == [(seller.partner["mchid"], "PARTNER")]
    assert first[1]["account"] == seller.partner["mchid"]
    for _ in range(2):
        code, _ = seller.client.profitsharing_delete_receiver("MERCHANT_ID", seller.partner["mchid"])
        assert code == 200
    transaction = seller.shop.paid(**SHARED | {"amount": {"total": 10_000, "currency": "CNY"}})
    control.advance(MINUTE)
    code, body = seller.split(transaction, seller.share(1))
    assert (code, body["message"]) == (400, "分账接收方关系不存在")


@pytest.mark.parametrize(
    ("kind", "changed", "status", "code"),
    [
        ("MERCHANT_ID", {"name": None}, 400, "PARAM_ERROR"),
        ("MERCHANT_ID", {"name": "别的名字"}, 400, "INVALID_REQUEST"),
        ("MERCHANT_ID", {"relation_type": "FRIEND"}, 400, "PARAM_ERROR"),
        ("MERCHANT_ID", {"appid": "wx0000000000000000"}, 400, "APPID_MCHID_NOT_MATCH"),
        (
            "PERSONAL_OPENID",
            {"relation_type": "CUSTOM", "custom_relation": "一二三四五六七八九十一"},
            400,
            "PARAM_ERROR",
        ),
        ("PERSONAL_SUB_OPENID", {}, 400, "PARAM_ERROR"),
    ],
)
def test_a_receiver_out_of_its_rules_is_refused(seller, kind, changed, status, code):
    assert code_of(seller.add(kind, **changed)) == (status, code)


def test_a_person_of_another_app_is_no_receiver(seller, openid):
    code, text = seller.client.profitsharing_add_receiver("PERSONAL_OPENID", openid, "STAFF")
    assert (code, json.loads(text)["code"]) == (400, "INVALID_REQUEST")


def test_a_refund_of_a_frozen_order_takes_what_is_not_shared(seller, control):
    transaction = seller.paid(9900)
    seller.split(transaction, seller.share(900))
    refused(seller.shop.refund(9001), 403, "NOT_ENOUGH")
    seller.execute()
    refused(seller.shop.refund(9001, funds_account="AVAILABLE"), 403, "NOT_ENOUGH")
    assert seller.shop.refund(9000).json()["funds_account"] == "UNSETTLED"
    assert (seller.balance(), seller.unsplit(transaction)) == ((0, 0, 0), 0)


def test_after_unfreezing_a_refund_takes_available_money(seller, control):
    transaction = seller.paid(9900)
    seller.split(transaction, seller.share(900), rest=True)
    seller.execute()
    control.post(f"/merchants/{seller.mchid}/topup", {"amount_fen": 900})
    assert seller.shop.refund(9900).json()["funds_account"] == "AVAILABLE"
    assert seller.balance() == (0, 0, 0)


def test_a_share_comes_back_to_the_available_money(seller, control):
    before = seller.balance(seller.partner["mchid"])[0]
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000))
    seller.execute()
    code, accepted = seller.give_back(400)
    assert (code, accepted["result"]) == (200, "PROCESSING")
    assert seller.give_back(400) == (200, accepted)
    assert code_of(seller.give_back(401)) == (400, "INVALID_REQUEST")
    seller.execute()
    code, text = seller.client.profitsharing_return_query("PS1", "RT1")
    assert (code, json.loads(text)["result"]) == (200, "SUCCESS")
    assert (seller.balance(), seller.unsplit(transaction)) == ((400, 9000, 9000), 9000)
    assert seller.balance(seller.partner["mchid"])[0] == before + 600
    assert code_of(seller.give_back(601, "RT2")) == (400, "INVALID_REQUEST")


def test_a_return_fails_when_the_receiver_has_spent_it_or_we_say_so(seller, control):
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000), seller.share(5, "PERSONAL_OPENID"))
    seller.execute()
    spent = {"amount_fen": seller.balance(seller.partner["mchid"])[0]}
    control.post(f"/merchants/{seller.partner['mchid']}/withdraw", spent)
    seller.give_back(1000)
    seller.execute()
    assert (
        json.loads(seller.client.profitsharing_return_query("PS1", "RT1")[1])["fail_reason"]
        == "BALANCE_NOT_ENOUGH"
    )
    control.post(f"/merchants/{seller.partner['mchid']}/topup", {"amount_fen": 1000})
    seller.give_back(1000, "RT2")
    control.post("/profitsharing/returns/RT2", {"outcome": "FAILED", "fail_reason": "TIME_OUT_CLOSED"})
    control.run_due()
    assert (
        json.loads(seller.client.profitsharing_return_query("PS1", "RT2")[1])["fail_reason"]
        == "TIME_OUT_CLOSED"
    )
    assert seller.balance() == (0, 8995, 8995)
    body = {
        "out_order_no": "PS1",
        "out_return_no": "RT3",
        "return_mchid": seller.openid,
        "amount": 1,
        "description": "x",
    }
    refused(seller.shop.signer.post("/v3/profitsharing/return-orders", body), 400, "INVALID_REQUEST")
