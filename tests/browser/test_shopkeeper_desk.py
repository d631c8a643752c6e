"""What a shopkeeper takes from the desk: goods ready to post with their poster, and a year's income and tax as a paper."""

import re

import pytest
from playwright.sync_api import expect

from lianyi.app.demo.cast import customers
from tests.browser import shopping as do

SELLER = customers()[8]  # the demo's tea table, which has been paid
POSTER = re.compile(r"/poster-\w+\.jpg")
LAST = "uni-page:last-of-type"


@pytest.fixture
def faults(phone):
    """What the pages throw: none may."""
    seen = []
    phone.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


def picked(instance):
    """One of the goods that the seller picked."""
    headers = {
        "Lianyi-Shop": instance.slug,
        "Authorization": f"Bearer {do.mini_token(instance, SELLER.phone)}",
    }
    return do.call(f"{instance.address}/api/shop/distribution/me/picks", headers=headers)["items"][0]["id"]


def test_a_poster_says_that_it_is_being_drawn_until_it_is_there(phone, instance, faults, picture):
    held = []

    def hold(route):
        held.append(route)

    product = picked(instance)
    do.enter(phone, instance, SELLER.phone)
    phone.route(POSTER, hold)
    with phone.expect_request(POSTER):
        do.open_page(phone, instance, "distribution/material/index", product=product)
    page = phone.locator(LAST)
    # In its place, and on the button that would keep it.
    expect(page.get_by_text("海报绘制中…")).to_have_count(2)
    expect(page.locator(".act-part", has_text="海报绘制中…")).to_have_attribute("aria-disabled", "true")
    picture(phone, "shop-seller-material-drawing", whole=True)

    held.pop(0).abort()
    expect(page.get_by_text("海报暂时画不出来")).to_be_visible()
    expect(page.get_by_text("一键准备", exact=True)).to_be_visible()
    phone.unroute(POSTER)
    do.button(phone, "再试一次").click()
    expect(page.get_by_text("海报绘制中…")).to_have_count(0)
    expect(page.locator(".poster-part uni-image")).to_be_visible()
    do.settled(phone)
    picture(phone, "shop-seller-material", whole=True)


def test_a_year_of_income_and_tax_is_read_and_taken(phone, instance, faults, picture):
    do.enter(phone, instance, SELLER.phone)
    do.open_page(phone, instance, "distribution/earnings/index")
    phone.locator(LAST).get_by_text("年度收入与个税", exact=True).click()
    page = phone.locator(LAST)
    page.get_by_text("佣金(劳务报酬所得)").first.wait_for()
    do.settled(phone)
    picture(phone, "shop-seller-tax", whole=True)
    with phone.expect_download() as coming:
        do.button(phone, "下载清单 PDF").click()
    assert re.fullmatch(r"tax-statement-\d{4}\.pdf", coming.value.suggested_filename)
    assert coming.value.path().read_bytes().startswith(b"%PDF-")


def test_staff_see_a_year_and_take_a_masked_paper(console, picture):
    console.sign_in("owner")
    console.open("withheld-tax")
    console.page.get_by_text("按年", exact=True).wait_for()
    picture(console.page, "console-withheld-tax", whole=True)
    console.page.locator(".years a").first.click()
    with console.page.expect_download() as coming:
        console.button("下载清单").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    picture(console.page, "console-tax-year", whole=True)
