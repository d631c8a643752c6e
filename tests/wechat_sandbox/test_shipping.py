"""Shipping management of a mini program: when an order appears, how it is shipped, confirmed and settled."""

import json

import pytest

from tests.wechat_sandbox.sides import DAY

UPLOAD = "/wxa/sec/order/upload_shipping_info"
EXPRESS = {
    "tracking_no": "SF1234567890",
    "express_company": "SF",
    "item_desc": "棉T恤*1",
    "contact": {"receiver_contact": "138****1234"},
}


@pytest.fixture
def paid(shop, control, mini):
    """A paid order that has reached the shipping system, with what an upload for it says."""
    shop.transaction = shop.paid()
    control.advance(10)
    return shop


def upload(shop, minute=0, **changed):
    body = {
        "order_key": {"order_number_type": 2, "transaction_id": shop.transaction},
        "logistics_type": 1,
        "delivery_mode": 1,
        "shipping_list": [EXPRESS],
        "upload_time": f"2026-01-02T10:{minute:02}:00.000+08:00",
        "payer": {"openid": shop.openid},
    } | changed
    return {name: value for name, value in body.items() if value is not ...}


def seen(mini, shop):
    return mini.post("/wxa/sec/order/get_order", {"transaction_id": shop.transaction})["order"]


def test_a_paid_order_appears_after_ten_seconds(shop, control, mini):
    shop.transaction = shop.paid()
    assert mini.post(UPLOAD, upload(shop))["errcode"] == 10060001
    assert mini.post("/wxa/sec/order/get_order", {"transaction_id": shop.transaction})["errcode"] == 10060001
    control.advance(10)
    order = seen(mini, shop)
    assert (order["order_state"], order["paid_amount"], order["openid"]) == (1, 9900, shop.openid)
    assert order["shipping"] == {}
    by_number = {"merchant_id": shop.mchid, "merchant_trade_no": shop.number}
    assert mini.post("/wxa/sec/order/get_order", by_number)["order"] == order


def test_an_express_parcel_is_uploaded(paid, mini):
    assert mini.post(UPLOAD, upload(paid)) == {"errcode": 0, "errmsg": "ok"}
    order = seen(mini, paid)
    assert order["order_state"] == 2
    assert order["shipping"]["finish_shipping"] is True
    assert order["shipping"]["finish_shipping_count"] == 1
    assert order["shipping"]["shipping_list"][0]["tracking_no"] == "SF1234567890"


def test_the_order_can_be_named_by_its_number(paid, mini):
    key = {"order_number_type": 1, "mchid": paid.mchid, "out_trade_no": paid.number}
    assert mini.post(UPLOAD, upload(paid, order_key=key))["errcode"] == 0


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"payer": {"openid": "oOther"}}, 10060031),
        ({"order_key": {"order_number_type": 2, "transaction_id": "42"}}, 10060001),
        ({"order_key": {"order_number_type": 3}}, 268485226),
        ({"order_key": "42"}, 47001),
        ({"payer": ...}, 47001),
        ({"shipping_list": EXPRESS}, 47001),
        ({"shipping_list": ["SF"]}, 47001),
        ({"shipping_list": []}, 268485216),
        ({"shipping_list": [EXPRESS, EXPRESS]}, 268485216),
        ({"delivery_mode": 2, "is_all_delivered": True, "shipping_list": [EXPRESS] * 16}, 268485216),
        ({"delivery_mode": 2}, 268485216),
        ({"logistics_type": 5}, 268485216),
        ({"upload_time": "2026-01-02 10:00:00"}, 268485226),
        ({"shipping_list": [EXPRESS | {"item_desc": "长" * 121}]}, 268485226),
        ({"shipping_list": [EXPRESS | {"express_company": "NOBODY"}]}, 268485226),
        ({"shipping_list": [EXPRESS | {"tracking_no": ""}]}, 268485226),
        ({"shipping_list": [EXPRESS | {"contact": {}}]}, 268485216),
        ({"shipping_list": [EXPRESS | {"contact": {"receiver_contact": "13812341234"}}]}, 268485226),
    ],
)
def test_uploads_are_refused_in_wechats_codes_and_ship_nothing(paid, mini, changed, errcode):
    assert mini.post(UPLOAD, upload(paid, **changed))["errcode"] == errcode
    assert seen(mini, paid)["order_state"] == 1


