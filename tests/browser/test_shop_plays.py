"""Coupons, a flash sale and the check-in as customers meet them: collected, used at checkout, bought in a slot, tapped."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser import shopping as do

_phones = itertools.count(13911440001)


@pytest.fixture
def number():
    """Phones nobody signed in with yet, one a call."""
    return lambda: str(next(_phones))


@pytest.fixture
def faults(phone):
    """What the pages throw: none may."""
    seen = []
    phone.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


@pytest.fixture
def seen(phone, picture):
    """Keep what the page shows, for whoever looks at the pages."""

    def keep(name):
        do.settled(phone)
        picture(phone, f"shop-plays-{name}")

    return keep


def on_top(page):
    return page.locator("uni-page:last-of-type")


def ready(page, instance, phone):
    """Signed in, with an address."""
    do.move_in(page, instance, phone)


def a_dear_product(instance):
    """Something that costs more than a hundred yuan, so that the coupon's threshold is reached by one piece."""
    shop = {"Lianyi-Shop": instance.slug}
    found = do.call(f"{instance.address}/api/shop/products?limit=100", headers=shop)["items"]
    return next(one for one in found if 110_00 <= one["price_fen"] <= 400_00)


def test_a_coupon_is_collected_and_comes_off_at_the_checkout(instance, phone, number, faults, seen):
    ready(phone, instance, number())
    do.open_page(phone, instance, "plays/coupon/centre/index")
    do.button(phone, "领取").wait_for()
    seen("coupon-centre")
    do.button(phone, "领取").click()
    on_top(phone).get_by_text("已领取", exact=True).wait_for()
    do.open_page(phone, instance, "plays/coupon/mine/index")
    do.button(phone, "去使用").wait_for()
    seen("coupon-mine")

    do.buy_now(phone, instance, a_dear_product(instance)["id"])
    row = on_top(phone).locator(".use-part")
    row.get_by_text(re.compile(r"^-¥5\.00$")).wait_for()
    seen("coupon-checkout")
    row.locator(".cell-part").click()
    phone.get_by_text("不使用", exact=True).wait_for()
    seen("coupon-choice")
    phone.get_by_text("不使用", exact=True).click()
    row.get_by_text("1 张可用").wait_for()
    row.locator(".cell-part").click()
    phone.locator(".sheet-part .one", has_text="满 ¥100 减 ¥5").click()
    row.get_by_text(re.compile(r"^-¥5\.00$")).wait_for()
    do.place(phone)
    do.open_page(phone, instance, "plays/coupon/mine/index")
    on_top(phone).locator(".tab", has_text="已用").click()
    do.button(phone, "看订单").wait_for()


def test_a_code_that_is_wrong_is_said_and_a_right_one_gives_a_coupon(instance, phone, number, faults):
    do.enter(phone, instance, number())
    do.open_page(phone, instance, "plays/coupon/centre/index")
    do.fill(phone, "输入口令领券", "猜一个")
    do.button(phone, "兑换").click()
    phone.get_by_text("口令不对,或活动已结束").wait_for()
    do.fill(phone, "输入口令领券", "山海有信")
    do.button(phone, "兑换").click()
    phone.get_by_text("已领到,下单时可用").wait_for()


def test_slots_count_down_and_what_is_on_can_be_bought(instance, phone, number, faults, seen):
    ready(phone, instance, number())
    do.open_page(phone, instance, "plays/flash_sale/list/index")
    on_top(phone).locator(".tab").first.wait_for()
    on_top(phone).get_by_text(re.compile("距(结束|开始)")).wait_for()
    seen("flash-list")
    running = on_top(phone).locator(".tab", has_text="抢购中")
    running.first.click()
    do.button(phone, "马上抢").click()
    phone.wait_for_url("**/pages/product/index**")
    on_top(phone).locator(".flash-sale").wait_for()
    grab = on_top(phone).get_by_text("马上抢").last  # in the bar, or in a row where a team is cheaper
    grab.wait_for()
    seen("flash-product")
    grab.click()
    do.choose_options(phone)
    phone.locator(".sheet-part uni-button", has_text="马上抢").click()
    phone.wait_for_url("**/pages/checkout/index**")
    on_top(phone).get_by_text("秒杀价").first.wait_for()
    seen("flash-checkout")
    do.place(phone)


