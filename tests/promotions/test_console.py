"""Campaigns over HTTP, as the console drives them and the shop asks for them."""

from datetime import datetime, timedelta

import pytest

from lianyi.kit.db import Session, Statement
from tests.checkout.conftest import live
from tests.live_shop import ADDRESS, ok, refused

__all__ = ["live"]
pytestmark = pytest.mark.usefixtures("own_plays")
COST = Statement("update catalog_sku set cost_fen = 2500 where tenant_id = %(tenant)s")


def body(live, *offs_fen, **more):
    now = live.console.clock.now()
    given = {
        "play": "half_price", "title": "春茶立减", "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(), "audience": "everyone", "channels": ["mini", "h5"],
        "settings": {}, "budget_fen": 10_000,
        "skus": [
            {"sku_id": sku_id, "quota": 5, "settings": {"off_fen": off}}
            for sku_id, off in zip(live.skus, offs_fen, strict=False)
        ],
    }  # fmt: skip
    return given | more


async def test_the_plays_bring_their_forms(live):
    plays = {one["code"]: one for one in await ok(live.console.get("/plays"))}
    half = plays["half_price"]
    assert (half["title"], half["kind"], half["phase"], half["stacks_with"]) == (
        "立减",
        "price",
        "activity",
        ["coupon"],
    )
    assert half["schema"]["properties"]["pay_minutes"]["maximum"] == 600
    assert half["sku_schema"]["required"] == ["off_fen"]
    rulings = {one["channel"]: one for one in plays["helping"]["channel_words"]}
    assert [rulings[channel]["allowed"] for channel in ("mini", "wechat_h5", "h5")] == [True, False, True]
    assert "小程序" in rulings["wechat_h5"]["zh"]


async def test_a_preview_tells_rules_problems_and_what_is_left(live):
    await live.goods.write(Session.run, COST)
    seen = await ok(live.console.act("POST", "/campaigns/preview", body(live, 1000, 600)))
    assert (seen["rules_zh"], seen["problems"]) == (["春茶立减:立减", "付款前有效"], [])
    assert [(row["title"], row["price_fen"], row["claim_fen"], row["left_fen"], row["ok"]) for row in seen["margin"]] == [
        ("明前龙井", 6800, 1000, 3300, True), ("茉莉花茶", 3000, 600, -100, False),
    ]  # fmt: skip
    assert [one["allowed"] for one in seen["verdicts"]] == [True, True, True]
    wrong = await ok(
        live.console.act(
            "POST", "/campaigns/preview", body(live, 1000, title="", settings={"pay_minutes": 0})
        )
    )
    assert [(one["field"], one["message"]) for one in wrong["problems"]] == [
        ("title", "名称 1 到 40 个字"), ("settings.pay_minutes", "不能小于 1"),
    ]  # fmt: skip
    assert (await ok(live.console.get("/campaigns")))["items"] == []


async def test_the_life_of_a_campaign(live):
    await live.goods.write(Session.run, COST)
    made = await ok(live.console.act("POST", "/campaigns", body(live, 1000, 600)))
    assert (made["state"], made["actions"], made["skus"][0]["taken"]) == (
        "draft",
        ["change", "delete", "publish"],
        0,
    )
    path = f"/campaigns/{made['id']}"
    told = await refused(live.console.act("POST", f"{path}/publish", {}), 409, "margin_too_thin")
    assert (told["data"]["title"], told["data"]["left_fen"]) == ("茉莉花茶", -100)
    changed = await ok(live.console.act("PUT", path, body(live, 1000, 400) | {"version": made["version"]}))
    await refused(
        live.console.act("PUT", path, body(live, 900, 400) | {"version": made["version"]}),
        409,
        "stale_version",
    )
    shown = await ok(live.console.act("POST", f"{path}/publish", {}))
    assert (shown["state"], shown["rules_zh"]) == ("published", ["春茶立减:立减", "付款前有效"])
    assert shown["version"] == changed["version"] + 1
    assert shown["actions"] == ["change", "pause", "end", "stop"]
    for verb, state in (("pause", "paused"), ("resume", "published"), ("end", "ended")):
        assert (await ok(live.console.act("POST", f"{path}/{verb}", {})))["state"] == state
    await refused(live.console.act("POST", f"{path}/resume", {}), 409, "campaign_in_other_state")
    await refused(live.console.act("DELETE", path), 409, "campaign_in_other_state")
    acts = [one["what"] for one in (await ok(live.console.get("/audit")))["items"]]
    assert acts[:6] == [
        "campaign.ended", "campaign.resumed", "campaign.paused", "campaign.published", "campaign.changed",
        "campaign.created",
    ]  # fmt: skip


