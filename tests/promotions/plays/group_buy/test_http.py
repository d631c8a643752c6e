"""Group buy over HTTP: what a shopper sees of teams and of other people, and what the staff see and do."""

from datetime import timedelta

import pytest_asyncio

from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, encode
from tests.live_shop import ADDRESS, ok, refused
from tests.team_world import Teams

AS_CONTENT = Statement("update identity_staff set role = 'content' where tenant_id = %(tenant)s")


@pytest_asyncio.fixture(loop_scope="session")
async def teams(live):
    """The live shop's goods with a campaign of three."""
    teams = Teams(live.goods)
    await teams.run(people=3, price_fen=5000, completion="top_up", top_up_from_bp=6000)
    return teams


async def bought(live, campaign_id, team_id=None):
    """The live visitor orders through checkout with an intent, and pays."""
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    intent = {"campaign_id": encode("cmp", campaign_id), "run_id": team_id}
    quote = await ok(
        live.visitor.act(
            "POST", "/quotes",
            {"source": "direct", "lines": [{"sku_id": live.skus[0], "quantity": 1}], "address_id": address["id"], "intent": intent},
        )
    )  # fmt: skip
    body = {
        "quote_id": quote["id"], "address_id": address["id"], "note": "", "no_return_confirmed_sku_ids": [],
        "expected_payable_fen": quote["payable_fen"],
    }  # fmt: skip
    order = await ok(live.visitor.act("POST", "/orders", body))
    await live.pay(order["order_id"])
    return quote, order


async def test_a_shopper_opens_a_team_and_sees_it(live, teams):
    product = encode("prd", live.goods.products[0])
    offer = await ok(live.visitor.get(f"/group-buy/products/{product}"))
    assert (offer["campaign"]["channels_ok"], offer["campaign"]["open_mini"], offer["teams"]) == (
        True,
        None,
        [],
    )
    assert offer["skus"] == [
        {
            "sku_id": live.skus[0], "price_fen": 6800, "team_price_fen": 5000, "leader_price_fen": None, "people": 3,
            "ladder": None, "left": None,
        }
    ]  # fmt: skip
    assert offer["campaign"]["rules"][0] == "3 人成团,每件 50.00 元。"
    quote, order = await bought(live, teams.campaign_id)
    assert [(one["phase"], one["label"], one["amount_fen"]) for one in quote["adjustments"]] == [
        ("activity", "拼团价", -1800)
    ]
    mine = await ok(live.visitor.get("/group-buy/mine", params={"order_id": order["order_id"]}))
    (line,) = mine["items"]
    assert (line["state"], line["seat_state"], line["joined"], line["missing"]) == ("forming", "in", 1, 2)
    team = await ok(live.visitor.get(f"/group-buy/teams/{line['id']}"))
    assert team["actions"] == ["share", "leave", "view_order"]
    assert team["mine"] == {
        "seat_state": "in", "order_id": order["order_id"], "team_id": line["id"], "moved": False, "pay_by": None,
    }  # fmt: skip
    assert (team["list_price_fen"], team["price_fen"], team["people"]) == (6800, 5000, 3)
    assert (await ok(live.visitor.get(f"/orders/{order['order_id']}")))["state_text"] == "待成团"

    assert await ok(live.visitor.act("POST", f"/group-buy/teams/{line['id']}/leave")) is None
    await teams.shop.tell()
    await teams.shop.refund_money()
    team = await ok(live.visitor.get(f"/group-buy/teams/{line['id']}"))
    assert (team["state"], team["mine"]["seat_state"], team["actions"]) == (
        "void", "left", ["open_own", "view_order"],
    )  # fmt: skip
    await refused(live.visitor.act("POST", f"/group-buy/teams/{line['id']}/leave"), 409, "not_in_team")


async def test_nobody_learns_another_members_name_or_face(live, teams):
    stranger = await teams.buyer("欧阳娜娜")
    _, team = await teams.opened(stranger)
    shown = await ok(live.visitor.get(f"/group-buy/teams/{encode('team', team.id)}"))
    (member,) = shown["members"]
    assert (member["name"], member["avatar_url"], member["me"], member["leader"]) == (
        "欧**",
        None,
        False,
        True,
    )
    assert shown["actions"] == ["join", "share"]
    product = encode("prd", live.goods.products[0])
    (line,) = (await ok(live.visitor.get(f"/group-buy/products/{product}")))["teams"]
    assert (line["leader"], line["missing"], line["joined"]) == ({"name": "欧**", "avatar_url": None}, 2, 1)
    assert "欧阳娜娜" not in str(shown) + str(line)
    await bought(live, teams.campaign_id, encode("team", team.id))
    shown = await ok(live.visitor.get(f"/group-buy/teams/{encode('team', team.id)}"))
    assert [one["me"] for one in shown["members"]] == [False, True]
    assert shown["members"][0]["name"] == "欧**"


