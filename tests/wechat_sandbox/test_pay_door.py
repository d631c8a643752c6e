"""The door of WeChat Pay: signatures, headers, serials, what is not opened."""

import json
import time

import pytest

from tests.wechat_sandbox.sides import Signer, refused


def test_an_answer_is_signed_with_the_key_the_request_names(shop, merchant):
    answer = shop.order()
    assert answer.headers["Wechatpay-Serial"] == merchant["public_key_id"]
    assert answer.headers["Wechatpay-Signature-Type"] == "WECHATPAY2-SHA256-RSA2048"
    assert "-" in answer.headers["Request-ID"]
    shop.signer.verify(answer.headers, answer.content)


@pytest.mark.parametrize("named", [True, False])
def test_the_platform_certificate_signs_when_it_is_named_or_nothing_is(shop, merchant, named):
    serial = merchant["platform_certificate_serial_no"]
    answer = shop.signer.post(
        "/v3/pay/transactions/jsapi", shop.body(), headers={"Wechatpay-Serial": serial if named else None}
    )
    assert answer.headers["Wechatpay-Serial"] == serial
    shop.signer.verify(answer.headers, answer.content)


def test_a_204_is_signed_too(shop):
    shop.prepay()
    answer = shop.close()
    assert (answer.status_code, answer.content) == (204, b"")
    shop.signer.verify(answer.headers, b"")


def test_an_unknown_wechatpay_serial_is_refused(shop):
    answer = shop.signer.post(
        "/v3/pay/transactions/jsapi", shop.body(), headers={"Wechatpay-Serial": "PUB_KEY_ID_0"}
    )
    refused(answer, 400, "PARAM_ERROR")
    refused(shop.look(), 404, "ORDER_NOT_EXIST")


@pytest.mark.parametrize("drift", [-301, 301])
def test_a_timestamp_more_than_five_minutes_away_is_refused(shop, drift):
    answer = shop.signer.post(
        "/v3/pay/transactions/jsapi", shop.body(), timestamp=str(int(time.time()) + drift)
    )
    refused(answer, 401, "SIGN_ERROR")


@pytest.mark.parametrize("drift", [-290, 290])
def test_a_timestamp_within_five_minutes_passes(shop, drift):
    answer = shop.signer.post(
        "/v3/pay/transactions/jsapi", shop.body(), timestamp=str(int(time.time()) + drift)
    )
    assert answer.status_code == 200


def test_signatures_keep_real_time_while_the_clock_moves(shop, control):
    control.advance(10 * 86_400)
    answer = shop.order()
    assert answer.status_code == 200
    assert abs(int(answer.headers["Wechatpay-Timestamp"]) - time.time()) < 5


def test_one_byte_of_the_body_changed_is_refused_and_leaves_no_order(shop, http):
    body = shop.body()
    raw = json.dumps(body).encode()
    headers = {"Authorization": shop.signer.authorization("POST", "/v3/pay/transactions/jsapi", raw)}
    answer = http.post(
        "/v3/pay/transactions/jsapi", content=raw.replace(b"9900", b"9901"), headers=headers | _JSON
    )
    detail = refused(answer, 401, "SIGN_ERROR")["detail"]
    assert detail["sign_information"]["method"] == "POST"
    refused(shop.look(), 404, "ORDER_NOT_EXIST")


_JSON = {"Content-Type": "application/json"}


def test_the_query_belongs_to_what_is_signed(shop, http):
    target = f"/v3/pay/transactions/out-trade-no/{shop.number}"
    headers = {"Authorization": shop.signer.authorization("GET", target, b"")}
    refused(http.get(f"{target}?mchid={shop.mchid}", headers=headers), 401, "SIGN_ERROR")


@pytest.mark.parametrize(
    "changed",
    [
        {"serial_no": "7" * 40},
        {"mchid": "1999999999"},
        {"signature": "bm90IGEgc2lnbmF0dXJl"},
        {"signature": "***"},
        {"timestamp": "soon"},
    ],
)
def test_wrong_parts_of_the_authorization_are_refused(shop, changed):
    refused(shop.signer.get("/v3/certificates", **changed), 401, "SIGN_ERROR")


@pytest.mark.parametrize("header", [None, "Bearer abc", 'WECHATPAY2-SHA256-RSA2048 mchid="1"'])
def test_a_missing_or_strange_authorization_is_refused(shop, header):
    refused(shop.signer.get("/v3/certificates", headers={"Authorization": header}), 401, "SIGN_ERROR")


def test_another_merchants_key_does_not_open_this_door(shop, http, stranger):
    intruder = Signer(http, stranger)
    intruder.merchant = stranger | {
        "mchid": shop.mchid,
        "merchant_serial_no": shop.signer.merchant["merchant_serial_no"],
    }
    refused(intruder.get("/v3/certificates"), 401, "SIGN_ERROR")


@pytest.mark.parametrize(
    "headers", [{"Accept": "text/html"}, {"User-Agent": ""}, {"Content-Type": "text/plain"}]
)
def test_headers_wechat_asks_for(shop, headers):
    refused(shop.signer.post("/v3/pay/transactions/jsapi", shop.body(), headers=headers), 400, "PARAM_ERROR")


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'{"a":NaN}', b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(shop, http, raw):
    headers = {"Authorization": shop.signer.authorization("POST", "/v3/pay/transactions/jsapi", raw)}
    answer = http.post("/v3/pay/transactions/jsapi", content=raw, headers=headers | _JSON)
    refused(answer, 400, "PARAM_ERROR")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v3/profitsharing/merchant-configs/1900000001"),
        ("POST", "/v3/ecommerce/profitsharing/orders"),
        ("GET", "/v3/bill/sub-merchant-fundflowbill?bill_date=2026-01-01"),
        ("POST", "/v3/combine-transactions/jsapi"),
    ],
)
def test_products_that_are_not_opened_answer_no_auth(shop, method, path):
    refused(shop.signer.call(method, path, {} if method == "POST" else None), 403, "NO_AUTH")


def test_products_that_are_not_opened_check_the_signature_first(shop):
    refused(shop.signer.get("/v3/profitsharing/x", signature="AAAA"), 401, "SIGN_ERROR")


def test_an_unknown_path_does_not_exist(shop):
    refused(shop.signer.get("/v3/nothing"), 404, "RESOURCE_NOT_EXISTS")


def test_sm2_certificates_are_not_kept(shop):
    assert refused(shop.signer.get("/v3/certificates?algorithm_type=SM2"), 400, "PARAM_ERROR")
