"""Three tasks as somebody does them who sees the console for the first time, at a human pace (see person.py)."""

import csv
import itertools
import re
import uuid
from io import StringIO

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import aftersales, shopping, teams
from tests.browser import counter as at
from tests.browser.person import Person

FIRST_PRODUCT_SECONDS, FIFTY_SHIPPED_SECONDS, WHY_SECONDS = 300, 180, 60
FIFTY = 50
ORDERS_A_PERSON = 20  # the till takes thirty a minute of one person
COPY, PASTE = 2, 2  # keys, with the control key


def tell(capsys, person, task):
    with capsys.disabled():
        print(f"\n  {person.told(task)}")  # noqa: T201  the figures are the point of the run


def opened(console):
    """A shop whose owner put the first product off: the account is there, the console is empty."""
    page = console.page
    console.open("open")
    page.locator("[name=shop_name]").fill("溪上茶舍")
    page.locator("[name=owner_name]").fill("林小溪")
    page.locator("[name=login]").fill(f"lin{uuid.uuid4().hex[:8]}@xishang.example")
    page.locator("[name=password]").fill(at.PASSWORD)
    page.get_by_text("我已阅读并同意").click()
    console.button("开店,下一步").click()
    console.button("以后再说").click()
    page.get_by_role("heading", name="店铺开好了").wait_for()


def test_the_first_product_on_sale_by_the_guide(console, tmp_path, faults, capsys):
    """From "your shop is there": picture, title, price, stock, freight; then a look at the shop."""
    opened(console)
    person = Person(console.page)
    person.reads(person.page.locator(".done .lead"))
    person.click("放上第一件商品")
    person.choose_file("添加图片", at.packshot(tmp_path))
    person.page.locator("figure img").wait_for()
    person.type("商品标题", "正山小种红茶 250g")
    person.type("售价", "69.9")
    person.type("库存(件)", "30")
    person.click("下一步")
    person.click_words("包邮")
    person.click("开始卖")
    person.reads(person.page.locator(".done .lead"))
    person.open_new_tab("看看店铺")
    seen = person.reads(person.page.locator("uni-page:last-of-type").get_by_text("正山小种红茶 250g").first)
    tell(capsys, person, "first product on sale, by the guide")
    assert seen == "正山小种红茶 250g"
    assert person.seconds <= FIRST_PRODUCT_SECONDS


def test_the_first_product_on_sale_from_the_empty_console(console, tmp_path, faults, capsys):
    """The overview says what comes next; nothing goes on sale without a piece of it; the shop shows it."""
    opened(console)
    console.button("进入后台").click()
    page = console.page
    page.get_by_role("heading", name="概览").wait_for()
    console.settle()
    person = Person(page)
    person.reads(page.locator("[aria-current=step] .grow"))
    person.click("现在就做")
    person.type("标题", "正山小种红茶 250g")
    person.choose_file("添加图片", at.packshot(tmp_path))
    page.locator("figure img").wait_for()
    person.type("售价", "69.9")
    expect(console.button("保存并上架")).to_be_disabled()
    assert "库存" in person.reads(page.locator(".gaps"))
    person.type("库存", "30")
    person.click("保存并上架")
    page.get_by_role("link", name="在店里看").wait_for()
    assert "还不能付款" in person.reads(page.locator(".el-alert__title"))
    expect(console.state()).to_have_text("在售")
    person.open_new_tab("在店里看")
    person.reads(person.page.locator("uni-page:last-of-type").get_by_text("正山小种红茶 250g"))
    tell(capsys, person, "first product on sale, from the empty console")
    assert person.seconds <= FIRST_PRODUCT_SECONDS


def fifty_more_to_ship(instance):
    """Fifty more paid orders, so that as many wait afterwards as before and the other tests have theirs."""
    staff = teams.Desk(instance)

    def waiting():
        return staff("GET", "/orders?state=to_ship&limit=1")["total"]

    on_shelf = staff("GET", "/products?state=on_shelf&limit=20")["items"]
    shelf = next(one for one in on_shelf if shopping.CARD not in one["title"])
    sku = staff("GET", f"/products/{shelf['id']}")["skus"][0]
    staff("POST", f"/stock/{sku['id']}/adjust", {"delta": FIFTY, "reason": "purchase", "note": ""})
    before, missing, people = waiting(), FIFTY, itertools.count(1)
    while missing > 0:
        customer = teams.Customer(instance, f"1370000{next(people):02d}{uuid.uuid4().int % 100:02d}")
        for _ in range(min(missing, ORDERS_A_PERSON)):
            customer.order([{"sku_id": sku["id"], "quantity": 1}])
        missing -= ORDERS_A_PERSON
    aftersales.until(lambda: waiting() == before + FIFTY)


def numbers_to_ship(console):
    return [one["number"] for one in console.api("/orders?state=to_ship&limit=100")["items"]]


def filled(path, numbers, *, wrong):
    """The downloaded file with the carrier's numbers pasted, two of them wrong; what else stands there stays."""
    if path.suffix == ".csv":
        return _filled_csv(path, numbers, wrong)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for line, number in enumerate(numbers, start=2):
        sheet.cell(line, 3).value = wrong.get(line, number)
        sheet.cell(line, 2).value = sheet.cell(line, 2).value or "中通快递"
    book.save(path)
    return path


