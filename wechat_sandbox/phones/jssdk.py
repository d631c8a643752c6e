"""What the JS-SDK asks of WeChat: is this page's signature right, is this payment signed by the merchant."""

from dataclasses import dataclass
from hashlib import sha1
from typing import Any
from urllib.parse import urlsplit

from wechat_sandbox import crypto
from wechat_sandbox.pay import payment
from wechat_sandbox.phones.fronts import known_origins
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

NONCE_MAX = 32
_SIGNED = ("appId", "timeStamp", "nonceStr", "package")


@dataclass(slots=True, frozen=True)
class PageConfig:
    """The arguments of `wx.config` and the address they were signed for."""

    appid: str
    timestamp: str
    nonce: str
    signature: str
    url: str


def config_problem(sandbox: Sandbox, config: PageConfig) -> str | None:
    """WeChat's words against a `wx.config`, or None when it is right (official-account A6).

    The ticket of the app's official account signs the address without what follows `#`.
    """
    parts = urlsplit(config.url)
    if f"{parts.scheme}://{parts.netloc}" not in known_origins(sandbox.db):
        return "config:fail, invalid url domain"
    app = sandbox.db.one("select kind from apps where appid = ?", (config.appid,))
    if app is None:
        return "config:fail, invalid appid"
    if app["kind"] != "official":
        return "config:fail, permission denied"
    ticket = sandbox.db.one(
        "select ticket from tickets where appid = ? and type = 'jsapi' and expires_at_ms > ?",
        (config.appid, sandbox.clock.now_ms()),
    )
    if ticket is None:
        return "config:fail, invalid signature"
    text = (
        f"jsapi_ticket={ticket['ticket']}&noncestr={config.nonce}&timestamp={config.timestamp}"
        f"&url={config.url.partition('#')[0]}"
    )
    right = sha1(text.encode(), usedforsecurity=False).hexdigest()
    return None if right == config.signature.lower() else "config:fail, invalid signature"


def signed_prepay(sandbox: Sandbox, given: dict[str, str]) -> str:
    """The prepay_id in the parameters of `getBrandWCPayRequest`, if the merchant signed them (pay-v3 2.5).

    Raises ControlRefusal 400 PARAM_ERROR or SIGN_INVALID, 404 ORDER_NOT_EXIST.
    """
    missing = [name for name in (*_SIGNED, "paySign") if not given.get(name)]
    if missing or given.get("signType") != "RSA" or len(given["nonceStr"]) > NONCE_MAX:
        raise ControlRefusal(
            400, "PARAM_ERROR", f"调用支付JSAPI缺少参数：{missing[0] if missing else 'signType'}"
        )
    token = given["package"].removeprefix("prepay_id=")
    order = sandbox.db.one(
        "select o.mchid, o.appid from credentials c join orders o on o.mchid = c.mchid and"
        " o.out_trade_no = c.out_trade_no"
        " where c.token = ? and c.kind = 'prepay'",
        (token,),
    )
    merchant = sandbox.keys.of(order["mchid"]) if order else None
    if order is None or merchant is None:
        raise ControlRefusal(404, "ORDER_NOT_EXIST", "支付凭证不存在")
    if order["appid"] != given["appId"]:
        raise ControlRefusal(400, "SIGN_INVALID", "appId与下单时不一致", "appId")
    message = "".join(f"{given[name]}\n" for name in _SIGNED).encode()
    if not crypto.verify(merchant.public_key, message, given["paySign"]):
        raise ControlRefusal(400, "SIGN_INVALID", "支付验证签名失败", "paySign")
    return token


def shown_sheet(sandbox: Sandbox, given: dict[str, str], person: str) -> dict[str, Any]:
    """What the pay sheet of this person's phone shows. Raises ControlRefusal as `signed_prepay` and `open_sheet`."""
    token = signed_prepay(sandbox, given)
    sheet = payment.open_sheet(sandbox, token)
    payer = payment.payer_of(sandbox, sheet, person)
    merchant = sandbox.db.one("select name from merchants where mchid = ?", (sheet.order["mchid"],))
    return {
        "prepay_id": token,
        "merchant": merchant["name"] if merchant else "",
        "description": sheet.order["description"],
        "total_fen": sheet.order["total_fen"],
        "balance_fen": payer["balance_fen"],
    }
