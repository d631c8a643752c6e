"""What a person agreed to, may change, and may take away; and who looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianyi.identity import queries
from lianyi.identity.errors import ConsentElsewhere, ConsentVersionUnknown, PersonUnknown
from lianyi.identity.events import PersonDeleted
from lianyi.identity.store import people as store
from lianyi.identity.store import shops
from lianyi.identity.types import ConsentKind, DocumentKind, PersonId, Shopper, Staff
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import encode
from lianyi.kit.secrets import vault


@dataclass(frozen=True, slots=True)
class Revealed:
    """Personal data in clear, for one look that is logged."""

    nickname: str
    phone: str | None


async def set_consent(
    session: Session, shopper: Shopper, kind: ConsentKind, version: int, *, granted: bool, channel: str
) -> None:
    """Record a yes or a no to one purpose (PIPL, articles 14 to 16: separate, and as easy to withdraw as to give).

    Terms and privacy are agreed to in their newest version. Withdrawing privacy also ends what stands on it:
    marketing, personalisation and being shown. Personalised display follows its consent.

    Raises:
        ConsentVersionUnknown: the text has a newer version, or never had this one.
        ConsentElsewhere: it is given and taken back where the data itself is.
    """
    if kind is ConsentKind.REAL_NAME:
        raise ConsentElsewhere(field="kind")
    versions = await queries.versions(session)
    basis = DocumentKind.TERMS if kind is ConsentKind.TERMS else DocumentKind.PRIVACY
    newest = versions[basis]
    must_be_newest = granted and kind in {ConsentKind.TERMS, ConsentKind.PRIVACY}
    if not 1 <= version <= newest or (must_be_newest and version != newest):
        raise ConsentVersionUnknown(field="version", current=newest)
    kinds = [kind]
    if kind is ConsentKind.PRIVACY and not granted:
        kinds += [ConsentKind.MARKETING, ConsentKind.PERSONALISATION, ConsentKind.SHOWN_TO_SHARER]
    for one in kinds:
        await store.add_consent(session, shopper.person, one, version, granted=granted, channel=channel)
    if ConsentKind.PERSONALISATION in kinds:
        await store.change_me(session, shopper.person, personalised=granted)


async def note_consent(
    session: Session, person: PersonId, kind: ConsentKind, version: int, *, granted: bool, channel: str
) -> None:
    """Record a yes or a no to a text that the calling domain keeps, in the transaction that takes or forgets the data."""
    await store.add_consent(session, person, kind, version, granted=granted, channel=channel)


async def change_me(
    session: Session, shopper: Shopper, *, nickname: str | None, elder_mode: bool | None, personalised: bool | None,
    channel: str,
) -> None:  # fmt: skip
    """Change what the person says of themself; switching personalisation is a consent and is recorded as one."""
    await store.change_me(session, shopper.person, nickname=nickname, elder_mode=elder_mode)
    if personalised is not None:
        newest = (await queries.versions(session))[DocumentKind.PRIVACY]
        await set_consent(
            session, shopper, ConsentKind.PERSONALISATION, newest, granted=personalised, channel=channel
        )


async def delete_person(session: Session, shopper: Shopper) -> None:
    """Remove the person's data at once and sign them out everywhere.

    Orders stay without name, phone and address (E-commerce law, articles 24 and 31): their domain reacts to
    PersonDeleted. The same WeChat user may come back later as somebody new.
    """
    await erase_person(session, shopper.person)


async def erase_person(session: Session, person: PersonId) -> None:
    """The same for whoever WeChat says has closed the account."""
    known = await store.lock_person(session, person)
    await store.empty_person(session, person)
    await session.emit(PersonDeleted(person, known.phone_blind.hex() if known.phone_blind else None))


async def note_access(session: Session, staff: Staff, subject: str, fields: Sequence[str]) -> None:
    """Log that staff is shown personal data (PIPL, article 51); call it in the transaction that reads the data.

    `subject` is a prefixed id (`ord_…`, `psn_…`), `fields` name what was shown, never its content.
    """
    await shops.note_access(session, staff, subject, fields)


async def reveal_person(db: Database, staff: Staff, person: PersonId) -> Revealed:
    """Show a person's phone to staff, logged. Raises PersonUnknown."""
    async with db.write(staff.tenant) as session:
        found = await queries.person(session, person)
        if found is None:
            raise PersonUnknown
        await note_access(session, staff, encode("psn", person), ["phone"])
    phone = None
    if found.phone_sealed is not None:
        phone = vault().open(found.phone_sealed, queries.person_phone_context(found.id))
    return Revealed(found.nickname, phone)
