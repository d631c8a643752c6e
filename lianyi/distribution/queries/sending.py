"""What a pay-out is held against as it leaves: the law of what it pays, and the day's limit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lianyi.kit.clock import day_bounds
from lianyi.kit.db import ReadSession, Statement


@dataclass(frozen=True, slots=True)
class NotLawful:
    """How many of a pay-out's records may not be paid yet, and how many not to this shopkeeper at all."""

    unripe: int
    not_own: int


SENT_FEN = Statement(
    """
    select coalesce(sum(net_fen), 0)::bigint as fen from distribution_payout
    where tenant_id = %(tenant)s and sent_at >= %(day_at)s and path = 'transfer' and state not in ('failed', 'cancelled')
    """,
    int,
)
# Of what a pay-out pays: records whose return window is open, and records that are not of its own person's orders. An
# order is its snapshot's, or of whoever an upheld appeal said brought it.
NOT_LAWFUL = Statement(
    """
    select (count(*) filter (where c.state <> 'available'))::int as unripe,
      (count(*) filter (where c.level <> 1 or o.level <> 1 or k.id is null or (
        o.shopkeeper_id <> c.shopkeeper_id and not exists (
          select from distribution_dispute d where d.tenant_id = %(tenant)s and d.order_id = c.order_id
            and d.shopkeeper_id = c.shopkeeper_id and d.state = 'upheld'))))::int as not_own
    from distribution_payout p
    join distribution_payout_item i on i.tenant_id = %(tenant)s and i.payout_id = p.id
    join distribution_commission c on c.tenant_id = %(tenant)s and c.order_line_id = i.commission_id
    left join distribution_shopkeeper k on k.tenant_id = %(tenant)s and k.id = c.shopkeeper_id
      and k.person_id = p.person_id
    left join distribution_order o on o.tenant_id = %(tenant)s and o.order_id = c.order_id
    where p.tenant_id = %(tenant)s and p.id = %(payout_id)s
    """,
    NotLawful,
)


async def sent_today_fen(session: ReadSession, today: date) -> int:
    """What has left by transfer on a day (China), and has not come back."""
    return await session.one(SENT_FEN, day_at=day_bounds(today)[0])


async def not_lawful(session: ReadSession, payout_id: UUID) -> NotLawful:
    """What of a pay-out's records the rulebook would not let go; both numbers ought to be zero."""
    return await session.one(NOT_LAWFUL, payout_id=payout_id)
