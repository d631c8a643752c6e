"""The bridge between a page and the phone around it: who is answered, with what, and in whose name."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, free_ports
from tests.browser.counter import ANSWER_MS
from tests.browser.small_shop import Sandbox, Site

TEMPLATE = "tpl_team_filled_0000000000000000000000000001"


@pytest.fixture(scope="module")
def world():
    """(sandbox, site): the site is registered as the pages of both apps."""
    (port,) = free_ports(1)
    with Sandbox(port) as sandbox:
        sandbox.control.post(
            f"/apps/{sandbox.merchant['oa_appid']}/templates",
            {"template_id": TEMPLATE, "title": "拼团成功通知", "keys": ["thing1"]},
        )
        sdk = f"{sandbox.url}/open/js/jweixin-1.6.0.js"
        with Site(sdk, TEMPLATE, sandbox.merchant["mini_original_id"]) as site:
            yield sandbox, site


@pytest.fixture
def table(browser, world):
    """The phones of two people who were born for this test, with the shop's page open in both."""
    sandbox, site = world
    sandbox.register(site.url)
    people = [sandbox.person("林晓"), sandbox.person("阿泽")]
    context = browser.new_context(locale="zh-CN", viewport=DESK)
    page = context.new_page()
    page.set_default_timeout(ANSWER_MS)
    page.goto(f"{sandbox.url}/phones?people={','.join(people)}")
    table = Table(page, sandbox, site, people)
    for number in (0, 1):
        table.open(number, site.url)
    yield table
    context.close()


class Table:
    def __init__(self, page, sandbox, site, people):
        self.page, self.sandbox, self.site, self.people = page, sandbox, site, people

    def phone(self, number):
        return self.page.locator(f".phone[data-person={self.people[number]}]")

    def open(self, number, url):
        self.phone(number).wait_for()
        go = "([number, url]) => window.sandboxPhones.phones[number].openPage(url)"
        self.page.evaluate(go, [number, url])
        self.inside(number).locator("h1").wait_for()

    def inside(self, number):
        return self.phone(number).locator("iframe").content_frame

    def run(self, number, script, given=None):
        """Evaluate in the page of a phone; promises are awaited."""
        return self.inside(number).locator("body").evaluate(f"(_, given) => ({script})(given)", given)

    def configure(self, number, **changed):
        url = self.run(number, "() => location.href")
        return self.run(number, "(signed) => use(signed)", self.sandbox.signed(url) | changed)

    def begin(self, number, script, given=None):
        """As `run`, but what it comes to is read later by `ended`: something must be tapped before it ends."""
        begun = f"(given) => {{ window.ended = null; Promise.resolve(({script})(given)).then((one) => {{ window.ended = one }}) }}"
        self.run(number, begun, given)

    def ended(self, number):
        self.page.wait_for_function("() => true")
        waiting = "() => new Promise((told) => { const look = () => window.ended ? told(window.ended) : setTimeout(look, 20); look() })"
        return self.run(number, waiting)

    def tap(self, number, act):
        self.phone(number).locator(f"[data-act={act}]").click()

    def wallet_fen(self, number):
        return self.sandbox.control.get(f"/people/{self.people[number]}")["balance_fen"]


def test_a_page_in_a_phone_knows_whose_phone_it_is_and_gets_the_bridge(table):
    assert table.run(0, "() => window.name") == f"MicroMessenger {table.people[0]}"
    table.inside(0).locator("body").evaluate(
        "() => new Promise((ok) => { const l = () => heard.includes('bridge') ? ok() : setTimeout(l, 20); l() })"
    )
    assert table.configure(0) == "ready"
    assert table.configure(1) == "ready"


def test_a_wrong_signature_gives_nothing(table):
    assert table.configure(0, signature="0" * 40) == "config:fail, invalid signature"
    shared = table.run(0, "() => call('updateAppMessageShareData', {title: '团', link: location.href})")
    assert shared["errMsg"] == "updateAppMessageShareData:permission denied"


def test_what_was_not_asked_for_in_config_is_denied(table):
    assert table.configure(0) == "ready"
    denied = table.run(0, "() => call('updateTimelineShareData', {title: '团', link: location.href})")
    assert denied["errMsg"] == "updateTimelineShareData:permission denied"
    foreign = "() => call('updateAppMessageShareData', {title: '团', link: 'http://elsewhere.example/'})"
    assert table.run(0, foreign)["errMsg"] == "updateAppMessageShareData:fail, invalid url domain"


