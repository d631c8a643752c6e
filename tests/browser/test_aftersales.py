"""A return from the application to the money back: the shopper on a phone, the merchant at a desk."""

import itertools

import pytest
from playwright.sync_api import expect

from lianyi.app.demo.cast import RETURNS
from tests.browser import aftersales
from tests.browser import counter as at
from tests.browser import shopping as do
from tests.browser.test_shop import small_targets

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
    order = aftersales.Sides(instance, number).received()
    money_before = wallet(instance, number)

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
    phone.locator("uni-page:last-of-type .wall .shot:not(.dim)").wait_for()
    assert small_targets(phone, 44) == []
    do.button(phone, "提交申请").click()
    phone.wait_for_url("**/aftersales/detail/index**")
    phone.get_by_text("等待商家处理").last.wait_for()
    case_id = phone.url.split("id=")[1].split("&")[0]

    console = at.Desk(desk, instance, {})
    console.sign_in("operations")
    console.open(f"aftersales/{case_id}")
    desk.get_by_text("杯口有一道裂纹").first.wait_for()
    expect(desk.locator(".evidence .shot")).to_have_count(1)
    console.button("同意").click()
    console.button("同意", within=desk.get_by_role("dialog")).click()
    console.said("已同意")

    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    phone.get_by_text(RETURNS["detail"]).last.wait_for()
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

    aftersales.until(lambda: wallet(instance, number) != money_before)
    assert wallet(instance, number) - money_before == order["payable_fen"]
    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    phone.locator("uni-page:last-of-type .state", has_text="已退款").wait_for()
    do.open_page(phone, instance, "aftersales/list/index", tab="ended")
    phone.locator("uni-page:last-of-type .card").first.wait_for()


def test_an_offer_is_taken(instance, phone, faults):
    number = str(next(_phones))
    sides = aftersales.Sides(instance, number)
    case_id = sides.applied("refund_only", "quality", "边上磕了一下")
    offer = {"amount_fen": 1505, "note": "小磕碰,补偿一部分。"}
    sides.staff("POST", f"/aftersales/{case_id}/propose", offer)
    money_before = wallet(instance, number)
    do.enter(phone, instance, number)
    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    do.button(phone, "接受 ¥15.05").click()
    phone.locator("uni-modal").get_by_text("接受 ¥15.05", exact=True).click()
    aftersales.until(lambda: wallet(instance, number) != money_before)
    assert wallet(instance, number) - money_before == offer["amount_fen"]
    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    phone.locator("uni-page:last-of-type .state", has_text="已退款 ¥15.05").wait_for()


def test_after_a_refusal_it_is_asked_again(instance, phone, faults):
    number = str(next(_phones))
    sides = aftersales.Sides(instance, number)
    case_id = sides.applied("return_refund", "quality", "有划痕")
    no = {"note": "请补充一张照片。"}
    sides.staff("POST", f"/aftersales/{case_id}/refuse", no)
    do.enter(phone, instance, number)
    do.open_page(phone, instance, "aftersales/detail/index", id=case_id)
    phone.get_by_text(no["note"]).first.wait_for()
    do.button(phone, "修改申请").click()
    phone.wait_for_url("**/aftersales/apply/index**")
    phone.locator("uni-page:last-of-type .amount-part input").fill("99999")
    do.button(phone, "提交申请").click()
    phone.locator("uni-toast").get_by_text("最多可退").wait_for()
    phone.locator("uni-page:last-of-type .amount-part input").fill("30")
    do.button(phone, "提交申请").click()
    phone.wait_for_url(f"**/aftersales/detail/index?id={case_id}")
    phone.get_by_text("等待商家处理").last.wait_for()
    phone.get_by_text("¥30.00").first.wait_for()


def wallet(instance, number):
    """What WeChat holds for the shopper, in fen."""
    people = do.call(f"{instance.sandbox_url}/_sandbox/people")["people"]
    return next(one for one in people if one["phone"] == number)["balance_fen"]
