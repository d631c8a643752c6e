"""The acts for two people: naming and resetting those who decide, secrets of apps, receivers; and the page that tells them."""

import json
from datetime import timedelta

import pytest

from lianyi.identity import actions
from tests.approval_world import OLD, approve, asked, keys, second, serial, shop, sign_in, told
from tests.shop_world import PASSWORD

__all__ = ["keys", "second", "shop"]


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
