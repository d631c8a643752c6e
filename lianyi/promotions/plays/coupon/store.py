"""Writing SQL of coupons: each transition names the state it comes from."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Statement

# The next of its person; two taps at once meet on the unique key, and the loser finds the other's row.
COLLECT = Statement(
    """
    insert into promotions_coupon_piece (
      tenant_id, id, campaign_id, person_id, ordinal, grant_id, face_fen, state, back_on_refund, grace_days, starts_at,
      expires_at, at)
    select %(tenant)s, %(id)s, %(campaign_id)s, %(person_id)s, mine.last + 1, %(id)s, %(face_fen)s, 'ready',
      %(back_on_refund)s, %(grace_days)s, %(starts_at)s, %(expires_at)s, %(now)s
    from (
      select count(*)::int as had, coalesce(max(ordinal), 0) as last from promotions_coupon_piece
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s and key is null
    ) as mine
    where mine.had < %(per_person_max)s
    on conflict (tenant_id, campaign_id, person_id, ordinal) do nothing
    """
)
# For an act of another campaign, once a key; the row that is there answers with its own id.
GIVE = Statement(
    """
    insert into promotions_coupon_piece (
      tenant_id, id, campaign_id, person_id, key, grant_id, face_fen, state, back_on_refund, grace_days, starts_at,
      expires_at, at)
    values (%(tenant)s, %(id)s, %(campaign_id)s, %(person_id)s, %(key)s, %(id)s, %(face_fen)s, 'ready',
      %(back_on_refund)s, %(grace_days)s, %(starts_at)s, %(expires_at)s, %(now)s)
    on conflict (tenant_id, campaign_id, key) where key is not null do update set key = excluded.key
    returning id
    """,
    UUID,
)
PAID_FROM = Statement(
    """
    update promotions_coupon_piece set grant_id = %(grant_id)s where tenant_id = %(tenant)s and id = %(id)s
    """
)
COUNT = Statement(
    """
    insert into promotions_coupon_count as c (tenant_id, campaign_id, issued) values (%(tenant)s, %(campaign_id)s, 1)
    on conflict (tenant_id, campaign_id) do update set issued = c.issued + 1
    where coalesce(c.issued < %(total)s::int, true)
    """
)
# Ready, in time and its owner's: one order alone moves it.
USE = Statement(
    """
    update promotions_coupon_piece
    set state = 'used', order_id = %(order_id)s, discount_fen = %(discount_fen)s, used_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and person_id = %(person_id)s and state = 'ready'
      and starts_at <= %(now)s and expires_at > %(now)s
    """
)
# An order that was paid after it had closed takes its piece again, unless it is used elsewhere or has ended.
USE_AGAIN = Statement(
    """
    update promotions_coupon_piece set state = 'used', used_at = %(now)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'ready'
    """
)


@dataclass(frozen=True, slots=True)
class Moved:
    id: UUID
    campaign_id: UUID
    person_id: UUID
    grant_id: UUID
    discount_fen: int
    state: str


COME_BACK = Statement(
    """
    update promotions_coupon_piece
    set state = 'ready', used_at = null, reminded_at = null,
      expires_at = greatest(expires_at, %(now)s::timestamptz + make_interval(days => grace_days))
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'used'
      and (back_on_refund or not %(refunded)s)
    returning id, campaign_id, person_id, grant_id, discount_fen, state
    """,
    Moved,
)
SPEND = Statement(
    """
    update promotions_coupon_piece set state = 'spent', ended_at = %(now)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'used'
    returning id, campaign_id, person_id, grant_id, discount_fen, state
    """,
    Moved,
)
EXPIRE = Statement(
    """
    update promotions_coupon_piece p set state = 'expired', ended_at = %(now)s
    from (
      select id from promotions_coupon_piece
      where tenant_id = %(tenant)s and state = 'ready' and expires_at <= %(now)s
      order by expires_at, id limit %(limit)s for update skip locked
    ) as due
    where p.tenant_id = %(tenant)s and p.id = due.id
    returning p.id, p.campaign_id, p.person_id, p.grant_id, p.discount_fen, p.state
    """,
    Moved,
)
# Once a piece, and only when it was given long enough before its end to have been forgotten.
REMIND = Statement(
    """
    update promotions_coupon_piece p set reminded_at = %(now)s
    from (
      select id from promotions_coupon_piece
      where tenant_id = %(tenant)s and state = 'ready' and reminded_at is null and expires_at > %(now)s
        and expires_at <= %(until)s and at <= %(given_before)s
      order by expires_at, id limit %(limit)s for update skip locked
    ) as due
    where p.tenant_id = %(tenant)s and p.id = due.id
    returning p.id, p.campaign_id, p.person_id, p.grant_id, p.discount_fen, p.state
    """,
    Moved,
)
MERGE = Statement(
    """
    update promotions_coupon_piece set person_id = %(into_person_id)s, ordinal = null
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
