"""Bargains in a browser: a friend helps on the page that tells all rules, starts an own one and buys; the staff review one."""

import re
import uuid

import pytest

from tests.browser import shopping as do
from tests.browser.teams import Customer

OWNER, FRIEND = "13911880001", "13911880002"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def faults_of_shop(phone):
    """What the pages throw: none may."""
    seen = []
    phone.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


@pytest.fixture
def shoot(phone, picture):
    phone.set_viewport_size(PHONE)

    def one(name, *, whole=False):
        do.settled(phone)
        phone.wait_for_timeout(300)
        picture(phone, f"shop-bargain-{name}", whole=whole)

    return one


def started_by(instance, owner):
    """Somebody's run of the demo's bargain, begun on a phone of their own: (offer, SKU, run)."""
    (offer,) = owner.ask("/bargain/campaigns")
    sku = offer["skus"][0]
    headers = owner._headers() | {"Lianyi-Visitor": uuid.uuid4().hex}
    address = f"{instance.address}/api/shop/bargain/campaigns/{offer['campaign_id']}/runs"
    return offer, sku, do.call(address, {"sku_id": sku["sku_id"]}, headers)["run_id"]


def test_a_friend_helps_starts_an_own_one_and_buys(instance, phone, faults_of_shop, shoot):
    offer, sku, run_id = started_by(instance, Customer(instance, OWNER))
    do.move_in(phone, instance, FRIEND)
    page = phone.locator("uni-page:last-of-type")

    do.open_page(phone, instance, "plays/bargain/run/index", id=run_id)
    page.get_by_text("不随机", exact=False).wait_for()  # all rules stand on the page of the button
    shoot("friend", whole=True)
    page.locator("uni-button", has_text=re.compile("^帮砍一刀,减")).click()
    phone.get_by_text("确认帮砍", exact=True).wait_for()
    shoot("confirm")
    phone.locator(".uni-modal__btn_primary").click()
    page.get_by_text(re.compile("^你砍掉了")).wait_for()
    shoot("helped")

    do.open_page(phone, instance, "plays/bargain/list/index")
    page.get_by_text(re.compile(r"刀到底价")).first.wait_for()
    shoot("list")
    do.open_page(phone, instance, "pages/product/index", id=sku["product"]["id"])
    do.button(phone, "发起砍价").wait_for()
    shoot("product", whole=True)
    do.button(phone, "发起砍价").click()
    phone.wait_for_url("**/plays/bargain/run/index**")
    do.button(phone, "请朋友帮砍").wait_for()
    shoot("own", whole=True)
    page.locator("uni-button", has_text=re.compile("^现价 .* 买$")).click()
    phone.wait_for_url("**/pages/checkout/index**")
    page.locator("uni-button", has_text="提交订单").wait_for()
    shoot("checkout")
    do.open_page(phone, instance, "plays/bargain/mine/index")
    page.get_by_text(re.compile("还差")).first.wait_for()
    shoot("mine")
    assert offer["channels_ok"] is True


def test_the_staff_look_at_what_was_held_and_say_why(console, faults, picture):
    console.sign_in("owner")
    console.open("")
    console.page.get_by_text("待核对的砍价和助力").wait_for()
    console.open("help-runs?which=waiting")
    row = console.page.locator("tbody tr").first
    row.wait_for()
    picture(console.page, "console-help-runs")
    row.click()
    console.page.get_by_text("这台手机之前有", exact=False).first.wait_for()
    picture(console.page, "console-help-run")
    console.page.get_by_label("原因").fill("电话核对过,是同一家人")
    console.page.get_by_role("button", name="放行").click()
    console.page.get_by_text("已放行,该发的会发出,要下单的至少还有一天").wait_for()
    console.open("help-runs?which=decided")
    console.page.get_by_text("已放行").first.wait_for()
    (campaign,) = console.api("/campaigns?play=bargain")["items"]
    console.open(f"campaigns/{campaign['id']}/result")
    console.page.get_by_text("每一次砍价").wait_for()
    picture(console.page, "console-bargain-result", whole=True)
    console.open("campaigns/new?play=bargain")
    console.page.get_by_text("砍到底价需要几刀").wait_for()
    picture(console.page, "console-bargain-new", whole=True)
