"""Writing about appeals."""

from lianyi.distribution.queries.disputes import DISPUTE
from lianyi.distribution.types.disputes import Dispute
from lianyi.kit.db import Statement

# An open appeal of the same shopkeeper about the same customer and order finds its place taken: no row.
ADD = Statement(
    f"""
    insert into distribution_dispute (tenant_id, id, shopkeeper_id, person_id, order_id, order_number, words, state,
      created_at)
    values (%(tenant)s, %(id)s, %(shopkeeper_id)s, %(person_id)s, %(order_id)s, %(order_number)s, %(words)s, 'open', %(now)s)
    on conflict do nothing
    returning {DISPUTE}
    """,  # noqa: S608  our own column list
    Dispute,
)
END = Statement(
    f"""
    update distribution_dispute
    set state = %(state)s, reply = %(reply)s, decided_by = %(decided_by)s, staff_id = %(staff_id)s,
      binding_id = %(binding_id)s, decided_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and (state = 'open') is true
      and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
    returning {DISPUTE}
    """,  # noqa: S608  our own column list
    Dispute,
)
LOCK = Statement(
    f"select {DISPUTE} from distribution_dispute where tenant_id = %(tenant)s and id = %(id)s for update",  # noqa: S608  our own column list
    Dispute,
)
# What is due first, then the lines, as the release takes them.
LOCK_DUE = Statement(
    """
    select d.order_line_id from distribution_commission c
    join distribution_commission_due d on d.tenant_id = %(tenant)s and d.shopkeeper_id = c.shopkeeper_id
      and d.release_at = c.release_at and d.order_line_id = c.order_line_id
    where c.tenant_id = %(tenant)s and c.order_id = %(order_id)s
    order by d.order_line_id for update of d
    """
)
# The line's payee, while nothing of it can have been asked for; its snapshot in distribution_order stays.
CORRECT = Statement(
    """
    update distribution_commission set shopkeeper_id = %(shopkeeper_id)s
    where tenant_id = %(tenant)s and order_line_id = any(%(order_line_ids)s::uuid[])
      and state in ('placed', 'pending', 'frozen')
    """
)
# What paid nothing only for what its shopkeeper was begins again, worked out for the new payee by the rule it was written
# down with.
REWORK = Statement(
    """
    update distribution_commission c
    set shopkeeper_id = %(shopkeeper_id)s, factor_bp = l.factor_bp, worked_fen = l.worked_fen, amount_fen = l.amount_fen,
      reason = l.reason, state = 'placed'
    from unnest(%(order_line_ids)s::uuid[], %(factors_bp)s::int[], %(worked_fen)s::bigint[], %(amounts_fen)s::bigint[],
        %(reasons)s::text[])
      as l (order_line_id, factor_bp, worked_fen, amount_fen, reason)
    where c.tenant_id = %(tenant)s and c.order_line_id = l.order_line_id and c.state in ('placed', 'void')
      and c.amount_fen = 0
    """
)
# What waits for its window waits in the new payee's name; written before the line itself, by which it is found.
CORRECT_DUE = Statement(
    """
    update distribution_commission_due d set shopkeeper_id = %(shopkeeper_id)s from distribution_commission c
    where c.tenant_id = %(tenant)s and c.order_line_id = any(%(order_line_ids)s::uuid[]) and d.tenant_id = %(tenant)s
      and d.shopkeeper_id = c.shopkeeper_id and d.release_at = c.release_at and d.order_line_id = c.order_line_id
    """
)
