"""Helps of one hot run: everybody taps the same bargain until it is at its floor, then the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from bench.frame import shop as shops
from bench.frame.load import Lap, Meaningless, flood
from bench.frame.report import Measured, Report
from bench.frame.shop import Customer, Shop
from bench.frame.stand import Stand, progress
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode, new_id
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.bargain import actions as bargains
from lianyi.promotions.types import CampaignDraft, Marks, SkuDraft

CLIENTS = 32
PEOPLE = 100  # as many cuts as a run may have
RUNS_EACH = 20  # of one owner, one a SKU
HELPS_EACH = 20  # of one helper: below what a day and a minute allow
DAYS = 7
PER_S_FIRST = 100
SPARE = 1.5
FOLDER = Path(__file__).parent
HELPS = Statement("select count(*)::int from promotions_help where tenant_id = %(tenant)s", int)
UNTRUE = Statement(
    """
    select count(*)::int from promotions_help_run r
    where tenant_id = %(tenant)s and (taken > need or people <> (
      select count(*) from promotions_help h where h.tenant_id = r.tenant_id and h.run_id = r.id))
    """,
    int,
)


@dataclass
class Fair:
    """A bargain of every SKU, and the runs that were opened in it."""

    shop: Shop
    campaign: UUID
    runs: int = 0
    owners: list[Customer] = field(default_factory=list)

    async def helps(self, wanted: int) -> list[bytes]:
        """So many taps, a hundred for a run before the next one begins; nobody helps a run twice."""
        runs = [await self._open() for _ in range(-(-wanted // PEOPLE))]
        known = len(self.shop.customers)
        helpers = (await self.shop.grow(known + max(PEOPLE, -(-wanted // HELPS_EACH))))[known:]
        taps = [
            helpers[(number * PEOPLE + turn) % len(helpers)].pack(
                "POST", f"/bargain/runs/{encode('team', run)}/help"
            )
            for number, run in enumerate(runs)
            for turn in range(PEOPLE)
        ]
        return taps[:wanted]

    async def _open(self) -> UUID:
        if self.runs % RUNS_EACH == 0:
            known = len(self.shop.customers)
            self.owners.append((await self.shop.grow(known + 1))[known])
        owner, sku = self.owners[-1], self.shop.skus[self.runs % RUNS_EACH]
        self.runs += 1
        async with self.shop.stand.db.write(self.shop.tenant) as session:
            return await bargains.start(
                session, owner.shopper, Channel.MINI, self.campaign, sku, Marks(new_id())
            )


async def run(stand: Stand) -> Report:
    """Measure helps a second on one run at a time; afterwards every help is counted. Raises Meaningless when one is lost."""
    effort = stand.effort
    shop = await shops.opened(stand)
    fair = Fair(shop, await _publish(shop, shop.skus[:RUNS_EACH]))
    floor = stand.floor(FOLDER)
    floor.prepare()
    laps: list[Lap] = []
    floors: list[float] = []
    per_s = (await _lap(fair, effort.warm_up_seconds, PER_S_FIRST)).per_s
    for number in range(effort.rounds):
        progress(f"round {number + 1} of {effort.rounds}")
        floors.append(await floor.per_s(CLIENTS, effort.floor_seconds))
        lap = await _lap(fair, effort.seconds, per_s)
        laps.append(lap)
        per_s = max(per_s, lap.per_s)
    return Report(
        "helps", f"Helps of one hot run, from {CLIENTS} connections", "helps", "",
        {f"{CLIENTS} clients": Measured.of(laps)}, {"run, help and fact": floors}, stand,
    )  # fmt: skip


async def _publish(shop: Shop, skus: Sequence[UUID]) -> UUID:
    by = System(shop.tenant, "bench")
    settings = {
        "people": PEOPLE, "runs_per_person": RUNS_EACH, "helps_per_person": 100, "helps_per_day": 50, "hours": 72,
    }  # fmt: skip
    async with shop.stand.db.write(shop.tenant) as session:
        draft = CampaignDraft(
            play="bargain", title="bench", starts_at=session.now - timedelta(hours=1),
            ends_at=session.now + timedelta(days=DAYS), channels=(Channel.MINI, Channel.H5), settings=settings,
            skus=tuple(
                SkuDraft(sku, None, {"floor_price_fen": shop.goods[sku].price_fen - PEOPLE}) for sku in skus
            ),
        )  # fmt: skip
        campaign_id = await promotions.create(session, by, draft)
        await promotions.publish(session, by, campaign_id, accept_unknown_cost=True)
    return campaign_id


async def _lap(fair: Fair, seconds: float, per_s: float) -> Lap:
    stand = fair.shop.stand
    taps = await fair.helps(int(per_s * seconds * SPARE) + CLIENTS)
    await stand.settle()
    before = await _counted(fair)
    progress(f"{len(taps):,} taps are about to come")
    lap = await stand.measure(flood(stand.address, CLIENTS, seconds, iter(taps), good=200))
    after = await _counted(fair)
    if after - before != lap.done:
        raise Meaningless(f"{lap.done} helps were accepted, {after - before} are written")
    progress(f"{lap.per_s:,.0f} helps/s")
    return lap


async def _counted(fair: Fair) -> int:
    """Helps ever written; every run's own count must be that of its helps."""
    async with fair.shop.stand.db.read(fair.shop.tenant) as session:
        if await session.one(UNTRUE):
            raise Meaningless("a run's count is not that of its helps")
        return await session.one(HELPS)
