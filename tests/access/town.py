"""Two shops with something in every state, so that whoever may do a thing finds one to do it with, and a stranger's
refusal cannot be for want of it.

`ids` names what is there (`order.to_ship`, `case.applied`); the register of calls speaks of these names alone.
"""

import hashlib
import io
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pyotp
from PIL import Image

from lianyi.identity.types import PersonId, SessionId, Shopper, Staff, StaffId
from lianyi.kit import limits
from lianyi.kit.config import config
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, encode, new_id
from tests.access.payees import open_payouts
from tests.access.promises import open_promises
from tests.access.sellers import open_joining
from tests.access.town_past import ROLES, days_ago, today
from tests.access.town_plays import plays
from tests.case_world import CaseShop
from tests.conftest import run_queue
from tests.live_shop import ADDRESS, ok, open_live
from tests.shop_world import PASSWORD, Console, Visitor, code_of
from tests.team_world import Buyer, Teams
from tests.wechat_world import keys_of

BASE = "http://shop.test"
BACK_TO = {
    "name": "仓库", "phone": "0571-88880000", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 2 号", "is_default": True,
}  # fmt: skip
GOODS = (
    "商品编码,标题,SKU编码,价格,库存\nB1,茶,B1,不是价格,1\n".encode()
)  # a row that cannot be taken, to be mended
BY_WEIGHT = {
    "name": "全国统一", "kind": "by_weight",
    "rules": [{"regions": ["*"], "first": 1000, "first_fen": 0, "step": 1000, "step_fen": 0}],
}  # fmt: skip
PROGRAM = {
    "points_on": True, "earn_per_yuan": 1, "points_per_yuan": 100, "share_max_bp": 5000, "points_months": 12,
    "window_days": 365, "hold_days": 365, "version": 0,
}  # fmt: skip
ACCOUNT = Statement("select id from ledger_account where tenant_id = %(tenant)s order by id limit 1", UUID)


@dataclass
class Town:
    """Who is there, and what: `ids` in words of the wire."""

    live: object
    shop: CaseShop
    stack: AsyncExitStack
    app: object
    staff: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)
    tree: dict = field(default_factory=dict)

    def browser(self):
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=BASE)
        self.stack.push_async_callback(client.aclose)
        return client

    def name(self, name, prefix, value):
        """Keep an id; what comes as a UUID is put into words."""
        self.ids[name] = value if isinstance(value, str) else encode(prefix, value)
        return self.ids[name]

    async def enter(self, role, code=None):
        """A browser in which a member of staff has just signed in."""
        login = "owner@qinghe.test" if role == "owner" else f"{role}@qinghe.test"
        console = Console(self.browser(), self.live.console.clock, self.live.console.shop, {})
        given = {"login": login, "password": PASSWORD} | ({"totp": code} if code else {})
        await ok(console.act("POST", "/sign-in", given))
        return console

    async def by_phone(self, phone, slug=None):
        """A customer's device, signed in by a code in an SMS."""
        device = Visitor(self.browser(), slug or self.live.console.shop["slug"])
        await ok(device.act("POST", "/login/phone/code", {"phone": phone}))
        await ok(
            device.enter("/login/phone", {"phone": phone, "code": await code_of(self.shop.world, phone)})
        )
        return device

    async def change(self, statement, **more):
        async with self.shop.db.write(self.shop.tenant) as session:
            await session.run(statement, **more)

    async def find(self, statement, **more):
        async with self.shop.db.read(self.shop.tenant) as session:
            return await session.one(statement, **more)


@asynccontextmanager
async def open_town(app, db, world, clock, settle):
    """Open both shops and let happen what must have happened; gives the Town."""
    async with open_live(app, db, world, clock, settle) as live, AsyncExitStack() as stack:
        me = await ok(live.visitor.get("/me"))
        shopper = Shopper(
            live.goods.tenant,
            PersonId(decode("psn", me["id"])),
            SessionId(new_id()),
            live.goods.buyer["openids"],
        )
        me = await ok(live.console.get("/me"))
        owner = Staff(
            live.goods.tenant, StaffId(decode("stf", me["staff"]["id"])), new_id(), "owner", "掌柜", totp_ok=True,
            session=SessionId(new_id()),
        )  # fmt: skip
        given = {one.name: getattr(live.goods, one.name) for one in fields(live.goods)}
        town = Town(live, CaseShop(**given | {"shopper": shopper, "staff": owner}), stack, app)
        town.name("person.buyer", "psn", shopper.person)
        await _goods(town)
        await _staff(town)
        await days_ago(town)
        await today(town)
        await _around(town)
        await open_joining(town)
        await open_payouts(town)
        await _members(town)
        await open_promises(town)
        await _another(town)
        await limits.reset()
        yield town


