"""The phones' side of the sandbox: chats and cards, what a phone opens, what its JS-SDK is told."""

import hashlib
import io
import time

import pytest
from PIL import Image

from tests.wechat_sandbox.sides import refused

H5 = "http://127.0.0.1:9/s/qinghe/"


@pytest.fixture
def two(control):
    return [control.post("/people", {"name": name})["id"] for name in ("林晓", "阿泽")]


@pytest.fixture
def fronts(control, merchant):
    """The merchant's pages are registered for this test alone."""
    appids = (merchant["mini_appid"], merchant["oa_appid"])
    for appid in appids:
        assert control.post(f"/apps/{appid}", {"h5_url": H5})["h5_url"] == H5
    yield merchant
    for appid in appids:
        assert control.post(f"/apps/{appid}", {"h5_url": None})["h5_url"] is None


def mine(control, person):
    return control.get("/chats", person=person)["chats"]


# -- chats and Moments --


def test_two_people_have_one_chat_however_often_it_is_opened(control, two):
    first = control.post("/chats", {"people": two})
    assert (first["kind"], sorted(first["people"])) == ("person", sorted(two))
    assert control.post("/chats", {"people": two[::-1]})["id"] == first["id"]
    named = control.post("/chats", {"people": two, "name": "两个人的群"})
    assert (named["kind"], named["id"] == first["id"]) == ("group", False)
    assert [chat["name"] for chat in mine(control, two[0])] == ["两个人的群", "阿泽"]


def test_a_group_with_a_key_is_made_once_and_takes_newcomers(control, two):
    third = control.post("/people", {"name": "宋小满"})["id"]
    group = control.post("/chats", {"people": two, "name": "邻居群", "key": f"k-{third}"})
    grown = control.post("/chats", {"people": [*two, third], "name": "邻居群", "key": f"k-{third}"})
    assert (grown["id"], grown["people"]) == (group["id"], [*two, third])


def test_what_others_say_is_unread_until_it_is_read(control, two):
    chat = control.post("/chats", {"people": two})["id"]
    control.post(f"/chats/{chat}/messages", {"person": two[0], "text": "在吗"})
    card = {
        "title": "两人团",
        "url": f"{H5}?s=abc#/pages/product/index?id=prd_1",
        "kind": "mini",
        "source": "青禾",
    }
    number = control.post(f"/chats/{chat}/messages", {"person": two[0], "card": card})["id"]
    (seen,) = mine(control, two[1])
    assert (seen["unread"], mine(control, two[0])[0]["unread"]) == (2, 0)
    latest = seen["messages"][-1]
    assert (latest["id"], latest["person"], latest["text"]) == (number, two[0], "")
    assert latest["card"] == card | {"description": "", "image_url": "", "appid": None}
    control.post(f"/chats/{chat}/read", {"person": two[1]})
    assert mine(control, two[1])[0]["unread"] == 0


def test_only_members_write_and_a_card_has_its_shape(control, http, two):
    chat = control.post("/chats", {"people": two})["id"]
    stranger = control.post("/people", {"name": "路人"})["id"]
    path = f"/_sandbox/chats/{chat}/messages"
    refused(http.post(path, json={"person": stranger, "text": "你们好"}), 403, "NOT_A_MEMBER")
    refused(http.post(path, json={"person": two[0], "card": {"title": "", "url": H5}}), 400, "BAD_INPUT")
    refused(http.post("/_sandbox/chats", json={"people": [two[0], two[0]]}), 400, "TOO_FEW")
    refused(http.post("/_sandbox/chats/c_none/messages", json={"person": two[0]}), 404, "CHAT_NOT_EXISTS")
    assert control.get(f"/chats/{chat}")["messages"] == []


