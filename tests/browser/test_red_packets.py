"""Red packets as people meet them: the weekly day, a friend's part, prizes in money; and the desk's pages of them."""

import itertools

import pytest

from lianyi.app.demo.cast import customers
from lianyi.app.demo.packets import CASH_BY
from tests.browser import shopping as do

NARROW = {"width": 390, "height": 844}
_phones = itertools.count(13911480001)


@pytest.fixture
def number():
    return lambda: str(next(_phones))


@pytest.fixture
def thrown(phone, desk):
    """What the pages throw: none may."""
    found = []
    for page in (phone, desk):
        page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def shoot(phone, picture):
    phone.set_viewport_size(NARROW)

    def keep(name):
        do.settled(phone)
        picture(phone, f"shop-{name}", whole=True)

    return keep


def on_top(page):
    return page.locator("uni-page:last-of-type")


def campaign(console, title):
    return next(one for one in console.api("/campaigns?limit=100")["items"] if one["title"] == title)


def test_a_weekly_packet_is_taken_on_a_page_that_tells_all_rules(instance, phone, number, thrown, shoot):
    do.enter(phone, instance, number())
    do.open_page(phone, instance, "plays/red_packet/weekly/index")
    on_top(phone).get_by_text("活动规则", exact=True).wait_for()
    shoot("red-packet-weekly")
    do.button(phone, "我已看过规则,领红包").click()
    phone.wait_for_url("**/plays/red_packet/packet/index**")
    on_top(phone).get_by_text("优惠券已到账,下单可用").wait_for()
    shoot("red-packet-own")
    do.open_page(phone, instance, "plays/red_packet/mine/index")
    on_top(phone).get_by_text("我领到的", exact=True).wait_for()
    shoot("red-packet-mine")
    do.open_page(phone, instance, "distribution/prizes/index")
    on_top(phone).get_by_text("还没有现金奖金").wait_for()


def test_a_friend_sees_what_is_left_and_takes_a_part(instance, phone, console, number, thrown, shoot):
    console.sign_in("owner")
    console.open("campaigns")
    running = campaign(console, "下单红包")
    open_ones = [
        one for one in console.api(f"/red-packet/packets?campaign_id={running['id']}&limit=100")["items"]
        if one["state"] == "open" and one["taken"] < one["parts"]
    ]  # fmt: skip
    assert open_ones, "nobody of the demo has bought within two days"
    packet = open_ones[0]
    do.enter(phone, instance, number())
    do.open_page(phone, instance, "plays/red_packet/packet/index", id=packet["id"])
    on_top(phone).get_by_text(f"还剩 {packet['parts'] - packet['taken']} 份").wait_for()
    shoot("red-packet-friend")
    do.button(phone, "我已看过规则,确认领取").click()
    on_top(phone).get_by_text("优惠券已到账,下单可用").wait_for()
    on_top(phone).get_by_text("我", exact=True).wait_for()
    shoot("red-packet-taken")


def test_whoever_won_money_is_told_what_arrives_and_what_is_missing(instance, phone, thrown, shoot):
    do.enter(phone, instance, customers()[CASH_BY[0]].phone)
    do.open_page(phone, instance, "distribution/prizes/index")
    on_top(phone).get_by_text("领取前请填写实名信息").wait_for()
    on_top(phone).get_by_text("¥1.60").first.wait_for()
    shoot("prizes")


def test_the_desk_sees_packets_prizes_and_the_daily_limit(console, thrown, picture):
    console.sign_in("owner")
    console.open("prizes")
    console.rows().first.wait_for()
    console.page.get_by_text("每天最多承诺 ¥500.00").wait_for()
    picture(console.page, "console-prizes")
    console.button("修改额度").click()
    console.page.get_by_text("由两个人确认后生效").wait_for()
    picture(console.page, "console-prizes-limit")
    console.open(f"campaigns/{campaign(console, '下单红包')['id']}/result")
    console.page.get_by_role("heading", name="红包明细").wait_for()
    console.settle()
    picture(console.page, "console-red-packet-result", whole=True)
    console.open(f"campaigns/{campaign(console, '下单红包')['id']}")
    console.settle()
    picture(console.page, "console-red-packet-settings", whole=True)
