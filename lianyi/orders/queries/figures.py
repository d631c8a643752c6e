"""Order figures of a shop by business day: paid money, paid and placed orders, refunds, what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one span of time. Paid money counts each order once, when it was paid."""

    paid_fen: int
    paid_orders: int
    placed_orders: int
    refunded_fen: int


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    paid_fen: int
    paid_orders: int


@dataclass(frozen=True, slots=True)
class Attention:
    """Orders that wait for somebody; `late` is part of `to_ship`."""

    to_ship: int
    ship_late: int
    refund_requested: int
    refund_failed: int
    wechat_upload_failed: int
    amount_mismatch: int


@dataclass(frozen=True, slots=True)
class TopProduct:
    product_id: UUID
    title: str
    picture_url: str | None
    quantity: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class SoldSku:
    """Of one SKU in a span of time: pieces and what was paid for them, without freight, before refunds."""

    sku_id: UUID
    product_id: UUID
    quantity: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class PersonTotals:
    person_id: UUID
    orders: int
    paid_fen: int


FIGURES = Statement(
    """
    select paid.fen::bigint as paid_fen, paid.orders as paid_orders, placed.orders as placed_orders,
      refunded.fen::bigint as refunded_fen
    from
      (select coalesce(sum(payable_fen), 0) as fen, count(*) as orders from orders_order
       where tenant_id = %(tenant)s and paid_at >= %(start)s and paid_at < %(end)s) as paid,
      (select count(*) as orders from orders_order
       where tenant_id = %(tenant)s and placed_at >= %(start)s and placed_at < %(end)s) as placed,
      (select coalesce(sum(amount_fen), 0) as fen from orders_refund
       where tenant_id = %(tenant)s and state = 'succeeded' and payment_ref is null
         and finished_at >= %(start)s and finished_at < %(end)s) as refunded
    """,
    Figures,
)
TREND = Statement(
    """
    select days.day::date as day, coalesce(sum(o.payable_fen), 0)::bigint as paid_fen, count(o.id) as paid_orders
    from generate_series(%(first)s::date, %(last)s::date, interval '1 day') as days (day)
    left join orders_order as o on o.tenant_id = %(tenant)s
      and o.paid_at >= days.day::timestamp at time zone %(zone)s
      and o.paid_at < (days.day + interval '1 day')::timestamp at time zone %(zone)s
    group by days.day order by days.day
    """,
    Day,
)
ATTENTION = Statement(
    """
    select
      (select count(*) from orders_order where tenant_id = %(tenant)s and state = 'to_ship') as to_ship,
      (select count(*) from orders_order
       where tenant_id = %(tenant)s and state = 'to_ship' and ship_by_at < %(now)s) as ship_late,
      (select count(*) from orders_refund where tenant_id = %(tenant)s and state = 'requested') as refund_requested,
      (select count(*) from orders_refund where tenant_id = %(tenant)s and state = 'failed') as refund_failed,
      (select count(*) from orders_parcel
       where tenant_id = %(tenant)s and wechat_state = 'failed') as wechat_upload_failed,
      (select count(*) from orders_order
       where tenant_id = %(tenant)s and alarm = 'amount_mismatch') as amount_mismatch
    """,
    Attention,
)
TOP_PRODUCTS = Statement(
    """
    select line.product_id, (array_agg(line.title order by o.paid_at desc))[1] as title,
      (array_agg(line.picture_url order by o.paid_at desc))[1] as picture_url, sum(line.quantity)::int as quantity,
      sum(line.amount_fen + line.adjust_share_fen)::bigint as paid_fen
    from orders_order as o
    join orders_line as line on line.tenant_id = o.tenant_id and line.order_id = o.id
    where o.tenant_id = %(tenant)s and o.paid_at >= %(start)s and o.paid_at < %(end)s
    group by line.product_id order by paid_fen desc, line.product_id limit %(limit)s
    """,
    TopProduct,
)
SOLD = Statement(
    """
    select line.sku_id, line.product_id, sum(line.quantity)::int as quantity,
      sum(line.amount_fen + line.adjust_share_fen)::bigint as paid_fen
    from orders_order as o
    join orders_line as line on line.tenant_id = o.tenant_id and line.order_id = o.id
    where o.tenant_id = %(tenant)s and o.paid_at >= %(start)s and o.paid_at < %(end)s
    group by line.sku_id, line.product_id order by paid_fen desc, line.sku_id limit %(limit)s
    """,
    SoldSku,
)
TOTALS_OF = Statement(
    """
    select person_id, count(*) as orders, sum(payable_fen - refunded_fen)::bigint as paid_fen from orders_order
    where tenant_id = %(tenant)s and person_id = any(%(person_ids)s::uuid[]) and paid_at is not null
    group by person_id
    """,
    PersonTotals,
)

# Who of some people paid for something in a span of their own; one index look-up each.
BOUGHT_WITHIN = Statement(
    """
    select asked.person_id from unnest(%(person_ids)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
      as asked (person_id, starts, ends)
    where exists (
      select 1 from orders_order o
      where o.tenant_id = %(tenant)s and o.person_id = asked.person_id and o.paid_at is not null
        and o.placed_at >= asked.starts and o.placed_at < asked.ends)
    """,
    UUID,
)


async def figures(session: ReadSession, start: datetime, end: datetime) -> Figures:
    """Money and orders from `start` until before `end`."""
    return await session.one(FIGURES, start=start, end=end)


async def trend(session: ReadSession, first: date, last: date, zone: str) -> list[Day]:
    """Paid money and orders for every business day of the span, also the empty ones."""
    return await session.all(TREND, first=first, last=last, zone=zone)


async def attention(session: ReadSession) -> Attention:
    """How many orders wait for the staff, by reason. One statement."""
    return await session.one(ATTENTION)


async def top_products(
    session: ReadSession, start: datetime, end: datetime, limit: int = 5
) -> list[TopProduct]:
    """Products by paid money in the span, best first."""
    return await session.all(TOP_PRODUCTS, start=start, end=end, limit=limit)


async def sold_skus(session: ReadSession, start: datetime, end: datetime, limit: int) -> list[SoldSku]:
    """SKUs by paid money in the span, best first."""
    return await session.all(SOLD, start=start, end=end, limit=limit)


async def totals_of(session: ReadSession, person_ids: list[UUID]) -> dict[UUID, PersonTotals]:
    """Paid orders and money kept per person; people without a paid order are missing."""
    return {row.person_id: row for row in await session.all(TOTALS_OF, person_ids=person_ids)}


async def bought_within(session: ReadSession, asked: Sequence[tuple[UUID, datetime, datetime]]) -> set[UUID]:
    """Of (person, from, until before) those people who placed an order in it that was paid."""
    rows = await session.all(
        BOUGHT_WITHIN, person_ids=[one for one, _, _ in asked], starts=[start for _, start, _ in asked],
        ends=[end for _, _, end in asked],
    )  # fmt: skip
    return set(rows)
