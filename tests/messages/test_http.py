"""Notices over HTTP: a shopper's inbox, consents and switches; the staff's list, kinds, templates, quiet hours."""

from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from lianyi.identity.types import PersonId
from lianyi.kit.ids import decode, encode
from lianyi.messages import actions
from tests.messages.conftest import MONEY, NEWS, SOON, VALUES
from tests.shop_world import tenant_of

KEYS = {"title": "thing1", "amount": "amount2", "at": "time3"}


@pytest_asyncio.fixture(loop_scope="session")
async def lin(world, owner, by_mini):
    """A customer who came by the mini program, at two in the afternoon."""
    await world.advance(timedelta(hours=4))
    person = await world.person("林晓")
    device = await by_mini(person)
    device.wechat = person
    device.person = PersonId(decode("psn", (await device.get("/me")).json()["id"]))
    return device


@pytest_asyncio.fixture(loop_scope="session")
async def template(world, apps):
    """A template of the mini program with three keys."""
    made = await world.ask(
        "POST",
        f"/apps/{apps['mini_appid']}/templates",
        json={"title": "进度提醒", "keys": list(KEYS.values())},
    )
    return made["template_id"]


async def tell(db, owner, lin, kind=NEWS, key="one", page="pages/order/index?id=1"):
    async with db.write(tenant_of(owner)) as session:
        await actions.notify(session, kind, lin.person, key=key, page=page, values=VALUES)


