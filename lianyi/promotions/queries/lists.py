"""Campaigns as the staff's table and page show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.promotions.types import Audience, CampaignState


@dataclass(frozen=True, slots=True)
class CampaignListed:
    """A campaign in the table. `discount_fen`: what paid orders were spared; `spent_fen`: what the budget has given."""

    id: UUID
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    audience: Audience
    channels: list[str]
    alarm: str | None
    created_at: datetime
    skus: int
    orders: int
    paid_fen: int
    discount_fen: int
    budget_fen: int | None
    spent_fen: int


@dataclass(frozen=True, slots=True)
class CampaignLife:
    """What the staff see of a campaign beside what its play reads."""

    alarm: str | None
    stop_reason: str
    rectify_by_at: datetime | None
    unknown_cost_accepted: bool
    created_at: datetime
    published_at: datetime | None
    finished_at: datetime | None


LISTED = Statement(
    """
    select c.id, c.play, c.title, c.state, c.starts_at, c.ends_at, c.audience, c.channels, c.alarm, c.created_at,
      (select count(*)::int from promotions_campaign_sku k where k.tenant_id = c.tenant_id and k.campaign_id = c.id)
        as skus,
      f.orders, f.paid_fen, f.discount_fen, b.budget_fen, coalesce(b.spent_fen, f.held_fen) as spent_fen
    from promotions_campaign c
    left join promotions_budget b on b.tenant_id = c.tenant_id and b.campaign_id = c.id
    cross join lateral (
      select count(*)::int as orders, coalesce(sum(p.paid_fen), 0)::bigint as paid_fen,
        coalesce(sum(p.discount_fen) filter (where p.state = 'paid'), 0)::bigint as discount_fen,
        coalesce(sum(p.discount_fen) filter (where p.state in ('held', 'paid')), 0)::bigint as held_fen
      from promotions_claim p where p.tenant_id = c.tenant_id and p.campaign_id = c.id
    ) as f
    where c.tenant_id = %(tenant)s
      and (%(play)s::text is null or c.play = %(play)s) and (%(state)s::text is null or c.state = %(state)s)
      and (%(query)s::text = '' or strpos(lower(c.title), lower(%(query)s)) > 0)
      and (%(before_at)s::timestamptz is null or (c.created_at, c.id) < (%(before_at)s, %(before_id)s::uuid))
    order by c.created_at desc, c.id desc limit %(limit)s
    """,
    CampaignListed,
)
LIFE = Statement(
    """
    select alarm, stop_reason, rectify_by_at, unknown_cost_accepted, created_at, published_at, finished_at
    from promotions_campaign where tenant_id = %(tenant)s and id = %(id)s
    """,
    CampaignLife,
)


HOLDS = Statement(
    """
    select order_id from promotions_claim
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state in ('held', 'paid') limit 1
    """,
    UUID,
)


CAMPAIGN_OF_ORDER = Statement(
    "select campaign_id from promotions_claim where tenant_id = %(tenant)s and order_id = %(order_id)s", UUID
)


@dataclass(frozen=True, slots=True)
class Sold:
    """Pieces of a SKU that a campaign's paid orders hold."""

    sku_id: UUID
    pieces: int


# What went back whole is no sale; the pieces of a refund in part stay counted, as the order stays paid.
SOLD = Statement(
    """
    select (line ->> 'sku_id')::uuid as sku_id, sum((line ->> 'quantity')::int)::int as pieces
    from promotions_claim c cross join lateral jsonb_array_elements(c.lines) as line
    where c.tenant_id = %(tenant)s and c.campaign_id = %(campaign_id)s and c.state = 'paid'
    group by 1
    """,
    Sold,
)


@dataclass(frozen=True, slots=True)
class OwnClaim:
    title: str
    state: str
    discount_fen: int
    at: datetime


OWN = Statement(
    """
    select c.title, p.state, p.discount_fen, p.at from promotions_claim p
    join promotions_campaign c on c.tenant_id = p.tenant_id and c.id = p.campaign_id
    where p.tenant_id = %(tenant)s and p.person_id = %(person_id)s order by p.at desc limit 1000
    """,
    OwnClaim,
)


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    play: str | None = None
    state: CampaignState | None = None
    query: str = ""


async def listed(
    session: ReadSession, wanted: CampaignFilter, limit: int, after: tuple[datetime, UUID] | None
) -> list[CampaignListed]:
    """Campaigns, the newest first; one more than `limit`, so that the caller sees whether another page follows."""
    return await session.all(
        LISTED, play=wanted.play, state=wanted.state, query=wanted.query.strip(), limit=limit + 1,
        before_at=after[0] if after else None, before_id=after[1] if after else None,
    )  # fmt: skip


async def life(session: ReadSession, campaign_id: UUID) -> CampaignLife:
    """When a campaign was made, published and finished, and why it was stopped; the campaign is known to exist."""
    return await session.one(LIFE, id=campaign_id)


async def holds_claim(session: ReadSession, order_id: UUID) -> bool:
    """Whether an order has taken something of a campaign that it has not given back. One statement."""
    return await session.maybe(HOLDS, order_id=order_id) is not None


async def campaign_of_order(session: ReadSession, order_id: UUID) -> UUID | None:
    """The campaign an order took something of, also when it has given it back; None when there is none. One statement."""
    return await session.maybe(CAMPAIGN_OF_ORDER, order_id=order_id)


@own_data.answer("campaigns")
async def own_claims(session: ReadSession, person: PersonId) -> object:
    """What a person took part in, as they may take it away."""
    return [
        {"campaign": one.title, "state": one.state, "discount_fen": one.discount_fen, "at": one.at}
        for one in await session.all(OWN, person_id=person)
    ]


async def pieces_paid(session: ReadSession, campaign_id: UUID) -> dict[UUID, int]:
    """Pieces of each SKU that a campaign's paid orders hold; what sold none is left out. One statement.

    It reads every order of the campaign: some milliseconds for ten thousand.
    """
    return {one.sku_id: one.pieces for one in await session.all(SOLD, campaign_id=campaign_id)}