def test_a_card_goes_from_phone_to_phone_and_opens_what_was_shared(table):
    assert table.configure(0) == "ready"
    link = f"{table.site.url}?s=4fT7#/plays/group_buy/team/index?id=team_1"
    given = {"title": "还差 1 人：明前龙井", "desc": "两人团 ¥68.00", "link": link, "imgUrl": ""}
    assert table.run(0, "(given) => call('updateAppMessageShareData', given)", given)["errMsg"].endswith(
        ":ok"
    )
    table.tap(0, "menu")
    table.tap(0, "share")
    table.phone(0).locator(f"[data-to={table.people[1]}]").click()
    table.tap(0, "send")
    banner = table.phone(1).locator(".banner")
    banner.wait_for()
    assert "还差 1 人：明前龙井" in banner.text_content()
    banner.click()
    table.phone(1).locator(".card", has_text="还差 1 人：明前龙井").click()
    table.inside(1).locator("h1").wait_for()
    assert table.run(1, "() => location.href") == link
    assert table.run(1, "() => window.name") == f"MicroMessenger {table.people[1]}"
    (chat,) = table.sandbox.control.get("/chats", person=table.people[1])["chats"]
    card = chat["messages"][0]["card"]
    assert (card["title"], card["description"], card["url"]) == (given["title"], given["desc"], link)


def test_paying_takes_the_money_once_it_is_confirmed(table):
    before = table.wallet_fen(0)
    params = table.sandbox.to_pay(table.people[0], "SO00000001")
    table.begin(0, "(params) => bridge(params)", params)
    sheet = table.phone(0).locator(".paying")
    assert sheet.locator(".amount").get_attribute("data-fen") == "6800"
    assert table.wallet_fen(0) == before
    table.tap(0, "pay")
    assert table.ended(0)["err_msg"] == "get_brand_wcpay_request:ok"
    assert table.wallet_fen(0) == before - 6800


def test_closing_the_sheet_takes_nothing(table):
    before = table.wallet_fen(0)
    assert table.configure(0) == "ready"
    params = table.sandbox.to_pay(table.people[0], "SO00000002")
    choose = params | {"timestamp": params["timeStamp"]}
    table.begin(0, "(params) => call('chooseWXPay', params)", choose)
    table.tap(0, "cancel")
    assert table.ended(0)["errMsg"] == "chooseWXPay:cancel"
    assert table.wallet_fen(0) == before


def test_a_page_pays_in_the_name_of_its_own_phone_only(table):
    """It is the frame that says who pays: another's order, even with the other's name, is refused."""
    before = table.wallet_fen(0), table.wallet_fen(1)
    params = table.sandbox.to_pay(table.people[0], "SO00000003") | {"person": table.people[0]}
    table.run(1, "(name) => { window.name = name }", f"MicroMessenger {table.people[0]}")
    table.begin(1, "(params) => bridge(params)", params)
    refusal = table.phone(1).locator("[data-refusal=NOT_THE_PAYER]")
    refusal.wait_for()
    table.phone(1).get_by_text("知道了").click()
    assert table.ended(1)["err_msg"] == "get_brand_wcpay_request:fail, 该订单只能由下单人支付"
    assert (table.wallet_fen(0), table.wallet_fen(1)) == before


def test_parameters_that_the_merchant_did_not_sign_show_no_sheet(table):
    params = table.sandbox.to_pay(table.people[0], "SO00000004") | {"timeStamp": "1"}
    table.begin(0, "(params) => bridge(params)", params)
    table.phone(0).locator("[data-refusal=SIGN_INVALID]").wait_for()
    assert table.phone(0).locator("[data-act=pay]").count() == 0


def test_consent_asked_by_the_tag_is_recorded_and_told(table):
    assert table.configure(0) == "ready"
    tell = "() => { subscribe.addEventListener('success', (e) => { window.ended = e.detail }) }"
    table.run(0, tell)
    table.inside(0).get_by_text("提醒我").click()
    assert "拼团成功通知" in table.phone(0).locator(".consent").text_content()
    table.tap(0, "allow")
    told = table.ended(0)
    assert told["errMsg"] == "subscribe:ok"
    assert told["subscribeDetails"] == f'{{"{TEMPLATE}":"{{\\"status\\":\\"accept\\"}}"}}'
    asked = {"appid": table.sandbox.merchant["oa_appid"], "template_id": TEMPLATE, "answer": "reject"}
    assert table.sandbox.control.post(f"/people/{table.people[0]}/consents", asked) == {"count": 1}


