"""Campaigns as plays and orders see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.identity.types import Channel
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.promotions.errors import CampaignUnknown
from lianyi.promotions.types import Audience, Campaign, CampaignId, CampaignSku, CampaignState

RUNNING_MAX = 200
PUBLISHED_MAX = 1000


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with its shelf and budget as JSON, and what a person has used of its limits."""

    id: UUID
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    audience: Audience
    channels: list[str]
    settings: dict[str, Any]
    orders_per_person_max: int | None
    pieces_per_person_max: int | None
    rules_zh: list[str]
    rules_en: list[str]
    version: int
    budget_fen: int | None
    spent_fen: int
    skus: list[Any]
    used_orders: int
    used_pieces: int
    bears_loss: bool


CAMPAIGN_COLUMNS = """
    select c.id, c.play, c.title, c.state, c.starts_at, c.ends_at, c.audience, c.channels, c.settings,
      c.orders_per_person_max, c.pieces_per_person_max, c.rules_zh, c.rules_en, c.version, b.budget_fen,
      coalesce(b.spent_fen, 0) as spent_fen,
      coalesce((
        select jsonb_agg(jsonb_build_object('sku_id', k.sku_id, 'product_id', k.product_id, 'quota', k.quota,
          'taken', k.taken, 'settings', k.settings) order by k.sku_id)
        from promotions_campaign_sku k where k.tenant_id = c.tenant_id and k.campaign_id = c.id), '[]') as skus,
      coalesce(p.orders, 0) as used_orders, coalesce(p.pieces, 0) as used_pieces, c.bears_loss
    from promotions_campaign c
    left join promotions_budget b on b.tenant_id = c.tenant_id and b.campaign_id = c.id
    left join promotions_person p
      on p.tenant_id = c.tenant_id and p.campaign_id = c.id and p.person_id = %(person_id)s::uuid
"""
_BY_ID = "where c.tenant_id = %(tenant)s and c.id = %(id)s"
_RUNNING = f"""
    where c.tenant_id = %(tenant)s and c.state = 'published' and c.starts_at <= %(now)s and c.ends_at > %(now)s
      and (%(play)s::text is null or c.play = %(play)s)
      and (%(product_ids)s::uuid[] is null or c.id in (
        select campaign_id from promotions_campaign_sku
        where tenant_id = %(tenant)s and product_id = any(%(product_ids)s::uuid[])))
    order by c.ends_at, c.id limit {RUNNING_MAX}
"""  # noqa: S608  our own number
_PUBLISHED = """
    where c.tenant_id = %(tenant)s and c.state in ('published', 'paused')
      and (%(sku_ids)s::uuid[] is null or c.play = any(%(wide)s::text[]) or c.id in (
        select campaign_id from promotions_campaign_sku
        where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[])))
    order by c.ends_at, c.id limit %(limit)s
"""
_BEGINNING = """
    where c.tenant_id = %(tenant)s and c.play = %(play)s and c.state = any(%(states)s::text[])
      and c.starts_at >= %(since)s and c.starts_at < %(until)s
    order by c.starts_at, c.id limit %(limit)s
"""
CAMPAIGN = Statement(CAMPAIGN_COLUMNS + _BY_ID, CampaignRow)
SEVERAL = Statement(
    CAMPAIGN_COLUMNS + "where c.tenant_id = %(tenant)s and c.id = any(%(ids)s::uuid[]) order by c.id",
    CampaignRow,
)
RUNNING = Statement(CAMPAIGN_COLUMNS + _RUNNING, CampaignRow)
PUBLISHED = Statement(CAMPAIGN_COLUMNS + _PUBLISHED, CampaignRow)
BEGINNING = Statement(CAMPAIGN_COLUMNS + _BEGINNING, CampaignRow)


@dataclass(frozen=True, slots=True)
class UsedRow:
    campaign_id: UUID
    person_id: UUID
    orders: int
    pieces: int


