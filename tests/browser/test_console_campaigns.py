"""Campaigns as staff run them, in a browser at a desk: written, judged while typed, published, walked, stopped."""

import re
import uuid
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser import counter as at
from tests.browser import shopping

PHONE = "13755667788"
HOME = {
    "name": "张小雨", "phone": PHONE, "province": "浙江省", "city": "杭州市", "district": "西湖区",
    "region_code": "330106", "detail": "文三路 100 号 3 幢 501", "is_default": True,
}  # fmt: skip


TAPS = 3


def act(console, method, path, body=None):
    """What the console's own session writes."""
    return console.page.evaluate(
        """([method, path, body, key]) => fetch('/api/console' + path, {method, body: body && JSON.stringify(body),
             headers: {'Lianyi-Console': '1', 'Content-Type': 'application/json', 'Idempotency-Key': key}}).then(r => r.json())""",
        [method, path, body, uuid.uuid4().hex],
    )


def some_product(console):
    """A product on sale with a known cost and room for a discount, whole."""
    apart = shopping.set_apart(console.instance)
    for row in console.api("/products?state=on_shelf&limit=100")["items"]:
        if row["id"] in apart or shopping.CARD in row["title"]:
            continue
        product = console.api(f"/products/{row['id']}")
        fits = [
            sku for sku in product["skus"]
            if sku["active"] and sku["available"] > 5 and sku["cost_fen"] and sku["price_fen"] - sku["cost_fen"] > 300
        ]  # fmt: skip
        if len(fits) == len(product["skus"]):
            return product
    raise AssertionError("the demo sells nothing with a cost and a margin")


def choose_product(console, title):
    page = console.page
    field = page.locator("section", has_text="参加的商品").locator(".el-select input").first
    for left_out in range(TAPS):  # a list that is drawn anew between look and tap swallows the tap
        with page.expect_response(
            lambda answer: "/api/console/products?" in answer.url and "q=" in answer.url
        ):
            # What is found replaces the list: nobody should tap one of the old list. The same words again ask nothing.
            field.fill(title[: len(title) - left_out])
        page.get_by_role("option", name=title, exact=True).click()
        try:
            expect(
                page.locator("section", has_text="参加的商品").locator("tbody tr", has_text=title).first
            ).to_be_visible()
        except AssertionError:
            continue
        page.keyboard.press("Escape")
        return
    raise AssertionError(title)


def body_of(product, code, discount_fen, **changes):
    """A campaign over every variant of a product, as the API takes it."""
    skus = [
        {"sku_id": sku["id"], "quota": None, "settings": {"people": 2, "price_fen": sku["price_fen"] - discount_fen}}
        for sku in product["skus"]
    ]  # fmt: skip
    now = datetime.now(UTC)
    window = {
        "starts_at": (now - timedelta(days=1)).isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(),
    }
    return {
        "play": code, "title": f"双人团 {uuid.uuid4().hex[:6]}", **window, "audience": "everyone",
        "channels": ["mini", "wechat_h5", "h5"], "settings": {"hours": 24}, "skus": skus,
        "orders_per_person_max": None, "pieces_per_person_max": None, "budget_fen": None, **changes,
    }  # fmt: skip


def open_team(instance, campaign_id, sku_id):
    """A shopper of the mini program opens a team and pays."""
    shop = {
        "Lianyi-Shop": instance.slug,
        "Lianyi-Channel": "mini",
        "Authorization": f"Bearer {shopping.mini_token(instance, PHONE)}",
    }

    def post(path, body):
        headers = {**shop, "Idempotency-Key": uuid.uuid4().hex}
        return shopping.call(f"{instance.address}/api/shop{path}", body, headers)

    address = post("/addresses", HOME)["id"]
    quote = post(
        "/quotes",
        {"source": "direct", "lines": [{"sku_id": sku_id, "quantity": 1}], "address_id": address,
         "intent": {"campaign_id": campaign_id, "run_id": None}},
    )  # fmt: skip
    order = post(
        "/orders",
        {"quote_id": quote["id"], "address_id": address, "no_return_confirmed_sku_ids": [sku_id],
         "expected_payable_fen": quote["payable_fen"]},
    )  # fmt: skip
    sheet = post(f"/orders/{order['order_id']}/pay", {"method": "mini"})
    prepay_id = sheet["params"]["package"].removeprefix("prepay_id=")
    shopping.call(f"{instance.sandbox_url}/_sandbox/pay", {"prepay_id": prepay_id})
    return order["number"]


WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.47"


def passed_on(instance, campaign_id, visitor, came_by=None, *, agent=WECHAT):
    """A device opens a share of the campaign, if it came by one, and shares it on; answers the new share's token."""
    headers = {"Lianyi-Shop": instance.slug, "Lianyi-Visitor": visitor, "User-Agent": agent}

    def post(path, body):
        once = {**headers, "Idempotency-Key": uuid.uuid4().hex}
        return shopping.call(f"{instance.address}/api/shop{path}", body, once)

    if came_by:
        post("/visits", {"token": came_by})
    return post("/shares", {"target": {"kind": "campaign", "id": campaign_id}, "campaign_id": campaign_id})[
        "token"
    ]


