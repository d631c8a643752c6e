"""Assists in a browser: a friend confirms on the page that tells all rules, asks friends of their own, and orders."""

import re
import uuid

import pytest

from tests.browser import shopping as do
from tests.browser.teams import Customer

OWNER, FRIEND = "13911770001", "13911770002"
HELPERS = ("13911770003", "13911770004", "13911770005")
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
        picture(phone, f"shop-assist-{name}", whole=whole)

    return one


def act(instance, customer, path, json):
    """Somebody taps, on a phone of their own."""
    headers = customer._headers() | {"Lianyi-Visitor": uuid.uuid4().hex}
    return do.call(f"{instance.address}/api/shop/assist{path}", json, headers)


def test_a_friend_helps_asks_friends_and_orders_what_they_unlocked(instance, phone, faults_of_shop, shoot):
    owner = Customer(instance, OWNER)
    offer = next(one for one in owner.ask("/assist/campaigns") if one["reward"] == "goods")
    sku = offer["skus"][0]
    run_id = act(instance, owner, f"/campaigns/{offer['id']}/runs", {"sku_id": sku["sku_id"]})["id"]
    do.move_in(phone, instance, FRIEND)
    page = phone.locator("uni-page:last-of-type")

    do.open_page(phone, instance, "plays/assist/run/index", id=run_id)
    page.get_by_text("与运气无关", exact=False).wait_for()  # all rules stand on the page of the button
    shoot("friend", whole=True)
    do.button(phone, "看过规则,确认助力").click()
    page.get_by_text("你已助力,谢谢").wait_for()
    shoot("helped")

    do.open_page(phone, instance, "plays/assist/list/index")
    page.get_by_text(offer["title"]).wait_for()
    shoot("list", whole=True)
    do.open_page(phone, instance, "pages/product/index", id=sku["product_id"])
    do.button(phone, "发起助力").wait_for()
    shoot("product", whole=True)
    do.button(phone, "发起助力").click()
    phone.locator(".uni-modal__btn_primary").click()
    phone.wait_for_url("**/plays/assist/run/index**")
    do.button(phone, "邀请好友助力").wait_for()
    shoot("own", whole=True)

    own_id = re.search(r"id=(team_\w+)", phone.url).group(1)
    for number in HELPERS:
        act(instance, Customer(instance, number), f"/runs/{own_id}/help", {"with_coupon": False})
    page.get_by_text("好友到齐了").wait_for()  # the page looks by itself
    shoot("full")
    page.locator("uni-button", has_text=re.compile("下单$")).click()
    phone.wait_for_url("**/pages/checkout/index**")
    page.get_by_text("助力价").first.wait_for()
    shoot("checkout")
    do.open_page(phone, instance, "plays/assist/mine/index")
    page.get_by_text("待下单").wait_for()
    shoot("mine")


def test_the_staff_see_who_helped_whom(console, faults, picture):
    console.sign_in("owner")
    console.open("campaigns?play=assist")
    console.page.get_by_text("三位好友帮你省").first.wait_for()
    campaign = console.page.get_by_text("三位好友帮你省").first
    campaign.click()
    console.page.get_by_text("助力记录").wait_for()
    picture(console.page, "console-assist-result", whole=True)
