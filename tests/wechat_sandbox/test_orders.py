"""Orders: what a body may hold, re-entry, query, close, and how each product is paid."""

import pytest

from tests.wechat_sandbox.sides import DAY, HOUR, MINUTE, refused

H5_SCENE = {"payer_client_ip": "203.0.113.9", "h5_info": {"type": "Wap"}}


def test_a_jsapi_order_answers_a_prepay_id(shop):
    token = shop.prepay()
    assert token.startswith("wx")
    assert len(token) == 36


def test_an_unpaid_order_is_queried_as_documented(shop, merchant):
    shop.prepay(attach="x")
    assert shop.look().json() == {
        "amount": {"currency": "CNY", "total": 9900},
        "appid": merchant["mini_appid"],
        "mchid": merchant["mchid"],
        "out_trade_no": shop.number,
        "trade_state": "NOTPAY",
        "trade_state_desc": "订单未支付",
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": ...}, "/description"),
        ({"description": ""}, "/description"),
        ({"description": "长" * 128}, "/description"),
        ({"description": 5}, "/description"),
        ({"out_trade_no": "12345"}, "/out_trade_no"),
        ({"out_trade_no": "1" * 33}, "/out_trade_no"),
        ({"out_trade_no": "SO 00001"}, "/out_trade_no"),
        ({"notify_url": "http://shop.example.com/n"}, "/notify_url"),
        ({"notify_url": "https://shop.example.com/n?a=1"}, "/notify_url"),
        ({"notify_url": "https://shop.example.com/" + "n" * 256}, "/notify_url"),
        ({"notify_url": "ftp://127.0.0.1/n"}, "/notify_url"),
        ({"notify_url": "https://[1/n"}, "/notify_url"),
        ({"amount": ...}, "/amount"),
        ({"amount": {"total": 0}}, "/amount/total"),
        ({"amount": {"total": 99.0}}, "/amount/total"),
        ({"amount": {"total": "9900"}}, "/amount/total"),
        ({"amount": {"total": True}}, "/amount/total"),
        ({"amount": {"total": 1, "currency": "USD"}}, "/amount/currency"),
        ({"amount": {"total": 1, "payer_total": 1}}, "/amount/payer_total"),
        ({"attach": "a" * 129}, "/attach"),
        ({"attach": None}, "/attach"),
        ({"goods_tag": "g" * 33}, "/goods_tag"),
        ({"time_expire": "2026-01-01 00:00:00"}, "/time_expire"),
        ({"time_expire": "2026-01-01T00:00:00"}, "/time_expire"),
        ({"limit_pay": ["no_gift"]}, "/limit_pay/0"),
        ({"limit_pay": []}, "/limit_pay"),
        ({"support_fapiao": "true"}, "/support_fapiao"),
        ({"payer": ...}, "/payer"),
        ({"payer": {"openid": ""}}, "/payer/openid"),
        ({"settle_info": {"profit_sharing": 1}}, "/settle_info/profit_sharing"),
        ({"detail": {"goods_detail": []}}, "/detail/goods_detail"),
        ({"detail": {"goods_detail": [{"merchant_goods_id": "a b", "quantity": 1, "unit_price": 1}]}},
         "/detail/goods_detail/0/merchant_goods_id"),
        ({"scene_info": {"device_id": "1"}}, "/scene_info/payer_client_ip"),
        ({"surprise": 1}, "/surprise"),
        ({"sub_mchid": "1"}, "/sub_mchid"),
    ],
)  # fmt: skip
def test_a_field_out_of_its_rule_is_named_and_no_order_is_made(shop, control, changed, field):
    body = refused(shop.order(**changed), 400, "PARAM_ERROR")
    assert body["detail"]["field"] == field
    assert control.get("/orders", mchid=shop.mchid, out_trade_no=shop.number)["orders"] == []


def test_an_unknown_field_is_refused_in_wechats_words(shop):
    body = refused(shop.order(surprise=1), 400, "PARAM_ERROR")
    assert body["message"] == "请求中含有未在API文档中定义的参数"


