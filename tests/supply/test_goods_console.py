from datetime import timedelta

import pytest

PRODUCT = {
    "title": "明前龙井",
    "options": [{"name": "净含量", "values": ["50g", "100g"]}],
    "skus": [
        {"option_values": ["50g"], "price_fen": 6800, "weight_g": 80, "stock": 10},
        {"option_values": ["100g"], "price_fen": 12800, "stock": 0},
    ],
}


async def add(owner, **changes):
    answer = await owner.act("POST", "/products", {**PRODUCT, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def shop_get(owner, path, **more):
    return await owner.http.get(f"/api/shop{path}", headers={"Lianyi-Shop": owner.shop["slug"]}, **more)


async def test_the_first_product_is_on_sale_in_two_steps(owner):
    saved = await add(owner)
    assert (saved["state"], saved["version"]) == ("draft", 1)
    assert [(sku["available"], sku["code"]) for sku in saved["skus"]] == [
        (10, f"{saved['code']}-1"),
        (0, f"{saved['code']}-2"),
    ]
    shelved = await owner.act("POST", "/products/shelf", {"ids": [saved["id"]], "state": "on_shelf"})
    assert shelved.json() == {"changed": 1}
    listed = (await shop_get(owner, "/products")).json()["items"]
    assert [
        (card["title"], card["price_fen"], card["price_max_fen"], card["sold_out"]) for card in listed
    ] == [("明前龙井", 6800, 12800, False)]
    page = (await shop_get(owner, f"/products/{saved['id']}")).json()
    assert [(sku["option_values"], sku["available"]) for sku in page["skus"]] == [
        (["50g"], 10),
        (["100g"], 0),
    ]
    home = (await shop_get(owner, "/home")).json()
    assert [card["id"] for card in home["sections"][0]["products"]] == [saved["id"]]


async def test_a_draft_is_seen_by_nobody_outside(owner):
    saved = await add(owner)
    assert (await shop_get(owner, f"/products/{saved['id']}")).status_code == 404
    assert (await shop_get(owner, "/products")).json()["items"] == []


async def test_an_edit_on_an_old_version_is_refused(owner):
    saved = await add(owner)
    body = {**PRODUCT, "skus": saved["skus"], "version": 1}
    assert (await owner.act("PUT", f"/products/{saved['id']}", body)).json()["version"] == 2
    refused = await owner.act("PUT", f"/products/{saved['id']}", {**body, "title": "旧"})
    assert (refused.status_code, refused.json()["code"], refused.json()["data"]) == (
        409,
        "stale_version",
        {"version": 2},
    )
    assert (await owner.get(f"/products/{saved['id']}")).json()["title"] == "明前龙井"


async def test_stock_of_a_known_sku_is_not_received_twice(owner):
    saved = await add(owner)
    skus = [{**sku, "stock": 99} for sku in saved["skus"]]
    changed = (
        await owner.act("PUT", f"/products/{saved['id']}", {**PRODUCT, "skus": skus, "version": 1})
    ).json()
    assert [sku["available"] for sku in changed["skus"]] == [10, 0]


async def test_a_bad_field_is_named_and_nothing_is_written(owner):
    answer = await owner.act("POST", "/products", {**PRODUCT, "skus": PRODUCT["skus"][:1]})
    assert (answer.status_code, answer.json()["field"]) == (422, "skus")
    assert answer.json()["detail"] == "缺少规格组合「100g」"
    assert (await owner.get("/products")).json()["items"] == []


async def test_a_former_price_nobody_paid_is_refused_with_its_reason(owner):
    skus = [{**sku, "market_price_fen": sku["price_fen"] + 1000} for sku in PRODUCT["skus"]]
    answer = await owner.act("POST", "/products", {**PRODUCT, "skus": skus})
    assert (answer.status_code, answer.json()["code"]) == (422, "market_price_unlawful")
    assert "还没有真实成交" in answer.json()["detail"]


async def test_script_in_a_description_never_reaches_a_shopper(owner):
    saved = await add(
        owner, description='<p onclick="x()">茶<script>alert(1)</script><img src=x onerror=alert(1)></p>'
    )
    await owner.act("POST", "/products/shelf", {"ids": [saved["id"]], "state": "on_shelf"})
    page = (await shop_get(owner, f"/products/{saved['id']}")).json()
    assert page["description"] == "<p>茶<img></p>"


async def test_the_table_filters_and_counts(owner):
    tea = await add(owner)
    await add(owner, title="青花瓷杯", options=[], skus=[{"price_fen": 900, "stock": 3}])
    await owner.act("POST", "/products/shelf", {"ids": [tea["id"]], "state": "on_shelf"})
    listed = (await owner.get("/products")).json()
    assert listed["total"] == 2
    assert {row["title"]: row["available"] for row in listed["items"]} == {"明前龙井": 10, "青花瓷杯": 3}
    for query, titles in (
        ("state=draft", ["青花瓷杯"]),
        ("q=龙井", ["明前龙井"]),
        ("q=" + tea["code"], ["明前龙井"]),
        ("low_stock=true&q=杯", ["青花瓷杯"]),
        ("sort=sold&q=龙", ["明前龙井"]),
    ):
        assert [row["title"] for row in (await owner.get(f"/products?{query}")).json()["items"]] == titles, (
            query
        )


async def test_prices_are_told_from_the_first(owner, clock):
    saved = await add(owner)
    clock.advance(timedelta(minutes=5))
    skus = [{**saved["skus"][0], "price_fen": 5900}, saved["skus"][1]]
    await owner.act("PUT", f"/products/{saved['id']}", {**PRODUCT, "skus": skus, "version": 1})
    prices = (await owner.get(f"/products/{saved['id']}/prices")).json()["items"]
    assert [one["price_fen"] for one in prices] == [5900, 6800, 12800]


async def test_a_draft_is_deleted_and_its_stock_counted_out(owner):
    saved = await add(owner)
    assert (await owner.act("DELETE", f"/products/{saved['id']}")).status_code == 204
    assert (await owner.get(f"/products/{saved['id']}")).status_code == 404
    listed = await add(owner)
    await owner.act("POST", "/products/shelf", {"ids": [listed["id"]], "state": "on_shelf"})
    refused = await owner.act("DELETE", f"/products/{listed['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "product_sold")


async def test_stock_is_adjusted_with_a_reason_and_the_history_says_who(owner):
    saved = await add(owner)
    sku_id = saved["skus"][0]["id"]
    answer = await owner.act(
        "POST", f"/stock/{sku_id}/adjust", {"delta": -3, "reason": "damage", "note": "受潮"}
    )
    assert answer.json() == {"available": 7}
    refused = await owner.act("POST", f"/stock/{sku_id}/adjust", {"delta": -8, "reason": "damage"})
    assert (refused.status_code, refused.json()["code"], refused.json()["data"]) == (
        409, "stock_would_be_negative", {"available": 7, "wanted": 8},
    )  # fmt: skip
    rows = (await owner.get(f"/stock/{sku_id}/movements")).json()["items"]
    assert sorted(
        (row["kind"], row["delta_available"], row["reason"], row["note"], row["by"]) for row in rows
    ) == [
        ("adjusted", -3, "damage", "受潮", "青禾"),
        ("received", 10, "purchase", "", "青禾"),
    ]
    stock = (await owner.get("/stock?low=true")).json()["items"]
    assert [(row["option_text"], row["available"]) for row in stock] == [("净含量:100g", 0)]


async def test_categories_in_their_order(owner):
    tea = (await owner.act("POST", "/categories", {"name": "茶", "icon": "tea"})).json()
    cup = (await owner.act("POST", "/categories", {"name": "杯", "icon": "cup"})).json()
    green = (await owner.act("POST", "/categories", {"name": "绿茶", "parent_id": tea["id"]})).json()
    assert (
        await owner.act("POST", "/categories/order", {"ids": [cup["id"], tea["id"], green["id"]]})
    ).status_code == 204
    assert [one["name"] for one in (await owner.get("/categories")).json()["items"]] == ["杯", "茶", "绿茶"]
    shown = (await shop_get(owner, "/categories")).json()["items"]
    assert [(one["name"], [child["name"] for child in one["children"]]) for one in shown] == [
        ("杯", []),
        ("茶", ["绿茶"]),
    ]
    refused = await owner.act("DELETE", f"/categories/{tea['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "category_in_use")
    refused = await owner.act("POST", "/categories", {"name": "x", "icon": "rocket"})
    assert (refused.status_code, refused.json()["field"]) == (422, "icon")


@pytest.mark.parametrize(("role", "status"), [("content", 201), ("finance", 403), ("warehouse", 403)])
async def test_only_who_may_write_goods_adds_them(owner, colleague, role, status):
    console = await colleague(owner, role)
    assert (await console.act("POST", "/products", PRODUCT)).status_code == status


async def test_another_shop_cannot_touch_it(owner, open_shop):
    saved = await add(owner)
    other = await open_shop("Other", "other@qinghe.test")
    assert (await other.get(f"/products/{saved['id']}")).status_code == 404
    assert (await other.act("PUT", f"/products/{saved['id']}", PRODUCT)).status_code == 404
    sku_id = saved["skus"][0]["id"]
    answer = await other.act("POST", f"/stock/{sku_id}/adjust", {"delta": 1, "reason": "count"})
    assert (answer.status_code, answer.json()["code"]) == (404, "sku_not_found")


async def test_words_that_want_another_look_are_told_and_claims_are_refused(owner):
    told = await add(owner, title="顶级龙井")
    assert [(one["field"], one["phrase"], one["refused"]) for one in told["words"]] == [
        ("title", "顶级", False)
    ]

    answer = await owner.act("POST", "/products", {**PRODUCT, "description": "<p>疗效显著</p>"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422,
        "against_the_rules",
        "description",
    )
    assert "「疗效」" in answer.json()["detail"]
