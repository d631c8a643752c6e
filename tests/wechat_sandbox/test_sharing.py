"""Profit sharing as the library `wechatpayv3` speaks it: frozen money, splits, unfreezing, and what is refused."""

import pytest

from tests.wechat_sandbox.sharing_seller import SHARED, code_of, seller
from tests.wechat_sandbox.sides import DAY, MINUTE, refused

__all__ = ["seller"]


def test_a_shared_order_stays_frozen_until_it_is_split_and_unfrozen(seller, control):
    before = seller.balance(seller.partner["mchid"]), control.get(f"/people/{seller.openid}")["balance_fen"]
    transaction = seller.paid()
    control.advance(3 * DAY)
    control.run_due()
    assert seller.balance() == (0, 10_000, 10_000)
    code, accepted = seller.split(transaction, seller.share(1000), seller.share(500, "PERSONAL_OPENID"))
    assert (code, accepted["state"]) == (200, "PROCESSING")
    assert [line["result"] for line in accepted["receivers"]] == ["PENDING", "PENDING"]
    assert accepted["receivers"][0]["finish_time"] == "1970-01-01T08:00:00+08:00"
    assert (seller.balance(), seller.unsplit(transaction)) == ((0, 10_000, 10_000), 8500)
    seller.execute()
    ended = seller.look(transaction)
    assert (ended["state"], ended["order_id"]) == ("FINISHED", accepted["order_id"])
    assert [line["result"] for line in ended["receivers"]] == ["SUCCESS", "SUCCESS"]
    assert (seller.balance(), seller.unsplit(transaction)) == ((0, 8500, 8500), 8500)
    assert seller.balance(seller.partner["mchid"])[0] == before[0][0] + 1000
    assert control.get(f"/people/{seller.openid}")["balance_fen"] == before[1] - 10_000 + 500
    assert seller.unfreeze(transaction)[1]["state"] == "PROCESSING"
    seller.execute()
    rest = seller.look(transaction, "UF1")["receivers"]
    assert [(one["account"], one["amount"], one["description"], one["result"]) for one in rest] == [
        (seller.mchid, 8500, "解冻给分账方", "SUCCESS")
    ]
    assert (seller.balance(), seller.unsplit(transaction)) == ((8500, 0, 0), 0)


def test_a_split_may_unfreeze_what_is_left(seller):
    transaction = seller.paid()
    seller.split(transaction, seller.share(3000), rest=True)
    assert code_of(seller.split(transaction, seller.share(1), number="PS2")) == (403, "NOT_ENOUGH")
    seller.execute()
    assert [line["amount"] for line in seller.look(transaction)["receivers"]] == [3000, 7000]
    assert seller.balance() == (7000, 0, 0)
    assert code_of(seller.split(transaction, seller.share(1), number="PS2")) == (403, "NOT_ENOUGH")


def test_the_same_split_answers_again_and_another_one_is_refused(seller):
    transaction = seller.paid()
    named = {"name": seller.partner["name"]}
    _, first = seller.split(transaction, seller.share(1000, **named))
    assert seller.split(transaction, seller.share(1000, **named)) == (200, first)
    code, body = seller.split(transaction, seller.share(1001, **named))
    assert (code, body["code"], body["message"]) == (400, "INVALID_REQUEST", "分账接收方与原请求不一致")
    seller.execute()
    assert seller.split(transaction, seller.share(1000, **named))[1]["state"] == "FINISHED"
    assert seller.balance() == (0, 9000, 9000)


def test_a_used_number_unfreezes_nothing(seller):
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000))
    assert seller.unfreeze(transaction, "PS1")[0] == 200
    seller.execute()
    assert seller.balance() == (0, 9000, 9000)


