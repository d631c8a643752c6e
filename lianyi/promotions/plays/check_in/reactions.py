"""What check-ins do when people merge. Safe to replay."""

from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.promotions.plays.check_in import store


@on(PersonMerged)
async def merge_days(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE, **people)
