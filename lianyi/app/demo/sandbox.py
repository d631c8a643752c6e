"""The demo's hand on the sandbox: what people do in WeChat, ordered over its control API."""

from datetime import datetime, timedelta
from typing import Any, Self

import httpx

from lianyi.wechat.pay import PayKeys


class Sandbox:
    """Speaks to one sandbox; use as an async context."""

    def __init__(self, url: str) -> None:
        self.url = url
        # The sandbox drops a connection that rests for five seconds; an order just then would be lost on its way.
        resting = httpx.Limits(keepalive_expiry=2)
        self._http = httpx.AsyncClient(base_url=f"{url}/_sandbox", timeout=30, limits=resting)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._http.aclose()

    async def merchant(self, name: str, key: str) -> dict[str, Any]:
        """The merchant of that key with its apps and all its secrets; made when it is not there."""
        return await self._post("/merchants", name=name, key=key)

    async def take_fee(self, mchid: str, rate_bp: int) -> None:
        """WeChat takes its fee of this merchant's payments from now on."""
        await self._post(f"/merchants/{mchid}", fee_rate_bp=rate_bp)

    async def merchant_balance_fen(self, mchid: str) -> int:
        """What the merchant owns at WeChat, settled or not."""
        found = await self._get(f"/merchants/{mchid}")
        return int(found["available_fen"]) + int(found["unsettled_fen"])

    async def person(
        self, name: str, key: str, phone: str, avatar_seed: str, balance_fen: int
    ) -> dict[str, Any]:
        return await self._post(
            "/people", name=name, key=key, phone=phone, avatar_seed=avatar_seed, balance_fen=balance_fen
        )

    async def wallet_fen(self, person: str) -> int:
        return int((await self._get(f"/people/{person}"))["balance_fen"])

    async def login_code(self, person: str, appid: str, kind: str = "login") -> str:
        """What wx.login (or the phone button) hands to the mini program; good for one use."""
        return str((await self._post(f"/people/{person}/code", appid=appid, kind=kind))["code"])

    async def pay(self, prepay_id: str) -> str:
        """The payer confirms in the pay sheet; answers WeChat's transaction id."""
        return str((await self._post("/pay", prepay_id=prepay_id))["transaction_id"])

    async def pay_code(self, code_url: str, person: str) -> str:
        """Somebody scans a Native code and confirms."""
        return str((await self._post("/pay", code_url=code_url, person=person))["transaction_id"])

    async def take_transfer(self, package: str, person: str) -> None:
        """The person confirms a merchant's transfer on WeChat's page."""
        await self._post("/transfers/confirm", package=package, person=person)

    async def complain(self, transaction_id: str, words: str, refund_fen: int) -> str:
        """The payer complains at WeChat Pay and wants so much back; answers the complaint's number."""
        wish = {"problem_type": "REFUND", "apply_refund_fen": refund_fen}
        told = await self._post("/complaints", transaction_id=transaction_id, detail=words, **wish)
        return str(told["complaint_id"])

    async def template(self, appid: str, title: str, keys: list[str]) -> str:
        """The app chooses a template for subscribe messages; answers its id."""
        return str((await self._post(f"/apps/{appid}/templates", title=title, keys=keys))["template_id"])

    async def set_clock(self, now: datetime) -> None:
        await self._post("/clock", now=now.isoformat())

    async def turn_clock(self, offset_seconds: float) -> None:
        """So far from the machine's time, and running on."""
        await self._post("/clock", reset=True)
        if offset_seconds:
            here = datetime.fromisoformat((await self._get("/clock"))["now"])
            await self.set_clock(here + timedelta(seconds=offset_seconds))

    async def offset_seconds(self) -> float:
        return float((await self._get("/clock"))["offset_seconds"])

    async def settings(self, **changed: bool | float) -> dict[str, Any]:
        """Change some settings; answers all of them as they were before."""
        before = await self._get("/settings")
        await self._post("/settings", **changed)
        return before

    async def lose_callbacks(self, mchid: str) -> int:
        """Nothing answers at the shop's address yet: no callback is sent. Answers the fault's number."""
        order = {"match": {"mchid": mchid}, "kind": "lost", "times": None}
        return int((await self._post("/faults", **order))["id"])

    async def end_fault(self, number: int) -> None:
        (await self._http.delete(f"/faults/{number}")).raise_for_status()

    async def run_due(self) -> int:
        """Everything the sandbox's clock has made due is done when this returns."""
        return int((await self._post("/run-due"))["ran"])

    async def _get(self, path: str) -> dict[str, Any]:
        answer = await self._http.get(path)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self._http.post(path, json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def keys_of(merchant: dict[str, Any]) -> PayKeys:
    """A sandbox merchant's keys in public-key mode."""
    return PayKeys(
        mchid=merchant["mchid"],
        serial_no=merchant["merchant_serial_no"],
        private_key=merchant["merchant_private_key"],
        apiv3_key=merchant["apiv3_key"],
        public_key_id=merchant["public_key_id"],
        public_key=merchant["public_key"],
    )
