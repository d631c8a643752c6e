"""Writing SQL of payments: one function or statement per change, each guarded by the state it leaves."""

from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.payments.types import Attempt, Payment

_PAYMENT = """id, order_id, amount_fen, description, state, expires_at, method, transaction_id, paid_fen,
              refunding_fen, refunded_fen, paid_at, released_at, guaranteed, frozen_until, unfrozen_at,
              claimed_fen, shared_fen"""
_ATTEMPT = """out_trade_no, payment_id, order_id, method, appid, payer_openid, amount_fen, state, prepay,
              prepay_until, expires_at, polls, guaranteed"""

INTEND = Statement(
    """
    insert into payments_payment (tenant_id, id, order_id, amount_fen, description, state, expires_at, created_at)
    select %(tenant)s, due.id, due.order_id, due.amount_fen, due.description, 'pending', due.expires_at, %(now)s
    from unnest(
      %(ids)s::uuid[], %(order_ids)s::uuid[], %(amounts_fen)s::bigint[], %(descriptions)s::text[],
      %(expires)s::timestamptz[]
    ) as due (id, order_id, amount_fen, description, expires_at)
    """
)
REPRICE = Statement(
    """
    update payments_payment set amount_fen = %(amount_fen)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'pending'
    returning id
    """,
    UUID,
)
LOCK_PAYMENT = Statement(
    f"select {_PAYMENT} from payments_payment where tenant_id = %(tenant)s and id = %(id)s for update",  # noqa: S608  our own column list
    Payment,
)
LOCK_PAYMENT_OF_ORDER = Statement(
    f"select {_PAYMENT} from payments_payment where tenant_id = %(tenant)s and order_id = %(order_id)s for update",  # noqa: S608  our own column list
    Payment,
)
LOCK_ATTEMPTS = Statement(
    f"""
    select {_ATTEMPT} from payments_attempt
    where tenant_id = %(tenant)s and out_trade_no = any(%(numbers)s::text[]) order by out_trade_no for update
    """,  # noqa: S608  our own column list
    Attempt,
)
LOCK_PAYMENTS = Statement(
    f"""
    select {_PAYMENT} from payments_payment
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[]) order by id for update
    """,  # noqa: S608  our own column list
    Payment,
)
BEGIN_ATTEMPT = Statement(
    """
    insert into payments_attempt (tenant_id, out_trade_no, payment_id, order_id, method, appid, payer_openid,
                                  amount_fen, state, expires_at, created_at, poll_at, guaranteed)
    values (%(tenant)s, %(out_trade_no)s, %(payment_id)s, %(order_id)s, %(method)s, %(appid)s, %(payer_openid)s,
            %(amount_fen)s, 'open', %(expires_at)s, %(now)s, %(poll_at)s, %(guaranteed)s)
    """
)
RECORD_PREPAY = Statement(
    """
    update payments_attempt set prepay = %(prepay)s::jsonb, prepay_until = %(prepay_until)s
    where tenant_id = %(tenant)s and out_trade_no = %(out_trade_no)s and (state = 'open') is true
    returning out_trade_no
    """,
    str,
)
SUCCEED = Statement(
    """
    update payments_payment p set state = 'succeeded', method = t.method, transaction_id = t.transaction_id,
           paid_fen = t.paid_fen, paid_at = t.paid_at, guaranteed = t.guaranteed, frozen_until = t.frozen_until
    from unnest(%(ids)s::uuid[], %(methods)s::text[], %(transaction_ids)s::text[], %(paid_fen)s::bigint[],
                %(paid_at)s::timestamptz[], %(guaranteed)s::boolean[], %(frozen_until)s::timestamptz[])
      as t (id, method, transaction_id, paid_fen, paid_at, guaranteed, frozen_until)
    where p.tenant_id = %(tenant)s and p.id = t.id and p.state in ('pending', 'closed')
    """
)
END_ATTEMPTS = Statement(
    """
    update payments_attempt a set state = %(state)s, transaction_id = coalesce(t.transaction_id, a.transaction_id),
           poll_at = null
    from unnest(%(numbers)s::text[], %(transaction_ids)s::text[]) as t (out_trade_no, transaction_id)
    where a.tenant_id = %(tenant)s and a.out_trade_no = t.out_trade_no and a.state in ('open', 'closed')
    """
)
POLLED = Statement(
    """
    update payments_attempt set polls = polls + 1, poll_at = %(poll_at)s
    where tenant_id = %(tenant)s and out_trade_no = %(out_trade_no)s and (state = 'open') is true
    """
)
CLOSE_PAYMENT = Statement(
    """
    update payments_payment set state = 'closed'
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'pending'
    """
)
KEEP_NOTICES = Statement(
    """
    insert into payments_notice (tenant_id, id, event, number, outcome, at)
    select %(tenant)s, n.id, n.event, n.number, n.outcome, %(now)s
    from unnest(%(ids)s::text[], %(events)s::text[], %(numbers)s::text[], %(outcomes)s::text[])
      as n (id, event, number, outcome)
    on conflict do nothing
    """
)
# Guard: what is being refunded and what was refunded never exceed what was paid.
CLAIM_REFUND = Statement(
    f"""
    update payments_payment set refunding_fen = refunding_fen + %(amount_fen)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'succeeded'
      and refunding_fen + refunded_fen + %(amount_fen)s <= paid_fen
    returning {_PAYMENT}
    """,  # noqa: S608  our own column list
    Payment,
)
INSERT_REFUND = Statement(
    """
    insert into payments_refund (tenant_id, id, order_id, out_refund_no, transaction_id, amount_fen, total_fen, reason,
                                 stray, held_on, state, next_try_at, created_at)
    values (%(tenant)s, %(id)s, %(order_id)s, %(out_refund_no)s, %(transaction_id)s, %(amount_fen)s, %(total_fen)s,
            %(reason)s, %(stray)s, %(held_on)s, 'requested', %(now)s, %(now)s)
    on conflict do nothing
    """
)
REFUND_ANSWERED = Statement(
    """
    update payments_refund set state = 'processing', wechat_refund_id = %(wechat_refund_id)s, error = null,
           tries = tries + 1, next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('requested', 'processing')
    """
)
REFUND_WAITS = Statement(
    """
    update payments_refund set error = %(error)s, tries = tries + 1, next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('requested', 'processing')
    """
)
END_REFUND = Statement(
    """
    update payments_refund set state = %(state)s, wechat_refund_id = coalesce(%(wechat_refund_id)s, wechat_refund_id),
           error = %(error)s, next_try_at = null, ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s
      and (state in ('requested', 'processing') or (state = 'abnormal' and %(state)s in ('succeeded', 'closed')))
    returning stray
    """,
    bool,
)
RETRY_REFUND = Statement(
    """
    update payments_refund
    set next_try_at = %(now)s, state = case when state = 'abnormal' then 'processing' else state end
    where tenant_id = %(tenant)s and id = %(id)s and state in ('requested', 'processing', 'abnormal')
    """
)
SETTLE_REFUND = Statement(
    f"""
    update payments_payment set refunding_fen = refunding_fen - %(amount_fen)s,
           refunded_fen = refunded_fen + %(refunded_fen)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    returning {_PAYMENT}
    """,  # noqa: S608  our own column list
    Payment,
)
SAVE_ACCOUNT = Statement(
    """
    insert into payments_account (tenant_id, mchid, serial_no, private_key_sealed, apiv3_key_sealed, public_key_id,
                                  public_key, updated_at)
    values (%(tenant)s, %(mchid)s, %(serial_no)s, %(private_key_sealed)s, %(apiv3_key_sealed)s, %(public_key_id)s,
            %(public_key)s, %(now)s)
    on conflict (tenant_id) do update set mchid = excluded.mchid, serial_no = excluded.serial_no,
      private_key_sealed = excluded.private_key_sealed, apiv3_key_sealed = excluded.apiv3_key_sealed,
      public_key_id = excluded.public_key_id, public_key = excluded.public_key, updated_at = excluded.updated_at,
      checked_at = null, check_result = null
    """
)
RECORD_CHECK = Statement(
    """
    update payments_account set checked_at = %(now)s, check_result = %(result)s::jsonb where tenant_id = %(tenant)s
    """
)
