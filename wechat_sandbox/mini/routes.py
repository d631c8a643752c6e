"""The paths of api.weixin.qq.com."""

from fastapi import APIRouter

from wechat_sandbox.mini import login, oauth, tokens
from wechat_sandbox.mini.door import Handler, endpoint

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
}


def mini_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for path, (method, handler, token) in CALLS.items():
        # Both methods are taken, so that the wrong one is refused in WeChat's words (43001, 43002).
        router.add_api_route(path, endpoint(handler, method, token=token), methods=["GET", "POST"])
    return router
