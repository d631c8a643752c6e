"""One order and what hangs on it."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.kit.secrets import vault
from lianyi.orders.errors import OrderInOtherState, OrderUnknown, ParcelUnknown, RefundUnknown
from lianyi.orders.rules.words import STATE_WORDS
from lianyi.orders.types import Happening, Line, Order, Parcel, Receiver, Refund

ORDER = Statement(
    """
    select id, number, person_id, state, close_reason, goods_fen, freight_fen, adjust_fen, payable_fen, granted_fen,
      granted_freight_fen, refunded_fen, item_count, receiver_masked, phone_masked, phone_last4, province, city, district,
      region_code, buyer_note, staff_note, flag, alarm, refund_request_id, placed_at, pay_deadline_at, paid_at,
      pay_method, payment_id, transaction_id, ship_by_at, shipped_at, received_at, completed_at, closed_at,
      auto_receive_at, complete_at, urged_at, version, waits, open_cases, cases
    from orders_order
    where tenant_id = %(tenant)s and id = %(order_id)s and (%(person_id)s::uuid is null or person_id = %(person_id)s)
    """,
    Order,
)
LINES = Statement(
    """
    select id, order_id, seq, sku_id, product_id, sku_code, title, option_text, picture_url, price_fen, quantity,
      amount_fen, freight_share_fen, adjust_share_fen, shipped_quantity, refunded_quantity, refunded_fen,
      return_policy, no_return_confirmed_at, returned_quantity, withheld_fen
    from orders_line where tenant_id = %(tenant)s and order_id = any(%(order_ids)s::uuid[])
    order by order_id, seq limit 10000
    """,
    Line,
)
PARCELS = Statement(
    """
    select id, order_id, carrier_code, tracking_no, lines, shipped_at, wechat_state, wechat_error, wechat_uploads,
      wechat_tries
    from orders_parcel where tenant_id = %(tenant)s and order_id = %(order_id)s order by seq limit 100
    """,
    Parcel,
)
PARCEL = Statement(
    """
    select id, order_id, carrier_code, tracking_no, lines, shipped_at, wechat_state, wechat_error, wechat_uploads,
      wechat_tries
    from orders_parcel where tenant_id = %(tenant)s and id = %(parcel_id)s
    """,
    Parcel,
)
REFUNDS = Statement(
    """
    select refund.id, refund.order_id, orders_order.number as order_number, refund.by, refund.state, refund.reason,
      refund.lines, refund.freight_fen, refund.amount_fen, refund.note, refund.error, refund.money_id,
      refund.failed_for_good, refund.created_at,
      refund.decided_at, refund.finished_at
    from orders_refund as refund
    join orders_order on orders_order.tenant_id = refund.tenant_id and orders_order.id = refund.order_id
    where refund.tenant_id = %(tenant)s and refund.order_id = %(order_id)s
    order by refund.created_at desc, refund.id desc limit 100
    """,
    Refund,
)
REFUND = Statement(
    """
    select refund.id, refund.order_id, orders_order.number as order_number, refund.by, refund.state, refund.reason,
      refund.lines, refund.freight_fen, refund.amount_fen, refund.note, refund.error, refund.money_id,
      refund.failed_for_good, refund.created_at,
      refund.decided_at, refund.finished_at
    from orders_refund as refund
    join orders_order on orders_order.tenant_id = refund.tenant_id and orders_order.id = refund.order_id
    where refund.tenant_id = %(tenant)s and refund.id = %(refund_id)s
    """,
    Refund,
)
REFUND_OF_MONEY = Statement(
    "select id from orders_refund where tenant_id = %(tenant)s and money_id = %(money_id)s", UUID
)
REFUND_ONCE = Statement(
    """
    select refund.id, refund.order_id, orders_order.number as order_number, refund.by, refund.state, refund.reason,
      refund.lines, refund.freight_fen, refund.amount_fen, refund.note, refund.error, refund.money_id,
      refund.failed_for_good, refund.created_at,
      refund.decided_at, refund.finished_at
    from orders_refund as refund
    join orders_order on orders_order.tenant_id = refund.tenant_id and orders_order.id = refund.order_id
    where refund.tenant_id = %(tenant)s and refund.order_id = %(order_id)s and refund.once_key = %(once_key)s
    """,
    Refund,
)
GIVEN_ONCE = Statement(
    """
    select id from orders_refund
    where tenant_id = %(tenant)s and order_id = %(order_id)s and once_key = %(once_key)s
    """,
    UUID,
)
HISTORY = Statement(
    """
    select at, kind, actor_kind, actor_name, note, data from orders_event
    where tenant_id = %(tenant)s and order_id = %(order_id)s order by seq limit 500
    """,
    Happening,
)


@dataclass(frozen=True, slots=True)
class Sealed:
    receiver_sealed: bytes | None
    region_code: str


STATE = Statement(
    "select state from orders_order where tenant_id = %(tenant)s and id = %(order_id)s and person_id = %(person_id)s",
    str,
)
RECEIVER = Statement(
    "select receiver_sealed, region_code from orders_order where tenant_id = %(tenant)s and id = %(order_id)s",
    Sealed,
)


async def order(session: ReadSession, order_id: UUID) -> Order:
    """Any order of the tenant. Raises OrderUnknown."""
    found = await session.maybe(ORDER, order_id=order_id, person_id=None)
    if found is None:
        raise OrderUnknown
    return found


async def order_of(session: ReadSession, person_id: UUID, order_id: UUID) -> Order:
    """A shopper's own order. Raises OrderUnknown, also for somebody else's: nobody learns that it exists."""
    found = await session.maybe(ORDER, order_id=order_id, person_id=person_id)
    if found is None:
        raise OrderUnknown
    return found


async def payable_soon(session: ReadSession, person_id: UUID, order_id: UUID) -> Soon[None]:
    """Nothing, when a shopper's own order waits for its payment. Raises OrderUnknown, OrderInOtherState."""
    return await session.soon(STATE, _refuse_unpayable, person_id=person_id, order_id=order_id)