def _filled_csv(path, numbers, wrong):
    rows = list(csv.reader(StringIO(path.read_text("utf-8-sig"))))
    for line, number in enumerate(numbers, start=2):
        rows[line - 1][1:3] = [rows[line - 1][1] or "中通快递", wrong.get(line, number)]
    out = StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), "gb18030")  # as a Chinese spreadsheet program saves it
    return path


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_fifty_orders_are_shipped_by_a_file_and_two_wrong_rows_mended(
    console, instance, tmp_path, faults, capsys, kind
):
    """Take the file, paste the carrier's numbers beside the orders, bring it back; mend what was wrong, bring that back."""
    fifty_more_to_ship(instance)
    console.sign_in("warehouse")
    console.open("orders?state=to_ship")
    page = console.page
    waiting = numbers_to_ship(console)
    person = Person(page)
    person.click("发货", "link", within=page.locator("header"))
    person.click("批量发货", "tab")
    person.reads(page.get_by_role("heading", name="填「快递公司」和「运单号」两列"))
    sheet = person.take("下载表格(Excel)" if kind == "xlsx" else "下载 CSV", tmp_path)
    # Open it, mark the column in the carrier's list, copy, click the first empty cell, paste, save.
    person.at_spreadsheet(clicks=4, keys=COPY + PASTE + 2, decisions=5)
    numbers = [f"{78001234560000 + at}" for at in range(FIFTY)]
    filled(sheet, numbers, wrong={7: "12", 23: "7.80012E+13"})
    person.choose_file("把文件拖到这里,或点击选择", sheet)
    said = person.reads(page.locator(".result .el-alert__title"))
    assert said.startswith("检查好了:48 行可以发货,2 行要改"), said
    assert set(waiting) == set(numbers_to_ship(console))
    person.click("确认发货 48 行")
    page.locator(".result .el-alert__title", has_text="已发货").wait_for()
    assert person.reads(page.locator(".result .el-alert__title")).startswith("已发货 48 行,2 行要改")

    bad = page.locator(".result tbody")
    assert "科学计数" in person.reads(bad)
    mend = person.take("下载要改的 2 行", tmp_path)
    # Open it, two cells: click, type the number from the parcel, then save.
    person.at_spreadsheet(clicks=3, keys=2 * (14 + 1) + 2, decisions=4)
    filled(mend, [numbers[5], numbers[21]], wrong={})
    with page.expect_file_chooser() as chooser:
        person.click("传改好的文件")
    person.at_spreadsheet(clicks=2, decisions=1)
    chooser.value.set_files(mend)
    person.click("确认发货 2 行")
    page.locator(".result .el-alert__title", has_text="已发货 2 行。").wait_for()
    tell(capsys, person, f"fifty orders shipped by {kind}")
    assert len(set(waiting) - set(numbers_to_ship(console))) == FIFTY
    assert person.seconds <= FIFTY_SHIPPED_SECONDS


def test_why_did_this_order_pay_me_this(console, faults, capsys):
    """A buyer is on the phone with an order; one search, one page, and the answer in words and figures that add up."""
    console.sign_in("owner")
    console.open("")
    shipped = console.api("/orders?state=shipped&limit=50")["items"]
    number = next(one["number"] for one in shipped if one["refund_state"] is None)
    page = console.page
    person = Person(page)
    person.click("订单", "link", within=page.locator("nav"))
    person.type("订单号 / 微信支付单号 / 手机尾号 / 商品 / 运单号", number)
    person.keys += 1
    page.keyboard.press("Enter")
    person.click(number, "link")
    told = person.reads(page.locator(".story"))
    assert re.search(r"^预计到手 ¥[\d,.]+,最晚 \d{4}-\d\d-\d\d \d\d:\d\d 到账。", told), told
    assert "为什么还没到账" in told
    person.reads(page.locator(".sums"))
    cells = zip(
        page.locator(".sums dt").all_inner_texts(), page.locator(".sums dd").all_inner_texts(), strict=True
    )
    # A fee that is not known yet says when it will be.
    rows = [(name, round(float(re.sub(r"[^\d.-]", "", fen)) * 100)) for name, fen in cells if "¥" in fen]
    paid = next(at for at, (name, _) in enumerate(rows) if name.startswith("买家实付"))
    assert sum(fen for _, fen in rows[:paid]) == rows[paid][1]
    assert sum(fen for _, fen in rows[paid:-1]) == rows[-1][1]
    tell(capsys, person, "why did this order pay me this, by its number")
    assert person.seconds <= WHY_SECONDS


def test_why_by_the_number_on_wechats_bill(console, faults, capsys):
    """A number of 28 digits, pasted from a bill, leads to the same answer."""
    console.sign_in("owner")
    console.open("")
    found = console.api("/orders?state=completed&limit=1")["items"][0]
    number = console.api(f"/orders/{found['id']}")["payment"]["transaction_id"]
    page = console.page
    person = Person(page)
    person.click("订单", "link", within=page.locator("nav"))
    target = person.page.get_by_label("订单号 / 微信支付单号 / 手机尾号 / 商品 / 运单号", exact=True)
    person.decide()
    person.pointings += 1
    person.clicks += 1
    person.keys += PASTE + 1
    target.fill(number)
    page.keyboard.press("Enter")
    person.click(found["number"], "link")
    told = person.reads(page.locator(".story"))
    tell(capsys, person, "why did this order pay me this, by WeChat's number")
    assert re.search(r"¥[\d,.]+", told)
    assert person.seconds <= WHY_SECONDS
