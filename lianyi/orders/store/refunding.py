"""Refunds: asked, granted, decided, ended. Whoever writes here holds the order."""

from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.orders.store.moving import Moved

# Nothing has left yet; an open request of the shopper's is decided first (an order that forms has none).
LOCK_TO_REFUND = Statement(
    """
    update orders_order set version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state in ('forming', 'to_ship')
      and refund_request_id is not distinct from %(refund_request_id)s
    returning id, person_id, payable_fen
    """,
    Moved,
)
REQUEST_REFUND = Statement(
    """
    update orders_order set refund_request_id = %(refund_id)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s and state = 'to_ship'
      and refund_request_id is null
    returning id, person_id, payable_fen
    """,
    Moved,
)
END_REQUEST = Statement(
    """
    update orders_order set refund_request_id = null, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and refund_request_id = %(refund_id)s
      and (%(person_id)s::uuid is null or person_id = %(person_id)s)
    returning id, person_id, payable_fen
    """,
    Moved,
)
ADD_REFUND = Statement(
    """
    insert into orders_refund (
      tenant_id, id, order_id, by, state, reason, lines, freight_fen, amount_fen, payment_ref, money_id, decided_by,
      created_at, decided_at, finished_at, once_key)
    values (%(tenant)s, %(id)s, %(order_id)s, %(by)s, %(state)s, %(reason)s, %(lines)s::jsonb, %(freight_fen)s,
      %(amount_fen)s, %(payment_ref)s, %(money_id)s, %(decided_by)s, %(now)s,
      case when %(state)s <> 'requested' then %(now)s::timestamptz end,
      case when %(state)s = 'succeeded' then %(now)s::timestamptz end, %(once_key)s)
    on conflict do nothing
    returning id
    """,
    UUID,
)
DECIDE_REFUND = Statement(
    """
    update orders_refund
    set state = %(state)s, lines = %(lines)s::jsonb, freight_fen = %(freight_fen)s, amount_fen = %(amount_fen)s,
      note = %(note)s, decided_by = %(decided_by)s, decided_at = %(now)s,
      finished_at = case when %(state)s = 'succeeded' then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(refund_id)s and state = 'requested'
    """
)
REFUSE_REFUND = Statement(
    """
    update orders_refund
    set state = %(state)s, note = %(note)s, decided_by = %(decided_by)s, decided_at = %(now)s
    where tenant_id = %(tenant)s and id = %(refund_id)s and state = 'requested'
    """
)
GRANT_LINES = Statement(
    """
    update orders_line as line
    set refunded_quantity = line.refunded_quantity + part.quantity, refunded_fen = line.refunded_fen + part.amount_fen
    from unnest(%(line_ids)s::uuid[], %(quantities)s::int[], %(amounts_fen)s::bigint[]) as part (id, quantity, amount_fen)
    where line.tenant_id = %(tenant)s and line.order_id = %(order_id)s and line.id = part.id
      and line.shipped_quantity + line.refunded_quantity + part.quantity <= line.quantity
      and line.refunded_fen + part.amount_fen <= line.amount_fen + line.adjust_share_fen
    """
)
# The order closes in the same statement when nothing is left to ship and nothing has left the house.
GRANT = Statement(
    """
    update orders_order
    set granted_fen = granted_fen + %(amount_fen)s::bigint,
      granted_freight_fen = granted_freight_fen + %(freight_fen)s::bigint,
      state = case when %(closes)s then 'closed' else state end,
      close_reason = case when %(closes)s then 'refunded' else close_reason end,
      closed_at = case when %(closes)s then %(now)s::timestamptz else closed_at end,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state in ('forming', 'to_ship')
      and granted_fen + %(amount_fen)s::bigint <= payable_fen
      and granted_freight_fen + %(freight_fen)s::bigint <= freight_fen
    returning id, person_id, payable_fen
    """,
    Moved,
)
FINISH_REFUND = Statement(
    """
    with done as (
      update orders_refund set state = 'succeeded', finished_at = %(now)s, error = null
      where tenant_id = %(tenant)s and id = %(refund_id)s and state in ('processing', 'failed')
      returning order_id, amount_fen, payment_ref
    )
    update orders_order set refunded_fen = refunded_fen + case when done.payment_ref is null then done.amount_fen else 0 end
    from done
    where orders_order.tenant_id = %(tenant)s and orders_order.id = done.order_id
    returning orders_order.id, orders_order.person_id, done.amount_fen as payable_fen
    """,
    Moved,
)
FAIL_REFUND = Statement(
    """
    update orders_refund set state = 'failed', error = %(error)s, failed_for_good = %(failed_for_good)s
    where tenant_id = %(tenant)s and id = %(refund_id)s and state in ('processing', 'failed')
    """
)
RETRY_REFUND = Statement(
    """
    update orders_refund set state = 'processing', error = null, failed_for_good = false, money_id = %(money_id)s
    where tenant_id = %(tenant)s and id = %(refund_id)s and state = 'failed'
    """
)
