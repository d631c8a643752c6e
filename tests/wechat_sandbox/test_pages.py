"""The pay sheet, the consent page, the index: what a browser sees and where it goes."""

import time
from html import unescape
from urllib.parse import urlencode

import pytest

SHOP = "http://127.0.0.1:9/h5/#/order/1"


def bridge(shop, token, **changed):
    """What a shop's page hands to WeixinJSBridge, as a query of the cashier."""
    appid, stamp = shop.signer.merchant["mini_appid"], str(int(time.time()))
    query = {
        "appId": appid,
        "timeStamp": stamp,
        "nonceStr": "5K8264ILTKCH16CQ",
        "package": f"prepay_id={token}",
    }
    message = "".join(f"{value}\n" for value in query.values()).encode()
    query |= {"signType": "RSA", "paySign": shop.signer.sign(message), "redirect_url": SHOP} | changed
    return "/cashier/jsapi?" + urlencode({name: value for name, value in query.items() if value is not ...})


def press(http, page, action, **more):
    """Press a button of the sheet as a browser does."""
    start = page.text.index('action="') + len('action="')
    target = unescape(page.text[start : page.text.index('"', start)])
    form = {}
    for chunk in page.text.split('<input type="hidden" name="')[1:]:
        name, _, rest = chunk.partition('" value="')
        form[name] = unescape(rest.partition('"')[0])
    return http.post(target, data=form | {"action": action} | more, follow_redirects=False)


def test_the_bridge_of_an_ordinary_browser_pays(shop, http):
    page = http.get(bridge(shop, shop.prepay()))
    assert page.status_code == 200
    assert "青禾小铺" in page.text
    assert "棉T恤1件" in page.text
    assert "林晓" in page.text
    assert '<select name="person"' not in page.text
    answer = press(http, page, "pay")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "http://127.0.0.1:9/h5/?pay_result=ok#/order/1"
    assert shop.look().json()["trade_state"] == "SUCCESS"


def test_cancelling_goes_back_unpaid(shop, http):
    answer = press(http, http.get(bridge(shop, shop.prepay())), "cancel")
    assert answer.headers["Location"] == "http://127.0.0.1:9/h5/?pay_result=cancel#/order/1"
    assert shop.look().json()["trade_state"] == "NOTPAY"


@pytest.mark.parametrize(
    "changed",
    [
        {"paySign": "AAAA"},
        {"timeStamp": "1"},
        {"nonceStr": "n" * 33},
        {"nonceStr": ...},
        {"signType": "MD5"},
        {"package": "prepay_id=wx0"},
        {"appId": "wx0"},
    ],
)
def test_wrong_parameters_show_no_sheet(shop, http, changed):
    page = http.get(bridge(shop, shop.prepay(), **changed))
    assert page.status_code in (400, 404)
    assert "无法支付" in page.text
    assert 'data-test="pay"' not in page.text


def test_parameters_signed_for_another_order_show_no_sheet(make_shop, http):
    one, other = make_shop(), make_shop()
    mine, theirs = one.prepay(), other.prepay()
    page = http.get(bridge(one, mine, package=f"prepay_id={theirs}"))
    assert "支付验证签名失败" in page.text


def h5(shop, ip="203.0.113.9"):
    scene = {"payer_client_ip": ip, "h5_info": {"type": "Wap"}}
    return shop.order("h5", payer=..., scene_info=scene).json()["h5_url"]


def test_an_h5_url_lets_choose_who_pays_and_goes_back_without_a_result(shop, http, buyer, control):
    page = http.get(h5(shop) + "&" + urlencode({"redirect_url": SHOP}))
    assert f'<option value="{buyer["id"]}">' in page.text
    answer = press(http, page, "pay", person=buyer["id"])
    assert answer.headers["Location"] == SHOP
    assert shop.look().json()["payer"]["openid"] == buyer["openids"][shop.signer.merchant["mini_appid"]]


def test_an_h5_url_serves_one_person_only(shop, http, control, buyer):
    poor = control.post("/people", {"name": "周宁", "balance_fen": 1})
    page = http.get(h5(shop))
    assert press(http, page, "pay", person=poor["id"]).status_code == 409
    answer = press(http, page, "pay", person=buyer["id"])
    assert (answer.status_code, "已被其他微信用户使用" in answer.text) == (403, True)
    assert shop.look().json()["trade_state"] == "NOTPAY"


def test_a_loopback_ip_is_refused_when_asked_for(shop, http, control):
    url = h5(shop, "127.0.0.1")
    assert http.get(url).status_code == 200
    control.post("/settings", {"h5_loopback_ip_refused": True})
    assert http.get(url).status_code == 403


def test_a_scanned_code_pays_and_says_so(shop, http, buyer):
    url = shop.order("native", payer=...).json()["code_url"]
    page = http.get(f"/native/{url.split('pr=')[1]}")
    answer = press(http, page, "pay", person=buyer["id"])
    assert answer.status_code == 200
    assert "支付成功" in answer.text
    assert shop.look().json()["trade_type"] == "NATIVE"


def test_states_that_can_not_be_paid_are_explained(shop, http, buyer):
    url = h5(shop) + "&" + urlencode({"redirect_url": SHOP})
    shop.close()
    page = http.get(url)
    assert (page.status_code, "订单已关闭" in page.text) == (409, True)
    assert f'href="{SHOP}"' in page.text
    assert http.get("/cashier/unknown").status_code == 404