async def map_kind(owner, template, code="test_news", *, on=True):
    answer = await owner.act(
        "PUT",
        f"/notice-kinds/{code}",
        {"on": on, "mini": {"template_id": template, "keys": KEYS}, "official": None},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ok(answering):
    answer = await answering
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_from_the_merchants_templates_to_the_message_in_the_phone(
    db, world, owner, lin, apps, template, settle
):
    chosen = await ok(owner.get("/wechat-templates", params={"app": "mini"}))
    (mine,) = [one for one in chosen if one["template_id"] == template]
    assert mine["title"] == "进度提醒"
    assert [key["key"] for key in mine["keys"]] == ["thing1", "amount2", "time3"]
    kind = await map_kind(owner, template)
    assert (kind["code"], kind["on"], kind["mini"]) == (
        "test_news",
        True,
        {"template_id": template, "keys": KEYS},
    )
    assert [one["fits"] for one in kind["fields"]] == [
        ["thing"], ["amount", "number", "character_string", "thing"], ["time", "date", "character_string", "thing"],
    ]  # fmt: skip
    assert await ok(lin.get("/notices/prompt", params={"moment": "test"})) == {
        "mini_template_ids": [template], "official_template_ids": [],
    }  # fmt: skip
    assert await ok(lin.get("/notices/prompt", params={"moment": "other"})) == {
        "mini_template_ids": [], "official_template_ids": [],
    }  # fmt: skip
    await world.ask(
        "POST", f"/people/{lin.wechat['id']}/consents",
        json={"appid": apps["mini_appid"], "template_id": template, "answer": "accept"},
    )  # fmt: skip
    answers = {"app": "mini", "answers": {template: "accept", "another": "accept", "third": "reject"}}
    assert await ok(lin.act("POST", "/notices/answers", answers)) == {"count": 1}
    await tell(db, owner, lin)
    assert await ok(lin.get("/notices/unread")) == {"count": 1}
    await settle()
    (message,) = (await world.ask("GET", "/messages", params={"appid": apps["mini_appid"]}))["messages"][:1]
    assert message["data"] == {"thing1": "明前龙井", "amount2": "¥99.00", "time3": "2026-03-02 10:00"}
    listed = await ok(owner.get("/notices"))
    (row,) = listed["items"]
    assert (row["kind"], row["title"], row["state"], row["reason"], row["reason_text"], row["errcode"], row["app"]) == (
        "test_news", "新消息", "sent", None, "已发送", None, "mini",
    )  # fmt: skip
    assert row["person"] == {"id": encode("psn", lin.person), "nickname": ""}
    assert row["text"] == "商品:明前龙井,金额:¥99.00,时间:2026-03-02 10:00"
    assert listed["figures"] == {"told": 1, "sent": 1, "waiting": 0, "skipped": 0, "failed": 0, "reasons": []}


async def test_the_inbox_holds_what_wechat_could_not_carry(db, owner, lin, settle):
    for number in range(3):
        await tell(db, owner, lin, key=str(number))
    await settle()
    first = await ok(lin.get("/notices", params={"limit": 2}))
    assert [(one["title"], one["read"], one["page"]) for one in first["items"]] == [
        ("新消息", False, "pages/order/index?id=1")
    ] * 2
    second = await ok(lin.get("/notices", params={"limit": 2, "cursor": first["next_cursor"]}))
    assert (len(second["items"]), second["next_cursor"]) == (1, None)
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert len(set(ids)) == 3
    assert await ok(lin.act("POST", "/notices/read", {"ids": ids[:1]})) == {"count": 2}
    assert await ok(lin.act("POST", "/notices/read", {})) == {"count": 2}
    assert await ok(lin.act("POST", "/notices/read", {"all": True})) == {"count": 0}
    assert all(one["read"] for one in (await ok(lin.get("/notices")))["items"])
    in_english = await lin.http.get(
        "/api/shop/notices", headers=lin.headers() | {"Accept-Language": "en"}, params={"limit": 1}
    )
    assert (in_english.json()["items"][0]["title"], in_english.json()["items"][0]["text"]) == (
        "News", "Item: 明前龙井, Amount: ¥99.00, Time: 2026-03-02 10:00",
    )  # fmt: skip
    listed = await ok(owner.get("/notices", params={"state": "skipped"}))
    assert [row["reason_text"] for row in listed["items"]] == ["还没有为这类通知配置微信模板"] * 3
    assert listed["figures"]["reasons"] == [
        {"reason": "no_template", "text": "还没有为这类通知配置微信模板", "count": 3}
    ]


async def test_nobody_reads_somebody_elses_notices(db, world, owner, lin, by_mini):
    await tell(db, owner, lin)
    stranger = await by_mini(await world.person("周野"))
    assert (await ok(stranger.get("/notices")))["items"] == []
    (mine,) = (await ok(lin.get("/notices")))["items"]
    await ok(stranger.act("POST", "/notices/read", {"ids": [mine["id"]]}))
    await ok(stranger.act("POST", "/notices/read", {"all": True}))
    assert await ok(lin.get("/notices/unread")) == {"count": 1}


@pytest.mark.parametrize(
    "path", ["/notices", "/notices/unread", "/notices/prompt?moment=order", "/notices/settings"]
)
async def test_who_is_not_signed_in_is_asked_to(visitor, path):
    assert (await visitor().get(path)).status_code == 401


async def test_a_person_turns_a_kind_off_and_is_not_asked_for_it(owner, lin, template):
    await map_kind(owner, template)
    kinds = (await ok(lin.get("/notices/settings")))["kinds"]
    (mine,) = [one for one in kinds if one["code"] == "test_news"]
    assert mine == {"code": "test_news", "zh": "新消息", "en": "News", "on": True, "exempt": False}
    assert {"order_shipped", "refund_arrived", "payment_reminder"} <= {one["code"] for one in kinds}
    changed = await ok(lin.act("PUT", "/notices/settings", {"kinds": [{"code": "test_news", "on": False}]}))
    assert [one["on"] for one in changed["kinds"] if one["code"] == "test_news"] == [False]
    assert (await ok(lin.get("/notices/prompt", params={"moment": "test"})))["mini_template_ids"] == []
    refused = await lin.act("PUT", "/notices/settings", {"kinds": [{"code": "nothing", "on": False}]})
    assert (refused.status_code, refused.json()["code"]) == (404, "notice_kind_unknown")
    await ok(lin.act("PUT", "/notices/settings", {"kinds": [{"code": "test_news", "on": True}]}))
    assert (await ok(lin.get("/notices/prompt", params={"moment": "test"})))["mini_template_ids"] == [
        template
    ]
    await map_kind(owner, template, on=False)
    assert "test_news" not in {one["code"] for one in (await ok(lin.get("/notices/settings")))["kinds"]}


async def test_who_allows_plenty_is_not_asked_again_and_one_tap_asks_for_three_at_most(
    world, owner, lin, apps
):
    made = []
    for kind in (NEWS, SOON, MONEY):
        template = (
            await world.ask(
                "POST",
                f"/apps/{apps['mini_appid']}/templates",
                json={"title": kind.zh, "keys": list(KEYS.values())},
            )
        )["template_id"]
        await map_kind(owner, template, kind.code)
        made.append(template)
    prompt = await ok(lin.get("/notices/prompt", params={"moment": "test"}))
    assert sorted(prompt["mini_template_ids"]) == sorted(made)
    for _ in range(5):
        await ok(lin.act("POST", "/notices/answers", {"app": "mini", "answers": {made[0]: "accept"}}))
    prompt = await ok(lin.get("/notices/prompt", params={"moment": "test"}))
    assert sorted(prompt["mini_template_ids"]) == sorted(made[1:])


async def test_the_same_act_sent_twice_counts_once(lin, owner, template):
    await map_kind(owner, template)
    headers = lin.headers() | {"Idempotency-Key": "one-and-the-same"}
    body = {"app": "mini", "answers": {template: "accept"}}
    for _ in range(2):
        answer = await lin.http.post("/api/shop/notices/answers", json=body, headers=headers)
        assert answer.json() == {"count": 1}
    exported = (await ok(lin.get("/me/export")))["messages"]
    assert exported == {"notices": [], "turned_off": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mini": {"template_id": "T", "keys": {"title": "amount1"}}}, "mini.keys.title"),
        ({"official": {"template_id": "T", "keys": {"nothing": "thing1"}}}, "official.keys.nothing"),
        ({"mini": {"template_id": "T", "keys": {}}}, "mini.keys"),
        ({"mini": {"template_id": "", "keys": {"title": "thing1"}}}, "mini.template_id"),
    ],
)
async def test_a_mapping_that_wechat_would_refuse_is_refused_and_nothing_moves(owner, body, field):
    before = await ok(owner.get("/notice-kinds"))
    answer = await owner.act("PUT", "/notice-kinds/test_news", {"on": True, **body})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert await ok(owner.get("/notice-kinds")) == before
    answer = await owner.act("PUT", "/notice-kinds/nothing", {"on": True})
    assert (answer.status_code, answer.json()["code"]) == (404, "notice_kind_unknown")


