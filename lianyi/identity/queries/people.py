"""People: what they may see of themselves, and what staff may see of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.identity import rules
from lianyi.identity.errors import AddressUnknown
from lianyi.identity.queries.questions import own_data
from lianyi.identity.types import (
    PHONE,
    Address,
    AddressId,
    Consent,
    ConsentKind,
    PersonBrief,
    PersonId,
    PersonRow,
    Shopper,
)
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.kit.ids import encode
from lianyi.kit.secrets import vault

CONSENTS_MAX = 500


@dataclass(frozen=True, slots=True)
class MeRow:
    id: UUID
    nickname: str
    avatar_url: str | None
    phone_sealed: bytes | None
    phone_last4: str | None
    elder_mode: bool
    personalised: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class AddressRow:
    id: UUID
    name_sealed: bytes
    phone_sealed: bytes
    detail_sealed: bytes
    province: str
    city: str
    district: str
    region_code: str
    postcode: str | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class ConsentRow:
    kind: str
    version: int
    granted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class BriefRow:
    id: UUID
    nickname: str
    avatar_url: str | None
    phone_last4: str | None


@dataclass(frozen=True, slots=True)
class PeopleRow:
    id: UUID
    nickname: str
    avatar_url: str | None
    phone_last4: str | None
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class SignInRow:
    way: str
    label: str
    created_at: datetime


ME = Statement(
    """
    select id, nickname, avatar_url, phone_sealed, phone_last4, elder_mode, personalised, joined_at
    from identity_person where tenant_id = %(tenant)s and id = %(person)s
    """,
    MeRow,
)
ADDRESSES = Statement(
    """
    select id, name_sealed, phone_sealed, detail_sealed, province, city, district, region_code, postcode, is_default
    from identity_address where tenant_id = %(tenant)s and person_id = %(person)s
    order by is_default desc, id desc limit %(limit)s
    """,
    AddressRow,
)
# A row somebody else owns is not found: the door is in the statement.
OWNED = Statement(
    """
    select a.id, name_sealed, phone_sealed, detail_sealed, province, city, district, region_code, postcode, is_default
    from unnest(%(people)s::uuid[], %(ids)s::uuid[]) as asked (person_id, id)
    join identity_address a on a.tenant_id = %(tenant)s and a.person_id = asked.person_id and a.id = asked.id
    """,
    AddressRow,
)
CONSENTS = Statement(
    """
    select distinct on (kind) kind, version, granted, at from identity_consent
    where tenant_id = %(tenant)s and person_id = %(person)s order by kind, at desc, id desc limit 5
    """,
    ConsentRow,
)
CONSENT_HISTORY = Statement(
    """
    select kind, version, granted, at from identity_consent
    where tenant_id = %(tenant)s and person_id = %(person)s order by at desc, id desc limit %(limit)s
    """,
    ConsentRow,
)
WHO_AGREED = Statement(
    """
    select person_id from (
      select distinct on (person_id) person_id, granted from identity_consent
      where tenant_id = %(tenant)s and person_id = any(%(ids)s::uuid[]) and kind = %(kind)s
      order by person_id, at desc, id desc) as newest
    where granted
    """,
    UUID,
)
BRIEF = Statement(
    """
    select id, nickname, avatar_url, phone_last4 from identity_person
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    """,
    BriefRow,
)
OPENID = Statement(
    """
    select openid from identity_person_wechat
    where tenant_id = %(tenant)s and person_id = %(person)s and appid = %(appid)s order by bound_at desc limit 1
    """,
    str,
)
OPENIDS = Statement(
    """
    select coalesce(jsonb_object_agg(appid, openid), '{}') from (
      select distinct on (appid) appid, openid from identity_person_wechat
      where tenant_id = %(tenant)s and person_id = %(person)s order by appid, bound_at desc
    ) as newest
    """,
    dict,
)
JOINED_AT = Statement(
    "select joined_at from identity_person where tenant_id = %(tenant)s and id = %(id)s", datetime
)
PERSON_OF_OPENID = Statement(
    """
    select person_id from identity_person_wechat
    where tenant_id = %(tenant)s and appid = %(appid)s and openid = %(openid)s
    """,
    UUID,
)
WECHAT_OF = Statement(
    """
    select coalesce(jsonb_agg(jsonb_build_object('appid', appid, 'openid', openid) order by appid), '[]') as list
    from identity_person_wechat where tenant_id = %(tenant)s and person_id = %(person)s
    """,
    list,
)
PEOPLE = Statement(
    """
    select id, nickname, avatar_url, phone_last4, joined_at from identity_person
    where tenant_id = %(tenant)s and deleted_at is null and merged_into is null
      and (%(before)s::uuid is null or id < %(before)s)
      and (%(last4)s::text is null or phone_last4 = %(last4)s)
      and (%(phone_blind)s::bytea is null or phone_blind = %(phone_blind)s)
      and (%(nickname)s::text is null or position(lower(%(nickname)s) in lower(nickname)) > 0)
    order by id desc limit %(limit)s
    """,
    PeopleRow,
)

SIGN_INS = Statement(
    """
    select way, label, created_at from identity_shopper_session
    where tenant_id = %(tenant)s and person_id = %(person)s order by created_at desc limit 50
    """,
    SignInRow,
)


def _address(row: AddressRow) -> Address:
    safe = vault()
    return Address(
        id=AddressId(row.id),
        name=safe.open(row.name_sealed, f"identity_address.name:{row.id}"),
        phone=safe.open(row.phone_sealed, f"identity_address.phone:{row.id}"),
        province=row.province,
        city=row.city,
        district=row.district,
        region_code=row.region_code,
        detail=safe.open(row.detail_sealed, f"identity_address.detail:{row.id}"),
        postcode=row.postcode,
        is_default=row.is_default,
    )


async def me(session: ReadSession, wanted: PersonId) -> MeRow:
    """What the person sees of themself, the phone still sealed."""
    return await session.one(ME, person=wanted)


async def person(session: ReadSession, wanted: PersonId) -> MeRow | None:
    """The same for staff who may reveal; the caller logs the look."""
    return await session.maybe(ME, person=wanted)


async def addresses_of(session: ReadSession, shopper: Shopper) -> list[Address]:
    """The person's own addresses, the default one first."""
    rows = await session.all(ADDRESSES, person=shopper.person, limit=rules.ADDRESSES_MAX * 2)
    return [_address(row) for row in rows]


