"""A picture of every page of the shop and of its states, at 375 × 812, into .screens; `make screens` runs it."""

import pytest

from lianyi.app.demo.cast import customers
from tests.browser import aftersales, teams
from tests.browser import shopping as do

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
NEWCOMER = "13922220001"
ELDER = "13922220002"
TEAMMATE = "13922220003"
RETURNER = "13922220004"
PEOPLE_MAX = 16  # the door lets an address sign in twenty times a minute


@pytest.fixture
def shoot(instance, phone, picture):
    def one(name, path=None, *, whole=False, **query):
        if path is not None:
            do.open_page(phone, instance, path, **query)
        do.settled(phone)
        phone.wait_for_timeout(400)
        picture(phone, f"shop-{name}", whole=whole)

    return one


def test_what_anybody_sees(instance, phone, shoot):
    product = do.some_product(instance)
    shoot("home", "pages/home/index")
    shoot("home-whole", whole=True)
    shoot("category", "pages/category/index")
    shoot("search", "pages/search/index")
    do.fill(phone, "搜索商品", "茶")
    shoot("search-suggestions")
    phone.keyboard.press("Enter")
    shoot("search-results")
    do.tap(phone, "筛选")
    shoot("search-filter")
    shoot("search-nothing", "pages/search/index", q="没有这种东西")
    shoot("search-history", "pages/search/index")
    shoot("product", "pages/product/index", id=product["id"])
    shoot("product-whole", whole=True)
    do.button(phone, "立即购买").click()
    shoot("product-options")
    shoot("product-gone", "pages/product/index", id="prd_" + "0" * 26)
    shoot("cart-signed-out", "pages/cart/index")
    shoot("me-signed-out", "pages/me/index")
    shoot("sign-in", "pages/login/index")
    shoot("terms", "account/document/index", kind="terms")
    shoot("privacy-policy", "account/document/index", kind="privacy")


def test_a_purchase(instance, phone, shoot):
    do.enter(phone, instance, NEWCOMER)
    shoot("me", "pages/me/index")
    shoot("cart-empty", "pages/cart/index")
    shoot("orders-empty", "pages/orders/index")
    shoot("favourites-empty", "account/favourites/index")
    shoot("addresses-empty", "account/addresses/index")
    do.button(phone, "新增地址").click()
    shoot("address-new")
    do.button(phone, "保存").click()
    shoot("address-wrong")
    do.fill(phone, "粘贴一段文字", do.ADDRESS)
    do.button(phone, "识别").click()
    shoot("address-read")
    do.button(phone, "保存").click()
    phone.wait_for_url("**/account/addresses/index**")
    shoot("addresses")
    product = do.some_product(instance)
    do.open_page(phone, instance, "pages/product/index", id=product["id"])
    do.tap(phone, "收藏")
    do.button(phone, "加入购物车").click()
    do.choose_options(phone)
    phone.locator(".sheet-part uni-button", has_text="加入购物车").click()
    phone.locator(".sheet-part").wait_for(state="detached")
    shoot("favourites", "account/favourites/index")
    shoot("footprints", "account/footprints/index")
    shoot("cart", "pages/cart/index")
    do.button(phone, "结算(1)").click()
    phone.wait_for_url("**/pages/checkout/index**")
    shoot("checkout")
    order_id = do.place(phone)
    shoot("pay")
    do.button(phone, "去支付").click()
    shoot("cashier")
    phone.locator("[data-test=pay]").click()
    phone.wait_for_url("**/pages/paid/index**")
    shoot("paid")
    shoot("refund-request", "pages/refund/index", id=order_id)
    shoot("settings", "account/settings/index")
    shoot("privacy", "account/privacy/index", whole=True)


def test_orders_in_every_state(instance, phone, shoot):
    """Who of the demo's people has most to show is found through the shop's own interface."""
    seen = {}
    for customer in customers()[:PEOPLE_MAX]:
        orders = own_orders(instance, do.mini_token(instance, customer.phone))
        if not {one["state"] for one in orders} - set(seen):
            continue
        do.enter(phone, instance, customer.phone)
        if not seen and orders:
            shoot("orders", "pages/orders/index")
            shoot("orders-refunding", "pages/orders/index", state="refunding")
        for order in orders:
            if order["state"] not in seen:
                seen[order["state"]] = order["id"]
                shoot(f"order-{order['state']}", "pages/order/index", whole=True, id=order["id"])
    assert set(seen) >= {"to_ship", "shipped", "completed", "closed"}