def test_limits_are_reached_but_not_exceeded(shop):
    answer = shop.order(
        description="长" * 127,
        attach="a" * 128,
        goods_tag="g" * 32,
        limit_pay=["no_credit"],
        support_fapiao=True,
        detail={
            "cost_price": 1,
            "goods_detail": [{"merchant_goods_id": "a-1", "quantity": 1, "unit_price": 0}],
        },
        scene_info={"payer_client_ip": "203.0.113.9", "store_info": {"id": "1"}},
        settle_info={"profit_sharing": True},
    )
    assert answer.status_code == 200
    assert shop.control.order(shop.mchid, shop.number)["profit_sharing"] is True


def test_the_mchid_of_the_body_must_be_the_signers(shop, stranger):
    refused(shop.order(mchid=stranger["mchid"]), 400, "PARAM_ERROR")


def test_an_appid_of_another_merchant_does_not_match(shop, stranger):
    refused(shop.order(appid=stranger["mini_appid"]), 400, "APPID_MCHID_NOT_MATCH")


def test_a_second_app_can_be_bound_and_pays_with_its_own_openids(shop, control, buyer):
    app = control.post(f"/merchants/{shop.mchid}/apps", {"kind": "mini"})
    openid = control.get(f"/people/{buyer['id']}")["openids"][app["appid"]]
    assert shop.order(appid=app["appid"], payer={"openid": openid}).status_code == 200


def test_an_existing_app_can_be_bound_to_a_second_merchant(shop, stranger, control):
    control.post(f"/merchants/{shop.mchid}/apps", {"appid": stranger["oa_appid"]})
    assert stranger["oa_appid"] in [app["appid"] for app in control.get(f"/merchants/{shop.mchid}")["apps"]]


def test_an_openid_of_another_app_is_refused(shop, buyer, merchant):
    other = buyer["openids"][merchant["oa_appid"]]
    refused(shop.order(payer={"openid": other}), 400, "INVALID_REQUEST")


def test_an_openid_of_nobody_is_refused(shop):
    refused(shop.order(payer={"openid": "oNobody"}), 400, "PARAM_ERROR")


def test_the_same_parameters_answer_again_with_a_fresh_prepay_id(shop):
    first, second = shop.prepay(), shop.prepay()
    assert first != second
    assert shop.control.order(shop.mchid, shop.number)["credentials"] == [first, second]


@pytest.mark.parametrize("changed", [{"amount": {"total": 9800, "currency": "CNY"}}, {"attach": "x"}])
def test_other_parameters_are_refused_and_change_nothing(shop, changed):
    shop.prepay()
    body = refused(shop.order(**changed), 400, "INVALID_REQUEST")
    assert body["message"] == "请求重入时，参数与首次请求时不一致"
    assert shop.look().json()["amount"]["total"] == 9900


def test_a_later_time_expire_is_other_parameters(shop):
    shop.prepay(time_expire="2099-01-01T00:00:00+08:00")
    refused(shop.order(time_expire="2099-01-02T00:00:00+08:00"), 400, "INVALID_REQUEST")


def test_the_same_number_for_another_product_is_refused(shop):
    shop.prepay()
    refused(shop.order("native", payer=...), 400, "INVALID_REQUEST")


def test_a_paid_number_can_not_be_ordered_again(shop):
    shop.paid()
    refused(shop.order(), 400, "ORDER_PAID")


def test_a_closed_number_can_not_be_ordered_again(shop):
    shop.prepay()
    shop.close()
    refused(shop.order(), 400, "ORDER_CLOSED")


def test_two_merchants_may_use_the_same_number(shop, http, stranger, control, buyer):
    from tests.wechat_sandbox.sides import Signer

    shop.prepay()
    other = Signer(http, stranger)
    body = shop.body(
        mchid=stranger["mchid"],
        appid=stranger["mini_appid"],
        payer={"openid": buyer["openids"][stranger["mini_appid"]]},
    )
    assert other.post("/v3/pay/transactions/jsapi", body).status_code == 200
    refused(
        other.get(f"/v3/pay/transactions/out-trade-no/{shop.number}?mchid={shop.mchid}"), 400, "PARAM_ERROR"
    )


