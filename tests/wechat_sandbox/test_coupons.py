"""Coupons of WeChat Pay as the library `wechatpayv3` speaks them: a stock is made and started, people are given them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.wechat_sandbox.sides import refused

STOCKS = "/v3/marketing/favor/coupon-stocks"


def stock_of(shop, number, **changed):
    now = datetime.now(UTC).replace(microsecond=0)
    given = {
        "stock_name": "朋友立减", "belong_merchant": shop.mchid, "available_begin_time": now.isoformat(),
        "available_end_time": (now + timedelta(days=7)).isoformat(),
        "stock_use_rule": {
            "max_coupons": 5, "max_amount": 2500, "max_coupons_per_user": 1, "natural_person_limit": False,
            "prevent_api_abuse": False,
        },
        "coupon_use_rule": {"fixed_normal_coupon": {"coupon_amount": 500, "transaction_minimum": 501}},
        "no_cash": False, "stock_type": "NORMAL", "out_request_no": number,
    }  # fmt: skip
    return given | changed


def give(shop, stock_id, number, openid=None):
    body = {
        "stock_id": stock_id, "out_request_no": number, "appid": shop.signer.merchant["mini_appid"],
        "stock_creator_mchid": shop.mchid,
    }  # fmt: skip
    return shop.signer.call("POST", f"/v3/marketing/favor/users/{openid or shop.openid}/coupons", body)


@pytest.fixture
def stock_id(shop):
    answer = shop.signer.call("POST", STOCKS, stock_of(shop, f"ST{shop.number}"))
    assert answer.status_code == 200, answer.text
    return answer.json()["stock_id"]


def start(shop, stock_id, verb="start"):
    path = f"/v3/marketing/favor/stocks/{stock_id}/{verb}"
    return shop.signer.call("POST", path, {"stock_creator_mchid": shop.mchid})


def test_a_stock_is_made_once_started_and_told(shop, stock_id):
    again = shop.signer.call("POST", STOCKS, stock_of(shop, f"ST{shop.number}"))
    other = shop.signer.call("POST", STOCKS, stock_of(shop, f"ST{shop.number}", stock_name="别的"))
    refused(other, 400, "RESOURCE_ALREADY_EXISTS")
    assert again.status_code in {200, 400}  # a second later its times are others
    refused(give(shop, stock_id, "early"), 400, "INVALID_REQUEST")
    assert start(shop, stock_id).status_code == 200
    refused(start(shop, stock_id), 400, "INVALID_REQUEST")
    path = f"/v3/marketing/favor/stocks/{stock_id}?stock_creator_mchid={shop.mchid}"
    shown = json.loads(shop.signer.get(path).content)
    assert (shown["status"], shown["no_cash"], shown["distributed_coupons"]) == ("running", False, 0)
    assert shown["stock_use_rule"]["fixed_normal_coupon"] == {
        "coupon_amount": 500,
        "transaction_minimum": 501,
    }


def test_one_number_is_one_coupon_and_one_person_has_so_many(shop, stock_id):
    start(shop, stock_id)
    first = give(shop, stock_id, f"A{shop.number}")
    assert first.status_code == 200
    assert give(shop, stock_id, f"A{shop.number}").json() == first.json()
    refused(give(shop, stock_id, f"B{shop.number}"), 403, "REQUEST_BLOCKED")
    path = (
        f"/v3/marketing/favor/users/{shop.openid}/coupons?appid={shop.signer.merchant['mini_appid']}"
        f"&stock_id={stock_id}"
    )
    [shown] = shop.signer.get(path).json()["data"]
    assert (shown["coupon_id"], shown["status"]) == (first.json()["coupon_id"], "SENDED")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"stock_use_rule": {"max_coupons": 5}}, "PARAM_ERROR"),
        ({"stock_type": "RANDOM"}, "PARAM_ERROR"),
        ({"colour": "red"}, "PARAM_ERROR"),
    ],
)
def test_what_a_stock_must_say(shop, changed, code):
    whole = stock_of(shop, f"X{shop.number}", **changed)
    if "stock_use_rule" in changed:
        whole["stock_use_rule"] = stock_of(shop, "")["stock_use_rule"] | {"max_amount": 1}
        code = "INVALID_REQUEST"
    refused(shop.signer.call("POST", STOCKS, whole), 400, code)


def test_a_paused_stock_and_somebody_elses_give_nothing(shop, stock_id):
    start(shop, stock_id)
    start(shop, stock_id, "pause")
    refused(give(shop, stock_id, "paused"), 400, "INVALID_REQUEST")
    refused(give(shop, "99999999", "unknown"), 404, "RESOURCE_NOT_EXISTS")
