"""Brand days over the wire: planned by the desk, seen in the calendar, bought, ranked."""

from datetime import timedelta

import pytest_asyncio

from lianyi.kit.clock import business_day, day_bounds
from tests.live_shop import ADDRESS, ok, open_live


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened


def draft_of(live, *, ahead=0, brand="山海"):
    midnight, following = day_bounds(business_day(live.goods.db.clock.now()) + timedelta(days=ahead))
    return {
        "play": "brand_day", "title": f"{brand}品牌日", "starts_at": midnight.isoformat(), "ends_at": following.isoformat(),
        "channels": ["mini", "h5"], "settings": {"brand": brand, "headline": "只有一天", "story": "从一座山开始。"},
        "skus": [{"sku_id": live.skus[0], "quota": 3, "settings": {"price_fen": 100}}],
    }  # fmt: skip


async def published(live, **more):
    made = await ok(live.console.act("POST", "/campaigns", draft_of(live, **more)))
    answer = await live.console.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True})
    return made["id"], answer


async def test_a_day_from_the_calendar_to_the_ranking(live):
    running, answer = await published(live)
    assert answer.status_code < 300, answer.text
    _, taken = await published(live, brand="别家")
    assert (taken.status_code, taken.json()["code"]) == (409, "brand_day_taken")

    [shown] = (await ok(live.visitor.get("/brand-day/calendar")))["days"]
    assert (shown["campaign_id"], shown["state"], shown["brand"]) == (running, "on", "山海")
    page = await ok(live.visitor.get(f"/brand-day/days/{running}"))
    assert (page["story"], page["ranking"], page["items"][0]["left"]) == ("从一座山开始。", [], 3)
    product = page["items"][0]["product_id"]
    offer = await ok(live.visitor.get(f"/brand-day/products/{product}"))
    assert [one["day_price_fen"] for one in offer["items"]] == [100]

    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    asked = {
        "source": "direct", "lines": [{"sku_id": live.skus[0], "quantity": 2}], "address_id": address["id"],
        "intent": {"campaign_id": running, "run_id": None},
    }  # fmt: skip
    quote = await ok(live.visitor.act("POST", "/quotes", asked))
    assert [one["label"] for one in quote["adjustments"]] == ["品牌日价"]
    month = (await ok(live.console.get("/brand-day/calendar")))["days"]
    assert [one["state"] for one in month if one["campaign_id"] == running] == ["published"]
    assert await ok(live.console.get(f"/brand-day/ranking?campaign_id={running}")) == []
    other = await live.visitor.get(f"/brand-day/days/cmp_{'0' * 26}")
    assert (other.status_code, other.json()["code"]) == (404, "no_brand_day")


async def test_who_wants_to_be_reminded_says_so_once(live):
    ahead, _ = await published(live, ahead=2)
    for _ in range(2):
        answer = await live.visitor.act("POST", f"/brand-day/campaigns/{ahead}/remind")
        assert answer.status_code == 204
    shown = (await ok(live.visitor.get("/brand-day/calendar")))["days"]
    assert [one["reminded"] for one in shown if one["campaign_id"] == ahead] == [True]
