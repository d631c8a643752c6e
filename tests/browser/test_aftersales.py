"""A return from the application to the money back: the shopper on a phone, the merchant at a desk."""

import itertools
import time

import pytest

from tests.browser import counter as at
from tests.browser import shopping as do
from tests.browser import teams

SECONDS_MAX = 30
QUANTITY = 2
TRACKING_NO = "SF7000012345678"

_phones = itertools.count(13911160001)


@pytest.fixture
def faults(phone, desk):
    """What the pages throw: none may."""
    seen = []
    for page in (phone, desk):
        page.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


def test_goods_go_back_and_the_money_comes_back(instance, phone, desk, tmp_path, faults):
    number = str(next(_phones))
    order = received(instance, number)
    money_before = wallet(instance, number)
    merchant(instance)("POST", "/return-addresses", RETURN_ADDRESS)

    do.enter(phone, instance, number)
    do.open_order(phone, instance, order["id"])
    do.button(phone, "申请售后").click()
    phone.wait_for_url("**/aftersales/apply/index**")
    do.tap(phone, "退货退款")
    do.tap(phone, "请选择原因")
    phone.locator(".sheet-part").get_by_text("质量问题").click()
    do.fill(phone, "说说情况", "杯口有一道裂纹")
    with phone.expect_file_chooser() as chooser:
        phone.get_by_label("添加图片").last.click()
    chooser.value.set_files(at.packshot(tmp_path))
    phone.locator("uni-page:last-of-type .shot:not(.dim)").last.wait_for()
    do.button(phone, "提交申请").click()
    phone.wait_for_url("**/aftersales/detail/index**")
    phone.get_by_text("等待商家处理").last.wait_for()
    case_id = phone.url.split("id=")[1].split("&")[0]

    console = at.Desk(desk, instance, {})
    console.sign_in("operations")
    console.open(f"aftersales/{case_id}")
    desk.get_by_text("杯口有一道裂纹").first.wait_for()
    assert desk.locator(".evidence img").count() == 1
    console.button("同意").click()
    console.button("同意", within=desk.get_by_role("dialog")).click()
    console.said("已同意")

    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    phone.get_by_text(RETURN_ADDRESS["detail"]).last.wait_for()
    do.button(phone, "填写退货运单").click()
    phone.locator(".sheet-part").get_by_text("顺丰速运").click()
    do.fill(phone, "字母和数字", TRACKING_NO.lower())
    phone.locator(".sheet-part uni-button", has_text="我已寄出").click()
    phone.locator(".sheet-part").wait_for(state="detached")
    phone.get_by_text(TRACKING_NO).last.wait_for()

    console.open(f"aftersales/{case_id}")
    desk.get_by_text(TRACKING_NO).first.wait_for()
    console.button("确认收到退货").click()
    console.button("确认收到退货", within=desk.get_by_role("dialog")).click()
    console.said("已确认收到")

    paid_back = order["payable_fen"] - order["freight_fen"]
    until(lambda: wallet(instance, number) >= money_before + paid_back)
    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    phone.locator("uni-page:last-of-type .state", has_text="已退款").wait_for()
    do.open_page(phone, instance, "aftersales/list/index", tab="ended")
    phone.locator("uni-page:last-of-type .card").first.wait_for()


def received(instance, number):
    """An order of two pieces that was paid, shipped and received."""
    customer = teams.Customer(instance, number)
    product = do.some_product(instance)
    shop = {"Lianyi-Shop": instance.slug}
    skus = do.call(f"{instance.address}/api/shop/products/{product['id']}", headers=shop)["skus"]
    order_id = customer.order([{"sku_id": skus[0]["id"], "quantity": QUANTITY}])
    until(lambda: customer.ask(f"/orders/{order_id}")["state"] == "to_ship")
    parcel = {"carrier_code": "SF", "tracking_no": "SF1234567890123"}
    merchant(instance)("POST", f"/orders/{order_id}/ship", parcel)
    customer.tell(f"/orders/{order_id}/receive")
    return customer.ask(f"/orders/{order_id}")


def merchant(instance):
    """The console signed in as operations, whom no second factor holds up."""
    return teams.Desk(instance)


def wallet(instance, number):
    """What WeChat holds for the shopper, in fen."""
    people = do.call(f"{instance.sandbox_url}/_sandbox/people")["people"]
    return next(one for one in people if one["phone"] == number)["balance_fen"]


def until(true):
    deadline = time.monotonic() + SECONDS_MAX
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)


RETURN_ADDRESS = {
    "name": "退货组", "phone": "0571-87654321", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "龙井路 8 号 2 号门", "is_default": True,
}  # fmt: skip
