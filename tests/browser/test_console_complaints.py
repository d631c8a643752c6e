"""A complaint from WeChat to the board, and back: seen by what is due, answered, refunded, finished."""

from tests.browser import shopping as do

ARRIVES_WITHIN = 180  # half seconds: a callback, or the list that is asked for every minute
DETAIL = "收到的茶叶受潮了,包装也破了"


def test_a_complaint_is_answered_refunded_and_finished(console, instance, faults, picture):
    page = console.page
    console.sign_in("operations")  # the owner's door asks for six digits once another test has bound them
    console.open("settings/pay")
    console.button("测试一下").click()
    page.get_by_text("投诉会通知到本店").wait_for()

    paid = do.call(f"{instance.sandbox_url}/_sandbox/orders")["orders"]
    numbers = {one["out_trade_no"]: one["transaction_id"] for one in paid if one["state"] == "SUCCESS"}
    order = to_ship(console, numbers)
    body = {"transaction_id": order["transaction_id"], "detail": DETAIL, "problem_type": "REFUND"}
    do.call(f"{instance.sandbox_url}/_sandbox/complaints", body)
    await_complaint(console)
    console.open("complaints")
    page.get_by_label("待处理").get_by_text(DETAIL).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("首次回复还剩").wait_for()
    picture(page, "console-complaint")

    drawer.locator("textarea").fill("非常抱歉,马上为您退款")
    drawer.locator("[data-test=send]").click()
    console.said("已提交给微信")
    drawer.get_by_text("非常抱歉,马上为您退款").wait_for()
    console.button("立即退款", within=drawer).click()
    console.button("立即退款", within=page.locator(".el-message-box")).click()
    console.said("已退款")
    drawer.get_by_text("因投诉退款").wait_for()
    drawer.get_by_text("标记完结").first.click()
    drawer.locator("[data-test=send]").click()
    drawer.get_by_text("商家标记已处理完成").wait_for()
    picture(page, "console-complaint-finished")
    console.open("complaints")
    page.get_by_label("已完结").get_by_text(DETAIL).wait_for()
    picture(page, "console-complaints")


def to_ship(console, numbers):
    """An order to ship that nobody asked to refund, with WeChat's number of its payment."""
    found = console.api("/orders?state=to_ship&limit=100")["items"]
    for one in found:
        whole = console.api(f"/orders/{one['id']}")
        number = (whole.get("payment") or {}).get("transaction_id") or whole.get("transaction_id")
        if number in numbers.values() and one["refund_state"] is None:
            return {"transaction_id": number}
    raise AssertionError(whole)


def await_complaint(console):
    for _ in range(ARRIVES_WITHIN):
        if any(one["detail"] == DETAIL for one in console.api("/complaints?column=due")["items"]):
            return
        console.page.wait_for_timeout(500)
    raise AssertionError(console.api("/complaints/board"))
