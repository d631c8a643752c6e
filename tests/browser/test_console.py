"""The console as a merchant uses it, in a browser at a desk, against a whole running instance."""

import re
import uuid

from playwright.sync_api import expect

from tests.browser import counter as at


def test_from_nothing_to_the_first_product_on_sale(console, tmp_path, faults):
    """Shop name, account, one product with picture, price and stock, freight: and a shopper sees it."""
    page = console.page
    console.open("open")
    page.locator("[name=shop_name]").fill("溪上茶舍")
    page.locator("[name=owner_name]").fill("林小溪")
    page.locator("[name=login]").fill(f"lin{uuid.uuid4().hex[:8]}@xishang.example")
    page.locator("[name=password]").fill(at.PASSWORD)
    page.get_by_text("我已阅读并同意").click()
    console.button("开店,下一步").click()

    page.get_by_role("heading", name="上架第一件商品").wait_for()
    page.locator("input[type=file]").set_input_files(at.packshot(tmp_path))
    page.locator("figure img").wait_for()
    page.locator("[name=title]").fill("正山小种红茶 250g")
    page.get_by_label("售价").fill("69.9")
    page.get_by_label("库存(件)").fill("30")
    console.button("下一步").click()

    page.get_by_role("radio", name="满额包邮").click()
    console.button("开始卖").click()
    page.get_by_role("heading", name="开张了").wait_for()
    slug = re.search(r"/s/([^/]+)/", page.locator(".copy .value").first.inner_text())[1]
    (card,) = at.seen_by_shopper(console.instance.address, slug, "/products")["items"]
    assert (card["title"], card["price_fen"], card["sold_out"]) == ("正山小种红茶 250g", 6990, False)

    console.button("进入后台").click()
    page.get_by_role("heading", name="概览").wait_for()
    console.settle()
    page.get_by_text("开店还差几步").wait_for()
    (template,) = console.api("/freight-templates")["items"]
    assert [(one["first_fen"], one["free_from_fen"]) for one in template["rules"]] == [(800, 9900)]


def test_a_wrong_password_says_so_and_a_role_sees_only_its_pages(console, faults):
    page = console.page
    login, _ = at.credentials(console.instance, "content")
    console.open("sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("not-the-password")
    console.button("登录").click()
    page.get_by_role("alert").get_by_text("账号或密码不正确").wait_for()

    console.sign_in("content")
    assert "/console/products" in page.url
    page.locator("nav").get_by_text("商品").first.wait_for()
    expect(page.locator("nav").get_by_text("账本")).to_have_count(0)
    console.open("ledger")
    page.get_by_text("你的角色看不到这里").wait_for()


def test_one_order_is_shipped_by_scanning(console, faults):
    """Number, Enter, tracking number, Enter; the order left the queue and says where it is."""
    page = console.page
    console.sign_in("warehouse")
    console.open("shipping")
    number = console.to_ship()[0]
    scanner = page.get_by_placeholder("扫订单号,回车")
    scanner.fill(number)
    scanner.press("Enter")
    form = page.locator(".work .form")
    form.wait_for()
    form.locator(".el-select").click()
    page.get_by_role("option", name="顺丰速运").click()
    form.locator(".mono input").fill("SF1401234567890")
    form.locator(".mono input").press("Enter")
    page.get_by_text(f"{number} 已发货").wait_for()
    expect(scanner).to_have_value("")

    console.open_order(number)
    expect(console.state()).to_have_text("已发货")
    page.get_by_text("SF1401234567890").first.wait_for()


def test_a_sheet_of_ones_own_ships_good_rows_and_names_the_bad_one(console, tmp_path, faults):
    """Any sheet with the three columns will do; it is checked as soon as it is chosen, and nothing is shipped by that."""
    page = console.page
    console.sign_in("operations")
    console.open("shipping?way=batch")
    first, second, *_ = console.to_ship()
    header = [cell.value for cell in at.template(page, console.instance, "shipments").active[1]][:3]
    rows = [
        header,
        [first, "中通快递", "78001234567890"],
        ["26010100000000", "中通快递", "78001234567891"],
        [second, "中通快递", "78001234567892"],
    ]
    page.locator("input[type=file]").set_input_files(at.sheet(tmp_path, "单号.xlsx", rows))
    page.get_by_text("检查好了:2 行可以发货,1 行要改。").wait_for()
    bad = page.locator(".result tbody tr")
    expect(bad).to_have_count(1)
    expect(bad.locator("td").first).to_have_text("3")
    expect(bad).to_contain_text("26010100000000")
    assert {first, second} <= set(console.to_ship())

    console.button("确认发货 2 行").click()
    page.get_by_text("已发货 2 行,1 行要改。").wait_for()
    for number in (first, second):
        console.open_order(number)
        expect(console.state()).to_have_text("已发货")


def test_a_part_is_refunded_to_the_fen(console, faults):
    """Two-step sign-in first; one piece of a line goes back, and the ledger still sums to zero."""
    page = console.page
    _, password = console.sign_in("owner")
    console.bind_authenticator(password)
    console.open_order(console.to_ship()[-1])
    order_id = page.url.rpartition("/")[2]
    before = console.api(f"/orders/{order_id}")
    console.button("退款").click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".el-input-number__increase").first.click()
    amount = dialog.get_by_label("退多少").first.input_value()
    dialog.get_by_label("原因").fill("盒角磕坏一件,退一件")
    give = dialog.get_by_role("button", name=re.compile("^退款 ¥"))
    assert give.inner_text().replace("退款 ¥", "").replace(",", "").removesuffix(".00").rstrip(
        "0"
    ) == amount.rstrip("0")
    give.click()
    console.said("退款已提交")
    page.locator(".card", has_text="退款记录").get_by_text("盒角磕坏一件,退一件").wait_for()
    after = console.api(f"/orders/{order_id}")
    assert after["granted_fen"] - before["granted_fen"] == round(float(amount) * 100)
    assert after["lines"][0]["refunded_quantity"] - before["lines"][0]["refunded_quantity"] == 1
    assert console.api("/ledger/accounts")["sum_fen"] == 0


