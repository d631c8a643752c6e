"""Callbacks: what they carry, how they are sealed and signed, when they come again, and how faults spoil
them.
"""

import json
import time

import pytest
from cryptography.exceptions import InvalidSignature

from tests.wechat_sandbox.sides import DAY, HOUR, MINUTE

SCHEDULE = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600]


def opened(shop, heard):
    shop.signer.verify(heard.headers, heard.body)
    envelope = json.loads(heard.body)
    return envelope, json.loads(shop.signer.unseal(envelope["resource"]))


def test_a_payment_is_told_once_when_it_is_received(shop, control, receiver, merchant):
    transaction = shop.paid(attach="附")
    assert receiver.at(shop.notify) == []
    assert control.run_due() == 1
    (heard,) = receiver.at(shop.notify)
    envelope, resource = opened(shop, heard)
    assert envelope["event_type"] == "TRANSACTION.SUCCESS"
    assert envelope["resource_type"] == "encrypt-resource"
    assert envelope["summary"] == "支付成功"
    assert envelope["id"].startswith("EV-")
    assert len(envelope["id"]) <= 36
    assert envelope["resource"]["original_type"] == "transaction"
    assert envelope["resource"]["associated_data"] == "transaction"
    assert resource == shop.look().json()
    assert resource["transaction_id"] == transaction
    assert heard.headers["Wechatpay-Serial"] == merchant["public_key_id"]
    assert abs(int(heard.headers["Wechatpay-Timestamp"]) - time.time()) < 5
    control.advance(2 * DAY)
    control.run_due()
    assert len(receiver.at(shop.notify)) == 1
    (delivery,) = control.deliveries(out_trade_no=shop.number)
    assert (delivery["state"], delivery["attempts"][0]["status"]) == ("delivered", 200)


def test_204_is_received_too(shop, control, receiver):
    receiver.answer(shop.notify, 204)
    shop.paid()
    control.run_due()
    assert control.deliveries(out_trade_no=shop.number)[0]["state"] == "delivered"


def test_an_unreceived_callback_comes_again_on_wechats_schedule_and_then_no_more(shop, control, receiver):
    receiver.answer(shop.notify, 500)
    shop.paid()
    control.run_due()
    for number, seconds in enumerate(SCHEDULE, start=1):
        assert len(receiver.at(shop.notify)) == number
        control.advance(seconds - 7)
        control.run_due()
        assert len(receiver.at(shop.notify)) == number
        control.advance(8)
        control.run_due()
    assert len(receiver.at(shop.notify)) == 16
    control.advance(2 * DAY)
    control.run_due()
    assert len(receiver.at(shop.notify)) == 16
    (delivery,) = control.deliveries(out_trade_no=shop.number)
    assert (delivery["state"], delivery["next_at"]) == ("exhausted", None)
    assert sum(SCHEDULE) == 24 * HOUR + 4 * MINUTE


def test_a_retry_carries_the_same_id_and_a_fresh_signature(shop, control, receiver):
    receiver.answer(shop.notify, 401, 200)
    shop.paid()
    control.run_due()
    control.advance(15)
    control.run_due()
    first, second = receiver.at(shop.notify)
    assert opened(shop, first)[0]["id"] == opened(shop, second)[0]["id"]
    assert first.headers["Wechatpay-Nonce"] != second.headers["Wechatpay-Nonce"]
    assert [one["status"] for one in control.deliveries(out_trade_no=shop.number)[0]["attempts"]] == [
        401,
        200,
    ]


def test_nobody_at_the_address_is_written_down(shop, control):
    shop.paid(notify_url="http://127.0.0.1:9/nobody")
    control.run_due()
    (delivery,) = control.deliveries(out_trade_no=shop.number)
    assert delivery["state"] == "pending"
    assert delivery["attempts"][0]["status"] is None
    assert delivery["attempts"][0]["error"] == "ConnectError"


def test_a_refund_is_told_with_its_own_fields(shop, control, receiver, merchant):
    transaction = shop.paid()
    refund_id = shop.refund(900).json()["refund_id"]
    control.advance(3)
    control.run_due()
    (heard,) = receiver.at(f"{shop.notify}/refund")
    envelope, resource = opened(shop, heard)
    assert (envelope["event_type"], envelope["summary"]) == ("REFUND.SUCCESS", "退款成功")
    assert envelope["resource"]["original_type"] == "refund"
    assert resource.pop("success_time").endswith("+08:00")
    assert resource == {
        "mchid": merchant["mchid"],
        "transaction_id": transaction,
        "out_trade_no": shop.number,
        "refund_id": refund_id,
        "out_refund_no": f"RF{shop.number}",
        "refund_status": "SUCCESS",
        "user_received_account": "支付用户零钱",
        "amount": {"total": 9900, "refund": 900, "payer_total": 9900, "payer_refund": 900},
    }


def test_a_refund_without_an_address_tells_nobody(shop, control):
    shop.paid()
    shop.refund(900, notify_url=...)
    control.advance(3)
    control.run_due()
    assert [one["event"] for one in control.deliveries(out_trade_no=shop.number)] == ["TRANSACTION.SUCCESS"]


