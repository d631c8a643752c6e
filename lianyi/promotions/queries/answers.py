"""What promotions answers with the help of plays: cards and results; and what waits for the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from lianyi.identity.types import Channel
from lianyi.kit.clock import BUSINESS_ZONE, business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.promotions import registry, rules
from lianyi.promotions.errors import GrantNotPossible
from lianyi.promotions.play import PricePlay
from lianyi.promotions.queries.campaigns import campaign
from lianyi.promotions.queries.growth import helpers
from lianyi.promotions.types import Campaign, Figure, ShareFacts
from lianyi.social import queries as social
from lianyi.social.types import Reach

DAYS_MAX = 92
PAYS_FOR_MAX = 20
ALARM_KEPT = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """Orders of a campaign. `paid_fen`: what was paid, before refunds; `discount_fen`: what paid orders were spared.

    `cost_fen`: as the growth page counts it: what paid orders were spared and no grant had taken out before, and what
    grants (coupons in hand, rewards, points) hold of the budget.
    """

    orders: int
    paid_orders: int
    paid_fen: int
    discount_fen: int
    refunded_fen: int
    new_customers: int
    cost_fen: int


@dataclass(frozen=True, slots=True)
class ClaimDay:
    day: date
    orders: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class ShareOrders:
    share_id: UUID
    orders: int


@dataclass(frozen=True, slots=True)
class ResultDay:
    """A business day: people who came by a share, orders placed, fen paid."""

    day: date
    people: int
    orders: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a campaign brought and cost; each None where there is nothing to divide by. `helpers`: whose help counts."""

    reach: Reach
    helpers: int
    claims: ClaimFigures
    by_day: tuple[ResultDay, ...]
    figures: tuple[Figure, ...]

    @property
    def cost_per_new_customer_fen(self) -> int | None:
        """Cost a new customer, rounded down."""
        new = self.claims.new_customers
        return self.claims.cost_fen // new if new else None

    @property
    def return_bp(self) -> int | None:
        """Fen kept for each fen it cost, in 1/100 of a percent, rounded down; None for what has no orders of its own."""
        claims = self.claims
        kept_fen = claims.paid_fen - claims.refunded_fen
        return kept_fen * 10_000 // claims.cost_fen if claims.cost_fen and claims.paid_orders else None


@dataclass(frozen=True, slots=True)
class Alarms:
    """Campaigns that WeChat stopped in the last days or has to be answered for, and those below the margin's floor."""

    stopped: int
    thin: int


