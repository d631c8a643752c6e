"""The shop as a customer uses it, in a browser on a phone, against a whole running instance."""

import itertools
import json
import re
import urllib.request
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser import shopping as do
from tests.browser.conftest import PHONE, sparing
from tests.browser.counter import credentials

_phones = itertools.count(13911110001)


@pytest.fixture
def number():
    """A phone nobody signed in with yet."""
    return str(next(_phones))


@pytest.fixture
def hosts(phone):
    """Every host the pages ask for anything."""
    asked = set()
    phone.on("request", lambda request: asked.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
    return asked


@pytest.fixture
def faults(phone):
    """What the pages throw: none may."""
    seen = []
    phone.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


def test_from_search_to_the_money_back(instance, phone, number, hosts, faults):
    """Search, cart, sign-in, address, order, cashier, paid; then a refund asked for and taken back."""
    wanted = do.some_product(instance)
    do.open_page(phone, instance)
    do.tap(phone, "搜索商品")
    do.fill(phone, "搜索商品", wanted["title"])
    phone.keyboard.press("Enter")
    phone.get_by_label(wanted["title"]).last.click()
    do.button(phone, "加入购物车").click()
    do.choose_options(phone)
    phone.locator(".sheet-part uni-button", has_text="加入购物车").click()
    phone.wait_for_url("**/pages/login/index**")
    do.sign_in(phone, instance, number)
    phone.locator(".sheet-part uni-button", has_text="加入购物车").click()
    phone.locator(".sheet-part").wait_for(state="detached")

    do.open_page(phone, instance, "pages/cart/index")
    phone.get_by_text(wanted["title"]).last.wait_for()
    do.button(phone, "结算(1)").click()
    do.tap(phone, "请先选择收货地址")
    do.add_address(phone)
    do.tap(phone, "张小雨")
    phone.wait_for_url("**/pages/checkout/index**")
    order_id = do.place(phone)
    do.pay(phone)
    phone.get_by_text("支付成功").last.wait_for()

    do.button(phone, "查看订单").click()
    do.await_state(phone, "待发货")
    do.button(phone, "申请退款").click()
    do.tap(phone, "不想要了")
    do.button(phone, "提交申请").click()
    phone.wait_for_url(f"**/pages/order/index?id={order_id}")
    phone.get_by_text("等商家处理").wait_for()
    do.button(phone, "撤回申请").click()
    phone.locator("uni-modal").get_by_text("撤回申请", exact=True).click()
    phone.get_by_text("等商家处理").wait_for(state="detached")
    do.await_state(phone, "待发货")
    assert hosts == {instance.address, instance.sandbox_url}


def test_inside_wechat_one_tap_signs_in_and_the_sheet_pays(instance, browser, number):
    """The official account's way: consent page, back to where one was, JSAPI with the payer's own openid."""
    do.mini_token(instance, number)  # the person exists in WeChat
    agent = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50"
    context = browser.new_context(locale="zh-CN", viewport={"width": 375, "height": 812}, user_agent=agent)
    phone = sparing(context).new_page()
    do.buy_now(phone, instance, do.some_product(instance)["id"])
    do.button(phone, "登录").click()
    phone.wait_for_url("**/pages/login/index**")
    do.tap(phone, "我已阅读并同意")
    do.button(phone, "微信一键登录").click()
    phone.locator("[data-test=person]", has_text=number).click()
    phone.wait_for_url("**/pages/checkout/index**")
    do.tap(phone, "请先选择收货地址")
    do.add_address(phone)
    do.tap(phone, "张小雨")
    phone.wait_for_url("**/pages/checkout/index**")
    order_id = do.place(phone)
    phone.locator("[data-test=pay]").click()  # the sheet opened by itself
    phone.wait_for_url("**/pages/paid/index**")
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待发货")
    context.close()


def test_fields_and_the_way_back_have_names_for_whoever_hears_the_page(instance, phone, number, faults):
    do.enter(phone, instance, number)
    do.open_page(phone, instance, "account/address/index")
    for name in ("收货人", "手机号", "详细地址"):
        phone.locator("uni-page:last-of-type").get_by_label(name, exact=True).wait_for()
    phone.get_by_role("button", name="返回", exact=True).first.wait_for()


def test_what_is_gone_leads_home(instance, phone, faults):
    do.open_page(phone, instance, "pages/product/index", id="prd_" + "0" * 26)
    do.button(phone, "回首页").click()
    phone.wait_for_url(re.compile(r"#/(pages/home/index)?$"))  # the first page has no path of its own


def test_an_unpaid_order_is_cancelled_with_a_reason(instance, phone, number, faults):
    do.move_in(phone, instance, number)
    do.buy_now(phone, instance, do.some_product(instance)["id"])
    order_id = do.place(phone)
    expect(phone.locator("[role=timer]")).to_have_text(re.compile(r"请在 (\d\d:)?\d\d:\d\d 内付款"))
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待付款")
    do.button(phone, "取消订单").click()
    phone.locator("uni-actionsheet").get_by_text("地址填错了").click()
    phone.get_by_text("订单已关闭,没有扣款。").wait_for()
    expect(phone.locator("uni-page:last-of-type uni-button", has_text="付款")).to_have_count(0)


def test_a_closed_cashier_leaves_the_order_waiting(instance, phone, number, faults):
    do.move_in(phone, instance, number)
    do.buy_now(phone, instance, do.some_product(instance)["id"])
    order_id = do.place(phone)
    do.button(phone, "去支付").click()
    phone.locator("[data-test=cancel]").click()
    phone.wait_for_url("**/pages/pay/index**")
    do.button(phone, "去支付").wait_for()
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待付款")


def test_a_line_cut_while_ordering_never_orders_twice(instance, phone, number, faults):
    """The first answer is lost; tapped again, the same key goes out and the same order comes back."""
    do.move_in(phone, instance, number)
    do.buy_now(phone, instance, do.some_product(instance)["id"])
    keys = []

    def lose_the_first_answer(route):
        keys.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        route.abort() if len(keys) == 1 else route.fulfill(response=answer)

    phone.route(
        "**/api/shop/orders",
        lambda route: lose_the_first_answer(route) if route.request.method == "POST" else route.continue_(),
    )
    do.button(phone, "提交订单").wait_for()
    do.confirm_no_return(phone)
    do.button(phone, "提交订单").click()
    phone.get_by_text("网络没有连上").wait_for()
    do.button(phone, "提交订单").click()
    phone.wait_for_url("**/pages/pay/index**")
    assert len(keys) == 2
    assert keys[0] == keys[1]
    do.open_page(phone, instance, "pages/orders/index")
    expect(phone.locator(".order-part")).to_have_count(1)


def test_a_risen_price_is_shown_before_anything_is_taken(instance, phone, number, faults):
    """The merchant raises the price while the shopper looks at the checkout."""
    do.move_in(phone, instance, number)
    product_id = do.some_product(instance)["id"]
    do.buy_now(phone, instance, product_id)
    do.button(phone, "提交订单").wait_for()
    raise_prices(instance, product_id, 100)
    try:
        do.confirm_no_return(phone)
        do.button(phone, "提交订单").click()
        phone.locator(".sheet-part").get_by_text("价格有变化").wait_for()
        old, new = (yuan(row) for row in phone.locator(".sheet-part .sum-part").all_inner_texts())
        assert new - old == 100
        do.button(phone, "看新价格").click()
        phone.locator(".sheet-part").wait_for(state="detached")
        do.place(phone)
        phone.locator("uni-page:last-of-type .amount").wait_for()
        assert yuan(phone.locator("uni-page:last-of-type .amount .money").inner_text()) == new
    finally:
        raise_prices(instance, product_id, -100)


def test_a_parcel_is_followed_and_received(instance, phone, number, faults):
    do.move_in(phone, instance, number)
    do.buy_now(phone, instance, do.some_product(instance)["id"])
    order_id = do.place(phone)
    do.pay(phone)
    ship(instance, order_id, "SF1234567890123")
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待收货")
    phone.get_by_text("SF1234567890123").first.wait_for()
    do.button(phone, "确认收货").click()
    phone.locator("uni-modal").get_by_text("确认收货", exact=True).click()
    phone.get_by_text("已收货。有问题可以申请售后。").wait_for()
    do.await_state(phone, "已收货")


def test_language_and_large_type_hold_everywhere(instance, phone, number, faults):
    do.enter(phone, instance, number)
    do.open_page(phone, instance, "account/settings/index")
    do.tap(phone, "English")
    phone.get_by_text("Nickname", exact=True).wait_for()
    do.open_page(phone, instance, "pages/cart/index")
    phone.get_by_text("Your cart is empty").wait_for()
    do.open_page(phone, instance, "pages/me/index")
    phone.get_by_label("Large type").last.click()
    phone.locator(".ly-elder").first.wait_for()
    phone.reload()
    phone.locator(".ly-elder").first.wait_for()
    assert small_targets(phone, 56) == []


@pytest.mark.parametrize(
    "path",
    ["pages/home/index", "pages/category/index", "pages/search/index", "pages/me/index", "pages/login/index"],
)
def test_everything_to_tap_is_large_enough(instance, phone, path, faults):
    do.open_page(phone, instance, path)
    phone.wait_for_load_state("networkidle")
    assert small_targets(phone, 44) == []


def test_a_cut_line_is_said_in_our_words_and_tried_again(instance, phone, faults):
    phone.route("**/api/shop/**", lambda route: route.abort())
    do.open_page(phone, instance)
    phone.get_by_text("网络没有连上").wait_for()
    phone.unroute("**/api/shop/**")
    do.button(phone, "再试一次").click()
    phone.locator(".tile-part").first.wait_for()


@pytest.mark.parametrize("saves", [False, True])
def test_pages_are_fetched_early_but_not_by_who_saves_data(instance, browser, saves):
    context = browser.new_context(locale="zh-CN", viewport=PHONE)
    page = (sparing(context) if saves else context).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    do.open_page(page, instance)
    page.locator(".tile-part").first.wait_for()
    page.clock.run_for(do.PAGES_AFTER_MS)
    page.evaluate(
        "() => fetch('/healthz').then((answer) => answer.status)"
    )  # whatever was asked for before is known
    assert any(re.search(r"/assets/(pages-)?order-", url) for url in asked) is not saves
    context.close()


def test_a_product_that_is_gone_says_so(instance, phone, faults):
    do.open_page(phone, instance, "pages/product/index", id="prd_" + "0" * 26)
    phone.get_by_text("它可能已经结束或删除,或不属于当前登录的账号。").wait_for()


def console(instance):
    """The merchant's interface, signed in: send(method, path, body) answers what came back.

    As operations: the console's own tests bind the owner to an authenticator.
    """
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def send(method, path, body=None):
        headers = {
            "Content-Type": "application/json", "Lianyi-Console": "1", "Idempotency-Key": str(uuid.uuid4()),
        }  # fmt: skip
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{instance.address}/api/console{path}", data, headers, method=method
        )
        with opener.open(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    login, password = credentials(instance, "operations")
    send("POST", "/sign-in", {"login": login, "password": password})
    return send


def ship(instance, order_id, tracking_no):
    """The merchant sends everything off."""
    console(instance)("POST", f"/orders/{order_id}/ship", {"carrier_code": "SF", "tracking_no": tracking_no})


def raise_prices(instance, product_id, by_fen):
    send = console(instance)
    product = send("GET", f"/products/{product_id}")
    for sku in product["skus"]:
        sku["price_fen"] += by_fen
    send("PUT", f"/products/{product_id}", product)


def yuan(text):
    """Fen out of what a page shows."""
    return int(re.sub(r"\D", "", text.split("¥")[1]))


def small_targets(page, least_px):
    """What can be tapped and is lower than it may be; links inside a sentence are as high as their line (WCAG 2.5.8)."""
    return page.evaluate(
        """least => [...document.querySelectorAll('uni-page:last-of-type [role=button], uni-page:last-of-type [role=tab],'
          + ' uni-page:last-of-type uni-button')]
          .filter(one => one.offsetParent && one.getBoundingClientRect().height < least - 0.5)
          .map(one => `${one.className} ${one.innerText.slice(0, 20)} ${one.getBoundingClientRect().height}`)""",
        least_px,
    )


def test_the_tab_of_orders_that_was_asked_for_is_in_the_row_that_is_seen(instance, phone, number, faults):
    """Seven do not fit; "refunds" is the last of them and is what one's own page leads to."""
    do.enter(phone, instance, number)
    do.open_page(phone, instance, "pages/orders/index", state="refunding")
    chosen = phone.locator("uni-page:last-of-type .tab-on")
    chosen.wait_for()
    expect(chosen).to_be_in_viewport(ratio=1)