def test_levels_coupons_and_who_sells(instance, phone, shoot):
    do.enter(phone, instance, TEAMMATE)
    shoot("members-centre", "members/centre/index", whole=True)
    shoot("members-points", "members/points/index")
    shoot("coupon-centre", "plays/coupon/centre/index")
    shoot("coupons-mine", "plays/coupon/mine/index")
    for play in ("assist/list", "bargain/list", "brand_day/calendar", "red_packet/weekly"):
        shoot(play.replace("/", "-").replace("_", "-"), f"plays/{play}/index")
    shoot("flash-sale", "plays/flash_sale/list/index")
    shoot("check-in", "plays/check_in/card/index")
    shoot("play-centre", "campaigns/centre/index", whole=True)
    shoot("own-runs", "campaigns/mine/index")
    shoot("shopkeeper-join", "distribution/join/index", whole=True)


def own_orders(instance, token):
    headers = {"Lianyi-Shop": instance.slug, "Authorization": f"Bearer {token}"}
    return do.call(f"{instance.address}/api/shop/orders?limit=100", headers=headers)["items"]


def test_large_type_and_english(instance, phone, shoot):
    product = do.some_product(instance)
    together, campaign_id = teams.start(instance, people=3)
    team_id = teams.Customer(instance, "13922220020").buy(together, campaign_id)
    do.enter(phone, instance, ELDER)
    do.open_page(phone, instance, "pages/me/index")
    phone.get_by_label("长辈模式").last.click()
    pages = {"home": "home", "category": "category", "cart": "cart", "me": "me", "orders": "orders"}
    for name, folder in pages.items():
        shoot(f"elder-{name}", f"pages/{folder}/index")
    shoot("elder-product", "pages/product/index", id=product["id"])
    shoot("elder-product-group-buy", "pages/product/index", id=together["id"])
    shoot("elder-team", "plays/group_buy/team/index", id=team_id)
    shoot("elder-group-buys", "plays/group_buy/list/index")
    do.open_page(phone, instance, "account/settings/index")
    phone.get_by_label("长辈模式").last.click()
    do.tap(phone, "English")
    for name, folder in pages.items():
        shoot(f"english-{name}", f"pages/{folder}/index")
    shoot("english-product", "pages/product/index", id=product["id"])
    shoot("english-product-group-buy", "pages/product/index", id=together["id"])
    shoot("english-team", "plays/group_buy/team/index", id=team_id)


def test_when_something_is_wrong(instance, phone, shoot, picture):
    broken = {
        "title": "没有完成,服务暂时出错了",
        "status": 500,
        "code": "internal_error",
        "request_id": "req_7f3k2a",
    }
    phone.route("**/api/shop/home", lambda route: route.fulfill(status=500, json=broken))
    shoot("failed", "pages/home/index")
    phone.unroute("**/api/shop/home")
    phone.route("**/api/shop/**", lambda route: route.abort())
    shoot("offline", "pages/category/index")
    phone.unroute("**/api/shop/**")
    phone.route("**/api/shop/**", lambda _: None)
    do.open_page(phone, instance, "pages/home/index")
    phone.reload()
    phone.wait_for_timeout(600)
    shoot_bones = [("bones-home", "pages/home/index"), ("bones-orders", "pages/orders/index")]
    for name, path in shoot_bones:
        do.open_page(phone, instance, path)
        phone.wait_for_timeout(600)
        picture(phone, f"shop-{name}")


