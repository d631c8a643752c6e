"""Red packets over the wire: a weekly packet opened, its page, taken by a friend; a draw's odds; prizes in money."""

from datetime import timedelta

import pytest_asyncio

from lianyi.kit.clock import business_day
from lianyi.kit.ids import new_id
from tests.live_shop import ok, open_live


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened


async def published(live, title, play="red_packet", days=7, **settings):
    """A campaign published by the desk; its word."""
    now = live.goods.db.clock.now()
    draft = {
        "play": play, "title": title, "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=days)).isoformat(), "channels": ["mini", "h5"], "settings": settings, "skus": [],
        "budget_fen": 100_000,
    }  # fmt: skip
    made = await ok(live.console.act("POST", "/campaigns", draft))
    await ok(live.console.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}))
    return made["id"]


async def weekly_runs(live, **settings):
    pays_in = await published(live, "红包券", "coupon", 60, off_fen=1000, take="granted", threshold_fen=0)
    weekday = str(business_day(live.goods.db.clock.now()).isoweekday())
    return await published(live, "每周红包", opens="weekly", weekday=weekday, pays_in=pays_in, **settings)


async def test_from_the_weekly_card_to_a_part_in_hand(live):
    live.visitor.http.headers["Lianyi-Visitor"] = new_id().hex
    running = await weekly_runs(live, parts=2, fen=300)
    card = await ok(live.visitor.get("/red-packet/weekly"))
    assert (card["campaign_id"], card["today"], card["packet_id"], card["odds"]) == (running, True, None, [])
    opened = await ok(live.visitor.act("POST", f"/red-packet/weekly/{running}/open"))
    page = await ok(live.visitor.get(f"/red-packet/packets/{opened['id']}"))
    assert (page["state"], page["left"], page["mine"], page["may_take"], page["fen"]) == (
        "open",
        2,
        True,
        True,
        300,
    )
    assert page["pays_title"] == "红包券"
    taken = await ok(live.visitor.act("POST", f"/red-packet/packets/{opened['id']}/take"))
    assert (taken["fen"], taken["packet"]["my_fen"], taken["packet"]["left"]) == (300, 300, 1)
    again = await live.visitor.act("POST", f"/red-packet/packets/{opened['id']}/take")
    assert (again.status_code, again.json()["code"]) == (409, "part_taken_already")
    [mine] = (await ok(live.visitor.get("/red-packet/mine")))["items"]
    assert (mine["opens"], mine["taken"], mine["state"]) == ("weekly", 1, "open")
    [got] = await ok(live.visitor.get("/red-packet/taken"))
    assert (got["fen"], got["pays"], got["title"]) == (300, "coupon", "每周红包")
    [row] = (await ok(live.console.get(f"/red-packet/packets?campaign_id={running}")))["items"]
    assert (row["taken"], row["parts"], row["order_id"]) == (1, 2, None)


async def test_odds_are_shown_as_they_were_set_and_a_draw_is_not_shared(live):
    lucky = [{"fen": 88, "probability_bp": 9_500}, {"fen": 888, "probability_bp": 500}]
    running = await weekly_runs(live, split="lucky", lucky=lucky, organiser="山茶小铺 0571-88880000")
    card = await ok(live.visitor.get("/red-packet/weekly"))
    assert card["odds"] == lucky
    assert any("0.88 元 95%" in line for line in card["rules"])
    opened = await ok(live.visitor.act("POST", f"/red-packet/weekly/{running}/open"))
    page = await ok(live.visitor.get(f"/red-packet/packets/{opened['id']}"))
    assert page["my_fen"] in {88, 888}
    for target in ({"kind": "team", "id": opened["id"]}, {"kind": "campaign", "id": running}):
        shared = await live.visitor.act("POST", "/shares", {"target": target, "channel": "mini_card"})
        assert shared.status_code in {404, 409, 422}


async def test_money_needs_two_people_and_is_then_owed(live):
    weekday = str(business_day(live.goods.db.clock.now()).isoweekday())
    how = {"opens": "weekly", "weekday": weekday, "split": "own", "pays": "cash", "fen": 500}
    now = live.goods.db.clock.now()
    draft = {
        "play": "red_packet", "title": "现金日", "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(), "channels": ["mini"], "settings": how, "skus": [],
    }  # fmt: skip
    made = await ok(live.console.act("POST", "/campaigns", draft))
    refused = await live.console.act(
        "POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "red_packet_wrong")
    assert await ok(live.console.get("/cash-prizes/limit")) == {"day_fen": 0, "today_fen": 0}
    alone = await live.console.act("PUT", "/cash-prizes/limit", {"day_fen": 1_000})
    assert alone.json()["code"] in {"fresh_code_needed", "second_factor_needed"}
    assert (await ok(live.visitor.get("/prizes")))["items"] == []
