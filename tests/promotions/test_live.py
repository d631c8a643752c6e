"""Live numbers over a real server: what a reader sees of a team and a slot while others buy, and who is refused."""

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
import pytest_asyncio

from lianyi.identity.types import System
from lianyi.kit import config, live
from lianyi.kit.ids import encode, new_id
from lianyi.promotions import actions
from lianyi.promotions import shop as edges
from tests.checkout.conftest import live as live_shop
from tests.flash_world import sale
from tests.live_shop import ok, refused
from tests.promotion_world import draft_of
from tests.team_world import Teams

__all__ = ["live_shop"]
EVENTS = {"Accept": live.MEDIA_TYPE}


@pytest_asyncio.fixture(loop_scope="session")
async def web(world):
    """The real server, as a browser reaches it."""
    async with httpx.AsyncClient(base_url=config.config().public_url, timeout=30) as client:
        yield client


@asynccontextmanager
async def listening(web, shop, path, **more):
    """An open page: its answer's status, and what it is told, one event after another."""
    headers = {"Lianyi-Shop": shop.visitor.slug, **EVENTS, **more}
    async with web.stream("GET", f"/api/shop/plays/{path}", headers=headers) as answer:

        async def events():
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

        yield answer, events()


async def all_gone(hub):
    """The server notices by itself that a reader has gone, and looks no more."""
    await asyncio.wait_for(hub._task, 20)
    assert len(hub) == 0


async def test_a_team_fills_while_one_looks(live_shop, web, app):
    teams = Teams(live_shop.goods)
    await teams.run(people=2)
    first, second = await teams.several(2)
    _, team = await teams.opened(first)
    word = encode("team", team.id)
    once = await ok(live_shop.visitor.get(f"/plays/group_buy/live/{word}"))
    assert once == {"state": "forming", "joined": 1, "need": 2, "pieces": []}
    async with listening(web, live_shop, f"group_buy/live/{word}") as (answer, events):
        assert answer.headers["content-type"].startswith(live.MEDIA_TYPE)
        assert answer.headers["cache-control"] == "no-store"
        assert await anext(events) == once
        await teams.join(second, team.id)
        assert await anext(events) == {"state": "filled", "joined": 2, "need": 2, "pieces": []}
        assert len(app.state.live) == 1
    await all_gone(app.state.live)


async def test_the_pieces_of_a_slot_go_while_one_looks(live_shop, web):
    goods = live_shop.goods
    campaign = await sale(goods, quota=5)
    word = encode("cmp", campaign)
    teams = Teams(goods)
    teams.campaign_id = campaign
    who = await teams.buyer()
    async with listening(web, live_shop, f"flash_sale/live/{word}") as (_, events):
        piece = (await anext(events))["pieces"][0]
        assert (piece["sku_id"], piece["left"], piece["waiting"]) == (live_shop.skus[0], 5, 0)
        placed = await teams.place(who, quantity=2)
        piece = (await anext(events))["pieces"][0]
        assert (piece["left"], piece["waiting"]) == (3, 2)
        await teams.close(placed)
        piece = (await anext(events))["pieces"][0]
        assert (piece["left"], piece["waiting"]) == (5, 0)
    today = await ok(live_shop.visitor.get("/flash-sale/today"))
    assert (today["slots"][0]["opens_at"], today["slots"][0]["items"][0]["left"]) == (piece["opens_at"], 5)


async def test_any_campaign_tells_what_is_left_of_its_quota(live_shop, own_plays):
    clerk = System(live_shop.goods.tenant, "test")
    campaign = await live_shop.goods.write(actions.create, clerk, draft_of(live_shop.goods, 500, quotas=(7,)))
    word = encode("cmp", campaign)
    # a draft is nobody's but the staff's
    await refused(live_shop.visitor.get(f"/plays/half_price/live/{word}"), 404, "live_unknown")
    await live_shop.goods.write(actions.publish, clerk, campaign, accept_unknown_cost=True)
    found = await ok(live_shop.visitor.get(f"/plays/half_price/live/{word}"))
    assert found["pieces"] == [{"sku_id": live_shop.skus[0], "left": 7, "waiting": 0, "opens_at": None}]


async def test_strange_runs_and_plays_are_refused_before_a_stream_begins(live_shop, web, app):
    team = encode("team", new_id())
    for path, code in ((f"group_buy/live/{team}", "live_unknown"), (f"nothing/live/{team}", "play_unknown")):
        async with listening(web, live_shop, path) as (answer, _):
            assert answer.status_code == 404
            assert json.loads(await answer.aread())["code"] == code
    await refused(live_shop.visitor.get("/plays/group_buy/live/team_x"), 422, "invalid_input")
    assert len(app.state.live) == 0


async def test_one_person_opens_so_many_pages_and_others_go_on(live_shop, web, app, monkeypatch):
    monkeypatch.setattr(edges, "PAGES_EACH_MAX", 2)
    campaign = encode("cmp", await sale(live_shop.goods))
    signed_in = {"Authorization": f"Bearer {live_shop.visitor.token}"}
    path = f"flash_sale/live/{campaign}"
    async with AsyncExitStack() as pages:
        for _ in range(2):
            answer, _ = await pages.enter_async_context(listening(web, live_shop, path, **signed_in))
            assert answer.status_code == 200
        answer, _ = await pages.enter_async_context(listening(web, live_shop, path, **signed_in))
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
        assert json.loads(await answer.aread())["code"] == "too_many_listeners"
        answer, _ = await pages.enter_async_context(listening(web, live_shop, path))
        assert answer.status_code == 200  # somebody else
        # who is refused still gets the numbers, once
        await ok(live_shop.visitor.get(f"/plays/{path}"))
        assert len(app.state.live) == 3
    await all_gone(app.state.live)


@pytest.mark.parametrize("slug", ["", "no-such-shop"])
async def test_a_stream_is_of_a_shop(live_shop, web, slug):
    campaign = encode("cmp", await sale(live_shop.goods))
    headers = {"Lianyi-Shop": slug, **EVENTS}
    answer = await web.get(f"/api/shop/plays/flash_sale/live/{campaign}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "shop_not_found")
