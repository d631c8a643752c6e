"""A team from a shared card to a parcel, and a team that fails: told over HTTP, with the money watched at WeChat."""

from datetime import timedelta

from lianyi.kit.ids import encode
from tests.journeys.test_one_paid_order import ADDRESS, balances, keyed, paid, signed_in, stocked
from tests.shop_world import tenant_of


def campaign_draft(sku_id, now, people=3):
    """A week of teams that have two hours, at 50 yuan."""
    return {
        "play": "group_buy", "title": "春茶拼团", "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(), "audience": "everyone",
        "channels": ["mini", "wechat_h5", "h5"], "settings": {"hours": 2},
        "skus": [{"sku_id": sku_id, "quota": None, "settings": {"people": people, "price_fen": 5000}}],
        "orders_per_person_max": None, "pieces_per_person_max": None, "budget_fen": None,
    }  # fmt: skip


async def campaign_of(owner, product, now):
    """Three people for 50 g of tea, 50 yuan instead of 68, for a week; the merchant never said what it costs."""
    draft = campaign_draft(encode("sku", product.sku_ids[0]), now)
    seen = await owner.act("POST", "/campaigns/preview", draft)
    assert seen.status_code == 200, seen.text
    assert seen.json()["rules_zh"][0] == "3 人成团,每件 50.00 元。"
    made = await owner.act("POST", "/campaigns", draft)
    assert made.status_code == 201, made.text
    campaign_id = made.json()["id"]
    published = await owner.act("POST", f"/campaigns/{campaign_id}/publish", {"accept_unknown_cost": True})
    assert published.status_code < 300, published.text
    return campaign_id


async def seat(visitor, sku_id, campaign_id, team_id=None):
    """Quote with the intent, and place: a seat is held for five minutes."""
    address = await visitor.act("POST", "/addresses", ADDRESS)
    wanted = {
        "source": "direct", "lines": [{"sku_id": sku_id, "quantity": 1}], "address_id": address.json()["id"],
        "intent": {"campaign_id": campaign_id, "run_id": team_id},
    }  # fmt: skip
    quote = await visitor.act("POST", "/quotes", wanted)
    assert quote.status_code < 300, quote.text
    placed = {
        "quote_id": quote.json()["id"], "address_id": address.json()["id"],
        "expected_payable_fen": quote.json()["payable_fen"],
    }  # fmt: skip
    order = await visitor.act("POST", "/orders", placed)
    assert order.status_code == 201, order.text
    return order.json()


async def friends(world, owner, fresh_browser, appid, count=3):
    people = [await world.person(name) for name in ("林晓", "王芳", "陈默")[:count]]
    return [(person, await signed_in(world, owner, fresh_browser, person, appid)) for person in people]


async def test_a_team_opened_shared_joined_filled_and_shipped(db, world, settle, owner, apps, fresh_browser):
    await keyed(owner, apps)
    tenant = tenant_of(owner)
    product = await stocked(db, tenant)
    sku_id = encode("sku", product.sku_ids[0])
    campaign_id = await campaign_of(owner, product, db.clock.now())
    crowd = await friends(world, owner, fresh_browser, apps["mini_appid"])
    person, leader = crowd[0]

    offer = (await leader.get(f"/group-buy/products/{encode('prd', product.id)}")).json()
    assert (offer["skus"][0]["team_price_fen"], offer["teams"]) == (5000, [])
    opening = await seat(leader, sku_id, campaign_id)
    assert opening["payable_fen"] == 5800
    await paid(world, leader, person, opening, settle)
    (mine,) = (await leader.get("/group-buy/mine")).json()["items"]
    assert (mine["state"], mine["missing"]) == ("forming", 2)

    shared = await leader.act(
        "POST", "/shares", {"target": {"kind": "team", "id": mine["id"]}, "campaign_id": campaign_id}
    )
    assert shared.status_code < 300, shared.text
    assert mine["id"] in shared.json()["mini_path"]
    assert "还差 2 人" in shared.json()["title"] + shared.json()["description"]
    orders = [opening]
    for friend, visitor in crowd[1:]:
        came = await visitor.act("POST", "/visits", {"token": shared.json()["token"]})
        assert came.status_code < 300, came.text
        assert came.json()["share"]["target"] == {"kind": "team", "id": mine["id"]}
        page = (await visitor.get(f"/group-buy/teams/{mine['id']}")).json()
        assert page["actions"][0] == "join"
        orders.append(await seat(visitor, sku_id, campaign_id, mine["id"]))
        await paid(world, visitor, friend, orders[-1], settle)

    team = (await leader.get(f"/group-buy/teams/{mine['id']}")).json()
    assert (team["state"], team["joined"], team["missing"], len(team["members"])) == ("filled", 3, 0, 3)
    for (_, visitor), order in zip(crowd, orders, strict=True):
        assert (await visitor.get(f"/orders/{order['order_id']}")).json()["state"] == "to_ship"
        kinds = [one["kind"] for one in (await visitor.get("/notices")).json()["items"]]
        assert kinds.count("team_filled") == 1
    shipped = await owner.act(
        "POST",
        f"/orders/{orders[1]['order_id']}/ship",
        {"carrier_code": "ZTO", "tracking_no": "ZT00012345678"},
    )
    assert shipped.status_code == 201, shipped.text
    detail = (await owner.get(f"/group-buy/teams/{mine['id']}")).json()
    assert [one["order"]["state"] for one in detail["members"]] == ["to_ship", "shipped", "to_ship"]
    assert [one["share_id"] is not None for one in detail["members"]] == [False, True, True]
    assert await balances(owner) == {"buyers": (-17400, 0), "guaranteed": (17400, 0)}


async def test_a_team_that_fails_gives_everybody_everything_back(
    db, world, settle, owner, apps, fresh_browser
):
    await keyed(owner, apps)
    tenant = tenant_of(owner)
    product = await stocked(db, tenant)
    sku_id = encode("sku", product.sku_ids[0])
    campaign_id = await campaign_of(owner, product, db.clock.now())
    crowd = await friends(world, owner, fresh_browser, apps["mini_appid"], 2)
    orders, team_id = [], None
    for person, visitor in crowd:
        orders.append(await seat(visitor, sku_id, campaign_id, team_id))
        await paid(world, visitor, person, orders[-1], settle)
        team_id = (await visitor.get("/group-buy/mine")).json()["items"][0]["id"]
    assert await balances(owner) == {"buyers": (-11600, 0), "guaranteed": (11600, 0)}

    await world.advance(timedelta(hours=2))
    await settle()
    for _ in range(3):
        await world.advance(timedelta(seconds=30))
        await world.run_due()
        await settle()
    team = (await crowd[0][1].get(f"/group-buy/teams/{team_id}")).json()
    assert (team["state"], team["mine"]["seat_state"]) == ("failed", "refunded")
    for (person, visitor), order in zip(crowd, orders, strict=True):
        seen = (await visitor.get(f"/orders/{order['order_id']}")).json()
        assert (seen["state"], seen["refunded_fen"], seen["refunds"][0]["state"]) == (
            "closed",
            5800,
            "succeeded",
        )
        wallet = await world.ask("GET", f"/people/{person['id']}")
        assert [one["delta_fen"] for one in wallet["movements"]] == [5800, -5800]
        kinds = [one["kind"] for one in (await visitor.get("/notices")).json()["items"]]
        assert kinds.count("team_failed") == 1
    assert {key: value for key, value in (await balances(owner)).items() if value != (0, 0)} == {}