def test_a_refund_request_is_turned_down_with_a_reason(console, faults):
    page = console.page
    _, password = console.sign_in("owner")
    console.bind_authenticator(password)
    console.open("refunds?state=requested")
    row = console.rows().first
    number = row.locator("a").first.inner_text()
    console.button("拒绝", within=row).click()
    page.get_by_role("dialog").locator("textarea").fill("已经打包,收到后可以走退货")
    page.get_by_role("dialog").get_by_role("button", name="拒绝", exact=True).click()
    console.said("已拒绝")
    console.open_order(number)
    page.locator(".card", has_text="退款记录").get_by_text("已经打包,收到后可以走退货").wait_for()
    expect(console.state()).to_have_text("待发货")


def test_stock_is_adjusted_with_a_reason_and_never_below_zero(console, faults):
    page = console.page
    console.sign_in("operations")
    console.open("stock")
    row = console.rows().nth(3)
    sku = row.locator(".mono").inner_text()
    had = int(row.locator("b").inner_text())
    console.button("调整", within=row).click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".el-input-number input").fill(str(-had - 1))
    dialog.locator(".el-input-number input").press("Tab")
    dialog.get_by_text(f"可售不能小于 0,最多减 {had}").wait_for()
    expect(dialog.get_by_role("button", name="调整", exact=True)).to_be_disabled()

    dialog.locator(".el-input-number input").fill("12")
    dialog.get_by_text("盘点", exact=True).click()
    dialog.get_by_placeholder("选填").fill("货架后面找到一箱")
    dialog.get_by_role("button", name="调整", exact=True).click()
    console.said("库存已调整")
    (found,) = [one for one in console.api(f"/stock?q={sku}")["items"] if one["sku_code"] == sku]
    assert found["available"] == had + 12
    assert found["available"] + found["reserved"] + found["sold"] == found["received"]
    newest = console.api(f"/stock/{found['sku_id']}/movements")["items"][0]
    assert (newest["delta_available"], newest["reason"], newest["note"]) == (12, "count", "货架后面找到一箱")


def test_an_import_names_the_bad_row_and_takes_the_good_one(console, tmp_path, faults):
    page = console.page
    console.sign_in("operations")
    console.open("imports")
    header = [cell.value for cell in at.template(page, console.instance, "products").active[1] if cell.value]
    good = {
        "商品编码": "NEW-001",
        "标题": "手冲壶 600ml",
        "SKU编码": "NEW-001-A",
        "价格": "188.00",
        "库存": 6,
    }
    bad = {"商品编码": "NEW-002", "标题": "滤杯", "SKU编码": "NEW-002-A", "价格": "十九块九", "库存": 3}
    plain = [re.sub(r"[*\s].*$", "", str(name)) for name in header]
    rows = [header, *[[row.get(name) for name in plain] for row in (good, bad)]]
    page.locator("input[type=file]").set_input_files(at.sheet(tmp_path, "新品.xlsx", rows))
    console.button("先试一遍").click()
    page.get_by_text("检查完成:1 行可以导入,1 行有问题。").wait_for()
    row = page.locator(".result tbody tr")
    for column, words in ((0, "3"), (2, "十九块九")):
        expect(row.locator("td").nth(column)).to_have_text(words)
    assert console.api("/products?q=NEW-001")["items"] == []

    console.button("正式导入").click()
    page.get_by_text("已完成:新增 1 行,更新 0 行,1 行没有导入。").wait_for()
    (made,) = console.api("/products?q=NEW-001")["items"]
    assert (made["title"], made["price_fen"], made["available"]) == ("手冲壶 600ml", 18800, 6)
    assert console.api("/products?q=NEW-002")["items"] == []

    page.reload()
    page.locator(".el-table__row", has_text="新品.xlsx").first.wait_for()


def test_a_product_somebody_else_changed_is_not_overwritten(console, faults):
    page = console.page
    console.sign_in("operations")
    console.open("products")
    console.rows().nth(1).locator("a").first.click()
    title = page.locator("[name=title]")
    title.wait_for()
    console.settle()
    was = title.input_value()
    product_id = page.url.rpartition("/")[2]
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=title]").fill(f"{was} 新包装")
    other.get_by_role("button", name="保存", exact=True).click()
    other.locator(".el-message", has_text="已保存").wait_for()
    other.close()

    title.fill(f"{was} 旧包装")
    console.button("保存").click()
    page.get_by_text("这件商品刚被别人改过", exact=True).wait_for()
    assert console.api(f"/products/{product_id}")["title"] == f"{was} 新包装"
    console.button("载入最新内容").click()
    page.wait_for_function(
        "title => document.querySelector('[name=title]').value === title", arg=f"{was} 新包装"
    )


def test_the_payment_keys_are_tested_step_by_step(console, faults):
    page = console.page
    console.sign_in("owner")
    console.open("settings/pay")
    console.button("测试一下").click()
    page.get_by_text("全部通过").wait_for()
    steps = page.locator("[role=status] li")
    expect(steps).to_have_count(5)
    assert steps.all_inner_texts() == [
        "密钥格式\n\n密钥格式正确",
        "商户签名\n\n微信支付接受了商户签名",
        "应答验签\n\n微信支付的应答验签通过",
        "分账(担保交易)\n\n已开通分账,可以担保收款",
        "投诉通知\n\n投诉会通知到本店",
    ]
    assert "PRIVATE KEY" not in page.content()
