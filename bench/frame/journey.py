"""A paid journey as somebody walks it: into the cart, quote, order, prepay, and the pay sheet of the sandbox."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle
from typing import Any
from uuid import UUID

from bench.frame.load import Lap, Meaningless, connections
from bench.frame.shop import Customer, Shop
from bench.frame.wire import Connection, pack
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode

STEPS = ("cart", "quote", "place", "prepay", "chain")
PAYS_A_MINUTE = 30  # the product's own limit for one customer at one server
PAID = Statement(
    "select count(*) from orders_order where tenant_id = %(tenant)s and state = 'to_ship' and paid_at is not null",
    int,
)


class Walkers:
    """So many clients who buy one thing after another for so long; `steps` gathers the milliseconds of each call.

    `per_s` paces them all together; without it each goes on as soon as it can.
    """

    def __init__(self, shop: Shop, clients: int, *, per_s: float | None = None) -> None:
        self.shop, self.clients = shop, clients
        self.steps: dict[str, list[float]] = defaultdict(list)
        self._gap_seconds = clients / per_s if per_s else 0.0

    async def walk(self, seconds: float) -> Lap:
        """The lap ends when the last order is paid and told; its latencies are of the customer's own calls.

        Raises Meaningless when a call is refused or an order stays unpaid.
        """
        shop, stand, lap = self.shop, self.shop.stand, Lap()
        before = await paid_orders(shop)
        random.shuffle(shop.customers)
        async with (
            connections(stand.address, self.clients) as own,
            connections(stand.sandbox, self.clients) as wechat,
        ):
            began_at = time.perf_counter()
            await asyncio.gather(
                *(
                    self._client(lines, shop.customers[number :: self.clients], began_at + seconds, lap)
                    for number, lines in enumerate(zip(own, wechat, strict=True))
                )
            )
        await until_paid(shop, before + lap.done)
        lap.seconds = time.perf_counter() - began_at
        return lap

    async def _client(
        self, lines: tuple[Connection, Connection], customers: Sequence[Customer], ends_at: float, lap: Lap
    ) -> None:
        own, wechat = lines
        turn = cycle(customers)
        await asyncio.sleep(random.uniform(0, self._gap_seconds))
        while (began_at := time.perf_counter()) < ends_at:
            _, prepay_id, taken = await buy(self.shop, own, next(turn))
            for step, ms in taken.items():
                self.steps[step].append(ms)
            lap.latencies_ms.append(taken["chain"])
            await pay(wechat, prepay_id)
            if self._gap_seconds:
                await asyncio.sleep(max(0.0, began_at + self._gap_seconds - time.perf_counter()))


async def paid_orders(shop: Shop) -> int:
    """How many orders are paid and ready to ship."""
    async with shop.stand.db.read(shop.tenant) as session:
        return await session.one(PAID)


async def until_paid(shop: Shop, wanted: int) -> None:
    """Wait until exactly so many orders are ready to ship. Raises Meaningless."""
    await shop.stand.until(shop.tenant, PAID, wanted)


async def buy(
    shop: Shop, line: Connection, customer: Customer, sku: UUID | None = None, *, opens: UUID | None = None
) -> tuple[str, str, dict[str, float]]:
    """The customer's four calls: the order's id, its prepay id, and the milliseconds of each call and of all.

    With a campaign that it `opens` a run of, the goods do not go through the cart.
    """
    taken: dict[str, float] = {}

    async def call(step: str, path: str, body: Any, good: int) -> Any:
        request = customer.pack("POST", path, body)
        asked_at = time.perf_counter()
        status, said = await line.ask(request)
        taken[step] = (time.perf_counter() - asked_at) * 1000
        if status != good:
            raise Meaningless(f"{step}: {status} {said[:300]!r}")
        return json.loads(said)

    address = encode("adr", customer.address)
    wanted = encode("sku", sku or random.choice(shop.skus))
    if opens is None:
        await call("cart", "/cart/lines", {"sku_id": wanted, "quantity": 1}, 200)
        source: dict[str, Any] = {"source": "cart"}
    else:
        source = {"source": "direct", "lines": [{"sku_id": wanted, "quantity": 1}],
                  "intent": {"campaign_id": encode("cmp", opens), "run_id": None}}  # fmt: skip
    quote = await call("quote", "/quotes", {**source, "address_id": address}, 201)
    wish = {"quote_id": quote["id"], "address_id": address, "note": "", "no_return_confirmed_sku_ids": [],
            "expected_payable_fen": quote["payable_fen"]}  # fmt: skip
    placed = await call("place", "/orders", wish, 201)
    sheet = await call("prepay", f"/orders/{placed['order_id']}/pay", {"method": "mini"}, 200)
    taken["chain"] = sum(taken.values())
    return placed["order_id"], sheet["params"]["package"].removeprefix("prepay_id="), taken


async def pay(wechat: Connection, prepay_id: str) -> str:
    """The customer confirms in the pay sheet; WeChat's transaction id. Raises Meaningless."""
    status, said = await wechat.ask(pack("POST", "/_sandbox/pay", "", {"prepay_id": prepay_id}))
    if status != 200:
        raise Meaningless(f"paying at the sandbox: {status} {said[:300]!r}")
    transaction: str = json.loads(said)["transaction_id"]
    return transaction
