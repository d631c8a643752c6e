"""One purchase over HTTP, from the cart to the received parcel, seen from the shop and from the console."""

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl

from lianyi.kit.ids import decode, encode
from tests.live_shop import ADDRESS, ok, refused
from tests.shop_world import PASSWORD


async def test_a_purchase_from_the_cart_to_the_received_parcel(live):
    visitor, console = live.visitor, live.console
    cart = await ok(visitor.act("POST", "/cart/lines", {"sku_id": live.skus[0], "quantity": 2}))
    assert (cart["selected_goods_fen"], cart["selected_count"], cart["lines"][0]["ok"]) == (13600, 2, True)
    placed = await live.buy(0, 1)
    order_id = placed["order_id"]
    assert placed["payable_fen"] == 16600
    assert (await ok(visitor.get("/cart")))["lines"] == []
    assert await ok(visitor.get("/orders/counts")) == {
        "awaiting_payment": 1, "forming": 0, "to_ship": 0, "shipped": 0, "refunding": 0,
    }  # fmt: skip
    assert await ok(visitor.get(f"/orders/{order_id}/payment")) == {"state": "pending", "paid_at": None}

    await live.pay(order_id)
    assert (await ok(visitor.get(f"/orders/{order_id}/payment")))["state"] == "succeeded"
    detail = await ok(visitor.get(f"/orders/{order_id}"))
    assert (detail["state"], detail["state_text"], detail["actions"]) == (
        "to_ship", "待发货", ["urge", "refund", "buy_again"],
    )  # fmt: skip
    assert detail["address"] == {
        "name": "王小明", "phone_masked": "138****1234", "full_text": "浙江省杭州市西湖区 文三路 1 号",
    }  # fmt: skip
    assert (detail["payment"]["method"], detail["note"]) == ("mini", "请轻放")
    assert [step["text"] for step in detail["history"]] == ["提交订单", "付款成功"]

    listed = await ok(console.get("/orders", params={"state": "to_ship"}))
    (row,) = listed["items"]
    assert (row["number"], row["receiver_masked"], row["phone_masked"], listed["total"]) == (
        placed["number"], "王**", "138****1234", 1,
    )  # fmt: skip
    assert listed["counts"]["to_ship"] == 1
    sent = {"carrier_code": "SF", "tracking_no": "SF1234567890"}
    shipped = await ok(console.act("POST", f"/orders/{order_id}/ship", sent))
    assert shipped["state"] == "shipped"
    await live.world.advance(timedelta(minutes=5))
    detail = await ok(visitor.get(f"/orders/{order_id}"))
    assert (detail["actions"], detail["parcels"][0]["carrier_name"]) == (
        ["receive", "aftersales", "buy_again"],
        "顺丰速运",
    )
    await ok(visitor.act("POST", f"/orders/{order_id}/receive"))
    whole = await ok(console.get(f"/orders/{order_id}"))
    assert (whole["state"], whole["address"]["name"], whole["address"]["full_text"]) == (
        "received", "王**", "浙江省杭州市西湖区",
    )  # fmt: skip
    assert [(step["kind"], step["actor_kind"], step["by"]) for step in whole["history"]] == [
        ("placed", "shopper", ""), ("paid", "system", "微信支付"), ("shipped", "staff", "青禾"),
        ("received", "shopper", ""),
    ]  # fmt: skip


