"""A person left, or two turned out to be one."""

from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.storefront import store


@on(PersonDeleted)
async def forget_person(session: Session, fact: PersonDeleted) -> None:
    await session.later(store.FORGET_FAVOURITES, person_id=fact.person_id)
    await session.later(store.FORGET_FOOTPRINTS, person_id=fact.person_id)


@on(PersonMerged)
async def keep_favourites(session: Session, fact: PersonMerged) -> None:
    await session.later(
        store.MERGE_FAVOURITES, from_person_id=fact.from_person_id, into_person_id=fact.into_person_id
    )
    await session.later(store.FORGET_FAVOURITES, person_id=fact.from_person_id)
    await session.later(store.FORGET_FOOTPRINTS, person_id=fact.from_person_id)
