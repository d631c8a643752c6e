"""A shopkeeper's own price in a browser: the desk says how low, the shopkeeper prices, a customer sees and pays it."""

import re

import pytest

from lianyi.app.demo.cast import customers
from tests.browser import shopping as do

SELLER = customers()[8]  # the demo's tea table, one of whose goods may be priced
BUYER, APPLICANT = "13911220001", "13911220002"


@pytest.fixture
def micro_shop(console):
    """The seller's micro-shop, as the console knows it."""
    _, password = console.sign_in("owner")
    console.bind_authenticator(password)  # what a sale may cost less is guarded by it
    console.open("shopkeepers")
    return console.api("/distribution/shopkeepers?state=active&q=" + "%E8%8C%B6%E6%A1%8C")["items"][0]["id"]


def test_the_desk_says_how_low(console, micro_shop, faults, picture):
    console.open("price-bands")
    console.page.get_by_text("允许店主定价").wait_for()
    picture(console.page, "console-price-bands", whole=True)
    console.page.get_by_text("店铺承担", exact=True).click()
    console.button("保存").click()
    console.said("已保存")
    kept = console.api("/distribution/price-bands")
    assert (kept["borne_by"], kept["version"]) == ("shop", 2)
    console.button("添加一条").click()
    console.page.get_by_role("menuitem", name="全店", exact=True).click()
    console.page.get_by_label("最低为商城价的").last.fill("1")
    console.button("保存").click()
    console.said("底线")
    picture(console.page, "console-price-bands-refused", whole=True)
    assert console.api("/distribution/price-bands")["version"] == 2


def test_a_shopkeeper_prices_and_a_customer_pays_it(phone, instance, micro_shop, picture):
    do.enter(phone, instance, SELLER.phone)
    do.open_page(phone, instance, "distribution/picks/index")
    pick = phone.locator(".pick-part", has=phone.get_by_text(re.compile("商城价")))
    pick.get_by_text("定价", exact=True).click()
    sheet = phone.locator(".sheet-part")
    sheet.get_by_text("便宜的部分").wait_for()
    field = sheet.locator("input").first
    lowest = field.input_value()
    field.fill("1")
    sheet.locator("uni-button", has_text="保存").click()
    sheet.locator(".wrong").first.wait_for()
    picture(phone, "shop-own-price", whole=True)
    field.fill(lowest)
    sheet.locator("uni-button", has_text="保存").click()
    phone.get_by_text("已保存").last.wait_for()
    picture(phone, "shop-picks-priced", whole=True)

    do.enter(phone, instance, BUYER)
    do.open_page(phone, instance, "distribution/shop/index", id=micro_shop)
    card = phone.locator(".pick", has=phone.get_by_text(re.compile("商城价")))
    card.wait_for()
    picture(phone, "shop-micro-shop-priced", whole=True)
    card.click()
    phone.get_by_text(re.compile("小店价,商城价")).wait_for()
    picture(phone, "shop-product-micro-price")
    do.button(phone, "立即购买").click()
    do.choose_options(phone)
    phone.locator(".sheet-part uni-button", has_text="立即购买").click()
    phone.wait_for_url("**/pages/checkout/index**")
    phone.get_by_text(re.compile("小店价$")).wait_for()
    picture(phone, "shop-checkout-micro-price", whole=True)


def test_an_application_is_taken_back(phone, instance, picture):
    do.enter(phone, instance, APPLICANT)
    do.open_page(phone, instance, "distribution/join/index")
    do.tap(phone, "我已年满 18 周岁")
    do.tap(phone, "我已阅读并同意", exact=False)
    do.button(phone, "提交").click()
    phone.get_by_text("正在审核").wait_for()
    picture(phone, "shop-application-waits")
    do.button(phone, "撤回申请").click()
    phone.locator("uni-modal").get_by_text("撤回申请", exact=True).click()
    do.button(phone, "提交").wait_for()
