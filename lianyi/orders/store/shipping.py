"""Parcels: units of lines that leave, tracking, what WeChat was told."""

from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.orders.store.moving import Moved

# Ships and refunds are worked out from the lines; whoever does either holds the order meanwhile.
LOCK_TO_SHIP = Statement(
    """
    update orders_order set version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'to_ship'
      and refund_request_id is not distinct from %(refund_request_id)s
    returning id, person_id, payable_fen
    """,
    Moved,
)

SHIP_LINES = Statement(
    """
    update orders_line as line set shipped_quantity = line.shipped_quantity + part.quantity
    from unnest(%(line_ids)s::uuid[], %(quantities)s::int[]) as part (id, quantity)
    where line.tenant_id = %(tenant)s and line.order_id = %(order_id)s and line.id = part.id
      and line.shipped_quantity + line.refunded_quantity + part.quantity <= line.quantity
    """
)
ADD_PARCEL = Statement(
    """
    insert into orders_parcel (
      tenant_id, id, order_id, carrier_code, tracking_no, lines, shipped_at, wechat_state, wechat_try_at)
    values (%(tenant)s, %(id)s, %(order_id)s, %(carrier_code)s, %(tracking_no)s, %(lines)s::jsonb, %(now)s,
      %(wechat_state)s, %(wechat_try_at)s)
    on conflict (tenant_id, order_id, tracking_no) do nothing
    returning id
    """,
    UUID,
)
SHIP_WHOLE = Statement(
    """
    update orders_order
    set state = 'shipped', shipped_at = %(now)s, auto_receive_at = %(auto_receive_at)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(order_id)s and state = 'to_ship'
      and not exists (
        select 1 from orders_line
        where tenant_id = %(tenant)s and order_id = %(order_id)s and quantity > shipped_quantity + refunded_quantity)
    returning id, person_id, payable_fen
    """,
    Moved,
)
EDIT_PARCEL = Statement(
    """
    update orders_parcel
    set carrier_code = %(carrier_code)s, tracking_no = %(tracking_no)s,
      wechat_state = case when wechat_state = 'not_needed' then 'not_needed' else 'pending' end,
      wechat_error = null, wechat_tries = 0, wechat_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(parcel_id)s
    """
)
RETRY_UPLOAD = Statement(
    """
    update orders_parcel set wechat_state = 'pending', wechat_tries = 0, wechat_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(parcel_id)s and wechat_state = 'failed'
    """
)
# The tracking number may have been changed while WeChat was being told the old one: then it is told again.
UPLOADED = Statement(
    """
    update orders_parcel
    set wechat_uploads = wechat_uploads + 1, wechat_error = null,
      wechat_state = case when tracking_no = %(tracking_no)s and carrier_code = %(carrier_code)s
        then 'uploaded' else wechat_state end
    where tenant_id = %(tenant)s and id = %(parcel_id)s
    """
)
# An order became whole without a further parcel (the rest was refunded): WeChat must hear that all has left.
TELL_AGAIN = Statement(
    """
    update orders_parcel set wechat_state = 'pending', wechat_tries = 0, wechat_try_at = %(now)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and wechat_state = 'uploaded'
    """
)
UPLOAD_REFUSED = Statement(
    """
    update orders_parcel
    set wechat_state = %(wechat_state)s, wechat_error = %(wechat_error)s, wechat_tries = wechat_tries + 1,
      wechat_try_at = %(try_at)s
    where tenant_id = %(tenant)s and id = %(parcel_id)s and wechat_state = 'pending'
    """
)
