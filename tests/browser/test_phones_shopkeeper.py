"""The other half of the main job on the phones page: who brought the sale is paid.

Somebody becomes a shopkeeper, sends a card, a friend opens it and buys, the window for returns passes on everybody's
clock, and the commission is confirmed on WeChat's own page: the shop's pages in the phones, its console behind them, the
sandbox's wire between. The pages are looked at on the way, as pictures.
"""

import re
import time

import pytest

from tests.browser import shopping as do
from tests.browser.conftest import DESK, sparing
from tests.browser.selling import FREEZE_DAYS, Merchant

KEEPER, BUYER = ("苏禾", "13933330001"), ("阿泽", "13933330002")
# The example of GB 11643: nobody's.
ID_NUMBER = "11010519491231002X"
DAY_SECONDS = 86_400
LAST = "uni-page:last-of-type"


def until(what, seconds=120):
    """Ask again until it is so; answers what it came to."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError("it did not come about")


@pytest.fixture(scope="module")
def merchant(instance):
    """A shop of its own, whose owner has promised commission; the clock is put back afterwards."""
    merchant = Merchant(instance, "huixin").open("回心小铺")
    merchant.promise()
    yield merchant
    do.call(f"{merchant.sandbox}/clock", {"reset": True})
    merchant.http.close()


class Table:
    """The phones of two people, side by side, and what is on them."""

    def __init__(self, page, merchant, people):
        self.page, self.merchant, self.people = page, merchant, people

    def phone(self, number):
        return self.page.locator(f".phone[data-person={self.people[number]}]")

    def inside(self, number):
        return self.phone(number).locator("iframe").content_frame

    def open(self, number, path, **query):
        """A page of the shop as a card or a menu opens it, in the mini program's frame."""
        given = "&".join(f"{name}={value}" for name, value in query.items())
        url = f"{self.merchant.shop}#/{path}{'?' + given if given else ''}"
        appid = self.merchant.account["mini_appid"]
        go = "([number, url, mini]) => window.sandboxPhones.phones[number].openPage(url, { mini })"
        self.page.evaluate(go, [number, url, appid])
        self.inside(number).locator(LAST).wait_for()

    def see(self, number, words):
        self.inside(number).locator(LAST).get_by_text(words).first.wait_for()

    def tap(self, number, words):
        self.inside(number).locator(LAST).get_by_text(words, exact=True).last.click()

    def press(self, number, words, within=LAST):
        self.inside(number).locator(f"{within} uni-button", has_text=words).last.click()

    def act(self, number, name):
        """What lies over the page is WeChat's own."""
        self.phone(number).locator(f"[data-act={name}]").click()

    def sign_in(self, number):
        self.open(number, "pages/me/index")
        self.tap(number, "登录")
        self.tap(number, "我已阅读并同意")
        self.press(number, "微信一键登录")
        self.see(number, "成为店主")

    def wallet_fen(self, number):
        return do.call(f"{self.merchant.sandbox}/people/{self.people[number]}")["balance_fen"]


@pytest.fixture
def table(browser, merchant):
    people = [merchant.person(*KEEPER), merchant.person(*BUYER)]
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
    page = sparing(context).new_page()
    page.set_default_timeout(do.ANSWER_MS)
    page.goto(f"{merchant.instance.sandbox_url}/phones?people={','.join(people)}")
    table = Table(page, merchant, people)
    table.phone(1).wait_for()
    yield table
    context.close()


def test_who_brought_the_sale_is_paid(table, merchant, picture):
    become_a_shopkeeper(table, picture)
    send_the_card(table)
    order = buy_by_it(table, merchant, picture)
    pass_the_window(table, merchant, order)
    before = table.wallet_fen(0)
    net_fen = get_paid(table, merchant, picture)
    until(lambda: table.wallet_fen(0) == before + net_fen)
    table.inside(0).locator(f"{LAST} .head .state", has_text="已到账").wait_for()
    picture(table.page, "phones_shopkeeper_paid")
    assert merchant.ask("GET", "/ledger/accounts")["sum_fen"] == 0
    assert do.call(f"{merchant.sandbox}/money") == {"difference_fen": 0}


def become_a_shopkeeper(table, picture):
    """Free, of age, the agreement read where it is agreed to; neither box is ticked beforehand."""
    table.sign_in(0)
    table.tap(0, "成为店主")
    table.see(0, "加入不收费")
    boxes = table.inside(0).locator(f"{LAST} [role=checkbox]")
    assert [box.get_attribute("aria-checked") for box in boxes.all()] == ["false", "false"]
    picture(table.page, "phones_shopkeeper_join")
    table.tap(0, "我已年满 18 周岁")
    table.tap(0, "我已阅读并同意")
    table.press(0, "同意并开始")
    table.see(0, "健康度")
    picture(table.page, "phones_shopkeeper_desk")