def test_refusing_records_no_consent(table):
    assert table.configure(0) == "ready"
    table.run(0, "() => { subscribe.addEventListener('success', (e) => { window.ended = e.detail }) }")
    table.inside(0).get_by_text("提醒我").click()
    table.tap(0, "refuse")
    assert table.ended(0)["subscribeDetails"] == f'{{"{TEMPLATE}":"{{\\"status\\":\\"reject\\"}}"}}'
    asked = {"appid": table.sandbox.merchant["oa_appid"], "template_id": TEMPLATE, "answer": "reject"}
    assert table.sandbox.control.post(f"/people/{table.people[0]}/consents", asked) == {"count": 0}


def test_the_launch_tag_opens_the_mini_program_at_its_page(table):
    assert table.configure(0) == "ready"
    table.inside(0).get_by_text("打开小程序").click()
    table.inside(0).locator("h1").wait_for()
    expect(table.phone(0).locator("iframe")).to_have_attribute(
        "src", f"{table.site.url}#/pages/team/index?id=1"
    )
    assert table.phone(0).locator(".over-page .capsule").count() == 1


def test_a_scan_gives_the_page_what_the_code_says(table):
    assert table.configure(0) == "ready"
    table.begin(0, "() => call('scanQRCode', {needResult: 1})")
    table.phone(0).locator(".scanner input.writing").fill("SF1234567890")
    table.phone(0).locator(".scanner .go").click()
    assert table.ended(0)["resultStr"] == "SF1234567890"
    table.phone(0).locator("iframe").wait_for(state="visible")


def test_the_consent_page_in_a_phone_picks_that_phones_person(table):
    sandbox = table.sandbox
    query = f"appid={sandbox.merchant['oa_appid']}&redirect_uri={table.site.url}&response_type=code&scope=snsapi_base&state=x"
    table.run(
        1,
        "(url) => { location.href = url }",
        f"{sandbox.url}/connect/oauth2/authorize?{query}#wechat_redirect",
    )
    back = table.inside(1).locator("body", has_text='"code"')
    back.wait_for()
    code = back.evaluate("(body) => JSON.parse(body.textContent).code[0]")
    account = {"appid": sandbox.merchant["oa_appid"], "secret": sandbox.merchant["oa_secret"]}
    asked = {**account, "code": code, "grant_type": "authorization_code"}
    openid = sandbox.http.get("/sns/oauth2/access_token", params=asked).json()["openid"]
    assert openid == sandbox.control.get(f"/people/{table.people[1]}")["openids"][account["appid"]]


def test_a_page_whose_address_is_not_registered_is_not_answered(table):
    """Registered a moment ago, taken back since: the open page speaks, the phone keeps silent and says why."""
    for app in table.sandbox.merchant["apps"]:
        table.sandbox.control.post(f"/apps/{app['appid']}", {"h5_url": None})
    table.page.wait_for_function(
        "() => window.sandboxPhones.phones.every((phone) => phone.page) && document.querySelector('.phone')"
    )
    table.page.evaluate("() => window.sandboxPhones.refresh()")
    params = table.sandbox.to_pay(table.people[0], "SO00000005")
    table.begin(0, "(params) => bridge(params)", params)
    table.phone(0).get_by_text("这个网页的地址没有登记").first.wait_for()
    assert table.phone(0).locator(".paying").count() == 0
    assert table.run(0, "() => window.ended") is None


@pytest.mark.parametrize(
    "said",
    [
        "'hello'", "null", "{weixin: 2, id: 1, call: 'closeWindow', params: {}}", "{weixin: 1, id: 1, call: 'closeWindow'}",
        "{weixin: 1, id: '1', call: 'closeWindow', params: {}}", "{weixin: 1, id: 1, call: 'close Window', params: {}}",
        "{weixin: 1, id: 1, call: 'constructor', params: {}}", "{weixin: 1, id: 1, call: 'closeWindow', params: []}",
        "{weixin: 1, id: 1, call: 'getBrandWCPayRequest', params: {package: 'x'.repeat(20000)}}",
    ],
)  # fmt: skip
def test_what_has_not_the_shape_of_a_call_does_nothing(table, said):
    table.run(0, f"() => parent.postMessage({said}, '*')")
    assert table.configure(0) == "ready"  # answered after it, so it was passed over
    assert table.phone(0).locator("iframe").count() == 1
    assert table.phone(0).locator(".shade").count() == 0
