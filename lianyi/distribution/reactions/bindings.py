"""What the log of bindings does about facts: it takes openings in, and follows people who merge or leave."""

from lianyi.distribution.actions import bindings as actions
from lianyi.distribution.store import bindings as store
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.identity.types import PersonId
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.social.events import PersonCame


@on(PersonCame)
async def take_openings(session: Session, fact: PersonCame) -> None:
    await actions.take_openings(session, PersonId(fact.person_id))


@on(PersonMerged)
async def merge_customer(session: Session, fact: PersonMerged) -> None:
    """After social has moved what both opened: that is not written down twice."""
    await actions.merge(session, PersonId(fact.from_person_id), PersonId(fact.into_person_id))


@on(PersonDeleted)
async def forget_customer(session: Session, fact: PersonDeleted) -> None:
    """The log keeps its lines under a number that leads to nobody; no shopkeeper lists them any more."""
    await session.later(store.FORGET, person_id=fact.person_id)