def test_from_a_blank_form_to_a_stopped_campaign(console, instance, faults):
    """The thin variant is named before anything runs; corrected it is published; a team opens; the switch stops it."""
    page = console.page
    console.sign_in("operations")
    console.open("campaigns")
    product = some_product(console)
    thin = product["skus"][0]
    console.open("campaigns/new")
    page.locator("section", has=page.get_by_role("heading", name="拼团", exact=True)).get_by_role(
        "button", name="用这个玩法"
    ).click()
    publish = console.button("发布")
    expect(page.get_by_text("还差:活动名称、至少一个商品")).to_be_visible()
    expect(publish).to_be_disabled()
    title = f"周末双人团 {uuid.uuid4().hex[:6]}"
    page.locator("[name=title]").fill(title)
    choose_product(console, product["title"])
    rows = page.locator("section", has_text="参加的商品").locator("tbody:not(:has(.fill)) tr:not(.list)")
    expect(rows.filter(has=page.locator("img, .picture"))).to_have_count(len(product["skus"]))
    prices = page.locator("section", has_text="参加的商品").get_by_label("拼团价", exact=True)
    first = 1 if len(product["skus"]) > 1 else 0
    for place, sku in enumerate(product["skus"]):
        discount_fen = sku["price_fen"] - sku["cost_fen"] + 100 if sku is thin else 100
        prices.nth(first + place).fill(f"{(sku['price_fen'] - discount_fen) / 100:.2f}")

    margin = page.locator("#margin")
    expect(margin.get_by_text("1 个规格低于底线")).to_be_visible()
    below = margin.locator("tr.below")
    expect(below).to_have_count(1)
    expect(below).to_contain_text("卡在这里")
    expect(below).to_contain_text("-¥")  # with what a level, coupons and commission may take of it besides
    expect(page.locator(".rules li").first).to_be_visible()
    publish.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="取消").click()

    prices.nth(first).fill(f"{(thin['price_fen'] - 100) / 100:.2f}")
    expect(margin.get_by_text(f"{len(product['skus'])} 个规格都不低于底线")).to_be_visible()
    publish.click()
    dialog.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url("**/result")
    campaign_id = page.url.split("/")[-2]
    kept = console.api(f"/campaigns/{campaign_id}")
    assert (kept["title"], kept["state"], kept["unknown_cost_accepted"]) == (title, "published", False)
    assert [sku["settings"]["price_fen"] for sku in kept["skus"]] == [
        sku["price_fen"] - 100 for sku in product["skus"]
    ]


def test_a_team_is_seen_with_its_order_and_the_switch_stops_all(console, instance, faults):
    page = console.page
    console.sign_in("operations")
    console.open("campaigns")
    product = some_product(console)
    made = act(console, "POST", "/campaigns", body_of(product, "group_buy", 100))
    act(console, "POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": False})
    number = open_team(instance, made["id"], product["skus"][0]["id"])

    console.open(f"group-buy/teams?campaign_id={made['id']}")
    team = console.rows()
    expect(team).to_have_count(1, timeout=at.ANSWER_MS)
    for _ in range(60):  # the seat is won by a reaction to the payment, moments later
        if "1 / 2 人" in team.inner_text():
            break
        page.get_by_role("button", name="刷新").click()
        console.settle()
        page.wait_for_timeout(300)
    expect(team).to_contain_text("1 / 2 人")
    expect(team).to_contain_text("拼团中")
    team.locator("button.open").click()
    drawer = page.get_by_role("dialog", name="团")
    expect(drawer.get_by_role("link", name=re.compile(number))).to_contain_text("待成团")
    expect(drawer.get_by_text("团长", exact=True)).to_be_visible()

    console.open(f"campaigns/{made['id']}/result")
    expect(page.locator(".figures .cell", has_text="付款订单").locator("p.count")).to_have_text("1")
    console.button("立即停止").click()
    dialog = page.get_by_role("dialog")
    confirm = dialog.get_by_role("button", name="立即停止")
    expect(confirm).to_be_disabled()
    dialog.get_by_label("原因").fill("价格填错,先停下核对")
    confirm.click()
    console.said("已停止")
    expect(page.get_by_text("已停止:价格填错,先停下核对")).to_be_visible()
    stopped = console.api(f"/campaigns/{made['id']}")
    assert (stopped["state"], stopped["stop_reason"]) == ("stopped", "价格填错,先停下核对")


