"""One whole paid journey: into the cart, quote, order, prepay, paid at WeChat, called back, ready to ship."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.frame import shop as shops
from bench.frame.load import Lap, Meaningless, connections
from bench.frame.report import Measured, Report, milliseconds
from bench.frame.shop import Customer, Shop
from bench.frame.stand import Stand, progress
from bench.frame.wire import Connection, pack
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode

CLIENTS = 32
CUSTOMERS_MIN = 64
PAYS_A_MINUTE = 30  # the product's own limit for one customer at one server
PAID_SECONDS_MAX = 300
FOLDER = Path(__file__).parent
STEPS = ("cart", "quote", "place", "prepay", "chain")
PAID = Statement(
    "select count(*) from orders_order where tenant_id = %(tenant)s and state = 'to_ship' and paid_at is not null",
    int,
)


async def run(stand: Stand) -> Report:
    """Measure journeys a second from the first call to the last order that is ready to ship."""
    effort = stand.effort
    shop = await shops.opened(stand)
    await shop.invite(CUSTOMERS_MIN)
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: list[Lap] = []
    floors: list[float] = []
    steps: dict[str, list[float]] = defaultdict(list)
    paid, warm = await _lap(shop, effort.warm_up_seconds, 0, defaultdict(list))
    per_s = warm.per_s
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors.append(await floor.per_s(CLIENTS, effort.floor_seconds))
        # a lap and the one before it may fall into one minute, and both may meet the same server
        await shop.invite(int(per_s * 60 / PAYS_A_MINUTE) + CUSTOMERS_MIN)
        paid, lap = await _lap(shop, effort.seconds, paid, steps)
        laps.append(lap)
        per_s = max(per_s, lap.per_s)
    return Report(
        "order", f"Whole paid journeys of {CLIENTS} clients: cart, quote, order, prepay, callback, ready to ship",
        "journeys", "≥ 250/s, p99 of the chain < 250 ms, ≤ 4.5 ms of CPU (ours)",
        {f"{CLIENTS} clients": Measured.of(laps)},
        {"one transaction a journey, 32 connections": floors}, stand,
        {"steps_ms": {step: milliseconds(steps[step]) for step in STEPS}},
    )  # fmt: skip


async def _lap(shop: Shop, seconds: float, before: int, steps: dict[str, list[float]]) -> tuple[int, Lap]:
    """Journeys for so long, and how many orders are paid in all. Raises Meaningless when one is not."""
    random.shuffle(shop.customers)
    lap = await shop.stand.measure(_journeys(shop, seconds, before, steps))
    async with shop.stand.db.read(shop.tenant) as session:
        paid = await session.one(PAID)
    progress(f"{lap.per_s:,.1f} paid orders/s, {lap.done} in {lap.seconds:.1f} s")
    return paid, lap


async def _journeys(shop: Shop, seconds: float, before: int, steps: dict[str, list[float]]) -> Lap:
    """The lap's seconds end when the last order is paid and told, its latencies are of the customer's own calls."""
    stand, lap = shop.stand, Lap()
    async with (
        connections(stand.address, CLIENTS) as shop_side,
        connections(stand.sandbox, CLIENTS) as wechat,
    ):
        began_at = time.perf_counter()
        ends_at = began_at + seconds
        clients = [
            _client(shop, (own, pay), shop.customers[number::CLIENTS], ends_at, lap, steps)
            for number, (own, pay) in enumerate(zip(shop_side, wechat, strict=True))
        ]
        await asyncio.gather(*clients)
    deadline = time.perf_counter() + PAID_SECONDS_MAX
    while True:
        async with stand.db.read(shop.tenant) as session:
            paid = await session.one(PAID) - before
        if paid == lap.done:
            break
        if time.perf_counter() > deadline:
            raise Meaningless(f"{lap.done} journeys, but {paid} paid orders {PAID_SECONDS_MAX} s later")
        await asyncio.sleep(0.05)
    lap.seconds = time.perf_counter() - began_at
    return lap


async def _client(
    shop: Shop, lines: tuple[Connection, Connection], customers: Sequence[Customer], ends_at: float, lap: Lap,
    steps: dict[str, list[float]],
) -> None:  # fmt: skip
    own, wechat = lines
    turn = cycle(customers)
    while time.perf_counter() < ends_at:
        prepay_id, taken = await _buy(shop, own, next(turn))
        for step, ms in taken.items():
            steps[step].append(ms)
        lap.latencies_ms.append(taken["chain"])
        status, said = await wechat.ask(pack("POST", "/_sandbox/pay", "", {"prepay_id": prepay_id}))
        if status != 200:
            raise Meaningless(f"paying at the sandbox: {status} {said[:300]!r}")


async def _buy(shop: Shop, line: Connection, customer: Customer) -> tuple[str, dict[str, float]]:
    """The customer's four calls; the prepay id and the milliseconds of each and of all."""
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
    await call("cart", "/cart/lines", {"sku_id": encode("sku", random.choice(shop.skus)), "quantity": 1}, 200)
    quote = await call("quote", "/quotes", {"source": "cart", "address_id": address}, 201)
    wish = {"quote_id": quote["id"], "address_id": address, "note": "", "no_return_confirmed_sku_ids": [],
            "expected_payable_fen": quote["payable_fen"]}  # fmt: skip
    placed = await call("place", "/orders", wish, 201)
    sheet = await call("prepay", f"/orders/{placed['order_id']}/pay", {"method": "mini"}, 200)
    taken["chain"] = sum(taken.values())
    return sheet["params"]["package"].removeprefix("prepay_id="), taken
