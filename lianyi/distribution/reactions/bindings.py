"""What the log of bindings does about facts: it takes openings in, and is whole before an order is looked at."""

from lianyi.distribution.actions import bindings as actions
from lianyi.distribution.store import bindings as store
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.identity.types import PersonId
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.orders import queries as orders
from lianyi.orders.events import OrderPlaced
from lianyi.social.events import PersonCame


@on(PersonCame)
async def take_openings(session: Session, fact: PersonCame) -> None:
    await actions.take_openings(session, PersonId(fact.person_id))


@on(OrderPlaced)
async def settle_owner(session: Session, fact: OrderPlaced) -> None:
    """Before anybody asks whose order it is: what the customer came by until then stands in the log."""
    order = await orders.order(session, fact.order_id)
    await actions.settle(session, PersonId(fact.person_id), order.placed_at)


@on(PersonMerged)
async def merge_customer(session: Session, fact: PersonMerged) -> None:
    """After social has moved what both opened: that is not written down twice."""
    await actions.merge(session, PersonId(fact.from_person_id), PersonId(fact.into_person_id))


@on(PersonDeleted)
async def forget_customer(session: Session, fact: PersonDeleted) -> None:
    """The log keeps its lines under a number that leads to nobody; no shopkeeper lists them any more."""
    await session.later(store.FORGET, person_id=fact.person_id)
