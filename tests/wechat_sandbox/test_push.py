"""Message push and subscribe messages of a mini program."""

import base64
import hashlib
import json
import struct
from urllib.parse import parse_qs

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def parts(heard):
    return {name: values[0] for name, values in parse_qs(heard.query).items()}


def sha1(*texts):
    return hashlib.sha1("".join(sorted(texts)).encode()).hexdigest()  # noqa: S324  WeChat fixes SHA-1 here


def opened(sealed, aes_key):
    key = base64.b64decode(aes_key + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    length = struct.unpack(">I", plain[16:20])[0]
    return plain[20 : 20 + length], plain[20 + length :].decode()


@pytest.fixture
def push(control, merchant, receiver):
    """Turn push on for the mini program; returns (path, the app) and turns it off in the end."""
    appid = merchant["mini_appid"]
    path = "/push/here"
    receiver.heard.clear()
    receiver.answer(path, 200)

    def turn_on(**more):
        body = {"url": receiver.url + path} | more
        assert control.post(f"/apps/{appid}/push", body) == {"verified": True}
        return path, control.get(f"/apps/{appid}")

    yield turn_on
    control.post(f"/apps/{appid}/push", {"url": None, "mode": "safe", "format": "json"})


def punish(control, appid):
    fields = {"event_type": 1, "punish_id": "p1", "appid": appid, "detail": '{"warned_type":2}'}
    return control.post(f"/apps/{appid}/events", {"event": "wxa_punish_event", "fields": fields})[
        "delivery_id"
    ]


def test_the_url_is_checked_with_a_signature_before_it_is_kept(push, receiver):
    path, app = push()
    query = parts(receiver.at(path)[0])
    assert query["signature"] == sha1(app["push_token"], query["timestamp"], query["nonce"])


def test_a_url_that_does_not_echo_is_not_kept(control, merchant, receiver):
    appid = merchant["mini_appid"]
    receiver.answer("/push/broken", 500)
    for url in (receiver.url + "/push/broken", "http://127.0.0.1:9/nobody"):
        refusal = control.post(f"/apps/{appid}/push", {"url": url}, status=400)
        assert refusal["code"] == "PUSH_URL_NOT_VERIFIED"
    assert control.get(f"/apps/{appid}")["push_url"] is None


def test_an_official_account_is_pushed_to_in_xml_only(control, merchant, receiver):
    body = {"url": receiver.url + "/push/oa2", "format": "json"}
    assert control.post(f"/apps/{merchant['oa_appid']}/push", body, status=400)["code"] == "XML_ONLY"


def test_safe_mode_seals_the_whole_message(push, control, receiver):
    path, app = push()
    punish(control, app["appid"])
    control.run_due()
    heard = receiver.at(path)[-1]
    body, query = json.loads(heard.body), parts(heard)
    assert set(body) == {"ToUserName", "Encrypt"}
    assert query["signature"] == sha1(app["push_token"], query["timestamp"], query["nonce"])
    assert query["msg_signature"] == sha1(
        app["push_token"], query["timestamp"], query["nonce"], body["Encrypt"]
    )
    message, appid = opened(body["Encrypt"], app["encoding_aes_key"])
    assert appid == app["appid"]
    told = json.loads(message)
    assert (told["Event"], told["MsgType"], told["punish_id"]) == ("wxa_punish_event", "event", "p1")


def test_compatible_mode_shows_and_seals(push, control, receiver):
    path, app = push(mode="compatible", format="xml")
    punish(control, app["appid"])
    control.run_due()
    text = receiver.at(path)[-1].body.decode()
    assert "<Event><![CDATA[wxa_punish_event]]></Event>" in text
    assert "<event_type>1</event_type>" in text
    assert "<Encrypt>" in text


def test_a_new_token_and_key_are_used(push, control, receiver):
    path, app = push(token="TokenOfOurOwn", encoding_aes_key="a" * 43)
    assert (app["push_token"], app["encoding_aes_key"]) == ("TokenOfOurOwn", "a" * 43)
    punish(control, app["appid"])
    control.run_due()
    sealed = json.loads(receiver.at(path)[-1].body)["Encrypt"]
    assert json.loads(opened(sealed, "a" * 43)[0])["punish_id"] == "p1"


def test_three_tries_and_no_more(push, control, receiver):
    path, app = push()
    receiver.answer(path, 500)
    number = punish(control, app["appid"])
    for _ in range(4):
        control.run_due()
        control.advance(6)
    (delivery,) = [one for one in control.deliveries(mchid=app["appid"]) if one["id"] == number]
    assert (delivery["state"], len(delivery["attempts"])) == ("exhausted", 3)


def test_a_forged_event_is_signed_with_a_strange_token(push, control, receiver):
    path, app = push()
    control.fault("forged", {"event": "wxa_punish_event"})
    punish(control, app["appid"])
    control.run_due()
    query = parts(receiver.at(path)[-1])
    assert query["signature"] != sha1(app["push_token"], query["timestamp"], query["nonce"])
    control.advance(6)
    control.run_due()
    query = parts(receiver.at(path)[-1])
    assert query["signature"] == sha1(app["push_token"], query["timestamp"], query["nonce"])


def test_events_need_an_address(control, merchant):
    body = {"event": "wxa_punish_event"}
    assert control.post(f"/apps/{merchant['mini_appid']}/events", body, status=409)["code"] == "PUSH_IS_OFF"


@pytest.fixture
def template(control, merchant):
    keys = [
        "character_string1",
        "amount2",
        "thing3",
        "time4",
        "phrase5",
        "name6",
        "phone_number7",
        "number8",
        "date9",
    ]
    body = {"title": "订单", "keys": keys}
    return control.post(f"/apps/{merchant['mini_appid']}/templates", body)["template_id"]


DATA = {
    "character_string1": "SO20260101000001",
    "amount2": "￥99.00",
    "thing3": "棉T恤1件",
    "time4": "2026-01-01 08:00",
    "phrase5": "待发货",
    "name6": "林晓",
    "phone_number7": "0755-12345678",
    "number8": "12.5",
    "date9": "2026年1月1日 08:00~2026年1月2日",
}


def message(openid, template, **changed):
    values = DATA | changed.pop("data", {})
    data = {name: {"value": value} for name, value in values.items() if value is not ...}
    return {
        "touser": openid,
        "template_id": template,
        "page": "pages/order/detail?id=1",
        "data": data,
    } | changed


SEND = "/cgi-bin/message/subscribe/send"


def accept(control, buyer, mini, template, times=1):
    body = {"appid": mini.appid, "template_id": template, "answer": "accept", "times": times}
    return control.post(f"/people/{buyer['id']}/consents", body)["count"]


def test_one_accept_is_one_message(control, buyer, mini, openid, template):
    assert mini.post(SEND, message(openid, template))["errcode"] == 43101
    assert accept(control, buyer, mini, template) == 1
    assert accept(control, buyer, mini, template) == 2
    first, second = (mini.post(SEND, message(openid, template)) for _ in range(2))
    assert first["errcode"] == second["errcode"] == 0
    assert first["msgid"] != second["msgid"]
    assert mini.post(SEND, message(openid, template))["errcode"] == 43101
    arrived = [
        one for one in control.get("/messages", openid=openid)["messages"] if one["template_id"] == template
    ]
    assert [one["data"] for one in arrived] == [DATA, DATA]


def test_a_rejection_allows_nothing(control, buyer, mini, openid, template):
    body = {"appid": mini.appid, "template_id": template, "answer": "reject"}
    assert control.post(f"/people/{buyer['id']}/consents", body) == {"count": 0}
    assert mini.post(SEND, message(openid, template))["errcode"] == 43101


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"touser": "oOther"}, 40003),
        ({"template_id": "unknown"}, 40037),
        ({"miniprogram_state": "beta"}, 40097),
        ({"lang": "fr"}, 40097),
        ({"data": {"surprise1": "x"}}, 47003),
        ({"data": {"thing3": ...}}, 47003),
        ({"data": {"thing3": "长" * 21}}, 47003),
        ({"data": {"thing3": ""}}, 47003),
        ({"data": {"character_string1": "订单1"}}, 47003),
        ({"data": {"amount2": "99.00元整"}}, 47003),
        ({"data": {"amount2": "12345678901"}}, 47003),
        ({"data": {"time4": "25:00"}}, 47003),
        ({"data": {"phrase5": "已经发货了"}}, None),
        ({"data": {"phrase5": "已经发货完了"}}, 47003),
        ({"data": {"phrase5": "ok"}}, 47003),
        ({"data": {"name6": "名" * 11}}, 47003),
        ({"data": {"phone_number7": "1" * 18}}, 47003),
        ({"data": {"number8": "12a"}}, 47003),
        ({"data": {"date9": "明天"}}, 47003),
    ],
)
def test_messages_out_of_their_limits_use_up_no_consent(
    control, buyer, mini, openid, template, changed, errcode
):
    accept(control, buyer, mini, template)
    answer = mini.post(
        SEND,
        message(
            openid,
            template,
            **{k: v for k, v in changed.items() if k != "data"},
            data=changed.get("data", {}),
        ),
    )
    if errcode is None:
        assert answer["errcode"] == 0
        return
    assert answer["errcode"] == errcode
    if errcode == 47003:
        assert f"data.{next(iter(changed['data']))}.value invalid" in answer["errmsg"]
    assert mini.post(SEND, message(openid, template))["errcode"] == 0


