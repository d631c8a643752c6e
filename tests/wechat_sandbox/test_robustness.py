"""Whatever arrives, the answer is one of WeChat's: nothing a caller sends may break a handler."""

import json

import pytest

from tests.wechat_sandbox.sides import refused
from wechat_sandbox.mini.routes import CALLS

STRANGE = [None, True, -1, 10**30, 1.5, "", "x" * 5000, "\x00", "𠮷", [], [[]], {}, {"a": None}, ["x", 1, {}]]
BODIES = {
    "/cgi-bin/stable_token": {
        "grant_type": "client_credential",
        "appid": "",
        "secret": "",
        "force_refresh": False,
    },
    "/wxa/business/getuserphonenumber": {"code": "x", "openid": "x"},
    "/wxa/getwxacodeunlimit": {
        "scene": "a=1",
        "page": "p",
        "width": 430,
        "check_path": True,
        "env_version": "release",
    },
    "/wxa/generate_urllink": {
        "path": "p",
        "query": "a=1",
        "expire_type": 1,
        "expire_interval": 1,
        "env_version": "",
    },
    "/wxa/generatescheme": {"jump_wxa": {"path": "p", "query": "q"}, "is_expire": True, "expire_time": 1},
    "/cgi-bin/message/subscribe/send": {
        "touser": "o",
        "template_id": "t",
        "page": "p",
        "data": {"thing1": {"value": "x"}},
    },
    "/cgi-bin/message/subscribe/bizsend": {
        "touser": "o",
        "template_id": "t",
        "page": "http://127.0.0.1/",
        "miniprogram": {"appid": "wx", "pagepath": "p"},
        "data": {"thing1": {"value": "x"}},
    },
    "/wxaapi/newtmpl/addtemplate": {"tid": "980", "kidList": [1, 2], "sceneDesc": "d"},
    "/wxaapi/newtmpl/deltemplate": {"priTmplId": "t"},
    "/wxa/msg_sec_check": {"version": 2, "openid": "o", "scene": 2, "content": "c"},
    "/wxa/sec/order/upload_shipping_info": {
        "order_key": {"order_number_type": 2, "transaction_id": "42", "mchid": "1", "out_trade_no": "1"},
        "logistics_type": 1,
        "delivery_mode": 1,
        "is_all_delivered": True,
        "shipping_list": [{"tracking_no": "1", "express_company": "SF", "item_desc": "d", "contact": {}}],
        "upload_time": "2026-01-02T10:00:00.000+08:00",
        "payer": {"openid": "o"},
    },
    "/wxa/sec/order/get_order": {"transaction_id": "42", "merchant_id": "1", "merchant_trade_no": "1"},
    "/wxa/sec/order/get_order_list": {
        "pay_time_range": {"begin_time": 0, "end_time": 1},
        "order_state": 1,
        "openid": "o",
        "last_index": "0",
        "page_size": 1,
    },
    "/wxa/sec/order/notify_confirm_receive": {"transaction_id": "42", "received_time": 1},
    "/wxa/sec/order/set_msg_jump_path": {"path": "p"},
    "/wxa/sec/order/is_trade_managed": {"appid": "wx"},
    "/wxa/sec/order/is_trade_management_confirmation_completed": {"appid": "wx"},
    "/cgi-bin/express/delivery/open_msg/get_delivery_list": {},
    "/wxaapi/minishop/bussiRespondComplaint": {
        "complaintOrderId": "1",
        "bussiHandle": 1,
        "content": "c",
        "mediaIdList": ["m"],
    },
    "/wxaapi/minishop/bussiSupplyProof": {"complaintOrderId": "1", "content": "c", "mediaIdList": ["m"]},
    "/wxaapi/minishop/bussiSupplyRefund": {"complaintOrderId": "1", "content": "c", "mediaIdList": ["m"]},
    "/wxaapi/minishop/busiAppeal": {"complaintOrderId": "1", "content": "c", "mediaIdList": ["m"]},
}


def spoiled(body, path=()):
    """The body with each of its values, however deep, replaced by each strange one."""
    inside = body
    for step in path:
        inside = inside[step]
    for name in list(inside) if isinstance(inside, dict) else range(len(inside)):
        for strange in STRANGE:
            copy = json.loads(json.dumps(body))
            target = copy
            for step in path:
                target = target[step]
            target[name] = strange
            yield copy
        if isinstance(inside[name], dict | list):
            yield from spoiled(body, (*path, name))


def test_every_posted_call_is_among_the_bodies():
    assert set(BODIES) == {path for path, (method, _, _) in CALLS.items() if method == "POST"}


@pytest.mark.parametrize("path", BODIES)
def test_strange_values_are_answered_with_an_errcode(mini, path):
    for body in spoiled(BODIES[path]):
        answer = mini.raw(path, body)
        assert answer.status_code == 200, body
        assert answer.headers["Content-Type"] == "image/png" or isinstance(
            answer.json().get("errcode", 0), int
        ), body


@pytest.mark.parametrize("product", ["jsapi", "h5", "native"])
def test_strange_values_in_an_order_are_refused_or_taken(shop, product):
    scene = {"payer_client_ip": "203.0.113.9", "device_id": "1", "store_info": {"id": "1"}}
    more = {
        "attach": "a",
        "detail": {"goods_detail": [{"merchant_goods_id": "1", "quantity": 1, "unit_price": 1}]},
    }
    body = shop.body(**more, scene_info=scene | ({"h5_info": {"type": "Wap"}} if product == "h5" else {}))
    if product != "jsapi":
        del body["payer"]
    for number, one in enumerate(spoiled(body)):
        if one["out_trade_no"] == shop.number:
            one["out_trade_no"] = f"{shop.number}-{number}"
        answer = shop.signer.post(f"/v3/pay/transactions/{product}", one)
        assert answer.status_code in (200, 400), (one, answer.text)
        assert "prepay_id" in answer.text or "_url" in answer.text or "code" in answer.json()


def test_strange_values_in_a_refund_move_nothing_unasked(shop):
    shop.paid()
    shop.control.post("/settings", {"refund_gap_strict": False})
    before = shop.money()
    for one in spoiled(shop.refund_body(9901, reason="r", goods_detail=[{"merchant_goods_id": "1"}])):
        answer = shop.signer.post("/v3/refund/domestic/refunds", one)
        assert answer.status_code in (400, 404), (one, answer.text)
    assert shop.money() == before


def test_half_a_surrogate_pair_is_no_text(shop, http):
    raw = json.dumps(shop.body()).replace("9900", "9900").encode()
    raw = raw.replace(b'"out_trade_no"', b'"attach":"\\ud83d","out_trade_no"')
    headers = {"Authorization": shop.signer.authorization("POST", "/v3/pay/transactions/jsapi", raw)}
    answer = http.post(
        "/v3/pay/transactions/jsapi", content=raw, headers=headers | {"Content-Type": "application/json"}
    )
    refused(answer, 400, "PARAM_ERROR")