def test_paying_moves_the_money_and_answers_the_query(shop, openid, buyer):
    before = shop.money()
    transaction = shop.paid(attach="门店3", scene_info={"payer_client_ip": "203.0.113.9", "device_id": "d1"})
    assert len(transaction) == 28
    assert transaction.startswith("42")
    assert shop.money() == (before[0] - 9900, before[1] + 9900, before[2])
    order = shop.look().json()
    assert order["amount"] == {"currency": "CNY", "total": 9900, "payer_currency": "CNY", "payer_total": 9900}
    assert order["trade_state"] == "SUCCESS"
    assert order["trade_type"] == "JSAPI"
    assert order["bank_type"] == "OTHERS"
    assert order["attach"] == "门店3"
    assert order["payer"] == {"openid": openid}
    assert order["scene_info"] == {"device_id": "d1"}
    assert order["success_time"].endswith("+08:00")
    by_id = shop.signer.get(f"/v3/pay/transactions/id/{transaction}?mchid={shop.mchid}")
    assert by_id.json() == order
    newest = shop.control.get(f"/people/{buyer['id']}")["movements"][0]
    assert (newest["delta_fen"], newest["kind"], newest["reference"]) == (-9900, "pay", transaction)


def test_paying_twice_is_refused_and_takes_nothing(shop):
    token = shop.prepay()
    shop.control.post("/pay", {"prepay_id": token})
    before = shop.money()
    assert shop.control.post("/pay", {"prepay_id": token}, status=409)["code"] == "ORDER_PAID"
    assert shop.money() == before


def test_a_wallet_that_is_too_small_pays_nothing(shop, control, merchant):
    poor = control.post("/people", {"name": "周宁", "balance_fen": 9899})
    token = shop.prepay(payer={"openid": poor["openids"][merchant["mini_appid"]]})
    assert control.post("/pay", {"prepay_id": token}, status=409)["code"] == "NOT_ENOUGH"
    assert control.get(f"/people/{poor['id']}")["balance_fen"] == 9899
    assert shop.look().json()["trade_state"] == "NOTPAY"
    assert control.deliveries(out_trade_no=shop.number) == []


def test_another_person_may_not_pay_a_jsapi_order(shop, control):
    other = control.post("/people", {"name": "陈一"})
    refusal = control.post("/pay", {"prepay_id": shop.prepay(), "person": other["id"]}, status=403)
    assert refusal["code"] == "NOT_THE_PAYER"
    assert shop.look().json()["trade_state"] == "NOTPAY"


def test_cancelling_keeps_the_order_unpaid(shop, control):
    token = shop.prepay()
    assert control.post("/cancel", {"prepay_id": token}) == {"trade_state": "NOTPAY"}
    assert control.post("/pay", {"prepay_id": token})["trade_state"] == "SUCCESS"


def test_a_prepay_id_lives_two_hours_and_the_order_longer(shop, control):
    token = shop.prepay()
    control.advance(2 * HOUR)
    assert control.post("/pay", {"prepay_id": token}, status=409)["code"] == "CREDENTIAL_EXPIRED"
    assert control.post("/pay", {"prepay_id": shop.prepay()})["trade_state"] == "SUCCESS"


def test_an_unpaid_order_is_closed_after_seven_days(shop, control):
    shop.prepay()
    control.advance(7 * DAY - 10)
    assert shop.look().json()["trade_state"] == "NOTPAY"
    control.advance(20)
    assert shop.look().json()["trade_state"] == "CLOSED"
    refused(shop.order(), 400, "ORDER_CLOSED")


def test_time_expire_closes_earlier_but_not_within_a_minute(shop, control):
    shop.prepay(time_expire="2020-01-01T00:00:00+08:00")
    control.advance(MINUTE - 10)
    assert shop.look().json()["trade_state"] == "NOTPAY"
    control.advance(20)
    assert control.run_due() >= 1
    assert control.order(shop.mchid, shop.number)["state"] == "CLOSED"
    assert (
        control.post("/pay", {"out_trade_no": shop.number, "mchid": shop.mchid}, status=409)["code"]
        == "ORDER_CLOSED"
    )


