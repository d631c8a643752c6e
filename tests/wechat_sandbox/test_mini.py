"""api.weixin.qq.com: tokens, login, phone, links, content safety, and the errcode of each refusal."""

import base64
import hmac
import io
from hashlib import sha256

import pytest
from PIL import Image

from tests.wechat_sandbox.sides import DAY, MINUTE


@pytest.fixture
def code(control, buyer, mini):
    def issue(kind="login"):
        return control.post(f"/people/{buyer['id']}/code", {"appid": mini.appid, "kind": kind})["code"]

    return issue


def works(mini, token):
    return mini.post("/wxa/msg_sec_check", {"version": 2, "scene": 9}, token)["errcode"] == 40129


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": "0" * 32}, 40125),
    ],
)
@pytest.mark.parametrize("family", ["plain", "stable"])
def test_tokens_are_refused_in_wechats_codes(mini, family, changed, errcode):
    answer = getattr(mini, family)(**changed)
    assert answer["errcode"] == errcode
    assert "rid: " in answer["errmsg"]


def test_a_plain_token_ends_its_predecessor_after_five_minutes(mini, control):
    first = mini.plain()["access_token"]
    second = mini.plain()["access_token"]
    assert first != second
    control.advance(5 * MINUTE - 10)
    assert works(mini, first)
    control.advance(20)
    assert mini.post("/wxa/msg_sec_check", {"version": 2}, first)["errcode"] == 42001
    assert works(mini, second)


def test_a_stable_token_stays_until_five_minutes_before_its_end(mini, control):
    first = mini.stable(force_refresh=True)
    assert first["expires_in"] == 7200
    control.advance(7200 - 5 * MINUTE - 10)
    assert mini.stable()["access_token"] == first["access_token"]
    control.advance(20)
    second = mini.stable()
    assert second["access_token"] != first["access_token"]
    assert works(mini, first["access_token"])
    assert works(mini, second["access_token"])
    control.advance(5 * MINUTE)
    assert not works(mini, first["access_token"])


def test_a_forced_refresh_ends_the_old_token_at_once_but_not_twice_in_30_seconds(mini, control):
    control.advance(DAY)
    first = mini.stable(force_refresh=True)["access_token"]
    assert mini.stable(force_refresh=True)["access_token"] == first
    control.advance(31)
    second = mini.stable(force_refresh=True)["access_token"]
    assert second != first
    assert mini.post("/wxa/msg_sec_check", {"version": 2}, first)["errcode"] == 40001


def test_twenty_forced_refreshes_a_day(mini, control):
    control.advance(3 * DAY)
    for _ in range(20):
        control.advance(31)
        assert "access_token" in mini.stable(force_refresh=True)
    control.advance(31)
    assert mini.stable(force_refresh=True)["errcode"] == 45009
    control.advance(DAY)
    assert "access_token" in mini.stable(force_refresh=True)


def test_the_two_families_of_tokens_do_not_touch(mini, control):
    stable = mini.stable()["access_token"]
    mini.plain()
    mini.plain()
    control.advance(6 * MINUTE)
    assert works(mini, stable)


def test_calls_without_a_token_or_with_a_strange_one(mini, http):
    assert http.post("/wxa/msg_sec_check", json={"version": 2}).json()["errcode"] == 41001
    assert mini.post("/wxa/msg_sec_check", {"version": 2}, "nonsense")["errcode"] == 40001


def test_the_wrong_method(mini, http):
    assert http.get("/wxa/getwxacodeunlimit", params={"access_token": mini.token}).json()["errcode"] == 43002
    assert http.post("/cgi-bin/token", json={}).json()["errcode"] == 43001


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        (rb'{"content":"\u4f60"}', 40033),
        (rb'{"content":"\\u4f60"}', 40097),
    ],
)
def test_bodies_that_are_refused_before_they_are_read(mini, body, errcode):
    assert mini.post("/wxa/msg_sec_check", body)["errcode"] == errcode


def test_login_gives_openid_unionid_and_a_session_key(mini, code, buyer, openid):
    session = mini.login(code())
    assert (session["openid"], session["unionid"]) == (openid, buyer["unionid"])
    assert len(base64.b64decode(session["session_key"])) == 16
    assert mini.login(code())["session_key"] != session["session_key"]


def test_a_login_code_is_used_once(mini, code):
    given = code()
    mini.login(given)
    assert mini.login(given)["errcode"] == 40163


