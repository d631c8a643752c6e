"""A flash sale's first seconds: ten thousand people want five hundred pieces, some change their minds, many try again."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from bench.frame import shop as shops
from bench.frame.load import Lap, Meaningless, connections
from bench.frame.report import Measured, Report, milliseconds
from bench.frame.shop import Customer, Shop
from bench.frame.stand import Stand, progress
from bench.frame.wire import Connection
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.promotions import actions as promotions
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft

LINES = 200  # requests that are on their way at once; whoever has none waits for one
BUYERS, PIECES = 10_000, 500
BUYERS_QUICK, PIECES_QUICK = 1_000, 50
BUYERS_WARM, PIECES_WARM = 400, 40
MINDS_CHANGED = 0.05  # of those who got a piece and give it back before paying
TRIES_MAX = 4
WAIT_SECONDS = (0.5, 2.0)  # before somebody tries again who was told that pieces may come back
OFF_FEN = 100
FOLDER = Path(__file__).parent
SHELF = Statement(
    """
    select coalesce(sum(taken), 0)::int from promotions_flash_sale_shelf
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    int,
)
ORDERS = Statement(
    """
    select count(*)::int from orders_order o
    join promotions_flash_sale_use u on u.tenant_id = o.tenant_id and u.order_id = o.id
    where o.tenant_id = %(tenant)s and u.campaign_id = %(campaign_id)s and o.state <> 'closed'
    """,
    int,
)


@dataclass
class Crowd:
    """What the people of one rush were answered; times in milliseconds, of a request from its sending to its answer."""

    accepted_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    asked: Counter[int] = field(default_factory=Counter)
    accepted_at: list[float] = field(default_factory=list)
    given_back: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class Rush:
    """One rush as a lap of accepted orders, with what became of the shelf."""

    lap: Lap
    crowd: Crowd
    sold: int
    oversold: int


async def run(stand: Stand) -> Report:
    """Measure rushes for fresh pieces of another SKU each. Raises Meaningless when the books do not agree."""
    effort = stand.effort
    shop = await shops.opened(stand)
    buyers, pieces = (BUYERS_QUICK, PIECES_QUICK) if effort.quick else (BUYERS, PIECES)
    floor = stand.floor(FOLDER)
    floor.prepare()
    progress(f"{buyers:,} people sign in")
    people = await shop.grow(buyers)
    skus = iter(shop.skus)
    await _rush(shop, next(skus), people[:BUYERS_WARM], PIECES_WARM)
    rushes: list[Rush] = []
    floors: list[float] = []
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors.append(await floor.per_s(32, effort.floor_seconds))
        rushes.append(await _rush(shop, next(skus), people[:buyers], pieces))
    return Report(
        "flash", f"{buyers:,} buyers for {pieces} pieces of a flash sale, over {LINES} connections", "accepted",
        f"{PIECES} sold, none oversold, nobody without an answer",
        {f"{buyers:,} buyers": Measured.of([rush.lap for rush in rushes])}, {"shelf, order and stock": floors}, stand,
        more=_more(rushes, pieces),
    )  # fmt: skip


def _more(rushes: Sequence[Rush], pieces: int) -> dict[str, object]:
    """The figures of the whole crowd: of every rush the worst count, of all together the times and the cost."""
    asked = sum(sum(rush.crowd.asked.values()) for rush in rushes)
    cpu = sum(rush.lap.cpu_seconds[role] for rush in rushes for role in ("server", "worker", "database"))
    accepted = [ms for rush in rushes for ms in rush.crowd.accepted_ms]
    refused = [ms for rush in rushes for ms in rush.crowd.refused_ms]
    return {
        "sold": max((abs(rush.sold - pieces), rush.sold) for rush in rushes)[1],
        "oversold": max(rush.oversold for rush in rushes),
        "accepted_per_s": round(sum(rush.lap.per_s for rush in rushes) / len(rushes), 1),
        "p99_ms": milliseconds(accepted)["p99_ms"],
        "refused_p99_ms": milliseconds(refused)["p99_ms"],
        "cpu_ms_each": round(cpu * 1000 / asked, 3),
        "asked": asked,
        "given_back": sum(rush.crowd.given_back for rush in rushes),
    }


