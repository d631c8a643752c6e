"""A shop of a story: opened, stocked and visited over HTTP alone, by clients that ask again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from lianyi.kit import config
from lianyi.kit.clock import business_day
from lianyi.kit.ids import TenantId, decode, new_id
from tests.live_shop import ADDRESS, ok
from tests.payout_world import ID_NUMBER, NAME, freeze_commission, give_commission
from tests.shop_world import PASSWORD, Console, Visitor
from tests.wechat_world import coupon_stock

LOGIN = "owner@qinghe.test"
PRICE_FEN = 6800
STOCK = 10
AGREEMENT = "店主自愿加入,无需缴费,也无需购买任何商品。佣金只来自本人分享带来的成交。" * 2
RELEASES = "payments.jobs.advance_releases"


class KillShop:
    """One merchant, one product, one buyer; more people as a story wants them."""

    def __init__(self, instance):
        self.instance, self.world = instance, instance.world
        self.people, self.partners, self.clients = [], [], []

    async def __aenter__(self):
        self.instance.catch_up()
        self.console = Console(self.client(), self.world.clock, {}, {})
        wish = {
            "shop_name": "青禾茶铺", "slug": None, "owner_name": "青禾", "login": LOGIN, "password": PASSWORD,
            "accept_terms": True,
        }  # fmt: skip
        opened = await ok(self.console.act("POST", "/open", wish))
        self.console.shop, self.tenant = opened["shop"], TenantId(decode("shop", opened["shop"]["id"]))
        await self.console.turn_on_totp()
        self.merchant = merchant = await self.world.merchant()
        await self.world.ask("POST", f"/apps/{merchant['mini_appid']}", json={"trade_managed": False})
        keys = {
            "mchid": merchant["mchid"], "serial_no": merchant["merchant_serial_no"],
            "private_key": merchant["merchant_private_key"], "apiv3_key": merchant["apiv3_key"],
            "public_key_id": merchant["public_key_id"], "public_key": merchant["public_key"],
        }  # fmt: skip
        await ok(self.console.act("PUT", "/payments/account", keys))
        app = {"appid": merchant["mini_appid"], "secret": merchant["mini_secret"]}
        await ok(self.console.act("PUT", "/settings/wechat-apps/mini", app))
        draft = {"title": "明前龙井", "skus": [{"price_fen": PRICE_FEN, "weight_g": 80, "stock": STOCK}]}
        product = await ok(self.console.act("POST", "/products", draft))
        await ok(self.console.act("POST", "/products/shelf", {"ids": [product["id"]], "state": "on_shelf"}))
        self.sku_id = product["skus"][0]["id"]
        self.buyer = await self.visitor("林晓")
        return self

    async def visitor(self, name):
        """Somebody who has signed in through the mini program and has an address."""
        person = await self.world.person(name)
        visitor = Visitor(self.client(), self.console.shop["slug"])
        # the mini program, as WeChat sends it, on a phone of their own
        came_by = {"Lianyi-Channel": "mini", "Referer": "https://servicewechat.com/wx/1/page-frame.html"}
        visitor.http.headers.update({"Lianyi-Visitor": new_id().hex} | came_by)
        asked = {"appid": self.merchant["mini_appid"], "kind": "login"}
        code = (await self.world.ask("POST", f"/people/{person['id']}/code", json=asked))["code"]
        assert (await visitor.enter("/login/mini", {"code": code})).status_code == 200
        visitor.person, visitor.address = person, await ok(visitor.act("POST", "/addresses", ADDRESS))
        self.people.append(person)
        return visitor

    async def __aexit__(self, *_):
        for client in self.clients:
            await client.aclose()

    def client(self):
        self.clients.append(self.instance.client())
        return self.clients[-1]

    # -- buying -----------------------------------------------------------------------------------------------

    async def place(self, quantity=1, *, visitor=None, intent=None, using=None):
        visitor = visitor or self.buyer
        wanted = {
            "source": "direct", "lines": [{"sku_id": self.sku_id, "quantity": quantity}],
            "address_id": visitor.address["id"], "intent": intent, "using": using,
        }  # fmt: skip
        quote = await ok(visitor.act("POST", "/quotes", wanted))
        body = {
            "quote_id": quote["id"], "address_id": visitor.address["id"],
            "expected_payable_fen": quote["payable_fen"],
        }  # fmt: skip
        return (await ok(visitor.act("POST", "/orders", body)))["order_id"]

    async def pay_at_wechat(self, order_id, visitor=None):
        visitor = visitor or self.buyer
        sheet = await ok(visitor.act("POST", f"/orders/{order_id}/pay", {"method": "mini"}))
        prepay_id = sheet["params"]["package"].removeprefix("prepay_id=")
        await self.world.pay(prepay_id=prepay_id, person=visitor.person["id"])

    async def paid(self, quantity=1, *, visitor=None, intent=None, state="to_ship"):
        order_id = await self.place(quantity, visitor=visitor, intent=intent)
        await self.pay_at_wechat(order_id, visitor)
        await self.until_state(order_id, state)
        return order_id

    async def ship(self, order_id):
        parcel = {"carrier_code": "ZTO", "tracking_no": "ZT00012345678"}
        await ok(self.console.act("POST", f"/orders/{order_id}/ship", parcel))

    async def completed(self):
        """An order whose return window is over."""
        order_id = await self.paid()
        await self.ship(order_id)
        await ok(self.buyer.act("POST", f"/orders/{order_id}/receive"))
        await self.world.advance(timedelta(days=8))
        await self.until_state(order_id, "completed", "orders.jobs.complete_by_time")
        return order_id

    async def released(self, light=None):
        """A completed order whose money has left WeChat's escrow; the fuse is lit before it is bought."""
        if light is not None:
            await light()
        order_id = await self.completed()
        done = "select 1 from payments_release where state = 'released'"
        await self.until_row(done, RELEASES, step_seconds=5)
        return order_id

    async def partner(self):
        """A merchant that has a tenth of every order; WeChat has been told."""
        other = await self.world.merchant("龙坞茶厂")
        wanted = {
            "kind": "MERCHANT_ID", "account": other["mchid"], "name": "龙坞茶厂", "relation": "SUPPLIER",
            "standing_bp": 1000,
        }  # fmt: skip
        await ok(self.console.act("POST", "/payments/receivers", wanted, **self.console.fresh()))
        self.partners.append(other["mchid"])
        await self.instance.until(self.instance.rests)

    async def sellers(self, *visitors):
        """Visitors begin to sell for the shop; their ids as shopkeepers."""
        await ok(
            self.console.act("POST", "/distribution/agreements", {"body_zh": AGREEMENT, "body_en": AGREEMENT})
        )
        joining = await ok(self.console.get("/distribution/joining"))
        await ok(self.console.act("PUT", "/distribution/joining", joining | {"ways": ["everyone"]}))
        wish = {"agreement_version": 1, "is_adult": True, "words": ""}
        places = [await ok(visitor.act("POST", "/distribution/joining", wish)) for visitor in visitors]
        return [decode("shk", place["id"]) for place in places]

    async def seller(self, fen):
        """The buyer sells for the shop, has a real name, and `fen` of commission that is theirs to ask for."""
        (keeper,) = await self.sellers(self.buyer)
        name = {"name": NAME, "id_number": ID_NUMBER, "consent_version": 2}
        await ok(self.buyer.act("PUT", "/distribution/real-name", name))
        async with self.instance.db.write(self.tenant) as session:
            await give_commission(session, keeper, fen)

    async def waiting(self, keeper, *amounts_fen):
        """Commission of a shopkeeper whose window ends in half an hour."""
        async with self.instance.db.write(self.tenant) as session:
            for fen in amounts_fen:
                await freeze_commission(session, keeper, fen, self.world.clock.now() + timedelta(minutes=30))

    async def campaign(self, play, title, settings, *, days=30, **more):
        """A campaign of the mini program that runs; its word."""
        now = self.world.clock.now()
        draft = {
            "play": play, "title": title, "starts_at": (now - timedelta(hours=1)).isoformat(),
            "ends_at": (now + timedelta(days=days)).isoformat(), "channels": ["mini"], "settings": settings, "skus": [],
        }  # fmt: skip
        made = await ok(self.console.act("POST", "/campaigns", draft | more))
        await ok(self.console.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}))
        return made["id"]

    async def coupons(self, fen):
        """Coupons that other campaigns give; their campaign's word."""
        terms = {"kind": "fixed", "off_fen": fen, "threshold_fen": 0, "take": "granted", "valid_days": 30}
        return await self.campaign("coupon", "活动券", terms, days=60, budget_fen=100_000)

    async def coupon_stock(self):
        """A stock of WeChat Pay's own coupons that the merchant has made there; its number."""
        before = config.config()
        config.configure(replace(before, wechatpay_base_url=self.instance.sandbox_url))
        try:
            return await coupon_stock(self.merchant, self.world.clock.now())
        finally:
            config.configure(before)

    async def cash_packet(self, fen):
        """A weekly red packet of so much money for everybody, today; its campaign's word."""
        await ok(self.console.act("PUT", "/cash-prizes/limit", {"day_fen": 100_000}, **self.console.fresh()))
        weekday = str(business_day(self.world.clock.now()).isoweekday())
        how = {"opens": "weekly", "weekday": weekday, "split": "own", "pays": "cash", "fen": fen}
        return await self.campaign("red_packet", "现金红包日", how)

    async def confirm_transfer(self, confirmation):
        """The person takes the money of a pay-out or a prize on their phone."""
        given = await ok(self.buyer.get(confirmation))
        body = {"package": given["package"], "person": self.buyer.person["id"]}
        await self.world.ask("POST", "/transfers/confirm", json=body)

    async def sign_in(self):
        """Days are longer than a console's session; the server follows the sandbox's clock within a second."""

        async def entered():
            wish = {"login": LOGIN, "password": PASSWORD, "totp": self.console.code()}
            return (await self.console.act("POST", "/sign-in", wish)).status_code == 200

        await self.instance.until(entered)

    # -- looking ----------------------------------------------------------------------------------------------

    def one(self, query, **values):
        return self.instance.all(query, **values)[0][0]

    def state(self, order_id):
        return self.one("select state from orders_order where id = %(id)s", id=uuid_of(order_id))

    async def until_state(self, order_id, state, *sweeps, step_seconds=0):
        async def there():
            return self.state(order_id) == state

        await self.instance.until(there, *sweeps, step_seconds=step_seconds)

    async def until_row(self, query, *sweeps, step_seconds=0, **values):
        async def there():
            return bool(self.instance.all(query, **values))

        await self.instance.until(there, *sweeps, step_seconds=step_seconds)


def uuid_of(order_id):
    return UUID(str(decode("ord", order_id)))
