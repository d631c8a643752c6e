"""Growth and the calendar as staff use them: sorted, two chosen and compared, a month on, what meets is said."""

import re

from playwright.sync_api import expect

FLASH = "整点秒杀"


def test_campaigns_are_sorted_chosen_and_compared(console, faults):
    console.sign_in("owner")
    console.open("growth")
    page = console.page
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text=FLASH)).to_be_visible()
    with page.expect_response(re.compile(r"/growth\?.*sort=paid_orders&order=desc")):
        page.get_by_role("button", name="付款订单").click()
    orders = [one["paid_orders"] for one in console.api("/growth?sort=paid_orders")["rows"]]
    assert orders == sorted(orders, reverse=True)
    expect(rows.first.locator("td").nth(4)).to_contain_text(str(orders[0]))
    compare = page.locator(".head .is-next")
    expect(compare).to_be_disabled()
    for place in (0, 1):
        rows.nth(place).locator(".el-checkbox").click()
    with page.expect_response(re.compile(r"/growth/compare\?id=cmp_\w+&id=cmp_")):
        compare.click()
    expect(page.locator("thead th")).to_have_count(3)
    expect(page.locator(".chart svg")).to_be_visible()
    page.get_by_text("打开的人", exact=True).first.click()
    expect(page.locator(".chart")).to_have_attribute("aria-label", "打开的人")


def test_the_sheet_is_the_table(console, faults):
    console.sign_in("owner")
    console.open("growth")
    with console.page.expect_download() as coming:
        console.button("导出").click()
    assert coming.value.suggested_filename.startswith("growth-")


def test_a_month_with_what_meets_in_it(console, faults):
    console.sign_in("owner")
    console.open("campaign-calendar")
    page = console.page
    expect(page.locator(".bar", has_text=FLASH).first).to_be_visible()
    conflict = page.locator("li", has_text=FLASH).filter(has_text="同一件商品").first
    expect(conflict).to_contain_text("两个活动不会叠加")
    expect(conflict).to_contain_text("都有的商品,共 1 个规格:")
    expect(conflict.locator(".goods li")).to_have_text(["半釉马克杯 350 ml(颜色:雾蓝)"])
    coupons = page.locator(".conflict", has_text="初夏满减").first
    named = coupons.locator(".goods li")
    expect(named).to_have_count(3)
    coupons.get_by_role("button", name=re.compile("展开其余 \\d+ 件商品")).click()
    expect(named.last).to_contain_text(re.compile("另有 \\d+ 个规格"))
    assert named.count() > 4
    coupons.get_by_role("button", name="收起").click()
    expect(named).to_have_count(3)
    month = page.locator(".tools h2").inner_text()
    console.button("下个月").click()
    expect(page.locator(".tools h2")).not_to_have_text(month)
    expect(page.locator(".bar", has_text=FLASH).first).to_be_visible()