USED = Statement(
    """
    select p.campaign_id, p.person_id, p.orders, p.pieces from promotions_person p
    join unnest(%(campaign_ids)s::uuid[], %(people)s::uuid[]) as asked (campaign_id, person_id)
      on p.campaign_id = asked.campaign_id and p.person_id = asked.person_id
    where p.tenant_id = %(tenant)s
    """,
    UsedRow,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A campaign, and what one person has used of its limits."""

    campaign: Campaign
    used_orders: int
    used_pieces: int


async def campaign(session: ReadSession, campaign_id: UUID) -> Campaign:
    """A campaign with its shelf and what is left of its budget. One statement. Raises CampaignUnknown."""
    return (await standing(session, campaign_id, None)).campaign


async def standing(session: ReadSession, campaign_id: UUID, person_id: UUID | None) -> Standing:
    """As `campaign`, with what a person has used. One statement. Raises CampaignUnknown."""
    row = await session.maybe(CAMPAIGN, id=campaign_id, person_id=person_id)
    if row is None:
        raise CampaignUnknown(field="campaign_id")
    return Standing(campaign_of(row), row.used_orders, row.used_pieces)


async def standings(
    session: ReadSession, asked: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], Standing]:
    """`standing` of many (campaign, person) at once; unknown campaigns are left out. Two statements in one wait."""
    if not asked:
        return {}
    wanted = sorted(set(asked))
    ids = sorted({campaign_id for campaign_id, _ in wanted})
    rows = await session.soon(
        SEVERAL, lambda found: {row.id: campaign_of(row) for row in found}, ids=ids, person_id=None
    )
    used = await session.soon(
        USED, lambda found: {(row.campaign_id, row.person_id): row for row in found},
        campaign_ids=[one for one, _ in wanted], people=[person for _, person in wanted],
    )  # fmt: skip
    known, counted = await rows, await used
    return {
        pair: Standing(known[pair[0]], row.orders if row else 0, row.pieces if row else 0)
        for pair in wanted
        if pair[0] in known
        for row in [counted.get(pair)]
    }


async def campaigns(session: ReadSession, campaign_ids: Sequence[UUID]) -> dict[UUID, Campaign]:
    """Campaigns by their ids, whatever became of them; unknown ones are left out. One statement."""
    if not campaign_ids:
        return {}
    rows = await session.all(SEVERAL, ids=list(campaign_ids), person_id=None)
    return {row.id: campaign_of(row) for row in rows}


async def running(
    session: ReadSession, *, play: str | None = None, product_ids: Sequence[UUID] | None = None
) -> list[Campaign]:
    """What runs now, the first to end first, at most RUNNING_MAX. One statement."""
    rows = await session.all(
        RUNNING, play=play, product_ids=None if product_ids is None else list(product_ids), person_id=None,
    )  # fmt: skip
    return [campaign_of(row) for row in rows]


async def published(
    session: ReadSession, *, sku_ids: Sequence[UUID] | None = None, wide: Sequence[str] = ()
) -> list[Campaign]:
    """What is published or paused, whether its window has begun or not, at most PUBLISHED_MAX. One statement.

    `sku_ids`: only what has one of them on its shelf, or runs a play of `wide`, whose goods are not only its shelf.
    """
    rows = await session.all(
        PUBLISHED, sku_ids=None if sku_ids is None else list(sku_ids), wide=list(wide), limit=PUBLISHED_MAX,
        person_id=None,
    )  # fmt: skip
    return [campaign_of(row) for row in rows]


async def beginning(
    session: ReadSession, play: str, since: datetime, until: datetime, states: Sequence[CampaignState]
) -> list[Campaign]:
    """Campaigns of a play that begin within a span, in order, at most PUBLISHED_MAX. One statement."""
    rows = await session.all(
        BEGINNING,
        play=play,
        since=since,
        until=until,
        states=list(states),
        limit=PUBLISHED_MAX,
        person_id=None,
    )
    return [campaign_of(row) for row in rows]


async def running_for_products(
    session: ReadSession, product_ids: Sequence[UUID]
) -> dict[UUID, list[Campaign]]:
    """What runs now for products, by product, the first to end first. One statement."""
    wanted = set(product_ids)
    found: dict[UUID, list[Campaign]] = {product_id: [] for product_id in wanted}
    for one in await running(session, product_ids=product_ids):
        for product_id in sorted({sku.product_id for sku in one.skus} & wanted):
            found[product_id].append(one)
    return found


def campaign_of(row: CampaignRow) -> Campaign:
    """The row as other domains see it."""
    skus: tuple[CampaignSku, ...] = wire.typed(row.skus, tuple[CampaignSku, ...])
    return Campaign(
        id=CampaignId(row.id), play=row.play, title=row.title, state=row.state, starts_at=row.starts_at,
        ends_at=row.ends_at, channels=tuple(Channel(channel) for channel in row.channels), settings=row.settings,
        skus=skus, orders_per_person_max=row.orders_per_person_max,
        pieces_per_person_max=row.pieces_per_person_max, budget_fen=row.budget_fen, spent_fen=row.spent_fen,
        rules_zh=tuple(row.rules_zh), rules_en=tuple(row.rules_en), version=row.version, audience=row.audience,
        bears_loss=row.bears_loss,
    )  # fmt: skip
