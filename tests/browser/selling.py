"""A shop of its own on the shared instance, whose owner decides alone: what a merchant does before anybody sells for them."""

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pyotp

from lianyi.app.demo import catalogue
from tests.browser.shopping import call

PASSWORD = "hui-xin-de-shui-88"
RATE_BP = 2000
SEEN_WITHIN_SECONDS, SEEN_TRIES, SEEN_IN_A_ROW = 10, 600, 10
FREEZE_DAYS = 8
AGREEMENT = {
    "body_zh": "# 店主协议\n\n## 一、加入\n加入免费,没有入门费,也不要求先购买商品。\n\n## 二、佣金\n佣金只来自自己分享带来的订单,退款按比例扣回。",
    "body_en": "# Agreement\n\nJoining is free and needs no purchase. Commission comes from orders of your own shares.",
}
FREIGHT = {
    "name": "全国统一", "kind": "by_piece",
    "rules": [{"regions": ["*"], "first": 1, "first_fen": 0, "step": 1, "step_fen": 0, "free_from_fen": None, "excluded": False}],
}  # fmt: skip


@dataclass
class Merchant:
    """The owner at the console's door, by HTTP, on the clock that the sandbox shows."""

    instance: object
    slug: str
    totp: str = field(default="", repr=False)
    account: dict = field(default_factory=dict, repr=False)
    products: list = field(default_factory=list)

    def __post_init__(self):
        self.http = httpx.Client(
            base_url=f"{self.instance.address}/api/console", timeout=60, headers={"Lianyi-Console": "1"}
        )
        self.login = f"owner-{self.slug}@example.com"

    @property
    def shop(self):
        return f"{self.instance.address}/s/{self.slug}/"

    @property
    def sandbox(self):
        return f"{self.instance.sandbox_url}/_sandbox"

    def now(self):
        return datetime.now(UTC) + timedelta(seconds=call(f"{self.sandbox}/clock")["offset_seconds"])

    def ask(self, method, path, body=None, *, code=False):
        """One act under a key of its own; with `code` the owner's authenticator speaks for the second person."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        if code:
            headers["Lianyi-Code"] = self.code()
        answer = self.http.request(method, path, json=body, headers=headers)
        assert answer.is_success, (path, answer.status_code, answer.text[:400])
        return answer.json() if answer.content else None

    def code(self):
        """Six digits that were not used yet: a minute goes by on everybody's clock."""
        self.advance(61)
        return pyotp.TOTP(self.totp).at(self.now())

    def advance(self, seconds):
        """Time goes by, and the server has seen it."""
        call(f"{self.sandbox}/clock", {"advance_seconds": seconds})
        shop, tries = {"Lianyi-Shop": self.slug}, 0
        in_a_row = 0  # there are two servers, and each looks at the clock by itself
        while in_a_row < SEEN_IN_A_ROW:
            near = abs(self.now() - self.seen(shop)) <= timedelta(seconds=SEEN_WITHIN_SECONDS)
            in_a_row, tries = (in_a_row + 1 if near else 0), tries + 1
            assert tries < SEEN_TRIES, "the server does not see the sandbox's clock"
            time.sleep(0.05)

    def seen(self, shop):
        told = call(f"{self.instance.address}/api/shop/shop", headers=shop)["server_time"]
        return datetime.fromisoformat(told)

    def come_back(self):
        """Days later the session is over."""
        given = {"login": self.login, "password": PASSWORD, "totp": self.code()}
        self.ask("POST", "/sign-in", given)

    def open(self, name):
        """The shop with its keys, both of its apps on the phones, and goods on the shelf."""
        wish = {"shop_name": name, "slug": self.slug, "owner_name": "老周", "login": self.login}
        self.ask("POST", "/open", wish | {"password": PASSWORD, "accept_terms": True})
        self.totp = self.ask("POST", "/me/totp/begin", {"password": PASSWORD})["secret"]
        self.ask("POST", "/me/totp/confirm", {"code": self.code()})
        made = self.account = call(f"{self.sandbox}/merchants", {"name": name, "key": self.slug})
        keys = {
            "mchid": made["mchid"], "serial_no": made["merchant_serial_no"], "private_key": made["merchant_private_key"],
            "apiv3_key": made["apiv3_key"], "public_key_id": made["public_key_id"], "public_key": made["public_key"],
        }  # fmt: skip
        self.ask("PUT", "/payments/account", keys, code=True)
        for kind, short in (("mini", "mini"), ("official", "oa")):
            appid = made[f"{short}_appid"]
            app = {"appid": appid, "secret": made[f"{short}_secret"]}
            self.ask("PUT", f"/settings/wechat-apps/{kind}", app, code=True)
            call(f"{self.sandbox}/apps/{appid}", {"h5_url": self.shop})
        freight = self.ask("POST", "/freight-templates", FREIGHT)
        for product in catalogue.products()[:4]:
            self.products.append(self.list_product(product, freight["id"]))
        self.ask("POST", "/products/shelf", {"ids": self.products, "state": "on_shelf"})
        return self

    def list_product(self, product, freight_id):
        data = (catalogue.PICTURES / product.pictures[0]).read_bytes()
        sent = self.http.post(
            "/pictures",
            files={"file": (product.pictures[0], data, "image/webp")},
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )
        sku = product.skus[0]
        saved = self.ask(
            "POST", "/products",
            {
                "code": product.code, "title": product.title, "subtitle": product.subtitle, "tags": list(product.tags),
                "description": product.description, "picture_ids": [sent.json()["id"]], "options": [],
                "skus": [{"code": sku.code, "option_values": [], "price_fen": sku.price_fen, "cost_fen": sku.cost_fen,
                          "weight_g": sku.weight_g, "barcode": sku.barcode, "stock": sku.stock}],
                "return_policy": "yes", "freight_template_id": freight_id,
            },
        )  # fmt: skip
        return saved["id"]

    def promise(self):
        """An agreement, the joining open to everybody, and a share of the price of the first product."""
        self.ask("POST", "/distribution/agreements", AGREEMENT)
        settings = self.ask("GET", "/distribution/joining")
        self.ask("PUT", "/distribution/joining", settings | {"ways": ["everyone"]})
        plan = {
            "effective_at": self.now().isoformat(), "base": "paid", "freeze_days": FREEZE_DAYS, "seen_version": 0,
            "rules": [{"scope": "product", "scope_id": self.products[0], "rate_bp": RATE_BP}],
        }  # fmt: skip
        self.ask("POST", "/distribution/plans", plan, code=True)

    def person(self, name, phone, balance_fen=2_000_00):
        """Somebody with a phone of the sandbox."""
        born = {"name": name, "phone": phone, "balance_fen": balance_fen, "key": f"{self.slug}-{phone}"}
        return call(f"{self.sandbox}/people", born)["id"]
