"""Customers come in by mini program, official account and phone; whoever proves the same thing is the same person."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from lianyi.identity import rules
from lianyi.identity.store.people import add_person
from lianyi.identity.types import PersonId
from lianyi.kit.config import config
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from tests.shop_world import code_of, tenant_of

PEOPLE = Statement(
    """
    select count(*)::int from identity_person
    where tenant_id = %(tenant)s and merged_into is null and deleted_at is null
    """,
    int,
)
SEALED = Statement("select phone_sealed from identity_person where tenant_id = %(tenant)s limit 1", bytes)
BLIND = Statement("select phone_blind from identity_person where tenant_id = %(tenant)s limit 1", bytes)
EVENTS = Statement("select kind from kit_outbox where kind like 'identity.person%%' order by id", str)
TOUCHED = Statement("select touched_at::text from identity_shopper_session where tenant_id = %(tenant)s", str)
PHONE = "13800138000"


async def people(db, owner):
    async with db.read(tenant_of(owner)) as session:
        return await session.one(PEOPLE)


async def me(device):
    answer = await device.get("/me")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def bind_phone(world, apps, device, person):
    wanted = {"appid": apps["mini_appid"], "kind": "phone"}
    code = (await world.ask("POST", f"/people/{person['id']}/code", json=wanted))["code"]
    return await device.act("POST", "/me/phone/wechat", {"code": code})


async def by_official(world, apps, device, person, scope="snsapi_userinfo"):
    """Walk the OAuth round as WeChat's browser does."""
    asked = await device.get("/login/official/url", params={"return_to": "/pages/me/index"})
    assert asked.status_code == 200, asked.text
    url = asked.json()["url"]
    as_person = f"{url.removesuffix('#wechat_redirect')}&sandbox_person={person['id']}"
    async with world.http.get(as_person, allow_redirects=False) as answer:
        back = parse_qs(urlsplit(answer.headers["location"].split("#")[0]).query)
    return {"code": back["code"][0], "state": back["state"][0]}


async def test_a_mini_program_login_makes_a_person_once(world, by_mini, owner, db):
    lin = await world.person("林晓")
    first = await by_mini(lin)
    second = await by_mini(lin)
    assert (await me(first))["id"] == (await me(second))["id"]
    assert await people(db, owner) == 1
    assert (await me(first))["phone_masked"] is None
    async with db.read(tenant_of(owner)) as session:
        assert await session.all(EVENTS) == ["identity.person_joined"]


async def test_a_code_works_once_and_a_wrong_one_not_at_all(world, apps, visitor, owner, db):
    lin = await world.person("林晓")
    wanted = {"appid": apps["mini_appid"], "kind": "login"}
    code = (await world.ask("POST", f"/people/{lin['id']}/code", json=wanted))["code"]
    device = visitor()
    assert (await device.enter("/login/mini", {"code": code})).json()["is_new"] is True
    for spent in (code, "made-up-code"):
        answer = await visitor().enter("/login/mini", {"code": spent})
        assert (answer.status_code, answer.json()["code"]) == (422, "wechat_code_spent")
    assert await people(db, owner) == 1


async def test_two_devices_of_one_new_person_at_the_same_moment_make_one_person(world, by_mini, owner, db):
    lin = await world.person("林晓")
    devices = await asyncio.gather(*(by_mini(lin) for _ in range(4)))
    assert len({(await me(device))["id"] for device in devices}) == 1
    assert await people(db, owner) == 1


async def test_one_proof_at_the_same_moment_makes_one_person(owner, db):
    from lianyi.identity.actions.shoppers import Proof, _enter
    from lianyi.identity.types import LoginWay

    async def come_in(appid):
        async with db.write(tenant_of(owner)) as session:
            return await _enter(session, Proof(appid, f"openid-{appid}", "one-union"), LoginWay.MINI, "?")

    entered = await asyncio.gather(*(come_in(appid) for appid in ("wxa", "wxb") * 4))
    assert len({one.person for one in entered}) == 1
    assert [one.is_new for one in entered].count(True) == 1
    assert await people(db, owner) == 1


