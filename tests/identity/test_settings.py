"""The shop's settings and keys: checked, sealed, audited, tested against WeChat."""

import pytest

from lianyi.kit.db import Statement
from lianyi.wechat import calls
from tests.shop_world import tenant_of

SEALED = Statement(
    "select secret_sealed from identity_wechat_app where tenant_id = %(tenant)s and kind = 'mini'", bytes
)


async def test_settings_are_changed_and_shown_in_the_shop(owner, visitor):
    before = (await owner.get("/settings")).json()
    licence = {
        "company": "青禾茶业有限公司",
        "licence_no": "91330106MA0000000X",
        "licence_media": None,
        "icp": "",
    }
    wanted = before | {
        "name": "青禾", "theme_color": "#D9482B", "contact_phone": "0571-88888888", "licence": licence,
        "notice": "国庆照常发货",
    }  # fmt: skip
    wanted["rules"] = before["rules"] | {"order_close_minutes": 30, "refund_review": False}
    answer = await owner.act("PUT", "/settings", wanted)
    assert answer.status_code == 200, answer.text
    assert answer.json() == wanted == (await owner.get("/settings")).json()
    shop = (await visitor().get("/shop")).json()
    assert (shop["name"], shop["theme_color"], shop["notice"]) == ("青禾", "#D9482B", "国庆照常发货")
    assert shop["licence"] == {"company": "青禾茶业有限公司", "licence_no": "91330106MA0000000X", "icp": ""}
    assert (await owner.get("/me")).json()["shop"]["opening"]["has_licence"] is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("order_close_minutes", 4), ("order_close_minutes", 121), ("auto_receive_days", 6),
        ("complete_after_days", 6), ("low_stock_at", -1), ("margin_floor_bp", 9001),
    ],
)  # fmt: skip
async def test_a_rule_out_of_range_is_named_and_nothing_moves(owner, name, value):
    before = (await owner.get("/settings")).json()
    answer = await owner.act("PUT", "/settings", before | {"rules": before["rules"] | {name: value}})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422, "settings_out_of_range", name,
    )  # fmt: skip
    assert (await owner.get("/settings")).json() == before


async def test_saving_what_is_there_leaves_no_trace(owner):
    await owner.act("PUT", "/settings", (await owner.get("/settings")).json())
    assert [one["what"] for one in (await owner.get("/audit")).json()["items"]] == ["shop.opened"]


async def test_a_secret_goes_in_and_never_comes_out(world, apps, owner, db):
    secret = apps["mini_secret"]
    shown = (await owner.get("/settings/wechat-apps/mini")).json()
    assert (shown["appid"], shown["secret_last4"], shown["configured"]) == (
        apps["mini_appid"],
        secret[-4:],
        True,
    )
    assert (shown["has_push_token"], shown["has_push_aes_key"]) == (True, True)
    assert shown["push_url"].endswith(f"/callbacks/push/{tenant_of(owner)}/{apps['mini_appid']}")
    for path in ("/settings/wechat-apps/mini", "/audit", "/me", "/settings"):
        assert secret not in (await owner.get(path)).text
    async with db.read(tenant_of(owner)) as session:
        assert secret.encode() not in bytes(await session.one(SEALED))
    kept = await owner.act("PUT", "/settings/wechat-apps/mini", {"appid": apps["mini_appid"]})
    assert kept.json()["secret_last4"] == secret[-4:]
    other = await owner.act("PUT", "/settings/wechat-apps/mini", {"appid": "wx0000000000000000"})
    assert (other.status_code, other.json()["field"]) == (422, "secret")
    changes = (await owner.get("/audit", params={"what": "keys."})).json()["items"]
    assert {one["what"] for one in changes} == {"keys.mini_changed", "keys.official_changed"}
    assert changes[0]["after"] == {"appid": apps["mini_appid"], "changed": []}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"appid": "wx1"}, "appid"),
        ({"secret": "short"}, "secret"),
        ({"push_token": "a b"}, "push_token"),
        ({"push_aes_key": "x" * 42}, "push_aes_key"),
    ],
)
async def test_keys_that_cannot_be_wechats_are_refused(owner, change, field):
    await owner.turn_on_totp()
    keys = {"appid": "wx0000000000000000", "secret": "0" * 32} | change
    answer = await owner.act("PUT", "/settings/wechat-apps/mini", keys)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "keys_invalid", field)
    assert (await owner.get("/settings/wechat-apps/mini")).json()["configured"] is False


async def test_the_test_of_keys_asks_wechat_and_says_what_to_do(world, apps, owner):
    good = (await owner.act("POST", "/settings/wechat-apps/official/test")).json()
    assert good["ok"] is True
    assert [(step["name"], step["ok"]) for step in good["steps"]] == [
        ("access_token", True),
        ("jsapi_ticket", True),
    ]
    wrong = {"appid": apps["mini_appid"], "secret": "0" * 32}
    assert (await owner.act("PUT", "/settings/wechat-apps/mini", wrong, **owner.fresh())).is_success
    bad = (await owner.act("POST", "/settings/wechat-apps/mini/test")).json()
    assert bad["ok"] is False
    assert [(step["name"], step["ok"]) for step in bad["steps"]] == [("access_token", False)]
    assert "AppSecret" in bad["steps"][0]["detail"]
    english = await owner.act("POST", "/settings/wechat-apps/mini/test", **{"Accept-Language": "en"})
    assert "AppSecret is" in english.json()["steps"][0]["detail"]


async def test_the_page_signature_is_for_this_installation_only(world, apps, visitor):
    from lianyi.kit.config import config
    from lianyi.wechat.official import sign_page

    page = f"{config().public_url}/s/qinghe-tea/?a=1#/pages/home"
    signed = (await visitor().get("/wechat/js-config", params={"url": page})).json()
    assert signed["app_id"] == apps["oa_appid"]
    ticket = next(
        kept.value for key, kept in calls._line().kept.items() if key[1:] == (apps["oa_appid"], "ticket")
    )
    assert signed["signature"] == sign_page(
        ticket=ticket,
        nonce=signed["nonce_str"],
        timestamp=signed["timestamp"],
        url=page.split("#", maxsplit=1)[0],
    )
    other = await visitor().get("/wechat/js-config", params={"url": "https://evil.example/"})
    assert (other.status_code, other.json()["code"]) == (422, "return_address_invalid")
