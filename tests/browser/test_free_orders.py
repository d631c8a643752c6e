"""An order that comes to nothing, in a browser: points pay for all of it, it is confirmed without a payment, and asked back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import counter
from tests.browser import shopping as do

NUMBER = "13911660077"


@pytest.fixture
def rich(console, phone, instance):
    """A shopper with points for anything; in the demo shop they may pay for all of an order."""
    do.enter(phone, instance, NUMBER)
    member = counter.newest_person(console)
    counter.give_points(console, member, 60_000)
    return member


def sent_for_nothing(instance):
    """A product dear enough that it is sent for nothing, and bought alone."""
    apart = do.set_apart(instance)
    shop = {"Lianyi-Shop": instance.slug}
    found = do.call(f"{instance.address}/api/shop/products?limit=100", headers=shop)["items"]
    return next(
        one
        for one in found
        if do.is_parcel(one) and one["id"] not in apart and 13_000 <= one["price_fen"] <= 50_000
    )


def test_points_pay_for_all_of_it_and_no_money_moves(console, phone, instance, rich, faults, picture):
    wanted = sent_for_nothing(instance)
    do.buy_now(phone, instance, wanted["id"])
    do.tap(phone, "请先选择收货地址")
    do.add_address(phone)
    do.tap(phone, "张小雨")
    phone.wait_for_url("**/pages/checkout/index**")
    phone.locator("uni-page:last-of-type uni-switch").click()
    phone.get_by_text("优惠已全部抵扣,无需支付").wait_for()
    picture(phone, "shop-checkout-free", whole=True)
    do.confirm_no_return(phone)
    do.button(phone, "确认下单(免支付)").click()
    phone.wait_for_url("**/pages/paid/index**")
    phone.get_by_text("优惠已全部抵扣,没有付款").last.wait_for()
    picture(phone, "shop-paid-free", whole=True)
    order_id = re.search(r"id=(ord_\w+)", phone.url)[1]
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待发货")
    picture(phone, "shop-order-free", whole=True)
    console.sign_in("owner")
    console.open(f"orders/{order_id}")
    console.page.get_by_text("优惠抵扣了全部金额,这个订单没有货款。").wait_for()
    picture(console.page, "console-order-free")

    do.open_page(phone, instance, "pages/refund/index", id=order_id)
    phone.get_by_text("这个订单没有付过款,不产生退款").wait_for()
    do.tap(phone, "不想要了")
    do.button(phone, "提交申请").click()
    do.open_order(phone, instance, order_id)
    expect(phone.locator("uni-page:last-of-type")).to_contain_text("申请退回(没有付过款)")
    picture(phone, "shop-order-free-asked-back", whole=True)
    asked = console.api(f"/orders/{order_id}")["refunds"]
    assert [(one["state"], one["amount_fen"]) for one in asked] == [("requested", 0)]