CLAIMS = Statement(
    """
    select count(*)::int as orders, (count(*) filter (where paid_at is not null))::int as paid_orders,
      coalesce(sum(paid_fen), 0)::bigint as paid_fen,
      coalesce(sum(discount_fen) filter (where state = 'paid'), 0)::bigint as discount_fen,
      coalesce(sum(refunded_fen), 0)::bigint as refunded_fen,
      (count(distinct person_id) filter (where is_new_customer and state = 'paid'))::int as new_customers,
      (coalesce(sum(discount_fen) filter (where state = 'paid' and not covered), 0)
        + (select coalesce(sum(held_fen), 0) from promotions_grant
           where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s))::bigint as cost_fen
    from promotions_claim where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    ClaimFigures,
)
CLAIM_DAYS = Statement(
    """
    select day, sum(orders)::int as orders, sum(paid_fen)::bigint as paid_fen from (
      select (at at time zone %(zone)s)::date as day, 1 as orders, 0::bigint as paid_fen
      from promotions_claim where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
      union all
      select (paid_at at time zone %(zone)s)::date, 0, paid_fen
      from promotions_claim where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and paid_at is not null
    ) as each
    where day between %(first)s and %(last)s group by day order by day
    """,
    ClaimDay,
)
SHARE_ORDERS = Statement(
    """
    select share_id, count(*)::int as orders from promotions_claim
    where tenant_id = %(tenant)s and share_id = any(%(ids)s::uuid[]) and paid_at is not null
    group by share_id
    """,
    ShareOrders,
)
ALARMS = Statement(
    """
    select (count(*) filter (
        where alarm = 'platform_stopped' and coalesce(rectify_by_at, finished_at) > %(since)s))::int as stopped,
      (count(*) filter (where alarm = 'margin_broken' and state in ('published', 'paused')))::int as thin
    from promotions_campaign where tenant_id = %(tenant)s and alarm is not null
    """,
    Alarms,
)


async def share_facts(
    session: ReadSession, kind: Literal["campaign", "team"], target_id: UUID
) -> ShareFacts | None:
    """What a card may say of a campaign or a run, live; None when there is no such thing. Raises CampaignUnknown.

    A draft is nobody's but the staff's.
    """
    if kind == "campaign":
        found = await campaign(session, target_id)
        if found.state == "draft":
            return None
        return await registry.play_of(found.play).card.campaign_facts(session, found)
    for play in registry.plays().values():
        facts = await play.card.share_facts(session, target_id)
        if facts is not None:
            return facts
    return None


def runs_in(campaign: Campaign, channel: Channel) -> bool:
    """Whether a campaign may run in a channel: by the rulebook, by its play, by what the merchant chose."""
    verdict = rules.verdict_of(registry.play_of(campaign.play).card, campaign.settings)
    return rules.reason_against(verdict, campaign.channels, channel) is None


async def result(session: ReadSession, campaign_id: UUID) -> Result:
    """What a campaign brought so far, its last 92 business days one by one. Raises CampaignUnknown."""
    found = await campaign(session, campaign_id)
    last = business_day(min(session.now, found.ends_at))
    first = max(business_day(found.starts_at), last - timedelta(days=DAYS_MAX - 1))
    days = await session.all(CLAIM_DAYS, campaign_id=campaign_id, zone=BUSINESS_ZONE, first=first, last=last)
    came = await social.reach_by_day(session, first, last, campaign_id)
    return Result(
        reach=await social.reach(session, campaign_id),
        helpers=(await helpers(session, [campaign_id], found.starts_at, session.now + DAY)).get(
            campaign_id, 0
        ),
        claims=await session.one(CLAIMS, campaign_id=campaign_id),
        by_day=_by_day(first, last, days, {row.day: row.people for row in came}),
        figures=tuple(await registry.play_of(found.play).card.figures(session, campaign_id)),
    )


def _by_day(
    first: date, last: date, claims: Sequence[ClaimDay], people: dict[date, int]
) -> tuple[ResultDay, ...]:
    """Every day of the span, also those on which nothing happened: a chart without gaps."""
    known = {row.day: row for row in claims}
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(
        ResultDay(
            day, people.get(day, 0), known[day].orders if day in known else 0,
            known[day].paid_fen if day in known else 0,
        )
        for day in span
    )  # fmt: skip


@social.share_orders.answer("promotions")
async def orders_of_shares(session: ReadSession, shares: Sequence[UUID]) -> dict[UUID, int]:
    """Paid orders with a claim that came by each of some shares; shares without any are left out."""
    return {row.share_id: row.orders for row in await session.all(SHARE_ORDERS, ids=list(shares))}


async def assert_gives(session: ReadSession, campaign_id: UUID, fen: int, until_at: datetime) -> None:
    """Whether a campaign can pay so many fen at a time until an instant. One statement.

    Raises GrantNotPossible, CampaignUnknown.
    """
    found = await campaign(session, campaign_id)
    play = registry.play_of(found.play)
    most = play.gives_most(found) if isinstance(play, PricePlay) and play.gives_most else 0
    if fen > most or found.state != "published" or found.ends_at < until_at:
        raise GrantNotPossible(play=found.play)


@dataclass(frozen=True, slots=True)
class PaysFor:
    """A campaign that gives in another one's kind."""

    id: UUID
    title: str


# Whoever pays in a campaign names it somewhere in its settings, whatever its play calls that.
PAYS_FOR = Statement(
    """
    select c.id, c.title from promotions_campaign c
    where c.tenant_id = %(tenant)s and c.state in ('published', 'paused') and c.ends_at > %(now)s
      and jsonb_path_exists(c.settings, '$.** ? (@ == $word)', jsonb_build_object('word', %(word)s::text))
    order by c.starts_at, c.id limit %(limit)s
    """,
    PaysFor,
)


async def pays_for(session: ReadSession, campaign_id: UUID) -> list[PaysFor]:
    """The campaigns not over yet that give in this one's kind, PAYS_FOR_MAX at most: they can give no more without it.

    One statement.
    """
    return await session.all(PAYS_FOR, word=encode("cmp", campaign_id), limit=PAYS_FOR_MAX)


async def alarms(session: ReadSession) -> Alarms:
    """What waits for the staff. One statement."""
    return await session.one(ALARMS, since=session.now - ALARM_KEPT)