async def test_the_running_offers_turn_page_by_page(live, teams):
    await teams.run(people=2, price_fen=2000, index=1)
    first = await ok(live.visitor.get("/group-buy/campaigns", params={"limit": 1}))
    second = await ok(
        live.visitor.get("/group-buy/campaigns", params={"limit": 1, "cursor": first["next_cursor"]})
    )
    assert second["next_cursor"] is None
    seen = {one["product_id"]: one["team_price_fen"] for one in first["items"] + second["items"]}
    assert seen == {encode("prd", live.goods.products[0]): 5000, encode("prd", live.goods.products[1]): 2000}


async def test_a_product_without_a_campaign_and_a_team_that_is_none(live):
    product = encode("prd", live.goods.products[1])
    await refused(live.visitor.get(f"/group-buy/products/{product}"), 404, "no_group_buy")
    await refused(
        live.visitor.get(f"/group-buy/teams/{encode('team', live.goods.products[0])}"), 404, "team_unknown"
    )


async def test_staff_see_a_team_whole_and_top_it_up_openly(live, teams):
    leader, friend = await teams.several(2)
    placed, team = await teams.opened(leader)
    team_word = encode("team", team.id)
    detail = await ok(live.console.get(f"/group-buy/teams/{team_word}"))
    assert (detail["top_up_max"], detail["completion"], detail["joined"]) == (0, "top_up", 1)
    await refused(
        live.console.act("POST", f"/group-buy/teams/{team_word}/top-up", {"people": 1}),
        409,
        "top_up_too_early",
    )
    await teams.join(friend, team.id)
    await refused(
        live.console.act("POST", f"/group-buy/teams/{team_word}/top-up", {"people": 2}),
        409,
        "top_up_too_many",
    )
    assert (await teams.team(team.id)).topped_up == 0
    await ok(live.console.act("POST", f"/group-buy/teams/{team_word}/top-up", {"people": 1}))
    await teams.shop.tell()
    detail = await ok(live.console.get(f"/group-buy/teams/{team_word}"))
    assert (detail["state"], detail["topped_up"], detail["joined"], detail["missing"]) == ("filled", 1, 2, 0)
    assert [(one["person"]["nickname"], one["state"], one["order"]["state"]) for one in detail["members"]] == [
        ("买家0", "in", "to_ship"), ("买家1", "in", "to_ship"),
    ]  # fmt: skip
    assert [one["kind"] for one in detail["history"]] == [
        "seat_held", "opened", "seat_held", "joined", "topped_up", "filled",
    ]  # fmt: skip
    assert detail["history"][4]["text"].endswith("补了 1 个名额")
    shown = await ok(live.visitor.get(f"/group-buy/teams/{team_word}"))
    assert (shown["topped_up"], len(shown["members"])) == (1, 2)
    order = await teams.shop.order(placed.order_id)
    for query in (order.number, "买家0"):
        found = await ok(live.console.get("/group-buy/teams", params={"q": query}))
        assert [one["id"] for one in found["items"]] == [team_word]
    assert (await ok(live.console.get("/group-buy/teams", params={"state": "forming"})))["items"] == []


async def test_staff_who_may_not_see_people_find_and_name_nobody(live, teams):
    (leader,) = await teams.several(1)
    _, team = await teams.opened(leader)
    path = f"/group-buy/teams/{encode('team', team.id)}"
    async with teams.db.write(teams.tenant) as session:
        await session.run(AS_CONTENT)
    for query in ("买家0", leader.person["phone"]):
        assert (await ok(live.console.get("/group-buy/teams", params={"q": query})))["items"] == []
    (row,) = (await ok(live.console.get("/group-buy/teams")))["items"]
    assert (row["leader"]["nickname"], row["leader"]["avatar_url"]) == ("买**", None)
    detail = await ok(live.console.get(path))
    assert [(one["person"]["nickname"], one["order"]) for one in detail["members"]] == [("买**", None)]
    assert {one["person"] for one in detail["history"]} == {"买**"}


async def test_an_estimate_without_a_past_says_so(live, teams):
    empty = await ok(live.console.get("/group-buy/estimate", params={"people": 3, "hours": 24}))
    assert empty == {
        "teams": 0, "filled": 0, "share_bp": 0, "low_bp": 0, "high_bp": 10000, "enough": False,
    }  # fmt: skip
    await teams.run(people=3, price_fen=2000, index=1, hours=1)
    buyer = await teams.buyer()
    await teams.pay(buyer, await teams.place(buyer, index=1))
    await teams.world.advance(timedelta(minutes=61))
    assert await teams.sweep() == 1
    campaign = encode("cmp", teams.campaign_id)
    one = await ok(
        live.console.get("/group-buy/estimate", params={"people": 3, "hours": 1, "campaign_id": campaign})
    )
    assert (one["teams"], one["filled"], one["enough"], one["low_bp"]) == (1, 0, False, 0)
    assert decode("cmp", campaign) == teams.campaign_id