async def test_quiet_hours_and_budget_are_the_shops_to_set(owner):
    assert await ok(owner.get("/notice-settings")) == {
        "quiet_from": "22:00", "quiet_to": "08:00", "daily_budget": 3,
    }  # fmt: skip
    wanted = {"quiet_from": "23:30", "quiet_to": "07:15", "daily_budget": 0}
    assert await ok(owner.act("PUT", "/notice-settings", wanted)) == wanted
    assert await ok(owner.get("/notice-settings")) == wanted
    for wrong in ({"quiet_from": "24:00"}, {"quiet_to": "8:00"}, {"daily_budget": -1}, {"daily_budget": 101}):
        answer = await owner.act("PUT", "/notice-settings", wanted | wrong)
        assert answer.status_code == 422
    assert await ok(owner.get("/notice-settings")) == wanted
    acts = [row["what"] for row in (await ok(owner.get("/audit")))["items"]]
    assert acts.count("notices.settings_changed") == 1


async def test_templates_are_asked_of_wechat_and_its_no_is_told(world, owner, apps):
    await world.fault("rate_limited", path_prefix="/wxaapi/newtmpl/gettemplate")
    answer = await owner.get("/wechat-templates", params={"app": "official"})
    assert (answer.status_code, answer.json()["code"]) == (502, "wechat_refused")
    assert (await owner.get("/wechat-templates", params={"app": "else"})).status_code == 422


async def test_without_an_app_there_are_no_templates_to_ask_for(owner):
    answer = await owner.get("/wechat-templates", params={"app": "mini"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wechat_app_missing")


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("operations", 200, 200),
        ("customer_service", 200, 403),
        ("content", 403, 403),
        ("warehouse", 403, 403),
    ],
)
async def test_roles(owner, colleague, role, reads, writes):
    somebody = await colleague(owner, role)
    for path in ("/notices", "/notice-kinds", "/notice-settings"):
        assert (await somebody.get(path)).status_code == reads
    wanted = {"quiet_from": "22:00", "quiet_to": "08:00", "daily_budget": 3}
    assert (await somebody.act("PUT", "/notice-settings", wanted)).status_code == writes
    assert (await somebody.act("PUT", "/notice-kinds/test_news", {"on": True})).status_code == writes


async def test_the_staffs_list_is_filtered_and_paged(db, owner, lin, settle):
    for number in range(5):
        await tell(db, owner, lin, key=str(number), kind=NEWS if number % 2 else SOON)
    await settle()
    seen, cursor = [], None
    for _ in range(3):
        page = await ok(owner.get("/notices", params={"limit": 2} | ({"cursor": cursor} if cursor else {})))
        seen += [UUID(int=decode("ntc", one["id"]).int) for one in page["items"]]
        cursor = page["next_cursor"]
    assert (len(set(seen)), cursor) == (5, None)
    assert seen == sorted(seen, reverse=True)
    assert len((await ok(owner.get("/notices", params={"kind": "test_news"})))["items"]) == 2
    assert (await ok(owner.get("/notices", params={"state": "sent"})))["items"] == []
    assert (await owner.get("/notices", params={"state": "odd"})).status_code == 422


async def test_what_wechat_refused_shows_on_the_overview_and_says_why(
    db, world, owner, lin, apps, template, settle
):
    keys = {"title": "thing1"}  # the template has three
    body = {"on": True, "mini": {"template_id": template, "keys": keys}, "official": None}
    await ok(owner.act("PUT", "/notice-kinds/test_news", body))
    await ok(lin.act("POST", "/notices/answers", {"app": "mini", "answers": {template: "accept"}}))
    await tell(db, owner, lin)
    await settle()
    attention = (await ok(owner.get("/overview")))["attention"]
    assert {"kind": "messages_failed", "count": 1, "link": "/notices?state=failed"} in attention
    (row,) = (await ok(owner.get("/notices", params={"state": "failed"})))["items"]
    assert (row["errcode"], row["reason"]) == (47003, "refused")
    assert row["reason_text"] == "微信拒绝发送:消息内容不符合模板要求(47003)"


async def test_who_changed_their_mind_is_nothing_for_the_shop_to_mend(db, owner, lin, template, settle):
    await map_kind(owner, template)
    await ok(lin.act("POST", "/notices/answers", {"app": "mini", "answers": {template: "accept"}}))
    await tell(db, owner, lin)  # WeChat knows of no accept
    await settle()
    (row,) = (await ok(owner.get("/notices")))["items"]
    assert (row["state"], row["errcode"]) == ("failed", 43101)
    assert "messages_failed" not in {one["kind"] for one in (await ok(owner.get("/overview")))["attention"]}