async def test_what_the_law_forbids_is_told_before_and_never_published(live):
    shouting = body(live, 1000, title="全国第一,不转不是中国人")
    seen = await ok(live.console.act("POST", "/campaigns/preview", shouting))
    assert [one["field"] for one in seen["problems"]] == ["title"]
    assert "「全国第一」" in seen["problems"][0]["message"]
    assert "不转不是" in seen["problems"][0]["message"]

    made = await ok(live.console.act("POST", "/campaigns", shouting))
    path = f"/campaigns/{made['id']}"
    told = await refused(
        live.console.act("POST", f"{path}/publish", {"accept_unknown_cost": True}), 422, "against_the_rules"
    )
    assert [one["rule"] for one in told["data"]["findings"]] == ["superlatives@1", "induced_sharing@1"]
    assert (await ok(live.console.get(path)))["state"] == "draft"


async def test_a_play_declares_what_only_it_knows(live):
    prize = body(live, 1000, play="helping", channels=["mini"], settings={"pay_minutes": 10})
    made = await ok(live.console.act("POST", "/campaigns", prize))
    told = await refused(
        live.console.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}),
        422,
        "against_the_rules",
    )
    assert [one["rule"] for one in told["data"]["findings"]] == ["prize_within_limit@1"]


async def test_help_never_brings_a_price_down_to_nothing(live):
    free = body(live, 6800, play="helping", channels=["mini"])
    seen = await ok(live.console.act("POST", "/campaigns/preview", free))
    assert "不能砍到 0 元" in seen["problems"][-1]["message"]


async def test_a_published_campaign_does_not_get_words_that_break_the_rules(live):
    made = await ok(live.console.act("POST", "/campaigns", body(live, 1000)))
    path = f"/campaigns/{made['id']}"
    shown = await ok(live.console.act("POST", f"{path}/publish", {"accept_unknown_cost": True}))
    loud = body(live, 1000, title="月入过万,快来", budget_fen=20_000) | {"version": shown["version"]}
    answer = await live.console.act("PUT", path, loud)
    assert answer.status_code in {409, 422}
    assert (await ok(live.console.get(path)))["title"] == "春茶立减"


async def test_what_it_brought_is_worked_out_of_real_orders(live):
    made = await ok(live.console.act("POST", "/campaigns", body(live, 1000)))
    await ok(live.console.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}))
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    wanted = {
        "source": "direct", "lines": [{"sku_id": live.skus[0], "quantity": 2}], "address_id": address["id"],
        "intent": {"campaign_id": made["id"], "run_id": None},
    }  # fmt: skip
    quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    assert (quote["intent"], quote["rules"]) == (wanted["intent"], ["春茶立减:立减", "付款前有效"])
    assert [(one["phase"], one["label"], one["amount_fen"]) for one in quote["adjustments"]] == [
        ("activity", "立减", -2000)
    ]
    assert quote["payable_fen"] == 11_600
    await refused(
        live.visitor.act("POST", "/quotes", {"source": "cart", "intent": wanted["intent"]}),
        422,
        "intent_direct_only",
    )
    order = {
        "quote_id": quote["id"], "address_id": address["id"], "note": "", "no_return_confirmed_sku_ids": [],
        "expected_payable_fen": quote["payable_fen"],
    }  # fmt: skip
    placed = await ok(live.visitor.act("POST", "/orders", order))
    await live.pay(placed["order_id"])
    brought = await ok(live.console.get(f"/campaigns/{made['id']}/result"))
    assert [brought[key] for key in ("orders", "paid_orders", "paid_fen", "discount_fen", "refunded_fen")] == [
        1, 1, 11_600, 2000, 0,
    ]  # fmt: skip
    assert (brought["new_customers"], brought["cost_per_new_customer_fen"], brought["return_bp"]) == (
        1,
        2000,
        58_000,
    )
    assert brought["by_day"] == [{"day": "2026-03-02", "people": 0, "orders": 1, "paid_fen": 11_600}]
    assert brought["figures"] == [
        {"key": "things", "zh": "东西", "en": "Things", "value": 3, "unit": "count"}
    ]
    assert brought["reach"] == {
        "shares": 0,
        "opens": 0,
        "people": 0,
        "joined": 0,
        "robots": 0,
        "self_opens": 0,
    }
    (row,) = (await ok(live.console.get("/campaigns")))["items"]
    assert (row["orders"], row["paid_fen"], row["discount_fen"], row["budget_fen"], row["spent_fen"], row["skus"]) == (
        1, 11_600, 2000, 10_000, 2000, 1,
    )  # fmt: skip


async def test_the_list_is_searched_filtered_and_paged(live):
    for number in range(3):
        await ok(live.console.act("POST", "/campaigns", body(live, 100, title=f"活动{number} Tea")))
        live.console.clock.advance(timedelta(minutes=1))
    found = await ok(live.console.get("/campaigns", params={"q": "tea", "state": "draft", "limit": 2}))
    assert [row["title"] for row in found["items"]] == ["活动2 Tea", "活动1 Tea"]
    more = await ok(
        live.console.get("/campaigns", params={"q": "tea", "cursor": found["next_cursor"], "limit": 2})
    )
    assert ([row["title"] for row in more["items"]], more["next_cursor"]) == (["活动0 Tea"], None)
    assert (await ok(live.console.get("/campaigns", params={"play": "helping"})))["items"] == []
    assert datetime.fromisoformat(found["items"][0]["created_at"]) < live.console.clock.now()
