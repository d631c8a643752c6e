"""The control API and the pages around it: accounts, clock, settings, wire log, SMS, who may command."""

import pytest

from tests.wechat_sandbox.sides import Signer


def test_a_merchant_is_handed_everything_it_needs(merchant):
    assert merchant["mchid"].isdecimal()
    assert len(merchant["mchid"]) == 10
    assert len(merchant["merchant_serial_no"]) == len(merchant["platform_certificate_serial_no"]) == 40
    assert len(merchant["apiv3_key"]) == 32
    assert merchant["public_key_id"].startswith("PUB_KEY_ID_")
    assert merchant["merchant_private_key"].startswith("-----BEGIN PRIVATE KEY-----")
    assert merchant["public_key"].startswith("-----BEGIN PUBLIC KEY-----")
    assert merchant["platform_certificate"].startswith("-----BEGIN CERTIFICATE-----")
    assert len(merchant["encoding_aes_key"]) == 43
    assert [app["kind"] for app in merchant["apps"]] == ["mini", "official"]
    assert merchant["mini_appid"] == merchant["apps"][0]["appid"]
    assert merchant["oa_secret"] == merchant["apps"][1]["secret"]


def test_a_merchant_that_borrows_pairs_has_everything_else_of_its_own(control, http, merchant):
    borrower = control.post("/merchants", {"name": "分号", "pairs_of": merchant["mchid"]})
    same = {"merchant_private_key", "public_key"}
    own = {
        "mchid", "merchant_serial_no", "merchant_certificate", "apiv3_key", "public_key_id", "mini_appid", "oa_appid",
        "platform_certificate_serial_no", "platform_certificate", "push_token", "encoding_aes_key",
    }  # fmt: skip
    assert {name for name in same | own if borrower[name] == merchant[name]} == same
    answer = Signer(http, borrower).get(f"/v3/pay/transactions/out-trade-no/NONE?mchid={borrower['mchid']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "ORDER_NOT_EXIST")
    assert (
        control.post("/merchants", {"name": "x", "pairs_of": "1"}, status=404)["code"]
        == "MERCHANT_NOT_EXISTS"
    )


def test_wechats_own_halves_stay_with_wechat(control, merchant):
    shown = control.get(f"/merchants/{merchant['mchid']}")
    assert not [name for name in shown if name.endswith("private_key") and name != "merchant_private_key"]


def test_merchants_and_people_are_listed(control, merchant, buyer):
    assert merchant["mchid"] in [one["mchid"] for one in control.get("/merchants")["merchants"]]
    assert buyer["id"] in [one["id"] for one in control.get("/people")["people"]]


def test_a_person_has_one_unionid_and_an_openid_per_app(control, merchant, buyer):
    person = control.get(f"/people/{buyer['id']}")
    assert person["openids"][merchant["mini_appid"]] != person["openids"][merchant["oa_appid"]]
    assert all(len(openid) == 28 for openid in person["openids"].values())
    assert control.get(f"/people/{person['openids'][merchant['oa_appid']]}")["unionid"] == person["unionid"]


def test_a_new_person_has_a_full_wallet(control):
    person = control.post("/people", {"name": "何苗"})
    assert (person["balance_fen"], person["movements"]) == (10_000_000, [])
    assert len(person["phone"]) == 11


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/people", {"name": ""}, "BAD_INPUT"),
        ("/people", {"name": "x", "phone": "123"}, "BAD_INPUT"),
        ("/people", {"name": "x", "shoe_size": 42}, "BAD_INPUT"),
        ("/clock", {"now": "tomorrow"}, "BAD_INSTANT"),
        ("/settings", {"gravity": 9}, "BAD_SETTING"),
        ("/settings", {"auto": 1}, "BAD_SETTING"),
        ("/settings", {"refund_delay_seconds": -1}, "BAD_SETTING"),
        ("/pay", {}, "CREDENTIAL_NEEDED"),
    ],
)
def test_bad_input_is_refused_with_a_code(control, path, body, code):
    assert control.post(path, body, status=400)["code"] == code


@pytest.mark.parametrize("path", ["/merchants/1", "/people/p_0", "/apps/wx0"])
def test_who_does_not_exist_is_not_shown(control, path):
    assert control.http.get(f"/_sandbox{path}").status_code == 404


def test_the_clock_moves_and_comes_back(control):
    control.advance(90)
    assert control.get("/clock")["offset_seconds"] == 90
    control.advance(-30)
    assert control.get("/clock")["offset_seconds"] == 60
    moved = control.post("/clock", {"now": "2030-01-01T08:00:00+08:00"})
    assert moved["now"].startswith("2030-01-01T08:00:0")
    assert control.post("/clock", {"reset": True})["offset_seconds"] == 0


def test_the_wire_log_shows_both_directions_without_secrets(control, http, merchant, shop, receiver):
    query = {
        "grant_type": "client_credential",
        "appid": merchant["mini_appid"],
        "secret": merchant["mini_secret"],
    }
    token = http.get("/cgi-bin/token", params=query).json()["access_token"]
    http.post("/wxa/msg_sec_check", params={"access_token": token}, json={"version": 2})
    shop.paid()
    control.run_due()
    calls = control.get("/wire", limit=20)["calls"]
    text = str(calls)
    assert token not in text
    assert merchant["mini_secret"] not in text
    assert {call["direction"] for call in calls} == {"in", "out"}
    out = next(call for call in calls if call["direction"] == "out" and call["path"].endswith(shop.number))
    assert (out["method"], out["status"]) == ("POST", 200)
    assert '"ciphertext":"***"' in out["request"]


def test_the_wire_log_keeps_the_last_500(control, http):
    for _ in range(510):
        http.get("/cgi-bin/token")
    assert len(control.get("/wire", limit=500)["calls"]) == 500
    assert control.http.get("/_sandbox/wire?limit=501").status_code == 400


def test_sms_are_kept_and_listed_newest_first(control, http):
    for text in ("验证码 111111", "验证码 222222"):
        assert http.post("/sms/send", json={"phone": "13900001111", "text": text}).status_code == 200
    http.post("/sms/send", json={"phone": "13900002222", "text": "别人的"})
    messages = control.get("/sms", phone="13900001111")["messages"]
    assert [message["text"] for message in messages] == ["验证码 222222", "验证码 111111"]
    assert len(control.get("/sms")["messages"]) >= 3


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example.com"}, {"Origin": "https://evil.example.com"}, {"Origin": "null"}]
)
@pytest.mark.parametrize("path", ["/_sandbox/people", "/sms/send", "/"])
def test_pages_of_elsewhere_can_not_command(http, path, headers):
    method = "POST" if path == "/sms/send" else "GET"
    answer = http.request(method, path, headers=headers, json={"phone": "13900003333", "text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "LOOPBACK_ONLY")


def test_a_page_of_this_machine_may_command(http):
    assert http.get("/_sandbox/clock", headers={"Origin": "http://localhost:5173"}).status_code == 200


def test_a_merchant_of_its_own_is_a_world_of_its_own(control, http, shop):
    other = control.post("/merchants", {"name": "另一家"})
    stranger = Signer(http, other)
    shop.prepay()
    target = f"/v3/pay/transactions/out-trade-no/{shop.number}?mchid={other['mchid']}"
    assert stranger.get(target).status_code == 404
