"""The ground of everything, told over HTTP: a shop opens, sells, ships, refunds; the ledger and WeChat agree on every fen."""

from datetime import timedelta

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import Option, ProductDraft, ProductState, SkuDraft
from lianyi.identity.types import System
from lianyi.inventory import actions as inventory
from lianyi.inventory import queries as stock
from lianyi.inventory.types import AdjustReason
from lianyi.supply import actions as supply
from lianyi.supply.types import FreightKind, FreightRule
from tests.shop_world import PASSWORD, Visitor, tenant_of

ADDRESS = {
    "name": "林晓", "phone": "13800138000", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 1 号", "is_default": True,
}  # fmt: skip


async def stocked(db, tenant):
    """Two teas on the shelf, ten pieces each; freight 8 yuan to Zhejiang, 12 elsewhere."""
    by = System(tenant, "test")
    draft = ProductDraft(
        title="明前龙井", options=(Option("规格", ("50g", "100g")),),
        skus=(SkuDraft(("50g",), 6800, weight_g=80), SkuDraft(("100g",), 12800, weight_g=140)),
    )  # fmt: skip
    rules = (
        FreightRule(("330000",), first=1000, first_fen=800, step=500, step_fen=200),
        FreightRule(("*",), first=1000, first_fen=1200, step=500, step_fen=400),
    )
    async with db.write(tenant) as session:
        await supply.create_freight_template(
            session, by, supply.FreightDraft("快递", FreightKind.BY_WEIGHT, rules)
        )
        product = await catalog.create_product(session, by, draft)
        await catalog.set_shelf(session, by, [product.id], ProductState.ON_SHELF)
        for sku_id in product.sku_ids:
            await inventory.receive(session, by, sku_id, 10, AdjustReason.PURCHASE)
    return product


async def signed_in(world, owner, fresh_browser, person, appid):
    visitor = Visitor(fresh_browser(), owner.shop["slug"])
    code = (await world.ask("POST", f"/people/{person['id']}/code", json={"appid": appid, "kind": "login"}))[
        "code"
    ]
    answer = await visitor.enter("/login/mini", {"code": code})
    assert answer.status_code == 200, answer.text
    return visitor


async def placed(visitor, sku_id, quantity=1):
    """From a product's page to an order that awaits payment."""
    address = await visitor.act("POST", "/addresses", ADDRESS)
    assert address.status_code == 201, address.text
    cart = await visitor.act("POST", "/cart/lines", {"sku_id": sku_id, "quantity": quantity})
    assert cart.status_code == 200, cart.text
    quote = (
        await visitor.act("POST", "/quotes", {"source": "cart", "address_id": address.json()["id"]})
    ).json()
    order = await visitor.act(
        "POST", "/orders",
        {"quote_id": quote["id"], "address_id": address.json()["id"], "expected_payable_fen": quote["payable_fen"]},
    )  # fmt: skip
    assert order.status_code == 201, order.text
    return quote, order.json()


async def paid(world, visitor, person, order, settle):
    pay = await visitor.act("POST", f"/orders/{order['order_id']}/pay", {"method": "mini"})
    assert pay.status_code == 200, pay.text
    await world.pay(prepay_id=pay.json()["params"]["package"].removeprefix("prepay_id="), person=person["id"])
    await world.run_due()
    await settle()


async def sign_in_again(owner):
    """A week is longer than a console's session."""
    shown = {"login": "owner@qinghe.test", "password": PASSWORD, "totp": owner.code()}
    assert (await owner.act("POST", "/sign-in", shown)).status_code == 200


async def keyed(owner, merchant):
    """The owner puts in the keys of WeChat Pay, and they work."""
    keys = {
        "mchid": merchant["mchid"], "serial_no": merchant["merchant_serial_no"],
        "private_key": merchant["merchant_private_key"], "apiv3_key": merchant["apiv3_key"],
        "public_key_id": merchant["public_key_id"], "public_key": merchant["public_key"],
    }  # fmt: skip
    saved = await owner.act("PUT", "/payments/account", keys)
    assert saved.status_code == 200, saved.text
    assert merchant["apiv3_key"] not in saved.text
    tested = (await owner.act("POST", "/payments/account/test")).json()
    assert tested["ok"], tested


async def balances(owner):
    accounts = (await owner.get("/ledger/accounts")).json()
    assert accounts["sum_fen"] == 0
    return {row["purpose"]: (row["balance_fen"], row["held_fen"]) for row in accounts["items"]}


