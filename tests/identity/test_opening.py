"""A merchant opens a shop by itself."""

import asyncio

import pytest

from lianyi.identity import queries
from lianyi.identity.types import DocumentKind
from lianyi.kit.db import Statement
from tests.shop_world import PASSWORD, Console, tenant_of

EVENTS = Statement("select kind from kit_outbox order by id", str)
TENANTS = Statement("select count(*)::int from identity_tenant", int)
ACCOUNTS = Statement("select count(*)::int from identity_account", int)


async def counts(db):
    async with db.read(None) as session:
        return await session.one(TENANTS), await session.one(ACCOUNTS)


def wish(**more):
    return {
        "shop_name": "青禾茶铺", "owner_name": "青禾", "login": "owner@qinghe.test", "password": PASSWORD,
        "accept_terms": True, **more,
    }  # fmt: skip


async def test_a_shop_opens_with_its_owner_signed_in(open_shop, db):
    console = await open_shop("Qinghe Tea")
    assert console.shop["slug"] == "qinghe-tea"
    assert console.staff["role"] == "owner"
    me = (await console.get("/me")).json()
    assert me["shop"]["name"] == "Qinghe Tea"
    assert me["staff"]["name"] == "青禾"
    assert me["staff"]["permissions"] == sorted(me["staff"]["permissions"])
    assert "keys.write" in me["staff"]["permissions"]
    assert me["shop"]["opening"]["has_licence"] is False
    async with db.read(tenant_of(console)) as session:
        assert (await session.all(EVENTS))[:2] == ["identity.shop_opened", "identity.staff_added"]
        settings = (await queries.tenant(session)).settings
    assert (settings.order_close_minutes, settings.auto_receive_days, settings.complete_after_days) == (
        15,
        10,
        7,
    )


async def test_a_chinese_name_gets_a_random_short_word(open_shop):
    console = await open_shop("青禾茶铺")
    assert len(console.shop["slug"]) == 8
    assert set(console.shop["slug"]) <= set("bcdfghjkmnpqrstvwxz23456789")


async def test_two_shops_of_one_name_get_two_addresses(open_shop):
    first = await open_shop("Qinghe Tea", login="one@qinghe.test")
    second = await open_shop("Qinghe Tea", login="two@qinghe.test")
    assert first.shop["slug"] == "qinghe-tea"
    assert second.shop["slug"] != "qinghe-tea"


async def test_the_same_wish_twice_opens_one_shop(open_shop, db):
    first = await open_shop()
    second = await open_shop()
    assert second.shop == first.shop
    assert await counts(db) == (1, 1)


async def test_the_same_wish_at_the_same_moment_opens_one_shop(fresh_browser, clock, db):
    consoles = [Console(fresh_browser(), clock, {}, {}) for _ in range(3)]
    answers = await asyncio.gather(*(one.act("POST", "/open", wish()) for one in consoles))
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["shop"]["id"] for answer in answers}) == 1
    assert await counts(db) == (1, 1)


async def test_the_same_login_opens_a_second_shop_with_another_name(open_shop, fresh_browser, clock, db):
    await open_shop("Qinghe Tea")
    await open_shop("Qinghe Cups")
    assert await counts(db) == (2, 1)
    entering = Console(fresh_browser(), clock, {}, {})
    asked = await entering.act("POST", "/sign-in", {"login": "owner@qinghe.test", "password": PASSWORD})
    assert (asked.status_code, asked.json()["code"]) == (409, "choose_shop")
    assert asked.json()["data"]["shops"] == [
        {"slug": "qinghe-tea", "name": "Qinghe Tea"},
        {"slug": "qinghe-cups", "name": "Qinghe Cups"},
    ]
    chosen = {"login": "owner@qinghe.test", "password": PASSWORD, "shop": "qinghe-cups"}
    assert (await entering.act("POST", "/sign-in", chosen)).json()["shop"]["name"] == "Qinghe Cups"


