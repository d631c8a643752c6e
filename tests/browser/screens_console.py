"""A picture of every page of the console and of its states, into .screens; `make screens` runs it."""

import pytest

from tests.browser import aftersales
from tests.browser import counter as at

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
PAGES = {
    "overview": "", "orders": "orders", "shipping": "shipping", "shipping-batch": "shipping?way=batch", "refunds": "refunds",
    "aftersales": "aftersales", "return-addresses": "settings/return-addresses", "complaints": "complaints",
    "people": "people", "products": "products", "categories": "categories", "stock": "stock", "imports": "imports",
    "ledger": "ledger", "notices": "payment-notices", "reconciliation": "reconciliation", "month-statement": "month-statement", "messages": "notices",
    "messages-settings": "notices/settings", "home": "home", "settings": "settings", "freight": "freight",
    "campaigns": "campaigns", "campaign-choose": "campaigns/new", "campaign-new": "campaigns/new?play=group_buy",
    "teams": "group-buy/teams", "shares": "shares", "growth": "growth", "campaign-calendar": "campaign-calendar",
    "brand-calendar": "brand-day/calendar", "help-runs": "help-runs", "prizes": "prizes", "pay": "settings/pay", "wechat": "settings/wechat", "staff": "staff", "audit": "audit", "approvals": "approvals", "account": "account",
    "shopkeepers": "shopkeepers", "shopkeepers-joining": "shopkeepers/joining", "disputes": "disputes",
    "commission-plans": "commission-plans", "commission-plan-new": "commission-plans/new", "price-bands": "price-bands", "payouts": "payouts",
    "withheld-tax": "withheld-tax", "compliance": "compliance", "compliance-findings": "compliance/findings",
    "compliance-evidence": "compliance/evidence", "members": "members", "members-program": "members/program",
    "members-prices": "members/prices", "guarantee": "guarantee", "receivers": "receivers", "product-new": "products/new", "missing": "nowhere",
}  # fmt: skip
WHOLE = {
    "overview", "settings", "product-new", "campaign-new", "shares", "commission-plan-new", "compliance",
    "shopkeepers-joining", "members-program",
}  # fmt: skip
ON_A_PHONE = (
    "overview", "orders", "shipping", "refunds", "aftersales", "complaints", "campaigns", "teams", "shares",
)  # fmt: skip
STATES = ("awaiting_payment", "to_ship", "shipped", "received", "completed", "closed")


@pytest.fixture
def shoot(picture):
    def one(console, name, path=None, *, whole=False):
        if path is not None:
            console.open(path)
        console.page.wait_for_timeout(500)
        picture(console.page, f"console-{name}", whole=whole)

    return one


@pytest.fixture
def console(desk, instance):
    return at.Desk(desk, instance, {})


def test_the_door(console, shoot):
    shoot(console, "sign-in", "sign-in")
    shoot(console, "opening", "open")


def test_every_page_at_a_desk(console, shoot):
    console.sign_in("owner")
    for name, path in PAGES.items():
        shoot(
            console,
            name,
            path,
            whole=name in WHOLE,
        )
    for state in STATES:
        found = console.api(f"/orders?state={state}&limit=1")["items"]
        if found:
            shoot(console, f"order-{state}", f"orders/{found[0]['id']}", whole=True)
    keeper = console.api("/distribution/shopkeepers?state=active&limit=1")["items"][0]
    shoot(console, "shopkeeper", f"shopkeepers/{keeper['id']}", whole=True)
    shoot(console, "product", f"products/{console.api('/products?limit=1')['items'][0]['id']}", whole=True)
    account = console.api("/ledger/accounts")["items"][-1]
    shoot(console, "statement", f"ledger/{account['id']}")
    console.button("为什么").first.click()
    shoot(console, "statement-why")


def test_what_a_list_leads_to(console, shoot):
    """One of each thing that has a page of its own."""
    console.sign_in("owner")

    def first(path, rows="items"):
        return console.api(path)[rows][0]

    order = first("/orders?state=completed&limit=1")
    rule = first("/distribution/compliance", "areas")["rules"][0]
    compared = ",".join(one["id"] for one in console.api("/growth")["rows"][:3])
    days = console.api(f"/reconciliation/month?month={order['placed_at'][:7]}")["days"]
    day = next(one for one in days if one["bills"])
    pages = {
        "member": f"members/{first('/members/people?limit=1')['person_id']}",
        "commission-plan": f"commission-plans/{first('/distribution/plans?limit=1')['id']}",
        "compliance-rule": f"compliance/rules/{rule['id']}",
        "money-chain": f"money-chain?number={order['number']}",
        "reconciliation-day": f"reconciliation/{day['day']}",
        "growth-compare": f"growth/compare?ids={compared}",
        "payout-gone": f"payouts/pyo_{'0' * 26}",
        "withheld-tax-month": f"withheld-tax/{day['day'][:7]}",
    }
    for name, path in pages.items():
        shoot(console, name, path, whole=True)