async def _staff(town):
    """One of every role; after four days those who decide have settled in."""
    desk = town.live.console
    for role in ROLES:
        wanted = {"name": role, "login": f"{role}@qinghe.test", "role": role, "password": PASSWORD}
        made = await ok(desk.act("POST", "/staff", wanted, **(desk.fresh() if role == "finance" else {})))
        town.name(f"staff.{role}", "stf", made["id"])
    finance = await town.enter("finance")
    await finance.turn_on_totp()
    town.staff["finance"] = finance


async def _goods(town):
    """What a shop has before anybody buys: shelves, pictures, freight, addresses; far more stock than is asked for."""
    desk, shop = town.live.console, town.shop
    for index, (sku_id, _) in enumerate(shop.skus):
        town.name(f"sku.{index}", "sku", sku_id)
        town.name(f"product.{index}", "prd", shop.products[index])
        await ok(
            desk.act("POST", f"/stock/{town.ids[f'sku.{index}']}/adjust", {"delta": 500, "reason": "count"})
        )
    files = {"file": ("a.png", picture(), "image/png")}
    headers = {"Lianyi-Console": "1", "Idempotency-Key": uuid4().hex}
    town.name(
        "picture",
        "med",
        (await ok(desk.http.post("/api/console/pictures", files=files, headers=headers)))["id"],
    )
    town.name("category", "cat", (await ok(desk.act("POST", "/categories", {"name": "茶"})))["id"])
    town.name("freight", "frt", (await ok(desk.act("POST", "/freight-templates", BY_WEIGHT)))["id"])
    town.name(
        "freight.spare",
        "frt",
        (await ok(desk.act("POST", "/freight-templates", BY_WEIGHT | {"name": "备用"})))["id"],
    )
    draft = {"title": "还没上架", "skus": [{"price_fen": 900}]}
    town.name("product.draft", "prd", (await ok(desk.act("POST", "/products", draft)))["id"])
    file = {"file": ("goods.csv", GOODS, "text/csv")}
    kept = await desk.http.post("/api/console/imports", files=file, data={"kind": "products"}, headers=headers | {"Idempotency-Key": uuid4().hex})  # fmt: skip
    town.name("import", "imp", (await ok(_same(kept)))["id"])
    receiver = {
        "kind": "MERCHANT_ID", "account": (await shop.world.merchant("供应商有限公司"))["mchid"], "relation": "SUPPLIER",
        "name": "供应商有限公司", "standing_bp": 500,
    }  # fmt: skip
    await ok(desk.act("POST", "/payments/receivers", receiver, **desk.fresh()))
    await run_queue(shop.db)
    town.name("receiver", "rcv", (await ok(desk.get("/payments/receivers")))["items"][0]["id"])
    merchant = shop.merchant
    spare = {"kind": "MERCHANT_ID", "account": "1900000108", "relation": "SUPPLIER", "name": "供应商二"}
    town.name(
        "receiver.spare",
        "rcv",
        (await ok(desk.act("POST", "/payments/receivers", spare, **desk.fresh())))["id"],
    )
    keys = {"appid": merchant["oa_appid"], "secret": merchant["oa_secret"]}
    await ok(desk.act("PUT", "/settings/wechat-apps/official", keys, **desk.fresh()))
    keys = {
        "appid": merchant["mini_appid"],
        "secret": merchant["mini_secret"],
        "push_token": merchant["push_token"],
    }
    await ok(
        desk.act(
            "PUT",
            "/settings/wechat-apps/mini",
            keys | {"push_aes_key": merchant["encoding_aes_key"]},
            **desk.fresh(),
        )
    )
    await shop.settings(guarantee=True)


async def _same(answer):
    return answer


