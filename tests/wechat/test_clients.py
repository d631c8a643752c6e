"""The clients against the sandbox: tokens kept and renewed once, refusals in words, the public vectors."""

import asyncio
import json

import pytest
import pytest_asyncio

from lianyi.kit import config
from lianyi.wechat import calls, mini, official, push
from lianyi.wechat.errors import WeChatCodeSpent, WeChatRefused, WeChatUnreachable
from lianyi.wechat.types import App, AppKind


@pytest_asyncio.fixture(loop_scope="session")
async def merchant(world):
    await calls.hang_up()
    return await world.merchant(key="clients")


@pytest.fixture
def program(merchant):
    return App(AppKind.MINI, merchant["mini_appid"], merchant["mini_secret"])


@pytest.fixture
def account(merchant):
    return App(AppKind.OFFICIAL, merchant["oa_appid"], merchant["oa_secret"])


async def calls_to(world, path):
    wire = (await world.ask("GET", "/wire", params={"limit": 500}))["calls"]
    return sum(1 for one in wire if one["direction"] == "in" and one["path"].startswith(path))


async def test_a_token_is_asked_for_once_by_all_who_wait(world, program):
    before = await calls_to(world, "/cgi-bin/stable_token")
    tokens = await asyncio.gather(*(calls.access_token(program) for _ in range(10)))
    assert len(set(tokens)) == 1
    assert await calls_to(world, "/cgi-bin/stable_token") == before + 1


async def test_a_token_wechat_forgot_is_renewed_once(world, program):
    person = await world.person("林晓", phone="13800138000")
    key = (config.config().wechat_base_url, program.appid, "token")
    calls._line().kept[key] = calls._Kept("a-token-nobody-knows", float("inf"))
    code = (
        await world.ask(
            "POST", f"/people/{person['id']}/code", json={"appid": program.appid, "kind": "phone"}
        )
    )["code"]
    assert await mini.phone_number(program, code) == ("13800138000", "86")
    assert calls._line().kept[key].value != "a-token-nobody-knows"


async def test_tickets_kept_are_asked_for_anew_once_the_clock_was_moved(world, account):
    first = await official.jsapi_ticket(account)
    await world.ask("POST", "/clock", json={"advance_seconds": 7200})
    assert await official.jsapi_ticket(account) == first
    calls.forget_all()
    assert await official.jsapi_ticket(account) != first


async def test_a_wrong_secret_is_told_in_words_and_keeps_nothing(world, merchant):
    wrong = App(AppKind.MINI, merchant["mini_appid"], "0" * 32)
    with pytest.raises(WeChatRefused) as caught:
        await calls.access_token(wrong, fresh=True)
    assert caught.value.errcode in {40001, 40125}
    assert "AppSecret" in caught.value.words("zh")
    assert "AppSecret" in caught.value.words("en")
    assert str(caught.value.errcode) in caught.value.words("en")
    assert "0" * 32 not in repr(wrong) + str(caught.value)


async def test_a_spent_code_has_its_own_class(program):
    with pytest.raises(WeChatCodeSpent) as caught:
        await mini.code_to_session(program, "nobody-issued-this")
    assert (caught.value.errcode, caught.value.status) == (40029, 422)


async def test_a_wechat_that_breaks_is_unreachable_and_the_code_still_good(world, program):
    person = await world.person("林晓")
    wanted = {"appid": program.appid, "kind": "login"}
    code = (await world.ask("POST", f"/people/{person['id']}/code", json=wanted))["code"]
    await world.fault("http_5xx", path_prefix="/sns/jscode2session")
    with pytest.raises(WeChatUnreachable):
        await mini.code_to_session(program, code)
    found = await mini.code_to_session(program, code)
    assert found.openid == (await world.ask("GET", f"/people/{person['id']}"))["openids"][program.appid]
    assert found.session_key not in repr(found)


async def test_a_cut_line_is_unreachable(world, program):
    await world.fault("lost", path_prefix="/sns/jscode2session")
    with pytest.raises(WeChatUnreachable):
        await mini.code_to_session(program, "whatever")


async def test_nobody_there_is_unreachable(configured):
    with pytest.raises(WeChatUnreachable):
        await mini.code_to_session(App(AppKind.MINI, "wx0000000000000000", "0" * 32), "code")


async def test_a_ticket_signs_a_page(world, account):
    signed = await official.js_config(
        account, url="https://shop.example/s/x/#/pages/me", now_seconds=1767225600
    )
    ticket = await official.jsapi_ticket(account)
    assert signed.signature == official.sign_page(
        ticket=ticket, nonce=signed.nonce, timestamp=1767225600, url="https://shop.example/s/x/"
    )
    assert (signed.appid, signed.timestamp) == (account.appid, 1767225600)


def test_the_official_sample_of_the_page_signature():
    assert (
        official.sign_page(
            ticket="sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
            nonce="Wm3WZYTPz0wzccnW",
            timestamp=1414587457,
            url="http://mp.weixin.qq.com?params=value",
        )
        == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
    )


def test_the_authorize_address_keeps_wechats_order(configured):
    account = App(AppKind.OFFICIAL, "wxa", "s")
    url = official.authorize_url(account, redirect_uri="https://shop.example/s/x/#/a", state="s1")
    assert url == (
        f"{config.config().wechat_open_url}/connect/oauth2/authorize?appid=wxa"
        "&redirect_uri=https%3A%2F%2Fshop.example%2Fs%2Fx%2F%23%2Fa&response_type=code"
        "&scope=snsapi_userinfo&state=s1#wechat_redirect"
    )


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE x [<!ENTITY a 'b'>]><xml><a>&a;</a></xml>", b"<xml", b"{", b"\xff\xfe", b"[1]x"]
)
def test_a_push_that_is_no_push_is_refused(body):
    with pytest.raises((push.PushForged, UnicodeDecodeError)):
        push.read(body)


def test_a_push_is_json_or_xml():
    assert push.read(b'{"Event":"a"}') == {"Event": "a"}
    assert push.read("<xml><Event><![CDATA[甲]]></Event></xml>".encode()) == {"Event": "甲"}


@pytest.mark.parametrize("encrypted", ["", "AAAA", "not base64 !", json.dumps({}), "A" * 64])
def test_an_envelope_of_another_key_does_not_open(encrypted):
    with pytest.raises(push.PushForged):
        push.open_envelope(encrypted, "a" * 43, "wx0000000000000000")
