"""Acts for two people: asked by one, decided by another with a code of the moment, done once; alone where one is alone."""

import asyncio
import json
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.identity import actions
from lianyi.identity.types import Wish
from lianyi.kit.db import Statement
from tests.shop_world import PASSWORD, tenant_of

KEYS = Statement("select serial_no from payments_account where tenant_id = %(tenant)s", str)
ACTS = Statement("select act from identity_audit where tenant_id = %(tenant)s order by at, id", str)
AUDIT = Statement(
    "select coalesce(jsonb_agg(to_jsonb(a))::text, '') from identity_audit a where tenant_id = %(tenant)s",
    str,
)
ROWS = Statement(
    "select coalesce(jsonb_agg(to_jsonb(a))::text, '') from identity_approval a where tenant_id = %(tenant)s",
    str,
)
SEALED = Statement(
    "select payload_sealed is not null from identity_approval where tenant_id = %(tenant)s", bool
)
OLD, NEW = "A" * 40, "B" * 40


@pytest_asyncio.fixture(loop_scope="session")
async def keys(world):
    """Keys of WeChat Pay as its form sends them; `keys(serial)` are the same merchant's with another certificate."""
    merchant = await world.merchant(key="two-people")

    def given(serial=NEW, **more):
        return {
            "mchid": merchant["mchid"], "serial_no": serial, "private_key": merchant["merchant_private_key"],
            "apiv3_key": merchant["apiv3_key"], "public_key_id": merchant["public_key_id"],
            "public_key": merchant["public_key"], **more,
        }  # fmt: skip

    return given


@pytest_asyncio.fixture(loop_scope="session")
async def shop(owner, keys):
    """One owner, with TOTP, whose shop has its first keys."""
    await owner.turn_on_totp()
    assert (await owner.act("PUT", "/payments/account", keys(OLD))).status_code == 200
    return owner


@pytest_asyncio.fixture(loop_scope="session")
async def second(shop, colleague):
    """Another owner, who can decide."""
    return await (await colleague(shop, "owner", "second@qinghe.test")).turn_on_totp()


async def asked(console, keys):
    """The owner asks for other keys; they wait."""
    answer = await console.act("PUT", "/payments/account", keys())
    assert answer.status_code == 202, answer.text
    return answer.json()["approval_id"]


def approve(console, approval, steps=1, code=None):
    headers = {"Lianyi-Code": code or console.code(steps)}
    return console.act("POST", f"/approvals/{approval}/approve", **headers)


async def serial(db, console):
    async with db.read(tenant_of(console)) as session:
        return await session.one(KEYS)


async def done(db, console, act):
    async with db.read(tenant_of(console)) as session:
        return (await session.all(ACTS)).count(act)


def told(answer):
    return answer.status_code, answer.json().get("code")


async def state_of(console, approval):
    return (await console.get(f"/approvals/{approval}")).json()["state"]


async def test_the_first_keys_wait_for_nobody(shop, db):
    assert await serial(db, shop) == OLD
    assert (await shop.get("/approvals", params={"show": "mine"})).json()["items"] == []


async def test_alone_an_owner_replaces_keys_with_a_code_of_the_moment(shop, keys, db):
    assert told(await shop.act("PUT", "/payments/account", keys())) == (403, "fresh_code_needed")
    wrong = {"Lianyi-Code": f"{(int(shop.code(1)) + 1) % 10**6:06}"}
    assert told(await shop.act("PUT", "/payments/account", keys(), **wrong)) == (401, "totp_wrong")
    assert await serial(db, shop) == OLD
    fresh = {"Lianyi-Code": shop.code(1)}
    assert (await shop.act("PUT", "/payments/account", keys(), **fresh)).status_code == 200
    assert await serial(db, shop) == NEW
    assert await done(db, shop, "approval.done_alone") == 1
    again = await shop.act("PUT", "/payments/account", keys(OLD), **fresh)
    assert told(again) == (401, "totp_wrong")
    assert await serial(db, shop) == NEW


async def test_codes_are_not_guessed(shop, keys, db):
    answers = [
        await shop.act("PUT", "/payments/account", keys(), **{"Lianyi-Code": "guess-1"}) for _ in range(11)
    ]
    assert {told(one) for one in answers[:10]} == {(401, "totp_wrong")}
    assert told(answers[10]) == (429, "too_many_requests")
    assert await serial(db, shop) == OLD


