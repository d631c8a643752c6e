"""Writing SQL of complaints. The newest answer of WeChat wins; an older one that arrives later changes nothing."""

from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.trust.types.complaints import Act

RECORD = Statement(
    """
    insert into trust_complaint (tenant_id, id, source, wechat_id, wechat_state, state, order_id, person_id,
      transaction_id, amount_fen, apply_refund_fen, problem_type, problem, detail, pictures, phone_sealed, phone_last4,
      user_waits, times, full_refunded, verdict, created_at, begun_at, replied_at, due_at, due_for, finish_due_at,
      finished_at, asked_at)
    values (%(tenant)s, %(id)s, %(source)s, %(wechat_id)s, %(wechat_state)s, %(state)s, %(order_id)s, %(person_id)s,
      %(transaction_id)s, %(amount_fen)s, %(apply_refund_fen)s, %(problem_type)s, %(problem)s, %(detail)s,
      %(pictures)s::jsonb, %(phone_sealed)s, %(phone_last4)s, %(user_waits)s, %(times)s, %(full_refunded)s, %(verdict)s,
      %(created_at)s, %(begun_at)s, %(replied_at)s, %(due_at)s, %(due_for)s, %(finish_due_at)s,
      case when %(state)s = 'finished' then %(now)s::timestamptz end, %(asked_at)s)
    on conflict (tenant_id, source, wechat_id) do update set wechat_state = excluded.wechat_state, state = excluded.state,
      order_id = coalesce(trust_complaint.order_id, excluded.order_id),
      person_id = coalesce(trust_complaint.person_id, excluded.person_id),
      apply_refund_fen = excluded.apply_refund_fen, problem_type = excluded.problem_type, problem = excluded.problem,
      detail = excluded.detail, pictures = excluded.pictures, user_waits = excluded.user_waits, times = excluded.times,
      full_refunded = excluded.full_refunded, verdict = excluded.verdict, begun_at = excluded.begun_at,
      replied_at = excluded.replied_at, due_at = excluded.due_at, due_for = excluded.due_for,
      finish_due_at = excluded.finish_due_at, asked_at = excluded.asked_at,
      finished_at = case when excluded.state = 'finished'
        then coalesce(trust_complaint.finished_at, excluded.finished_at) end
    where trust_complaint.asked_at <= excluded.asked_at
    returning id
    """,
    UUID,
)
ASKED = Statement(
    """
    update trust_complaint set asked_at = %(now)s
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[]) and asked_at < %(now)s
    """
)
SAY = Statement(
    """
    insert into trust_complaint_word (tenant_id, complaint_id, log_id, at, side, kind, words, pictures)
    select %(tenant)s, %(complaint_id)s, given.log_id, given.at, given.side, given.kind, given.words, given.pictures::jsonb
    from unnest(%(log_ids)s::text[], %(ats)s::timestamptz[], %(sides)s::text[], %(kinds)s::text[], %(words)s::text[],
      %(pictures)s::text[]) as given (log_id, at, side, kind, words, pictures)
    on conflict do nothing
    """
)
KEEP_NOTICE = Statement(
    """
    insert into trust_complaint_notice (tenant_id, id, event, action, wechat_id, at)
    values (%(tenant)s, %(id)s, %(event)s, %(action)s, %(wechat_id)s, %(now)s)
    on conflict do nothing
    """
)
# One act an Idempotency-Key, and one a complaint that waits for WeChat.
BEGIN_ACT = Statement(
    """
    insert into trust_complaint_act (tenant_id, id, complaint_id, kind, words, days, state, once_key, staff_id,
      staff_name, next_try_at, created_at)
    values (%(tenant)s, %(id)s, %(complaint_id)s, %(kind)s, %(words)s, %(days)s, 'asked', %(once_key)s, %(staff_id)s,
      %(staff_name)s, %(next_try_at)s, %(now)s)
    on conflict do nothing
    returning id, complaint_id, kind, words, days, state, staff_name, error, tries, created_at
    """,
    Act,
)
END_ACT = Statement(
    """
    update trust_complaint_act set state = %(state)s, error = %(error)s, tries = tries + 1, next_try_at = null,
      ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and (state = 'asked') is true
    """
)
ACT_WAITS = Statement(
    """
    update trust_complaint_act set error = %(error)s, tries = tries + 1, next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and (state = 'asked') is true
    """
)
LINK_REFUND = Statement(
    """
    insert into trust_complaint_refund (tenant_id, complaint_id, refund_id, at)
    values (%(tenant)s, %(complaint_id)s, %(refund_id)s, %(now)s)
    on conflict do nothing
    """
)
# A refund that was asked for after the complaint came, however it was given.
LINK_ORDER_REFUND = Statement(
    """
    insert into trust_complaint_refund (tenant_id, complaint_id, refund_id, at)
    select tenant_id, id, %(refund_id)s, %(now)s from trust_complaint
    where tenant_id = %(tenant)s and order_id = %(order_id)s and created_at <= %(refund_at)s
      and (finished_at is null or finished_at >= %(refund_at)s)
    on conflict do nothing
    """
)
WATCHED = Statement(
    """
    insert into trust_complaint_watch (tenant_id, mchid, url, error, tries, registered_at, listed_at, next_at)
    values (%(tenant)s, %(mchid)s, %(url)s, %(error)s, %(tries)s, %(registered_at)s, %(listed_at)s, %(next_at)s)
    on conflict (tenant_id) do update set mchid = excluded.mchid, url = excluded.url, error = excluded.error,
      tries = excluded.tries, registered_at = excluded.registered_at,
      listed_at = coalesce(excluded.listed_at, trust_complaint_watch.listed_at), next_at = excluded.next_at
    """
)
FORGET_PERSON = Statement(
    """
    update trust_complaint set phone_sealed = null, phone_last4 = null
    where tenant_id = %(tenant)s and person_id = %(person_id)s
    """
)
MOVE_PERSON = Statement(
    """
    update trust_complaint set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