async def test_a_shop_without_the_app_says_so(owner, visitor, world):
    answer = await visitor().enter("/login/mini", {"code": "whatever"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wechat_app_missing")


async def test_official_account_and_mini_program_join_by_unionid(world, apps, by_mini, visitor, owner, db):
    lin = await world.person("林晓")
    mini_device = await by_mini(lin)
    device = visitor()
    answer = await device.enter("/login/official", await by_official(world, apps, device, lin))
    assert answer.status_code == 200, answer.text
    assert answer.json()["is_new"] is False
    assert (await me(device))["id"] == (await me(mini_device))["id"]
    assert (await me(mini_device))["nickname"] == "林晓"
    assert await people(db, owner) == 1


async def test_the_state_works_once_and_in_its_own_browser_only(world, apps, visitor, owner, db):
    lin = await world.person("林晓")
    device, thief = visitor(), visitor()
    given = await by_official(world, apps, device, lin)
    bare = await thief.enter("/login/official", given)
    await by_official(world, apps, thief, lin)  # the thief's browser has a round, and a cookie, of its own
    stolen = await thief.enter("/login/official", given)
    for answer in (bare, stolen):
        assert (answer.status_code, answer.json()["code"]) == (422, "login_state_invalid")
    assert await people(db, owner) == 0
    assert (await device.enter("/login/official", given)).status_code == 200
    again = await by_official(world, apps, device, lin)
    replay = await device.enter("/login/official", given | {"code": again["code"]})
    assert replay.json()["code"] == "login_state_invalid"


async def test_a_state_ends_after_ten_minutes(world, apps, visitor, owner):
    lin = await world.person("林晓")
    device = visitor()
    given = await by_official(world, apps, device, lin)
    await world.advance(timedelta(minutes=10))
    assert (await device.enter("/login/official", given)).json()["code"] == "login_state_invalid"


@pytest.mark.parametrize(
    "return_to",
    [
        "https://evil.example/",
        "//evil.example/x",
        "/\\evil",
        "javascript:alert(1)",
        "../../api/console/me",
        "/s/qinghe-tea/../../api/console/me",
    ],
)
async def test_after_sign_in_one_returns_to_this_shop_only(apps, visitor, return_to):
    answer = await visitor().get("/login/official/url", params={"return_to": return_to})
    assert (answer.status_code, answer.json()["code"]) == (422, "return_address_invalid")


async def test_a_return_address_of_the_shop_is_kept(apps, visitor, owner):
    home = f"{config().public_url}/s/{owner.shop['slug']}/"
    for return_to, target in (
        ("", home),
        ("/pages/me/index", f"{home}#/pages/me/index"),
        (f"{home}#/pages/login/index", f"{home}#/pages/login/index"),
    ):
        url = (await visitor().get("/login/official/url", params={"return_to": return_to})).json()["url"]
        assert parse_qs(urlsplit(url).query)["redirect_uri"] == [target]


async def test_a_snapshot_visitor_is_never_bound(world, apps, visitor, owner, db):
    lin = await world.person("林晓")
    device = visitor()
    given = await by_official(world, apps, device, lin)
    wanted = {"appid": apps["oa_appid"], "kind": "oauth", "scope": "snsapi_userinfo", "snapshot": True}
    given["code"] = (await world.ask("POST", f"/people/{lin['id']}/code", json=wanted))["code"]
    answer = await device.enter("/login/official", given)
    assert (answer.status_code, answer.json()["code"]) == (403, "snapshot_visitor")
    assert await people(db, owner) == 0


async def test_a_phone_by_code_makes_a_person_and_finds_them_again(by_phone, owner, world, db):
    first = await by_phone(PHONE)
    assert (await me(first))["phone_masked"] == "***8000"
    await world.advance(timedelta(minutes=1))
    second = await by_phone(PHONE)
    assert (await me(first))["id"] == (await me(second))["id"]
    assert await people(db, owner) == 1


async def test_a_phone_is_sealed_and_indexed_blindly_per_shop(by_phone, open_shop, owner, world, db):
    other = await open_shop("Other Shop", login="other@qinghe.test")
    await by_phone(PHONE)
    await by_phone(PHONE, slug=other.shop["slug"])
    blinds = []
    for shop in (owner, other):
        async with db.read(tenant_of(shop)) as session:
            assert PHONE.encode() not in bytes(await session.one(SEALED))
            blinds.append(bytes(await session.one(BLIND)))
    assert blinds[0] != blinds[1]


async def test_a_phone_proved_in_wechat_joins_the_person_who_came_by_phone(
    world, apps, by_phone, by_mini, owner, db
):
    lin = await world.person("林晓", phone=PHONE)
    web = await by_phone(PHONE)
    await web.act("PUT", "/me", {"elder_mode": True})
    await web.act("POST", "/addresses", ADDRESS)
    await world.advance(timedelta(seconds=1))
    mini_device = await by_mini(lin)
    assert (await me(mini_device))["id"] != (await me(web))["id"]
    await mini_device.act("POST", "/addresses", ADDRESS | {"detail": "二号楼"})
    bound = await bind_phone(world, apps, mini_device, lin)
    assert bound.status_code == 200, bound.text
    assert bound.json()["id"] == (await me(web))["id"] == (await me(mini_device))["id"]
    assert bound.json()["elder_mode"] is True
    assert await people(db, owner) == 1
    addresses = (await mini_device.get("/addresses")).json()["items"]
    assert [(one["detail"], one["is_default"]) for one in addresses] == [("一号楼", True), ("二号楼", False)]
    async with db.read(tenant_of(owner)) as session:
        assert await session.all(EVENTS) == [
            "identity.person_joined", "identity.person_joined", "identity.person_merged",
        ]  # fmt: skip
    again = await by_mini(lin)
    assert (await me(again))["id"] == bound.json()["id"]


async def test_a_number_that_changed_hands_moves_without_joining_two_people(world, apps, by_mini, owner, db):
    lin, wang = await world.person("林晓", phone=PHONE), await world.person("王安", phone=PHONE)
    first = await by_mini(lin)
    await bind_phone(world, apps, first, lin)
    await world.advance(timedelta(seconds=1))
    second = await by_mini(wang)
    await bind_phone(world, apps, second, wang)
    assert (await me(first))["id"] != (await me(second))["id"]
    assert (await me(first))["phone_masked"] is None
    assert (await me(second))["phone_masked"] == "***8000"
    assert await people(db, owner) == 2


async def test_a_person_has_one_phone_only_in_their_own_shop(open_shop, by_phone, owner, visitor):
    other = await open_shop("Other Shop", login="other@qinghe.test")
    device = await by_phone(PHONE)
    elsewhere = visitor(other.shop["slug"])
    elsewhere.token = device.token
    assert (await elsewhere.get("/me")).status_code == 401


async def test_sessions_are_listed_ended_and_slide(by_phone, world, owner, db):
    first = await by_phone(PHONE)
    await world.advance(timedelta(minutes=1))
    second = await by_phone(PHONE)
    items = (await first.get("/me/sessions")).json()["items"]
    assert len(items) == 2
    other = next(one for one in items if not one["current"])
    assert (await first.act("DELETE", f"/me/sessions/{other['id']}")).status_code == 204
    assert (await second.get("/me")).status_code == 401
    await world.advance(timedelta(days=29))
    assert (await first.act("PUT", "/me", {"nickname": "林"})).status_code == 200
    await world.advance(timedelta(days=29))
    assert (await first.get("/me")).status_code == 200
    await world.advance(timedelta(days=2))
    assert (await first.get("/me")).json()["code"] == "signed_out"


async def test_reading_and_fresh_writing_touch_no_session(by_phone, world, owner, db):
    device = await by_phone(PHONE)

    async def touched():
        async with db.read(tenant_of(owner)) as session:
            return await session.one(TOUCHED)

    before = await touched()
    await world.advance(timedelta(hours=23))
    await device.act("PUT", "/me", {"nickname": "林"})
    assert await touched() == before
    await world.advance(timedelta(hours=2))
    await device.get("/me")
    assert await touched() == before
    await device.act("PUT", "/me", {"nickname": "林晓"})
    assert await touched() > before


async def test_logging_out_ends_this_device_alone(by_phone, world):
    first = await by_phone(PHONE)
    await world.advance(timedelta(minutes=1))
    second = await by_phone(PHONE)
    assert (await first.act("POST", "/logout")).status_code == 204
    assert (await first.get("/me")).status_code == 401
    assert (await second.get("/me")).status_code == 200


async def test_a_visitor_without_a_token_is_told_to_sign_in(owner, visitor):
    for path in ("/me", "/addresses", "/me/consents", "/me/sessions", "/me/export"):
        answer = await visitor().get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


async def test_a_principal_costs_one_statement(by_phone, owner, db):
    from lianyi.identity import queries

    device = await by_phone(PHONE)
    async with db.read(tenant_of(owner)) as session:
        asked = []
        real = session._ask

        def counted(statement, params):
            asked.append(statement)
            return real(statement, params)

        session._ask = counted
        found, _ = await queries.shopper_of(session, device.token)
    assert len(asked) == 1
    assert found.tenant == tenant_of(owner)


async def test_a_person_without_name_is_no_empty_key(db, owner):
    async with db.write(tenant_of(owner)) as session:
        for _ in range(2):
            await add_person(session, PersonId(new_id()))
    assert await people(db, owner) == 2


ADDRESS = {
    "name": "林晓", "phone": PHONE, "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "一号楼",
}  # fmt: skip


def test_device_labels_say_what_their_owner_recognises():
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 MicroMessenger/8.0.50 MiniProgramEnv"
    assert rules.device_label(agent) == "iPhone · 小程序"
    assert rules.device_label("") == "?"
    assert [rules.channel_of(word) for word in (agent, "x MicroMessenger", "Firefox")] == [
        "mini",
        "official",
        "h5",
    ]


async def test_a_login_code_is_asked_for_and_used(world, owner, visitor):
    device = visitor()
    answer = await device.act("POST", "/login/phone/code", {"phone": PHONE})
    assert answer.json() == {"retry_after_seconds": 60, "test_code_hint": None}
    assert len(await code_of(world, PHONE)) == 6
