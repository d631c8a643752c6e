"""Goods find people, as customers see it: a team opened, handed on, joined, filled; left; and who came by a share."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser import shopping as do
from tests.browser import teams
from tests.browser.conftest import sparing

_phones = itertools.count(13911330001)


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
def other_phone(browser):
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 375, "height": 812},
        is_mobile=True,
        has_touch=True,
    )
    yield sparing(context).new_page()
    context.close()


def ready(page, instance, phone):
    """Signed in, with an address."""
    do.move_in(page, instance, phone)


def order_from_sheet(page, words):
    """Through the sheet of options to the checkout, which shows the rules before anything is paid."""
    do.choose_options(page)
    page.locator(".sheet-part uni-button", has_text=words).click()
    page.wait_for_url("**/pages/checkout/index**")
    page.get_by_text("活动规则").wait_for()


def team_page(page):
    page.wait_for_url("**/plays/group_buy/team/index**")
    page.locator("uni-page:last-of-type .rings-part").wait_for()
    return re.search(r"id=(team_\w+)", page.url)[1]


def test_a_team_is_opened_handed_on_and_filled(instance, phone, other_phone, number, faults):
    product, campaign_id = teams.start(instance, people=3)
    do.open_page(phone, instance, "pages/product/index", id=product["id"])
    do.button(phone, "开团").wait_for()
    assert phone.get_by_text("正在拼,还差人").count() == 0  # nobody is made up

    ready(phone, instance, number())
    do.open_page(phone, instance, "pages/product/index", id=product["id"])
    do.button(phone, "开团").click()
    order_from_sheet(phone, "开团")
    order_id = do.place(phone)
    expect(phone.locator("[role=timer]")).to_have_text(re.compile(r"请在 0[0-5]:\d\d 内付款"))
    do.pay(phone)
    phone.get_by_text("还差 2 人成团").wait_for()
    with phone.expect_response("**/api/shop/shares") as made:
        do.button(phone, "邀请好友成团").click()
        team_id = team_page(phone)
    share = made.value.json()
    assert team_id in share["link"]
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待成团")

    with other_phone.expect_response("**/api/shop/visits") as visit:
        other_phone.goto(share["link"])
        other_phone.get_by_text("一位朋友分享给你的").wait_for()
    assert visit.value.json()["share"]["target"] == {"kind": "team", "id": team_id}
    ready(other_phone, instance, number())
    do.open_page(other_phone, instance, "plays/group_buy/team/index", id=team_id)
    do.button(other_phone, "参团").click()
    other_phone.wait_for_url("**/pages/checkout/index**")
    do.place(other_phone)
    do.pay(other_phone)
    other_phone.get_by_text("还差 1 人成团").wait_for()

    teams.Customer(instance, number()).buy(product, campaign_id, team_id)
    do.open_page(phone, instance, "plays/group_buy/team/index", id=team_id)
    phone.locator("uni-page:last-of-type .title", has_text="已成团").wait_for()
    expect(phone.locator(".face .who").first).to_have_text("我")
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待发货")
    do.open_page(phone, instance, "plays/group_buy/mine/index")
    phone.get_by_text("已成团").wait_for()


def test_live_teams_on_the_product_are_joined_and_left(instance, phone, number, faults):
    product, campaign_id = teams.start(instance, people=2)
    team_id = teams.Customer(instance, number()).buy(product, campaign_id)
    ready(phone, instance, number())
    do.open_page(phone, instance, "pages/product/index", id=product["id"])
    row = phone.locator("uni-page:last-of-type .team-part")
    row.get_by_text("还差 1 人").wait_for()
    expect(row).to_contain_text(re.compile(r"剩 2[34]:\d\d:\d\d"))
    row.locator("uni-button", has_text="参团").click()
    order_from_sheet(phone, "参团")
    do.place(phone)
    phone.locator("[role=timer]").wait_for()

    do.open_page(phone, instance, "plays/group_buy/team/index", id=team_id)
    do.button(phone, "去付款").wait_for()
    seats = teams.Customer(instance, number())
    others = seats.ask(f"/group-buy/teams/{team_id}")
    assert (others["joined"], others["missing"]) == (1, 1)

    own = teams.start(instance, people=3)
    do.open_page(phone, instance, "pages/product/index", id=own[0]["id"])
    do.button(phone, "开团").click()
    order_from_sheet(phone, "开团")
    order_id = do.place(phone)
    do.pay(phone)
    do.button(phone, "邀请好友成团").click()
    left = team_page(phone)
    do.button(phone, "退出这个团").click()
    phone.locator("uni-modal").get_by_text("退出这个团", exact=True).click()
    phone.get_by_text("这个团没有开成").wait_for()
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "已关闭")
    assert seats.ask(f"/group-buy/teams/{left}")["state"] == "void"


def test_what_came_of_my_shares_masked_until_the_visitor_agrees(instance, phone, other_phone, number, faults):
    product = do.some_product(instance)
    do.enter(phone, instance, number())
    with phone.expect_response("**/api/shop/shares") as made:
        do.open_page(phone, instance, "pages/product/index", id=product["id"])
    share = made.value.json()
    do.open_page(phone, instance, "account/shares/index")
    phone.get_by_text("还没有人从你的分享来过").wait_for()

    do.enter(other_phone, instance, number())
    do.open_page(other_phone, instance, "account/settings/index")
    do.fill(other_phone, "未设置昵称", "小雨")
    other_phone.keyboard.press("Enter")
    other_phone.get_by_text("已保存").wait_for()
    other_phone.goto("about:blank")
    other_phone.goto(share["link"])
    do.button(other_phone, "让 TA 知道我来过").wait_for()
    phone.reload()
    came = phone.get_by_text("1 人来过 · 打开 1 次").first
    do.look_again_for(phone, came)
    came.click()
    phone.wait_for_url("**/account/comers/index**")
    phone.get_by_text("一位朋友").wait_for()
    do.button(other_phone, "让 TA 知道我来过").click()
    other_phone.locator(".sharer-part").wait_for(state="detached")
    phone.reload()
    do.look_again_for(phone, phone.get_by_text("小雨", exact=True))

    do.open_page(other_phone, instance, "account/privacy/index")
    with other_phone.expect_response(
        lambda one: one.url.endswith("/me/consents") and one.request.method == "POST"
    ):
        other_phone.get_by_label("让分享我的人看到我来过").last.click()
    phone.reload()
    do.look_again_for(phone, phone.get_by_text("一位朋友"))


def test_the_share_sheet_has_a_poster_and_a_link(instance, phone, faults):
    product = do.some_product(instance)
    do.open_page(phone, instance, "pages/product/index", id=product["id"])
    with phone.expect_response("**/pictures/**/poster-*.jpg") as poster:
        phone.get_by_label("分享").last.click()
    assert (poster.value.status, poster.value.headers["content-type"]) == (200, "image/jpeg")
    phone.locator(".sheet-part .poster:not(.awaited)").wait_for()
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    do.button(phone, "复制链接").click()
    phone.get_by_text("已复制").wait_for()


def test_a_scanned_code_leads_to_its_page_and_a_forged_one_nowhere(instance, phone, number):
    product = do.some_product(instance)
    with phone.expect_response("**/api/shop/shares") as made:
        do.open_page(phone, instance, "pages/product/index", id=product["id"])
    token = made.value.json()["scene"]
    do.open_page(phone, instance, "pages/home/index", scene=token)
    phone.wait_for_url(f"**/pages/product/index?id={product['id']}**")
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    # The visit of the page before may still be on its way: the answer waited for is the refusal.
    with phone.expect_response(
        lambda answer: answer.url.endswith("/api/shop/visits") and answer.status == 422
    ):
        do.open_page(phone, instance, "pages/home/index", scene=forged)
    phone.locator("uni-page:last-of-type .search").wait_for()
