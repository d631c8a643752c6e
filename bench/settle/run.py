"""Settlement: commission whose window has passed is released by the sweep's own verb, and the night's look is timed.

A hundred thousand shopkeepers, a million orders that their customers have received. Orders are generated, because buying
them one by one takes hours; the release and the look are the product's, in this process, with a clock two days ahead, so
that the worker's own sweep finds nothing to do. Two sizes show that both cost what there are orders, not more.
"""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.frame import shop as shops
from bench.frame.load import Lap, Meaningless
from bench.frame.report import Measured, Report
from bench.frame.shop import Shop
from bench.frame.stand import Stand, progress
from lianyi.distribution.actions import commissions, compliance
from lianyi.distribution.queries.commissions import account
from lianyi.kit.clock import MovableClock
from lianyi.kit.db import Database, Statement
from lianyi.kit.ids import new_id
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import AccountRef, Purpose

FOLDER = Path(__file__).parent
SIZES, SIZES_QUICK = "250000,1000000", "4000,16000"
KEEPERS, KEEPERS_QUICK = 100_000, 2_000
CUSTOMERS_A_KEEPER = 3
AHEAD = timedelta(days=2)
BLOCK, BLOCKS = 2000, 400  # as tables.sql has them
MS = 1000
TELLING_SECONDS_MAX = 1800  # every shopkeeper gets a notice, some hundreds a second
FROZEN = Statement(
    """
    select count(*)::int from distribution_commission where tenant_id = %(tenant)s and state <> 'available'
    """,
    int,
)
UNEXPLAINED = Statement(
    """
    select count(*)::int from (
      select e.shopkeeper_id, sum(case e.target when 'available' then e.amount_fen else 0 end) as fen
      from distribution_commission_move e where e.tenant_id = %(tenant)s group by 1) as said
    join ledger_account a on a.tenant_id = %(tenant)s and a.owner_id = said.shopkeeper_id
      and a.purpose = 'commission_available'
    where a.posted_fen <> said.fen
    """,
    int,
)


async def run(stand: Stand) -> Report:
    """Measure at each size; the JSON's own figures are of the largest."""
    quick = stand.effort.quick
    sizes = [int(size) for size in os.environ.get("SIZES", SIZES_QUICK if quick else SIZES).split(",")]
    keepers = int(os.environ.get("SHOPKEEPERS", KEEPERS_QUICK if quick else KEEPERS))
    shop = await shops.opened(stand)
    clock = MovableClock()
    clock.advance(AHEAD)
    ahead = Database(stand.instance.urls.app, clock=clock)
    await ahead.open()
    try:
        return await _measured(stand, shop, ahead, sizes, keepers)
    finally:
        await ahead.close()


async def _measured(stand: Stand, shop: Shop, ahead: Database, sizes: list[int], keepers: int) -> Report:
    owner = stand.instance.urls.owner
    given = _people(owner, shop, keepers)
    laps: dict[int, Lap] = {}
    scans: dict[int, float] = {}
    floors: list[float] = []
    stands = 0
    for size in sizes:
        progress(f"{size - stands:,} more orders of {keepers:,} shopkeepers")
        _orders(owner, given | {"size": str(size)}, size - stands)
        floors.append(await _floor(stand))
        released = _release(stand, ahead, shop, size - stands)
        laps[size] = await stand.measure(released, settle_seconds_max=TELLING_SECONDS_MAX)
        scans[size] = await _scan(ahead, shop)
        progress(
            f"{laps[size].per_s:,.0f} lines/s released, the look took {scans[size]:.1f} s, floor {floors[-1]:,.0f}"
        )
        stands = size
    async with stand.db.read(shop.tenant) as session:
        sum_fen = await ledger.sum_fen(session)
        if await session.one(FROZEN) or await session.one(UNEXPLAINED):
            raise Meaningless("something was not released, or an account is not what its entries say")
    small, large = sizes[0], sizes[-1]
    rows = {f"released at {size:,}": Measured.of([laps[size]]) for size in reversed(sizes)}
    return Report(
        "settle", "Commission released by the sweep, and the night's look at everything", "lines",
        "≥ 30,000 lines/s; both linear in orders", rows, {"least SQL that records a release": floors}, stand,
        {
            "lines_per_s": round(laps[large].per_s), "floor_lines_per_s": round(max(floors)),
            "scan_seconds": round(scans[large], 2), "ledger_sum_fen": sum_fen, "shopkeepers": keepers, "orders": large,
            "cost_a_line_ratio": round(laps[small].per_s / laps[large].per_s, 2),
            "scan_an_order_ratio": round((scans[large] / large) / (scans[small] / small), 2),
        },
    )  # fmt: skip


def _people(owner: str, shop: Shop, keepers: int) -> dict[str, Any]:
    """Shopkeepers with their accounts, and customers; what the orders need of them."""
    ids = [new_id() for _ in range(keepers)]
    purposes = {
        "pending": Purpose.COMMISSION_PENDING,
        "frozen": Purpose.COMMISSION_FROZEN,
        "available": Purpose.COMMISSION_AVAILABLE,
    }
    accounts = {
        name: [account(purpose, one).id_in(shop.tenant) for one in ids] for name, purpose in purposes.items()
    }
    given: dict[str, Any] = {
        "tenant": shop.tenant, "keepers": keepers, "customers": keepers * CUSTOMERS_A_KEEPER, "plan": new_id(),
        "promised": AccountRef(Purpose.COMMISSION_PROMISED).id_in(shop.tenant),
    }  # fmt: skip
    _execute(owner, "people.sql", given | accounts | {"ids": ids})
    return given


def _orders(owner: str, given: dict[str, Any], orders: int) -> None:
    _execute(owner, "orders.sql", given | {"orders": orders})
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


def _execute(owner: str, script: str, given: dict[str, Any]) -> None:
    """Every statement of a script in one transaction."""
    with psycopg.connect(owner) as connection:
        text = "\n".join(
            line for line in (FOLDER / script).read_text().splitlines() if not line.startswith("--")
        )
        for statement in text.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode(), given)


async def _release(stand: Stand, ahead: Database, shop: Shop, lines: int) -> Lap:
    """All that waits, by the sweep's verb, again and again; one latency a line, its share of the lap.

    The worker stands still meanwhile; what telling the shopkeepers takes afterwards is the lap's settle time.
    """
    released = 0
    with stand.worker_standing_still():
        began_at = time.perf_counter()
        while True:
            done = await commissions.release_due(ahead, shop.tenant)
            if not done:
                break
            released += sum(one.lines for one in done)
        lap = Lap(seconds=time.perf_counter() - began_at)
    if released != lines:
        raise Meaningless(f"{released} lines were released instead of {lines}")
    lap.latencies_ms = [lap.seconds * MS / released] * released
    return lap


async def _scan(ahead: Database, shop: Shop) -> float:
    began_at = time.perf_counter()
    await compliance.scan(ahead, shop.tenant)
    return time.perf_counter() - began_at


async def _floor(stand: Stand) -> float:
    """Lines a second of the least SQL. Raises Meaningless when it ran out of lines to release."""
    floor = stand.floor(FOLDER)
    floor.prepare()
    lines = BLOCK * await floor.per_s(1, stand.effort.floor_seconds)
    with psycopg.connect(stand.instance.urls.owner) as connection:
        used = connection.execute("select last_value from floor.block").fetchone()
    if used is None or used[0] >= BLOCKS:
        raise Meaningless("the floor ran out of lines")
    return lines
