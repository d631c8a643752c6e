"""Writes around customers: who they are, their sessions, consents and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.identity import rules
from lianyi.identity.types import (
    AddressDraft,
    AddressId,
    ConsentKind,
    LoginWay,
    PersonId,
    SessionId,
    Shopper,
)
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.kit.secrets import vault


@dataclass(frozen=True, slots=True)
class PersonLocked:
    id: UUID
    unionid: str | None
    phone_sealed: bytes | None
    phone_blind: bytes | None
    joined_at: datetime


# One lock a proof (openid, unionid, phone), taken in order: two sign-ins of one new person make one person.
LOCK_PROOFS = Statement(
    """
    select pg_advisory_xact_lock(hashtextextended(proof, 0)) from (
      select proof from unnest(%(proofs)s::text[]) as given (proof) order by proof) as sorted
    """
)
BY_OPENID = Statement(
    """
    select p.id, p.unionid, p.phone_sealed, p.phone_blind, p.joined_at from identity_person_wechat w
    join identity_person p on p.tenant_id = w.tenant_id and p.id = w.person_id
    where w.tenant_id = %(tenant)s and w.appid = %(appid)s and w.openid = %(openid)s for update of p
    """,
    PersonLocked,
)
BY_UNIONID = Statement(
    """
    select id, unionid, phone_sealed, phone_blind, joined_at from identity_person
    where tenant_id = %(tenant)s and unionid = %(unionid)s for update
    """,
    PersonLocked,
)
BY_PHONE = Statement(
    """
    select id, unionid, phone_sealed, phone_blind, joined_at from identity_person
    where tenant_id = %(tenant)s and phone_blind = %(phone_blind)s for update
    """,
    PersonLocked,
)
BY_ID = Statement(
    """
    select id, unionid, phone_sealed, phone_blind, joined_at from identity_person
    where tenant_id = %(tenant)s and id = %(person)s for update
    """,
    PersonLocked,
)
ADD_PERSON = Statement(
    """
    insert into identity_person (tenant_id, id, nickname, avatar_url, unionid, joined_at)
    values (%(tenant)s, %(id)s, %(nickname)s, %(avatar_url)s, %(unionid)s, %(now)s)
    """
)
BIND_OPENID = Statement(
    """
    insert into identity_person_wechat (tenant_id, appid, openid, person_id, bound_at)
    values (%(tenant)s, %(appid)s, %(openid)s, %(person)s, %(now)s)
    on conflict (tenant_id, appid, openid) do nothing
    """
)
SET_UNIONID = Statement(
    "update identity_person set unionid = %(unionid)s where tenant_id = %(tenant)s and id = %(person)s"
)
SET_PHONE = Statement(
    """
    update identity_person set phone_sealed = %(sealed)s, phone_blind = %(phone_blind)s, phone_last4 = %(last4)s,
      phone_verified_at = %(now)s
    where tenant_id = %(tenant)s and id = %(person)s
    """
)
DROP_PHONE = Statement(
    """
    update identity_person set phone_sealed = null, phone_blind = null, phone_last4 = null, phone_verified_at = null
    where tenant_id = %(tenant)s and id = %(person)s
    """
)
FILL_PROFILE = Statement(
    """
    update identity_person set nickname = case when nickname = '' then %(nickname)s else nickname end,
      avatar_url = coalesce(avatar_url, %(avatar_url)s)
    where tenant_id = %(tenant)s and id = %(person)s
    """
)
DROP_PROFILE = Statement(
    """
    update identity_person set nickname = '', avatar_url = null where tenant_id = %(tenant)s and id = %(person)s
    """
)
CHANGE_ME = Statement(
    """
    update identity_person set nickname = coalesce(%(nickname)s, nickname),
      elder_mode = coalesce(%(elder_mode)s, elder_mode), personalised = coalesce(%(personalised)s, personalised)
    where tenant_id = %(tenant)s and id = %(person)s
    """
)
MOVE_OPENIDS = Statement(
    """
    update identity_person_wechat set person_id = %(into)s
    where tenant_id = %(tenant)s and person_id = %(person)s
    """
)
MOVE_SESSIONS = Statement(
    """
    update identity_shopper_session set person_id = %(into)s
    where tenant_id = %(tenant)s and person_id = %(person)s
    """
)
MOVE_CONSENTS = Statement(
    "update identity_consent set person_id = %(into)s where tenant_id = %(tenant)s and person_id = %(person)s"
)
MOVE_ADDRESSES = Statement(
    """
    update identity_address set person_id = %(into)s, is_default = is_default and not exists (
      select 1 from identity_address d
      where d.tenant_id = %(tenant)s and d.person_id = %(into)s and d.is_default)
    where tenant_id = %(tenant)s and person_id = %(person)s
    """
)
MOVE_MERGED = Statement(
    "update identity_person set merged_into = %(into)s where tenant_id = %(tenant)s and merged_into = %(person)s"
)
EMPTY_PERSON = Statement(
    """
    update identity_person set nickname = '', avatar_url = null, unionid = null, phone_sealed = null,
      phone_blind = null, phone_last4 = null, phone_verified_at = null, elder_mode = false, personalised = false,
      merged_into = %(into)s, deleted_at = %(deleted_at)s
    where tenant_id = %(tenant)s and id = %(person)s
    """
)
INHERIT = Statement(
    """
    update identity_person s set nickname = case when s.nickname = '' then l.nickname else s.nickname end,
      avatar_url = coalesce(s.avatar_url, l.avatar_url), elder_mode = s.elder_mode or l.elder_mode
    from identity_person l
    where s.tenant_id = %(tenant)s and s.id = %(into)s and l.tenant_id = %(tenant)s and l.id = %(person)s
    """
)
DROP_OPENIDS = Statement(
    "delete from identity_person_wechat where tenant_id = %(tenant)s and person_id = %(person)s"
)
DROP_ADDRESSES = Statement(
    "delete from identity_address where tenant_id = %(tenant)s and person_id = %(person)s"
)
DROP_SESSIONS = Statement(
    "delete from identity_shopper_session where tenant_id = %(tenant)s and person_id = %(person)s"
)
DROP_SESSION = Statement(
    """
    delete from identity_shopper_session
    where tenant_id = %(tenant)s and person_id = %(person)s and id = %(session)s
    """
)
ADD_SESSION = Statement(
    """
    insert into identity_shopper_session
      (tenant_id, id, person_id, token_hash, way, label, created_at, touched_at, expires_at)
    values (%(tenant)s, %(id)s, %(person)s, %(token_hash)s, %(way)s, %(label)s, %(now)s, %(now)s, %(expires_at)s)
    """
)
TOUCH_SESSION = Statement(
    """
    update identity_shopper_session set touched_at = %(now)s, expires_at = %(expires_at)s
    where tenant_id = %(tenant)s and id = %(session)s
    """
)
TRIM_SESSIONS = Statement(
    """
    delete from identity_shopper_session where tenant_id = %(tenant)s and person_id = %(person)s and (
      expires_at <= %(now)s or id not in (select id from identity_shopper_session
        where tenant_id = %(tenant)s and person_id = %(person)s order by created_at desc, id desc limit %(limit)s))
    """
)
ADD_CONSENT = Statement(
    """
    insert into identity_consent (tenant_id, id, person_id, kind, version, granted, channel, at)
    values (%(tenant)s, %(id)s, %(person)s, %(kind)s, %(version)s, %(granted)s, %(channel)s, %(now)s)
    """
)
COUNT_ADDRESSES = Statement(
    "select count(*)::int from identity_address where tenant_id = %(tenant)s and person_id = %(person)s", int
)
IS_DEFAULT = Statement(
    """
    select is_default from identity_address
    where tenant_id = %(tenant)s and person_id = %(person)s and id = %(id)s
    """,
    bool,
)
CLEAR_DEFAULT = Statement(
    """
    update identity_address set is_default = false
    where tenant_id = %(tenant)s and person_id = %(person)s and is_default and id <> %(id)s
    """
)
PUT_ADDRESS = Statement(
    """
    insert into identity_address (tenant_id, id, person_id, name_sealed, phone_sealed, detail_sealed, province, city,
      district, region_code, postcode, is_default, created_at, updated_at)
    values (%(tenant)s, %(id)s, %(person)s, %(name_sealed)s, %(phone_sealed)s, %(detail_sealed)s, %(province)s,
      %(city)s, %(district)s, %(region_code)s, %(postcode)s, %(is_default)s, %(now)s, %(now)s)
    on conflict (tenant_id, id) do update set name_sealed = excluded.name_sealed,
      phone_sealed = excluded.phone_sealed, detail_sealed = excluded.detail_sealed, province = excluded.province,
      city = excluded.city, district = excluded.district, region_code = excluded.region_code,
      postcode = excluded.postcode, is_default = excluded.is_default, updated_at = excluded.updated_at
    """
)
DROP_ADDRESS = Statement(
    """
    delete from identity_address where tenant_id = %(tenant)s and person_id = %(person)s and id = %(id)s
    returning is_default
    """,
    bool,
)
NEXT_DEFAULT = Statement(
    """
    update identity_address set is_default = true where tenant_id = %(tenant)s and id = (
      select id from identity_address where tenant_id = %(tenant)s and person_id = %(person)s
      order by updated_at desc, id desc limit 1)
    """
)
OLD_SESSIONS = Statement(
    """
    delete from identity_shopper_session where tenant_id = %(tenant)s and id in (
      select id from identity_shopper_session where tenant_id = %(tenant)s and expires_at < %(now)s limit %(limit)s)
    """
)


async def lock_proofs(session: Session, proofs: Iterable[str]) -> None:
    """Queue behind whoever proves one of the same things at this moment."""
    await session.later(LOCK_PROOFS, proofs=[f"{session.tenant}:{proof}" for proof in proofs])


async def person_by_openid(session: Session, appid: str, openid: str) -> PersonLocked | None:
    return await session.maybe(BY_OPENID, appid=appid, openid=openid)


async def person_by_unionid(session: Session, unionid: str) -> PersonLocked | None:
    return await session.maybe(BY_UNIONID, unionid=unionid)


async def person_by_phone(session: Session, phone_blind: bytes) -> PersonLocked | None:
    return await session.maybe(BY_PHONE, phone_blind=phone_blind)


async def lock_person(session: Session, person: PersonId) -> PersonLocked:
    return await session.one(BY_ID, person=person)


async def add_person(
    session: Session,
    person: PersonId,
    *,
    nickname: str = "",
    avatar_url: str | None = None,
    unionid: str | None = None,
) -> None:
    await session.later(ADD_PERSON, id=person, nickname=nickname, avatar_url=avatar_url, unionid=unionid)


async def bind_openid(session: Session, person: PersonId, appid: str, openid: str) -> None:
    await session.later(BIND_OPENID, person=person, appid=appid, openid=openid)


async def set_unionid(session: Session, person: PersonId, unionid: str) -> None:
    await session.later(SET_UNIONID, person=person, unionid=unionid)


async def set_phone(session: Session, person: PersonId, phone: str, phone_blind: bytes) -> None:
    sealed = vault().seal(phone, f"identity_person.phone:{person}")
    await session.later(SET_PHONE, person=person, sealed=sealed, phone_blind=phone_blind, last4=phone[-4:])


async def drop_phone(session: Session, person: PersonId) -> None:
    await session.later(DROP_PHONE, person=person)


async def drop_profile(session: Session, person: PersonId) -> None:
    await session.later(DROP_PROFILE, person=person)


async def fill_profile(session: Session, person: PersonId, nickname: str, avatar_url: str | None) -> None:
    """Take what WeChat tells where the person said nothing themself."""
    await session.later(FILL_PROFILE, person=person, nickname=nickname, avatar_url=avatar_url)


async def change_me(
    session: Session, person: PersonId, *, nickname: str | None = None, elder_mode: bool | None = None,
    personalised: bool | None = None,
) -> None:  # fmt: skip
    await session.later(
        CHANGE_ME, person=person, nickname=nickname, elder_mode=elder_mode, personalised=personalised
    )


async def move_person(session: Session, person: PersonId, into: PersonId) -> None:
    """Give everything identity keeps of one record to the other, and empty the first. Both rows are locked."""
    await session.later(INHERIT, person=person, into=into)
    for statement in (MOVE_OPENIDS, MOVE_SESSIONS, MOVE_CONSENTS, MOVE_ADDRESSES, MOVE_MERGED):
        await session.later(statement, person=person, into=into)
    await session.later(EMPTY_PERSON, person=person, into=into, deleted_at=None)


async def empty_person(session: Session, person: PersonId) -> None:
    """Remove all personal data; the consents stay as evidence without a name."""
    for statement in (DROP_OPENIDS, DROP_ADDRESSES, DROP_SESSIONS):
        await session.later(statement, person=person)
    await session.later(EMPTY_PERSON, person=person, into=None, deleted_at=session.now)


async def add_shopper_session(
    session: Session, person: PersonId, *, session_id: SessionId, token_hash: bytes, way: LoginWay, label: str
) -> datetime:
    """Open a session and give when it ends unless touched; the oldest ones above the limit go."""
    expires_at = session.now + rules.SHOPPER_LIFE
    await session.later(
        ADD_SESSION, id=session_id, person=person, token_hash=token_hash, way=way.value, label=label,
        expires_at=expires_at,
    )  # fmt: skip
    await session.later(TRIM_SESSIONS, person=person, limit=rules.SESSIONS_MAX)
    return expires_at


async def touch_shopper_session(session: Session, shopper: Shopper) -> None:
    await session.later(TOUCH_SESSION, session=shopper.session, expires_at=session.now + rules.SHOPPER_LIFE)


async def drop_shopper_session(session: Session, person: PersonId, session_id: SessionId) -> bool:
    return await session.run(DROP_SESSION, person=person, session=session_id) == 1


async def drop_old_sessions(session: Session, limit: int) -> int:
    return await session.run(OLD_SESSIONS, limit=limit)


async def add_consent(
    session: Session, person: PersonId, kind: ConsentKind, version: int, *, granted: bool, channel: str
) -> None:
    await session.later(
        ADD_CONSENT,
        id=new_id(),
        person=person,
        kind=kind.value,
        version=version,
        granted=granted,
        channel=channel,
    )


async def count_addresses(session: Session, person: PersonId) -> int:
    return await session.one(COUNT_ADDRESSES, person=person)


async def is_default(session: Session, person: PersonId, address: AddressId) -> bool | None:
    """None when the person has no such address."""
    return await session.maybe(IS_DEFAULT, person=person, id=address)


async def put_address(session: Session, person: PersonId, address: AddressId, draft: AddressDraft) -> None:
    """Insert or replace; the caller holds the person's row, so there is one default at any time."""
    safe = vault()
    if draft.is_default:
        await session.later(CLEAR_DEFAULT, person=person, id=address)
    await session.later(
        PUT_ADDRESS, id=address, person=person, province=draft.province, city=draft.city, district=draft.district,
        name_sealed=safe.seal(draft.name, f"identity_address.name:{address}"),
        phone_sealed=safe.seal(draft.phone, f"identity_address.phone:{address}"),
        detail_sealed=safe.seal(draft.detail, f"identity_address.detail:{address}"),
        region_code=draft.region_code, postcode=draft.postcode, is_default=draft.is_default,
    )  # fmt: skip


async def drop_address(session: Session, person: PersonId, address: AddressId) -> bool:
    """Delete, and let the address used last become the default when the default went; False when there is none."""
    was_default = await session.maybe(DROP_ADDRESS, person=person, id=address)
    if was_default:
        await session.later(NEXT_DEFAULT, person=person)
    return was_default is not None
