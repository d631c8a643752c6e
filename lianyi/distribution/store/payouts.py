"""Writing SQL of pay-outs: each move is one guarded statement, so that whoever is second moves nothing."""

from lianyi.distribution.queries.payouts import PAYOUT_COLUMNS
from lianyi.distribution.types.payouts import Payout
from lianyi.kit.db import Statement

ADD = Statement(
    """
    insert into distribution_payout (tenant_id, id, shopkeeper_id, person_id, path, state, gross_fen, fee_fen, tax_fen,
      net_fen, appid, openid, order_id, requested_at)
    values (%(tenant)s, %(id)s, %(shopkeeper_id)s, %(person_id)s, %(path)s, %(state)s, %(gross_fen)s, %(fee_fen)s,
      %(tax_fen)s, %(net_fen)s, %(appid)s, %(openid)s, %(order_id)s, %(now)s)
    """
)
ADD_ITEMS = Statement(
    """
    insert into distribution_payout_item (tenant_id, payout_id, commission_id, amount_fen)
    select %(tenant)s, %(payout_id)s, given.commission_id, given.amount_fen
    from unnest(%(commission_ids)s::uuid[], %(amounts)s::bigint[]) as given (commission_id, amount_fen)
    """
)
ADD_STEP = Statement(
    """
    insert into distribution_payout_step (tenant_id, id, payout_id, state, who, words, at)
    values (%(tenant)s, %(id)s, %(payout_id)s, %(state)s, %(who)s, %(words)s, %(now)s)
    """
)
LOCK = Statement(
    f"""
    select {PAYOUT_COLUMNS} from distribution_payout
    where tenant_id = %(tenant)s and id = %(id)s for update
    """,  # noqa: S608  our own columns
    Payout,
)
MOVE = Statement(
    """
    update distribution_payout set state = %(state)s, reason = coalesce(%(reason)s, reason),
      next_try_at = case when %(state)s = 'cancelling' then %(now)s::timestamptz else next_try_at end,
      tries = case when %(state)s = 'cancelling' then 0 else tries end
    where tenant_id = %(tenant)s and id = %(id)s and state = any(%(leaves)s::text[])
    """
)
SEND = Statement(
    """
    update distribution_payout set state = 'sending', tax_fen = %(tax_fen)s, net_fen = %(net_fen)s,
      batch_id = %(batch_id)s, mchid = %(mchid)s, sent_at = %(now)s, next_try_at = %(now)s, tries = 0, error = null
    where tenant_id = %(tenant)s and id = %(id)s and state = 'ready'
    """
)
ADD_BATCH = Statement(
    """
    insert into distribution_payout_batch (tenant_id, id, count, net_fen, asked_by, sent_at)
    values (%(tenant)s, %(id)s, %(count)s, %(net_fen)s, %(asked_by)s, %(now)s)
    """
)
# A share that refunds made smaller: what it did not pay is in no pay-out.
LESSEN = Statement(
    """
    update distribution_payout set gross_fen = %(gross_fen)s, net_fen = %(net_fen)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'sharing'
    """
)
DROP_ITEMS = Statement(
    "delete from distribution_payout_item where tenant_id = %(tenant)s and payout_id = %(payout_id)s"
)
# What WeChat said. A package outlives an answer that leaves it out, and goes when nobody may confirm any more.
TOLD = Statement(
    """
    update distribution_payout set state = %(state)s, wechat_state = %(wechat_state)s, bill_no = %(bill_no)s,
      package_info = case when %(state)s = 'confirming' then coalesce(%(package_info)s, package_info) end,
      confirm_until = coalesce(confirm_until, %(confirm_until)s), error = null, tries = tries + 1,
      next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('sending', 'confirming', 'paying', 'cancelling')
    """
)
END = Statement(
    """
    update distribution_payout set state = %(state)s, wechat_state = coalesce(%(wechat_state)s, wechat_state),
      bill_no = coalesce(%(bill_no)s, bill_no), reason = coalesce(%(reason)s, reason), package_info = null, error = null,
      next_try_at = null, ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state = any(%(leaves)s::text[])
    """
)
WAITS = Statement(
    """
    update distribution_payout set error = %(error)s, tries = least(tries + 1, 30000), next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('sending', 'confirming', 'paying', 'cancelling')
    """
)
NUDGE = Statement(
    """
    update distribution_payout set next_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('sending', 'confirming', 'paying', 'cancelling')
    """
)
SAVE_SETTINGS = Statement(
    """
    insert into distribution_payout_setting (tenant_id, path, strategy, min_fen, max_fen, day_fen, day_count, month_fen,
      auto_below_fen, fee_fen, fee_bp, batch_day_fen, job_title, updated_at)
    values (%(tenant)s, %(path)s, %(strategy)s, %(min_fen)s, %(max_fen)s, %(day_fen)s, %(day_count)s, %(month_fen)s,
      %(auto_below_fen)s, %(fee_fen)s, %(fee_bp)s, %(batch_day_fen)s, %(job_title)s, %(now)s)
    on conflict (tenant_id) do update set path = excluded.path, strategy = excluded.strategy, min_fen = excluded.min_fen,
      max_fen = excluded.max_fen, day_fen = excluded.day_fen, day_count = excluded.day_count,
      month_fen = excluded.month_fen, auto_below_fen = excluded.auto_below_fen, fee_fen = excluded.fee_fen,
      fee_bp = excluded.fee_bp, batch_day_fen = excluded.batch_day_fen, job_title = excluded.job_title,
      updated_at = excluded.updated_at
    """
)
# One at a time sends and changes limits, so that two batches cannot both be within what is left of a day.
LOCK_SHOP = Statement(
    "select pg_advisory_xact_lock(hashtextextended('distribution.payouts:' || %(tenant)s::text, 0))",
)
KEEP_NOTICE = Statement(
    """
    insert into distribution_transfer_notice (tenant_id, id, event, number, outcome, at)
    values (%(tenant)s, %(id)s, %(event)s, %(number)s, %(outcome)s, %(now)s)
    on conflict do nothing returning id
    """,
    str,
)
PERSON_MERGED = Statement(
    """
    update distribution_payout set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
FORGET_NOTICES = Statement(
    """
    delete from distribution_transfer_notice where tenant_id = %(tenant)s and ctid = any(array(
      select ctid from distribution_transfer_notice where tenant_id = %(tenant)s and at < %(before)s limit %(limit)s))
    returning id
    """,
    str,
)
