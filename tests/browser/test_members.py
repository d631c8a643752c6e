"""Membership in a browser: staff give points and change a level, a shopper sees them and pays with points."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import counter
from tests.browser import shopping as do
from tests.browser.test_console_campaigns import some_product

NUMBER = "13911660001"


@pytest.fixture
def member(console, phone, instance):
    """A shopper of the demo shop, and their id as the console knows it."""
    do.enter(phone, instance, NUMBER)
    return counter.newest_person(console)


def test_points_are_given_by_hand_seen_and_paid_with(console, phone, instance, member, faults, picture):
    counter.give_points(console, member, 600)
    console.button("设置等级").click()
    dialog = console.page.get_by_role("dialog")
    dialog.locator(".el-select").click()
    console.page.get_by_role("option", name="熟客", exact=True).click()
    dialog.locator(".el-form-item", has_text="原因").locator("input").fill("常来")
    console.button("保存", within=dialog).click()
    console.said("等级已设置")
    console.page.get_by_text("商家设置 · ").first.wait_for()
    picture(console.page, "console-member", whole=True)

    do.open_page(phone, instance, "members/centre/index")
    phone.get_by_text("熟客").first.wait_for()
    phone.get_by_text("可抵").first.wait_for()
    picture(phone, "shop-members-centre", whole=True)
    do.open_page(phone, instance, "members/points/index")
    expect(phone.locator("uni-page:last-of-type")).to_contain_text("老客补偿", timeout=counter.ANSWER_MS)
    picture(phone, "shop-members-points")

    wanted = some_product(console)
    do.open_page(phone, instance, "pages/product/index", id=wanted["id"])
    phone.get_by_text("会员价").first.wait_for()
    picture(phone, "shop-member-price")
    do.buy_now(phone, instance, wanted["id"])
    do.tap(phone, "请先选择收货地址")
    do.add_address(phone)
    do.tap(phone, "张小雨")
    phone.wait_for_url("**/pages/checkout/index**")
    phone.locator("uni-page:last-of-type uni-switch").click()
    phone.get_by_text(re.compile(r"^\d+ 积分抵扣$")).wait_for()
    picture(phone, "shop-checkout-points", whole=True)
    do.place(phone)
    left = console.api(f"/members/people/{member}")["member"]["points"]
    assert left < 600


def test_a_level_is_previewed_and_saved(console, faults, picture):
    console.sign_in("operations")
    console.open("members")
    console.rows().first.wait_for()
    picture(console.page, "console-members")
    console.open("members/program")
    level = console.page.locator(".level", has_text="小集之友").first
    level.locator(".el-form-item", has_text="生日赠积分").get_by_role("spinbutton").fill("30")
    level.locator(".el-form-item", has_text="生日赠积分").get_by_role("spinbutton").blur()
    picture(console.page, "console-members-program", whole=True)
    console.button("预览规则和利润").click()
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_text("所有商品都在利润底线之上").wait_for()
    dialog.get_by_text("生日赠 30 积分").wait_for()
    picture(console.page, "console-members-preview")
    console.button("保存", within=dialog).click()
    console.said("已保存")
    kept = console.api("/members/program")["levels"][0]
    assert (kept["name"], kept["birthday_points"]) == ("小集之友", 30)


def test_one_sku_has_a_price_of_its_own_at_a_level(console, faults, picture):
    console.sign_in("operations")
    console.open("members/prices")
    wanted = some_product(console)
    console.page.locator(".pick input").first.fill(wanted["title"])
    console.page.get_by_role("option", name=wanted["title"], exact=True).click()
    sku = console.page.locator(".sku").first
    row = sku.locator(".level", has_text="山海老友")
    row.get_by_text("单独定价").click()
    price_fen = wanted["skus"][0]["price_fen"] - 100
    row.locator(".money input").fill(f"{price_fen // 100}.{price_fen % 100:02d}")
    picture(console.page, "console-member-prices")
    console.button("保存", within=sku).click()
    console.said("已保存")
    found = console.api(f"/members/prices?product_id={wanted['id']}")["items"]
    assert [one["price_fen"] for row in found for one in row["prices"]] == [price_fen]
