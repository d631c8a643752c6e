"""What the shop tells its customers: mapped and watched at a desk, read on a phone, sent by the sandbox's WeChat."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser import counter as at
from tests.browser import shopping as do

KEYS = ["thing1", "character_string2", "thing3", "character_string4", "time5"]
TAPS = 4
SENT_WITHIN = 120  # half seconds


@pytest.fixture
def console(desk, instance):
    return at.Desk(desk, instance, {})


@pytest.fixture
def faults(desk, phone):
    """What the pages throw: none may."""
    seen = []
    for page in (desk, phone):
        page.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


def choose(page, select, words):
    """Choose in a list; one that is still unfolding may let the first tap fall beside it."""
    for _ in range(TAPS):
        select.click()
        page.locator(".el-select-dropdown__item:visible", has_text=words).click()
        try:
            expect(select).to_contain_text(words, timeout=2000)
        except AssertionError:
            continue
        return
    raise AssertionError(select.inner_text())


def await_sent(console, words):
    """The worker has sent the notice that says so; a page's own wait would take the promise for the answer."""
    for _ in range(SENT_WITHIN):
        found = console.api("/notices?kind=order_shipped")["items"]
        if any(words in one["text"] and one["state"] == "sent" for one in found):
            return
        console.page.wait_for_timeout(500)
    raise AssertionError(found[:2])


def test_a_parcel_is_told_by_wechat_and_in_the_inbox(console, instance, phone, faults):
    page = console.page
    number = f"139{uuid.uuid4().int % 10**8:08}"
    token = do.mini_token(instance, number)
    people = do.call(f"{instance.sandbox_url}/_sandbox/people")["people"]
    person = next(one for one in people if one["phone"] == number)
    shop = {"Lianyi-Shop": instance.slug, "Authorization": f"Bearer {token}"}
    appid = do.call(f"{instance.address}/api/shop/shop", headers=shop)["wechat"]["mini_appid"]
    title = f"发货 {uuid.uuid4().hex[:6]}"
    made = do.call(f"{instance.sandbox_url}/_sandbox/apps/{appid}/templates", {"title": title, "keys": KEYS})

    console.sign_in("operations")
    console.open("notices/settings")
    row = page.locator("li.kind", has_text="订单发货通知")
    row.locator(".app", has_text="小程序").get_by_role("button").click()
    dialog = page.locator(".el-dialog")
    choose(page, dialog.locator(".el-select").first, title)
    dialog.locator(".part", has_text="time5").wait_for()
    console.button("保存", within=dialog).click()
    console.said("已保存")
    mapped = next(one for one in console.api("/notice-kinds") if one["code"] == "order_shipped")
    assert mapped["mini"] == {
        "template_id": made["template_id"],
        "keys": {"title": "thing1", "number": "character_string2", "carrier": "thing3",
                 "tracking_no": "character_string4", "at": "time5"},
    }  # fmt: skip
    before = console.api("/notice-settings")
    page.get_by_label("从 时:分").fill(now := "03:30" if before["quiet_from"] == "00:00" else "00:00")
    page.get_by_label("到 时:分").fill(now)
    page.locator("form").get_by_role("button", name="保存").click()
    page.wait_for_function("() => !document.querySelector('form .save:not([disabled])')")
    assert console.api("/notice-settings") == before | {"quiet_from": now, "quiet_to": now}

    do.move_in(phone, instance, number)
    do.buy_now(phone, instance, do.some_product(instance)["id"])
    order_id = do.place(phone)
    do.pay(phone)
    consent = {"appid": appid, "template_id": made["template_id"], "answer": "accept"}
    do.call(f"{instance.sandbox_url}/_sandbox/people/{person['id']}/consents", consent)
    answers = {"app": "mini", "answers": {made["template_id"]: "accept"}}
    counted = do.call(
        f"{instance.address}/api/shop/notices/answers", answers, shop | {"Idempotency-Key": uuid.uuid4().hex}
    )
    assert counted == {"count": 1}
    do.open_order(phone, instance, order_id)
    do.await_state(phone, "待发货")

    tracking = f"SF{uuid.uuid4().int % 10**10:010}"
    page.evaluate(
        """([path, key, body]) => fetch('/api/console' + path, {method: 'POST', body: JSON.stringify(body), headers: {
          'Lianyi-Console': '1', 'Idempotency-Key': key, 'Content-Type': 'application/json'}}).then(r => r.json())""",
        [f"/orders/{order_id}/ship", uuid.uuid4().hex, {"carrier_code": "SF", "tracking_no": tracking}],
    )
    await_sent(console, tracking)
    console.open("notices?state=sent&kind=order_shipped")
    sent = console.rows().filter(has_text=tracking)
    expect(sent.locator(".tag")).to_have_text("已发送")
    arrived = do.call(f"{instance.sandbox_url}/_sandbox/messages?appid={appid}")["messages"][0]
    assert (arrived["data"]["character_string4"], arrived["page"]) == (
        tracking, f"pages/order/index?id={order_id}",
    )  # fmt: skip

    do.open_page(phone, instance, "pages/me/index")
    phone.locator(".unread").wait_for()
    do.tap(phone, "消息")
    phone.wait_for_url("**/account/inbox/index**")
    phone.get_by_text(tracking).click()
    phone.wait_for_url(re.compile(f"pages/order/index.*{order_id}"))
    do.await_state(phone, "待收货")
    do.open_page(phone, instance, "account/notices/index")
    switches = phone.locator("uni-switch")
    switches.first.wait_for()
    switches.first.click()
    phone.wait_for_function(
        "() => document.querySelectorAll('.uni-switch-input-checked').length === document.querySelectorAll('uni-switch').length - 1"
    )
