"""Refunds: limits, idempotency, where the money is, and every end a refund can take."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1

from tests.wechat_sandbox.sides import DAY, MINUTE, Signer, refused

OAEP = padding.OAEP(mgf=padding.MGF1(SHA1()), algorithm=SHA1(), label=None)  # noqa: S303  WeChat fixes SHA-1


def test_a_refund_is_accepted_first_and_arrives_later(shop, control, receiver):
    before = shop.money()
    transaction = shop.paid()
    answer = shop.refund(9900, reason="七天无理由").json()
    assert answer["status"] == "PROCESSING"
    assert "success_time" not in answer
    assert (answer["transaction_id"], answer["out_trade_no"]) == (transaction, shop.number)
    assert len(answer["refund_id"]) == 29
    assert (answer["channel"], answer["funds_account"]) == ("ORIGINAL", "UNSETTLED")
    assert answer["amount"]["refund"] == answer["amount"]["payer_refund"] == answer["amount"]["total"] == 9900
    assert shop.look().json()["trade_state"] == "REFUND"
    assert shop.money() == (before[0] - 9900, before[1], before[2])
    control.advance(3)
    control.run_due()
    assert shop.money() == before
    ended = shop.signer.get(f"/v3/refund/domestic/refunds/RF{shop.number}").json()
    assert ended["status"] == "SUCCESS"
    assert ended["success_time"].endswith("+08:00")


def test_the_same_refund_answers_again_and_moves_nothing(shop):
    shop.paid()
    first = shop.refund(100)
    before = shop.money()
    again = shop.refund(100)
    assert (again.status_code, again.json()) == (200, first.json())
    assert shop.money() == before


@pytest.mark.parametrize(
    "changed", [{"reason": "别的"}, {"amount": {"refund": 99, "total": 9900, "currency": "CNY"}}]
)
def test_the_same_number_with_other_parameters_is_refused(shop, changed):
    shop.paid()
    shop.refund(100)
    before = shop.money()
    refused(shop.refund(100, **changed), 400, "INVALID_REQUEST")
    assert shop.money() == before


def test_partial_refunds_end_at_what_was_paid(shop, control):
    shop.paid()
    assert shop.refund(9000, "A" + shop.number).status_code == 200
    control.advance(MINUTE)
    before = shop.money()
    refused(shop.refund(901, "B" + shop.number), 400, "INVALID_REQUEST")
    assert shop.money() == before
    assert shop.refund(900, "C" + shop.number).status_code == 200


def test_partial_refunds_wait_a_minute_unless_the_sandbox_is_told_otherwise(shop, control):
    shop.paid()
    shop.refund(100, "A" + shop.number)
    control.advance(MINUTE - 10)
    refused(shop.refund(100, "B" + shop.number), 429, "FREQUENCY_LIMITED")
    control.post("/settings", {"refund_gap_strict": False})
    assert shop.refund(100, "B" + shop.number).status_code == 200


def test_fifty_partial_refunds_and_no_more(shop, control):
    shop.paid()
    control.post("/settings", {"refund_gap_strict": False})
    for number in range(50):
        assert shop.refund(1, f"P{number}{shop.number}").status_code == 200
    refused(shop.refund(1, "P50" + shop.number), 400, "INVALID_REQUEST")
    assert shop.control.order(shop.mchid, shop.number)["refunded_fen"] == 50


def test_a_year_after_payment_no_refund_starts(shop, control):
    shop.paid()
    control.advance(365 * DAY - 10)
    assert shop.refund(1, "A" + shop.number).status_code == 200
    control.advance(70)
    refused(shop.refund(1, "B" + shop.number), 403, "TRADE_OVERDUE")


def test_an_unpaid_order_is_not_refunded(shop):
    shop.prepay()
    refused(shop.refund(100), 400, "INVALID_REQUEST")


def test_an_order_of_nobody_is_not_refunded(shop):
    refused(shop.refund(100), 404, "RESOURCE_NOT_EXISTS")
    refused(shop.refund(100, out_trade_no=..., transaction_id="42"), 404, "RESOURCE_NOT_EXISTS")
    refused(shop.signer.get("/v3/refund/domestic/refunds/NOBODY"), 404, "RESOURCE_NOT_EXISTS")


def test_the_total_must_be_the_orders(shop):
    shop.paid()
    refused(shop.refund(1, amount={"refund": 1, "total": 9800, "currency": "CNY"}), 400, "INVALID_REQUEST")


@pytest.mark.parametrize(
    "changed",
    [
        {"out_trade_no": ...},
        {"transaction_id": "4200"},
        {"out_refund_no": "R" * 65},
        {"out_refund_no": "R 1"},
        {"reason": "r" * 81},
        {"notify_url": "http://shop.example.com/refund"},
        {"funds_account": "ELSEWHERE"},
        {"amount": {"refund": 0, "total": 9900, "currency": "CNY"}},
        {"amount": {"refund": 1, "total": 9900}},
        {
            "amount": {
                "refund": 2,
                "total": 9900,
                "currency": "CNY",
                "from": [{"account": "AVAILABLE", "amount": 1}],
            }
        },
        {"goods_detail": [{"merchant_goods_id": "1", "unit_price": 1, "refund_amount": 1}]},
        {"surprise": 1},
        {"reason": None},
    ],
)
def test_a_refund_body_out_of_its_rules_is_refused_and_moves_nothing(shop, changed):
    shop.paid()
    before = shop.money()
    refused(shop.refund(1, **changed), 400, "PARAM_ERROR")
    assert shop.money() == before
    assert shop.look().json()["trade_state"] == "SUCCESS"


def test_available_money_is_used_only_when_there_is_some(shop, control):
    shop.paid()
    before = shop.money()
    if before[2] < 100:
        refused(shop.refund(100, funds_account="AVAILABLE"), 403, "NOT_ENOUGH")
    assert shop.money() == before


def test_settled_money_is_refunded_out_of_the_available_pocket(control, http, receiver, merchant, buyer):
    from tests.wechat_sandbox.sides import Shop

    own = http.post("/_sandbox/merchants", json={"name": "已结算"}).json()
    control.post(f"/apps/{own['mini_appid']}", {"trade_managed": False})
    openid = control.get(f"/people/{buyer['id']}")["openids"][own["mini_appid"]]
    shop = Shop(Signer(http, own), control, receiver, openid, 1)
    shop.paid()
    control.advance(DAY)
    control.run_due()
    assert shop.money()[1:] == (0, 9900)
    answer = shop.refund(900).json()
    assert answer["funds_account"] == "AVAILABLE"
    assert shop.money()[1:] == (0, 9000)
    assert shop.refund(900, "B", funds_account="UNSETTLED").status_code == 429
    control.advance(MINUTE)
    refused(shop.refund(900, "B", funds_account="UNSETTLED"), 403, "NOT_ENOUGH")


@pytest.mark.parametrize(("outcome", "back"), [("ABNORMAL", 0), ("CLOSED", 9900)])
def test_a_refund_can_end_badly(shop, control, outcome, back):
    """ABNORMAL: the money waits between the pockets. CLOSED: the merchant has it again."""
    before = shop.money()
    shop.paid()
    shop.refund(9900)
    control.post(f"/refunds/RF{shop.number}?mchid={shop.mchid}", {"outcome": outcome})
    control.run_due()
    assert shop.signer.get(f"/v3/refund/domestic/refunds/RF{shop.number}").json()["status"] == outcome
    assert shop.money() == (before[0] - 9900, before[1] + back, before[2])
    event = control.deliveries(out_trade_no=shop.number, event=f"REFUND.{outcome}")[0]
    assert event["resource"]["refund_status"] == outcome
    assert "success_time" not in event["resource"]


def test_an_abnormal_refund_can_be_sent_to_a_bank_card(shop, control):
    before = shop.money()
    shop.paid()
    shop.refund(9900)
    control.post(f"/refunds/RF{shop.number}?mchid={shop.mchid}", {"outcome": "ABNORMAL"})
    control.run_due()
    refund_id = control.order(shop.mchid, shop.number)["refunds"][0]["refund_id"]
    key = shop.signer.keys[shop.signer.merchant["public_key_id"]]
    body = {
        "out_refund_no": f"RF{shop.number}",
        "type": "USER_BANK_CARD",
        "bank_type": "CMB_DEBIT",
        "bank_account": base64.b64encode(key.encrypt(b"6222020000000000", OAEP)).decode(),
        "real_name": base64.b64encode(key.encrypt("林晓".encode(), OAEP)).decode(),
    }
    target = f"/v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund"
    refused(shop.signer.post(target, body, headers={"Wechatpay-Serial": None}), 400, "PARAM_ERROR")
    refused(shop.signer.post(target, body | {"bank_account": "AAAA"}), 400, "PARAM_ERROR")
    refused(shop.signer.post(target, body | {"out_refund_no": "other"}), 404, "RESOURCE_NOT_EXISTS")
    assert shop.signer.post(target, body).json()["status"] == "PROCESSING"
    control.advance(3)
    control.run_due()
    assert shop.money() == before


def test_only_an_abnormal_refund_takes_that_path(shop, control):
    shop.paid()
    refund_id = shop.refund(1).json()["refund_id"]
    body = {"out_refund_no": f"RF{shop.number}", "type": "USER_BANK_CARD"}
    target = f"/v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund"
    refused(shop.signer.post(target, body), 400, "INVALID_REQUEST")


def test_the_delay_of_a_refund_can_be_set(shop, control):
    control.post("/settings", {"refund_delay_seconds": 0})
    shop.paid()
    shop.refund(9900)
    control.run_due()
    assert shop.signer.get(f"/v3/refund/domestic/refunds/RF{shop.number}").json()["status"] == "SUCCESS"
