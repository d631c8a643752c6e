"""What a pay-out is held against as it leaves, and what of pay-outs waits for the staff."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lianyi.kit.clock import business_day, day_bounds
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
# Of what a pay-out pays: records whose return window is open, and records that are not of its own person's orders (or of
# another account of theirs that owes: the same ID number). An
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
      and (k.person_id = p.person_id or exists (
        select from distribution_real_name mine
        join distribution_real_name other on other.tenant_id = %(tenant)s and other.taxpayer = mine.taxpayer
        where mine.tenant_id = %(tenant)s and mine.person_id = p.person_id and mine.withdrawn_at is null
          and other.person_id = k.person_id))
    left join distribution_order o on o.tenant_id = %(tenant)s and o.order_id = c.order_id
    where p.tenant_id = %(tenant)s and p.id = %(payout_id)s
    """,
    NotLawful,
)


@dataclass(frozen=True, slots=True)
class PayoutWaits:
    """What waits for the staff: to review, to send, what WeChat will not take; months whose tax is to be handed on."""

    review: int
    ready: int
    stuck: int
    tax_months: int


WAITS = Statement(
    """
    select (count(*) filter (where state = 'review'))::int as review,
      (count(*) filter (where state = 'ready'))::int as ready,
      (count(*) filter (where state in ('sending', 'cancelling') and error is not null and tries > 2))::int as stuck,
      (select count(*) from (
        select t.month from distribution_tax t
        where t.tenant_id = %(tenant)s and t.state = 'withheld' and t.month < %(month)s group by t.month
        having sum(t.tax_fen) > coalesce((select sum(r.tax_fen) from distribution_remittance r
          where r.tenant_id = %(tenant)s and r.month = t.month), 0)) open)::int as tax_months
    from distribution_payout where tenant_id = %(tenant)s and state in ('review', 'ready', 'sending', 'cancelling')
    """,
    PayoutWaits,
)


async def sent_today_fen(session: ReadSession, today: date) -> int:
    """What has left by transfer on a day (China), and has not come back."""
    return await session.one(SENT_FEN, day_at=day_bounds(today)[0])


async def not_lawful(session: ReadSession, payout_id: UUID) -> NotLawful:
    """What of a pay-out's records the rulebook would not let go; both numbers ought to be zero."""
    return await session.one(NOT_LAWFUL, payout_id=payout_id)


async def waits(session: ReadSession) -> PayoutWaits:
    """What of pay-outs and withheld tax waits for the staff."""
    return await session.one(WAITS, month=business_day(session.now).replace(day=1))
