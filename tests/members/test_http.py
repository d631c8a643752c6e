"""Membership over HTTP: saved and read again, seen by the shopper, kept from strangers."""

from tests.live_shop import ADDRESS, ok, refused

PROGRAM = {
    "points_on": True, "earn_per_yuan": 1, "points_per_yuan": 100, "share_max_bp": 5000, "points_months": 12,
    "window_days": 365, "hold_days": 365, "version": 0,
}  # fmt: skip
SILVER = {"name": "银卡", "spend_fen": 10_000, "off_bp": 500}


async def _saved(live, levels, version=0):
    given = {"program": PROGRAM | {"version": version}, "levels": levels, "accept_unknown_cost": True}
    return await ok(live.console.act("PUT", "/members/program", given))


async def _me(live):
    return (await ok(live.console.act("GET", "/people")))["items"][0]["id"]


async def test_a_program_is_saved_read_and_saved_again(live):
    card = {"card_sku_id": live.skus[1], "card_days": 365}
    saved = await _saved(live, [SILVER, {"name": "金卡", "off_bp": 1_000, **card}])
    assert [level["name"] for level in saved["levels"]] == ["银卡", "金卡"]
    assert saved["levels"][1]["card_title"] == "茉莉花茶"
    fields = ("id", "name", "spend_fen", "off_bp", "card_sku_id", "card_days")
    again = [{name: level[name] for name in fields} for level in saved["levels"]]
    again[0]["off_bp"] = 300
    kept = await _saved(live, again, saved["program"]["version"])
    assert [(one["id"], one["off_bp"], one["card_sku_id"]) for one in kept["levels"]] == [
        (saved["levels"][0]["id"], 300, None), (saved["levels"][1]["id"], 1_000, live.skus[1]),
    ]  # fmt: skip
    stale = {"program": PROGRAM, "levels": again, "accept_unknown_cost": True}
    await refused(live.console.act("PUT", "/members/program", stale), 409, "stale_program")


async def test_a_look_before_saving_says_the_rules_and_keeps_nothing(live):
    given = {"program": PROGRAM, "levels": [SILVER | {"card_sku_id": live.skus[1], "card_days": 30}]}
    seen = await ok(live.console.act("POST", "/members/program/preview", given))
    assert seen["thin_count"] == 0
    assert seen["unknown_cost_count"] == 2
    assert seen["rules"][0] == "银卡:365 天内消费满 100 元 或 购买会员卡(30 天);权益:会员价 9.5 折。"
    assert (await ok(live.console.get("/members/program")))["levels"] == []


async def test_points_are_no_money_of_the_shops_ledger(live):
    """They are told on the members' pages, in points; among the fen of the ledger they would read as yuan."""
    await _saved(live, [SILVER])
    given = {"points": 300, "reason": "补偿"}
    await ok(live.console.act("POST", f"/members/people/{await _me(live)}/points", given))
    accounts = await ok(live.console.get("/ledger/accounts"))
    assert [one for one in accounts["items"] if one["purpose"].startswith("points")] == []
    assert accounts["sum_fen"] == 0


async def test_a_shopper_sees_level_prices_and_points_and_nobody_elses(live):
    saved = await _saved(live, [SILVER])
    person = await _me(live)
    level = {"level_id": saved["levels"][0]["id"], "reason": "邀请"}
    await ok(live.console.act("PUT", f"/members/people/{person}/level", level))
    await ok(live.console.act("POST", f"/members/people/{person}/points", {"points": 300, "reason": "补偿"}))
    centre = await ok(live.visitor.get("/members/me"))
    assert (centre["level"]["name"], centre["way"], centre["points"], centre["points_worth_fen"]) == (
        "银卡", "hand", 300, 300,
    )  # fmt: skip
    lines = (await ok(live.visitor.get("/members/points")))["items"]
    assert [(line["title"], line["points"], line["note"]) for line in lines] == [
        ("商家调整积分", 300, "补偿")
    ]
    product = (await ok(live.visitor.get("/products?limit=20")))["items"]
    ids = "&".join(f"product_id={one['id']}" for one in product)
    prices = await ok(live.visitor.get(f"/members/prices?{ids}"))
    found = {sku["price_fen"]: sku["member_price_fen"] for one in prices["products"] for sku in one["skus"]}
    assert found == {6_800: 6_460, 3_000: 2_850}
    card = await ok(live.console.get(f"/members/people/{person}"))
    assert [one["note"] for one in card["changes"]] == ["邀请"]
    audit = await ok(live.console.get("/audit"))
    assert {"members.level_set", "members.points_adjusted", "members.program_changed"} <= {
        one["what"] for one in audit["items"]
    }


async def test_points_are_chosen_at_the_checkout_and_shown_in_the_quote(live):
    await _saved(live, [])
    await ok(
        live.console.act(
            "POST", f"/members/people/{await _me(live)}/points", {"points": 300, "reason": "补偿"}
        )
    )
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    wanted = {
        "source": "direct",
        "lines": [{"sku_id": live.skus[0], "quantity": 1}],
        "address_id": address["id"],
    }
    plain = await ok(live.visitor.act("POST", "/quotes", wanted))
    assert plain["member"] == {
        "level": "", "points": 300, "usable_points": 300, "usable_fen": 300, "used_points": 0, "used_fen": 0,
    }  # fmt: skip
    less = await ok(live.visitor.act("POST", "/quotes", wanted | {"use_points": True}))
    assert [(one["source"], one["amount_fen"]) for one in less["adjustments"]] == [("members:points", -300)]
    assert less["payable_fen"] == plain["payable_fen"] - 300


async def test_a_shop_without_a_program_says_so_and_shows_no_membership(live):
    assert (await ok(live.visitor.get("/members/rules")))["levels"] == []
    assert (await ok(live.visitor.get("/members/me")))["points_on"] is False
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    wanted = {
        "source": "direct",
        "lines": [{"sku_id": live.skus[0], "quantity": 1}],
        "address_id": address["id"],
    }
    assert (await ok(live.visitor.act("POST", "/quotes", wanted)))["member"] is None


async def test_points_cannot_be_adjusted_where_there_are_none(live):
    person = await _me(live)
    given = {"points": 300, "reason": "补偿"}
    await refused(live.console.act("POST", f"/members/people/{person}/points", given), 409, "points_off")
    await _saved(live, [])
    stranger = "psn_" + "0" * 25 + "1"
    await refused(
        live.console.act("POST", f"/members/people/{stranger}/points", given), 404, "member_unknown"
    )
    too_many = given | {"points": 100_001}
    await refused(
        live.console.act("POST", f"/members/people/{person}/points", too_many),
        422,
        "points_adjustment_too_large",
    )
