"""What a customer does in the shop, step by step, as fingers do it."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from playwright.sync_api import TimeoutError as Late

from tests.browser.counter import ANSWER_MS

ADDRESS = "张小雨 13712345678 浙江省杭州市西湖区文三路 100 号 3 幢 501"
HOME = {
    "name": "张小雨", "phone": "13712345678", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 100 号 3 幢 501", "is_default": True,
}  # fmt: skip
PAGES_AFTER_MS = 3_500  # the shop fetches its other pages once it has been open for three seconds
LOOKS_MAX = 6  # so often is a page opened anew for what it does not show by itself
DOORS_MAX, DOOR_OPENS_AGAIN_SECONDS = 4, 20
CARD = "年卡"


def open_page(page, instance, path="pages/home/index", **query):
    """A page of the shop by its own address; pages keep their query behind the hash."""
    given = "&".join(f"{name}={urllib.parse.quote(str(value))}" for name, value in query.items())
    page.goto("about:blank")  # another hash alone would not load the page anew
    page.goto(f"{instance.shop}#/{path}{'?' + given if given else ''}")
    page.set_default_timeout(ANSWER_MS)


def settled(page):
    """What the page asked for is there, its pictures too. A page that hears live numbers is never silent on its line."""
    page.locator("uni-page:last-of-type [aria-busy=true]").first.wait_for(state="detached")
    page.wait_for_function("() => [...document.images].every((one) => one.complete)")


def tap(page, words, *, exact=True):
    """Tap the last thing on top of the page that says so."""
    page.locator("uni-page:last-of-type").get_by_text(words, exact=exact).last.click()


def button(page, words):
    return page.locator("uni-page:last-of-type uni-button", has_text=words).last


def fill(page, placeholder, text):
    """uni-app draws placeholders itself; the field is beside the words."""
    field = page.locator(
        "uni-page:last-of-type uni-input, uni-page:last-of-type uni-textarea", has_text=placeholder
    )
    field.last.locator("input, textarea").fill(text)


def latest_code(instance, phone):
    """The code of the last text message the sandbox took for a phone."""
    address = f"{instance.sandbox_url}/_sandbox/sms?phone={phone}"
    deadline = time.monotonic() + ANSWER_MS / 1000
    while time.monotonic() < deadline:
        messages = call(address)["messages"]
        if messages:
            return re.search(r"\d{6}", messages[0]["text"])[0]
        time.sleep(0.1)
    raise AssertionError(f"no message for {phone}")


def sign_in(page, instance, phone):
    """On the sign-in page: code, consent, in; ends on the page the reader came from."""
    fill(page, "11 位手机号", phone)
    button(page, "获取验证码").click()
    button(page, "秒后重发").wait_for()
    fill(page, "短信验证码", latest_code(instance, phone))
    tap(page, "我已阅读并同意")
    button(page, "登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def enter(page, instance, phone):
    """Signed in as the person of a phone, the way the mini program does it: without a message. Answers their token.

    No page of the shop is open yet: the token is laid down at the shop's origin where loading costs nothing.
    """
    token = mini_token(instance, phone)
    page.goto(f"{instance.address}/healthz")
    held = json.dumps({"type": "string", "data": json.dumps(token)})
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)", [f"lianyi:{instance.slug}:token", held]
    )
    return token


def move_in(page, instance, phone):
    """Entered, with an address; by hand it is added in test_shop.py."""
    token = enter(page, instance, phone)
    bearer = {"Lianyi-Shop": instance.slug, "Authorization": f"Bearer {token}"}
    call(f"{instance.address}/api/shop/addresses", HOME, bearer | {"Idempotency-Key": str(uuid.uuid4())})


def mini_token(instance, phone):
    """What wx.login and the server make of the sandbox's person with that phone; made when there is none."""
    people = call(f"{instance.sandbox_url}/_sandbox/people")["people"]
    person = next((one for one in people if one["phone"] == phone), None) or call(
        f"{instance.sandbox_url}/_sandbox/people", {"name": "张小雨", "phone": phone}
    )
    shop = {"Lianyi-Shop": instance.slug, "Idempotency-Key": str(uuid.uuid4())}
    appid = call(f"{instance.address}/api/shop/shop", headers=shop)["wechat"]["mini_appid"]
    asked = {"appid": appid, "kind": "login"}
    for _ in range(DOORS_MAX):
        code = call(f"{instance.sandbox_url}/_sandbox/people/{person['id']}/code", asked)["code"]
        shop["Idempotency-Key"] = str(uuid.uuid4())
        try:
            return call(f"{instance.address}/api/shop/login/mini", {"code": code}, shop)["token"]
        except (
            urllib.error.HTTPError
        ) as full:  # one address signs in twenty times a minute: all tests are one
            if full.code != 429:
                raise
            time.sleep(int(full.headers.get("Retry-After", DOOR_OPENS_AGAIN_SECONDS)))
    raise AssertionError("the door stays shut")