def send_the_card(table):
    table.open(0, "pages/product/index", id=table.merchant.products[0])
    ready = "() => window.sandboxPhones.phones[0].page?.share.friend?.link?.includes('?s=')"
    table.page.wait_for_function(ready)
    table.act(0, "menu")
    table.act(0, "share")
    table.phone(0).locator(f"[data-to={table.people[1]}]").click()
    table.act(0, "send")


def buy_by_it(table, merchant, picture):
    """The friend taps the card before anybody knows who taps; signed in, the visit is theirs. Answers the order."""
    table.phone(1).locator(".banner").click()
    table.phone(1).locator(".card").last.click()
    table.see(1, "立即购买")
    table.sign_in(1)
    table.open(1, "account/addresses/index")
    table.press(1, "新增地址")
    field = table.inside(1).locator(f"{LAST} uni-textarea", has_text="粘贴一段文字")
    field.locator("textarea").fill(do.ADDRESS)
    table.press(1, "识别")
    table.press(1, "保存")
    table.see(1, "张小雨")
    table.open(1, "pages/product/index", id=merchant.products[0])
    table.press(1, "立即购买")
    table.press(1, "立即购买", ".sheet-part")
    table.press(1, "提交订单")
    table.act(1, "pay")  # the sheet opens with the page
    table.see(1, "支付成功")
    (order,) = until(lambda: merchant.ask("GET", "/orders?state=to_ship")["items"])
    table.open(0, "distribution/orders/index")
    until(lambda: seen(table, 0, "待收货"))
    picture(table.page, "phones_shopkeeper_sold")
    return order["id"]


def seen(table, number, words):
    """Whether the page says so; it is pulled down once when it does not yet."""
    shown = table.inside(number).locator(LAST).get_by_text(words).first
    if shown.is_visible():
        return True
    table.page.evaluate("(number) => window.sandboxPhones.phones[number].page.tell('reload')", number)
    time.sleep(2)
    return shown.is_visible()


def pass_the_window(table, merchant, order):
    """Shipped and received; then the days of returns and a few more go by on everybody's clock."""
    merchant.ask("POST", f"/orders/{order}/ship", {"carrier_code": "SF", "tracking_no": "SF1390009998887"})
    table.open(1, "pages/order/index", id=order)
    table.press(1, "确认收货")
    table.inside(1).locator("uni-modal").get_by_text("确认收货", exact=True).click()
    table.see(1, "已收货")
    until(lambda: keeper(merchant)["money"]["frozen_fen"] > 0)
    for _ in range(FREEZE_DAYS + 5):
        merchant.advance(DAY_SECONDS)
        do.call(f"{merchant.sandbox}/run-due", {})
    merchant.come_back()
    until(lambda: keeper(merchant)["money"]["available_fen"] > 0)
    # What is to be transferred must be the merchant's own by then: the guarantee has let go of it.
    mchid = merchant.account["mchid"]
    until(lambda: do.call(f"{merchant.sandbox}/merchants/{mchid}")["available_fen"] > 0)


def keeper(merchant):
    (one,) = merchant.ask("GET", "/distribution/shopkeepers")["items"]
    return merchant.ask("GET", f"/distribution/shopkeepers/{one['id']}")


def get_paid(table, merchant, picture):
    """Real name under its own consent, a look at what comes of it, asked for, sent, confirmed. Answers the net."""
    table.open(0, "distribution/withdraw/index")
    table.press(0, "去实名")
    inside = table.inside(0)
    for words, text in (("与身份证一致", "苏小禾"), ("18 位", ID_NUMBER)):
        inside.locator(f"{LAST} uni-input", has_text=words).locator("input").fill(text)
    inside.locator(f"{LAST} [role=checkbox]").click()
    picture(table.page, "phones_shopkeeper_real_name")
    table.press(0, "保存")
    table.see(0, "预计到账")
    picture(table.page, "phones_shopkeeper_withdraw")
    table.press(0, "申请提现")
    table.see(0, "等待店铺审核")
    payout = re.search(r"id=(pyo_\w+)", inside.locator("body").evaluate("() => location.href"))[1]
    merchant.ask("POST", "/distribution/payouts/approve", {"ids": [payout]})
    merchant.ask("POST", "/distribution/payouts/send", {"ids": [payout]}, code=True)
    until(lambda: merchant.ask("GET", f"/distribution/payouts/{payout}")["state"] == "confirming")
    assert all(line["title"] for line in merchant.ask("GET", f"/distribution/payouts/{payout}")["lines"])
    table.open(0, "distribution/payout/index", id=payout)
    table.press(0, "确认收款")
    sheet = table.phone(0).locator(".paying .amount")
    sheet.wait_for()
    picture(table.page, "phones_shopkeeper_confirm")
    net_fen = int(sheet.get_attribute("data-fen"))
    table.act(0, "take")
    return net_fen
