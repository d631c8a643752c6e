"""Templates as a merchant chooses them, and the notices of an official account."""

import pytest

from tests.wechat_sandbox.sides import Mini

PATH = "/wxaapi/newtmpl"
BIZSEND = "/cgi-bin/message/subscribe/bizsend"
SHIPPED = {"tid": "1856", "kidList": [1, 4, 5], "sceneDesc": "发货"}
VALUES = {"thing1": "棉麻围巾", "character_string4": "SF1234567890", "time5": "2026-01-01 08:00"}


@pytest.fixture
def official(http, merchant, control):
    """The official account's server: the same door with other keys."""
    return Mini(http, merchant | {"mini_appid": merchant["oa_appid"], "mini_secret": merchant["oa_secret"]})


def asked(http, app, name, **query):
    return http.get(f"{PATH}/{name}", params={"access_token": app.token, **query}).json()


def chosen(http, app):
    return {one["priTmplId"]: one for one in asked(http, app, "gettemplate")["data"]}


@pytest.fixture
def reader(buyer, merchant):
    return buyer["openids"][merchant["oa_appid"]]


@pytest.fixture
def template(official):
    return official.post(f"{PATH}/addtemplate", SHIPPED)["priTmplId"]


def notice(reader, template, **changed):
    data = {key: {"value": value} for key, value in VALUES.items()}
    return {
        "touser": reader,
        "template_id": template,
        "page": "https://shop.example.com/",
        "data": data,
    } | changed


def test_a_template_is_chosen_from_the_library_and_dropped(http, mini):
    titles = asked(http, mini, "getpubtemplatetitles", ids="307", start=0, limit=30)
    assert titles["count"] == len(titles["data"]) == 6
    assert {one["tid"] for one in titles["data"]} >= {1856, 1451}
    words = asked(http, mini, "getpubtemplatekeywords", tid="1856")["data"]
    assert [(one["kid"], one["name"], one["rule"]) for one in words][3:] == [
        (4, "快递单号", "character_string"), (5, "发货时间", "time"),
    ]  # fmt: skip
    assert asked(http, mini, "getcategory")["data"]
    template = mini.post(f"{PATH}/addtemplate", SHIPPED)["priTmplId"]
    assert chosen(http, mini)[template]["content"] == (
        "商品名称:{{thing1.DATA}}\n快递单号:{{character_string4.DATA}}\n发货时间:{{time5.DATA}}\n"
    )
    assert mini.post(f"{PATH}/deltemplate", {"priTmplId": template})["errcode"] == 0
    assert template not in chosen(http, mini)
    assert mini.post(f"{PATH}/deltemplate", {"priTmplId": template})["errcode"] == 40037


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"tid": "1"}, 200014),
        ({"kidList": [1]}, 200020),
        ({"kidList": [1, 1]}, 200020),
        ({"kidList": [1, 6]}, 200020),
        ({"kidList": "12"}, 200020),
        ({"sceneDesc": ""}, 200021),
        ({"sceneDesc": "长" * 16}, 200021),
    ],
)
def test_choices_are_refused_in_wechats_codes(http, mini, changed, errcode):
    before = chosen(http, mini)
    assert mini.post(f"{PATH}/addtemplate", SHIPPED | changed)["errcode"] == errcode
    assert chosen(http, mini) == before


def test_fifty_templates_are_the_most(http, control, merchant):
    app = control.post(f"/merchants/{merchant['mchid']}/apps", {"kind": "mini"})
    other = Mini(http, merchant | {"mini_appid": app["appid"], "mini_secret": app["secret"]})
    for _ in range(50):
        assert other.post(f"{PATH}/addtemplate", SHIPPED)["errcode"] == 0
    assert other.post(f"{PATH}/addtemplate", SHIPPED)["errcode"] == 200012


def test_an_official_account_sends_one_notice_for_one_accept_without_a_number(
    control, official, buyer, reader, template
):
    assert official.post(BIZSEND, notice(reader, template))["errcode"] == 43101
    control.post(f"/people/{buyer['id']}/consents", {"appid": official.appid, "template_id": template})
    assert official.post(BIZSEND, notice(reader, template)) == {"errcode": 0, "errmsg": "ok"}
    assert official.post(BIZSEND, notice(reader, template))["errcode"] == 43101
    arrived = [
        one for one in control.get("/messages", openid=reader)["messages"] if one["template_id"] == template
    ]
    assert [(one["page"], one["data"]) for one in arrived] == [("https://shop.example.com/", VALUES)]


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"touser": "oNobody"}, 40003),
        ({"template_id": "none"}, 40037),
        ({"page": "pages/home/index"}, 41030),
        ({"data": {}}, 47003),
        ({"miniprogram": "x"}, 40097),
    ],
)
def test_notices_are_refused_in_wechats_codes(official, reader, template, changed, errcode):
    assert official.post(BIZSEND, notice(reader, template, **changed))["errcode"] == errcode


def test_each_app_has_its_own_call(mini, official, reader, template):
    assert mini.post(BIZSEND, notice(reader, template))["errcode"] == 48001
    body = notice(reader, template) | {"page": "pages/home/index"}
    assert official.post("/cgi-bin/message/subscribe/send", body)["errcode"] == 48001


def test_turned_off_in_the_settings_nothing_more_is_allowed(control, official, buyer, reader, template):
    consent = {"appid": official.appid, "template_id": template}
    assert control.post(f"/people/{buyer['id']}/consents", consent | {"times": 3})["count"] == 3
    assert control.post(f"/people/{buyer['id']}/subscriptions/off", consent) == {"count": 0}
    assert official.post(BIZSEND, notice(reader, template))["errcode"] == 43101
