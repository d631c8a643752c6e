"""Message push: the address is checked, forged pushes are refused, a repeated one counts once, and duties are done."""

import pytest
import pytest_asyncio

from lianyi.kit.config import config
from lianyi.kit.db import Statement
from tests.shop_world import tenant_of

PUSHED = Statement("select count(*)::int from kit_outbox where kind = 'identity.wechat_pushed'", int)
PEOPLE = Statement(
    "select count(*)::int from identity_person where tenant_id = %(tenant)s and deleted_at is null", int
)
PHONE = "13800138000"


@pytest.fixture
def address(owner, apps):
    return f"{config().public_url}/callbacks/push/{tenant_of(owner)}/{apps['mini_appid']}"


@pytest_asyncio.fixture(loop_scope="session")
async def pushing(world, apps, address):
    """Let the sandbox push to the shop, in a mode and format."""

    async def switch(**how):
        wanted = {
            "url": address,
            "token": apps["push_token"],
            "encoding_aes_key": apps["encoding_aes_key"],
            **how,
        }
        return await world.ask("POST", f"/apps/{apps['mini_appid']}/push", json=wanted)

    yield switch
    await world.ask("POST", f"/apps/{apps['mini_appid']}/push", json={"url": None})


async def happen(world, apps, event, person=None, **fields):
    body = {"event": event, "fields": fields} | ({"person": person["id"]} if person else {})
    made = await world.ask("POST", f"/apps/{apps['mini_appid']}/events", json=body)
    await world.run_due()
    return made["delivery_id"]


async def told(db):
    async with db.read(None) as session:
        return await session.one(PUSHED)


@pytest.mark.parametrize("mode", ["safe", "plain", "compatible"])
@pytest.mark.parametrize("form", ["json", "xml"])
async def test_a_push_arrives_once_in_every_mode(world, apps, pushing, db, mode, form):
    assert await pushing(mode=mode, format=form) == {"verified": True}
    delivery = await happen(world, apps, "wxa_punish_event", punish_id="p1")
    assert await told(db) == 1
    await world.ask("POST", f"/deliveries/{delivery}/resend")
    await world.run_due()
    assert await told(db) == 1


async def test_a_wrong_token_proves_nothing(world, apps, address, api, db):
    answer = await api.get(
        address.removeprefix(config().public_url),
        params={"signature": "0" * 40, "timestamp": "1", "nonce": "n", "echostr": "hello"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "push_refused")
    answer = await api.post(
        address.removeprefix(config().public_url),
        params={"signature": "0" * 40, "timestamp": "1", "nonce": "n"},
        content=b'{"Event":"user_authorization_cancellation","OpenID":"o"}',
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "push_refused")
    assert await told(db) == 0


async def test_a_shop_without_push_keys_takes_no_push(world, apps, owner, api):
    for appid in (apps["oa_appid"], "wx0000000000000000"):
        answer = await api.post(f"/callbacks/push/{tenant_of(owner)}/{appid}", content=b"{}")
        assert (answer.status_code, answer.json()["code"]) == (403, "push_refused")


async def test_who_closes_the_account_at_wechat_is_forgotten_here(
    world, apps, by_mini, pushing, owner, db, settle
):
    await pushing(mode="safe", format="json")
    lin, wang = await world.person("林晓"), await world.person("王安")
    device, other = await by_mini(lin), await by_mini(wang)
    openid = (await world.ask("GET", f"/people/{lin['id']}"))["openids"][apps["mini_appid"]]
    await happen(world, apps, "user_authorization_cancellation", lin, OpenID=openid, AppID=apps["mini_appid"])
    await settle()
    assert (await device.get("/me")).status_code == 401
    assert (await other.get("/me")).status_code == 200
    async with db.read(tenant_of(owner)) as session:
        assert await session.one(PEOPLE) == 1


async def test_who_takes_the_phone_back_has_none_here(world, apps, by_mini, pushing, settle):
    await pushing(mode="safe", format="json")
    lin = await world.person("林晓", phone=PHONE)
    device = await by_mini(lin)
    wanted = {"appid": apps["mini_appid"], "kind": "phone"}
    code = (await world.ask("POST", f"/people/{lin['id']}/code", json=wanted))["code"]
    bound = await device.act("POST", "/me/phone/wechat", {"code": code})
    assert bound.json()["phone_masked"] == "***8000"
    await device.act("PUT", "/me", {"nickname": "小林"})
    openid = (await world.ask("GET", f"/people/{lin['id']}"))["openids"][apps["mini_appid"]]
    await happen(world, apps, "user_authorization_revoke", lin, OpenID=openid, RevokeInfo="8")
    await settle()
    me = (await device.get("/me")).json()
    assert (me["phone_masked"], me["nickname"]) == (None, "小林")
    await happen(world, apps, "user_authorization_revoke", lin, OpenID=openid, RevokeInfo="6")
    await settle()
    assert (await device.get("/me")).json()["nickname"] == ""