def test_a_redirect_leads_to_the_web_only(shop, http, buyer):
    page = http.get(h5(shop) + "&redirect_url=javascript:alert(1)")
    answer = press(http, page, "pay", person=buyer["id"])
    assert answer.status_code == 200
    assert "javascript:" not in answer.text


def test_what_a_merchant_writes_is_text_and_not_markup(shop, http):
    page = http.get(bridge(shop, shop.prepay(description="<script>alert(1)</script>")))
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


def consent(merchant, **changed):
    query = {
        "appid": merchant["oa_appid"],
        "redirect_uri": "https://shop.example.com/back",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "abc1",
    } | changed
    return "/connect/oauth2/authorize?" + urlencode(query)


def test_the_consent_page_offers_the_people(http, control, merchant, buyer):
    page = http.get(consent(merchant))
    assert "林晓" in page.text
    assert f"sandbox_person={buyer['id']}" in unescape(page.text)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"appid": "wx0"}, "10016"),
        ({"redirect_uri": "javascript:alert(1)"}, "10003"),
        ({"scope": "snsapi_login"}, "10005"),
        ({"response_type": "token"}, "10005"),
        ({"state": "a-b"}, "10015"),
    ],
)
def test_consent_is_refused_with_wechats_page_errors(http, merchant, changed, code):
    page = http.get(consent(merchant, **changed))
    assert (page.status_code, code in page.text) == (400, True)


def test_the_redirect_host_must_be_the_registered_one(http, control, merchant):
    control.post(f"/apps/{merchant['oa_appid']}", {"oauth_domain": "shop.example.com"})
    assert http.get(consent(merchant)).status_code == 200
    assert http.get(consent(merchant, redirect_uri="https://evil.example.com")).status_code == 400
    control.post(f"/apps/{merchant['oa_appid']}", {"oauth_domain": None})


def test_an_oauth_code_lives_five_minutes(http, control, merchant, buyer):
    back = http.get(consent(merchant) + f"&sandbox_person={buyer['id']}", follow_redirects=False)
    code = back.headers["Location"].split("code=")[1].split("&")[0]
    control.advance(300)
    query = {"appid": merchant["oa_appid"], "secret": merchant["oa_secret"], "code": code}
    query["grant_type"] = "authorization_code"
    assert http.get("/sns/oauth2/access_token", params=query).json()["errcode"] == 42003


def test_a_base_scope_shows_no_profile_and_tokens_end(http, control, merchant, buyer):
    code = control.post(f"/people/{buyer['id']}/code", {"appid": merchant["oa_appid"], "kind": "oauth"})[
        "code"
    ]
    query = {"appid": merchant["oa_appid"], "secret": merchant["oa_secret"], "code": code}
    token = http.get("/sns/oauth2/access_token", params=query | {"grant_type": "authorization_code"}).json()
    who = {"access_token": token["access_token"], "openid": token["openid"]}
    assert http.get("/sns/userinfo", params=who).json()["errcode"] == 48001
    assert http.get("/sns/auth", params=who | {"openid": "oOther"}).json()["errcode"] == 40003
    assert http.get("/sns/auth", params=who | {"access_token": "x"}).json()["errcode"] == 40001
    control.advance(7200)
    assert http.get("/sns/auth", params=who).json()["errcode"] == 42001
    renew = {
        "appid": merchant["oa_appid"],
        "grant_type": "refresh_token",
        "refresh_token": token["refresh_token"],
    }
    assert "access_token" in http.get("/sns/oauth2/refresh_token", params=renew).json()
    assert (
        http.get("/sns/oauth2/refresh_token", params=renew | {"refresh_token": "x"}).json()["errcode"]
        == 40030
    )
    control.advance(30 * 86_400)
    assert http.get("/sns/oauth2/refresh_token", params=renew).json()["errcode"] == 42002


def test_the_index_shows_the_world(http, control, merchant, buyer, shop):
    http.post("/sms/send", json={"phone": "13900004444", "text": "验证码 402913"})
    control.fault("late", {"event": "TRANSACTION.SUCCESS"})
    shop.prepay()
    page = http.get("/").text
    for expected in (
        "青禾小铺",
        merchant["mchid"],
        "林晓",
        "验证码 402913",
        "TRANSACTION.SUCCESS",
        "/v3/pay/transactions/jsapi",
    ):
        assert expected in page
    assert merchant["mini_secret"] not in page
    assert "/_sandbox/merchants" in http.get("/manual").text


def test_one_more_person_from_the_index(http, control):
    before = len(control.get("/people")["people"])
    assert http.post("/people", follow_redirects=False).status_code == 303
    assert len(control.get("/people")["people"]) == before + 1


def test_avatars_are_drawn(http, buyer):
    answer = http.get(f"/avatars/{buyer['id']}.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert ">林</text>" in answer.text


def test_a_snapshot_page_stands_for_a_virtual_visitor(http, control, merchant, buyer):
    asked = {"appid": merchant["oa_appid"], "kind": "oauth", "snapshot": True}
    code = control.post(f"/people/{buyer['id']}/code", asked)["code"]
    query = {"appid": merchant["oa_appid"], "secret": merchant["oa_secret"], "code": code}
    token = http.get("/sns/oauth2/access_token", params=query | {"grant_type": "authorization_code"}).json()
    assert token["is_snapshotuser"] == 1
    assert token["scope"] == "snsapi_base"
    assert "unionid" not in token
    assert token["openid"] != buyer["openids"][merchant["oa_appid"]]
