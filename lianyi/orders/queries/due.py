"""What the clock has made due."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class DueParcel:
    """A parcel that WeChat has not been told about yet."""

    id: UUID
    order_id: UUID
    person_id: UUID
    carrier_code: str
    tracking_no: str
    wechat_tries: int


DUE_PARCELS = Statement(
    """
    select parcel.id, parcel.order_id, o.person_id, parcel.carrier_code, parcel.tracking_no, parcel.wechat_tries
    from orders_parcel as parcel
    join orders_order as o on o.tenant_id = parcel.tenant_id and o.id = parcel.order_id
    where parcel.tenant_id = %(tenant)s and parcel.wechat_state = 'pending' and parcel.wechat_try_at <= %(now)s
    order by parcel.wechat_try_at, parcel.id limit %(limit)s
    """,
    DueParcel,
)


async def due_to_close(session: ReadSession, limit: int) -> list[UUID]:
    """Unpaid orders past their deadline (or past the next try at it), longest overdue first."""
    return await session.all(TO_CLOSE, limit=limit)


async def due_parcels(session: ReadSession, limit: int) -> list[DueParcel]:
    """Parcels whose shipping information is due at WeChat."""
    return await session.all(DUE_PARCELS, limit=limit)