async def test_two_people_replace_keys(shop, second, keys, db):
    approval = await asked(shop, keys)
    assert await serial(db, shop) == OLD
    (waits,) = (await second.get("/approvals")).json()["items"]
    assert (waits["id"], waits["kind"], waits["title"], waits["asked_by"], waits["may_decide"], waits["mine"]) == (
        approval, "payments.keys", "更换微信支付密钥", "青禾", True, False,
    )  # fmt: skip
    assert (waits["before"]["serial_no"], waits["after"]["serial_no"]) == (OLD, NEW)
    assert (await shop.get("/approvals")).json()["items"] == []
    (mine,) = (await shop.get("/approvals", params={"show": "mine"})).json()["items"]
    assert (mine["state"], mine["may_decide"]) == ("waiting", False)
    answer = await approve(second, approval)
    assert (answer.status_code, answer.json()["state"]) == (200, "approved"), answer.text
    assert await serial(db, shop) == NEW
    async with db.read(tenant_of(shop)) as session:
        assert (await session.all(ACTS))[-3:] == ["approval.asked", "pay_keys.replaced", "approval.approved"]
    assert (await second.get("/approvals")).json()["items"] == []
    (settled,) = (await second.get("/approvals", params={"show": "decided"})).json()["items"]
    assert (settled["id"], settled["decided_by"]) == (approval, "owner")


async def test_the_asker_never_decides(shop, second, keys, db):
    approval = await asked(shop, keys)
    assert told(await approve(shop, approval)) == (403, "own_approval")
    refused = await shop.act("POST", f"/approvals/{approval}/refuse", {"reason": "no"})
    assert told(refused) == (403, "own_approval")
    assert (await state_of(shop, approval), await serial(db, shop)) == ("waiting", OLD)


async def test_the_database_itself_refuses_one_person_twice(shop, second, keys, db):
    import psycopg

    await asked(shop, keys)
    forced = Statement(
        "update identity_approval set state = 'approved', decided_by = asked_by, decided_account = asked_account,"
        " payload_sealed = null where tenant_id = %(tenant)s"
    )
    with pytest.raises(psycopg.errors.CheckViolation):
        async with db.write(tenant_of(shop)) as session:
            await session.run(forced)


@pytest.mark.parametrize(("role", "seen"), [("finance", 404), ("operations", 404)])
async def test_who_may_not_do_it_may_not_decide_on_it(shop, second, colleague, keys, role, seen, db):
    approval = await asked(shop, keys)
    if role == "finance":  # named before there were two, so that this is about the right alone
        await shop.act("POST", f"/approvals/{approval}/withdraw")
        wanted = {"name": "财务", "login": "f@qinghe.test", "role": "finance", "password": PASSWORD}
        named = (await shop.act("POST", "/staff", wanted)).json()["approval_id"]
        assert (await approve(second, named)).json()["state"] == "approved"
        other = await sign_in(second, "f@qinghe.test")
        await other.turn_on_totp()
        approval = await asked(shop, keys)
        answer = await other.act("POST", f"/approvals/{approval}/approve", **{"Lianyi-Code": other.code(1)})
    else:
        other = await colleague(shop, role)
        answer = await other.act("POST", f"/approvals/{approval}/approve", **{"Lianyi-Code": "000000"})
    assert told(answer) == (403, "not_permitted")
    assert (await other.get(f"/approvals/{approval}")).status_code == seen
    assert (await other.get("/approvals")).json()["items"] == []
    assert await serial(db, shop) == OLD


async def sign_in(like, login):
    """Another browser of the same shop."""
    import httpx

    from tests.shop_world import Console

    browser = httpx.AsyncClient(transport=like.http._transport, base_url="http://shop.test")
    console = Console(browser, like.clock, like.shop, {})
    entered = await console.act("POST", "/sign-in", {"login": login, "password": PASSWORD})
    assert entered.status_code == 200, entered.text
    return console


async def test_the_session_and_the_decision_both_need_the_second_factor(shop, second, keys, db):
    approval = await asked(shop, keys)
    bare = await second.act("POST", f"/approvals/{approval}/approve")
    assert told(bare) == (403, "fresh_code_needed")
    wrong = f"{(int(second.code(1)) + 1) % 10**6:06}"
    assert told(await approve(second, approval, code=wrong)) == (401, "totp_wrong")
    used = second.code()  # turned TOTP on with it
    assert told(await approve(second, approval, code=used)) == (401, "totp_wrong")
    assert (await state_of(shop, approval), await serial(db, shop)) == ("waiting", OLD)
    assert (await approve(second, approval)).json()["state"] == "approved"


