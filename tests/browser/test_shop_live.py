"""What customers see without touching the page: a team fills, what runs and what is theirs stands in one place."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser import shopping as do
from tests.browser import teams

_phones = itertools.count(13911990001)
HEARD_MS = 15_000  # less than the page's own beat: it was told


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


def on_top(page):
    return page.locator("uni-page:last-of-type")


def test_a_team_fills_before_the_eyes_of_who_looks(instance, phone, number, faults):
    product, campaign_id = teams.start(instance, people=3)
    opener, second = teams.Customer(instance, number()), teams.Customer(instance, number())
    team_id = opener.buy(product, campaign_id)
    with phone.expect_response(
        lambda answer: "/live/" in answer.url and "event-stream" in answer.headers.get("content-type", "")
    ):
        do.open_page(phone, instance, "plays/group_buy/team/index", id=team_id)
    count = on_top(phone).locator(".count")
    expect(count).to_have_text("1 / 3")
    second.buy(product, campaign_id, team_id)
    expect(count).to_have_text("2 / 3", timeout=HEARD_MS)


def test_what_runs_and_what_is_mine_are_one_tap_away(instance, phone, number, faults, picture):
    product, campaign_id = teams.start(instance, people=2)
    mine = number()
    teams.Customer(instance, mine).buy(product, campaign_id)
    do.enter(phone, instance, mine)
    do.open_page(phone, instance, "pages/me/index")
    do.tap(phone, "我参加的活动")
    run = on_top(phone).locator(".run", has_text=product["title"])
    expect(run.locator(".line")).to_contain_text("1/2 人,还差 1 人")
    picture(phone, "shop-own-runs-mine")
    run.click()
    phone.wait_for_url("**/plays/group_buy/team/index**")
    do.open_page(phone, instance, "campaigns/mine/index")
    do.tap(phone, "已达成")
    do.button(phone, "活动中心").click()
    phone.wait_for_url("**/campaigns/centre/index**")
    on_top(phone).locator(".campaign", has_text=f"{product['title']}拼团").first.click()
    phone.wait_for_url("**/pages/product/index**")
