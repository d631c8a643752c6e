"""Seats in teams that others opened: the same POST of an order, with what a campaign shall do for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, zip_longest
from pathlib import Path
from uuid import UUID

from bench.frame import shop as shops
from bench.frame.journey import buy, pay
from bench.frame.load import Lap, Meaningless, connections, flood
from bench.frame.report import Measured, Report
from bench.frame.shop import Customer, Shop
from bench.frame.stand import Stand, progress
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.promotions import actions as promotions
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft

CLIENTS = 32
CAMPAIGNS = 12  # one opener pays for a team in each, within the thirty payments of a minute
PEOPLE = 100  # as many as a team may have
DAYS = 7
DISCOUNT_FEN = 100
PER_S_FIRST = 100
SPARE = 1.5
FOLDER = Path(__file__).parent
TEAM_OF = Statement(
    """
    select t.id from promotions_group_buy_team t
    join promotions_group_buy_seat s on s.tenant_id = t.tenant_id and s.team_id = t.id
    where t.tenant_id = %(tenant)s and t.state = 'forming' and t.campaign_id = %(campaign_id)s
      and s.person_id = %(person_id)s and s.leader
    order by t.created_at desc limit 1
    """,
    UUID,
)
SEATS = Statement("select count(*)::int from promotions_group_buy_seat where tenant_id = %(tenant)s", int)
FORMING = Statement(
    """
    select count(*)::int from promotions_group_buy_team
    where tenant_id = %(tenant)s and state = 'forming' and taken = 1
    """,
    int,
)
OVERFULL = Statement(
    """
    select count(*)::int from promotions_group_buy_team t
    where tenant_id = %(tenant)s and (taken > people_max or taken <> (
      select count(*) from promotions_group_buy_seat s
      where s.tenant_id = t.tenant_id and s.team_id = t.id and s.state in ('held', 'in')))
    """,
    int,
)


@dataclass
class Fair:
    """One campaign a SKU: nobody holds two unpaid seats of one campaign, so people and campaigns are crossed."""

    shop: Shop
    campaigns: dict[UUID, UUID] = field(default_factory=dict)  # by SKU

    async def seats(self, wanted: int) -> list[bytes]:
        """So many joins, each free to be taken: fresh people, each joining one team of every campaign."""
        fresh = await self._people(-(-wanted // len(self.campaigns)))
        openers = await self._openers(-(-len(fresh) // (PEOPLE - 1)))
        await self._open_teams(openers)
        joins: list[list[bytes]] = []
        for sku, campaign in self.campaigns.items():
            for number, opener in enumerate(openers):
                joiners = fresh[number :: len(openers)]
                async with self.shop.stand.db.read(self.shop.tenant) as session:
                    team = await session.one(TEAM_OF, campaign_id=campaign, person_id=opener.shopper.person)
                joins.append(await self.shop.quotes(sku, joiners, len(joiners), Intent(campaign, team)))
        rows = chain.from_iterable(zip_longest(*joins))  # the teams in turn
        return [join for join in rows if join is not None][:wanted]

    async def _people(self, wanted: int) -> list[Customer]:
        known = len(self.shop.customers)
        return (await self.shop.grow(known + wanted))[known : known + wanted]

    async def _openers(self, wanted: int) -> list[Customer]:
        known = len(self.shop.customers)
        return (await self.shop.invite(known + wanted))[known:]

    async def _open_teams(self, openers: Sequence[Customer]) -> None:
        stand = self.shop.stand
        async with connections(stand.address, 1) as own, connections(stand.sandbox, 1) as wechat:
            for opener in openers:
                for sku, campaign in self.campaigns.items():
                    _, prepay_id, _ = await buy(self.shop, own[0], opener, sku, opens=campaign)
                    await pay(wechat[0], prepay_id)
        await stand.until(self.shop.tenant, FORMING, len(openers) * len(self.campaigns))


async def run(stand: Stand) -> Report:
    """Measure accepted joins a second; afterwards every seat is counted. Raises Meaningless when one is lost."""
    effort = stand.effort
    fair = Fair(await shops.opened(stand))
    await _publish(fair)
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
        "join", f"Orders that join teams, from {CLIENTS} connections", "joins", "≥ 1,500/s",
        {f"{CLIENTS} clients": Measured.of(laps)}, {"team, seat, order and stock": floors}, stand,
    )  # fmt: skip


async def _publish(fair: Fair) -> None:
    shop, by = fair.shop, System(fair.shop.tenant, "bench")
    for sku in shop.skus[:CAMPAIGNS]:
        async with shop.stand.db.write(shop.tenant) as session:
            shelf = {"people": PEOPLE, "price_fen": shop.goods[sku].price_fen - DISCOUNT_FEN}
            draft = CampaignDraft(
                play="group_buy", title="bench", starts_at=session.now - timedelta(hours=1),
                ends_at=session.now + timedelta(days=DAYS), channels=tuple(Channel), settings={"hours": 24},
                skus=(SkuDraft(sku, None, shelf),),
            )  # fmt: skip
            fair.campaigns[sku] = await promotions.create(session, by, draft)
            await promotions.publish(session, by, fair.campaigns[sku], accept_unknown_cost=True)


async def _lap(fair: Fair, seconds: float, per_s: float) -> Lap:
    stand = fair.shop.stand
    joins = await fair.seats(int(per_s * seconds * SPARE) + CLIENTS)
    await stand.settle()
    before = await _counted(fair)
    progress(f"{len(joins):,} people are about to join")
    lap = await stand.measure(flood(stand.address, CLIENTS, seconds, iter(joins), good=201))
    after = await _counted(fair)
    if after - before != lap.done:
        raise Meaningless(f"{lap.done} joins were accepted, {after - before} seats are taken")
    progress(f"{lap.per_s:,.0f} joins/s")
    return lap


async def _counted(fair: Fair) -> int:
    """Seats ever taken; every team's own count must be that of the seats it has now."""
    async with fair.shop.stand.db.read(fair.shop.tenant) as session:
        if await session.one(OVERFULL):
            raise Meaningless("a team's count is not that of its seats")
        return await session.one(SEATS)