def test_thirty_percent_at_most_over_all_splits_unless_the_merchant_chose_less(seller, control):
    transaction = seller.paid()
    code, body = seller.split(transaction, seller.share(3001))
    assert (code, body["code"], body["message"]) == (400, "INVALID_REQUEST", "分账金额超出最大分账比例")
    assert seller.split(transaction, seller.share(2999))[0] == 200
    assert seller.split(transaction, seller.share(2), number="PS2")[0] == 400
    assert seller.split(transaction, seller.share(1), number="PS2")[0] == 200
    control.post(f"/merchants/{seller.mchid}", {"max_ratio": 4000})
    assert seller.split(transaction, seller.share(1001), number="PS3")[0] == 400
    assert seller.split(transaction, seller.share(1000), number="PS3")[0] == 200


@pytest.mark.parametrize("paid", [{"settle_info": {"profit_sharing": False}}, {"settle_info": ...}])
def test_an_order_without_the_flag_is_not_shared_and_settles_as_ever(seller, control, paid):
    transaction = seller.paid(**paid)
    for answer in (seller.split(transaction, seller.share(1)), seller.unfreeze(transaction)):
        assert (code_of(answer), answer[1]["message"]) == ((400, "INVALID_REQUEST"), "非分账订单不支持分账")
    control.advance(DAY)
    control.run_due()
    assert seller.balance() == (10_000, 0, 0)


def test_a_split_waits_a_minute(seller, control):
    seller.add("MERCHANT_ID")
    transaction = seller.shop.paid(**SHARED | {"amount": {"total": 10_000, "currency": "CNY"}})
    control.advance(MINUTE - 10)
    code, body = seller.split(transaction, seller.share(1))
    assert (code, body["code"], body["message"]) == (400, "INVALID_REQUEST", "订单处理中，请稍后重试")
    control.advance(10)
    assert seller.split(transaction, seller.share(1))[0] == 200


def test_under_trade_management_sharing_waits_for_the_receipt(seller, control, http):
    from tests.wechat_sandbox.sides import Mini

    control.post(f"/apps/{seller.shop.signer.merchant['mini_appid']}", {"trade_managed": True})
    transaction = seller.paid()
    assert code_of(seller.split(transaction, seller.share(1))) == (400, "INVALID_REQUEST")
    assert code_of(seller.unfreeze(transaction)) == (400, "INVALID_REQUEST")
    mini = Mini(http, seller.shop.signer.merchant)
    shipped = mini.post(
        "/wxa/sec/order/upload_shipping_info",
        {
            "order_key": {"order_number_type": 2, "transaction_id": transaction},
            "logistics_type": 3,
            "delivery_mode": 1,
            "shipping_list": [{"item_desc": "棉T恤1件"}],
            "upload_time": control.get("/clock")["now"],
            "payer": {"openid": seller.openid},
        },
    )
    assert shipped["errcode"] == 0, shipped
    control.post("/confirm-receipt", {"transaction_id": transaction})
    control.advance(2 * DAY)
    control.run_due()
    assert seller.balance() == (0, 10_000, 10_000)
    assert seller.split(transaction, seller.share(1))[0] == 200


@pytest.mark.parametrize(("managed", "after"), [(False, (9000, 0, 0)), (True, (0, 9000, 0))])
def test_thirty_days_after_payment_it_unfreezes_by_itself(seller, control, managed, after):
    """What is not received yet under trade management is frozen no more, and not settled either."""
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000))
    control.post(f"/apps/{seller.shop.signer.merchant['mini_appid']}", {"trade_managed": managed})
    control.advance(30 * DAY - 2 * MINUTE)
    control.run_due()
    assert seller.balance() == (0, 9000, 9000)
    control.advance(MINUTE)
    control.run_due()
    assert seller.balance() == after
    assert code_of(seller.split(transaction, seller.share(1), number="PS2"))[0] >= 400


def test_a_closed_share_stays_with_the_merchant(seller, control):
    transaction = seller.paid()
    seller.split(transaction, seller.share(1000), seller.share(500, "PERSONAL_OPENID"))
    control.post(
        f"/profitsharing/PS1?mchid={seller.mchid}",
        {"outcome": {seller.openid: "CLOSED"}, "fail_reason": "RECEIVER_HIGH_RISK"},
    )
    control.run_due()
    lines = seller.look(transaction)["receivers"]
    assert [(line["result"], line.get("fail_reason")) for line in lines] == [
        ("SUCCESS", None),
        ("CLOSED", "RECEIVER_HIGH_RISK"),
    ]
    assert (seller.balance(), seller.unsplit(transaction)) == ((0, 9000, 9000), 9000)