async def _around(town):
    """What stands around orders: a cart, a quote, teams, cards that go round, wishes that wait for a second person."""
    shop, desk, phone = town.shop, town.live.console, town.live.visitor
    home = await ok(phone.act("POST", "/addresses", ADDRESS))
    town.name("address", "adr", home["id"])
    await ok(phone.act("POST", "/cart/lines", {"sku_id": town.ids["sku.0"], "quantity": 1}))
    quote = await ok(phone.act("POST", "/quotes", {"source": "cart", "address_id": home["id"]}))
    town.name("quote", "quo", quote["id"])
    town.ids["payable_fen"] = quote["payable_fen"]
    await ok(phone.act("PUT", f"/favourites/{town.ids['product.0']}"))
    await _campaigns(town)
    await plays(town)
    target = {"target": {"kind": "product", "id": town.ids["product.0"]}}
    share = await ok(phone.act("POST", "/shares", target))
    town.name("share", "shr", share["id"])
    town.ids["token"] = share["token"]
    town.tree["card"] = share
    town.ids["device"] = str(uuid4())
    spare = Visitor(town.browser(), phone.slug)
    asked = {"appid": shop.merchant["mini_appid"], "kind": "login"}
    code = (await shop.world.ask("POST", f"/people/{shop.buyer['id']}/code", json=asked))["code"]
    await ok(spare.enter("/login/mini", {"code": code}))
    sessions = (await ok(spare.get("/me/sessions")))["items"]
    town.name("session.buyer", "ses", next(one["id"] for one in sessions if one["current"]))
    for who, (name, bp) in zip((desk, desk, town.staff["finance"]), (("asked", 600), ("own", 700), ("theirs", 800)), strict=True):  # fmt: skip
        account = (await shop.world.merchant(f"供应商{bp}"))["mchid"]
        wish = {"kind": "MERCHANT_ID", "account": account, "relation": "SUPPLIER", "name": f"供应商{bp}"}
        answer = await who.act("POST", "/payments/receivers", wish)
        assert answer.status_code == 202, answer.text
        town.name(f"approval.{name}", "apr", answer.json()["approval_id"])
    town.name("account", "acc", await town.find(ACCOUNT))
    files = {"file": ("a.png", picture(), "image/png")}
    for who, path, headers in (
        ("buyer", "/api/shop/aftersales/pictures", phone.headers()),
        ("staff", "/api/console/aftersales/pictures", {"Lianyi-Console": "1"}),
    ):
        client = phone.http if who == "buyer" else desk.http
        kept = await ok(client.post(path, files=files, headers=headers | {"Idempotency-Key": uuid4().hex}))
        town.name(f"evidence.{who}", "evi", kept["id"])
        town.tree[f"evidence.{who}"] = kept["url_200"]
    await _more_doors(town)


async def _more_doors(town):
    """What a sign-in or a proof needs beforehand, each for one use; addresses that carry their own secret."""
    shop, desk, world, merchant = town.shop, town.live.console, town.shop.world, town.shop.merchant
    guest = Visitor(town.browser(), town.live.visitor.slug)
    url = (await ok(guest.get("/login/official/url", params={"return_to": "/pages/me/index"})))["url"]
    as_buyer = f"{url.removesuffix('#wechat_redirect')}&sandbox_person={shop.buyer['id']}"
    async with world.http.get(as_buyer, allow_redirects=False) as went:
        back = parse_qs(urlsplit(went.headers["location"].split("#")[0]).query)
    town.tree["official"] = {"code": back["code"][0], "state": back["state"][0]}
    town.ids["browser_cookie"] = f"lianyi_browser={guest.http.cookies['lianyi_browser']}"
    for kind in ("login", "phone"):
        asked = {"appid": merchant["mini_appid"], "kind": kind}
        made = await world.ask("POST", f"/people/{shop.buyer['id']}/code", json=asked)
        town.tree[f"{kind}_code"] = made["code"]
    await ok(guest.act("POST", "/login/phone/code", {"phone": "13933330001"}))
    town.tree["sms"] = {"phone": "13933330001", "code": await code_of(world, "13933330001")}
    begun = await ok(town.staff["content"].act("POST", "/me/totp/begin", {"password": PASSWORD}))
    town.tree["totp_begun"] = pyotp.TOTP(begun["secret"]).at(int(shop.db.clock.now().timestamp()))
    pays = keys_of(merchant)
    town.tree["pay_keys"] = {one.name: getattr(pays, one.name) for one in fields(pays)}
    town.ids["notice_kind"] = (await ok(desk.get("/notice-kinds")))[0]["code"]
    town.name("notice", "ntc", (await ok(town.live.visitor.get("/notices")))["items"][0]["id"])
    stamp, nonce = "1772700000", "abc"
    words = "".join(sorted([merchant["push_token"], stamp, nonce]))
    signature = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
    town.tree["push"] = {"timestamp": stamp, "nonce": nonce, "signature": signature, "echostr": "hello"}
    town.ids |= {
        "evidence_url": town.tree["evidence.buyer"],
        "card_url": urlsplit(town.tree["card"]["card_url"]).path,
    }
    town.ids |= {
        "tenant": str(shop.tenant),
        "appid": merchant["mini_appid"],
        "page": f"{config().public_url}/s/x/",
    }


