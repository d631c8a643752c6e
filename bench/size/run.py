"""What size costs: the list and the whole journey with ten thousand, a hundred thousand, a million orders in the table."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg

from bench.frame import shop as shops
from bench.frame.copies import copy_orders
from bench.frame.journey import PAYS_A_MINUTE, Walkers, buy, pay, until_paid
from bench.frame.load import Lap, connections, flood
from bench.frame.report import Measured, Report
from bench.frame.shop import Shop
from bench.frame.stand import Stand, progress
from bench.frame.wire import pack
from bench.list.run import PATH
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode

SIZES = "10000,100000,1000000"
SIZES_QUICK = "1000,10000"
CLIENTS = 32
PEOPLE = 500
OVER = timedelta(hours=24)  # no copy is so old that a sweep has anything to do for it
FOLDER = Path(__file__).parents[1] / "order"  # the journey's floor
GROWTH_PCT_MAX = 20
ORDERS = Statement("select count(*)::int from orders_order where tenant_id = %(tenant)s", int)
TIDYING = Statement(
    "select count(*)::int from pg_stat_activity where backend_type = 'autovacuum worker'", int
)


async def run(stand: Stand) -> Report:
    """Measure both at each size; the JSON's own figures are of the journey at the largest."""
    sizes = [
        int(size) for size in os.environ.get("SIZES", SIZES_QUICK if stand.effort.quick else SIZES).split(",")
    ]
    shop = await shops.opened(stand)
    people = [one.shopper.person for one in await shop.grow(PEOPLE)]
    shop.customers.clear()
    await shop.invite(PEOPLE + len(shop.skus))
    samples = await _samples(shop)
    floor = stand.floor(FOLDER)
    floor.prepare()
    floors = [await floor.per_s(CLIENTS, stand.effort.floor_seconds)]
    warm = await Walkers(shop, CLIENTS).walk(stand.effort.warm_up_seconds)
    await shop.invite(int(warm.per_s * 60 / PAYS_A_MINUTE) + PEOPLE)
    lists: dict[int, Measured] = {}
    journeys: dict[int, Measured] = {}
    for size in sizes:
        await _fill(shop, samples, people, size)
        lists[size], journeys[size] = await _both(shop)
    rows = {f"journeys at {size:,}": journeys[size] for size in reversed(sizes)}
    rows |= {f"lists at {size:,}": lists[size] for size in reversed(sizes)}
    return Report(
        "size", "Cost against orders in the table", "done", f"within {GROWTH_PCT_MAX} % of the smallest",
        rows, {"one transaction a journey, 32 connections": floors}, stand,
        {"growth_pct": {"order": _growth(journeys, sizes), "list": _growth(lists, sizes)}},
    )  # fmt: skip


async def _samples(shop: Shop) -> list[UUID]:
    """One paid order of each SKU, each of a customer of its own."""
    samples = []
    async with connections(shop.stand.address, 1) as own, connections(shop.stand.sandbox, 1) as wechat:
        for sku, customer in zip(shop.skus, shop.customers, strict=False):
            order, prepay_id, _ = await buy(shop, own[0], customer, sku)
            await pay(wechat[0], prepay_id)
            samples.append(decode("ord", order))
    await until_paid(shop, len(samples))
    return samples


async def _fill(shop: Shop, samples: Sequence[UUID], people: Sequence[UUID], size: int) -> None:
    """Copies until so many orders stand in the table, fresh statistics, and nobody still tidying up after the copies."""
    owner = shop.stand.instance.urls.owner
    async with shop.stand.db.read(shop.tenant) as session:
        stands = await session.one(ORDERS)
    each = max(0, size - stands) // len(samples)
    progress(f"{each * len(samples):,} copies of {len(samples)} orders")
    copy_orders(owner, samples, each, people, over=OVER)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")
    await shop.stand.until(None, TIDYING, 0)


async def _both(shop: Shop) -> tuple[Measured, Measured]:
    """Lists and journeys in turn, at the size that stands."""
    stand, effort = shop.stand, shop.stand.effort
    lists: list[Lap] = []
    journeys: list[Lap] = []
    requests = [pack("GET", PATH, shop.visitor()) for _ in range(64)]
    for _ in range(effort.rounds):
        flooded = flood(stand.address, CLIENTS, effort.seconds, shops.in_turn(requests))
        lists.append(await stand.measure(flooded))
        journeys.append(await stand.measure(Walkers(shop, CLIENTS).walk(effort.seconds)))
        progress(f"{lists[-1].per_s:,.0f} lists/s, {journeys[-1].per_s:,.1f} journeys/s")
    return Measured.of(lists), Measured.of(journeys)


def _growth(found: dict[int, Measured], sizes: Sequence[int]) -> dict[str, dict[str, float]]:
    """By how much CPU and p50 exceed those of the smallest size."""
    base = found[sizes[0]]
    return {
        str(size): {
            "cpu_pct": round(100 * (found[size].cpu_ms_each["ours"] / base.cpu_ms_each["ours"] - 1), 1),
            "p50_pct": round(100 * (found[size].p50_ms / base.p50_ms - 1), 1),
        }
        for size in sizes[1:]
    }
