"""What commission does when an order moves. Each reaction is safe to replay."""

from lianyi.catalog.events import PricesChanged
from lianyi.distribution.actions import commissions as actions
from lianyi.distribution.actions import plans
from lianyi.distribution.queries import bindings
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.orders import queries as orders
from lianyi.orders.events import (
    OrderClosed,
    OrderDisputed,
    OrderPaid,
    OrderPlaced,
    OrderReceived,
    OrderRefunded,
)


@on(OrderPlaced)
async def snap(session: Session, fact: OrderPlaced) -> None:
    """Whose customer placed it: one statement more for an order that nobody brought."""
    order = await orders.order(session, fact.order_id)
    owned = await bindings.ownership_at(session, [(fact.person_id, order.placed_at)])
    for owner in owned.values():
        await actions.snap(session, order, owner)


@on(OrderPaid)
async def promise(session: Session, fact: OrderPaid) -> None:
    await actions.accrue(session, fact.order_id)


@on(OrderReceived)
async def freeze(session: Session, fact: OrderReceived) -> None:
    await actions.freeze(session, fact.order_id)


@on(OrderDisputed)
async def hold(session: Session, fact: OrderDisputed) -> None:
    await actions.keep_held(session, fact.order_id)


@on(OrderRefunded)
async def take_back(session: Session, fact: OrderRefunded) -> None:
    await actions.follow_refunds(session, fact.order_id)


@on(OrderClosed)
async def take_back_all(session: Session, fact: OrderClosed) -> None:
    """An order that closes has given back all that it will, some of it perhaps without any money moving."""
    await actions.follow_refunds(session, fact.order_id)


@on(PricesChanged)
async def recheck_plans(session: Session, fact: PricesChanged) -> None:
    await plans.recheck(session, fact.sku_ids)
