"""The wire as `wechatpayv3` speaks it, the client a merchant would use: public-key mode, certificate mode,
async.
"""

import json
from contextlib import asynccontextmanager

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.async_ import AsyncWeChatPay
from wechatpayv3.async_.type import RequestType as AsyncRequestType
from wechatpayv3.async_.type import WeChatPayType as AsyncWeChatPayType


def settings(merchant, receiver, **more):
    return {
        "mchid": merchant["mchid"],
        "private_key": merchant["merchant_private_key"],
        "cert_serial_no": merchant["merchant_serial_no"],
        "appid": merchant["mini_appid"],
        "apiv3_key": merchant["apiv3_key"],
        "notify_url": receiver.url + "/library",
    } | more


def public_key(merchant):
    return {"public_key": merchant["public_key"], "public_key_id": merchant["public_key_id"]}


@pytest.fixture
def client(base, merchant, receiver):
    client = WeChatPay(WeChatPayType.MINIPROG, **settings(merchant, receiver, **public_key(merchant)))
    client._core._gate_way = base
    return client


@asynccontextmanager
async def opened(client, base):
    client._core._gate_way = base
    async with client:
        yield client


def order(shop, openid):
    return {
        "description": "棉T恤1件",
        "out_trade_no": shop.number,
        "amount": {"total": 9900, "currency": "CNY"},
        "payer": {"openid": openid},
    }


def test_order_pay_callback_refund_in_public_key_mode(client, shop, control, receiver, openid):
    code, text = client.pay(**order(shop, openid), settle_info={"profit_sharing": False})
    assert code == 200
    control.post("/pay", {"prepay_id": json.loads(text)["prepay_id"]})
    code, text = client.query(out_trade_no=shop.number)
    assert (code, json.loads(text)["trade_state"]) == (200, "SUCCESS")

    control.run_due()
    heard = receiver.at("/library")[-1]
    told = client.callback(heard.headers, heard.body)
    assert told["event_type"] == "TRANSACTION.SUCCESS"
    assert told["resource"] == json.loads(text)
    assert client.callback(heard.headers, heard.body.replace(b"EV-", b"EW-")) is None

    amount = {"refund": 900, "total": 9900, "currency": "CNY"}
    code, text = client.refund(out_refund_no="L" + shop.number, out_trade_no=shop.number, amount=amount)
    assert (code, json.loads(text)["status"]) == (200, "PROCESSING")
    control.advance(3)
    control.run_due()
    code, text = client.query_refund("L" + shop.number)
    assert (code, json.loads(text)["status"]) == (200, "SUCCESS")


def test_closing_is_verified_without_a_body(client, shop, openid):
    assert client.pay(**order(shop, openid))[0] == 200
    assert client.close(shop.number)[0] == 204
    assert json.loads(client.query(out_trade_no=shop.number)[1])["trade_state"] == "CLOSED"


def test_refusals_come_as_status_and_body(client, shop, openid):
    code, text = client.pay(**order(shop, openid) | {"amount": {"total": 0}})
    assert (code, json.loads(text)["code"]) == (400, "PARAM_ERROR")


def test_a_forged_answer_is_noticed(client, shop, openid, control):
    control.fault("forged", {"path_prefix": "/v3/pay"})
    with pytest.raises(Exception, match="failed to verify the signature"):
        client.pay(**order(shop, openid))


def test_certificate_mode_with_a_certificate_at_hand(
    base, merchant, receiver, shop, control, openid, tmp_path
):
    (tmp_path / "platform.pem").write_text(merchant["platform_certificate"])
    client = WeChatPay(WeChatPayType.MINIPROG, **settings(merchant, receiver), cert_dir=str(tmp_path))
    client._core._gate_way = base
    code, text = client.pay(**order(shop, openid))
    assert code == 200
    control.post(f"/merchants/{merchant['mchid']}", {"callback_mode": "certificate"})
    control.post("/pay", {"prepay_id": json.loads(text)["prepay_id"]})
    control.run_due()
    control.post(f"/merchants/{merchant['mchid']}", {"callback_mode": "public_key"})
    heard = receiver.at("/library")[-1]
    assert client.callback(heard.headers, heard.body)["resource"]["out_trade_no"] == shop.number


async def test_certificate_mode_fetches_the_certificate_by_itself(base, merchant, receiver, shop, openid):
    client = AsyncWeChatPay(AsyncWeChatPayType.MINIPROG, **settings(merchant, receiver))
    async with opened(client, base):
        code, _ = await client.pay(**order(shop, openid))
        assert code == 200
        [certificate] = client._core._certificates
        assert f"{certificate.serial_number:040X}" == merchant["platform_certificate_serial_no"]


async def test_the_asynchronous_client_does_the_same(base, merchant, receiver, shop, control, openid):
    client = AsyncWeChatPay(
        AsyncWeChatPayType.MINIPROG, **settings(merchant, receiver, **public_key(merchant))
    )
    async with opened(client, base):
        code, text = await client.pay(**order(shop, openid))
        assert code == 200
        prepay_id = json.loads(text)["prepay_id"]
        control.post("/pay", {"prepay_id": prepay_id})
        code, text = await client.query(out_trade_no=shop.number)
        assert (code, json.loads(text)["payer"]) == (200, {"openid": openid})
        control.run_due()
        heard = receiver.at("/library")[-1]
        assert client.callback(heard.headers, heard.body)["resource"] == json.loads(text)
        assert (await client.close(shop.number))[0] == 400


async def test_a_call_without_a_body_signs_empty_but_sends_null(base, merchant, receiver):
    """The quirk of the asynchronous client (pay-v3 15): real WeChat refuses it, so the sandbox does too."""
    client = AsyncWeChatPay(
        AsyncWeChatPayType.MINIPROG, **settings(merchant, receiver, **public_key(merchant))
    )
    async with opened(client, base):
        path = "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/1/cancel"
        code, text = await client._core.request(path, method=AsyncRequestType.POST)
        assert (code, json.loads(text)["code"]) == (401, "SIGN_ERROR")
