"""Receipt by hand and by time, and completion when the return window has passed."""

from datetime import timedelta
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import Shopper
from lianyi.kit.db import Session
from lianyi.orders import queries, store
from lianyi.orders.events import OrderCompleted, OrderReceived
from lianyi.orders.types import Actor

CLOCK = Actor("system", name="clock")


async def receive(session: Session, shopper: Shopper, order_id: UUID) -> None:
    """The shopper has the goods. Raises OrderUnknown, OrderInOtherState."""
    settings = (await identity.tenant(session)).settings
    complete_at = session.now + timedelta(days=settings.complete_after_days)
    moved = await session.maybe(
        store.RECEIVE, order_id=order_id, person_id=shopper.person, complete_at=complete_at
    )
    if moved is None:
        await queries.refuse_state(session, order_id, shopper.person)
    await store.remember(session, order_id, "received", Actor("shopper", shopper.person))
    await session.emit(OrderReceived(order_id, moved.person_id))


async def receive_due(session: Session, limit: int) -> int:
    """Receive orders whose time has come, at most `limit`; gives how many."""
    settings = (await identity.tenant(session)).settings
    complete_at = session.now + timedelta(days=settings.complete_after_days)
    moved = await session.all(store.RECEIVE_DUE, complete_at=complete_at, limit=limit)
    for order in moved:
        await store.remember(session, order.id, "received", CLOCK)
        await session.emit(OrderReceived(order.id, order.person_id))
    return len(moved)


async def complete_due(session: Session, limit: int) -> int:
    """Complete orders whose return window has passed, at most `limit`; gives how many."""
    moved = await session.all(store.COMPLETE_DUE, limit=limit)
    for order in moved:
        await store.remember(session, order.id, "completed", CLOCK)
        await session.emit(OrderCompleted(order.id, order.person_id))
    return len(moved)