def test_moments_are_for_everybody_newest_first(control, two):
    control.post("/moments", {"person": two[0], "text": "新茶到了"})
    control.post("/moments", {"person": two[1], "text": "", "card": {"title": "两人团", "url": H5}})
    newest, before = control.get("/moments")["moments"][:2]
    assert (newest["person"], newest["card"]["title"]) == (two[1], "两人团")
    assert (before["person"], before["text"], before["card"]) == (two[0], "新茶到了", None)


# -- where pages are, codes, notices --


def test_a_front_needs_an_address_of_the_web(control, http, merchant):
    for wrong in ("javascript:alert(1)", "/s/qinghe/", "http://"):
        answer = http.post(f"/_sandbox/apps/{merchant['mini_appid']}", json={"h5_url": wrong})
        refused(answer, 400, "BAD_ADDRESS")
    assert control.get(f"/apps/{merchant['mini_appid']}")["h5_url"] is None


def test_a_code_is_scanned_to_the_page_with_its_scene(mini, control, fronts):
    answer = mini.raw("/wxa/getwxacodeunlimit", {"scene": "s=4fT7&x", "page": "pages/product/index"})
    assert answer.headers["content-type"] == "image/png"
    code = control.get("/codes")["codes"][0]
    assert (code["kind"], code["page"], code["query"]) == ("mini_code", "pages/product/index", "s=4fT7&x")
    found = control.post("/scan", {"text": code["url"]})
    assert found == {"url": f"{H5}#/pages/product/index?scene=s%3D4fT7%26x", "mini": mini.appid}


def test_a_link_into_the_mini_program_is_scanned_to_its_page(mini, control, fronts):
    link = mini.post("/wxa/generate_urllink", {"path": "/pages/team/index", "query": "id=team_1"})["url_link"]
    found = control.post("/scan", {"text": link})
    assert found == {"url": f"{H5}#/pages/team/index?id=team_1", "mini": mini.appid}


def test_a_registered_address_opens_itself_and_another_opens_nothing(control, http, fronts):
    assert control.post("/scan", {"text": f"{H5}?s=1#/a"}) == {"url": f"{H5}?s=1#/a", "mini": None}
    for text in ("http://127.0.0.1:10/s/qinghe/", "https://wxaurl.cn/nothing", "hello"):
        refused(http.post("/_sandbox/scan", json={"text": text}), 404, "LEADS_NOWHERE")


def test_a_code_inside_a_picture_is_read(mini, control, http, fronts):
    code = mini.raw("/wxa/getwxacodeunlimit", {"scene": "token123", "page": "pages/home/index", "width": 280})
    poster, kept = Image.new("RGB", (750, 1334), "#F6F7F5"), io.BytesIO()
    poster.paste(Image.open(io.BytesIO(code.content)).resize((200, 200)), (500, 1080))
    poster.save(kept, "JPEG", quality=80)
    text = http.post("/_sandbox/scan/picture", content=kept.getvalue()).json()["text"]
    assert control.post("/scan", {"text": text})["url"] == f"{H5}#/pages/home/index?scene=token123"


def test_a_picture_without_a_code_says_nothing(http):
    blank = io.BytesIO()
    Image.new("L", (200, 200), 255).save(blank, "PNG")
    for picture in (blank.getvalue(), b"no picture", b""):
        refused(http.post("/_sandbox/scan/picture", content=picture), 404, "NO_CODE_FOUND")
    refused(http.post("/_sandbox/scan/picture", content=b"x" * 8_388_609), 413, "PICTURE_TOO_LARGE")


def test_a_subscribe_message_is_a_notice_that_opens_its_page(mini, control, fronts, buyer, openid):
    chosen = mini.post("/wxaapi/newtmpl/addtemplate", {"tid": "980", "kidList": [1, 2], "sceneDesc": "拼团"})
    template = chosen["priTmplId"]
    control.post(
        f"/people/{buyer['id']}/consents", {"appid": mini.appid, "template_id": template, "answer": "accept"}
    )
    data = {"thing1": {"value": "明前龙井"}, "amount2": {"value": "68.00元"}}
    message = {"touser": openid, "template_id": template, "page": "plays/team/index?id=1", "data": data}
    assert mini.post("/cgi-bin/message/subscribe/send", message)["errcode"] == 0
    notice = control.get(f"/people/{buyer['id']}/notices")["notices"][0]
    assert (notice["title"], notice["url"]) == ("拼团成功通知", f"{H5}#/plays/team/index?id=1")
    assert notice["mini"] == mini.appid
    assert [(line["label"], line["value"]) for line in notice["lines"]] == [
        ("商品名称", "明前龙井"),
        ("拼团价", "68.00元"),
    ]


