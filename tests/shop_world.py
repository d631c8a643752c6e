"""A shop as tests see it over HTTP: a browser of its staff, a device of a customer."""

from dataclasses import dataclass
from uuid import uuid4

import httpx
import pyotp

from lianyi.kit import ids

PASSWORD = "山茶花-river-41"


def key():
    return {"Idempotency-Key": uuid4().hex}


@dataclass
class Console:
    """One signed-in browser of the merchant's staff."""

    http: httpx.AsyncClient
    clock: object
    shop: dict
    staff: dict
    secret: str | None = None
    recovery: tuple = ()

    async def get(self, path, **more):
        return await self.http.get(f"/api/console{path}", **more)

    async def act(self, method, path, json=None, **headers):
        return await self.http.request(
            method, f"/api/console{path}", json=json, headers={"Lianyi-Console": "1", **key(), **headers}
        )

    def code(self, steps=0):
        return pyotp.TOTP(self.secret).at(int(self.clock.now().timestamp()) + 30 * steps)

    def fresh(self):
        """Headers with a code of this moment that moves no clock: one of the recovery codes."""
        code, *rest = self.recovery
        self.recovery = tuple(rest)
        return {"Lianyi-Code": code}

    async def turn_on_totp(self):
        self.secret = (await self.act("POST", "/me/totp/begin", {"password": PASSWORD})).json()["secret"]
        turned_on = await self.act("POST", "/me/totp/confirm", {"code": self.code()})
        assert turned_on.status_code == 200, turned_on.text
        self.recovery = tuple(turned_on.json()["recovery_codes"])
        return self


@dataclass
class Visitor:
    """One device of a customer in one shop."""

    http: httpx.AsyncClient
    slug: str
    token: str | None = None

    def headers(self):
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {"Lianyi-Shop": self.slug, **bearer}

    async def get(self, path, **more):
        return await self.http.get(f"/api/shop{path}", headers=self.headers(), **more)

    async def act(self, method, path, json=None):
        return await self.http.request(method, f"/api/shop{path}", json=json, headers=self.headers() | key())

    async def enter(self, path, json):
        answer = await self.act("POST", path, json)
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer


async def code_of(world, phone):
    """The code in the newest SMS to a phone."""
    text = (await world.ask("GET", "/sms", params={"phone": phone}))["messages"][0]["text"]
    return "".join(char for char in text.split("验证码是")[1] if char.isdigit())[:6]


def tenant_of(console):
    return ids.TenantId(ids.decode("shop", console.shop["id"]))
