"""Roles and permissions: who may do what, proved over every console route there is."""

import re
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from lianyi.identity import rules
from lianyi.identity.types import Role
from lianyi.kit.db import Statement
from tests.shop_world import PASSWORD, Console, key, tenant_of

# Whoever opens a shop or signs in has no role yet.
FOR_ANYBODY = {("POST", "/api/console/open"), ("POST", "/api/console/sign-in")}
AUDIT = Statement("select act from identity_audit where tenant_id = %(tenant)s order by at, id", str)
STAFF = Statement(
    "select count(*)::int from identity_staff where tenant_id = %(tenant)s and state = 'active'", int
)
ACCOUNTS = Statement("select count(*)::int from identity_account", int)


def permission_of(route):
    """The word of `require(…)` among the route's dependencies, or None."""
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        word = getattr(dependant.call, "permission", None)
        if word is not None:
            return word
        waiting.extend(dependant.dependencies)
    return None


def routes_of(app):
    """(method, path, permission) of every route below /api/console."""
    found = []
    for route in walk(app.routes):
        if isinstance(route, APIRoute) and route.path.startswith("/api/console"):
            found += [(method, route.path, permission_of(route)) for method in sorted(route.methods)]
    return found


def walk(routes):
    for route in routes:
        yield route
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        if inner is not None:
            yield from walk(inner.routes)


def filled(path):
    """A path with something in its places; the guard answers before anybody looks at it."""
    return re.sub(r"\{[^}]+\}", "x", path)


async def call(http, method, path):
    return await http.request(
        method, filled(path), json={} if method != "GET" else None, headers={"Lianyi-Console": "1"} | key()
    )


def test_every_console_route_declares_a_permission(app):
    silent = [
        (method, path)
        for method, path, permission in routes_of(app)
        if permission is None and (method, path) not in FOR_ANYBODY
    ]
    assert silent == []
    assert len(routes_of(app)) >= 26


async def test_every_console_route_asks_a_stranger_to_sign_in(app, api):
    wrong = []
    for method, path, _ in routes_of(app):
        if (method, path) in FOR_ANYBODY:
            continue
        answer = await call(api, method, path)
        if answer.status_code != 401:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_every_console_route_refuses_a_role_without_its_permission(app, owner, colleague, role):
    console = await colleague(owner, role.value)
    wrong, refused = [], 0
    for method, path, permission in routes_of(app):
        if permission in {None, "self"} or permission in rules.PERMISSIONS[role]:
            continue
        refused += 1
        answer = await call(console.http, method, path)
        if (answer.status_code, answer.json().get("code")) != (403, "not_permitted"):
            wrong.append((method, path, answer.status_code, answer.text[:80]))
    assert wrong == []
    assert refused > 0


async def test_every_guarded_act_of_an_owner_waits_for_totp(app, owner):
    wrong, waited = [], 0
    for method, path, permission in routes_of(app):
        if method == "GET" or permission not in rules.GUARDED_BY_TOTP:
            continue
        waited += 1
        answer = await call(owner.http, method, path)
        if (answer.status_code, answer.json().get("code")) != (403, "second_factor_needed"):
            wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert waited >= 5


async def test_every_write_refuses_a_page_of_another_site(app, owner):
    wrong = []
    for method, path, _ in routes_of(app):
        if method == "GET":
            continue
        answer = await owner.http.request(method, filled(path), json={}, headers=key())
        if answer.json().get("code") != "console_header_missing":
            wrong.append((method, path, answer.status_code))
    assert wrong == []


async def test_a_colleague_is_added_with_what_the_role_may(owner, colleague):
    console = await colleague(owner, "warehouse")
    me = (await console.get("/me")).json()["staff"]
    assert (me["role"], me["name"]) == ("warehouse", "warehouse")
    assert set(me["permissions"]) == rules.PERMISSIONS[Role.WAREHOUSE]
    listed = (await owner.get("/staff")).json()["items"]
    assert [(one["name"], one["role"], one["login"]) for one in listed] == [
        ("青禾", "owner", "owner@qinghe.test"),
        ("warehouse", "warehouse", "warehouse@qinghe.test"),
    ]


async def test_a_login_that_exists_is_not_taken_over(owner, open_shop, db):
    await open_shop("Other Shop", login="other@qinghe.test")
    await owner.turn_on_totp()
    wanted = {"name": "x", "login": " Other@Qinghe.Test ", "role": "finance", "password": PASSWORD}
    answer = await owner.act("POST", "/staff", wanted)
    assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")
    async with db.read(tenant_of(owner)) as session:
        assert await session.one(STAFF) == 1
        assert await session.one(ACCOUNTS) == 2


