"""The budgets of docs/hot-paths.md: statements and waits of each hot verb. A number that grows must be meant."""

from lianyi.kit.ids import encode
from tests.live_shop import ADDRESS, ok
from tests.shop_world import Visitor, code_of


async def _quoted(live, source="direct", quantity=1):
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    lines = [{"sku_id": live.skus[0], "quantity": quantity}]
    if source == "cart":
        await ok(live.visitor.act("POST", "/cart/lines", lines[0]))
    wanted = {"source": source, "lines": lines if source == "direct" else [], "address_id": address["id"]}
    quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    return {
        "quote_id": quote["id"], "address_id": address["id"], "note": "", "no_return_confirmed_sku_ids": [],
        "expected_payable_fen": quote["payable_fen"],
    }  # fmt: skip


async def test_placing(live, spent):
    """The key, the shopper, 12 of the verb, the kept answer."""
    body = await _quoted(live)
    with spent:
        await ok(live.visitor.act("POST", "/orders", body))
    assert spent.both == (15, 6), spent


async def test_placing_from_a_cart_empties_it_for_one_statement_more(live, spent):
    body = await _quoted(live, "cart")
    with spent:
        await ok(live.visitor.act("POST", "/orders", body))
    assert spent.both == (16, 6), spent


async def test_a_micro_shops_price_asks_twice_more_and_waits_no_longer(live, spent):
    """Two statements when it is quoted, two and what is written down when it is placed; none for whoever comes otherwise."""
    keeper = await _keeper_who_prices(live)
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    wanted = {
        "source": "direct", "lines": [{"sku_id": live.skus[0], "quantity": 1}], "address_id": address["id"],
        "micro_shop_id": keeper,
    }  # fmt: skip
    with spent:
        quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    assert (spent.both, quote["adjustments"][0]["phase"]) == ((11, 3), "activity"), spent
    body = {
        "quote_id": quote["id"], "address_id": address["id"], "note": "", "no_return_confirmed_sku_ids": [],
        "expected_payable_fen": quote["payable_fen"],
    }  # fmt: skip
    with spent:
        await ok(live.visitor.act("POST", "/orders", body))
    assert spent.both == (18, 6), spent


async def _keeper_who_prices(live):
    """Somebody else's micro-shop in which the first SKU costs a tenth less than on the shelf; its id."""
    body_zh = "加入免费,也无需购买任何商品,随时可以退出,佣金只来自本人分享。"
    agreement = {"body_zh": body_zh, "body_en": "Joining is free and nothing has to be bought."}
    await ok(live.console.act("POST", "/distribution/agreements", agreement))
    joining = {
        "ways": ["everyone"], "probation_days": 0, "picks_max": 50, "pool_all": True, "grades": [{"name": "店主"}],
        "version": 0,
    }  # fmt: skip
    await ok(live.console.act("PUT", "/distribution/joining", joining))
    bands = [{"scope": "tenant", "lowest_bp": 9000}]
    given = {"open": True, "borne_by": "shop", "accept_unknown_cost": True, "bands": bands, "version": 0}
    await ok(live.console.act("PUT", "/distribution/price-bands", given))
    phone, number = Visitor(live.visitor.http, live.visitor.slug), "13955550009"
    await ok(phone.act("POST", "/login/phone/code", {"phone": number}))
    await ok(phone.enter("/login/phone", {"phone": number, "code": await code_of(live.world, number)}))
    keeper = await ok(
        phone.act("POST", "/distribution/joining", {"agreement_version": "1", "is_adult": True})
    )
    product = encode("prd", live.goods.products[0])
    await ok(phone.act("PUT", "/distribution/me/picks", {"items": [{"product_id": product}]}))
    (sku, *_) = (await ok(phone.get("/distribution/me/prices", params={"product_id": product})))["items"]
    price = {"sku_id": live.skus[0], "price_fen": sku["lowest_fen"]}
    await ok(phone.act("PUT", "/distribution/me/prices", {"items": [price]}))
    return keeper["id"]


async def test_placing_what_is_sold_out_locks_no_stock(live, spent):
    first, second = await _quoted(live, quantity=9), await _quoted(live, quantity=9)
    await ok(live.visitor.act("POST", "/orders", first))
    with spent:
        answer = await live.visitor.act("POST", "/orders", second)
    assert answer.json()["code"] == "stock_sold_out"
    assert not any("inventory_stock" in text and "for update" in text for text in spent.statements), spent


async def test_a_list_of_products(live, spent):
    with spent:
        await ok(live.visitor.act("GET", "/products?limit=20"))
    assert spent.both == (1, 1), spent


async def test_the_cart_and_the_quote(live, spent):
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    with spent:
        await ok(live.visitor.act("POST", "/cart/lines", {"sku_id": live.skus[0], "quantity": 1}))
    assert spent.both == (8, 3), spent
    with spent:
        await ok(
            live.visitor.act("POST", "/quotes", {"source": "cart", "lines": [], "address_id": address["id"]})
        )
    assert spent.both == (10, 3), spent


async def test_a_payment_from_prepay_to_the_shipping_list(live, spent, told):
    placed = await live.buy(1)
    with spent:
        client = await ok(live.visitor.act("POST", f"/orders/{placed['order_id']}/pay", {"method": "mini"}))
    assert spent.both == (9, 2), spent
    await live.world.pay(
        prepay_id=client["params"]["package"].removeprefix("prepay_id="), person=live.goods.buyer["id"]
    )
    with spent:
        await live.world.run_due()
    assert spent.both == (10, 4), spent
    with spent:
        await told()
    assert len(spent.by_reactions) == 14, spent.by_reactions


async def test_placing_at_a_members_price_asks_once_more_and_points_twice(live, spent):
    program = {
        "points_on": True, "earn_per_yuan": 1, "points_per_yuan": 100, "share_max_bp": 5000, "points_months": 12,
        "window_days": 365, "hold_days": 365, "version": 0,
    }  # fmt: skip
    given = {"program": program, "levels": [{"name": "银卡", "off_bp": 500}], "accept_unknown_cost": True}
    saved = await ok(live.console.act("PUT", "/members/program", given))
    person = (await ok(live.console.act("GET", "/people")))["items"][0]["id"]
    level = {"level_id": saved["levels"][0]["id"], "reason": "邀请"}
    await ok(live.console.act("PUT", f"/members/people/{person}/level", level))
    await ok(live.console.act("POST", f"/members/people/{person}/points", {"points": 900, "reason": "赠送"}))
    body = await _quoted(live)
    with spent:
        await ok(live.visitor.act("POST", "/orders", body))
    assert spent.both == (16, 6), spent
    address, lines = body["address_id"], [{"sku_id": live.skus[0], "quantity": 1}]
    wanted = {"source": "direct", "lines": lines, "address_id": address, "use_points": True}
    quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    with spent:
        body |= {"quote_id": quote["id"], "expected_payable_fen": quote["payable_fen"]}
        await ok(live.visitor.act("POST", "/orders", body))
    assert spent.both == (23, 8), spent