async def address_for(session: ReadSession, shopper: Shopper, address: AddressId) -> Address:
    """The door to an address: only its owner's. Raises AddressUnknown for any other."""
    found = await (await addresses_soon(session, [(shopper.person, address)]))
    if address not in found:
        raise AddressUnknown
    return found[address]


async def addresses_soon(
    session: ReadSession, asked: Sequence[tuple[PersonId, AddressId]]
) -> Soon[dict[AddressId, Address]]:
    """The addresses that belong to the person who asks for each; others are left out. One statement."""
    wanted = sorted(set(asked))
    return await session.soon(
        OWNED, lambda rows: {AddressId(row.id): _address(row) for row in rows},
        people=[person for person, _ in wanted], ids=[one for _, one in wanted],
    )  # fmt: skip


async def consents_of(session: ReadSession, person: PersonId) -> list[Consent]:
    """The newest answer of each kind that was ever given."""
    rows = await session.all(CONSENTS, person=person)
    return [Consent(ConsentKind(row.kind), row.version, row.granted, row.at) for row in rows]


async def who_agreed(session: ReadSession, kind: ConsentKind, people: Sequence[PersonId]) -> set[PersonId]:
    """Those of some people whose newest answer to a question is yes. No statement for no people."""
    if not people:
        return set()
    return {PersonId(found) for found in await session.all(WHO_AGREED, ids=list(people), kind=kind)}


async def openid_of(session: ReadSession, person: PersonId, appid: str) -> str | None:
    """The person's openid for an app, the newest when WeChat gave several."""
    return await session.maybe(OPENID, person=person, appid=appid)


async def openids_of(session: ReadSession, person: PersonId) -> dict[str, str]:
    """A person's openids by app, the newest of each; empty for somebody whom WeChat does not know here."""
    return await session.one(OPENIDS, person=person)


async def person_of_openid(session: ReadSession, appid: str, openid: str) -> PersonId | None:
    """Whose openid this is; None for somebody who never signed in here."""
    found = await session.maybe(PERSON_OF_OPENID, appid=appid, openid=openid)
    return None if found is None else PersonId(found)


async def joined_at(session: ReadSession, person: PersonId) -> datetime | None:
    """When somebody first came to the shop; None for nobody."""
    return await session.maybe(JOINED_AT, id=person)


async def people_brief(session: ReadSession, ids: Sequence[PersonId]) -> dict[PersonId, PersonBrief]:
    """Nickname, picture and last four digits for a list; a deleted person has an empty nickname."""
    rows = await session.all(BRIEF, ids=list(ids))
    return {PersonId(row.id): PersonBrief(row.nickname, row.avatar_url, row.phone_last4) for row in rows}


async def search_people(
    session: ReadSession, q: str, *, before: UUID | None = None, limit: int = 20
) -> list[PersonRow]:
    """Find people, newest first: by full phone (blind index), by its last four digits, or by part of the nickname."""
    text = q.strip()
    digits = text.isdecimal()
    blind = None
    if digits and PHONE.fullmatch(text):
        blind = vault().blind(text, phone_purpose(session))
    rows = await session.all(
        PEOPLE,
        before=before,
        last4=text if digits and len(text) == 4 else None,
        phone_blind=blind,
        nickname=text if text and blind is None and not (digits and len(text) == 4) else None,
        limit=limit,
    )
    return [
        PersonRow(PersonId(row.id), row.nickname, row.avatar_url, row.phone_last4, row.joined_at)
        for row in rows
    ]


def phone_purpose(session: ReadSession) -> str:
    """The blind index differs from tenant to tenant, so that two shops cannot compare their customers."""
    return f"phone:{session.tenant}"


def person_phone_context(person: UUID) -> str:
    """The context a person's phone is sealed for."""
    return f"identity_person.phone:{person}"


async def export_person(session: ReadSession, shopper: Shopper) -> dict[str, Any]:
    """Everything kept of a person, in plain JSON (PIPL, article 45): identity's own part and each domain's above."""
    row = await me(session, shopper.person)
    phone = None
    if row.phone_sealed is not None:
        phone = vault().open(row.phone_sealed, person_phone_context(row.id))
    history = await session.all(CONSENT_HISTORY, person=shopper.person, limit=CONSENTS_MAX)
    wechat = await session.one(WECHAT_OF, person=shopper.person)
    own = {
        "id": encode("psn", row.id),
        "nickname": row.nickname,
        "avatar_url": row.avatar_url,
        "phone": phone,
        "elder_mode": row.elder_mode,
        "personalised": row.personalised,
        "joined_at": row.joined_at,
        "wechat": wechat,
        "addresses": [
            wire.plain(address) | {"id": encode("adr", address.id)}
            for address in await addresses_of(session, shopper)
        ],
        "consents": [wire.plain(item) for item in history],
        "sessions": [wire.plain(item) for item in await session.all(SIGN_INS, person=shopper.person)],
    }
    rest = await own_data.all(session, shopper.person)
    return {"exported_at": session.now, "identity": own} | rest
