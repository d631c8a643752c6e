"""The paths of api.weixin.qq.com."""

from wechat_sandbox.mini import (
    complaints,
    links,
    login,
    oauth,
    safety,
    shipping,
    subscribe,
    templates,
    tokens,
    trade,
)
from wechat_sandbox.mini.door import Handler, endpoint
from wechat_sandbox.shortcut import Endpoints

# path → method, handler, needs an access token
CALLS: dict[str, tuple[str, Handler, bool]] = {
    "/cgi-bin/token": ("GET", tokens.plain_token, False),
    "/cgi-bin/stable_token": ("POST", tokens.stable_token, False),
    "/cgi-bin/ticket/getticket": ("GET", tokens.ticket, True),
    "/sns/jscode2session": ("GET", login.session, False),
    "/sns/oauth2/access_token": ("GET", oauth.access_token, False),
    "/sns/oauth2/refresh_token": ("GET", oauth.refresh_token, False),
    "/sns/userinfo": ("GET", oauth.user_info, False),
    "/sns/auth": ("GET", oauth.check, False),
    "/wxa/checksession": ("GET", login.check_session, True),
    "/wxa/resetusersessionkey": ("GET", login.reset_session, True),
    "/wxa/business/getuserphonenumber": ("POST", login.phone_number, True),
    "/wxa/getwxacodeunlimit": ("POST", links.unlimited_code, True),
    "/wxa/generate_urllink": ("POST", links.url_link, True),
    "/wxa/generatescheme": ("POST", links.url_scheme, True),
    "/cgi-bin/message/subscribe/send": ("POST", subscribe.send, True),
    "/cgi-bin/message/subscribe/bizsend": ("POST", subscribe.send_notice, True),
    "/wxaapi/newtmpl/getcategory": ("GET", templates.categories, True),
    "/wxaapi/newtmpl/getpubtemplatetitles": ("GET", templates.titles, True),
    "/wxaapi/newtmpl/getpubtemplatekeywords": ("GET", templates.keywords, True),
    "/wxaapi/newtmpl/addtemplate": ("POST", templates.choose, True),
    "/wxaapi/newtmpl/gettemplate": ("GET", templates.chosen, True),
    "/wxaapi/newtmpl/deltemplate": ("POST", templates.drop, True),
    "/wxa/msg_sec_check": ("POST", safety.check_text, True),
    "/wxa/sec/order/upload_shipping_info": ("POST", shipping.upload, True),
    "/wxa/sec/order/get_order": ("POST", trade.get_order, True),
    "/wxa/sec/order/get_order_list": ("POST", trade.list_orders, True),
    "/wxa/sec/order/notify_confirm_receive": ("POST", shipping.notify_receive, True),
    "/wxa/sec/order/set_msg_jump_path": ("POST", trade.set_jump_path, True),
    "/wxa/sec/order/is_trade_managed": ("POST", trade.is_managed, True),
    "/wxa/sec/order/is_trade_management_confirmation_completed": ("POST", trade.is_confirmed, True),
    "/wxaapi/minishop/complaintOrderDetail": ("GET", complaints.show, True),
    "/wxaapi/minishop/bussiRespondComplaint": ("POST", complaints.respond, True),
    "/wxaapi/minishop/bussiSupplyProof": ("POST", complaints.supply_proof, True),
    "/wxaapi/minishop/bussiSupplyRefund": ("POST", complaints.supply_refund, True),
    "/wxaapi/minishop/busiAppeal": ("POST", complaints.appeal, True),
    "/cgi-bin/express/delivery/open_msg/get_delivery_list": ("POST", trade.list_carriers, True),
}


def mini_endpoints() -> Endpoints:
    """By both methods, so that the wrong one is refused in WeChat's words (43001, 43002)."""
    return {
        (method, path): endpoint(handler, right, token=token)
        for path, (right, handler, token) in CALLS.items()
        for method in ("GET", "POST")
    }
