"""The mini program's server API: login, phone number, shipping information, subscribe messages.

Source: WeChat mini-program server documentation; every function names its path.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from lianyi.wechat.calls import call, call_with_token, picture_with_token
from lianyi.wechat.types import App, MiniSession, Shipment, ShippedParcel, Template, TradeOrder

UNIFIED, SPLIT = 1, 2
BY_TRANSACTION_ID = 2
ITEM_DESC_CHARS_MAX = 120
PARCELS_MAX = 10
TEMPLATES_MAX = 50


async def code_to_session(app: App, code: str) -> MiniSession:
    """GET /sns/jscode2session: a login code (one use, five minutes) for openid, unionid and session key.

    Raises:
        WeChatCodeSpent: the code is wrong, used or too old.
        WeChatRefused: 40226 for a person WeChat blocks, 45011 above 100 a minute and person.
    """
    query = {
        "appid": app.appid,
        "secret": app.secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    answer = await call("GET", "/sns/jscode2session", query=query)
    return MiniSession(
        openid=str(answer["openid"]),
        unionid=str(answer["unionid"]) if answer.get("unionid") else None,
        session_key=str(answer["session_key"]),
    )


async def phone_number(app: App, code: str) -> tuple[str, str]:
    """POST /wxa/business/getuserphonenumber: (number without country code, country code) that WeChat verified.

    The code comes from a button with open-type getPhoneNumber and is not the login code.
    """
    answer = await call_with_token(app, "/wxa/business/getuserphonenumber", {"code": code})
    info = answer["phone_info"]
    return str(info["purePhoneNumber"]), str(info["countryCode"])


async def upload_shipping_info(app: App, shipment: Shipment) -> None:
    """POST /wxa/sec/order/upload_shipping_info: without it WeChat does not settle the order.

    Raises:
        WeChatRefused: 10060001 while WeChat has not stored the payment yet (wait 10 to 60 s), 10060003 and
            10060004 for good.
    """
    body: dict[str, Any] = {
        "order_key": {"order_number_type": BY_TRANSACTION_ID, "transaction_id": shipment.transaction_id},
        "logistics_type": shipment.logistics_type,
        "delivery_mode": SPLIT if shipment.split else UNIFIED,
        "shipping_list": [_parcel(parcel) for parcel in shipment.parcels[:PARCELS_MAX]],
        "upload_time": shipment.uploaded_at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "payer": {"openid": shipment.payer_openid},
    }
    if shipment.split:
        body["is_all_delivered"] = shipment.all_delivered
    await call_with_token(app, "/wxa/sec/order/upload_shipping_info", body)


async def trade_order(app: App, transaction_id: str) -> TradeOrder:
    """POST /wxa/sec/order/get_order: the state of one order in WeChat's shipping management."""
    answer = await call_with_token(app, "/wxa/sec/order/get_order", {"transaction_id": transaction_id})
    order = answer["order"]
    return TradeOrder(
        transaction_id=str(order["transaction_id"]),
        state=int(order["order_state"]),
        in_complaint=bool(order.get("in_complaint", False)),
    )


async def unlimited_code(app: App, scene: str, page: str, width_px: int) -> bytes:
    """POST /wxa/getwxacodeunlimit: the round code that opens a page with a scene of at most 32 characters.

    Gives PNG or JPEG. `page` must be published; width 280 to 1280 (mini-program 3.1).

    Raises:
        WeChatRefused: 41030 while the page is not published, 40129 or 40169 for a bad scene, 45009 above 5,000 a minute.
    """
    body = {"scene": scene, "page": page, "width": width_px}
    return await picture_with_token(app, "/wxa/getwxacodeunlimit", body)


async def send_subscribe(
    app: App, *, openid: str, template_id: str, values: dict[str, str], page: str | None = None
) -> str:
    """POST /cgi-bin/message/subscribe/send: one message for one recorded consent; gives WeChat's message id.

    Raises:
        WeChatRefused: 43101 when the person did not accept or the consent is used up, 47003 for a value that
            breaks the template's limits, 40037 for an unknown template.
    """
    body: dict[str, Any] = {
        "touser": openid,
        "template_id": template_id,
        "data": {key: {"value": value} for key, value in values.items()},
    }
    if page is not None:
        body["page"] = page
    answer = await call_with_token(app, "/cgi-bin/message/subscribe/send", body)
    return str(answer.get("msgid", ""))


async def templates(app: App) -> list[Template]:
    """GET /wxaapi/newtmpl/gettemplate: the templates a mini program or an official account has chosen, at most 50."""
    answer = await call_with_token(app, "/wxaapi/newtmpl/gettemplate", None)
    return [
        Template(str(one["priTmplId"]), str(one.get("title", "")), str(one.get("content", "")))
        for one in answer.get("data") or []
    ][:TEMPLATES_MAX]


def _parcel(parcel: ShippedParcel) -> dict[str, Any]:
    entry: dict[str, Any] = {"item_desc": parcel.item_desc[:ITEM_DESC_CHARS_MAX]}
    if parcel.tracking_no is not None:
        entry["tracking_no"] = parcel.tracking_no
    if parcel.express_company is not None:
        entry["express_company"] = parcel.express_company
    if parcel.receiver_contact is not None:
        entry["contact"] = {"receiver_contact": parcel.receiver_contact}
    return entry
