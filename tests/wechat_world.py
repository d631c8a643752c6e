"""The sandbox as tests see it: people, a merchant, payments, faults, and one clock for both sides."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from wechatpayv3.async_.type import RequestType

from lianyi.kit.clock import MovableClock
from lianyi.wechat.pay import PayKeys, answer_of, client_of


def client():
    """For asking the sandbox: half of what most tests do, at a third of what it costs with httpx.

    The sandbox drops a connection that rests for five seconds; an order just then would be lost on its way.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(keepalive_timeout=2), timeout=aiohttp.ClientTimeout(30)
    )


class SandboxRefused(Exception):
    """The sandbox does not let it happen."""

    def __init__(self, status, code, told):
        super().__init__(status, told)
        self.code = code


@dataclass
class World:
    """Every call goes over HTTP to the sandbox's control API.

    `lenders` are merchants of tests before, whose RSA pairs the new ones borrow in the order in which they come: making
    three pairs takes longer than most tests. Within a test no two merchants share theirs, so each stays a stranger to the
    others' signatures.
    """

    url: str
    http: aiohttp.ClientSession
    clock: MovableClock
    lenders: list[str] = field(default_factory=list)
    made: int = 0

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        async with self.http.request(method, f"{self.url}/_sandbox{path}", **more) as answer:
            told = await answer.json()
            if answer.status >= 400:
                raise SandboxRefused(answer.status, told.get("code", ""), told)
            return told

    async def begin(self, now: datetime) -> None:
        """No faults, nothing by itself, the clock at `now`."""
        await self.ask("DELETE", "/faults")
        await self.ask(
            "POST",
            "/settings",
            json={"auto": False, "refund_gap_strict": False, "trade_order_delay_seconds": 0},
        )
        await self.ask("POST", "/clock", json={"now": now.isoformat(), "stopped": True})

    async def advance(self, step: timedelta) -> None:
        """Time passes on both sides."""
        self.clock.advance(step)
        await self.ask("POST", "/clock", json={"advance_seconds": step.total_seconds()})

    async def merchant(self, name: str = "测试商户", **more: Any) -> dict[str, Any]:
        """A new merchant; the one of that `key` when it is given, whose pairs are its own."""
        if "key" in more:
            return await self.ask("POST", "/merchants", json={"name": name, **more})
        number, self.made = self.made, self.made + 1
        lent = {"pairs_of": self.lenders[number]} if number < len(self.lenders) else {}
        merchant = await self.ask("POST", "/merchants", json={"name": name, **lent, **more})
        if not lent:
            self.lenders.append(merchant["mchid"])
        return merchant

    async def person(self, name: str = "林晓", **more: Any) -> dict[str, Any]:
        return await self.ask("POST", "/people", json={"name": name, **more})

    async def pay(self, **what: Any) -> dict[str, Any]:
        return await self.ask("POST", "/pay", json=what)

    async def run_due(self) -> int:
        return (await self.ask("POST", "/run-due"))["ran"]

    async def fault(self, kind: str, *, times: int | None = 1, value: Any = None, **match: Any) -> None:
        body = {"match": match, "kind": kind, "times": times}
        await self.ask("POST", "/faults", json=body if value is None else {**body, "value": value})

    async def deliveries(self, **match: Any) -> list[dict[str, Any]]:
        return (await self.ask("GET", "/deliveries", params=match))["deliveries"]


def keys_of(merchant: dict[str, Any], *, certificates: bool = False) -> PayKeys:
    """The merchant's keys, in public-key mode or with platform certificates."""
    return PayKeys(
        mchid=merchant["mchid"],
        serial_no=merchant["merchant_serial_no"],
        private_key=merchant["merchant_private_key"],
        apiv3_key=merchant["apiv3_key"],
        public_key_id=None if certificates else merchant["public_key_id"],
        public_key=None if certificates else merchant["public_key"],
    )


async def coupon_stock(merchant, now, *, amount_fen=500, no_cash=False, started=True):
    """A stock of coupons that the merchant has made at WeChat; its number."""
    client = await client_of(keys_of(merchant))
    body = {
        "stock_name": "朋友立减", "belong_merchant": merchant["mchid"],
        "available_begin_time": (now - timedelta(days=1)).isoformat(timespec="seconds"),
        "available_end_time": (now + timedelta(days=30)).isoformat(timespec="seconds"),
        "stock_use_rule": {
            "max_coupons": 5, "max_amount": 5 * amount_fen, "max_coupons_per_user": 1, "natural_person_limit": False,
            "prevent_api_abuse": False,
        },
        "coupon_use_rule": {
            "fixed_normal_coupon": {"coupon_amount": amount_fen, "transaction_minimum": amount_fen + 1}
        },
        "no_cash": no_cash, "stock_type": "NORMAL", "out_request_no": "one",
    }  # fmt: skip
    path = "/v3/marketing/favor/coupon-stocks"
    made = await answer_of("stock", client._core.request(path, method=RequestType.POST, data=body))
    if started:
        await answer_of("start", client.marketing_favor_stock_start(merchant["mchid"], made["stock_id"]))
    return made["stock_id"]
