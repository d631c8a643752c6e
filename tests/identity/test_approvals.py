"""Two people for what leaves the house: asked, decided once, refused, withdrawn, over after a day; and what one owner alone may do."""

import asyncio
from datetime import timedelta

import pytest

from lianyi.identity.types import Wish
from lianyi.kit.db import Statement
from tests.approval_world import (
    ACTS,
    NEW,
    OLD,
    approve,
    asked,
    done,
    keys,
    second,
    serial,
    shop,
    sign_in,
    told,
)
from tests.shop_world import PASSWORD, tenant_of

__all__ = ["keys", "second", "shop"]

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
