"""Writing SQL of social coupons."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.promotions.plays.social_coupon.types import Ending

# An order opens one pack, however often it is asked.
OPEN = Statement(
    """
    insert into promotions_social_coupon_pack (
      tenant_id, id, campaign_id, order_id, person_id, pieces, face_fen, state, opened_at, expires_at)
    values (%(tenant)s, %(id)s, %(campaign_id)s, %(order_id)s, %(person_id)s, %(pieces)s, %(face_fen)s, 'open', %(now)s,
      %(expires_at)s)
    on conflict do nothing
    """
)
HELD_BY = Statement(
    """
    update promotions_social_coupon_pack set grant_id = %(grant_id)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
# Whether somebody may is the frame's to say (one help a person, phone and account of the pack's run).
CLAIM = Statement(
    """
    insert into promotions_social_coupon_claim (tenant_id, pack_id, person_id, campaign_id, state, at)
    values (%(tenant)s, %(pack_id)s, %(person_id)s, %(campaign_id)s, %(state)s, %(now)s)
    """
)
TAKE = Statement(
    """
    update promotions_social_coupon_pack set claimed = claimed + 1
    where tenant_id = %(tenant)s and id = %(id)s and state = 'open' and expires_at > %(now)s and claimed < pieces
    """
)
ASK_WECHAT = Statement(
    """
    update promotions_social_coupon_claim set wechat = 'waiting', due_at = %(now)s
    where tenant_id = %(tenant)s and pack_id = %(pack_id)s and person_id = %(person_id)s
    """
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim for which WeChat is asked now."""

    pack_id: UUID
    person_id: UUID
    campaign_id: UUID
    face_fen: int


# Whoever takes them has them for a minute at first and an hour at most: WeChat is asked outside of a transaction, and
# again when no answer was kept.
TO_ASK = Statement(
    """
    update promotions_social_coupon_claim c set tries = c.tries + 1,
      due_at = %(now)s::timestamptz + interval '1 minute' * least(power(2, c.tries), 60)
    from (
      select pack_id, person_id from promotions_social_coupon_claim
      where tenant_id = %(tenant)s and wechat = 'waiting' and due_at <= %(now)s
      order by due_at, pack_id, person_id limit %(limit)s for update skip locked
    ) as due, promotions_social_coupon_pack p
    where c.tenant_id = %(tenant)s and c.pack_id = due.pack_id and c.person_id = due.person_id
      and p.tenant_id = %(tenant)s and p.id = c.pack_id
    returning c.pack_id, c.person_id, c.campaign_id, p.face_fen
    """,
    Asked,
)
GIVEN = Statement(
    """
    update promotions_social_coupon_claim set wechat = 'given', wechat_coupon_id = %(coupon_id)s, due_at = null
    where tenant_id = %(tenant)s and pack_id = %(pack_id)s and person_id = %(person_id)s and wechat = 'waiting'
    """
)
REFUSED = Statement(
    """
    update promotions_social_coupon_claim set wechat = 'refused', due_at = null
    where tenant_id = %(tenant)s and pack_id = %(pack_id)s and person_id = %(person_id)s and wechat = 'waiting'
    """
)
# The staff have looked: what waited is its taker's, the first who came first.
RELEASE = Statement(
    """
    with free as (
      update promotions_social_coupon_claim set state = 'taken'
      where tenant_id = %(tenant)s and pack_id = %(pack_id)s and state = 'held' returning person_id, at
    )
    select person_id from free order by at, person_id
    """,
    UUID,
)
REFUSE = Statement(
    """
    update promotions_social_coupon_claim set state = 'refused'
    where tenant_id = %(tenant)s and pack_id = %(pack_id)s and state = 'held' returning person_id
    """,
    UUID,
)
PAID = Statement(
    """
    update promotions_social_coupon_claim set run_id = %(run_id)s
    where tenant_id = %(tenant)s and pack_id = %(pack_id)s and person_id = %(person_id)s
    """
)


@dataclass(frozen=True, slots=True)
class Ended:
    """A pack that ended, with what of it was taken."""

    id: UUID
    campaign_id: UUID
    person_id: UUID
    grant_id: UUID | None
    face_fen: int
    pieces: int
    claimed: int
    ended_because: Ending


END_DUE = Statement(
    """
    update promotions_social_coupon_pack p set state = 'ended', ended_because = 'expired'
    from (
      select id from promotions_social_coupon_pack
      where tenant_id = %(tenant)s and state = 'open' and expires_at <= %(now)s
      order by expires_at, id limit %(limit)s for update skip locked
    ) as due
    where p.tenant_id = %(tenant)s and p.id = due.id
    returning p.id, p.campaign_id, p.person_id, p.grant_id, p.face_fen, p.pieces, p.claimed, p.ended_because
    """,
    Ended,
)
END_OF_ORDER = Statement(
    """
    update promotions_social_coupon_pack p set state = 'ended', ended_because = 'refunded'
    where p.tenant_id = %(tenant)s and p.order_id = %(order_id)s and p.state = 'open'
    returning p.id, p.campaign_id, p.person_id, p.grant_id, p.face_fen, p.pieces, p.claimed, p.ended_because
    """,
    Ended,
)
END_OF_CAMPAIGN = Statement(
    """
    update promotions_social_coupon_pack p set state = 'ended', ended_because = 'stopped'
    from (
      select id from promotions_social_coupon_pack
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state = 'open'
      order by id limit %(limit)s for update
    ) as due
    where p.tenant_id = %(tenant)s and p.id = due.id
    returning p.id, p.campaign_id, p.person_id, p.grant_id, p.face_fen, p.pieces, p.claimed, p.ended_because
    """,
    Ended,
)
# What was made up was not taken; a pack that had ended before stays ended as it did.
END_REFUSED = Statement(
    """
    update promotions_social_coupon_pack p
    set claimed = claimed - %(lost)s, state = 'ended', ended_because = coalesce(ended_because, 'refused')
    where p.tenant_id = %(tenant)s and p.id = %(pack_id)s
    returning p.id, p.campaign_id, p.person_id, p.grant_id, p.face_fen, p.pieces, p.claimed, p.ended_because
    """,
    Ended,
)
MERGE_PACKS = Statement(
    """
    update promotions_social_coupon_pack set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
# One pack taken by both was taken once.
MERGE_CLAIMS = Statement(
    """
    with gone as (
      delete from promotions_social_coupon_claim where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning pack_id, campaign_id, run_id, state, wechat, wechat_coupon_id, tries, due_at, at
    )
    insert into promotions_social_coupon_claim (
      tenant_id, pack_id, person_id, campaign_id, run_id, state, wechat, wechat_coupon_id, tries, due_at, at)
    select %(tenant)s, g.pack_id, %(into_person_id)s, g.campaign_id, g.run_id, g.state, g.wechat, g.wechat_coupon_id,
      g.tries, g.due_at, g.at
    from gone g on conflict do nothing
    """
)
