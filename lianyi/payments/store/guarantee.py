"""Writing SQL of the guarantee: claims, releases, returns and receivers, each guarded by the state it leaves.

Whoever changes a claim or a release holds the payment (LOCK_PAYMENT…), so these rows need no lock of their own.
"""

from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.payments.store import _PAYMENT
from lianyi.payments.types import Payment

# Guard: under the guarantee, its release not begun, all claims within 30 % of what was paid.
CLAIM = Statement(
    f"""
    update payments_payment p set claimed_fen = claimed_fen + %(amount_fen)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and (state = 'succeeded' and guaranteed) is true
      and released_at is null and unfrozen_at is null
      and (claimed_fen + %(amount_fen)s) * 10000 <= paid_fen * %(limit_bp)s
      and not exists (select 1 from payments_release r
        where r.tenant_id = p.tenant_id and r.payment_id = p.id and r.state <> 'requested')
    returning {_PAYMENT}
    """,  # noqa: S608  our own column list
    Payment,
)
ADD_CLAIM = Statement(
    """
    insert into payments_claim (tenant_id, id, key, order_id, payment_id, receiver_id, amount_fen, reason, state, created_at)
    values (%(tenant)s, %(id)s, %(key)s, %(order_id)s, %(payment_id)s, %(receiver_id)s, %(amount_fen)s, %(reason)s,
            'registered', %(now)s)
    """
)
BEGIN_SHARING = Statement(
    """
    update payments_claim c
    set due_fen = part.due_fen, state = case when part.due_fen > 0 then 'sharing' else 'void' end,
        ended_at = case when part.due_fen > 0 then null else %(now)s::timestamptz end
    from unnest(%(ids)s::uuid[], %(dues_fen)s::bigint[]) as part(id, due_fen)
    where c.tenant_id = %(tenant)s and c.id = part.id and c.state = 'registered'
    """
)
END_CLAIM = Statement(
    """
    update payments_claim
    set state = %(state)s, error = %(error)s, wechat_order_id = %(wechat_order_id)s, ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('registered', 'sharing')
    """
)
VOID_CLAIMS = Statement(
    """
    update payments_claim set state = 'void', ended_at = %(now)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'registered'
    """
)
SHARES = Statement(
    "update payments_payment set shared_fen = %(shared_fen)s where tenant_id = %(tenant)s and id = %(id)s"
)
BEGIN_RELEASE = Statement(
    """
    insert into payments_release (tenant_id, payment_id, order_id, state, next_try_at, created_at)
    values (%(tenant)s, %(payment_id)s, %(order_id)s, 'requested', %(next_try_at)s, %(now)s)
    on conflict do nothing
    returning payment_id
    """,
    UUID,
)
STEP_RELEASE = Statement(
    """
    update payments_release set state = %(state)s, base_fen = coalesce(%(base_fen)s, base_fen), tries = 0, error = null,
      next_try_at = case when %(state)s = 'released' then null else %(now)s::timestamptz end,
      ended_at = case when %(state)s = 'released' then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and payment_id = %(payment_id)s and state = any(%(leaves)s)
    """
)
RELEASE_WAITS = Statement(
    """
    update payments_release set error = %(error)s, tries = tries + 1, next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and payment_id = %(payment_id)s and state in ('requested', 'sharing', 'unfreezing')
    """
)
FAIL_RELEASE = Statement(
    """
    update payments_release set state = 'failed', error = %(error)s, tries = tries + 1, next_try_at = null
    where tenant_id = %(tenant)s and payment_id = %(payment_id)s and state in ('requested', 'sharing', 'unfreezing')
    """
)
RETRY_RELEASE = Statement(
    """
    update payments_release r set next_try_at = %(now)s, tries = case when state = 'failed' then 1 else tries end,
      state = case when state <> 'failed' then state
                   when base_fen is null then 'requested'
                   when exists (select 1 from payments_claim c where c.tenant_id = r.tenant_id
                                and c.payment_id = r.payment_id and c.state = 'sharing') then 'sharing'
                   else 'unfreezing' end
    where tenant_id = %(tenant)s and order_id = %(order_id)s
      and state in ('requested', 'sharing', 'unfreezing', 'failed')
    returning payment_id
    """,
    UUID,
)
RELEASED = Statement(
    "update payments_payment set released_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s and released_at is null"
)
UNFROZEN = Statement(
    """
    update payments_payment set unfrozen_at = %(now)s, shared_fen = %(shared_fen)s
    where tenant_id = %(tenant)s and id = %(id)s and unfrozen_at is null and released_at is null
    """
)
WARN = Statement(
    f"""
    update payments_payment p set warned_at = %(now)s
    where (tenant_id, id) in (
      select tenant_id, id from payments_payment
      where tenant_id = %(tenant)s and guaranteed and released_at is null and unfrozen_at is null
        and frozen_until <= %(until)s and warned_at is null and refunded_fen < paid_fen
      order by frozen_until limit %(limit)s for update skip locked)
    returning {_PAYMENT}
    """,  # noqa: S608  our own column list
    Payment,
)
ADD_RETURN = Statement(
    """
    insert into payments_return (tenant_id, id, refund_id, claim_id, order_id, amount_fen, state, next_try_at, created_at)
    values (%(tenant)s, %(id)s, %(refund_id)s, %(claim_id)s, %(order_id)s, %(amount_fen)s, 'requested', %(now)s, %(now)s)
    on conflict do nothing
    """
)
RETURN_WAITS = Statement(
    """
    update payments_return set error = %(error)s, tries = tries + 1, next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'requested'
    """
)
END_RETURN = Statement(
    """
    update payments_return set state = %(state)s, wechat_return_id = %(wechat_return_id)s, error = %(error)s,
      next_try_at = null, ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'requested'
    """
)
RETURNED = Statement(
    """
    update payments_claim set returned_fen = returned_fen + %(amount_fen)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
NUDGE_REFUND = Statement(
    """
    update payments_refund set next_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'requested'
    """
)
# Standing parts are summed up: one hand at a time, also while there is no row yet to hold.
LOCK_RECEIVERS = Statement(
    "select pg_advisory_xact_lock(hashtextextended('payments_receiver:' || %(tenant)s::text, 0))"
)
ADD_RECEIVER = Statement(
    """
    insert into payments_receiver (tenant_id, id, kind, account, appid, name_sealed, name_masked, relation,
                                   custom_relation, standing_bp, state, created_at)
    values (%(tenant)s, %(id)s, %(kind)s, %(account)s, %(appid)s, %(name_sealed)s, %(name_masked)s, %(relation)s,
            %(custom_relation)s, %(standing_bp)s, 'active', %(now)s)
    on conflict do nothing
    returning id
    """,
    UUID,
)
SET_STANDING = Statement(
    """
    update payments_receiver set standing_bp = %(standing_bp)s
    where tenant_id = %(tenant)s and id = %(id)s and (state = 'active') is true
    """
)
TOLD = Statement(
    """
    update payments_receiver set told_at = %(told_at)s, error = %(error)s where tenant_id = %(tenant)s and id = %(id)s
    """
)
# Who claims holds the receiver until the claim is there; who removes it holds it before the claims are looked at.
HOLD_RECEIVER = Statement(
    """
    select id from payments_receiver
    where tenant_id = %(tenant)s and id = %(id)s and (state = 'active') is true for share
    """,
    UUID,
)
LOCK_RECEIVER = Statement(
    "select id from payments_receiver where tenant_id = %(tenant)s and id = %(id)s for update"
)
REMOVE_RECEIVER = Statement(
    """
    update payments_receiver r set state = 'removed', standing_bp = 0
    where tenant_id = %(tenant)s and id = %(id)s and (state = 'active') is true
      and not exists (select 1 from payments_claim c where c.tenant_id = r.tenant_id and c.receiver_id = r.id
                      and c.state in ('registered', 'sharing'))
    """
)
