"""The other side of the wire played by `wechatpy`, a library that neither Lianyi nor the sandbox uses."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatClientException, WeChatOAuthException
from wechatpy.oauth import WeChatOAuth
from wechatpy.parser import parse_message
from wechatpy.utils import check_signature


class Elsewhere(HTTPAdapter):
    """WeChat's hosts live at the sandbox's address, as if the name server said so."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def send(self, request, **kwargs):
        parts = urlsplit(request.url)
        request.url = f"{self.base}{parts.path}?{parts.query}"
        return super().send(request, **kwargs)


def at_home(thing, base):
    thing._http = requests.Session()
    thing._http.trust_env = False
    thing._http.mount("https://", Elsewhere(base))
    return thing


@pytest.fixture
def mini(base, merchant):
    client = at_home(WeChatClient(merchant["mini_appid"], merchant["mini_secret"]), base)
    yield client
    client._http.close()


@pytest.fixture
def oauth(base, merchant):
    oauth = WeChatOAuth(
        merchant["oa_appid"],
        merchant["oa_secret"],
        "https://shop.example.com/back?a=1",
        "snsapi_userinfo",
        "s1",
    )
    yield at_home(oauth, base)
    oauth._http.close()


def test_a_token_is_fetched_and_used(mini, control):
    assert mini.fetch_access_token()["expires_in"] == 7200
    assert len(mini.jsapi.get_jsapi_ticket()) > 40


def test_an_old_token_is_renewed_by_the_library(mini, control):
    mini.session.set(mini.access_token_key, "no-such-token")
    assert 0 < mini.jsapi.get_ticket()["expires_in"] <= 7200


def test_a_wrong_secret_is_refused(mini, control):
    mini.secret = "wrong"
    with pytest.raises(WeChatClientException) as refusal:
        mini.fetch_access_token()
    assert refusal.value.errcode == 40125


def test_login_of_a_mini_program(mini, control, buyer, openid):
    code = control.post(f"/people/{buyer['id']}/code", {"appid": mini.appid, "kind": "login"})["code"]
    session = mini.wxa.code_to_session(code)
    assert (session["openid"], session["unionid"]) == (openid, buyer["unionid"])
    assert len(session["session_key"]) == 24
    with pytest.raises(WeChatClientException) as refusal:
        mini.wxa.code_to_session(code)
    assert refusal.value.errcode == 40163


def test_a_code_that_can_be_scanned(mini, control):
    answer = mini.wxa.get_wxa_code_unlimited("s=abc", page="pages/home/index")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")


def test_a_subscribe_message(mini, control, buyer, openid):
    template = control.post(
        f"/apps/{mini.appid}/templates", {"title": "发货通知", "keys": ["thing1", "amount2"]}
    )
    template_id = template["template_id"]
    data = {"thing1": {"value": "棉T恤1件"}, "amount2": {"value": "￥99.00"}}
    with pytest.raises(WeChatClientException) as refusal:
        mini.wxa.send_subscribe_message(openid, template_id, data)
    assert refusal.value.errcode == 43101
    control.post(f"/people/{buyer['id']}/consents", {"appid": mini.appid, "template_id": template_id})
    assert mini.wxa.send_subscribe_message(openid, template_id, data)["errcode"] == 0
    message = control.get("/messages", openid=openid)["messages"][0]
    assert message["data"] == {"thing1": "棉T恤1件", "amount2": "￥99.00"}


def test_web_oauth(oauth, http, control, buyer, merchant):
    asked = urlsplit(oauth.authorize_url)
    page = http.get(f"{asked.path}?{asked.query}&sandbox_person={buyer['id']}", follow_redirects=False)
    assert page.status_code == 302
    back = parse_qs(urlsplit(page.headers["Location"]).query)
    assert (back["a"], back["state"]) == (["1"], ["s1"])

    token = oauth.fetch_access_token(back["code"][0])
    assert token["openid"] == buyer["openids"][merchant["oa_appid"]]
    assert (token["unionid"], token["scope"]) == (buyer["unionid"], "snsapi_userinfo")
    person = oauth.get_user_info()
    assert (person["nickname"], person["unionid"], person["privilege"]) == ("林晓", buyer["unionid"], [])
    assert oauth.check_access_token() is True
    oauth.refresh_access_token(token["refresh_token"])
    assert oauth.access_token != token["access_token"]
    assert oauth.check_access_token() is True
    with pytest.raises(WeChatOAuthException) as refusal:
        oauth.fetch_access_token(back["code"][0])
    assert refusal.value.errcode == 40163


@pytest.fixture
def pushed(control, receiver, merchant):
    """An official account whose events arrive in safe mode, in XML."""
    appid = merchant["oa_appid"]
    receiver.answer("/push/oa", 200)
    assert control.post(f"/apps/{appid}/push", {"url": receiver.url + "/push/oa"}) == {"verified": True}
    yield next(app for app in merchant["apps"] if app["appid"] == appid)
    control.post(f"/apps/{appid}/push", {"url": None})


def test_a_pushed_event_is_checked_decrypted_and_parsed(pushed, control, receiver, buyer):
    check = parse_qs(receiver.at("/push/oa")[-1].query)
    check_signature(pushed["push_token"], *(check[name][0] for name in ("signature", "timestamp", "nonce")))
    control.post(
        f"/apps/{pushed['appid']}/events",
        {"event": "subscribe", "person": buyer["id"], "fields": {"EventKey": "qrscene_123", "Ticket": "T"}},
    )
    control.run_due()
    heard = receiver.at("/push/oa")[-1]
    query = {name: values[0] for name, values in parse_qs(heard.query).items()}
    assert query["encrypt_type"] == "aes"
    crypto = WeChatCrypto(pushed["push_token"], pushed["encoding_aes_key"], pushed["appid"])
    plain = crypto.decrypt_message(heard.body, query["msg_signature"], query["timestamp"], query["nonce"])
    message = parse_message(plain)
    assert (message.event, message.scene_id, message.ticket) == ("subscribe_scan", "123", "T")
    assert message.source == buyer["openids"][pushed["appid"]]
    assert message.target == pushed["original_id"]