async def test_a_new_role_counts_from_the_next_request(owner, colleague):
    console = await colleague(owner, "operations")
    assert (await console.get("/settings")).status_code == 200
    changed = await owner.act("PUT", f"/staff/{console.staff['id']}", {"name": "小周", "role": "content"})
    assert (changed.json()["name"], changed.json()["role"]) == ("小周", "content")
    assert (await console.get("/settings")).status_code == 403


async def test_removing_a_colleague_ends_everything_and_frees_the_login(owner, colleague, db):
    console = await colleague(owner, "operations")
    assert (await owner.act("DELETE", f"/staff/{console.staff['id']}")).status_code == 204
    assert (await console.get("/me")).status_code == 401
    entered = await console.act("POST", "/sign-in", {"login": "operations@qinghe.test", "password": PASSWORD})
    assert entered.json()["code"] == "sign_in_refused"
    again = await owner.act("DELETE", f"/staff/{console.staff['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "staff_unknown")
    async with db.read(tenant_of(owner)) as session:
        assert await session.one(ACCOUNTS) == 1
        assert (await session.all(AUDIT))[-2:] == ["staff.added", "staff.removed"]
    assert (await (await colleague(owner, "operations")).get("/me")).status_code == 200


async def test_a_shop_keeps_an_owner(owner, colleague, clock):
    await owner.turn_on_totp()
    me = owner.staff["id"]
    for method, body in (("DELETE", None), ("PUT", {"name": "青禾", "role": "content"})):
        answer = await owner.act(method, f"/staff/{me}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")
    assert (await owner.get("/me")).json()["staff"]["role"] == "owner"
    second = await colleague(owner, "owner", "second@qinghe.test")
    await second.turn_on_totp()
    assert (await second.act("DELETE", f"/staff/{me}")).status_code == 204
    assert (await owner.get("/me")).status_code == 401


async def test_a_lost_password_and_phone_are_reset_by_the_owner(owner, colleague, fresh_browser, clock):
    console = await colleague(owner, "finance")
    await console.turn_on_totp()
    reset = {"name": "财务", "role": "finance", "password": "月光-harbour-52", "reset_totp": True}
    answer = await owner.act("PUT", f"/staff/{console.staff['id']}", reset, **owner.fresh())
    assert answer.status_code == 200
    assert (await console.get("/me")).status_code == 401
    anew = Console(fresh_browser(), clock, {}, {})
    entered = await anew.act(
        "POST", "/sign-in", {"login": "finance@qinghe.test", "password": "月光-harbour-52"}
    )
    assert entered.status_code == 200
    assert (await anew.get("/me")).json()["staff"]["totp_enrolled"] is False


async def test_a_login_of_several_shops_is_reset_by_nobody_else(owner, open_shop, colleague):
    second = await open_shop("Second Shop")
    third = await colleague(owner, "owner", "second@qinghe.test")
    await third.turn_on_totp()
    reset = {"name": "青禾", "role": "owner", "password": "月光-harbour-52"}
    answer = await third.act("PUT", f"/staff/{owner.staff['id']}", reset)
    assert (answer.status_code, answer.json()["code"]) == (409, "account_shared")
    assert (await second.get("/me")).status_code == 200


async def test_finance_reads_the_audit_of_what_staff_did(owner, colleague, clock):
    finance = await colleague(owner, "finance")
    clock.advance(timedelta(seconds=1))
    settings = (await owner.get("/settings")).json() | {"notice": "国庆照常发货"}
    await owner.act("PUT", "/settings", settings)
    page = (await finance.get("/audit", params={"limit": 1})).json()
    assert page["items"][0] | {"id": ""} == {
        "id": "", "at": "2026-03-02T02:00:01Z", "who": "青禾", "who_id": owner.staff["id"],
        "what": "shop.settings_changed", "title": "修改店铺设置", "about": None, "subject": owner.shop["id"],
        "before": {"settings": {**page["items"][0]["before"]["settings"], "notice": ""}},
        "after": {"settings": {**page["items"][0]["after"]["settings"], "notice": "国庆照常发货"}},
    }  # fmt: skip
    rest = (await finance.get("/audit", params={"cursor": page["next_cursor"], "limit": 10})).json()
    assert {one["what"] for one in rest["items"]} == {
        "shop.opened", "staff.totp_turned_on", "staff.added", "approval.done_alone",
    }  # fmt: skip
    assert rest["next_cursor"] is None
    only = (await finance.get("/audit", params={"what": "staff."})).json()["items"]
    assert {one["what"] for one in only} == {"staff.totp_turned_on", "staff.added"}


async def test_nobody_rewrites_the_audit(owner, db):
    import psycopg

    for text in ("delete from identity_audit", "update identity_audit set staff_name = 'x'"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            async with db.write(tenant_of(owner)) as session:
                await session.run(Statement(text))
