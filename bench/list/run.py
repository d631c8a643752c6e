"""The list of twenty products as the home page asks for it, by visitors nobody knows."""

from pathlib import Path

from bench.frame import shop as shops
from bench.frame.load import Lap, flood
from bench.frame.report import Measured, Report
from bench.frame.stand import Stand, progress
from bench.frame.wire import pack

CLIENTS = (32, 8)
PATH = "/api/shop/products?sort=default&limit=20"
FOLDER = Path(__file__).parent


async def run(stand: Stand) -> Report:
    """Measure; the JSON's own figures are of 32 clients."""
    effort = stand.effort
    shop = await shops.opened(stand)
    requests = [pack("GET", PATH, shop.visitor()) for _ in range(64)]
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: dict[int, list[Lap]] = {clients: [] for clients in CLIENTS}
    floors: list[float] = []
    await flood(stand.address, CLIENTS[0], effort.warm_up_seconds, shops.in_turn(requests))
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors.append(await floor.per_s(CLIENTS[0], effort.floor_seconds))
        for clients in CLIENTS:
            load = flood(stand.address, clients, effort.seconds, shops.in_turn(requests))
            laps[clients].append(await stand.measure(load))
    return Report(
        "list", "GET of 20 products", "lists", "≥ 2,500/s, p99 ≤ 40 ms, ≤ 0.55 ms of CPU (ours)",
        {f"{clients} clients": Measured.of(done) for clients, done in laps.items()},
        {"one indexed select of 20 rows": floors}, stand,
    )  # fmt: skip