def _refuse_unpayable(states: list[str]) -> None:
    if not states:
        raise OrderUnknown
    if states != ["awaiting_payment"]:
        raise _in_other_state(states[0])


def _in_other_state(state: str) -> OrderInOtherState:
    zh, en = STATE_WORDS[state]
    return OrderInOtherState(state=state, state_zh=zh, state_en=en)


async def refuse_state(session: ReadSession, order_id: UUID, person_id: UUID | None = None) -> NoReturn:
    """Say why a guarded transition moved nothing. Raises OrderUnknown or OrderInOtherState naming the state."""
    found = await session.maybe(ORDER, order_id=order_id, person_id=person_id)
    if found is None:
        raise OrderUnknown
    raise _in_other_state(found.state)


async def lines(session: ReadSession, order_id: UUID) -> list[Line]:
    """The lines of one order as listed when it was placed."""
    return await session.all(LINES, order_ids=[order_id])


async def parcels(session: ReadSession, order_id: UUID) -> list[Parcel]:
    """Parcels, first shipped first."""
    return await session.all(PARCELS, order_id=order_id)


async def parcel(session: ReadSession, parcel_id: UUID) -> Parcel:
    """Raises ParcelUnknown."""
    found = await session.maybe(PARCEL, parcel_id=parcel_id)
    if found is None:
        raise ParcelUnknown
    return found


async def refunds(session: ReadSession, order_id: UUID) -> list[Refund]:
    """Refunds of an order, newest first."""
    return await session.all(REFUNDS, order_id=order_id)


async def refund(session: ReadSession, refund_id: UUID) -> Refund:
    """Raises RefundUnknown."""
    found = await session.maybe(REFUND, refund_id=refund_id)
    if found is None:
        raise RefundUnknown
    return found


async def refund_of_money(session: ReadSession, money_id: UUID) -> Refund:
    """The refund that payments knows by this id. Raises RefundUnknown."""
    found = await session.maybe(REFUND_OF_MONEY, money_id=money_id)
    if found is None:
        raise RefundUnknown
    return await refund(session, found)


async def refund_once(session: ReadSession, order_id: UUID, key: str) -> Refund | None:
    """The refund that was granted under this key."""
    return await session.maybe(REFUND_ONCE, order_id=order_id, once_key=key)


async def given_once(session: ReadSession, order_id: UUID, key: str) -> bool:
    """Whether a difference was given under this key."""
    return await session.maybe(GIVEN_ONCE, order_id=order_id, once_key=key) is not None


async def history(session: ReadSession, order_id: UUID) -> list[Happening]:
    """Everything that happened, oldest first."""
    return await session.all(HISTORY, order_id=order_id)


async def receiver(session: ReadSession, order_id: UUID) -> Receiver | None:
    """Name, phone and address in clear; the caller may see them and logs who did. None when the person has left."""
    sealed = await session.maybe(RECEIVER, order_id=order_id)
    if sealed is None:
        raise OrderUnknown
    if sealed.receiver_sealed is None:
        return None
    plain = vault().open(sealed.receiver_sealed, f"orders_order.receiver:{order_id}")
    known: Receiver = wire.typed(wire.loads(plain), Receiver)
    return known