async def _rush(shop: Shop, sku: UUID, people: Sequence[Customer], pieces: int) -> Rush:
    stand = shop.stand
    campaign = await _publish(shop, sku, pieces)
    orders = await shop.quotes(sku, people, len(people), Intent(campaign))
    crowd = Crowd()
    lap = await stand.measure(_all_at_once(stand, list(zip(people, orders, strict=True)), crowd, pieces))
    async with stand.db.read(shop.tenant) as session:
        taken = await session.one(SHELF, campaign_id=campaign)
        standing = await session.one(ORDERS, campaign_id=campaign)
    if not len(crowd.accepted_ms) - crowd.given_back == taken == standing:
        raise Meaningless(
            f"{len(crowd.accepted_ms)} accepted, {crowd.given_back} given back, {taken} on the shelf, {standing} orders"
        )
    if crowd.unanswered:
        raise Meaningless(f"{crowd.unanswered} people got no answer: {dict(crowd.asked)}")
    progress(f"{taken} sold; answers {dict(crowd.asked)}; {lap.per_s:,.0f} accepted/s")
    return Rush(lap, crowd, taken, max(taken - pieces, 0))


async def _publish(shop: Shop, sku: UUID, pieces: int) -> UUID:
    async with shop.stand.db.write(shop.tenant) as session:
        by, now = System(shop.tenant, "bench"), session.now
        shelf = {"price_fen": shop.goods[sku].price_fen - OFF_FEN, "slot_quota": pieces}
        draft = CampaignDraft(
            play="flash_sale", title="bench", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=2),
            channels=tuple(Channel), settings={"slots": [{"starts": "00:00", "minutes": 1440}], "pay_minutes": 30},
            skus=(SkuDraft(sku, None, shelf),), orders_per_person_max=1,
        )  # fmt: skip
        campaign = await promotions.create(session, by, draft)
        await promotions.publish(session, by, campaign, accept_unknown_cost=True)
    return campaign


async def _all_at_once(
    stand: Stand, buyers: Sequence[tuple[Customer, bytes]], crowd: Crowd, pieces: int
) -> Lap:
    """Everybody at once. The lap is of the first orders, as many as there are pieces: until the shelf is empty."""
    lap = Lap()
    async with connections(stand.address, LINES) as opened:
        lines: asyncio.Queue[Connection] = asyncio.Queue()
        for one in opened:
            lines.put_nowait(one)
        began_at = time.perf_counter()
        await asyncio.gather(*(_buy(lines, customer, order, crowd) for customer, order in buyers))
    first = crowd.accepted_at[:pieces]
    lap.seconds = max(first, default=time.perf_counter()) - began_at
    lap.latencies_ms = crowd.accepted_ms[: len(first)]
    return lap


async def _buy(lines: asyncio.Queue[Connection], customer: Customer, order: bytes, crowd: Crowd) -> None:
    """One person: asks, and again after a while when the answer says that pieces may come back or that it is busy."""
    for number in range(1, TRIES_MAX + 1):
        status, body, ms = await _asked(lines, order)
        crowd.asked[status] += 1
        if status == 201:
            crowd.accepted_ms.append(ms)
            crowd.accepted_at.append(time.perf_counter())
            if random.random() < MINDS_CHANGED:
                await _give_back(lines, customer, json.loads(body)["order_id"], crowd)
            return
        if status == 409:
            crowd.refused_ms.append(ms)
            if not json.loads(body).get("data", {}).get("waiting"):
                return
        await asyncio.sleep(random.uniform(*WAIT_SECONDS) * number)
    crowd.unanswered += status not in {201, 409}


async def _give_back(
    lines: asyncio.Queue[Connection], customer: Customer, order_id: str, crowd: Crowd
) -> None:
    """Somebody cancels instead of paying; their piece is the shelf's again once the worker has told it."""
    status, body, _ = await _asked(
        lines, customer.pack("POST", f"/orders/{order_id}/cancel", {"reason": "不想要了"})
    )
    if status not in {200, 204}:
        raise Meaningless(f"cancelling order {order_id}: {status} {body[:200]!r}")
    crowd.given_back += 1


async def _asked(lines: asyncio.Queue[Connection], request: bytes) -> tuple[int, bytes, float]:
    line = await lines.get()
    began_at = time.perf_counter()
    try:
        status, body = await line.ask(request)
    finally:
        lines.put_nowait(line)
    return status, body, (time.perf_counter() - began_at) * 1000
