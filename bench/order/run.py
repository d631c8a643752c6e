"""One whole paid journey: into the cart, quote, order, prepay, paid at WeChat, called back, ready to ship."""

from pathlib import Path

from bench.frame import shop as shops
from bench.frame.journey import PAYS_A_MINUTE, STEPS, Walkers
from bench.frame.load import Lap
from bench.frame.report import Measured, Report, milliseconds
from bench.frame.stand import Stand, progress

CLIENTS = 32
CUSTOMERS_MIN = 64
FOLDER = Path(__file__).parent


async def run(stand: Stand) -> Report:
    """Measure journeys a second, from the first call to the last order that is ready to ship."""
    effort = stand.effort
    shop = await shops.opened(stand)
    await shop.invite(CUSTOMERS_MIN)
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: list[Lap] = []
    floors: list[float] = []
    per_s = (await Walkers(shop, CLIENTS).walk(effort.warm_up_seconds)).per_s
    walkers = Walkers(shop, CLIENTS)
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors.append(await floor.per_s(CLIENTS, effort.floor_seconds))
        # a lap and the one before it may fall into one minute, and both may meet the same server
        await shop.invite(int(per_s * 60 / PAYS_A_MINUTE) + CUSTOMERS_MIN)
        lap = await stand.measure(walkers.walk(effort.seconds))
        progress(f"{lap.per_s:,.1f} paid orders/s, {lap.done} in {lap.seconds:.1f} s")
        laps.append(lap)
        per_s = max(per_s, lap.per_s)
    return Report(
        "order", f"Whole paid journeys of {CLIENTS} clients: cart, quote, order, prepay, callback, ready to ship",
        "journeys", "≥ 250/s, p99 of the chain < 250 ms, ≤ 4.5 ms of CPU (ours)",
        {f"{CLIENTS} clients": Measured.of(laps)},
        {"one transaction a journey, 32 connections": floors}, stand,
        {"steps_ms": {step: milliseconds(walkers.steps[step]) for step in STEPS}},
    )  # fmt: skip
