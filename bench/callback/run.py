"""Payments told by WeChat: signed notices posted as fast as they are answered; each must make its order paid."""

from pathlib import Path

from bench.frame import shop as shops
from bench.frame.journey import paid_orders, until_paid
from bench.frame.load import Lap, flood
from bench.frame.report import Measured, Report
from bench.frame.stand import Stand, progress
from bench.frame.unpaid import Unpaid, unpaid

CLIENTS = 32
FOLDER = Path(__file__).parent
PER_S_FIRST = 200
SPARE = 1.5


async def run(stand: Stand) -> Report:
    """Measure notices answered a second; `settle_s` is how long the worker needed after them."""
    effort = stand.effort
    shop = await shops.opened(stand)
    waiting = await unpaid(shop)
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: list[Lap] = []
    floors: dict[str, list[float]] = {
        "notice, payment, transfer, fact": [], "with two running balances": [],
    }  # fmt: skip
    per_s = (await _lap(waiting, effort.warm_up_seconds, PER_S_FIRST)).per_s
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        for name, script in zip(floors, ("floor.sql", "balances.sql"), strict=True):
            floors[name].append(await floor.per_s(CLIENTS, effort.floor_seconds, script))
        lap = await _lap(waiting, effort.seconds, per_s)
        laps.append(lap)
        per_s = max(per_s, lap.per_s)
    return Report(
        "callback", f"Notices of payments from {CLIENTS} connections, each of an order of its own", "notices",
        "≥ 1,500/s", {f"{CLIENTS} clients": Measured.of(laps)}, floors, stand,
    )  # fmt: skip


async def _lap(waiting: Unpaid, seconds: float, per_s: float) -> Lap:
    stand = waiting.shop.stand
    notices = waiting.notices(int(per_s * seconds * SPARE) + CLIENTS)
    before = await paid_orders(waiting.shop)
    progress(f"{len(notices):,} notices are signed")
    lap = await stand.measure(flood(stand.address, CLIENTS, seconds, iter(notices), good=204))
    await until_paid(waiting.shop, before + lap.done)
    progress(f"{lap.per_s:,.0f} notices/s, all orders paid after {lap.settle_seconds:.1f} s more")
    return lap