# -- the JS-SDK --


@pytest.fixture
def account(http, merchant, control):
    """What `wx.config` needs of the official account, signed as its server does."""
    token = http.post(
        "/cgi-bin/stable_token",
        json={
            "grant_type": "client_credential",
            "appid": merchant["oa_appid"],
            "secret": merchant["oa_secret"],
        },
    ).json()["access_token"]
    query = {"access_token": token, "type": "jsapi"}
    ticket = http.get("/cgi-bin/ticket/getticket", params=query).json()["ticket"]

    def signed(url, /, **changed):
        text = f"jsapi_ticket={ticket}&noncestr=Wm3WZYTPz0wzccnW&timestamp=1414587457&url={url}"
        given = {
            "appid": merchant["oa_appid"],
            "timestamp": "1414587457",
            "nonce": "Wm3WZYTPz0wzccnW",
            "signature": hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),
            "url": url,
        }
        return given | changed

    return signed


def said(control, given):
    return control.post("/jssdk/config", given)["errMsg"]


def test_a_page_signed_by_the_ticket_may_use_the_js_sdk(control, fronts, account):
    assert said(control, account(f"{H5}?s=abc")) == "config:ok"
    given = account(f"{H5}?s=abc")
    assert said(control, given | {"url": given["url"] + "#/pages/home/index"}) == "config:ok"


@pytest.mark.parametrize(
    "changed",
    [{"signature": "0" * 40}, {"nonce": "other"}, {"timestamp": "1414587458"}, {"url": f"{H5}other"}],
)
def test_a_page_whose_signature_is_of_something_else_may_not(control, fronts, account, changed):
    assert said(control, account(H5, **changed)) == "config:fail, invalid signature"


def test_only_pages_of_registered_addresses_are_configured(control, fronts, account):
    assert said(control, account("http://127.0.0.1:10/s/qinghe/")) == "config:fail, invalid url domain"


def test_without_any_front_no_page_is_configured(control, account):
    assert said(control, account(H5)) == "config:fail, invalid url domain"


def test_only_an_official_account_configures_pages(control, fronts, account, merchant):
    assert said(control, account(H5, appid=merchant["mini_appid"])) == "config:fail, permission denied"
    assert said(control, account(H5, appid="wx0")) == "config:fail, invalid appid"


def test_a_ticket_of_yesterday_signs_nothing(control, fronts, account):
    given = account(H5)
    control.advance(7200)
    assert said(control, given) == "config:fail, invalid signature"


def bridge(shop, token, **changed):
    query = {
        "appId": shop.signer.merchant["mini_appid"],
        "timeStamp": str(int(time.time())),
        "nonceStr": "5K8264ILTKCH16CQ",
        "package": f"prepay_id={token}",
    }
    message = "".join(f"{value}\n" for value in query.values()).encode()
    return query | {"signType": "RSA", "paySign": shop.signer.sign(message)} | changed


def test_the_pay_sheet_shows_what_was_signed_to_the_one_who_pays(shop, control, buyer):
    token = shop.prepay()
    before = shop.money()
    sheet = control.post("/jssdk/sheet", {"person": buyer["id"], "params": bridge(shop, token)})
    assert sheet == {
        "prepay_id": token,
        "merchant": "青禾小铺",
        "description": "棉T恤1件",
        "total_fen": 9900,
        "balance_fen": before[0],
    }
    assert shop.money() == before


