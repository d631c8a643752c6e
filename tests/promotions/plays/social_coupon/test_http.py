"""Coupons passed on over the wire: from the paid order to a friend's coupon, and what the desk sees of it."""

from datetime import timedelta
from uuid import uuid4

import pytest_asyncio

from lianyi.kit.ids import encode
from tests.live_shop import ok, open_live
from tests.social_coupon_world import passing_on


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened


async def test_from_the_paid_order_to_a_friends_coupon(live):
    shop = live.goods
    live.visitor.http.headers["Lianyi-Visitor"] = uuid4().hex
    running = encode("cmp", await passing_on(shop, budget_fen=10_000))
    order = await live.paid(1)
    found = await ok(live.visitor.get(f"/social-coupon/orders/{order}"))
    assert (found["pack"], found["offer"]["pieces"], found["offer"]["face_fen"]) == (None, 3, 500)
    opened = await ok(live.visitor.act("POST", f"/social-coupon/orders/{order}/pass-on"))
    again = await ok(live.visitor.get(f"/social-coupon/orders/{order}"))
    assert (again["offer"], again["pack"]["id"]) == (None, opened["id"])
    mine = await ok(live.visitor.get(f"/social-coupon/packs/{opened['id']}"))
    assert (mine["mine"], mine["can_take"], mine["left"], bool(mine["rules"])) == (True, False, 3, True)
    own = await live.visitor.act("POST", f"/social-coupon/packs/{opened['id']}/claim")
    assert (own.status_code, own.json()["code"]) == (409, "pack_is_yours")
    share = await ok(live.visitor.act("POST", "/shares", {"target": {"kind": "team", "id": opened["id"]}}))
    assert share["title"].startswith("送你一张5.00 元券")
    [row] = (await ok(live.console.get(f"/social-coupon/packs?campaign_id={running}")))["items"]
    assert (row["claimed"], row["pieces"], row["order_id"]) == (0, 3, order)
    figures = (await ok(live.console.get(f"/campaigns/{running}/result")))["figures"]
    assert {one["key"]: one["value"] for one in figures}["packs"] == 1
    shop.db.clock.advance(timedelta(hours=48))
    over = await ok(live.visitor.get(f"/social-coupon/packs/{opened['id']}"))
    assert (over["alive"], over["can_take"]) == (False, False)