async def test_the_same_key_answers_the_same_and_another_input_is_refused(live):
    visitor = live.visitor
    await live.buy(1)
    body = live.body
    headers = visitor.headers() | {"Idempotency-Key": uuid4().hex}
    first = await visitor.http.post("/api/shop/orders", json=body, headers=headers)
    again = await visitor.http.post("/api/shop/orders", json=body, headers=headers)
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    other = await visitor.http.post("/api/shop/orders", json=body | {"note": "x"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert await live.goods.stock() == (9, 1, 0)


async def test_refusals_speak_both_languages_and_carry_their_figures(live):
    placed = await live.buy(1)
    again = live.body | {"expected_payable_fen": 1}
    wanted = {
        "source": "direct",
        "address_id": again["address_id"],
        "lines": [{"sku_id": live.skus[0], "quantity": 1}],
    }
    quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    problem = await refused(
        live.visitor.act("POST", "/orders", again | {"quote_id": quote["id"]}), 409, "price_changed"
    )
    assert (problem["data"]["old_fen"], problem["data"]["new_fen"]) == (1, 6800)
    order_id = placed["order_id"]
    await refused(live.visitor.act("POST", f"/orders/{order_id}/receive"), 409, "order_in_other_state")
    english = await live.visitor.http.post(
        f"/api/shop/orders/{order_id}/urge",
        headers=live.visitor.headers() | {"Idempotency-Key": uuid4().hex, "Accept-Language": "en"},
    )
    assert english.json()["title"] == "The order is awaiting payment; this is not possible now"
    await refused(
        live.visitor.get(f"/orders/{encode('ord', decode('quo', quote['id']))}"), 404, "order_unknown"
    )


async def test_search_finds_by_number_phone_title_tracking_and_name(live):
    order_id = await live.paid(1)
    await live.paid(0, 1)
    number = (await ok(live.console.get(f"/orders/{order_id}")))["number"]
    await ok(
        live.console.act(
            "POST", f"/orders/{order_id}/ship", {"carrier_code": "顺丰", "tracking_no": "SF0001112223"}
        )
    )

    async def found(query, **more):
        return [
            row["number"]
            for row in (await ok(live.console.get("/orders", params={"q": query, **more})))["items"]
        ]

    for query in (number, "SF0001112223", "明前", "龙井"):
        assert await found(query) == [number], query
    for query in ("1234", "13800001234", "王小明"):
        assert len(await found(query)) == 2, query
    for query in ("9999", "李雷", "绿茶", "SF0001112224"):
        assert await found(query) == [], query
    assert await found("1234", state="to_ship") != [number]
    mine = await ok(live.visitor.get("/orders", params={"q": "茉莉"}))
    assert [order["lines"][0]["title"] for order in mine["items"]] == ["茉莉花茶"]


async def test_pages_go_on_where_they_stopped(live):
    for _ in range(3):
        await live.buy(1)
        await live.world.advance(timedelta(seconds=1))
    first = await ok(live.visitor.get("/orders", params={"limit": 2}))
    second = await ok(live.visitor.get("/orders", params={"limit": 2, "cursor": first["next_cursor"]}))
    numbers = [order["number"] for order in (*first["items"], *second["items"])]
    assert (len(set(numbers)), second["next_cursor"]) == (3, None)
    placed = [order["placed_at"] for order in (*first["items"], *second["items"])]
    assert placed == sorted(placed, reverse=True)


async def test_the_receiver_is_shown_to_who_may_see_and_that_is_written_down(live):
    order_id = await live.paid(1)
    shown = await ok(live.console.act("POST", f"/orders/{order_id}/reveal"))
    assert (shown["name"], shown["phone"], shown["address"]) == (
        "王小明", "13800001234", "浙江省杭州市西湖区 文三路 1 号",
    )  # fmt: skip
    looks = await ok(live.console.get("/audit/access"))
    assert looks["items"][0]["subject"] == order_id


async def test_the_packing_list_prints_and_runs_nothing(live):
    live.body_note = "<script>alert(1)</script>"
    order_id = await live.paid(2)
    await ok(live.console.act("PUT", f"/orders/{order_id}/note", {"staff_note": "<b>送小样</b>", "flag": 2}))
    for paper, size in (("a5", "size: A5"), ("a4", "size: A4")):
        page = await live.console.get(f"/orders/{order_id}/packing.html", params={"paper": paper})
        assert page.status_code == 200
        assert size in page.text
        assert "&lt;b&gt;送小样&lt;/b&gt;" in page.text
        assert "<b>送小样" not in page.text
        assert "13800001234" not in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")


async def test_finance_gets_orders_with_lines_and_money_that_sums(live):
    await live.paid(2, 1)
    await live.buy(1)
    sheet = await live.console.get("/orders/export.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).worksheets[0].iter_rows(values_only=True))
    header, *body = rows
    column = {name: index for index, name in enumerate(header)}
    assert len(body) == 3
    assert sum(row[column["买家应付(元)"]] or 0 for row in body) == 234
    assert sum(row[column["行金额(元)"]] for row in body) == 234
    assert [row[column["状态"]] for row in body if row[column["状态"]]] == ["待发货", "待付款"]
    only = await live.console.get("/orders/export.xlsx", params={"state": "to_ship"})
    assert len(list(openpyxl.load_workbook(io.BytesIO(only.content)).worksheets[0].iter_rows())) == 3


async def test_a_refund_is_asked_decided_and_arrives(live):
    order_id = await live.paid(2)
    detail = await ok(live.visitor.get(f"/orders/{order_id}"))
    wanted = {"lines": [{"line_id": detail["lines"][0]["id"], "quantity": 1}], "reason": "拍错了"}
    asked = await ok(live.visitor.act("POST", f"/orders/{order_id}/refunds", wanted))
    assert (asked["state"], asked["amount_fen"]) == ("requested", 6800)
    (row,) = (await ok(live.console.get("/refunds", params={"state": "requested"})))["items"]
    assert (row["id"], row["lines"][0]["title"], row["lines"][0]["amount_fen"]) == (
        asked["refund_id"], "明前龙井", 6800,
    )  # fmt: skip
    granted = await ok(live.console.act("POST", f"/refunds/{asked['refund_id']}/approve"))
    assert granted["state"] == "processing"
    await live.goods.refund_money()
    detail = await ok(live.visitor.get(f"/orders/{order_id}"))
    assert (detail["refunded_fen"], detail["refunds"][0]["state"], detail["lines"][0]["refunded_quantity"]) == (
        6800, "succeeded", 1,
    )  # fmt: skip
    whole = await ok(
        live.console.act(
            "POST", f"/orders/{order_id}/refunds",
            {"lines": [{"line_id": detail["lines"][0]["id"], "quantity": 1}], "reason": "缺货"},
        )
    )  # fmt: skip
    assert whole["amount_fen"] == 6800
    assert (await ok(live.console.get(f"/orders/{order_id}")))["close_reason_text"] == "已全额退款"


async def test_price_address_and_closing_in_the_console(live):
    order_id = (await live.buy(1))["order_id"]
    priced = await ok(
        live.console.act(
            "PUT", f"/orders/{order_id}/price", {"adjust_fen": -800, "freight_fen": 0, "reason": "老顾客"}
        )
    )
    assert priced == {"payable_fen": 6000}
    moved = {key: value for key, value in ADDRESS.items() if key != "is_default"} | {"name": "李雷"}
    await ok(live.console.act("PUT", f"/orders/{order_id}/address", moved))
    assert (await ok(live.console.get(f"/orders/{order_id}")))["address"]["name"] == "李*"
    await ok(live.console.act("POST", f"/orders/{order_id}/close", {"reason": "缺货"}))
    detail = await ok(live.visitor.get(f"/orders/{order_id}"))
    assert (detail["state"], detail["close_reason_text"]) == ("closed", "商家关闭")
    await refused(
        live.console.act("PUT", f"/orders/{order_id}/price", {"adjust_fen": 0, "freight_fen": 0}),
        409, "order_in_other_state",
    )  # fmt: skip


async def test_the_overview_counts_by_business_day(live):
    paid = await live.paid(1)
    await live.buy(2)
    await live.world.advance(timedelta(hours=49))
    late = await live.paid(0, 1)
    detail = await ok(live.visitor.get(f"/orders/{late}"))
    wanted = {"lines": [{"line_id": detail["lines"][0]["id"], "quantity": 1}], "reason": "拍错了"}
    await ok(live.visitor.act("POST", f"/orders/{late}/refunds", wanted))
    signed = {"login": "owner@qinghe.test", "password": PASSWORD, "totp": live.console.code()}
    await ok(live.console.act("POST", "/sign-in", signed))
    overview = await ok(live.console.get("/overview"))
    assert overview["today"] == {
        "paid_fen": 3000, "paid_orders": 1, "placed_orders": 1, "refunded_fen": 0, "new_people": 0, "visitors": None,
    }  # fmt: skip
    assert overview["yesterday"]["paid_fen"] == 0
    assert len(overview["trend"]) == 30
    assert [day for day in overview["trend"] if day["paid_fen"]] == [
        {"day": "2026-03-02", "paid_fen": 6800, "paid_orders": 1},
        {"day": "2026-03-04", "paid_fen": 3000, "paid_orders": 1},
    ]
    waits = {wait["kind"]: wait["count"] for wait in overview["attention"]}
    assert waits["to_ship"] == 2
    assert waits["ship_late"] == 1
    assert waits["refund_requested"] == 1
    assert "keys_missing" not in waits
    assert [(one["title"], one["paid_fen"]) for one in overview["top_products"]] == [
        ("明前龙井", 6800), ("茉莉花茶", 3000),
    ]  # fmt: skip
    shown = await ok(live.console.get("/orders", params={"attention": "late"}))
    assert [row["id"] for row in shown["items"]] == [paid]


async def test_what_comes_to_nothing_is_confirmed_without_a_payment(live):
    """The same key answers the same; the page asks for the payment and hears that there is nothing to pay."""
    await collected(live)
    address = await ok(live.visitor.act("POST", "/addresses", ADDRESS))
    wanted = {
        "source": "direct", "lines": [{"sku_id": live.skus[0], "quantity": 1}], "address_id": address["id"],
        "using": {"best": True, "chosen": []},
    }  # fmt: skip
    quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    body = {
        "quote_id": quote["id"], "address_id": address["id"], "note": "", "no_return_confirmed_sku_ids": [],
        "expected_payable_fen": quote["payable_fen"],
    }  # fmt: skip
    headers = live.visitor.headers() | {"Idempotency-Key": uuid4().hex}
    first, again = [
        await live.visitor.http.post("/api/shop/orders", json=body, headers=headers) for _ in range(2)
    ]
    assert (quote["payable_fen"], first.status_code, first.content) == (0, 201, again.content)
    order_id = first.json()["order_id"]
    detail = await ok(live.visitor.get(f"/orders/{order_id}"))
    paid = await ok(live.visitor.get(f"/orders/{order_id}/payment"))
    assert (detail["state"], detail["actions"]) == ("to_ship", ["urge", "refund", "buy_again"])
    assert (detail["payment"]["method"], detail["guarantee"]) == ("free", None)
    assert paid == {"state": "succeeded", "paid_at": detail["payment"]["paid_at"]}
    await refused(
        live.visitor.act("POST", f"/orders/{order_id}/pay", {"method": "mini"}), 409, "order_in_other_state"
    )
    await live.goods.tell()
    told = await ok(live.console.get(f"/orders/{order_id}/proceeds"))
    assert (told["place"], told["paid_fen"]) == ("free", 0)


async def collected(live):
    """The visitor has a coupon that covers whatever they buy."""
    now = live.goods.db.clock.now()
    draft = {
        "play": "coupon", "title": "全额券", "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(), "channels": ["mini", "h5"], "skus": [],
        "settings": {"kind": "fixed", "off_fen": 50_000, "threshold_fen": 0},
    }  # fmt: skip
    running = (await ok(live.console.act("POST", "/campaigns", draft)))["id"]
    await ok(live.console.act("POST", f"/campaigns/{running}/publish", {"accept_unknown_cost": True}))
    await ok(live.visitor.act("POST", f"/coupon/campaigns/{running}/collect"))
