"""What checkout does when people merge or leave."""

from lianyi.checkout import store
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on


@on(PersonMerged)
async def merge_carts(session: Session, fact: PersonMerged) -> None:
    """Two records were one person: one cart remains."""
    await session.later(
        store.MERGE_CARTS, from_person_id=fact.from_person_id, into_person_id=fact.into_person_id
    )


@on(PersonDeleted)
async def forget_cart(session: Session, fact: PersonDeleted) -> None:
    await session.later(store.EMPTY, person_id=fact.person_id)
    await session.later(store.FORGET_QUOTES_OF, person_id=fact.person_id)
