"""Two hundred buyers, fifty pieces, all at once: how many are sold, and how long the last answer takes."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.frame import shop as shops
from bench.frame.load import Lap, Meaningless, connections
from bench.frame.report import Measured, Report
from bench.frame.shop import Shop
from bench.frame.stand import Stand, progress
from bench.frame.wire import Connection
from lianyi.catalog.types import SkuId
from lianyi.inventory import queries as inventory
from lianyi.kit.db import Statement

BUYERS, PIECES, ROUNDS = 200, 50, 5
ACCEPTED, REFUSED = 201, 409
FOLDER = Path(__file__).parent
ORDERED = Statement(
    """
    select coalesce(sum(l.quantity), 0)::int from orders_line l
    join orders_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
    where l.tenant_id = %(tenant)s and l.sku_id = %(sku_id)s and o.state <> 'closed'
    """,
    int,
)
PROMISED = Statement(
    """
    select coalesce(sum(quantity - released_quantity), 0)::int from inventory_reservation
    where tenant_id = %(tenant)s and sku_id = %(sku_id)s and state = 'held'
    """,
    int,
)


@dataclass(frozen=True, slots=True)
class Sold:
    """Pieces of one round by everybody who keeps count: answers, orders, reservations, stock."""

    answered: int
    ordered: int
    promised: int
    reserved: int
    left: int

    @property
    def most(self) -> int:
        return max(self.answered, self.ordered, self.promised, self.reserved)


async def run(stand: Stand) -> Report:
    """Five rounds, each with a SKU of its own. Raises Meaningless when the four counts differ."""
    shop = await shops.opened(stand, pieces=PIECES)
    customers = await shop.grow(BUYERS)
    floor = stand.floor(FOLDER)
    floor.prepare()
    floors = [await floor.per_s(32, stand.effort.floor_seconds)]
    warm_up, *skus = shop.skus[: ROUNDS + 1]
    await _round(shop, await shop.quotes(warm_up, customers, BUYERS))
    laps, sold = [], []
    for number, sku in enumerate(skus):
        orders = await shop.quotes(sku, customers, BUYERS)
        lap = await stand.measure(_round(shop, orders))
        laps.append(lap)
        sold.append(await _count(shop, sku, lap))
        progress(f"round {number + 1} of {ROUNDS}: {sold[-1].answered} sold in {lap.seconds:.2f} s")
    return Report(
        "race", f"{BUYERS} buyers, {PIECES} pieces, all at once, {ROUNDS} rounds", "answers",
        "sold 50, oversold 0, all answered < 1 s", {f"{BUYERS} clients": Measured.of(laps)},
        {"guarded update and order, 32 connections": floors}, stand,
        {
            "sold": statistics.median(one.answered for one in sold),
            "oversold": max(max(0, one.most - PIECES) for one in sold),
            "seconds": round(statistics.median(lap.seconds for lap in laps), 3),
            "seconds_max": round(max(lap.seconds for lap in laps), 3),
        },
    )  # fmt: skip


async def _round(shop: Shop, orders: list[bytes]) -> Lap:
    """Everybody sends at the same moment; both answers are good ones, no other is."""
    lap = Lap()
    async with connections(shop.stand.address, len(orders)) as opened:
        began_at = time.perf_counter()
        await asyncio.gather(*(_one(lap, line, order) for line, order in zip(opened, orders, strict=True)))
        lap.seconds = time.perf_counter() - began_at
    if set(lap.statuses) - {ACCEPTED, REFUSED}:
        raise Meaningless(f"answers {dict(lap.statuses)}; the first: {lap.first_refusal[:500]!r}")
    return lap


async def _one(lap: Lap, line: Connection, order: bytes) -> None:
    began_at = time.perf_counter()
    status, said = await line.ask(order)
    lap.statuses[status] += 1
    lap.latencies_ms.append((time.perf_counter() - began_at) * 1000)
    if status not in {ACCEPTED, REFUSED}:
        lap.first_refusal = lap.first_refusal or said


async def _count(shop: Shop, sku: UUID, lap: Lap) -> Sold:
    async with shop.stand.db.read(shop.tenant) as session:
        ordered = await session.one(ORDERED, sku_id=sku)
        promised = await session.one(PROMISED, sku_id=sku)
        pile = (await inventory.stocks(session, [sku]))[SkuId(sku)]
    sold = Sold(lap.statuses[ACCEPTED], ordered, promised, pile.reserved, pile.available)
    if not sold.answered == ordered == promised == pile.reserved == PIECES - pile.available:
        raise Meaningless(f"the counts differ: {sold}")
    return sold