def call(address, body=None, headers=None):
    """Ask a server of ours; with a body it is a POST."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=ANSWER_MS / 1000) as answer:
        return json.load(answer)


def add_address(page, text=ADDRESS):
    """On the list of addresses: paste, recognise, save."""
    button(page, "新增地址").click()
    fill(page, "粘贴一段文字", text)
    button(page, "识别").click()
    button(page, "保存").click()
    page.wait_for_url("**/account/addresses/index**")


def buy_now(page, instance, product_id):
    """From a product's page to the checkout, with the first options that can be had."""
    open_page(page, instance, "pages/product/index", id=product_id)
    button(page, "立即购买").click()
    choose_options(page)
    page.locator(".sheet-part uni-button", has_text="立即购买").click()
    page.wait_for_url("**/pages/checkout/index**")


def choose_options(page):
    page.locator(".sheet-part").wait_for()
    for group in page.locator(".sheet-part .option").all():
        free = group.locator(".value:not(.value-off):not(.value-on)")
        if group.locator(".value-on").count() == 0:
            free.first.click()


def place(page):
    """From the checkout to the payment page; answers the order's id."""
    button(page, "提交订单").wait_for()
    confirm_no_return(page)
    button(page, "提交订单").click()
    page.wait_for_url("**/pages/pay/index**")
    return re.search(r"id=(ord_\w+)", page.url)[1]


def confirm_no_return(page):
    """Tick what is not ticked yet: a tick outlives a new quote, and a second tap would take it away."""
    for row in page.locator("uni-page:last-of-type .no-return").all():
        if row.get_by_role("checkbox").get_attribute("aria-checked") != "true":
            row.get_by_text("我知道这件商品不支持七日无理由退货").click()


def pay(page):
    """Through the sandbox's cashier and back to the page that says it is paid."""
    button(page, "去支付").click()
    page.locator("[data-test=pay]").click()
    page.wait_for_url("**/pages/paid/index**")


def open_order(page, instance, order_id):
    open_page(page, instance, "pages/order/index", id=order_id)
    page.locator("uni-page:last-of-type .state").wait_for()


def await_state(page, words):
    """The order's page says so. It follows its own payment; what others did to it meanwhile it shows when opened anew."""
    look_again_for(page, page.locator("uni-page:last-of-type .state", has_text=words).last)


def look_again_for(page, target):
    """Open the page anew until it shows what reactions bring about in their own time, as whoever waits for it would."""
    for _ in range(LOOKS_MAX - 1):
        try:
            target.wait_for(timeout=ANSWER_MS / LOOKS_MAX)
        except Late:
            page.reload()
        else:
            return
    target.wait_for()


def some_product(instance, **query):
    """A product on sale, from the shop's own list; one that is bought alone, whatever campaigns run."""
    shop = {"Lianyi-Shop": instance.slug}
    address = f"{instance.address}/api/shop/products?{urllib.parse.urlencode({'limit': 40, **query})}"
    found = call(address, headers=shop)["items"]
    apart = set_apart(instance)
    return next(one for one in found if is_parcel(one) and one["id"] not in apart)


def set_apart(instance):
    """Products whose page is a campaign's: teams, and whatever a flash sale or a brand day of today shows."""
    shop = {"Lianyi-Shop": instance.slug}
    teams = call(f"{instance.address}/api/shop/group-buy/campaigns?limit=100", headers=shop)["items"]
    slots = call(f"{instance.address}/api/shop/flash-sale/today", headers=shop)["slots"]
    days = call(f"{instance.address}/api/shop/brand-day/calendar", headers=shop)["days"]
    pages = [
        call(f"{instance.address}/api/shop/brand-day/days/{one['campaign_id']}", headers=shop)
        for one in days
        if one["state"] == "on"
    ]
    shelves = [*slots, *pages]
    return {one["product_id"] for one in teams} | {
        one["product_id"] for shelf in shelves for one in shelf["items"]
    }


def is_parcel(card):
    """Whether a product can be bought now and is sent; the demo's card for members is handed over when it is paid."""
    return not card["sold_out"] and CARD not in card["title"]