async def test_a_code_decides_once(shop, second, keys, db):
    code = second.code(1)
    assert (await approve(second, await asked(shop, keys), code=code)).json()["state"] == "approved"
    again = await shop.act("PUT", "/payments/account", keys(OLD))
    assert told(await approve(second, again.json()["approval_id"], code=code)) == (401, "totp_wrong")
    assert await serial(db, shop) == NEW


async def test_a_day_later_it_is_over(shop, second, keys, db, clock, settle):
    approval = await asked(shop, keys)
    clock.advance(timedelta(hours=24))
    for console, login in ((second, "second@qinghe.test"), (shop, "owner@qinghe.test")):
        shown = {"login": login, "password": PASSWORD, "totp": console.code()}
        assert (await console.act("POST", "/sign-in", shown)).status_code == 200
    assert await state_of(shop, approval) == "expired"
    assert (await second.get("/approvals")).json()["items"] == []
    assert told(await approve(second, approval)) == (409, "approval_settled")
    await settle()
    async with db.read(tenant_of(shop)) as session:
        assert await session.all(SEALED) == [False]
    assert (await state_of(shop, approval), await serial(db, shop)) == ("expired", OLD)
    await asked(shop, keys)  # its place is free again


async def test_the_same_waits_once(shop, second, keys):
    await asked(shop, keys)
    assert told(await shop.act("PUT", "/payments/account", keys())) == (409, "already_asked")


async def test_a_refusal_says_why_and_moves_nothing(shop, second, keys, db):
    approval = await asked(shop, keys)
    silent = await second.act("POST", f"/approvals/{approval}/refuse", {"reason": " "})
    assert silent.status_code == 422
    answer = await second.act("POST", f"/approvals/{approval}/refuse", {"reason": "证书不是我们的"})
    assert (answer.json()["state"], answer.json()["reason"]) == ("refused", "证书不是我们的")
    assert told(await approve(second, approval)) == (409, "approval_settled")
    assert await serial(db, shop) == OLD
    async with db.read(tenant_of(shop)) as session:
        assert await session.all(SEALED) == [False]


async def test_two_deciders_at_once_do_it_once(shop, colleague, keys, db):
    others = [await colleague(shop, "owner", f"{name}@qinghe.test") for name in ("b", "c")]
    for other in others:
        await other.turn_on_totp()
    approval = await asked(shop, keys)
    answers = await asyncio.gather(*(approve(other, approval) for other in others))
    assert sorted(told(one) for one in answers) == [(200, None), (409, "approval_settled")]
    assert await done(db, shop, "pay_keys.replaced") == 2  # the first keys, and these
    assert await serial(db, shop) == NEW


