"""Who acts in the replay: staff at the console and shoppers with their phones, all over HTTP."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

import httpx
import pyotp

from lianyi.app.demo.instance import Instance
from lianyi.app.demo.signin import new_password
from lianyi.app.replay.plan import PIECES_OF_A_WANT_MAX, Sale, Sku

SECONDS_MAX = 120
RESTING_SECONDS_MAX = 2
SIDE_BY_SIDE = 16
AGAIN = (429, 503)  # too many acts of one person in a minute; the database or WeChat did not answer in time
AGAIN_SECONDS, TRIES_MAX = 2, 8
SHOP = "replay"
LOGIN = "owner@replay.example"
STAFF_EVERY = timedelta(hours=8)  # a session of the console rests at most twelve
SHOPPER_EVERY = timedelta(days=20)  # one of the shop lives thirty
# The file's addresses are countries. Everything goes to one door; carriage is in the invoices, as postage lines.
HOME = {
    "name": "重放", "region_code": "330106", "province": "浙江省", "city": "杭州市", "district": "西湖区",
    "detail": "文三路 388 号", "is_default": True,
}  # fmt: skip


class Refused(Exception):
    """The shop refused what the plan takes for granted; the message is the shop's own."""


class Caller:
    """JSON over HTTP for many callers at once; every act carries an idempotency key, as the front ends do."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        # The server drops a connection that rests for five seconds; a call just then would be lost on its way.
        resting = httpx.Limits(max_connections=SIDE_BY_SIDE, keepalive_expiry=RESTING_SECONDS_MAX)
        self._http = httpx.AsyncClient(
            base_url=url, headers=headers, timeout=SECONDS_MAX, trust_env=False, limits=resting
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._http.aclose()

    async def get(self, path: str, **params: str) -> Any:
        return self._read(await self._http.get(path, params=params))

    async def send(self, method: str, path: str, headers: dict[str, str] | None = None, **said: Any) -> Any:
        """`json=` or `data=` and `files=`. Who is too fast, or meets a busy house, waits and does the same act again."""
        key = {"Idempotency-Key": str(uuid4())}
        for _ in range(TRIES_MAX):
            answer = await self._http.request(method, path, headers={**(headers or {}), **key}, **said)
            if answer.status_code not in AGAIN:
                break
            await asyncio.sleep(float(answer.headers.get("Retry-After", AGAIN_SECONDS)))
        return self._read(answer)

    @staticmethod
    def _read(answer: httpx.Response) -> Any:
        if answer.is_error:
            asked = answer.request
            raise Refused(f"{asked.method} {asked.url.path}: {answer.status_code} {answer.text[:400]}")
        return answer.json() if answer.content else None


@dataclass
class Desk:
    """The owner at the console; the second factor is there because keys of WeChat Pay ask for it."""

    here: Instance
    caller: Caller
    password: str = ""
    secret: str = ""
    entered_at: datetime | None = None

    async def open_shop(self) -> dict[str, Any]:
        """Open the shop, give it a merchant's keys at WeChat and free carriage; answers the merchant."""
        self.password = new_password()
        await self.caller.send("POST", "/open", json={
            "shop_name": "Online Retail 重放", "slug": SHOP, "owner_name": "重放", "login": LOGIN,
            "password": self.password, "accept_terms": True,
        })  # fmt: skip
        begun = await self.caller.send("POST", "/me/totp/begin", json={"password": self.password})
        self.secret = begun["secret"]
        await self.caller.send("POST", "/me/totp/confirm", json={"code": self._code()})
        self.entered_at = self.here.clock.now()
        merchant = await self.here.sandbox.merchant("Online Retail", SHOP)
        await self.caller.send("PUT", "/payments/account", json={
            "mchid": merchant["mchid"], "serial_no": merchant["merchant_serial_no"],
            "private_key": merchant["merchant_private_key"], "apiv3_key": merchant["apiv3_key"],
            "public_key_id": merchant["public_key_id"], "public_key": merchant["public_key"],
        })  # fmt: skip
        keys = {"appid": merchant["mini_appid"], "secret": merchant["mini_secret"]}
        await self.caller.send("PUT", "/settings/wechat-apps/mini", json=keys)
        free = {"name": "运费已在发票里", "kind": "free", "is_default": True, "rules": []}
        await self.caller.send("POST", "/freight-templates", json=free)
        return merchant

    async def enter(self) -> None:
        """Sign in again when the session has rested too long by the shop's clock."""
        now = self.here.clock.now()
        if self.entered_at is not None and now - self.entered_at < STAFF_EVERY:
            return
        shown = {"login": LOGIN, "password": self.password, "totp": self._code()}
        await self.caller.send("POST", "/sign-in", json=shown)
        self.entered_at = now

    def _code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.here.clock.now())


@dataclass
class Shopper:
    """A customer of the file with a phone in our town."""

    number: int
    wallet_fen: int
    person: str = ""
    address: str = ""
    headers: dict[str, str] | None = None
    entered_at: datetime | None = None


@dataclass
class Phones:
    """Every shopper's way into the shop."""

    here: Instance
    caller: Caller
    appid: str
    skus: dict[Sku, str]

    async def buy(self, shopper: Shopper, sale: Sale) -> str:
        """Quote, order, pay in the mini program; answers the order. The callback is on its way when this returns."""
        await self._enter(shopper)
        lines = [
            {"sku_id": self.skus[sku], "quantity": min(PIECES_OF_A_WANT_MAX, quantity - start)}
            for sku, quantity in sale.wants
            for start in range(0, quantity, PIECES_OF_A_WANT_MAX)
        ]
        wish = {"source": "direct", "lines": lines, "address_id": shopper.address}
        quote = await self.caller.send("POST", "/quotes", shopper.headers, json=wish)
        placed = await self.caller.send("POST", "/orders", shopper.headers, json={
            "quote_id": quote["id"], "address_id": shopper.address, "note": sale.invoice,
            "expected_payable_fen": quote["payable_fen"],
        })  # fmt: skip
        order = str(placed["order_id"])
        sheet = await self.caller.send(
            "POST", f"/orders/{order}/pay", shopper.headers, json={"method": "mini"}
        )
        await self.here.sandbox.pay(sheet["params"]["package"].removeprefix("prepay_id="))
        return order

    async def _enter(self, shopper: Shopper) -> None:
        """Open the mini program; the first time there is an address to write down, too."""
        now = self.here.clock.now()
        if shopper.entered_at is not None and now - shopper.entered_at < SHOPPER_EVERY:
            return
        phone = f"139{shopper.number:08}"
        if not shopper.person:
            found = await self.here.sandbox.person(
                f"顾客 {shopper.number}", f"{SHOP}-{shopper.number}", phone, "1", shopper.wallet_fen
            )
            shopper.person = str(found["id"])
        code = await self.here.sandbox.login_code(shopper.person, self.appid)
        # Every phone has an address of its own, told by the proxy in front: the shop counts sign-ins by it.
        seen = {
            "X-Forwarded-For": f"10.{shopper.number >> 16 & 255}.{shopper.number >> 8 & 255}.{shopper.number & 255}"
        }
        signed_in = await self.caller.send("POST", "/login/mini", seen, json={"code": code})
        shopper.headers = {**seen, "Authorization": f"Bearer {signed_in['token']}"}
        shopper.entered_at = now
        if not shopper.address:
            home = {**HOME, "phone": phone}
            kept = await self.caller.send("POST", "/addresses", shopper.headers, json=home)
            shopper.address = str(kept["id"])