def test_callbacks_can_be_signed_by_the_platform_certificate(shop, control, receiver, merchant):
    control.post(f"/merchants/{shop.mchid}", {"callback_mode": "certificate"})
    shop.paid()
    control.run_due()
    control.post(f"/merchants/{shop.mchid}", {"callback_mode": "public_key"})
    (heard,) = receiver.at(shop.notify)
    assert heard.headers["Wechatpay-Serial"] == merchant["platform_certificate_serial_no"]
    opened(shop, heard)


def test_a_late_callback_waits(shop, control, receiver):
    control.fault("late", {"event": "TRANSACTION.SUCCESS", "out_trade_no": shop.number}, value=120)
    shop.paid()
    control.advance(110)
    control.run_due()
    assert receiver.at(shop.notify) == []
    control.advance(15)
    control.run_due()
    assert len(receiver.at(shop.notify)) == 1


def test_a_doubled_callback_comes_twice_under_one_id(shop, control, receiver):
    control.fault("doubled", {"event": "TRANSACTION.SUCCESS", "out_trade_no": shop.number})
    shop.paid()
    control.run_due()
    first, second = receiver.at(shop.notify)
    assert opened(shop, first)[0]["id"] == opened(shop, second)[0]["id"]


def test_a_lost_callback_never_comes(shop, control, receiver):
    control.fault("lost", {"out_trade_no": shop.number})
    shop.paid()
    control.advance(2 * DAY)
    control.run_due()
    assert receiver.at(shop.notify) == []
    assert control.deliveries(out_trade_no=shop.number)[0]["state"] == "lost"
    assert shop.look().json()["trade_state"] == "SUCCESS"


def test_a_reordered_callback_comes_after_the_next_one(shop, control, receiver):
    control.fault("reordered", {"event": "TRANSACTION.SUCCESS", "out_trade_no": shop.number})
    control.post("/settings", {"refund_delay_seconds": 0})
    shop.paid()
    control.run_due()
    assert receiver.at(shop.notify) == []
    shop.refund(9900)
    control.run_due()
    own = [one for one in receiver.heard if one.path.startswith(shop.notify)]
    assert [opened(shop, one)[0]["event_type"] for one in own] == ["REFUND.SUCCESS", "TRANSACTION.SUCCESS"]


def test_a_reordered_callback_comes_by_itself_after_a_minute(shop, control, receiver):
    control.fault("reordered", {"out_trade_no": shop.number})
    shop.paid()
    control.advance(MINUTE)
    control.run_due()
    assert len(receiver.at(shop.notify)) == 1


@pytest.mark.parametrize("value", [None, "signtest"])
def test_a_forged_callback_does_not_verify_and_the_true_one_follows(shop, control, receiver, value):
    receiver.answer(shop.notify, 401, 200)
    control.fault("forged", {"event": "TRANSACTION.SUCCESS", "out_trade_no": shop.number}, value=value)
    shop.paid()
    control.run_due()
    (forged,) = receiver.at(shop.notify)
    assert forged.headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/") is (value == "signtest")
    if value is None:
        with pytest.raises(InvalidSignature):
            opened(shop, forged)
    control.advance(15)
    control.run_due()
    opened(shop, receiver.at(shop.notify)[1])
    attempts = control.deliveries(out_trade_no=shop.number)[0]["attempts"]
    assert [one["forged"] for one in attempts] == [True, False]


def test_a_swallowed_forgery_does_not_end_the_delivery(shop, control, receiver):
    control.fault("forged", {"event": "TRANSACTION.SUCCESS", "out_trade_no": shop.number})
    shop.paid()
    control.run_due()
    assert control.deliveries(out_trade_no=shop.number)[0]["state"] == "pending"


def test_a_delivery_can_be_sent_once_more_under_its_id(shop, control, receiver):
    shop.paid()
    control.run_due()
    number = control.deliveries(out_trade_no=shop.number)[0]["id"]
    control.post(f"/deliveries/{number}/resend")
    control.run_due()
    first, second = receiver.at(shop.notify)
    assert opened(shop, first)[0]["id"] == opened(shop, second)[0]["id"]


def test_a_delivery_can_be_taken_by_hand(shop, control, receiver):
    shop.paid(notify_url="https://shop.example.com/notify")
    number = control.deliveries(out_trade_no=shop.number)[0]["id"]
    letter = control.post(f"/deliveries/{number}/take")
    assert (letter["url"], letter["forged"]) == ("https://shop.example.com/notify", False)
    shop.signer.verify(letter["headers"], letter["body"].encode())
    control.run_due()
    delivery = control.deliveries(out_trade_no=shop.number)[0]
    assert (delivery["state"], len(delivery["attempts"])) == ("delivered", 1)


def test_deliveries_of_nobody_are_refused(control):
    assert control.post("/deliveries/999999/resend", status=404)["code"] == "DELIVERY_NOT_EXISTS"
    assert control.post("/deliveries/999999/take", status=404)["code"] == "DELIVERY_NOT_EXISTS"


def test_the_background_loop_delivers_by_itself(shop, control, receiver):
    control.post("/settings", {"auto": True})
    shop.paid()
    deadline = time.monotonic() + 5
    while not receiver.at(shop.notify) and time.monotonic() < deadline:
        control.get("/clock")
    assert len(receiver.at(shop.notify)) == 1
