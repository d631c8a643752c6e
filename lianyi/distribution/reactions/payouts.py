"""What pay-outs do about people who left or were merged. Safe to replay."""

from lianyi.distribution.actions import real_names
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on


@on(PersonDeleted)
async def forget_real_name(session: Session, fact: PersonDeleted) -> None:
    """What tax law wants stays sealed; the rest goes at once (E-commerce law, article 24)."""
    await real_names.forget_person(session, fact.person_id)


@on(PersonMerged)
async def move_payouts(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.PERSON_MERGED, **people)
    await session.later(tax_store.NAME_MERGED, **people)
