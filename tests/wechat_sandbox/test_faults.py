"""Faults on calls, and the rules of ordering them."""

import time

import httpx
import pytest
from cryptography.exceptions import InvalidSignature

from tests.wechat_sandbox.sides import refused

ORDERS = "/v3/pay/transactions"


def test_a_5xx_refuses_without_effect_and_only_once(shop, control):
    control.fault("http_5xx", {"path_prefix": ORDERS})
    refused(shop.order(), 500, "SYSTEM_ERROR")
    refused(shop.look(), 404, "ORDER_NOT_EXIST")
    assert shop.order().status_code == 200


def test_a_5xx_can_name_its_status_and_last(shop, control):
    fault = control.fault("http_5xx", {"path_prefix": ORDERS}, value=503, times=None)
    assert [shop.order().status_code for _ in range(3)] == [503, 503, 503]
    control.http.delete(f"/_sandbox/faults/{fault['id']}")
    assert shop.order().status_code == 200


def test_times_counts_down(shop, control):
    control.fault("rate_limited", {"path_prefix": ORDERS}, times=2)
    assert control.get("/faults")["faults"][0]["times"] == 2
    refused(shop.order(), 429, "FREQUENCY_LIMITED")
    assert control.get("/faults")["faults"][0]["times"] == 1
    refused(shop.order(), 429, "FREQUENCY_LIMITED")
    assert control.get("/faults")["faults"] == []
    assert shop.order().status_code == 200


def test_a_fault_meets_the_order_it_names_and_no_other(make_shop, control):
    spoiled, spared = make_shop(), make_shop()
    control.fault("http_5xx", {"out_trade_no": spoiled.number}, times=None)
    assert spared.order().status_code == 200
    assert spoiled.order().status_code == 500
    refused(spoiled.look(), 500, "SYSTEM_ERROR")


def test_a_fault_meets_the_merchant_it_names_and_no_other(shop, control, stranger):
    control.fault("http_5xx", {"mchid": stranger["mchid"]})
    assert shop.order().status_code == 200


def test_a_lost_answer_took_effect(shop, control):
    control.fault("answer_lost", {"path_prefix": ORDERS})
    refused(shop.order(), 502, "SYSTEM_ERROR")
    assert shop.look().json()["trade_state"] == "NOTPAY"
    assert shop.order().status_code == 200


def test_a_cut_answer_took_effect(shop, control):
    shop.paid()
    before = shop.money()
    control.fault("answer_lost", {"path_prefix": "/v3/refund"}, value="cut")
    with pytest.raises(httpx.RemoteProtocolError):
        shop.refund(9900)
    assert shop.money() == (before[0], before[1] - 9900, before[2])
    assert shop.refund(9900).json()["status"] == "PROCESSING"
    assert shop.money() == (before[0], before[1] - 9900, before[2])


@pytest.mark.parametrize("kind", ["lost", "timeout"])
def test_a_call_that_never_arrives_has_no_effect(shop, control, kind):
    control.fault(kind, {"path_prefix": ORDERS}, value=0)
    with pytest.raises(httpx.RemoteProtocolError):
        shop.order()
    refused(shop.look(), 404, "ORDER_NOT_EXIST")


def test_a_slow_call_is_done_in_the_end(shop, control):
    control.fault("slow", {"path_prefix": ORDERS}, value=1)
    started = time.monotonic()
    assert shop.order().status_code == 200
    assert time.monotonic() - started >= 1


def test_a_forged_answer_does_not_verify(shop, control):
    control.fault("forged", {"path_prefix": ORDERS})
    answer = shop.order()
    assert answer.status_code == 200
    with pytest.raises(InvalidSignature):
        shop.signer.verify(answer.headers, answer.content)


def test_faults_reach_the_mini_program_side(control, http, merchant):
    query = {
        "grant_type": "client_credential",
        "appid": merchant["mini_appid"],
        "secret": merchant["mini_secret"],
    }
    control.fault("rate_limited", {"path_prefix": "/cgi-bin/token"})
    assert http.get("/cgi-bin/token", params=query).json()["errcode"] == 45009
    control.fault("http_5xx", {"path_prefix": "/cgi-bin/token"}, value=502)
    assert http.get("/cgi-bin/token", params=query).status_code == 502
    control.fault("answer_lost", {"path_prefix": "/cgi-bin/token"})
    assert http.get("/cgi-bin/token", params=query).status_code == 502
    for kind, value in (("answer_lost", "cut"), ("lost", None)):
        control.fault(kind, {"path_prefix": "/cgi-bin/token"}, value=value)
        with pytest.raises(httpx.RemoteProtocolError):
            http.get("/cgi-bin/token", params=query)
    assert http.get("/cgi-bin/token", params=query).json()["expires_in"] == 7200


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "earthquake"},
        {"kind": "late", "match": {"path_prefix": "/v3"}},
        {"kind": "slow", "match": {"event": "TRANSACTION.SUCCESS"}},
        {"kind": "lost", "match": {"colour": "red"}},
        {"kind": "lost", "times": 0},
    ],
)
def test_faults_that_make_no_sense_are_refused(control, body):
    assert control.post("/faults", body, status=400)["code"] in ("BAD_FAULT", "BAD_INPUT")
    assert control.get("/faults")["faults"] == []


def test_a_fault_of_nobody_can_not_be_deleted(control):
    assert control.http.delete("/_sandbox/faults/999999").status_code == 404