def test_the_chosen_slot_is_in_the_row_that_is_seen(instance, phone, number, faults):
    """When the page opens, and when a slot is chosen that is not to be seen yet."""
    do.enter(phone, instance, number())
    do.open_page(phone, instance, "plays/flash_sale/list/index")
    tabs = on_top(phone).locator(".tab")
    tabs.first.wait_for()
    assert tabs.last.bounding_box()["x"] > phone.viewport_size["width"], "all slots fit: this shows nothing"
    expect(on_top(phone).locator(".tab-on")).to_be_in_viewport(ratio=1)
    for chosen in (tabs.last, tabs.first):
        chosen.dispatch_event("click")  # a click of the mouse would bring it into view itself
        expect(chosen).to_have_class(re.compile("tab-on"))
        expect(chosen).to_be_in_viewport(ratio=1)


def test_one_tap_a_day_and_what_it_paid_is_there(instance, phone, number, faults, seen):
    do.enter(phone, instance, number())
    do.open_page(phone, instance, "plays/check_in/card/index")
    do.button(phone, "签到领 ¥4.50 券").wait_for()
    seen("check-in")
    do.button(phone, "签到领 ¥4.50 券").click()
    do.button(phone, "今天已签到").wait_for()
    do.button(phone, "提醒我明天签到").click()
    on_top(phone).get_by_text("明天 10:00 还没签就提醒你").first.wait_for()
    seen("check-in-done")
    do.open_page(phone, instance, "plays/coupon/mine/index")
    on_top(phone).get_by_text("满 ¥90 减 ¥4.50").wait_for()
    do.open_page(phone, instance, "pages/home/index")
    on_top(phone).get_by_text("今天已签").wait_for(timeout=do.ANSWER_MS)
    seen("home")


def test_a_brand_day_has_its_page_and_its_price(instance, phone, number, faults, seen):
    ready(phone, instance, number())
    do.open_page(phone, instance, "plays/brand_day/calendar/index")
    on_top(phone).get_by_text("进行中").first.wait_for()
    do.button(phone, "提醒我").first.click()
    do.button(phone, "已设提醒").first.wait_for()
    seen("brand-calendar")
    do.button(phone, "去看看").first.click()
    phone.wait_for_url("**/plays/brand_day/day/index**")
    on_top(phone).get_by_text("当日榜", exact=True).wait_for()
    seen("brand-day")
    on_top(phone).locator(".item").first.click()
    phone.wait_for_url("**/pages/product/index**")
    on_top(phone).locator(".brand-day").wait_for()
    seen("brand-product")
    do.button(phone, "品牌价").click()
    do.choose_options(phone)
    phone.locator(".sheet-part uni-button", has_text="品牌价").click()
    phone.wait_for_url("**/pages/checkout/index**")
    on_top(phone).get_by_text("品牌日价").first.wait_for()
    do.place(phone)


def test_what_an_order_passes_on_is_taken_by_a_friend_who_has_read_the_rules(
    instance, phone, number, faults, seen
):
    ready(phone, instance, number())
    do.buy_now(phone, instance, a_dear_product(instance)["id"])
    do.place(phone)
    do.pay(phone)
    on_top(phone).get_by_text("这一单可以送朋友 3 张 ¥4.00 券").wait_for(timeout=do.ANSWER_MS)
    seen("pass-on-paid")
    do.button(phone, "送给朋友").click()
    phone.wait_for_url("**/plays/social_coupon/pack/index**")
    on_top(phone).get_by_text("你送出的券").wait_for()
    do.button(phone, "发给朋友").wait_for()
    seen("pass-on-own")
    pack = re.search(r"id=(team_\w+)", phone.url)[1]
    phone.evaluate("() => localStorage.clear()")  # a friend by the link, on a phone of their own
    do.enter(phone, instance, number())
    do.open_page(phone, instance, "plays/social_coupon/pack/index", id=pack)
    on_top(phone).get_by_text("转赠和打开链接都没有奖励").wait_for()
    seen("pass-on-friend")
    do.button(phone, "确认领取").click()
    on_top(phone).get_by_text("你已经领到").wait_for()
    seen("pass-on-taken")
