"""The budgets of docs/hot-paths.md: statements and waits of each hot verb. A number that grows must be meant."""

from tests.live_shop import ADDRESS, ok


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
    assert spent.both == (9, 5), spent
    await live.world.pay(
        prepay_id=client["params"]["package"].removeprefix("prepay_id="), person=live.goods.buyer["id"]
    )
    with spent:
        await live.world.run_due()
    assert spent.both == (10, 4), spent
    with spent:
        await told()
    assert len(spent.by_reactions) == 19, spent.by_reactions


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
