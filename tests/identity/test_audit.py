"""The audit trail: asked by act, person, subject and day; told in words, also as a spreadsheet."""

import ast
import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from lianyi.identity.actions import act_title
from lianyi.identity.actions.naming import name_acts

ROOT = Path(__file__).parents[2] / "lianyi"


async def settings(console, notice):
    wanted = (await console.get("/settings")).json() | {"notice": notice}
    assert (await console.act("PUT", "/settings", wanted)).status_code == 200


async def acts(console, **asked):
    return [one["what"] for one in (await console.get("/audit", params=asked)).json()["items"]]


async def test_the_trail_is_asked_by_act_person_subject_and_day(owner, colleague, clock):
    operations = await colleague(owner, "operations")
    clock.advance(timedelta(hours=13, minutes=59))  # 23:59 in Shanghai
    await enter(owner)
    await enter(operations)
    await settings(owner, "一")
    clock.advance(timedelta(minutes=1))
    await settings(operations, "二")
    (first,) = (await owner.get("/audit", params={"who": operations.staff["id"]})).json()["items"]
    assert (first["who"], first["who_id"], first["title"]) == (
        "operations", operations.staff["id"], "修改店铺设置",
    )  # fmt: skip
    assert await acts(owner, what="shop.", **{"from": "2026-03-03", "to": "2026-03-03"}) == [
        "shop.settings_changed"
    ]
    assert await acts(owner, what="shop.settings", to="2026-03-02") == ["shop.settings_changed"]
    assert await acts(owner, subject=operations.staff["id"]) == ["staff.added"]
    assert await acts(owner, what="shop_") == []
    people = (await owner.get("/audit/people")).json()["items"]
    assert [(one["name"], one["active"]) for one in people] == [("青禾", True), ("operations", True)]


async def enter(console):
    """The session is older than twelve hours."""
    login = "owner@qinghe.test" if console.secret else "operations@qinghe.test"
    shown = {"login": login, "password": "山茶花-river-41"}
    code = {"totp": console.code()} if console.secret else {}
    assert (await console.act("POST", "/sign-in", shown | code)).status_code == 200


async def test_the_trail_as_a_spreadsheet(owner):
    await settings(owner, "=1+1")
    answer = await owner.get(
        "/audit/export.xlsx", params={"what": "shop."}, headers={"Accept-Language": "en"}
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in book.iter_rows()]
    assert rows[0] == ["Time", "Who", "Act", "About", "Subject", "Before", "After"]
    assert [row[2] for row in rows[1:]] == ["Shop settings changed", "Shop opened"]
    assert rows[1][0] == "2026-03-02 10:00:00"
    assert "'=1+1'" in rows[1][6]
    assert (await owner.get("/audit/export.xlsx", params={"from": "2026-03-03"})).status_code == 200


async def test_a_decision_says_what_it_was_about(owner, colleague):
    await owner.turn_on_totp()
    await colleague(owner, "finance")
    (alone,) = (await owner.get("/audit", params={"what": "approval."})).json()["items"]
    assert (alone["title"], alone["about"]) == ("由一人办理", "添加能管钱的员工")


async def test_looks_are_asked_by_person_and_day(world, owner, by_phone):
    await by_phone("13800001234")
    person = (await owner.get("/people")).json()["items"][0]["id"]
    assert (await owner.act("POST", f"/people/{person}/reveal")).status_code == 200

    async def looks(**asked):
        return len((await owner.get("/audit/access", params=asked)).json()["items"])

    assert await looks(who=owner.staff["id"], **{"from": "2026-03-02", "to": "2026-03-02"}) == 1
    assert await looks(subject=person) == 1
    assert await looks(to="2026-03-01") == 0


async def test_ones_own_new_password_is_in_the_trail(owner):
    change = {"current": "山茶花-river-41", "new": "月光-harbour-52"}
    assert (await owner.act("POST", "/me/password", change)).status_code == 204
    assert await acts(owner, what="staff.password") == ["staff.password_changed"]


async def test_what_waits_for_me_stands_on_the_overview(owner, colleague):
    await owner.turn_on_totp()
    second = await (await colleague(owner, "owner", "second@qinghe.test")).turn_on_totp()
    wanted = {"name": "财务", "login": "f@qinghe.test", "role": "finance", "password": "山茶花-river-41"}
    assert (await owner.act("POST", "/staff", wanted)).status_code == 202

    async def waits(console):
        found = (await console.get("/overview")).json()["attention"]
        return [(one["count"], one["link"]) for one in found if one["kind"] == "approvals_waiting"]

    assert await waits(second) == [(1, "/approvals")]
    assert await waits(owner) == []


def literal_acts():
    """The act of every `Change("…")` in the source."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Change":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield first.value


def test_every_act_has_a_name_in_two_languages(app):
    found = set(literal_acts())
    assert len(found) >= 10
    assert {act for act in found if act_title(act, english=False) == act} == set()
    assert {act for act in found if not act_title(act, english=True).isascii()} == set()
    assert act_title("nobody.named_it", english=True) == "nobody.named_it"


def test_an_act_is_named_once():
    with pytest.raises(ValueError, match=r"staff\.added"):
        name_acts({"staff.added": ("x", "x")})
