"""One SKU that everybody wants: the same POST of an order as ever, sustained, from 32 and from 200 waiting clients."""

from pathlib import Path
from uuid import UUID

from bench.frame import shop as shops
from bench.frame.load import Lap, Meaningless, flood
from bench.frame.report import Measured, Report
from bench.frame.shop import Shop
from bench.frame.stand import Stand, progress
from lianyi.catalog.types import SkuId
from lianyi.inventory import queries as inventory
from lianyi.kit.db import Statement

CLIENTS = (200, 32)
FOLDER = Path(__file__).parent
BATCH = 50
PER_S_FIRST = 500  # orders prepared a second before the warm-up has shown how many are needed
SPARE = 1.5
PLACED = Statement("select count(*) from orders_order where tenant_id = %(tenant)s", int)


async def run(stand: Stand) -> Report:
    """Measure; the JSON's own figures are of 200 clients."""
    effort = stand.effort
    shop = await shops.opened(stand)
    sku = shop.skus[0]
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: dict[int, list[Lap]] = {clients: [] for clients in CLIENTS}
    floors: dict[str, list[float]] = {"one by one, 32 connections": [], "by fifties, 32 connections": []}
    warm = await _lap(shop, sku, CLIENTS[0], effort.warm_up_seconds, PER_S_FIRST)
    accepted, per_s = warm.done, warm.per_s
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors["one by one, 32 connections"].append(await floor.per_s(32, effort.floor_seconds))
        by_fifties = await floor.per_s(32, effort.floor_seconds, "fifty.sql")
        floors["by fifties, 32 connections"].append(BATCH * by_fifties)
        for clients in CLIENTS:
            lap = await _lap(shop, sku, clients, effort.seconds, per_s)
            laps[clients].append(lap)
            accepted, per_s = accepted + lap.done, max(per_s, lap.per_s)
    await _must_agree(shop, sku, accepted)
    return Report(
        "hot", "Orders of one hot SKU, by the same authenticated POST as every order", "orders",
        "≥ 4,000 accepted a second at 32 to 200 waiting clients, p99 ≤ 60 ms",
        {f"{clients} clients": Measured.of(done) for clients, done in laps.items()}, floors, stand,
    )  # fmt: skip


async def _lap(shop: Shop, sku: UUID, clients: int, seconds: float, per_s: float) -> Lap:
    """Prepare enough orders, unmeasured, and place them for so long.

    Somebody may place 60 a minute at one server, so there are as many people as a second has orders.
    """
    customers = await shop.grow(max(clients, int(per_s * SPARE)))
    orders = await shop.quotes(sku, customers, int(per_s * seconds * SPARE) + clients)
    progress(f"{len(orders):,} orders of {len(customers):,} people are ready")
    await shop.stand.settle()
    lap = await shop.stand.measure(flood(shop.stand.address, clients, seconds, iter(orders), good=201))
    progress(f"{clients} clients: {lap.per_s:,.0f} orders/s, told after {lap.settle_seconds:.1f} s more")
    return lap


async def _must_agree(shop: Shop, sku: UUID, accepted: int) -> None:
    """Every accepted order is in the table, and exactly its piece is promised. Raises Meaningless."""
    async with shop.stand.db.read(shop.tenant) as session:
        placed = await session.one(PLACED)
        pile = (await inventory.stocks(session, [sku]))[SkuId(sku)]
    if not accepted == placed == pile.reserved:
        raise Meaningless(f"accepted {accepted}, in the table {placed}, promised {pile.reserved}")