def test_pickup_needs_no_parcel_number(paid, mini):
    assert (
        mini.post(UPLOAD, upload(paid, logistics_type=4, shipping_list=[{"item_desc": "自提"}]))["errcode"]
        == 0
    )


def test_split_parcels_add_up_until_all_are_delivered(paid, mini):
    split = {"delivery_mode": 2, "is_all_delivered": False}
    assert mini.post(UPLOAD, upload(paid, **split))["errcode"] == 0
    assert seen(mini, paid)["order_state"] == 1
    assert mini.post(UPLOAD, upload(paid, minute=1, **split | {"is_all_delivered": True}))["errcode"] == 0
    order = seen(mini, paid)
    assert order["order_state"] == 2
    assert len(order["shipping"]["shipping_list"]) == 2
    assert order["shipping"]["finish_shipping_count"] == 1


def test_shipping_again_once_and_never_twice(paid, mini):
    mini.post(UPLOAD, upload(paid))
    other = [EXPRESS | {"tracking_no": "SF0987654321"}]
    assert mini.post(UPLOAD, upload(paid, minute=1, shipping_list=other))["errcode"] == 0
    order = seen(mini, paid)
    assert [one["tracking_no"] for one in order["shipping"]["shipping_list"]] == ["SF0987654321"]
    assert mini.post(UPLOAD, upload(paid, minute=2))["errcode"] == 10060003
    assert seen(mini, paid) == order


def test_the_upload_time_must_increase(paid, mini):
    mini.post(UPLOAD, upload(paid, minute=5))
    assert mini.post(UPLOAD, upload(paid, minute=5))["errcode"] == 268485216


def test_a_refunded_order_is_not_shipped(paid, mini):
    paid.refund(9900)
    assert mini.post(UPLOAD, upload(paid))["errcode"] == 10060004
    assert seen(mini, paid)["order_state"] == 5


def test_receipt_confirms_itself_after_ten_days_and_settles_the_day_after(paid, control, mini):
    before = paid.money()
    mini.post(UPLOAD, upload(paid))
    control.advance(10 * DAY)
    control.run_due()
    assert seen(Mini_again(mini), paid)["order_state"] == 3
    assert mini.post(UPLOAD, upload(paid, minute=9), mini.stable()["access_token"])["errcode"] == 10060004
    control.advance(DAY)
    control.run_due()
    assert seen(Mini_again(mini), paid)["order_state"] == 4
    assert paid.money()[2] >= before[2] + 9900
    assert control.order(paid.mchid, paid.number)["settled_at"]


def Mini_again(mini):  # noqa: N802  reads as the same client with a fresh token
    mini.token = mini.stable()["access_token"]
    return mini


def test_pickup_confirms_itself_after_two_days(paid, control, mini):
    mini.post(UPLOAD, upload(paid, logistics_type=4, shipping_list=[{"item_desc": "自提"}]))
    control.advance(2 * DAY)
    control.run_due()
    assert seen(Mini_again(mini), paid)["order_state"] == 3


def test_the_person_confirms_by_hand(paid, control, mini):
    assert (
        control.post("/confirm-receipt", {"transaction_id": paid.transaction}, status=409)["code"]
        == "NOTHING_TO_CONFIRM"
    )
    mini.post(UPLOAD, upload(paid))
    assert control.post("/confirm-receipt", {"transaction_id": paid.transaction}) == {"status": "success"}
    assert seen(mini, paid)["order_state"] == 3
    assert (
        control.post("/confirm-receipt", {"transaction_id": paid.transaction}, status=409)["code"]
        == "NOTHING_TO_CONFIRM"
    )


def test_money_under_management_is_not_settled_before_receipt(paid, control):
    before = paid.money()
    control.advance(2 * DAY)
    control.run_due()
    assert control.order(paid.mchid, paid.number).get("settled_at") is None
    assert paid.money()[1] >= 9900
    assert before[1] >= 9900


