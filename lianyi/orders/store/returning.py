"""After shipping: cases that hold an order, and what is given back of what has left the house."""

from lianyi.kit.db import Statement
from lianyi.orders.store.moving import Moved

OPEN_CASE = Statement(
    """
    update orders_order set open_cases = open_cases + 1, cases = cases + 1, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s
      and state in ('shipped', 'received', 'completed') and cases < %(cases_max)s
    returning id, person_id, payable_fen
    """,
    Moved,
)
END_CASE = Statement(
    """
    update orders_order set open_cases = open_cases - 1, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and open_cases > 0
    """
)
GRANT_RETURNED = Statement(
    """
    update orders_line as line
    set returned_quantity = line.returned_quantity + part.quantity,
      refunded_fen = line.refunded_fen + part.amount_fen, withheld_fen = line.withheld_fen + part.withheld_fen
    from unnest(%(line_ids)s::uuid[], %(quantities)s::int[], %(amounts_fen)s::bigint[], %(withheld_fen)s::bigint[])
      as part (id, quantity, amount_fen, withheld_fen)
    where line.tenant_id = %(tenant)s and line.order_id = %(order_id)s and line.id = part.id
      and line.returned_quantity + part.quantity <= line.shipped_quantity
      and line.refunded_fen + line.withheld_fen + part.amount_fen + part.withheld_fen
        <= line.amount_fen + line.adjust_share_fen
    """
)
# What came back whole before its completion is closed; a completed order stays completed: its money was released.
GRANT_AFTER = Statement(
    """
    update orders_order
    set granted_fen = granted_fen + %(amount_fen)s::bigint,
      granted_freight_fen = granted_freight_fen + %(freight_fen)s::bigint,
      state = case when %(closes)s then 'closed' else state end,
      close_reason = case when %(closes)s then 'refunded' else close_reason end,
      closed_at = case when %(closes)s then %(now)s::timestamptz else closed_at end,
      auto_receive_at = case when %(closes)s then null else auto_receive_at end,
      complete_at = case when %(closes)s then null else complete_at end,
      version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state in ('shipped', 'received', 'completed')
      and (state <> 'completed' or not %(closes)s)
      and granted_fen + %(amount_fen)s::bigint <= payable_fen
      and granted_freight_fen + %(freight_fen)s::bigint <= freight_fen
    returning id, person_id, payable_fen
    """,
    Moved,
)
