"""Writing SQL of reconciliation: each statement guarded by the state it leaves, safe to send twice."""

from uuid import UUID

from lianyi.kit.db import Statement

# One row a kind for each day from `first_day` to `last_day`, tried for the first time at ten of the day after, China time.
PLAN = Statement(
    """
    insert into reconciliation_bill (tenant_id, day, kind, state, next_try_at)
    select %(tenant)s, d.day::date, k.kind, 'awaited',
           greatest((d.day::date + 1 + time '10:00') at time zone 'Asia/Shanghai', %(now)s::timestamptz)
    from generate_series(%(first_day)s::date, %(last_day)s::date, interval '1 day') as d (day)
    cross join (values ('trade'), ('funds')) as k (kind)
    on conflict do nothing
    """
)
# Nothing is asked twice at once: whoever takes a bill moves its next try ahead first.
TAKE = Statement(
    """
    update reconciliation_bill set tries = tries + 1, next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s
      and tries = %(tries)s and next_try_at <= %(now)s
    returning tries
    """,
    int,
)
NOT_GOT = Statement(
    """
    update reconciliation_bill set state = %(state)s, error = %(error)s, next_try_at = %(next_try_at)s,
      recheck_at = case when %(state)s in ('empty', 'missing') then %(now)s else recheck_at end
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and sha1 is null
    """
)
GOT = Statement(
    """
    update reconciliation_bill set state = 'downloaded', error = null, next_try_at = null, sha1 = %(sha1)s,
      line_count = %(line_count)s, breaks = %(breaks)s::int[], opening_fen = %(opening_fen)s,
      closing_fen = %(closing_fen)s, sum_fen = %(sum_fen)s, downloaded_at = %(now)s, recheck_at = %(now)s
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s
      and (sha1 is distinct from %(sha1)s or state in ('awaited', 'late', 'damaged', 'failed', 'missing', 'empty'))
    """
)
# Another file for the same day replaces the lines of the one before; what was booked by key stays booked.
DROP_LINES = Statement(
    "delete from reconciliation_line where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s"
)
KEEP_LINES = Statement(
    """
    insert into reconciliation_line (tenant_id, id, day, kind, type, number, copy, row, at, amount_fen, fee_fen,
      balance_fen, transaction_id, business_no, own_no, status, rate, words, raw, state)
    select %(tenant)s, l.id, %(day)s, %(kind)s, l.type, l.number, l.copy, l.row, l.at, l.amount_fen, l.fee_fen,
      l.balance_fen, l.transaction_id, l.business_no, l.own_no, l.status, l.rate, l.words, l.raw, 'open'
    from unnest(%(ids)s::uuid[], %(types)s::text[], %(numbers)s::text[], %(copies)s::int[], %(rows)s::int[],
      %(ats)s::timestamptz[], %(amounts_fen)s::bigint[], %(fees_fen)s::bigint[], %(balances_fen)s::bigint[],
      %(transaction_ids)s::text[], %(business_nos)s::text[], %(own_nos)s::text[], %(statuses)s::text[],
      %(rates)s::text[], %(words)s::text[], %(raws)s::text[])
      as l (id, type, number, copy, row, at, amount_fen, fee_fen, balance_fen, transaction_id, business_no, own_no,
            status, rate, words, raw)
    on conflict do nothing
    """
)
RETRY = Statement(
    """
    update reconciliation_bill set next_try_at = %(now)s
    where tenant_id = %(tenant)s and day = %(day)s and kind = any(%(kinds)s::text[])
    """
)
# Whoever begins a pass may die in it: unless END_RUN says otherwise, it is made again at `again_at`.
BEGIN_RUN = Statement(
    """
    update reconciliation_bill set run = run + 1, recheck_at = %(again_at)s
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s
      and state in ('downloaded', 'matched', 'empty', 'missing')
    returning run
    """,
    int,
)
MATCHED = Statement(
    """
    update reconciliation_line l set state = m.state, transfer_id = m.transfer_id, booked_at = m.booked_at,
      booked_fen = m.booked_fen, order_id = coalesce(m.order_id, l.order_id)
    from unnest(%(ids)s::uuid[], %(states)s::text[], %(transfer_ids)s::uuid[], %(booked_ats)s::timestamptz[],
      %(booked_fens)s::bigint[], %(order_ids)s::uuid[]) as m (id, state, transfer_id, booked_at, booked_fen, order_id)
    where l.tenant_id = %(tenant)s and l.id = m.id
    """
)
DIFFER = Statement(
    """
    insert into reconciliation_difference (tenant_id, id, key, day, kind, what, reason, number, row, bill_fen,
      books_fen, line_id, transfer_id, order_id, state, seen_run, opened_at)
    select %(tenant)s, d.id, d.key, %(day)s, %(kind)s, d.what, d.reason, d.number, d.row, d.bill_fen, d.books_fen,
      d.line_id, d.transfer_id, d.order_id, d.state, %(run)s, %(now)s
    from unnest(%(ids)s::uuid[], %(keys)s::text[], %(whats)s::text[], %(reasons)s::text[], %(numbers)s::text[],
      %(rows)s::int[], %(bill_fens)s::bigint[], %(books_fens)s::bigint[], %(line_ids)s::uuid[],
      %(transfer_ids)s::uuid[], %(order_ids)s::uuid[], %(states)s::text[])
      as d (id, key, what, reason, number, row, bill_fen, books_fen, line_id, transfer_id, order_id, state)
    on conflict (tenant_id, key) do update set
      reason = excluded.reason, row = excluded.row, bill_fen = excluded.bill_fen, books_fen = excluded.books_fen,
      line_id = excluded.line_id, transfer_id = excluded.transfer_id, order_id = excluded.order_id,
      seen_run = greatest(reconciliation_difference.seen_run, excluded.seen_run),
      state = case when reconciliation_difference.state in ('taken', 'foreign') then reconciliation_difference.state
                   when reconciliation_difference.state = 'waiting' and reconciliation_difference.note <> ''
                   then 'waiting' else excluded.state end,
      closed_at = case when reconciliation_difference.state in ('taken', 'foreign')
                       then reconciliation_difference.closed_at end
    """
)
CLOSE_EXPLAINED = Statement(
    """
    update reconciliation_difference set state = 'closed', closed_at = %(now)s, closed_by = null
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and state in ('open', 'waiting')
      and seen_run < %(run)s and not (what = any(%(kept)s::text[]))
    """
)
END_RUN = Statement(
    """
    update reconciliation_bill set gap_fen = %(gap_fen)s,
      state = case when state = 'downloaded' then 'matched' else state end, matched_at = %(now)s,
      recheck_at = %(recheck_at)s
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and run = %(run)s
    """
)
EMPTY_AFTER_ALL = Statement(
    """
    update reconciliation_bill set state = 'empty', next_try_at = null
    where tenant_id = %(tenant)s and day = %(day)s and kind = %(kind)s and state = 'missing'
    """
)
RECHECK = Statement(
    """
    update reconciliation_bill set recheck_at = %(now)s
    where tenant_id = %(tenant)s and day = any(%(days)s::date[]) and kind = %(kind)s and matched_at is not null
    """
)
RECHECK_FROM = Statement(
    """
    update reconciliation_bill set recheck_at = %(now)s
    where tenant_id = %(tenant)s and day >= %(day)s and kind = 'funds' and matched_at is not null
    """
)
LOCK_DIFFERENCE = Statement(
    "select id from reconciliation_difference where tenant_id = %(tenant)s and id = %(id)s for update", UUID
)
SETTLE = Statement(
    """
    update reconciliation_difference set state = %(state)s, note = %(note)s, closed_by = %(by)s,
      closed_at = case when %(state)s = 'waiting' then null else %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(id)s and state in ('open', 'waiting')
    """
)