def test_campaigns(console, shoot):
    """A running campaign: what came of it, walked one step down, its settings, its teams; a draft before publishing."""
    console.sign_in("owner")
    console.open("campaigns")
    for one in console.api("/campaigns?state=published&limit=1")["items"]:
        console.open(f"campaigns/{one['id']}/result")
        for walk in console.page.locator(".walk").all()[:1]:
            walk.click()
        shoot(console, "campaign-result", whole=True)
        console.button("立即停止").click()
        shoot(console, "campaign-stop")
        shoot(console, "campaign-settings", f"campaigns/{one['id']}", whole=True)
    plays = {
        one["play"]: one["id"]
        for one in console.api("/campaigns?limit=50")["items"]
        if one["state"] != "draft"
    }
    for play, campaign_id in plays.items():
        shoot(console, f"result-{play.replace('_', '-')}", f"campaigns/{campaign_id}/result", whole=True)
    for one in console.api("/group-buy/teams?limit=1")["items"]:
        shoot(console, "team", f"group-buy/teams?team={one['id']}")


def test_what_lies_over_a_page(console, shoot):
    console.sign_in("operations")
    console.open("orders?state=to_ship")
    console.page.get_by_role("link", name=console.to_ship()[0]).first.click()
    console.page.wait_for_url("**/orders/ord_*")
    console.settle()
    for name, words in {"ship": "发货", "refund": "退款", "address": "改地址"}.items():
        console.button(words).click()
        shoot(console, f"order-{name}")
        console.button("取消", within=console.page.get_by_role("dialog")).click()
        console.page.get_by_role("dialog").wait_for(state="hidden")
    console.open("stock")
    console.button("调整").first.click()
    shoot(console, "stock-adjust")
    console.open("freight")
    console.button("修改").first.click()
    shoot(console, "freight-edit")


def test_aftersales(console, instance, shoot):
    """A case of each kind of waiting, and what lies over it."""
    cases = aftersales.Sides(instance, "13922220005").cases()
    console.sign_in("operations")
    for name, case_id in cases.items():
        shoot(console, f"case-{name}", f"aftersales/{case_id}", whole=True)
    for name, (case, words) in {
        "agree": ("applied", "同意"), "refuse": ("applied", "拒绝"), "propose": ("applied", "提议其他金额"),
        "receive": ("returning", "确认收到退货"), "refund": ("returning", "直接退款"),
    }.items():  # fmt: skip
        console.open(f"aftersales/{cases[case]}")
        console.button(words).click()
        shoot(console, f"case-{name}-dialog")
    console.open("settings/return-addresses")
    console.button("修改").first.click()
    shoot(console, "return-address-edit")


@pytest.mark.parametrize(
    ("name", "status"), [("broken", 500), ("forbidden", 403), ("empty", 200), ("waiting", 0)]
)
def test_states_of_a_list(console, shoot, name, status):
    console.sign_in("owner")
    answers = {
        500: '{"title": "系统出了问题,没有改动任何数据", "code": "internal_error", "request_id": "01a2004463fb711e"}',
        403: '{"title": "你的角色没有这项权限", "code": "not_permitted"}',
        200: '{"items": [], "next_cursor": null, "total": 0, "counts": {}}',
    }
    console.page.route(
        "**/api/console/orders?*",
        lambda route: (
            route.fulfill(status=status, body=answers[status], content_type="application/json")
            if status
            else None
        ),
    )
    console.page.goto(f"{console.instance.console}orders")
    shoot(console, f"orders-{name}")


def test_in_english(browser, instance, shoot):
    context = browser.new_context(
        locale="en-GB", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}
    )
    console = at.Desk(context.new_page(), instance, {})
    login, password = at.credentials(instance, "operations")
    console.open("sign-in")
    console.page.locator("[name=login]").fill(login)
    console.page.locator("[name=password]").fill(password)
    console.button("Sign in").click()
    console.page.wait_for_url(lambda url: "/sign-in" not in url)
    for name in (
        "overview",
        "orders",
        "products",
        "refunds",
        "settings",
        "campaigns",
        "campaign-new",
        "teams",
        "shares",
    ):
        shoot(console, f"{name}-english", PAGES[name])
    context.close()


def test_on_a_phone(phone, instance, shoot):
    console = at.Desk(phone, instance, {})
    console.sign_in("operations")
    for name in ON_A_PHONE:
        shoot(console, f"{name}-phone", PAGES[name])
    running = console.api("/campaigns?state=published&limit=1")["items"]
    if running:
        shoot(console, "campaign-result-phone", f"campaigns/{running[0]['id']}/result", whole=True)
        console.button("立即停止").click()
        shoot(console, "campaign-stop-phone")
        console.button("取消").click()
    number = console.to_ship()[0]
    shoot(console, "ship-phone", f"shipping?q={number}")
    console.open_order(number)
    shoot(console, "order-phone", whole=True)
    console.page.get_by_role("button", name="菜单").click()
    shoot(console, "menu-phone")
