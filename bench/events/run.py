"""The outbox: payments that arrived are told to their reactions, which make orders ready to ship and tell on.

The facts are committed by the product's own action, in this process, so that nothing but the worker is in the way. How
many a second: a backlog made while the worker stands still. How late: a steady stream at half of that, from the commit of
the payment to the moment at which the order is seen to be ready to ship.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psycopg

from bench.frame import shop as shops
from bench.frame.copies import Copy
from bench.frame.load import Lap, Meaningless
from bench.frame.report import Measured, Report, milliseconds
from bench.frame.shop import Shop
from bench.frame.stand import SETTLE_SECONDS_MAX, Stand, progress
from bench.frame.unpaid import Sample, Unpaid, unpaid
from lianyi.kit.db import Statement
from lianyi.payments import actions as payments
from lianyi.wechat.pay import Trade, TradeState

TOGETHER = 50  # payments of one transaction while the backlog is made
PER_S_FIRST = 100
LOOK_EVERY_SECONDS = 0.002
FOLDER = Path(__file__).parent
Due = Sequence[tuple[Sample, Copy]]
READY = Statement(
    """
    select id from orders_order
    where tenant_id = %(tenant)s and id = any(%(order_ids)s::uuid[]) and state = 'to_ship'
    """,
    UUID,
)


async def run(stand: Stand) -> Report:
    """Measure; `per_s` counts facts, those that reactions told on among them."""
    effort = stand.effort
    waiting = await unpaid(await shops.opened(stand))
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: list[Lap] = []
    floors: list[float] = []
    late: list[float] = []
    orders_per_s = PER_S_FIRST * 1.0
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors.append(100 * await floor.per_s(1, effort.floor_seconds))
        due = waiting.copies(int(orders_per_s * effort.seconds))
        lap = await stand.measure(_drain(waiting, due))
        laps.append(lap)
        orders_per_s = len(due) / lap.seconds
        progress(f"{lap.per_s:,.0f} facts/s; {len(due)} payments told in {lap.seconds:.1f} s")
        late += await _stream(waiting, orders_per_s / 2, effort.seconds)
    return Report(
        "events", "Facts told by the worker: a backlog of payments, then a stream at half of its pace", "facts",
        "15,000/s was reached piped with empty reactions; here each payment moves its order and stock",
        {"backlog": Measured.of(laps)}, {"a hundred written, claimed and deleted": floors}, stand,
        {"payments_per_s": round(orders_per_s, 1), "delay": milliseconds(late), "delay_p99_ms": milliseconds(late)["p99_ms"],
         "streamed_per_s": round(orders_per_s / 2, 1)},
    )  # fmt: skip


async def _drain(waiting: Unpaid, due: Due) -> Lap:
    """Tell what was committed while the worker stood still; one latency a fact, the lap's own share of it."""
    shop = waiting.shop
    with shop.stand.worker_standing_still():
        before = _facts(shop)
        for number in range(0, len(due), TOGETHER):
            await _settle(shop, due[number : number + TOGETHER])
        began_at = time.perf_counter()
    await shop.stand.settle()
    lap = Lap(seconds=time.perf_counter() - began_at)
    facts = _facts(shop) - before
    lap.latencies_ms = [lap.seconds * 1000 * (number + 1) / facts for number in range(facts)]
    await _must_be_ready(shop, [copy.order for _, copy in due])
    return lap


async def _stream(waiting: Unpaid, per_s: float, seconds: float) -> list[float]:
    """Payments one by one at a steady pace; the milliseconds from each commit until its order is ready to ship."""
    shop = waiting.shop
    due = waiting.copies(max(1, int(per_s * seconds)))
    await shop.stand.settle()
    committed: dict[UUID, float] = {}
    taken: list[float] = []

    async def pay(number: int) -> None:
        await asyncio.sleep(number / per_s)
        await _settle(shop, due[number : number + 1])
        committed[due[number][1].order] = time.perf_counter()

    async def watch() -> None:
        deadline = time.perf_counter() + seconds + SETTLE_SECONDS_MAX
        while len(taken) < len(due):
            async with shop.stand.db.read(shop.tenant) as session:
                ready = await session.all(READY, order_ids=list(committed))
            now = time.perf_counter()
            taken.extend((now - committed.pop(order)) * 1000 for order in ready)
            if now > deadline:
                raise Meaningless(f"{len(committed)} payments were not told")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    await asyncio.gather(watch(), *(pay(number) for number in range(len(due))))
    progress(f"a stream of {per_s:,.0f} payments/s: {statistics.median(taken):.0f} ms from commit to order")
    return taken


async def _settle(shop: Shop, due: Due) -> None:
    async with shop.stand.db.write(shop.tenant) as session:
        for sample, copy in due:
            await payments.settle(session, _trade(sample, copy), shop.merchant["mchid"])


def _trade(sample: Sample, copy: Copy) -> Trade:
    said = sample.resource
    return Trade(
        said["appid"], said["mchid"], copy.out_trade_no, TradeState.SUCCESS, copy.transaction_id,
        said["amount"]["total"], datetime.fromisoformat(said["success_time"]), said["payer"]["openid"], said["trade_type"],
    )  # fmt: skip


def _facts(shop: Shop) -> int:
    """How many facts were ever committed."""
    with psycopg.connect(shop.stand.instance.urls.owner) as connection:
        row = connection.execute("select last_value from kit_outbox_id_seq").fetchone()
    assert row is not None
    return int(row[0])


async def _must_be_ready(shop: Shop, orders: list[UUID]) -> None:
    async with shop.stand.db.read(shop.tenant) as session:
        ready = await session.all(READY, order_ids=orders)
    if len(ready) != len(orders):
        raise Meaningless(f"{len(orders)} payments were told, {len(ready)} orders know it")
