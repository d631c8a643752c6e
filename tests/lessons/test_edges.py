"""Lessons about what comes from outside: pushes without a number, sort keys that are SQL, files that are programs."""

import hashlib
import io
import json
import zipfile
from uuid import uuid4

import pytest

from lianyi.kit.db import Statement
from tests.identity.conftest import apps, colleague, fresh_browser, open_shop, owner, visitor
from tests.shop_world import key, tenant_of
from tests.storefront.test_window import sell

__all__ = ["apps", "colleague", "fresh_browser", "open_shop", "owner", "visitor"]
PUSHED = Statement("select count(*)::int from kit_outbox where kind = 'identity.wechat_pushed'", int)
TOKEN, MOMENT = "lessonstoken27", "1772416800"


async def test_lesson_27_two_events_of_one_second_are_two_and_one_said_twice_is_one(owner, apps, api, db):
    """NeuChar#137, WxJava#2314: events have no MsgId; judged by sender and time alone, the second was dropped."""
    keys = {"appid": apps["mini_appid"], "push_token": TOKEN, "push_aes_key": apps["encoding_aes_key"]}
    answer = await owner.act("PUT", "/settings/wechat-apps/mini", keys, **owner.fresh())
    assert answer.status_code == 200, answer.text
    event = {
        "ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1772416800, "MsgType": "event",
        "Event": "subscribe_msg_popup_event", "List": {"TemplateId": "t1"},
    }  # fmt: skip
    for body in (event, event, event | {"List": {"TemplateId": "t2"}}):
        signature = hashlib.sha1("".join(sorted([TOKEN, MOMENT, "n"])).encode()).hexdigest()  # noqa: S324  WeChat's own
        pushed = await api.post(
            f"/callbacks/push/{tenant_of(owner)}/{apps['mini_appid']}",
            params={"signature": signature, "timestamp": MOMENT, "nonce": "n"}, content=json.dumps(body).encode(),
        )  # fmt: skip
        assert pushed.status_code == 200, pushed.text
    async with db.read(None) as session:
        assert await session.one(PUSHED) == 2


@pytest.mark.parametrize("sort", ["price_fen; drop table catalog_product", "id)--", "(select 1)", "1"])
async def test_lesson_28_a_sort_key_is_one_of_ours_or_refused(owner, sort):
    """crmeb_java#13, CVE-2024-36837: SQL through the sort key of a list of the console."""
    answer = await owner.get("/products", params={"sort": sort})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    words = await owner.get("/products", params={"q": f"' or 1=1 {sort}"})
    assert (words.status_code, words.json()["items"]) == (200, [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tea.php", b"<?php system($_GET['c']); ?>"),
        ("../../tea.jpg", b"GIF89a<script>alert(1)</script>"),
        ("tea.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("tea.jpg\x00.php", b"\xff\xd8\xff\xe0 not a picture"),
    ],
)
async def test_lesson_28_an_upload_is_a_picture_or_refused_whatever_its_name(owner, name, data):
    """crmeb/CRMEB#77, #87: the name of an upload decided what it was."""
    answer = await owner.http.post(
        "/api/console/pictures", files={"file": (name, data)}, headers={"Lianyi-Console": "1", **key()}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "picture_unreadable"), answer.text


async def test_lesson_28_a_sheet_with_a_formula_is_no_program(owner, settle):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("../../evil.py", "print(1)")
    answer = await owner.http.post(
        "/api/console/imports", files={"file": ("货.xlsx", book.getvalue())},
        data={"kind": "products", "dry_run": "false"}, headers={"Lianyi-Console": "1", **key()},
    )  # fmt: skip
    await settle()
    assert answer.status_code in {201, 422}
    if answer.status_code == 201:
        assert (await owner.get(f"/imports/{answer.json()['id']}")).json()["state"] == "refused"


@pytest.mark.parametrize("words", ["分享好友即可领红包", "转发有奖", "不转不是中国人", "集满38个赞"])
async def test_lesson_30_what_wechat_blocks_a_domain_for_never_travels(owner, visitor, words):
    """maxzhang.github.com#38, coupons#22, #53: a whole shared domain blocked because one shop coaxed people to share."""
    tea = await sell(owner, f"明前龙井 {words}", 6800, subtitle=words)
    device = visitor()
    answer = await device.http.post(
        "/api/shop/shares", json={"target": {"kind": "product", "id": tea["id"]}},
        headers=device.headers() | key() | {"Lianyi-Visitor": uuid4().hex},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    share = answer.json()
    assert share["title"] == owner.shop["name"]
    assert words not in answer.text