@pytest.mark.parametrize(
    ("name", "deleted", "reason"),
    [("别人", False, "RECEIVER_REAL_NAME_NOT_VERIFIED"), (None, True, "NO_RELATION")],
)
def test_what_wechat_finds_out_later_closes_the_share(seller, name, deleted, reason):
    transaction = seller.paid()
    more = {"name": name} if name else {}
    assert seller.split(transaction, seller.share(500, "PERSONAL_OPENID", **more))[0] == 200
    if deleted:
        assert seller.client.profitsharing_delete_receiver("PERSONAL_OPENID", seller.openid)[0] == 200
    seller.execute()
    assert seller.look(transaction)["receivers"][0]["fail_reason"] == reason
    assert seller.balance() == (0, 10_000, 10_000)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"receivers": []}, "PARAM_ERROR"),
        ({"out_order_no": "P S"}, "PARAM_ERROR"),
        ({"unfreeze_unsplit": ...}, "PARAM_ERROR"),
        ({"sub_mchid": "1"}, "PARAM_ERROR"),
        ({"twice": True}, "INVALID_REQUEST"),
        ({"many": True}, "PARAM_ERROR"),
    ],
)
def test_a_split_out_of_its_rules_is_refused_and_moves_nothing(seller, changed, code):
    transaction = seller.paid()
    share = seller.share(1)
    body = {
        "transaction_id": transaction,
        "out_order_no": "PS1",
        "receivers": [share],
        "unfreeze_unsplit": False,
    }
    if changed.pop("twice", False):
        changed = {"receivers": [share, share | {"amount": 2}]}
    if changed.pop("many", False):
        changed = {"receivers": [share] * 51}
    body = {name: value for name, value in (body | changed).items() if value is not ...}
    refused(seller.shop.signer.post("/v3/profitsharing/orders", body), 400, code)
    seller.execute()
    assert seller.balance() == (0, 10_000, 10_000)


def test_fifty_splits_and_no_more(seller):
    transaction = seller.paid()
    for number in range(50):
        assert seller.split(transaction, seller.share(1), number=f"PS{number}")[0] == 200
    assert code_of(seller.split(transaction, seller.share(1), number="PS50")) == (400, "INVALID_REQUEST")


def test_a_lost_answer_of_a_split_is_asked_again(seller, control):
    transaction = seller.paid()
    control.fault("answer_lost", {"path_prefix": "/v3/profitsharing/orders"})
    assert seller.split(transaction, seller.share(1000))[0] == 502
    control.fault("http_5xx", {"path_prefix": "/v3/profitsharing/orders"}, value=500)
    assert seller.split(transaction, seller.share(1000))[0] == 500
    assert seller.split(transaction, seller.share(1000))[0] == 200
    seller.execute()
    assert seller.balance() == (0, 9000, 9000)


def test_nobody_sees_what_is_not_theirs(seller, stranger, http):
    from tests.wechat_sandbox.sides import Signer

    transaction = seller.paid()
    other = Signer(http, stranger)
    refused(other.get(f"/v3/profitsharing/transactions/{transaction}/amounts"), 404, "RESOURCE_NOT_EXISTS")
    refused(
        other.get(f"/v3/profitsharing/orders/PS1?transaction_id={transaction}"), 404, "RESOURCE_NOT_EXISTS"
    )
    assert code_of(seller.give_back(1)) == (404, "RESOURCE_NOT_EXISTS")


def test_the_control_shows_what_is_held(seller, control):
    seller.paid()
    shown = control.order(seller.mchid, seller.shop.number)
    assert (shown["frozen"], shown["held_fen"], shown["unsplit_fen"], shown["fee_fen"]) == (
        True,
        10_000,
        10_000,
        0,
    )
