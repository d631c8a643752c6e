"""`open.weixin.qq.com/connect/oauth2/authorize`: the person consents, the browser goes back with a code (A1)."""

import re
from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from wechat_sandbox.accounts.people import issue_code, person_row
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.pages.look import page
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

router = APIRouter(include_in_schema=False, dependencies=[Depends(loopback_only)])
SCOPES = {"snsapi_base": "登录", "snsapi_userinfo": "获取你的昵称、头像"}
STATE = re.compile(r"[0-9A-Za-z]{0,128}")
PEOPLE_MAX = 100


@router.get("/connect/oauth2/authorize")
async def authorize(request: Request, sandbox: Box) -> Response:
    """Shows who may consent; `sandbox_person` skips the page."""
    query = dict(request.query_params)
    try:
        _check(sandbox, query)
        if "sandbox_person" in query:
            return _back(sandbox, query)
    except ControlRefusal as refusal:
        reason = f'<p>{escape(refusal.message)}</p><p class="hint">{refusal.code}</p>'
        body = f'<div class="card center"><h1>授权失败</h1>{reason}</div>'
        return HTMLResponse(page("授权失败", body, phone=True), refusal.status)
    return HTMLResponse(_choice(sandbox, query))


def _check(sandbox: Sandbox, query: dict[str, str]) -> None:
    """Refuse in WeChat's page errors: 10003 domain, 10005 scope, 10016 account."""
    app = sandbox.db.one(
        "select * from apps where appid = ? and kind = 'official'", (query.get("appid", ""),)
    )
    if app is None:
        raise ControlRefusal(400, "10016", "公众号不存在")
    target = urlsplit(query.get("redirect_uri", ""))
    if target.scheme not in ("http", "https") or (
        app["oauth_domain"] and target.netloc != app["oauth_domain"]
    ):
        raise ControlRefusal(400, "10003", "redirect_uri域名与后台配置不一致")
    if query.get("response_type") != "code" or query.get("scope") not in SCOPES:
        raise ControlRefusal(400, "10005", "该公众号没有这个scope的权限")
    if not STATE.fullmatch(query.get("state", "")):
        raise ControlRefusal(400, "10015", "state只能是128字节以内的字母和数字")


def _back(sandbox: Sandbox, query: dict[str, str]) -> Response:
    person = person_row(sandbox.db, query["sandbox_person"])
    code, _ = issue_code(sandbox, person["id"], query["appid"], "oauth", query["scope"])
    target = urlsplit(query["redirect_uri"])
    added = urlencode({"code": code, "state": query.get("state", "")})
    return RedirectResponse(
        urlunsplit(target._replace(query="&".join(p for p in (target.query, added) if p))), 302
    )


def _choice(sandbox: Sandbox, query: dict[str, str]) -> str:
    app = sandbox.db.one("select name from apps where appid = ?", (query["appid"],))
    people = sandbox.db.all("select id, name, phone from people order by rowid limit ?", (PEOPLE_MAX,))
    items = "".join(
        f'<a class="person" data-test="person" href="?{escape(urlencode(query | {"sandbox_person": person["id"]}))}">'
        f'<img src="/avatars/{escape(person["id"])}.svg" alt=""><span>{escape(person["name"])}<br>'
        f'<span class="hint">{escape(person["phone"])}</span></span></a>'
        for person in people
    )
    empty = '<p class="hint">还没有人，请先在沙箱首页或用控制接口添加。</p>'
    body = (
        f"<h1>{escape(app['name'] if app else '')} 申请{SCOPES[query['scope']]}</h1>"
        f'<p class="hint above">选择以谁的身份同意</p><div class="card">{items or empty}</div>'
        '<script src="/phones/consent.js"></script>'
    )
    return page("微信授权 · 沙箱", body, phone=True)