def test_a_login_code_lives_five_minutes(mini, code, control):
    given = code()
    control.advance(5 * MINUTE)
    assert mini.login(given)["errcode"] == 40029


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"js_code": "nonsense"}, 40029),
        ({"js_code": ""}, 41008),
        ({"grant_type": "client_credential"}, 40002),
        ({"secret": "0" * 32}, 40125),
        ({"appid": "wx0"}, 40013),
    ],
)
def test_logins_are_refused_in_wechats_codes(mini, code, changed, errcode):
    given = code()
    assert mini.login(given, **changed)["errcode"] == errcode
    assert "openid" in mini.login(given)


def test_a_phone_code_is_no_login_code(mini, code):
    assert mini.login(code("phone"))["errcode"] == 40029


def test_a_code_of_another_app_is_invalid(mini, control, buyer, stranger):
    given = control.post(f"/people/{buyer['id']}/code", {"appid": stranger["mini_appid"], "kind": "login"})[
        "code"
    ]
    assert mini.login(given)["errcode"] == 40029


def test_a_blocked_person_can_not_log_in(mini, control, merchant):
    person = control.post("/people", {"name": "高风险"})
    control.post(f"/people/{person['id']}", {"blocked": True})
    given = control.post(f"/people/{person['id']}/code", {"appid": mini.appid, "kind": "login"})["code"]
    assert mini.login(given)["errcode"] == 40226


def test_a_hundred_logins_a_minute(mini, control):
    person = control.post("/people", {"name": "忙人"})
    codes = [
        control.post(f"/people/{person['id']}/code", {"appid": mini.appid, "kind": "login"})["code"]
        for _ in range(101)
    ]
    assert "openid" in [mini.login(one) for one in codes[:100]][-1]
    assert mini.login(codes[100])["errcode"] == 45011


def test_codes_come_from_the_right_kind_of_app(control, buyer, merchant):
    body = {"appid": merchant["oa_appid"], "kind": "login"}
    assert control.post(f"/people/{buyer['id']}/code", body, status=400)["code"] == "WRONG_APP"


def test_the_phone_number(mini, code, openid):
    given = code("phone")
    answer = mini.post("/wxa/business/getuserphonenumber", {"code": given, "openid": openid})
    assert answer["phone_info"]["phoneNumber"] == answer["phone_info"]["purePhoneNumber"] == "13800138000"
    assert answer["phone_info"]["countryCode"] == "86"
    assert answer["phone_info"]["watermark"]["appid"] == mini.appid
    assert mini.post("/wxa/business/getuserphonenumber", {"code": given})["errcode"] == 40163


def test_phone_codes_that_are_refused(mini, code, control):
    assert mini.post("/wxa/business/getuserphonenumber", {"code": code("login")})["errcode"] == 40029
    assert mini.post("/wxa/business/getuserphonenumber", {})["errcode"] == 40029
    given = code("phone")
    assert (
        mini.post("/wxa/business/getuserphonenumber", {"code": given, "openid": "oOther"})["errcode"] == 40003
    )
    control.advance(5 * MINUTE)
    assert (
        mini.post("/wxa/business/getuserphonenumber", {"code": given}, mini.stable()["access_token"])[
            "errcode"
        ]
        == 40029
    )


def test_a_session_is_checked_and_reset(mini, code, http, openid):
    key = mini.login(code())["session_key"]
    query = {"access_token": mini.token, "openid": openid, "sig_method": "hmac_sha256"}
    query["signature"] = hmac.new(key.encode(), b"", sha256).hexdigest()
    assert http.get("/wxa/checksession", params=query).json()["errcode"] == 0
    assert http.get("/wxa/checksession", params=query | {"signature": "0"}).json()["errcode"] == 87009
    assert http.get("/wxa/checksession", params=query | {"openid": "oOther"}).json()["errcode"] == 40003
    assert http.get("/wxa/resetusersessionkey", params=query).json()["session_key"] != key
    assert http.get("/wxa/checksession", params=query).json()["errcode"] == 87009


def test_the_vector_of_checksession(vectors):
    vector = vectors["open_data"]
    assert (
        hmac.new(vector["session_key"].encode(), b"", sha256).hexdigest() == vector["checksession_signature"]
    )


def test_a_ticket_is_kept_for_two_hours(mini, http, control):
    query = {"access_token": mini.token, "type": "jsapi"}
    first = http.get("/cgi-bin/ticket/getticket", params=query).json()
    control.advance(MINUTE)
    second = http.get("/cgi-bin/ticket/getticket", params=query).json()
    assert first["ticket"] == second["ticket"]
    assert second["expires_in"] < first["expires_in"] <= 7200
    assert http.get("/cgi-bin/ticket/getticket", params=query | {"type": "other"}).json()["errcode"] == 40097