async def _campaigns(town):
    """A campaign in every state, a team that waits for its second, and one of its leader's alone."""
    shop, desk = town.shop, town.live.console
    now = shop.db.clock.now()
    draft = {
        "play": "group_buy", "title": "两人拼团", "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(days=7)).isoformat(), "channels": ["mini", "h5"], "settings": {"hours": 24},
        "skus": [{"sku_id": town.ids["sku.1"], "settings": {"people": 2, "price_fen": 2500}}],
    }  # fmt: skip
    town.tree["campaign"] = draft
    town.name("campaign.draft", "cmp", (await ok(desk.act("POST", "/campaigns", draft)))["id"])
    paused = await ok(desk.act("POST", "/campaigns", draft))
    town.name("campaign.paused", "cmp", paused["id"])
    await ok(desk.act("POST", f"/campaigns/{paused['id']}/publish", {"accept_unknown_cost": True}))
    await ok(desk.act("POST", f"/campaigns/{paused['id']}/pause"))
    teams = Teams(shop)
    town.name(
        "campaign.running",
        "cmp",
        await teams.run(people=2, price_fen=5000, completion="top_up", top_up_from_bp=5000),
    )
    home = decode("adr", town.ids["address"])
    buyer = Buyer(await shop.world.ask("GET", f"/people/{shop.buyer['id']}"), shop.shopper, home)
    placed = await teams.place(buyer)
    await teams.pay(buyer, placed)
    team = await teams.team_of(placed)
    town.name("team", "team", team.id)
    town.name("order.forming", "ord", placed.order_id)


async def _members(town):
    """A level that the buyer holds, and points in their hands."""
    desk = town.live.console
    given = {"program": PROGRAM, "levels": [{"name": "银卡", "off_bp": 500}], "accept_unknown_cost": True}
    saved = await ok(desk.act("PUT", "/members/program", given))
    town.ids["level"] = saved["levels"][0]["id"]
    person = town.ids["person.buyer"]
    await ok(
        desk.act("PUT", f"/members/people/{person}/level", {"level_id": town.ids["level"], "reason": "邀请"})
    )
    await ok(desk.act("POST", f"/members/people/{person}/points", {"points": 500, "reason": "赠送"}))
    await town.shop.tell()


async def _another(town):
    """A second shop and its customer, and a second customer of the first."""
    town.staff["other_shop"] = desk = Console(town.browser(), town.live.console.clock, {}, {})
    wish = {
        "shop_name": "Another", "slug": "another", "owner_name": "别家", "login": "owner@another.test",
        "password": PASSWORD, "accept_terms": True,
    }  # fmt: skip
    await ok(desk.act("POST", "/open", wish))
    await desk.turn_on_totp()
    made = await ok(
        desk.act("POST", "/products", {"title": "别家的茶", "skus": [{"price_fen": 100, "stock": 9}]})
    )
    town.name("other.product", "prd", made["id"])
    town.name("other.sku", "sku", made["skus"][0]["id"])
    await ok(desk.act("POST", "/products/shelf", {"ids": [made["id"]], "state": "on_shelf"}))
    town.tree["stranger"] = await town.by_phone("13911110001")
    town.tree["elsewhere"] = await town.by_phone("13911110002", "another")
    for who in ("stranger", "elsewhere"):
        address = await ok(town.tree[who].act("POST", "/addresses", ADDRESS))
        town.name(f"{who}.address", "adr", address["id"])
        town.name(f"person.{who}", "psn", (await ok(town.tree[who].get("/me")))["id"])


def picture(size=(40, 30), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()
