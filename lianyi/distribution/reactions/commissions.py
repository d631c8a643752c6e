"""What commission does when an order moves. Each reaction is safe to replay."""

from lianyi.distribution.actions import commissions as actions
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.orders.events import OrderClosed, OrderPaid, OrderReceived, OrderRefunded


@on(OrderPaid)
async def promise(session: Session, fact: OrderPaid) -> None:
    await actions.accrue(session, fact.order_id)


@on(OrderReceived)
async def freeze(session: Session, fact: OrderReceived) -> None:
    await actions.freeze(session, fact.order_id)


@on(OrderRefunded)
async def take_back(session: Session, fact: OrderRefunded) -> None:
    await actions.follow_refunds(session, fact.order_id)


@on(OrderClosed)
async def take_back_all(session: Session, fact: OrderClosed) -> None:
    """An order that closes has given back all that it will, some of it perhaps without any money moving."""
    await actions.follow_refunds(session, fact.order_id)