@pytest.mark.parametrize("width", [280, 430, 1280])
def test_an_unlimited_code_is_a_picture_of_the_width_asked_for(mini, width):
    answer = mini.raw(
        "/wxa/getwxacodeunlimit", {"scene": "a=1&b=2", "page": "pages/goods/index", "width": width}
    )
    assert answer.headers["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (width, width))


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({"scene": "s" * 33}, 40169),
        ({"scene": "中文"}, 40129),
        ({"scene": "a%20b"}, 40129),
        ({"page": "/pages/goods/index"}, 41030),
        ({"page": "pages/goods/index?id=1"}, 41030),
        ({"width": 279}, 40097),
        ({"width": 1281}, 40097),
        ({"env_version": "beta"}, 85402),
    ],
)
def test_codes_are_refused_as_json(mini, changed, errcode):
    answer = mini.raw("/wxa/getwxacodeunlimit", {"scene": "a=1", "page": "pages/goods/index"} | changed)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["errcode"] == errcode


def test_unpublished_pages(mini, control):
    control.post(f"/apps/{mini.appid}", {"pages": ["pages/home/index"]})
    scene = {"scene": "a=1", "page": "pages/goods/index"}
    assert mini.post("/wxa/getwxacodeunlimit", scene)["errcode"] == 41030
    assert mini.raw("/wxa/getwxacodeunlimit", scene | {"check_path": False}).content.startswith(b"\x89PNG")
    assert mini.raw("/wxa/getwxacodeunlimit", scene | {"page": "pages/home/index"}).content.startswith(
        b"\x89PNG"
    )
    assert mini.post("/wxa/generate_urllink", {"path": "pages/goods/index"})["errcode"] == 40165
    assert mini.post("/wxa/generatescheme", {"jump_wxa": {"path": "pages/goods/index"}})["errcode"] == 40165
    control.post(f"/apps/{mini.appid}", {"pages": None})
    assert "url_link" in mini.post("/wxa/generate_urllink", {"path": "pages/goods/index"})


def test_links_into_the_mini_program(mini):
    link = mini.post("/wxa/generate_urllink", {"path": "pages/goods/index", "query": "id=1&s=a%20b"})
    assert link["url_link"].startswith("https://wxaurl.cn/")
    scheme = mini.post("/wxa/generatescheme", {"jump_wxa": {"path": "pages/goods/index", "query": "id=1"}})
    assert scheme["openlink"].startswith("weixin://dl/business/?t=")


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"path": "pages/a?b=1"}, 40165),
        ({"query": "名=1"}, 40212),
        ({"query": "a" * 1025}, 40212),
        ({"env_version": "beta"}, 85402),
        ({"expire_type": 1, "expire_interval": 31}, 85401),
        ({"expire_type": 1, "expire_interval": 0}, 85401),
        ({"expire_type": 0, "expire_time": 1}, 85401),
        ({"expire_type": 0, "expire_time": 4_102_444_800_000}, 85401),
    ],
)
def test_links_are_refused_in_wechats_codes(mini, body, errcode):
    assert mini.post("/wxa/generate_urllink", body)["errcode"] == errcode
    target = {"jump_wxa": body} if errcode in (40165, 40212, 85402) else body | {"is_expire": True}
    assert mini.post("/wxa/generatescheme", target)["errcode"] == errcode


def check(author, **changed):
    return {"version": 2, "openid": author, "scene": 2, "content": "这件很合身"} | changed


def test_texts_pass_or_are_risky(mini, code, openid):
    mini.login(code())
    answer = mini.post("/wxa/msg_sec_check", check(openid))
    assert answer["result"] == {"suggest": "pass", "label": 100}
    answer = mini.post("/wxa/msg_sec_check", check(openid, content="一起赌博"))
    assert answer["result"] == {"suggest": "risky", "label": 20006}
    assert answer["detail"][1]["keyword"] == "赌博"
    answer = mini.post("/wxa/msg_sec_check", check(openid, nickname="加V返现"))
    assert answer["result"]["suggest"] == "review"


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"version": 1}, 40097),
        ({"scene": 5}, 40129),
        ({"content": "长" * 2501}, 40097),
        ({"content": ""}, 40097),
        ({"openid": "oOther"}, 40003),
    ],
)
def test_checks_are_refused_in_wechats_codes(mini, openid, changed, errcode):
    assert mini.post("/wxa/msg_sec_check", check(openid, **changed))["errcode"] == errcode


def test_an_author_who_has_been_away_for_two_hours(mini, code, control, openid):
    mini.login(code())
    control.advance(2 * 3600 + 10)
    assert mini.post("/wxa/msg_sec_check", check(openid), mini.stable()["access_token"])["errcode"] == 61010
