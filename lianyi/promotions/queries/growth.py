"""What campaigns brought and cost within a span, side by side; by the same rows as a campaign's own result page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.db import ReadSession, Statement
from lianyi.promotions import registry
from lianyi.promotions.play import PricePlay
from lianyi.promotions.queries.campaigns import CAMPAIGN_COLUMNS, CampaignRow, campaign_of
from lianyi.promotions.types import Campaign, CampaignState, Phase

GROWTH_MAX = 500
PLANNED_MAX = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """A campaign and what its orders and grants come to within a span.

    `shared_orders`: paid orders in which another campaign took part, too. `cost_fen`: what paid orders were spared and
    no grant had taken out before, and what grants hold of the budget.
    """

    id: UUID
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    budget_fen: int | None
    orders: int
    paid_orders: int
    shared_orders: int
    buyers: int
    paid_fen: int
    refunded_fen: int
    new_customers: int
    cost_fen: int
    bears_loss: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Several campaigns at once: an order, a person and a fen count once, whoever of the campaigns they belong to."""

    paid_orders: int
    paid_fen: int
    refunded_fen: int
    new_customers: int


@dataclass(frozen=True, slots=True)
class Sold:
    """Pieces of a SKU in a campaign's paid orders that were not given back whole."""

    campaign_id: UUID
    sku_id: UUID
    pieces: int


@dataclass(frozen=True, slots=True)
class BroughtDay:
    campaign_id: UUID
    day: date
    paid_orders: int
    paid_fen: int
    new_customers: int


# The span is over when something happened: an order is placed and paid, a grant is given, each on its own day.
BROUGHT = Statement(
    """
    select c.id, c.play, c.title, c.state, c.starts_at, c.ends_at, b.budget_fen, f.orders, f.paid_orders, f.shared_orders,
      f.buyers, f.paid_fen, f.refunded_fen, f.new_customers, f.discount_fen + g.held_fen as cost_fen,
      c.bears_loss
    from promotions_campaign c
    left join promotions_budget b on b.tenant_id = c.tenant_id and b.campaign_id = c.id
    cross join lateral (
      select (count(*) filter (where %(since)s <= p.at and p.at < %(until)s))::int as orders,
        (count(*) filter (where w.paid))::int as paid_orders,
        (count(*) filter (where w.paid and exists (
          select 1 from promotions_claim o
          where o.tenant_id = p.tenant_id and o.order_id = p.order_id and o.campaign_id <> p.campaign_id
            and o.paid_at is not null)))::int as shared_orders,
        (count(distinct p.person_id) filter (where w.paid))::int as buyers,
        coalesce(sum(p.paid_fen) filter (where w.paid), 0)::bigint as paid_fen,
        coalesce(sum(p.refunded_fen) filter (where w.paid), 0)::bigint as refunded_fen,
        (count(distinct p.person_id) filter (where w.paid and p.is_new_customer and p.state = 'paid'))::int
          as new_customers,
        coalesce(sum(p.discount_fen) filter (where w.paid and p.state = 'paid' and not p.covered), 0)::bigint
          as discount_fen
      from promotions_claim p
      cross join lateral (select coalesce(p.paid_at >= %(since)s and p.paid_at < %(until)s, false) as paid) as w
      where p.tenant_id = c.tenant_id and p.campaign_id = c.id
    ) as f
    cross join lateral (
      select coalesce(sum(held_fen), 0)::bigint as held_fen from promotions_grant g
      where g.tenant_id = c.tenant_id and g.campaign_id = c.id and %(since)s <= g.at and g.at < %(until)s
    ) as g
    where c.tenant_id = %(tenant)s and c.state <> 'draft' and c.starts_at < %(until)s and c.ends_at > %(since)s
      and (%(play)s::text is null or c.play = %(play)s) and (%(state)s::text is null or c.state = %(state)s)
      and (%(ids)s::uuid[] is null or c.id = any(%(ids)s::uuid[]))
    order by c.starts_at desc, c.id desc limit %(limit)s
    """,
    Brought,
)
TOGETHER = Statement(
    """
    select count(*)::int as paid_orders, coalesce(sum(paid_fen), 0)::bigint as paid_fen,
      coalesce(sum(refunded_fen), 0)::bigint as refunded_fen,
      (count(distinct person_id) filter (where is_new))::int as new_customers
    from (
      select p.order_id, p.person_id, max(p.paid_fen) as paid_fen, max(p.refunded_fen) as refunded_fen,
        bool_or(p.is_new_customer and p.state = 'paid') as is_new
      from promotions_claim p
      where p.tenant_id = %(tenant)s and p.campaign_id = any(%(ids)s::uuid[])
        and p.paid_at >= %(since)s and p.paid_at < %(until)s
      group by p.order_id, p.person_id
    ) as each
    """,
    Together,
)
SOLD = Statement(
    """
    select p.campaign_id, (line ->> 'sku_id')::uuid as sku_id, sum((line ->> 'quantity')::int)::int as pieces
    from promotions_claim p cross join lateral jsonb_array_elements(p.lines) as line
    where p.tenant_id = %(tenant)s and p.campaign_id = any(%(ids)s::uuid[]) and p.state = 'paid'
      and p.paid_at >= %(since)s and p.paid_at < %(until)s
    group by 1, 2
    """,
    Sold,
)
BROUGHT_DAYS = Statement(
    """
    select p.campaign_id, (p.paid_at at time zone %(zone)s)::date as day, count(*)::int as paid_orders,
      sum(p.paid_fen)::bigint as paid_fen,
      (count(distinct p.person_id) filter (where p.is_new_customer and p.state = 'paid'))::int as new_customers
    from promotions_claim p
    where p.tenant_id = %(tenant)s and p.campaign_id = any(%(ids)s::uuid[]) and p.paid_at is not null
    group by 1, 2 order by 1, 2
    """,
    BroughtDay,
)