def test_a_reminder_to_confirm_once_and_for_express_only(paid, mini, control):
    key = {"merchant_id": paid.mchid, "merchant_trade_no": paid.number}
    path = "/wxa/sec/order/notify_confirm_receive"
    assert mini.post(path, key | {"received_time": 4_102_444_800})["errcode"] == 10060004
    mini.post(UPLOAD, upload(paid))
    assert mini.post(path, key | {"received_time": 1})["errcode"] == 268485216
    assert mini.post(path, key | {"received_time": 4_102_444_800})["errcode"] == 0
    assert mini.post(path, key | {"received_time": 4_102_444_800})["errcode"] == 10060004


def test_orders_are_listed_page_by_page(make_shop, control, mini):
    shops = [make_shop() for _ in range(3)]
    for shop in shops:
        shop.transaction = shop.paid(attach="list")
    control.advance(10)
    numbers, last, more = [], "", True
    while more:
        answer = mini.post(
            "/wxa/sec/order/get_order_list", {"page_size": 2, "last_index": last, "order_state": 1}
        )
        numbers += [order["merchant_trade_no"] for order in answer["order_list"]]
        last, more = answer["last_index"], answer["has_more"]
    assert numbers[-3:] == [shop.number for shop in shops]
    assert len(numbers) == len(set(numbers))
    future = {"begin_time": 4_102_444_000}
    assert mini.post("/wxa/sec/order/get_order_list", {"pay_time_range": future})["order_list"] == []
    assert mini.post("/wxa/sec/order/get_order_list", {"openid": "oOther"})["order_list"] == []


def test_settings_of_shipping_management(mini):
    assert mini.post("/wxa/sec/order/is_trade_managed", {"appid": mini.appid})["is_trade_managed"] is True
    assert mini.post("/wxa/sec/order/is_trade_managed", {"appid": "wx0"})["errcode"] == 40013
    path = "/wxa/sec/order/is_trade_management_confirmation_completed"
    assert mini.post(path, {"appid": mini.appid})["completed"] is True
    assert (
        mini.post("/wxa/sec/order/set_msg_jump_path", {"path": "pages/order/detail?id=${商品订单号}"})[
            "errcode"
        ]
        == 0
    )
    carriers = mini.post("/cgi-bin/express/delivery/open_msg/get_delivery_list", {})
    assert {"delivery_id": "SF", "delivery_name": "顺丰速运"} in carriers["delivery_list"]
    assert carriers["count"] == len(carriers["delivery_list"])


@pytest.fixture
def pushed(control, receiver, merchant):
    """The mini program's events arrive in the clear, as JSON."""
    path = f"/apps/{merchant['mini_appid']}/push"
    receiver.answer("/push/mini", 200)
    control.post(path, {"url": receiver.url + "/push/mini", "mode": "plain", "format": "json"})
    yield lambda: [json.loads(one.body) for one in receiver.at("/push/mini") if one.body]
    control.post(path, {"url": None})


def own(events, shop):
    return [event for event in events if event.get("transaction_id") == shop.transaction]


def test_events_of_an_order(pushed, paid, control, mini):
    control.advance(2 * DAY)
    control.run_due()
    (reminder,) = own(pushed(), paid)
    assert reminder["Event"] == "trade_manage_remind_shipping"
    assert (reminder["merchant_id"], reminder["merchant_trade_no"]) == (paid.mchid, paid.number)
    assert (reminder["ToUserName"], reminder["FromUserName"]) == (
        mini.merchant["mini_original_id"],
        paid.openid,
    )
    control.run_due()
    assert len(own(pushed(), paid)) == 1

    mini.post(UPLOAD, upload(paid), Mini_again(mini).token)
    control.run_due()
    shipped = own(pushed(), paid)[1]
    assert shipped["Event"] == "trade_manage_order_settlement"
    assert shipped["estimated_settlement_time"] == shipped["shipped_time"] + 11 * 86_400
    assert "settlement_time" not in shipped

    control.post("/confirm-receipt", {"transaction_id": paid.transaction})
    control.advance(DAY)
    control.run_due()
    settled = own(pushed(), paid)[2]
    assert settled["confirm_receive_method"] == 2
    assert settled["settlement_time"] >= settled["confirm_receive_time"] + 86_400