def test_a_native_order_is_paid_by_whoever_scans(shop, control, buyer):
    url = shop.order("native", payer=...).json()["code_url"]
    assert url.startswith("weixin://wxpay/bizpayurl?pr=")
    assert control.post("/pay", {"code_url": url}, status=400)["code"] == "PERSON_NEEDED"
    control.post("/pay", {"code_url": url, "person": buyer["id"]})
    order = shop.look().json()
    assert (order["trade_state"], order["trade_type"]) == ("SUCCESS", "NATIVE")


def test_a_re_order_makes_the_older_code_url_invalid(shop, control, buyer):
    first = shop.order("native", payer=...).json()["code_url"]
    second = shop.order("native", payer=...).json()["code_url"]
    refusal = control.post("/pay", {"code_url": first, "person": buyer["id"]}, status=409)
    assert refusal["code"] == "CREDENTIAL_EXPIRED"
    assert control.post("/pay", {"code_url": second, "person": buyer["id"]})["trade_state"] == "SUCCESS"


def test_an_h5_order_needs_its_scene(shop):
    assert refused(shop.order("h5", payer=...), 400, "PARAM_ERROR")["detail"]["field"] == "/scene_info"
    scene = {"payer_client_ip": "203.0.113.9"}
    body = refused(shop.order("h5", payer=..., scene_info=scene), 400, "PARAM_ERROR")
    assert body["detail"]["field"] == "/scene_info/h5_info"


def test_an_h5_url_lives_five_minutes(shop, control, buyer):
    url = shop.order("h5", payer=..., scene_info=H5_SCENE).json()["h5_url"]
    control.advance(5 * MINUTE)
    assert (
        control.post("/pay", {"h5_url": url, "person": buyer["id"]}, status=409)["code"]
        == "CREDENTIAL_EXPIRED"
    )


def test_an_h5_order_is_paid_as_mweb(shop, control, buyer):
    url = shop.order("h5", payer=..., scene_info=H5_SCENE).json()["h5_url"]
    control.post(
        "/pay", {"h5_url": url + "&redirect_url=https%3A%2F%2Fshop.example.com", "person": buyer["id"]}
    )
    assert shop.look().json()["trade_type"] == "MWEB"


def test_an_app_order_answers_a_prepay_id(shop, control, buyer):
    token = shop.order("app", payer=...).json()["prepay_id"]
    control.post("/pay", {"prepay_id": token, "person": buyer["id"]})
    assert shop.look().json()["trade_type"] == "APP"


def test_closing_is_re_entrant(shop):
    shop.prepay()
    assert [shop.close().status_code for _ in range(2)] == [204, 204]
    assert shop.look().json()["trade_state"] == "CLOSED"


def test_a_paid_order_can_not_be_closed(shop):
    shop.paid()
    refused(shop.close(), 400, "ORDER_PAID")
    assert shop.look().json()["trade_state"] == "SUCCESS"


def test_what_was_never_ordered_can_not_be_closed_or_queried(shop):
    refused(shop.close(), 404, "ORDER_NOT_EXIST")
    refused(shop.look(), 404, "ORDER_NOT_EXIST")
    refused(shop.signer.get(f"/v3/pay/transactions/id/42?mchid={shop.mchid}"), 404, "ORDER_NOT_EXIST")


def test_a_query_says_who_asks(shop):
    refused(shop.signer.get(f"/v3/pay/transactions/out-trade-no/{shop.number}"), 400, "PARAM_ERROR")


def test_a_close_names_its_merchant(shop):
    shop.prepay()
    target = f"/v3/pay/transactions/out-trade-no/{shop.number}/close"
    refused(shop.signer.post(target, {}), 400, "PARAM_ERROR")
    refused(shop.signer.post(target, {"mchid": "1900000009"}), 400, "PARAM_ERROR")
    assert shop.look().json()["trade_state"] == "NOTPAY"