@dataclass(frozen=True, slots=True)
class Helped:
    campaign_id: UUID
    people: int


# What waits for review or was refused is no help yet.
HELPED = Statement(
    """
    select campaign_id, count(distinct person_id)::int as people from promotions_help
    where tenant_id = %(tenant)s and campaign_id = any(%(ids)s::uuid[]) and state = 'counted'
      and %(since)s <= at and at < %(until)s
    group by campaign_id
    """,
    Helped,
)
PLANNED = Statement(
    CAMPAIGN_COLUMNS
    + """
    where c.tenant_id = %(tenant)s and c.starts_at < %(until)s and c.ends_at > %(since)s
    order by c.starts_at, c.id limit %(limit)s
    """,
    CampaignRow,
)


async def brought(
    session: ReadSession, since: datetime, until: datetime, *, play: str | None = None,
    state: Literal["published", "paused", "stopped", "ended"] | None = None, ids: Sequence[UUID] | None = None,
) -> list[Brought]:  # fmt: skip
    """Campaigns whose window touches a span, and what came of them in it; GROWTH_MAX at most. One statement."""
    return await session.all(
        BROUGHT, since=since, until=until, play=play, state=state, ids=None if ids is None else list(ids),
        limit=GROWTH_MAX,
    )  # fmt: skip


async def together(session: ReadSession, ids: Sequence[UUID], since: datetime, until: datetime) -> Together:
    """What campaigns brought in a span all together, nothing twice. One statement."""
    return await session.one(TOGETHER, ids=list(ids), since=since, until=until)


async def helpers(
    session: ReadSession, ids: Sequence[UUID], since: datetime, until: datetime
) -> dict[UUID, int]:
    """Distinct people whose help in a span counts, by campaign; those without any are left out. One statement."""
    found = await session.all(HELPED, ids=list(ids), since=since, until=until)
    return {one.campaign_id: one.people for one in found}


async def sold(session: ReadSession, ids: Sequence[UUID], since: datetime, until: datetime) -> list[Sold]:
    """The goods of the paid orders of campaigns in a span. One statement."""
    return await session.all(SOLD, ids=list(ids), since=since, until=until)


async def brought_by_day(session: ReadSession, ids: Sequence[UUID]) -> list[BroughtDay]:
    """Paid orders of campaigns by business day; days without any are left out. One statement."""
    return await session.all(BROUGHT_DAYS, ids=list(ids), zone=BUSINESS_ZONE)


@dataclass(frozen=True, slots=True)
class Planned:
    """A campaign in the calendar: the phase of its play, None without a price; `told`: when it writes to people by itself.

    `spans`: when of the time asked for one can buy by it, in order; None: in its whole window. `goods`: the SKUs that it
    takes something off: its shelf, or what its play says that it reaches beyond it.
    """

    campaign: Campaign
    phase: Phase | None
    told: tuple[datetime, ...]
    spans: tuple[tuple[datetime, datetime], ...] | None = None
    goods: frozenset[UUID] = frozenset()


async def planned(session: ReadSession, since: datetime, until: datetime) -> list[Planned]:
    """Every campaign whose window touches a span, drafts as well, the first to begin first.

    One statement, and what the plays need that reach beyond their shelves (a statement a category of coupons).
    """
    rows = await session.all(PLANNED, since=since, until=until, limit=PLANNED_MAX, person_id=None)
    campaigns = [campaign_of(row) for row in rows]
    reached = await _reached(session, campaigns)
    return [_planned(one, max(since, session.now), until, reached.get(one.id)) for one in campaigns]


async def _reached(session: ReadSession, campaigns: Sequence[Campaign]) -> dict[UUID, frozenset[UUID]]:
    """What campaigns touch beyond their shelves; those that do not are left out."""
    found: dict[UUID, frozenset[UUID]] = {}
    for code, play in registry.plays().items():
        own = [one for one in campaigns if one.play == code]
        if own and play.card.reach is not None:
            beyond = await play.card.reach(session, own)
            sets = {id(sku_ids): frozenset(sku_ids) for sku_ids in beyond.values()}  # one for all of a scope
            found |= {campaign_id: sets[id(sku_ids)] for campaign_id, sku_ids in beyond.items()}
    return found


def _planned(
    campaign: Campaign, since: datetime, until: datetime, reached: frozenset[UUID] | None
) -> Planned:
    play = registry.plays().get(campaign.play)  # its folder may have been taken out
    phase = play.phase if isinstance(play, PricePlay) else None
    goods = frozenset(sku.sku_id for sku in campaign.skus) if reached is None else reached
    if play is None or since >= until:
        return Planned(campaign, phase, (), goods=goods)
    card = play.card
    return Planned(
        campaign, phase, tuple(card.tells(campaign, since, until)) if card.tells else (),
        tuple(card.spans(campaign, since, until)) if card.spans else None, goods,
    )  # fmt: skip


def play_titles() -> dict[str, str]:
    """Every play's Chinese name by its code, for sheets."""
    return {code: play.card.title_zh for code, play in registry.plays().items()}
