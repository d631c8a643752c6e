"""Coupons over the wire: collected, proposed by the quote, chosen, used; a quote that asks for nothing looks at nothing."""

from datetime import timedelta

import pytest_asyncio

from tests.live_shop import ADDRESS, ok, open_live


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened


async def published(live, title="满减", **settings):
    """A campaign of coupons, published by the desk; its word."""
    now = live.goods.db.clock.now()
    draft = {
        "play": "coupon", "title": title, "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(), "channels": ["mini", "h5"], "settings": settings, "skus": [],
    }  # fmt: skip
    made = await ok(live.console.act("POST", "/campaigns", draft))
    await ok(live.console.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}))
    return made["id"]


async def test_from_the_coupon_centre_to_an_order(live):
    running = await published(live, off_fen=1000, threshold_fen=10_000)
    [offer] = await ok(live.visitor.get("/coupon/campaigns"))
    assert (offer["terms"]["label"], offer["can_collect"], offer["mine"]) == ("满 ¥100 减 ¥10", True, 0)
    piece = await ok(live.visitor.act("POST", f"/coupon/campaigns/{running}/collect"))
    [offer] = await ok(live.visitor.get("/coupon/campaigns"))
    assert (offer["can_collect"], offer["mine"]) == (False, 1)
    again = await live.visitor.act("POST", f"/coupon/campaigns/{running}/collect")
    assert (again.status_code, again.json()["code"]) == (409, "coupon_taken")

    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    asked = {
        "source": "direct", "lines": [{"sku_id": live.skus[0], "quantity": 2}], "address_id": address["id"],
    }  # fmt: skip
    plain = await ok(live.visitor.act("POST", "/quotes", asked))
    assert (plain["usable"], plain["used"], plain["adjustments"]) == ([], [], [])
    best = await ok(live.visitor.act("POST", "/quotes", asked | {"using": {"best": True}}))
    use = {"campaign_id": running, "run_id": piece["id"]}
    assert (best["used"], best["usable"][0]["off_fen"]) == ([use], 1000)
    assert best["payable_fen"] == plain["payable_fen"] - 1000
    none = await ok(live.visitor.act("POST", "/quotes", asked | {"using": {"best": False, "chosen": []}}))
    assert (none["payable_fen"], len(none["usable"])) == (plain["payable_fen"], 1)
    chosen = await ok(
        live.visitor.act("POST", "/quotes", asked | {"using": {"best": False, "chosen": [use]}})
    )
    body = {
        "quote_id": chosen["id"], "address_id": address["id"], "note": "", "no_return_confirmed_sku_ids": [],
        "expected_payable_fen": chosen["payable_fen"],
    }  # fmt: skip
    placed = await ok(live.visitor.act("POST", "/orders", body))
    assert placed["payable_fen"] == best["payable_fen"]
    used = (await ok(live.visitor.get("/coupon/mine?state=used")))["items"]
    assert [(one["state"], one["order_id"]) for one in used] == [("used", placed["order_id"])]
    rows = (await ok(live.console.get(f"/coupon/pieces?campaign_id={running}")))["items"]
    assert [(one["state"], one["discount_fen"], one["order_id"]) for one in rows] == [
        ("used", 1000, placed["order_id"])
    ]
    figures = (await ok(live.console.get(f"/campaigns/{running}/result")))["figures"]
    assert {one["key"]: one["value"] for one in figures}["used"] == 1


async def test_a_product_says_what_is_good_for_it(live):
    product = (await ok(live.visitor.get("/products?limit=1")))["items"][0]["id"]
    assert await ok(live.visitor.get(f"/coupon/products/{product}")) == []
    await published(live, off_fen=100, take="automatic")
    [offer] = await ok(live.visitor.get(f"/coupon/products/{product}"))
    assert (offer["terms"]["take"], offer["can_collect"]) == ("automatic", False)


async def test_the_form_says_what_is_wrong_at_its_field(live):
    now = live.goods.db.clock.now()
    draft = {
        "play": "coupon", "title": "缺面额", "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=7)).isoformat(),
        "channels": ["mini"], "settings": {"kind": "full", "off_fen": 500}, "skus": [],
    }  # fmt: skip
    looked = await ok(live.console.act("POST", "/campaigns/preview", draft))
    assert [one["field"] for one in looked["problems"]] == ["settings.cap_fen"]
