"""Real names: taken with a separate consent, sealed, corrected, withdrawn, and forgotten when tax law allows it."""

from uuid import UUID

from lianyi.distribution.errors.payouts import ConsentMissing, RealNameInUse, RealNameTaken
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import prizes
from lianyi.distribution.queries import tax as names
from lianyi.distribution.rules import tax as rules
from lianyi.distribution.store import tax as store
from lianyi.identity import actions as identity
from lianyi.identity.types import ConsentKind, PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.kit.secrets import vault

TAXPAYER = "distribution.taxpayer"


async def give_real_name(
    session: Session, person_id: UUID, name: str, id_number: str, consent_version: int, channel: str
) -> None:
    """Keep somebody's real name under their separate consent; one given before is replaced, sealed away if it taxed.

    Raises ConsentMissing, RealNameWrong naming the field, TooYoung, RealNameInUse, RealNameTaken.
    """
    if consent_version != rules.CONSENT_VERSION:
        raise ConsentMissing(field="consent_version", version=rules.CONSENT_VERSION)
    name, number = rules.check_real_name(name, id_number, business_day(session.now))
    taxpayer = vault().blind(number, TAXPAYER)
    known = await session.maybe(store.LOCK_NAME, person_id=person_id)
    if known is not None:
        clear = names.opened(known)
        if (clear.name, clear.id_number) == (name, number):
            return
        await _put_away(session, person_id)
    added = await session.maybe(
        store.ADD_NAME, id=new_id(), person_id=person_id, taxpayer=taxpayer,
        name_sealed=vault().seal(name, names.NAME_CONTEXT), id_sealed=vault().seal(number, names.ID_CONTEXT),
        name_masked=rules.masked_name(name), id_masked=rules.masked_id(number), consent_version=consent_version,
    )  # fmt: skip
    if added is None:
        raise RealNameTaken(field="id_number")
    await identity.note_consent(
        session, PersonId(person_id), ConsentKind.REAL_NAME, consent_version, granted=True, channel=channel
    )


async def withdraw_real_name(session: Session, person_id: UUID, channel: str) -> None:
    """Take the consent back: the name is used for nothing more. Idempotent. Raises RealNameInUse."""
    known = await session.maybe(store.LOCK_NAME, person_id=person_id)
    if known is None:
        return
    await _put_away(session, person_id)
    await identity.note_consent(
        session,
        PersonId(person_id),
        ConsentKind.REAL_NAME,
        rules.CONSENT_VERSION,
        granted=False,
        channel=channel,
    )


async def forget_person(session: Session, person_id: UUID) -> None:
    """The account is gone: the name goes too, or is sealed away while tax law wants it. Safe to replay."""
    await _seal_or_delete(session, person_id)


async def _put_away(session: Session, person_id: UUID) -> None:
    payout_id = await reads.open_payout(session, person_id)
    prize_id = await session.maybe(prizes.IS_OPEN, person_id=person_id)
    if payout_id or prize_id:
        raise RealNameInUse
    await _seal_or_delete(session, person_id)


async def _seal_or_delete(session: Session, person_id: UUID) -> None:
    keep_until = rules.keep_until(business_day(session.now))
    await session.later(store.SEAL_AWAY, person_id=person_id, keep_until=keep_until)
    await session.later(store.DELETE_NAME, person_id=person_id)
