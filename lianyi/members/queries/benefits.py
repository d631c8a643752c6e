"""What people get now, for as many as ask in one statement; and its arithmetic, for whoever prices an order."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.members.rules import benefits as prices
from lianyi.members.rules import points
from lianyi.members.types import Benefits, Goods, PointsOffer, SpendLine

# The highest level each person holds, its prices for these SKUs, and their points that have not expired.
BENEFITS = Statement(
    """
    select p.person_id, l.id as level_id, coalesce(l.name, '') as level_name, coalesce(l.off_bp, 0) as off_bp,
      coalesce(l.freight, 'none') as freight, coalesce(l.freight_from_fen, 0)::bigint as freight_from_fen,
      case when m.points_on then coalesce((
        select sum(t.points) from members_lot t
        where t.tenant_id = %(tenant)s and t.person_id = p.person_id and t.expires_on > %(today)s), 0) else 0 end::bigint
        as points,
      m.points_per_yuan, m.share_max_bp,
      coalesce((
        select jsonb_object_agg(c.sku_id, c.price_fen) from members_price c
        where c.tenant_id = %(tenant)s and c.level_id = l.id and c.sku_id = any(%(sku_ids)s::uuid[])), '{}') as prices_fen
    from unnest(%(people)s::uuid[]) as p (person_id)
    join members_program m on m.tenant_id = %(tenant)s
    left join lateral (
      select v.id, v.name, v.off_bp, v.freight, v.freight_from_fen
      from members_holding h join members_level v on v.tenant_id = %(tenant)s and v.id = h.level_id
      where h.tenant_id = %(tenant)s and h.person_id = p.person_id and (h.until_at is null or h.until_at > %(now)s)
      order by v.rank desc limit 1) as l on true
    """,
    Benefits,
    planned_once=True,
)


async def benefits_soon(
    session: ReadSession, people: Sequence[UUID], sku_ids: Sequence[UUID]
) -> Soon[dict[UUID, Benefits]]:
    """What people get now, by person; nobody is in it while the shop has no program. One statement, no wait of its own."""
    return await session.soon(
        BENEFITS, lambda rows: {row.person_id: row for row in rows}, people=list(dict.fromkeys(people)),
        sku_ids=list(sku_ids), today=business_day(session.now),
    )  # fmt: skip


SPENT_WORTH = Statement(
    """
    select (worth_fen * (points - given_points) / points)::bigint as fen from members_spend
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    """,
    int,
)


async def spent_worth_soon(session: ReadSession, order_id: UUID) -> Soon[int]:
    """What an order's points have paid of it, in fen; 0 without any. One statement, no wait of its own."""
    return await session.soon(SPENT_WORTH, lambda rows: rows[0] if rows else 0, order_id=order_id)


async def benefits(session: ReadSession, person_id: UUID, sku_ids: Sequence[UUID]) -> Benefits | None:
    """What one person gets now; None while the shop has no program."""
    return (await (await benefits_soon(session, [person_id], sku_ids))).get(person_id)


def off_fen(held: Benefits, goods: Goods) -> int:
    """What the level takes off a line."""
    return prices.off_fen(held, goods)


def member_price_fen(held: Benefits, sku_id: UUID, list_fen: int) -> int:
    """What a piece costs at the level; the list price where the level takes nothing off."""
    return list_fen - prices.off_fen(held, Goods(sku_id, list_fen, 1))


def freight_off_fen(held: Benefits, goods_left_fen: int, freight_fen: int) -> int:
    """What of the freight the level carries, for goods that cost `goods_left_fen` after every discount."""
    return prices.freight_off_fen(held, goods_left_fen, freight_fen)


def points_offer(held: Benefits, goods_left_fen: int) -> PointsOffer:
    """The most that the person's points can do for goods that still cost `goods_left_fen`."""
    return points.offer(held.points, held.points_per_yuan, held.share_max_bp, goods_left_fen)


def points_worth_fen(count: int, points_per_yuan: int) -> int:
    """What points may take off orders at most, in fen, rounded up."""
    return points.worth_fen(count, points_per_yuan)


def spend_lines(offer: PointsOffer, parts: Sequence[tuple[UUID, int, int]]) -> tuple[SpendLine, ...]:
    """An order's points divided over its SKUs (SKU, pieces, fen that points took off)."""
    return points.spend_lines(offer.points, parts)