async def test_one_paid_order_from_the_shop_window_to_the_ledger(
    db, world, settle, owner, apps, fresh_browser
):
    tenant, merchant = tenant_of(owner), apps
    await keyed(owner, merchant)
    product = await stocked(db, tenant)
    person = await world.person("林晓")
    visitor = await signed_in(world, owner, fresh_browser, person, merchant["mini_appid"])

    home = (await visitor.get("/home")).json()
    assert [card["title"] for section in home["sections"] for card in section["products"]] == ["明前龙井"]
    found = (await visitor.get("/products", params={"q": "龙井"})).json()["items"]
    page = (await visitor.get(f"/products/{found[0]['id']}")).json()
    small = page["skus"][0]
    assert (small["price_fen"], small["available"], page["freight"]["from_fen"]) == (6800, 10, 800)
    freight = await visitor.get(f"/products/{page['id']}/freight", params={"region_code": "330106"})
    assert freight.json() == {"freight_fen": 800, "deliverable": True}

    quote, order = await placed(visitor, small["id"], 2)
    assert (quote["goods_fen"], quote["freight_fen"], quote["payable_fen"]) == (13600, 800, 14400)
    await paid(world, visitor, person, order, settle)
    seen = (await visitor.get(f"/orders/{order['order_id']}")).json()
    assert (seen["state"], seen["payment"]["state"]) == ("to_ship", "succeeded")
    assert await balances(owner) == {"buyers": (-14400, 0), "guaranteed": (14400, 0)}

    shipped = await owner.act(
        "POST", f"/orders/{order['order_id']}/ship", {"carrier_code": "ZTO", "tracking_no": "ZT00012345678"}
    )
    assert shipped.status_code == 201, shipped.text
    await world.advance(timedelta(minutes=2))
    await settle()
    detail = (await owner.get(f"/orders/{order['order_id']}")).json()
    assert [parcel["wechat_state"] for parcel in detail["parcels"]] == ["uploaded"]

    assert (await visitor.act("POST", f"/orders/{order['order_id']}/receive")).status_code == 204
    await world.advance(timedelta(days=8))
    await settle()
    assert (await visitor.get(f"/orders/{order['order_id']}")).json()["state"] == "completed"
    await sign_in_again(owner)
    # the shopper said so to the shop; WeChat waits for its own ten days to let go
    assert await balances(owner) == {"buyers": (-14400, 0), "guaranteed": (14400, 0)}
    assert (await visitor.get(f"/orders/{order['order_id']}")).json()["guarantee"]["held"] == "releasing"
    for _ in range(3):
        await world.advance(timedelta(days=1))
        await world.run_due()
        await settle()
    await sign_in_again(owner)
    assert await balances(owner) == {"buyers": (-14400, 0), "guaranteed": (0, 0), "earned": (14400, 0)}
    assert (await visitor.get(f"/orders/{order['order_id']}")).json()["guarantee"]["held"] == "released"

    why = (await owner.get(f"/ledger/why/{order['order_id']}")).json()
    assert [(step["step"], step["amount_fen"]) for step in why] == [("payment", 14400), ("release", 14400)]
    assert why[0]["reference"] == seen["payment"]["transaction_id"]
    async with db.read(tenant) as session:
        left = (await stock.stocks(session, [product.sku_ids[0]]))[product.sku_ids[0]]
    assert (left.available, left.reserved, left.sold, left.received) == (8, 0, 2, 10)
    wallet = await world.ask("GET", f"/people/{person['id']}")
    assert wallet["balance_fen"] == person["balance_fen"] - 14400
    assert (await world.ask("GET", "/money"))["difference_fen"] == 0


async def test_a_refund_before_shipping_gives_money_and_goods_back(
    db, world, settle, owner, apps, fresh_browser
):
    tenant, merchant = tenant_of(owner), apps
    await keyed(owner, merchant)
    product = await stocked(db, tenant)
    person = await world.person("周宁")
    visitor = await signed_in(world, owner, fresh_browser, person, merchant["mini_appid"])
    sku = (
        await visitor.get(f"/products/{(await visitor.get('/products')).json()['items'][0]['id']}")
    ).json()["skus"][0]
    _, order = await placed(visitor, sku["id"], 3)
    await paid(world, visitor, person, order, settle)

    line = (await visitor.get(f"/orders/{order['order_id']}")).json()["lines"][0]
    asked = await visitor.act(
        "POST", f"/orders/{order['order_id']}/refunds",
        {"lines": [{"line_id": line["id"], "quantity": 1}], "reason": "不想要了"},
    )  # fmt: skip
    assert asked.status_code == 201, asked.text
    approved = await owner.act("POST", f"/refunds/{asked.json()['refund_id']}/approve")
    assert approved.status_code == 200, approved.text
    await settle()
    await world.advance(timedelta(seconds=30))
    await world.run_due()
    await settle()
    assert (await balances(owner))["buyers"] == (-(14400 + 6800) + 6800, 0)

    rest = [{"line_id": line["id"], "quantity": 2}]
    given = await owner.act("POST", f"/orders/{order['order_id']}/refunds", {"lines": rest, "reason": "缺货"})
    assert given.status_code == 201, given.text
    await settle()
    await world.advance(timedelta(seconds=90))
    await world.run_due()
    await settle()
    closed = (await visitor.get(f"/orders/{order['order_id']}")).json()
    assert (closed["state"], closed["refunded_fen"]) == ("closed", order["payable_fen"])
    assert await balances(owner) == {"buyers": (0, 0), "guaranteed": (0, 0)}
    async with db.read(tenant) as session:
        left = (await stock.stocks(session, [product.sku_ids[0]]))[product.sku_ids[0]]
    assert (left.available, left.reserved, left.sold, left.received) == (10, 0, 0, 10)
    assert (await world.ask("GET", f"/people/{person['id']}"))["balance_fen"] == person["balance_fen"]
