"""The pay sheet: what WeChat's client shows when a shop asks for money, as a page of an ordinary browser.

Three ways in: an h5_url, a scanned code_url (`/native/…`), and `/cashier/jsapi` with the parameters of
`getBrandWCPayRequest`, whose paySign is verified as the client does (pay-v3 2.5).
"""

import json
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.pages.look import page, rows, yuan
from wechat_sandbox.pay import payment
from wechat_sandbox.phones.jssdk import signed_prepay
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

router = APIRouter(include_in_schema=False, dependencies=[Depends(loopback_only)])
PEOPLE_MAX = 100
LOOPBACK_IPS = ("127.0.0.1", "::1")
FORM_BYTES_MAX = 16_384


@router.get("/cashier/jsapi")
async def jsapi_sheet(request: Request, sandbox: Box) -> Response:
    """The WeixinJSBridge of an ordinary browser: the sheet for the payer, once the paySign is right."""
    query = dict(request.query_params)
    try:
        token = signed_prepay(sandbox, query)
        sheet = payment.open_sheet(sandbox, token)
    except ControlRefusal as refusal:
        return _refused_page(refusal)
    return _sheet_page(sandbox, sheet, query.get("redirect_url", ""), bridge=True)


@router.get("/native/{token}")
async def native_sheet(token: str, sandbox: Box) -> Response:
    return _opened(sandbox, token, "")


@router.get("/cashier/{token}")
async def sheet_page(token: str, sandbox: Box, redirect_url: str = "") -> Response:
    return _opened(sandbox, token, redirect_url)


def _opened(sandbox: Sandbox, token: str, redirect_url: str) -> Response:
    try:
        sheet = payment.open_sheet(sandbox, token)
        _refuse_loopback(sandbox, sheet)
    except ControlRefusal as refusal:
        return _refused_page(refusal, redirect_url)
    return _sheet_page(sandbox, sheet, redirect_url, bridge=False)


def _refuse_loopback(sandbox: Sandbox, sheet: payment.Sheet) -> None:
    scene = json.loads(sheet.order["request"]).get("scene_info", {})
    strict = sandbox.settings.h5_loopback_ip_refused and sheet.credential["kind"] == "h5"
    if strict and scene.get("payer_client_ip") in LOOPBACK_IPS:
        raise ControlRefusal(403, "CLIENT_IP_REFUSED", "网络环境未能通过安全验证，请稍后再试")


@router.post("/cashier/{token}")
async def decide(token: str, request: Request, sandbox: Box) -> Response:
    """The person paid or closed the sheet; the browser goes back to the shop."""
    raw = await request.body()
    form = {
        name: values[0] for name, values in parse_qs(raw[:FORM_BYTES_MAX].decode("utf-8", "replace")).items()
    }
    redirect_url, bridge = form.get("redirect_url", ""), form.get("bridge") == "1"
    if form.get("action") != "pay":
        return _away(
            redirect_url, "cancel" if bridge else "", "已取消支付", "订单仍未支付，可以回到商家重新支付。"
        )
    try:
        sheet = payment.open_sheet(sandbox, token)
        payer = payment.payer_of(sandbox, sheet, form.get("person"))
        payment.claim_h5(sandbox, sheet, payer["id"])
        paid = payment.pay(sandbox, sheet, payer)
    except ControlRefusal as refusal:
        return _refused_page(refusal, redirect_url)
    return _away(redirect_url, "ok" if bridge else "", "支付成功", f"已支付 ¥{yuan(paid['total_fen'])}")


def _sheet_page(sandbox: Sandbox, sheet: payment.Sheet, redirect_url: str, *, bridge: bool) -> Response:
    order = sheet.order
    merchant = sandbox.db.one("select name from merchants where mchid = ?", (order["mchid"],))
    hidden = {"redirect_url": redirect_url, "bridge": "1" if bridge else ""}
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()
    )
    whole, _, cents = yuan(order["total_fen"]).partition(".")
    shown = rows([("收款方", merchant["name"] if merchant else ""), ("商品", order["description"])])
    body = (
        '<h1 class="center">微信支付 · 沙箱</h1>'
        f'<form class="card" method="post" action="/cashier/{escape(sheet.credential["token"])}">{inputs}'
        f'<p class="amount" data-test="amount"><small>¥</small>{whole}<small>.{cents}</small></p>'
        '<p class="hint center">这里不是真的钱</p>'
        f'<div class="facts">{shown}{_payer_choice(sandbox, sheet)}</div>'
        '<button class="go" name="action" value="pay" data-test="pay">确认支付</button>'
        '<button class="calm" name="action" value="cancel" data-test="cancel" formnovalidate>取消</button></form>'
    )
    return HTMLResponse(page("微信支付 · 沙箱", body, phone=True))


def _payer_choice(sandbox: Sandbox, sheet: payment.Sheet) -> str:
    """The one person an order is bound to, or a choice among all."""
    claimed = sheet.order["openid"] or sheet.credential["person_id"]
    if claimed is not None:
        payer = person_row(sandbox.db, claimed)
        return rows([("付款人", payer["name"]), ("零钱", f"¥{yuan(payer['balance_fen'])}")])
    people = sandbox.db.all("select id, name, balance_fen from people order by rowid limit ?", (PEOPLE_MAX,))
    if not people:
        return '<p class="hint">还没有可以付款的人，请先在沙箱首页添加。</p>'
    options = "".join(
        f'<option value="{escape(person["id"])}">{escape(person["name"])} · 零钱 ¥{yuan(person["balance_fen"])}</option>'
        for person in people
    )
    return (
        '<div class="row"><span>付款人</span></div>'
        f'<select name="person" aria-label="付款人" required>{options}</select>'
    )


def _away(redirect_url: str, result: str, title: str, sentence: str) -> Response:
    """Back to the shop; the result in the query proves nothing, as in life."""
    parts = urlsplit(redirect_url)
    if parts.scheme not in ("http", "https"):
        return HTMLResponse(
            page(
                title, f'<div class="card center"><h1>{title}</h1><p>{escape(sentence)}</p></div>', phone=True
            )
        )
    if result:
        # A hash router keeps its query behind the hash; the real query is what a bridge may touch.
        query = "&".join(part for part in (parts.query, urlencode({"pay_result": result})) if part)
        parts = parts._replace(query=query)
    return RedirectResponse(urlunsplit(parts), 303)


def _refused_page(refusal: ControlRefusal, redirect_url: str = "") -> Response:
    back = ""
    if urlsplit(redirect_url).scheme in ("http", "https"):
        back = f'<a class="button go" href="{escape(redirect_url)}">返回商家</a>'
    body = (
        f'<div class="card center"><h1>无法支付</h1><p data-test="refusal">{escape(refusal.message)}</p>'
        f'<p class="hint above">{escape(refusal.code)}</p>{back}</div>'
    )
    return HTMLResponse(page("无法支付", body, phone=True), refusal.status)
