"""Half of what the machine can do, for long: memory that stays, tables that are cleaned, nothing that failed."""

import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.frame import shop as shops
from bench.frame.journey import PAYS_A_MINUTE, Walkers
from bench.frame.load import Lap
from bench.frame.processes import SERVING
from bench.frame.report import Measured, Report
from bench.frame.shop import Shop
from bench.frame.stand import Stand, progress

CLIENTS = 16
CUSTOMERS_MIN = 64
STRETCH_SECONDS = 30.0
FOLDER = Path(__file__).parents[1] / "order"  # the journey's floor
# What a shop keeps: a row a thing that happened. It grows with the orders, and nothing may clean it.
RECORDS = (
    "orders_", "payments_payment", "payments_attempt", "inventory_reservation", "inventory_movement", "ledger_transfer",
    "payments_notice", "catalog_price", "catalog_deal", "identity_",
)  # fmt: skip
# What a sweep forgets after days, which no soak lives to see: quotes, answers kept for a repeated key.
FORGOTTEN_LATER = ("checkout_quote", "kit_idempotency")
NOISE_BYTES = 256 * 1024
SIZES = """
select c.relname, pg_total_relation_size(c.oid) from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
"""
TROUBLE = """
select (select count(*) from kit_outbox where parked), (select count(*) from procrastinate_jobs where status = 'failed')
"""


@dataclass(frozen=True, slots=True)
class Look:
    """The instance at one moment."""

    at: float
    memory_mib: dict[str, float]
    bytes_of: dict[str, int]
    dead_letters: int
    failed_jobs: int
    orders: int


async def run(stand: Stand) -> Report:
    """Walk for MINUTES at half of the pace measured before; look around between the stretches."""
    minutes = float(os.environ.get("MINUTES", "0.5" if stand.effort.quick else "30"))
    shop = await shops.opened(stand)
    await shop.invite(CUSTOMERS_MIN)
    floor = stand.floor(FOLDER)
    floor.prepare()
    floors = [await floor.per_s(CLIENTS, stand.effort.floor_seconds)]
    await Walkers(shop, CLIENTS).walk(stand.effort.warm_up_seconds)
    full = (await Walkers(shop, CLIENTS).walk(stand.effort.seconds)).per_s
    await shop.invite(int(full * 60 / PAYS_A_MINUTE) + CUSTOMERS_MIN)
    progress(f"{full:,.1f} journeys/s at full speed; {full / 2:,.1f} for {minutes:g} minutes")
    walkers = Walkers(shop, CLIENTS, per_s=full / 2)
    laps: list[Lap] = []
    looks = [_look(shop, 0)]
    ends_at = time.monotonic() + minutes * 60
    while time.monotonic() < ends_at:
        stretch = min(STRETCH_SECONDS, max(1.0, ends_at - time.monotonic()))
        laps.append(await stand.measure(walkers.walk(stretch)))
        looks.append(_look(shop, looks[-1].orders + laps[-1].done))
        last = looks[-1]
        progress(
            f"{(last.at - looks[0].at) / 60:5.1f} min: {last.orders:,} orders, "
            f"{sum(last.memory_mib.values()):.0f} MiB, {last.dead_letters} dead letters, {last.failed_jobs} failed jobs"
        )
    return Report(
        "soak", f"{minutes:g} minutes at half load", "journeys",
        "memory flat, nothing grows that nothing cleans, no dead letters, no failed jobs",
        {f"{CLIENTS} clients": Measured.of(laps)}, {"one transaction a journey": floors}, stand, _said(looks),
    )  # fmt: skip


def _look(shop: Shop, orders: int) -> Look:
    programs = shop.stand.programs
    with psycopg.connect(shop.stand.instance.urls.owner, autocommit=True) as connection:
        sizes: dict[str, int] = dict(connection.execute(SIZES).fetchall())
        trouble = connection.execute(TROUBLE).fetchone()
    assert trouble is not None
    memory = {role: programs.memory_mib(role) for role in SERVING}
    return Look(time.monotonic(), memory, sizes, trouble[0], trouble[1], orders)


def _said(looks: list[Look]) -> dict[str, object]:
    """What became of it. Slopes are of the second half, when caches and pools are full."""
    first, middle, last = looks[0], looks[len(looks) // 2], looks[-1]
    grown = {
        table: size - middle.bytes_of.get(table, 0)
        for table, size in last.bytes_of.items()
        if size - middle.bytes_of.get(table, 0) > NOISE_BYTES
    }
    orders = max(1, last.orders - middle.orders)
    unexpected = sorted(table for table in grown if not table.startswith(RECORDS + FORGOTTEN_LATER))
    later = looks[len(looks) // 2 :]
    return {
        "minutes": round((last.at - first.at) / 60, 1),
        "orders": last.orders,
        "memory_mib_first": _rounded(first.memory_mib),
        "memory_mib_last": _rounded(last.memory_mib),
        "memory_mib_per_hour": {role: _slope(later, role) for role in last.memory_mib},
        "bytes_per_order": {
            table: round(size / orders) for table, size in sorted(grown.items(), key=_largest)
        },
        "grows_uncleaned": unexpected,
        "dead_letters": last.dead_letters,
        "failed_jobs": last.failed_jobs,
    }


def _rounded(found: dict[str, float]) -> dict[str, float]:
    return {role: round(mib, 1) for role, mib in found.items()}


def _largest(table: tuple[str, int]) -> int:
    return -table[1]


def _slope(looks: list[Look], role: str) -> float:
    """MiB an hour by least squares; 0 before there are two looks."""
    if len(looks) < 2:
        return 0.0
    hours = [(look.at - looks[0].at) / 3600 for look in looks]
    return round(statistics.linear_regression(hours, [look.memory_mib[role] for look in looks]).slope, 1)
