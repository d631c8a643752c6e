"""What the clock has made due."""

from uuid import UUID

from lianyi.kit.db import ReadSession, Statement

TO_CLOSE = Statement(
    """
    select id from orders_order
    where tenant_id = %(tenant)s and state = 'awaiting_payment' and close_try_at <= %(now)s
    order by close_try_at, id limit %(limit)s
    """,
    UUID,
)


# A parcel that is due takes the others of its order with it: WeChat hears of an order, not of a parcel.
DUE_UPLOADS = Statement(
    """
    select order_id from orders_parcel
    where tenant_id = %(tenant)s and wechat_state = 'pending' and wechat_try_at <= %(now)s
    group by order_id order by min(wechat_try_at), order_id limit %(limit)s
    """,
    UUID,
)


async def due_to_close(session: ReadSession, limit: int) -> list[UUID]:
    """Unpaid orders past their deadline (or past the next try at it), longest overdue first."""
    return await session.all(TO_CLOSE, limit=limit)


async def due_uploads(session: ReadSession, limit: int) -> list[UUID]:
    """Orders whose shipping information is due at WeChat."""
    return await session.all(DUE_UPLOADS, limit=limit)
