"""A person left, or two turned out to be one."""

from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.social import store


@on(PersonDeleted)
async def forget_person(session: Session, fact: PersonDeleted) -> None:
    """The tree stays, nobody in it can be told to have been this person (PIPL, article 47: anonymised)."""
    await session.later(store.LEAVE_VISITORS, person_id=fact.person_id)
    await session.later(store.LEAVE_VISITS, person_id=fact.person_id)
    await session.later(store.LEAVE_SHARES, person_id=fact.person_id)


@on(PersonMerged)
async def keep_what_was_shared(session: Session, fact: PersonMerged) -> None:
    """What both did is one person's; openings of the one by the other were openings by oneself."""
    both = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MOVE_VISITORS, **both)
    await session.later(store.MOVE_VISITS, **both)
    await session.later(store.MOVE_SHARES, **both)
    await session.later(store.MARK_OWN, person_id=fact.into_person_id)