def test_once_published_the_rules_are_locked_and_more_budget_is_not(console, faults):
    page = console.page
    console.sign_in("operations")
    console.open("campaigns")
    made = act(
        console, "POST", "/campaigns", body_of(some_product(console), "group_buy", 100, budget_fen=10_000)
    )
    act(console, "POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": False})
    console.open(f"campaigns/{made['id']}")
    page.get_by_text("活动已发布,规则不能再改").wait_for()
    expect(page.locator("[name=title]")).to_be_disabled()
    expect(page.get_by_label("成团时限")).to_be_disabled()
    budget = page.get_by_label("活动预算(让利总额)")
    budget.fill("150")
    console.button("保存修改").click()
    console.said("已保存")
    assert console.api(f"/campaigns/{made['id']}")["budget_fen"] == 15_000
    budget.fill("120")
    console.button("保存修改").click()
    page.get_by_role("alert").filter(has_text="只能放宽限制").first.wait_for()
    budget.fill("")
    console.button("保存修改").click()
    page.get_by_role("alert").filter(has_text="不能去掉预算").first.wait_for()
    assert console.api(f"/campaigns/{made['id']}")["budget_fen"] == 15_000


def test_who_pauses_a_coupon_reads_whose_rewards_stop_with_it(console, faults):
    """Both ways are left again: the demo's check-in goes on."""
    page = console.page
    console.sign_in("operations")
    console.open("campaigns")
    paying = next(one for one in console.api("/campaigns?limit=100")["items"] if one["title"] == "签到券")
    console.open(f"campaigns/{paying['id']}/result")
    for act_name in ("暂停", "提前结束", "立即停止"):
        console.button(act_name).first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("正在用它发奖励的活动:天天签到")
        dialog.get_by_role("button", name="取消").click()
        dialog.wait_for(state="detached" if act_name == "立即停止" else "hidden")
    assert console.api(f"/campaigns/{paying['id']}")["state"] == "published"


def test_the_tree_of_a_campaign_is_walked_down_to_its_last_share(console, instance, faults):
    """Four people in a row: three rows deep, one walks from the first to the third; robots and oneself stand apart."""
    page = console.page
    console.sign_in("operations")
    console.open("campaigns")
    made = act(console, "POST", "/campaigns", body_of(some_product(console), "group_buy", 100))
    act(console, "POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": False})
    console.open(f"campaigns/{made['id']}/result")
    page.get_by_text("还没有人分享").wait_for()

    first, second, third, fourth = (uuid.uuid4().hex for _ in range(4))
    token = passed_on(instance, made["id"], first)
    passed_on(instance, made["id"], first, token)  # opened by oneself
    passed_on(
        instance, made["id"], uuid.uuid4().hex, token, agent="Mozilla/5.0 (compatible; Baiduspider/2.0)"
    )
    below = passed_on(instance, made["id"], second, token)
    last = passed_on(instance, made["id"], third, below)
    passed_on(instance, made["id"], fourth, last)

    page.reload()
    console.settle()
    tree = page.get_by_role("tree", name="谁带来了谁")
    rows = tree.get_by_role("treeitem")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("第 1 层")
    expect(rows).to_contain_text("自己打开 1 次")
    expect(rows).to_contain_text("机器人和预览 1 次")
    expect(rows.locator("[data-label=人]")).to_have_text("1")
    for depth in (2, 3):
        tree.get_by_role("button", name=re.compile("^展开")).click()
        expect(rows).to_have_count(depth)
        expect(rows.nth(depth - 1)).to_contain_text(f"第 {depth} 层")
    expect(tree.get_by_role("button", name=re.compile("^展开"))).to_have_count(0)
    expect(page.locator("figure li")).to_have_text(
        [re.compile("第 1 层.*1 次"), re.compile("第 2 层.*1 次"), re.compile("第 3 层.*1 次")]
    )

    rows.nth(1).hover()
    rows.nth(1).get_by_role("button", name="只看这一支").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="整棵树").click()
    expect(rows).to_have_count(3)
    figures = page.locator(".card", has=page.get_by_role("heading", name="传播"))
    expect(figures.locator("dd")).to_have_text(["3", "3", "3"])


def test_a_writer_of_content_keeps_drafts_and_publishes_nothing(console, faults):
    page = console.page
    console.sign_in("content")
    console.open("campaigns")
    product = some_product(console)
    made = act(console, "POST", "/campaigns", body_of(product, "group_buy", 100))
    assert made["actions"] == ["change", "delete"]
    console.open(f"campaigns/{made['id']}")
    console.button("保存草稿").wait_for()
    expect(console.button("发布")).to_have_count(0)
    refused = act(console, "POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": False})
    assert refused["status"] == 403
    assert console.api(f"/campaigns/{made['id']}")["state"] == "draft"
    console.open("campaigns?state=draft")
    row = console.rows().filter(has_text=made["title"])
    console.button("删除", within=row).click()
    page.get_by_role("dialog").get_by_role("button", name="删除", exact=True).click()
    console.said("已删除")
    expect(row).to_have_count(0)