async def test_a_strangers_password_opens_nothing_under_a_known_login(open_shop, fresh_browser, clock, db):
    await open_shop()
    before = await counts(db)
    stranger = Console(fresh_browser(), clock, {}, {})
    answer = await stranger.act("POST", "/open", wish(shop_name="假店", password="another-password-9"))
    assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")
    assert await counts(db) == before
    assert (await stranger.get("/me")).status_code == 401


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"password": "short"}, "password_too_weak", "password"),
        ({"password": "1234567890"}, "password_too_weak", "password"),
        ({"password": "xx-owner@qinghe.test-xx"}, "password_too_weak", "password"),
        ({"slug": "a"}, "slug_invalid", "slug"),
        ({"slug": "console"}, "slug_invalid", "slug"),
        ({"slug": "不行"}, "slug_invalid", "slug"),
        ({"accept_terms": False}, "terms_not_accepted", "accept_terms"),
    ],
)
async def test_a_wish_that_cannot_be_is_refused_by_field(fresh_browser, clock, db, change, code, field):
    answer = await Console(fresh_browser(), clock, {}, {}).act("POST", "/open", wish(**change))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert await counts(db) == (0, 0)


async def test_a_taken_address_is_refused_and_nothing_is_written(open_shop, fresh_browser, clock, db):
    await open_shop(slug="qinghe")
    answer = await Console(fresh_browser(), clock, {}, {}).act(
        "POST", "/open", wish(slug="qinghe", login="another@qinghe.test")
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "slug_taken")
    assert await counts(db) == (1, 1)


async def test_without_the_header_no_other_site_opens_a_shop(fresh_browser, db):
    answer = await fresh_browser().post(
        "/api/console/open", json=wish(), headers={"Idempotency-Key": "k" * 8}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "console_header_missing")
    assert await counts(db) == (0, 0)


async def test_the_front_page_shows_the_shop_at_once(owner, visitor):
    shop = (await visitor().get("/shop")).json()
    assert (shop["id"], shop["slug"], shop["name"]) == (owner.shop["id"], "qinghe-tea", "Qinghe Tea")
    assert (shop["terms_version"], shop["privacy_version"], shop["licence"]) == ("1", "1", None)
    unknown = await visitor("no-such-shop").get("/shop")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "shop_not_found")


@pytest.mark.parametrize("kind", list(DocumentKind))
async def test_shipped_documents_bear_the_shops_name_in_both_languages(owner, visitor, kind):
    chinese = (await visitor().get(f"/documents/{kind}")).json()
    english = (
        await visitor().http.get(
            f"/api/shop/documents/{kind}",
            headers={"Lianyi-Shop": owner.shop["slug"], "Accept-Language": "en"},
        )
    ).json()
    assert chinese["version"] == english["version"] == "1"
    assert chinese["body"].startswith("# Qinghe Tea")
    assert "Qinghe Tea" in english["body"].splitlines()[0]
    assert "{" not in chinese["body"] + english["body"]


async def test_ways_to_pay_appear_when_keys_and_apps_are_there(world, owner, apps, visitor):
    async def shown():
        shop = (await visitor().get("/shop")).json()
        return shop["pay_methods"], shop["sandbox_pay_url"], shop["wechat"]

    assert await shown() == (
        [], world.url,
        {
            "mini_appid": apps["mini_appid"], "official_appid": apps["oa_appid"],
            "jssdk_url": "https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
        },
    )  # fmt: skip
    keys = {
        "mchid": apps["mchid"], "serial_no": apps["merchant_serial_no"], "private_key": apps["merchant_private_key"],
        "apiv3_key": apps["apiv3_key"], "public_key_id": apps["public_key_id"], "public_key": apps["public_key"],
    }  # fmt: skip
    stored = await owner.act("PUT", "/payments/account", keys)
    assert stored.status_code == 200, stored.text
    assert (await shown())[0] == ["mini", "official", "h5", "native", "browser"]
    assert (await owner.get("/me")).json()["shop"]["opening"]["has_keys"] is True
