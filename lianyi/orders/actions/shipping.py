"""Parcels: shipping units of lines, editing tracking, and what WeChat must be told about it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.orders import queries, store
from lianyi.orders.errors import (
    ParcelKnown,
    RefundRequestOpen,
    ShipTooMuch,
    TooManyParcels,
    WechatUploadNotFailed,
)
from lianyi.orders.events import OrderShipped
from lianyi.orders.rules import amounts, carriers
from lianyi.orders.rules.deadlines import UPLOAD_AFTER_PAYMENT
from lianyi.orders.types import Actor, NewParcel, Order, ParcelId, Portion


async def ship(
    session: Session, actor: Actor, order_id: UUID, parcels: Sequence[NewParcel]
) -> list[ParcelId]:
    """Ship parcels of an order, all or none; the last unit moves the order on.

    The first parcel without lines takes everything left, further ones are boxes of the same load. Locks the order.
    Raises OrderUnknown, OrderInOtherState, RefundRequestOpen, ShipTooMuch, LineUnknown, NothingToShip, ParcelKnown,
    CarrierUnknown, TrackingNumberInvalid, TooManyParcels.
    """
    checked = [
        (
            carriers.carrier_of(parcel.carrier_code).code,
            carriers.tracking_number(parcel.tracking_no),
            parcel.lines,
        )
        for parcel in parcels
    ]
    order = await _hold_to_ship(session, order_id)
    known = await queries.parcels(session, order_id)
    if len(known) + len(checked) > carriers.PARCELS_MAX:
        raise TooManyParcels(parcels_max=carriers.PARCELS_MAX)
    ids: list[ParcelId] = []
    for index, (carrier_code, tracking_no, lines) in enumerate(checked):
        portions = () if index and lines is None else await _take_lines(session, order_id, lines)
        ids.append(await _add_parcel(session, actor, order, carrier_code, tracking_no, portions))
    settings = (await identity.tenant(session)).settings
    auto_receive_at = session.now + timedelta(days=settings.auto_receive_days)
    whole = await session.maybe(store.SHIP_WHOLE, order_id=order_id, auto_receive_at=auto_receive_at)
    for number, parcel_id in enumerate(ids, start=1):
        last = whole is not None and number == len(ids)
        await session.emit(OrderShipped(order_id, order.person_id, parcel_id, whole=last))
    return ids


async def _hold_to_ship(session: Session, order_id: UUID) -> Order:
    held = await session.maybe(store.LOCK_TO_SHIP, order_id=order_id, refund_request_id=None)
    order = await queries.order(session, order_id)
    if held is None:
        if order.state == "to_ship":
            raise RefundRequestOpen
        await queries.refuse_state(session, order_id)
    return order


async def _take_lines(
    session: Session, order_id: UUID, wanted: Sequence[Portion] | None
) -> tuple[Portion, ...]:
    portions = amounts.plan_parcel(await queries.lines(session, order_id), wanted)
    taken = await session.run(
        store.SHIP_LINES,
        order_id=order_id,
        line_ids=[portion.line_id for portion in portions],
        quantities=[portion.quantity for portion in portions],
    )
    if taken != len(portions):  # cannot happen while the order is held; if it does, nothing ships
        raise ShipTooMuch(field="lines", title="", quantity_max=0)
    return portions


async def _add_parcel(
    session: Session,
    actor: Actor,
    order: Order,
    carrier_code: str,
    tracking_no: str,
    portions: Sequence[Portion],
) -> ParcelId:
    told_to_wechat = order.pay_method == "mini" and order.paid_at is not None
    earliest_at = (order.paid_at or session.now) + UPLOAD_AFTER_PAYMENT
    parcel_id = await session.maybe(
        store.ADD_PARCEL,
        id=new_id(),
        order_id=order.id,
        carrier_code=carrier_code,
        tracking_no=tracking_no,
        lines=wire.dumps(
            [{"line_id": str(part.line_id), "quantity": part.quantity} for part in portions]
        ).decode(),
        wechat_state="pending" if told_to_wechat else "not_needed",
        wechat_try_at=max(earliest_at, session.now),
    )
    if parcel_id is None:
        raise ParcelKnown(field="tracking_no")
    await store.remember(
        session, order.id, "shipped", actor, carrier_code=carrier_code, tracking_no=tracking_no
    )
    return ParcelId(parcel_id)


async def hand_over(session: Session, actor: Actor, order_id: UUID) -> bool:
    """Give an order of which nothing has to be carried (a member card) to its shopper at once, whole.

    WeChat is told that it is virtual goods. False when it is not to ship (any more). Safe to replay. Locks the order.
    """
    if await session.maybe(store.LOCK_TO_SHIP, order_id=order_id, refund_request_id=None) is None:
        return False
    order = await queries.order(session, order_id)
    portions = await _take_lines(session, order_id, None)
    parcel_id = await _add_parcel(session, actor, order, carriers.VIRTUAL.code, order.number, portions)
    settings = (await identity.tenant(session)).settings
    await session.maybe(
        store.SHIP_WHOLE,
        order_id=order_id,
        auto_receive_at=session.now + timedelta(days=settings.auto_receive_days),
    )
    await session.emit(OrderShipped(order_id, order.person_id, parcel_id, whole=True))
    return True


async def edit_parcel(
    session: Session, actor: Actor, parcel_id: UUID, *, carrier_code: str, tracking_no: str
) -> None:
    """Correct a parcel's carrier or number; WeChat is told again (it takes one change per payment).

    Raises ParcelUnknown, OrderInOtherState (once received it is history), CarrierUnknown, TrackingNumberInvalid,
    ParcelKnown.
    """
    carrier = carriers.carrier_of(carrier_code).code
    number = carriers.tracking_number(tracking_no)
    parcel = await queries.parcel(session, parcel_id)
    await session.maybe(store.LOCK, order_id=parcel.order_id)
    order = await queries.order(session, parcel.order_id)
    if order.state not in {"to_ship", "shipped"}:
        await queries.refuse_state(session, order.id)
    siblings = await queries.parcels(session, order.id)
    if any(other.id != parcel_id and other.tracking_no == number for other in siblings):
        raise ParcelKnown(field="tracking_no")
    await session.run(store.EDIT_PARCEL, parcel_id=parcel_id, carrier_code=carrier, tracking_no=number)
    await store.remember(
        session, order.id, "tracking_changed", actor, carrier_code=carrier, tracking_no=number,
        old_carrier_code=parcel.carrier_code, old_tracking_no=parcel.tracking_no,
    )  # fmt: skip


async def retry_upload(session: Session, parcel_id: UUID) -> None:
    """Tell WeChat again about a parcel it refused. Raises ParcelUnknown, WechatUploadNotFailed."""
    await queries.parcel(session, parcel_id)
    if not await session.run(store.RETRY_UPLOAD, parcel_id=parcel_id):
        raise WechatUploadNotFailed
