"""Our side of WeChat Pay against the published TEST ONLY vectors: what is genuine opens, anything else does not."""

import json
from pathlib import Path

import pytest

from lianyi.wechat import pay
from lianyi.wechat.pay import NoticeForged, PayKeys, PayUnanswered, TradeState

VECTORS = json.loads((Path(__file__).parents[1] / "wechat_sandbox" / "vectors.test-only.json").read_text())
KEYS = VECTORS["keys"]
CALLBACK = VECTORS["callback"]


@pytest.fixture
def keys():
    return PayKeys(
        mchid=KEYS["mchid"], serial_no=KEYS["merchant_cert_serial"], private_key=KEYS["merchant_private_key_pem"],
        apiv3_key=KEYS["apiv3_key"], public_key_id=KEYS["platform_public_key_id"],
        public_key=KEYS["platform_public_key_pem"],
    )  # fmt: skip


@pytest.fixture
def then(monkeypatch):
    """The machine's clock at the moment of the vectors."""
    monkeypatch.setattr(pay, "wall_seconds", lambda: int(CALLBACK["timestamp"]) + 10)


def headers(**more):
    return {
        "wechatpay-timestamp": CALLBACK["timestamp"], "wechatpay-nonce": CALLBACK["nonce"],
        "wechatpay-signature": CALLBACK["signature_by_platform_key"],
        "wechatpay-serial": KEYS["platform_public_key_id"],
        "wechatpay-signature-type": "WECHATPAY2-SHA256-RSA2048", **more,
    }  # fmt: skip


async def test_the_published_callback_opens(keys, then):
    notice = await pay.open_notice(keys, headers(), CALLBACK["body"].encode())
    assert (notice.id, notice.event) == ("EV-2026010100000001", "TRANSACTION.SUCCESS")
    assert (notice.trade.state, notice.trade.total_fen, notice.trade.out_trade_no) == (
        TradeState.SUCCESS, 9900, "ORDER202601010001",
    )  # fmt: skip


async def test_a_changed_byte_is_forged(keys, then):
    with pytest.raises(NoticeForged):
        await pay.open_notice(
            keys, headers(), CALLBACK["body"].replace("TRANSACTION", "TRANSACTIOM").encode()
        )


@pytest.mark.parametrize("skew", [301, -301])
async def test_an_old_or_early_callback_is_refused_before_its_signature(keys, monkeypatch, skew):
    monkeypatch.setattr(pay, "wall_seconds", lambda: int(CALLBACK["timestamp"]) + skew)
    with pytest.raises(NoticeForged, match="stale"):
        await pay.open_notice(keys, headers(), CALLBACK["body"].encode())


@pytest.mark.parametrize(
    "change",
    [
        {"wechatpay-serial": "PUB_KEY_ID_0000"},
        {"wechatpay-serial": "not-hex"},
        {"wechatpay-signature": "WECHATPAY/SIGNTEST/abcdefg"},
        {"wechatpay-signature-type": "WECHATPAY2-SM2-WITH-SM3"},
        {"wechatpay-timestamp": ""},
    ],
)
async def test_a_wrong_header_is_forged(keys, then, configured, change):
    with pytest.raises(NoticeForged):
        await pay.open_notice(keys, headers(**change), CALLBACK["body"].encode())


async def test_another_apiv3_key_opens_nothing(keys, then):
    import dataclasses

    with pytest.raises(NoticeForged):
        await pay.open_notice(
            dataclasses.replace(keys, apiv3_key="x" * 32), headers(), CALLBACK["body"].encode()
        )


async def test_the_pay_sheet_is_signed_like_the_vector(keys, monkeypatch):
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    vector = VECTORS["pay_sign"]
    params = await pay.sign_client(keys, vector["appId"], vector["package"].removeprefix("prepay_id="))
    message = "\n".join((params["appId"], params["timeStamp"], params["nonceStr"], params["package"])) + "\n"
    import base64

    public = load_pem_private_key(KEYS["merchant_private_key_pem"].encode(), None).public_key()
    public.verify(base64.b64decode(params["paySign"]), message.encode(), PKCS1v15(), SHA256())
    assert (params["signType"], params["package"]) == ("RSA", vector["package"])


async def test_an_answer_of_unknown_shape_is_no_answer(keys, world):
    merchant = await world.merchant()
    from tests.wechat_world import keys_of

    with pytest.raises(PayUnanswered, match="unknown shape"), pay.readable("query"):
        pay._trade({"appid": merchant["mini_appid"], "trade_state": "SOMETHING_NEW"})
    assert await pay.query(keys_of(merchant), "NOBODY-KNOWS-THIS-1") is None