def test_a_message_to_an_unpublished_page(control, buyer, mini, openid, template):
    accept(control, buyer, mini, template)
    control.post(f"/apps/{mini.appid}", {"pages": ["pages/home/index"]})
    assert mini.post(SEND, message(openid, template))["errcode"] == 41030
    control.post(f"/apps/{mini.appid}", {"pages": None})
    assert mini.post(SEND, message(openid, template))["errcode"] == 0


def test_templates_are_listed(mini, http, template):
    listed = http.get("/wxaapi/newtmpl/gettemplate", params={"access_token": mini.token}).json()["data"]
    own = next(one for one in listed if one["priTmplId"] == template)
    assert own["title"] == "订单"
    assert "thing3:{{thing3.DATA}}" in own["content"]


def test_a_template_needs_kinds_that_exist(control, mini):
    body = {"title": "x", "keys": ["colour1"]}
    assert control.post(f"/apps/{mini.appid}/templates", body, status=400)["code"] == "UNKNOWN_KIND"


@pytest.mark.parametrize("spelling", ["json", "xml"])
def test_answers_and_sendings_are_pushed_as_events(
    push, control, buyer, mini, openid, template, receiver, spelling
):
    path, _ = push(mode="plain", format=spelling)
    accept(control, buyer, mini, template)
    mini.post(SEND, message(openid, template))
    control.run_due()
    texts = [heard.body.decode() for heard in receiver.at(path) if heard.body]
    # Two events brought at the same moment may arrive in either order.
    popup, sent = sorted(texts, key=lambda text: "subscribe_msg_popup_event" not in text)
    if spelling == "json":
        assert json.loads(popup)["List"]["SubscribeStatusString"] == "accept"
        assert json.loads(sent)["List"]["ErrorStatus"] == "success"
    else:
        assert "<SubscribeMsgPopupEvent><List><TemplateId>" in popup
        assert "<SubscribeMsgSentEvent><List><TemplateId>" in sent