def test_aftersales(instance, phone, shoot):
    """From the order's page through the application to a case in each of its states."""
    do.enter(phone, instance, RETURNER)
    shoot("aftersales-empty", "aftersales/list/index")
    sides = aftersales.Sides(instance, RETURNER)
    order = sides.received()
    shoot("order-aftersales", "pages/order/index", id=order["id"])
    do.button(phone, "申请售后").click()
    shoot("aftersales-apply")
    do.tap(phone, "退货退款")
    shoot("aftersales-apply-return", whole=True)
    do.tap(phone, "请选择原因")
    shoot("aftersales-reasons")
    phone.locator(".sheet-part").get_by_text("七天无理由退货").first.click()
    shoot("aftersales-apply-no-reason", whole=True)
    cases = sides.cases()
    for name, case_id in cases.items():
        shoot(f"aftersales-{name}", "aftersales/detail/index", id=case_id, whole=True)
    do.open_page(phone, instance, "aftersales/detail/index", id=cases["agreed"])
    do.button(phone, "填写退货运单").click()
    shoot("aftersales-hand-in")
    shoot("aftersales-revise", "aftersales/apply/index", case=cases["refused"])
    shoot("aftersales", "aftersales/list/index")
    shoot("aftersales-ended", "aftersales/list/index", tab="ended")


def test_goods_find_people(instance, phone, shoot):
    """A group buy from the product's page to the filled team; what came of a share."""
    product, campaign_id = teams.start(instance, people=3, more=5)
    others = [teams.Customer(instance, f"1392222001{at}") for at in range(4)]
    team_id = others[0].buy(product, campaign_id)
    others[1].buy(product, campaign_id, team_id)
    shoot("home-group-buys", "pages/home/index")
    shoot("product-group-buy", "pages/product/index", id=product["id"])
    phone.locator(".group-buy .more").click()
    shoot("product-group-buy-rules", whole=True)
    shoot("group-buys", "plays/group_buy/list/index")
    shoot("team-stranger", "plays/group_buy/team/index", id=team_id, whole=True)
    shoot("team-gone", "plays/group_buy/team/index", id="team_" + "0" * 26)
    shoot("my-teams-signed-out", "plays/group_buy/mine/index")

    do.enter(phone, instance, TEAMMATE)
    shoot("my-teams-empty", "plays/group_buy/mine/index")
    shoot("my-shares-empty", "account/shares/index")
    do.open_page(phone, instance, "account/addresses/index")
    do.add_address(phone)
    do.open_page(phone, instance, "pages/product/index", id=product["id"])
    do.button(phone, "开团").click()
    do.choose_options(phone)
    shoot("product-group-buy-options")
    phone.locator(".sheet-part uni-button", has_text="开团").click()
    phone.wait_for_url("**/pages/checkout/index**")
    shoot("checkout-group-buy", whole=True)
    order_id = do.place(phone)
    shoot("pay-group-buy")
    do.pay(phone)
    shoot("paid-group-buy")
    do.button(phone, "邀请好友成团").click()
    phone.wait_for_url("**/plays/group_buy/team/index**")
    shoot("team-forming")
    own = phone.url.split("id=")[1].split("&")[0]
    do.button(phone, "邀请好友").click()
    phone.locator(".sheet-part .poster:not(.awaited)").wait_for()
    shoot("share-sheet")
    shoot("order-forming", "pages/order/index", id=order_id)
    shoot("orders-forming", "pages/orders/index", state="forming")
    for other in others[2:]:
        other.buy(product, campaign_id, own)
    shoot("team-filled", "plays/group_buy/team/index", id=own)
    shoot("my-teams", "plays/group_buy/mine/index")
    shoot("privacy-shown", "account/privacy/index")


def test_what_came_of_a_share(instance, phone, browser, shoot):
    product = do.some_product(instance)
    do.enter(phone, instance, TEAMMATE)
    with phone.expect_response("**/api/shop/shares") as made:
        do.open_page(phone, instance, "pages/product/index", id=product["id"])
    for _ in range(3):
        context = browser.new_context(locale="zh-CN", viewport={"width": 375, "height": 812})
        visitor = context.new_page()
        with visitor.expect_response("**/api/shop/visits"):
            visitor.goto(made.value.json()["link"])
        visitor.locator(".sharer-part").wait_for()
        visitor.screenshot(path=".screens/shop-came-by-a-share.png", animations="disabled")
        context.close()
    shoot("my-shares", "account/shares/index")
    phone.locator("uni-page:last-of-type .share").first.click()
    phone.wait_for_url("**/account/comers/index**")
    shoot("who-came")