async def test_withdrawn_while_somebody_decides(shop, second, keys, db):
    approval = await asked(shop, keys)
    answers = await asyncio.gather(
        approve(second, approval), shop.act("POST", f"/approvals/{approval}/withdraw")
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    state = await state_of(shop, approval)
    assert (state, await serial(db, shop)) in {("approved", NEW), ("withdrawn", OLD)}


async def test_withdrawn_is_over(shop, second, keys, db):
    approval = await asked(shop, keys)
    assert told(await second.act("POST", f"/approvals/{approval}/withdraw")) == (404, "approval_unknown")
    assert (await shop.act("POST", f"/approvals/{approval}/withdraw")).json()["state"] == "withdrawn"
    assert told(await approve(second, approval)) == (409, "approval_settled")
    assert await serial(db, shop) == OLD


async def test_what_became_impossible_fails_with_its_words(shop, second, db):
    wanted = {"name": "小周", "login": "zhou@qinghe.test", "role": "finance", "password": PASSWORD}
    approval = (await shop.act("POST", "/staff", wanted)).json()["approval_id"]
    assert (await shop.act("POST", "/staff", wanted | {"role": "content"})).status_code == 201
    answer = (await approve(second, approval)).json()
    assert (answer["state"], answer["failed"]) == ("failed", "这个登录名已被使用,请换一个")
    people = (await shop.get("/staff")).json()["items"]
    assert [one["role"] for one in people] == ["owner", "owner", "content"]
    assert await done(db, shop, "approval.failed") == 1


async def test_an_asker_who_left_asks_for_nothing(shop, second, keys, db):
    approval = await asked(second, keys)
    assert (await shop.act("DELETE", f"/staff/{second.staff['id']}")).status_code == 204
    third = await approve(shop, approval)
    assert (third.json()["state"], third.json()["failed"]) == ("failed", "发起人已不在本店,或已没有这项权限")
    assert await serial(db, shop) == OLD


async def test_secrets_are_seen_nowhere(shop, second, keys, db, capfd, caplog):
    approval = await asked(shop, keys)
    secret, pem = keys()["apiv3_key"], keys()["private_key"].splitlines()[1]
    seen = [
        (await second.get("/approvals")).text, (await second.get(f"/approvals/{approval}")).text,
        (await approve(second, approval)).text, (await second.get("/audit")).text,
        (await second.get("/approvals", params={"show": "decided"})).text,
    ]  # fmt: skip
    async with db.read(tenant_of(shop)) as session:
        seen += [await session.one(AUDIT), await session.one(ROWS)]
    out = capfd.readouterr()
    seen += [out.out, out.err, caplog.text]
    for text in seen:
        assert secret not in text
        assert pem not in text
        assert secret.encode().hex() not in text
    assert "secret" not in repr(Wish("x", {"key": "secret"}))


async def test_another_shop_sees_nothing(shop, second, keys, open_shop, db):
    approval = await asked(shop, keys)
    stranger = await (await open_shop("Other Shop", login="other@qinghe.test")).turn_on_totp()
    assert (await stranger.get(f"/approvals/{approval}")).status_code == 404
    assert told(await approve(stranger, approval)) == (404, "approval_unknown")
    assert told(await stranger.act("POST", f"/approvals/{approval}/withdraw")) == (404, "approval_unknown")
    assert (await stranger.get("/approvals", params={"show": "decided"})).json()["items"] == []
    assert await state_of(shop, approval) == "waiting"


async def test_an_owner_is_named_by_two_and_settles_first(shop, second, keys, clock, db):
    wanted = {"name": "三号", "login": "third@qinghe.test", "role": "owner", "password": PASSWORD}
    approval = (await shop.act("POST", "/staff", wanted)).json()["approval_id"]
    assert len((await shop.get("/staff")).json()["items"]) == 2
    assert (await approve(second, approval)).json()["state"] == "approved"
    third = await (await sign_in(shop, "third@qinghe.test")).turn_on_totp()
    waits = await asked(shop, keys)
    assert told(await approve(third, waits)) == (403, "still_settling")
    assert told(await third.act("PUT", "/payments/account", keys(OLD))) == (403, "still_settling")
    assert await serial(db, shop) == OLD
    clock.advance(timedelta(days=3))
    shown = {"login": "third@qinghe.test", "password": PASSWORD, "totp": third.code()}
    await third.act("POST", "/sign-in", shown)
    shown = {"login": "owner@qinghe.test", "password": PASSWORD, "totp": shop.code()}
    await shop.act("POST", "/sign-in", shown)
    assert (await approve(third, await asked(shop, keys))).json()["state"] == "approved"


async def test_whoever_takes_the_second_person_away_is_not_at_once_alone(shop, second, keys, clock, db):
    me = second.staff["id"]
    assert (await shop.act("DELETE", f"/staff/{me}")).status_code == 204
    for change in (keys(), keys(OLD)):
        answer = await shop.act("PUT", "/payments/account", change, **{"Lianyi-Code": shop.code(1)})
        assert told(answer) == (409, "nobody_decides")
    assert await serial(db, shop) == OLD
    clock.advance(timedelta(days=3))
    shown = {"login": "owner@qinghe.test", "password": PASSWORD, "totp": shop.code()}
    assert (await shop.act("POST", "/sign-in", shown)).status_code == 200
    fresh = {"Lianyi-Code": shop.code(1)}
    assert (await shop.act("PUT", "/payments/account", keys(), **fresh)).status_code == 200


@pytest.mark.parametrize("change", [{"reset_totp": True}, {"password": "月光-harbour-52"}])
async def test_a_reset_login_neither_decides_nor_frees_the_other(shop, second, keys, change, db):
    me = second.staff["id"]
    body = {"name": "owner", "role": "owner", **change}
    assert told(await shop.act("PUT", f"/staff/{me}", body)) == (403, "fresh_code_needed")
    answer = await shop.act("PUT", f"/staff/{me}", body, **shop.fresh())
    assert answer.status_code == 200  # nobody else could decide: it is about the only other one
    alone = await shop.act("PUT", "/payments/account", keys(), **shop.fresh())
    assert told(alone) == (409, "nobody_decides")
    assert await serial(db, shop) == OLD


async def test_whom_it_is_about_does_not_decide(shop, colleague, db):
    b, c = [await colleague(shop, "owner", f"{name}@qinghe.test") for name in ("b", "c")]
    for other in (b, c):
        await other.turn_on_totp()
    reset = {"name": "b", "role": "owner", "reset_totp": True}
    approval = (await shop.act("PUT", f"/staff/{b.staff['id']}", reset)).json()["approval_id"]
    assert told(await approve(b, approval)) == (403, "approval_about_you")
    assert (await b.get("/approvals")).json()["items"] == []
    assert (await approve(c, approval)).json()["state"] == "approved"
    assert (await b.get("/me")).status_code == 401


async def test_app_secrets_wait_for_two(apps, owner, colleague):
    second = await (await colleague(owner, "owner", "second@qinghe.test")).turn_on_totp()
    same = await owner.act("PUT", "/settings/wechat-apps/mini", {"appid": apps["mini_appid"]})
    assert same.status_code == 200  # nothing is replaced
    wanted = {"appid": apps["mini_appid"], "secret": "0" * 32}
    approval = (await owner.act("PUT", "/settings/wechat-apps/mini", wanted)).json()["approval_id"]
    shown = (await owner.get("/settings/wechat-apps/mini")).json()["secret_last4"]
    assert shown == apps["mini_secret"][-4:]
    seen = (await second.get(f"/approvals/{approval}")).json()
    assert seen["after"] == {"appid": apps["mini_appid"], "changed": ["secret"]}
    assert (await approve(second, approval)).json()["state"] == "approved"
    assert (await owner.get("/settings/wechat-apps/mini")).json()["secret_last4"] == "0000"


async def test_receivers_are_named_and_raised_by_two(apps, owner, colleague):
    second = await (await colleague(owner, "owner", "second@qinghe.test")).turn_on_totp()
    wanted = {
        "kind": "MERCHANT_ID", "account": "1900000109", "name": "青禾供应链有限公司", "relation": "SUPPLIER", "standing_bp": 500,
    }  # fmt: skip

    async def shares():
        items = (await owner.get("/payments/receivers")).json()["items"]
        return [(one["account"], one["standing_bp"]) for one in items]

    asked_for = await owner.act("POST", "/payments/receivers", wanted)
    assert (asked_for.status_code, await shares()) == (202, [])
    approval = asked_for.json()["approval_id"]
    assert "青禾供应链有限公司" not in (await second.get(f"/approvals/{approval}")).text
    done = await approve(second, approval)
    assert (done.json()["state"], await shares()) == ("approved", [("1900000109", 500)])
    receiver = (await owner.get("/payments/receivers")).json()["items"][0]["id"]
    less = await owner.act("PUT", f"/payments/receivers/{receiver}", {"standing_bp": 300})
    assert (less.status_code, await shares()) == (204, [("1900000109", 300)])
    more = await owner.act("PUT", f"/payments/receivers/{receiver}", {"standing_bp": 600})
    assert (more.status_code, await shares()) == (202, [("1900000109", 300)])
    again = await approve(second, more.json()["approval_id"], code=second.recovery[0])
    assert (again.json()["state"], await shares()) == ("approved", [("1900000109", 600)])


async def test_the_page_says_what_waits_and_what_goes_alone(shop, colleague):
    alone = (await shop.get("/approvals/rule")).json()["acts"]
    assert alone
    assert not any(act["waits"] for act in alone)
    await (await colleague(shop, "owner", "second@qinghe.test")).turn_on_totp()
    shared = (await shop.get("/approvals/rule", headers={"Accept-Language": "en"})).json()["acts"]
    waits = {act["title"]: act["waits"] for act in shared}
    assert waits["Replace the WeChat Pay keys"] is True


def test_every_act_for_two_people_says_itself_in_two_languages():
    assert {"payments.keys", "staff.named", "staff.changed", "keys.mini_replaced"} <= set(actions.ACTS)
    for act in actions.ACTS.values():
        assert act.zh
        assert act.en.isascii()
        assert json.dumps(act.kind)
