"""A shop opened through the front door, with keys, goods on the shelf and a customer of the mini program."""

from contextlib import asynccontextmanager

import httpx

from lianyi.kit.ids import TenantId, decode, encode
from lianyi.payments import actions as payments
from tests.order_world import Shop
from tests.shop_world import PASSWORD, Console, Visitor
from tests.wechat_world import keys_of


class Live:
    def __init__(self, console, visitor, goods, settle):
        self.console, self.visitor, self.goods, self.world = console, visitor, goods, goods.world
        self.settle = settle
        self.skus = [encode("sku", sku_id) for sku_id, _ in goods.skus]

    async def buy(self, *quantities):
        """An order that awaits payment, placed from the cart."""
        for sku_id, quantity in zip(self.skus, quantities, strict=False):
            if quantity:
                await ok(self.visitor.act("POST", "/cart/lines", {"sku_id": sku_id, "quantity": quantity}))
        address = await ok(self.visitor.act("POST", "/addresses", ADDRESS))
        wanted = {"source": "cart", "address_id": address["id"]}
        quote = await ok(self.visitor.act("POST", "/quotes", wanted))
        self.body = {
            "quote_id": quote["id"], "address_id": address["id"], "note": "请轻放",
            "no_return_confirmed_sku_ids": [], "expected_payable_fen": quote["payable_fen"],
        }  # fmt: skip
        return await ok(self.visitor.act("POST", "/orders", self.body))

    async def pay(self, order_id):
        client = await ok(self.visitor.act("POST", f"/orders/{order_id}/pay", {"method": "mini"}))
        await self.world.pay(
            prepay_id=client["params"]["package"].removeprefix("prepay_id="), person=self.goods.buyer["id"]
        )
        await self.world.run_due()
        await self.goods.tell()

    async def paid(self, *quantities):
        placed = await self.buy(*quantities)
        await self.pay(placed["order_id"])
        return placed["order_id"]


ADDRESS = {
    "name": "王小明", "phone": "13800001234", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 1 号", "is_default": True,
}  # fmt: skip


async def ok(call):
    answer = await call
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def refused(call, status, code):
    answer = await call
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return answer.json()


@asynccontextmanager
async def open_live(app, db, world, clock, settle):
    """A shop opened through the front door, with keys, goods on the shelf and a customer of the mini program."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://shop.test") as office,
        httpx.AsyncClient(transport=transport, base_url="http://shop.test") as phone,
    ):
        console = Console(office, clock, {}, {})
        wish = {
            "shop_name": "Qinghe Tea", "slug": None, "owner_name": "青禾", "login": "owner@qinghe.test",
            "password": PASSWORD, "accept_terms": True,
        }  # fmt: skip
        opened = await console.act("POST", "/open", wish)
        assert opened.status_code == 201, opened.text
        console.shop, console.staff = opened.json()["shop"], opened.json()["staff"]
        await console.turn_on_totp()
        merchant, person = await world.merchant(), await world.person()
        keys = {"appid": merchant["mini_appid"], "secret": merchant["mini_secret"]}
        assert (await console.act("PUT", "/settings/wechat-apps/mini", keys)).status_code == 200
        tenant = TenantId(decode("shop", console.shop["id"]))
        buyer = await world.ask("GET", f"/people/{person['id']}")
        goods = Shop(db, world, tenant, merchant, buyer, None, None)
        async with db.write(tenant) as session:
            await payments.save_keys(session, keys_of(merchant))
        await goods.stock_up(6800, 10)
        await goods.stock_up(3000, 5, title="茉莉花茶")
        visitor = Visitor(phone, console.shop["slug"])
        asked = {"appid": merchant["mini_appid"], "kind": "login"}
        code = (await world.ask("POST", f"/people/{person['id']}/code", json=asked))["code"]
        assert (await visitor.enter("/login/mini", {"code": code})).status_code == 200
        yield Live(console, visitor, goods, settle)
