"""What may change before payment or shipping: price, address, notes; and the shopper's nudge."""

from uuid import UUID

from lianyi.identity.types import Shopper, Staff
from lianyi.kit.db import Session
from lianyi.orders import queries, store
from lianyi.orders.actions.opening import sealed
from lianyi.orders.errors import OrderInOtherState, OrderUnknown, StaleOrder, UrgedRecently
from lianyi.orders.rules import amounts
from lianyi.orders.rules.deadlines import URGE_EVERY
from lianyi.orders.rules.words import STATE_WORDS
from lianyi.orders.types import Actor, Receiver
from lianyi.payments import actions as payments

PAID_LEAST_FEN = 1  # WeChat takes nothing less, and an attempt to pay may be under way


async def change_price(
    session: Session, actor: Actor, order_id: UUID, *, adjust_fen: int, freight_fen: int, reason: str
) -> int:
    """Set freight and adjustment of an unpaid order and reprice its payment; gives the new payable in fen.

    Each line keeps its share of the adjustment; what is changed is spread over what the lines have left. What awaits
    payment goes on to be paid, so it comes to 1 fen at least. Raises OrderUnknown, OrderInOtherState, StaleOrder,
    PayableOutOfRange.
    """
    order = await queries.order(session, order_id)
    lines = await queries.lines(session, order_id)
    totals = amounts.totals(
        [line.amount_fen for line in lines], [line.sku_id for line in lines], freight_fen, adjust_fen,
        [line.adjust_share_fen for line in lines], least_fen=PAID_LEAST_FEN,
    )  # fmt: skip
    moved = await session.maybe(
        store.CHANGE_PRICE,
        order_id=order_id,
        freight_fen=freight_fen,
        adjust_fen=adjust_fen,
        version=order.version,
    )
    if moved is None:
        if (await queries.order(session, order_id)).state == "awaiting_payment":
            raise StaleOrder
        await queries.refuse_state(session, order_id)
    await session.later(
        store.SHARE_AGAIN, line_ids=[line.id for line in lines],
        freight_shares_fen=list(totals.freight_shares_fen), adjust_shares_fen=list(totals.adjust_shares_fen),
    )  # fmt: skip
    await store.remember(
        session, order_id, "price_changed", actor, reason,
        old_fen=order.payable_fen, new_fen=moved.payable_fen, freight_fen=freight_fen, adjust_fen=adjust_fen,
    )  # fmt: skip
    await payments.reprice(session, order_id, moved.payable_fen)
    return moved.payable_fen


async def change_address(
    session: Session, actor: Actor, order_id: UUID, receiver: Receiver, *, person_id: UUID | None = None
) -> None:
    """Send the order elsewhere, while no parcel has left. `person_id` limits it to that shopper's orders.

    Locks the order. Raises OrderUnknown, OrderInOtherState (also when a parcel is on its way).
    """
    # first and alone, so that the statement sees a parcel which it may have waited for
    await session.later(store.LOCK, order_id=order_id)
    moved = await session.maybe(
        store.CHANGE_RECEIVER, order_id=order_id, person_id=person_id, **sealed(order_id, receiver)
    )
    if moved is None:
        order = await queries.order(session, order_id)
        if person_id not in {None, order.person_id}:
            raise OrderUnknown
        if order.state == "to_ship":
            raise OrderInOtherState(state="to_ship", state_zh="已发出部分包裹", state_en="partly shipped")
        await queries.refuse_state(session, order_id)
    await store.remember(session, order_id, "address_changed", actor, region_code=receiver.region_code)


async def note(session: Session, staff: Staff, order_id: UUID, *, staff_note: str, flag: int) -> None:
    """Keep the staff's own note (never shown to the shopper) and a flag 0–5. Raises OrderUnknown."""
    if not await session.run(store.NOTE, order_id=order_id, staff_note=staff_note, flag=flag):
        raise OrderUnknown
    await store.remember(
        session, order_id, "noted", Actor("staff", staff.staff, staff.name), staff_note, flag=flag
    )


async def urge(session: Session, shopper: Shopper, order_id: UUID) -> None:
    """Ask the seller to ship, once in 24 hours. Raises OrderUnknown, OrderInOtherState, UrgedRecently."""
    moved = await session.maybe(
        store.URGE, order_id=order_id, person_id=shopper.person, urged_before=session.now - URGE_EVERY
    )
    if moved is None:
        order = await queries.order_of(session, shopper.person, order_id)
        if order.state == "to_ship" and order.urged_at is not None:
            left = order.urged_at + URGE_EVERY - session.now
            raise UrgedRecently(retry_after_seconds=int(left.total_seconds()))
        zh, en = STATE_WORDS[order.state]
        raise OrderInOtherState(state=order.state, state_zh=zh, state_en=en)
    await store.remember(session, order_id, "urged", Actor("shopper", shopper.person))