def test_a_sheet_is_shown_to_nobody_else_and_for_nothing_unsigned(shop, http, buyer, two):
    token = shop.prepay()
    before = shop.money()
    asked = {"person": two[0], "params": bridge(shop, token)}
    refused(http.post("/_sandbox/jssdk/sheet", json=asked), 403, "NOT_THE_PAYER")
    wrong = {"person": buyer["id"], "params": bridge(shop, token, timeStamp="1")}
    refused(http.post("/_sandbox/jssdk/sheet", json=wrong), 400, "SIGN_INVALID")
    assert shop.look().json()["trade_state"] == "NOTPAY"
    assert shop.money() == before


# -- the page --


def test_the_page_is_told_everything_once_and_then_only_what_changed(shop, control, http, buyer):
    now = control.get("/phones", people=buyer["id"])
    again = http.get("/_sandbox/phones", params={"people": buyer["id"], "seen": now["seen"]})
    assert (again.status_code, again.content) == (204, b"")
    shop.paid()
    after = control.get("/phones", people=buyer["id"], seen=now["seen"])
    phone = after["phones"][buyer["id"]]
    newest = phone["movements"][0]
    assert (newest["kind"], newest["delta_fen"], newest["what"]) == ("pay", -9900, "棉T恤1件")
    assert phone["balance_fen"] == now["phones"][buyer["id"]]["balance_fen"] - 9900
    assert after["wire"][0]["path"] == "/v3/pay/transactions/jsapi"
    control.run_due()
    told = control.get("/phones", people=buyer["id"])["wire"][0]
    assert (told["direction"], told["about"]) == ("out", "TRANSACTION.SUCCESS")


def test_a_refund_says_in_the_wallet_what_it_was_for(shop, control, buyer):
    shop.paid()
    shop.refund(9900)
    control.advance(60)
    control.run_due()
    newest = control.get("/phones", people=buyer["id"])["phones"][buyer["id"]]["movements"][0]
    assert (newest["kind"], newest["delta_fen"], newest["what"]) == ("refund", 9900, "棉T恤1件")


def test_the_tour_is_what_the_shop_says(control, http, merchant, two):
    tour = {
        "appid": merchant["mini_appid"],
        "start_page": "pages/product/index?id=prd_1",
        "second_page": "pages/product/index?id=prd_2",
        "hours": 24,
    }
    assert control.post("/tour", tour)["tour"] == tour | {"people": [], "buttons": {}}
    assert control.get("/phones", people=two[0])["tour"]["second_page"] == tour["second_page"]
    refused(http.post("/_sandbox/tour", json=tour | {"appid": "wx0"}), 404, "APP_NOT_EXISTS")
    refused(http.post("/_sandbox/tour", json=tour | {"hours": 0}), 400, "BAD_INPUT")
    assert control.get("/tour")["tour"]["hours"] == 24
    http.delete("/_sandbox/tour")
    assert control.get("/tour") == {"tour": None}


def test_the_page_may_show_registered_addresses_and_be_shown_by_nobody(http, fronts):
    page = http.get("/phones")
    policy = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert policy["frame-src"] == "'self' http://127.0.0.1:9"
    assert policy["img-src"] == "'self' data: blob: http://127.0.0.1:9"
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_only_the_files_of_the_page_are_served(http):
    assert http.get("/phones/main.js").headers["content-type"].startswith("text/javascript")
    for name in ("..%2f__init__.py", "%2e%2e", "now.py", "web"):
        assert http.get(f"/phones/{name}").status_code == 404
    script = http.get("/open/js/jweixin-1.6.0.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "WeixinJSBridgeReady" in script.text


def test_the_phones_answer_this_machine_only(http):
    for path in ("/phones", "/_sandbox/phones", "/open/js/jweixin-1.6.0.js"):
        answer = http.get(path, headers={"Host": "sandbox.example"})
        refused(answer, 403, "LOOPBACK_ONLY")
