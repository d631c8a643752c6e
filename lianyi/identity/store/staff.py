"""Writes around logins, staff and their sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.identity import rules
from lianyi.identity.types import AccountId, Role, SessionId, Staff, StaffId
from lianyi.kit.db import Session, Statement


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: UUID
    password_hash: str
    totp_sealed: bytes | None
    totp_pending_sealed: bytes | None


@dataclass(frozen=True, slots=True)
class Attempt:
    failures: int
    paused_until: datetime


@dataclass(frozen=True, slots=True)
class OpenedShop:
    """A shop that a login opens."""

    tenant_id: UUID
    staff_id: UUID
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class StaffLocked:
    id: UUID
    account_id: UUID
    name: str
    role: Role
    totp_enrolled: bool


# The upsert locks the login's row, so that parallel guesses queue up and each is counted before its password is looked at.
TAKE_ATTEMPT = Statement(
    """
    insert into identity_sign_in_attempt as a (login_blind, failures, paused_until, last_at)
    values (%(login_blind)s, 0, %(now)s, %(now)s)
    on conflict (login_blind) do update set last_at = %(now)s,
      failures = case when a.last_at < %(now)s - interval '1 day' then 0 else a.failures end
    returning failures, paused_until
    """,
    Attempt,
)
COUNT_ATTEMPT = Statement(
    """
    update identity_sign_in_attempt set failures = %(failures)s, paused_until = %(paused_until)s
    where login_blind = %(login_blind)s
    """
)
CLEAR_ATTEMPT = Statement("delete from identity_sign_in_attempt where login_blind = %(login_blind)s")
OLD_ATTEMPTS = Statement(
    """
    delete from identity_sign_in_attempt where login_blind in (
      select login_blind from identity_sign_in_attempt where last_at < %(before)s limit %(limit)s)
    """
)
ACCOUNT = Statement(
    """
    select id, password_hash, totp_sealed, totp_pending_sealed from identity_account
    where login_blind = %(login_blind)s
    """,
    AccountRow,
)
LOCK_ACCOUNT = Statement(
    """
    select id, password_hash, totp_sealed, totp_pending_sealed from identity_account where id = %(account)s for update
    """,
    AccountRow,
)
SHOPS_OF = Statement(
    """
    select t.id as tenant_id, m.staff_id, t.slug, t.name from identity_membership m
    join identity_tenant t on t.id = m.tenant_id and t.status <> 'closed'
    where m.account_id = %(account)s order by t.created_at limit %(limit)s
    """,
    OpenedShop,
)
COUNT_SHOPS = Statement("select count(*)::int from identity_membership where account_id = %(account)s", int)
ADD_ACCOUNT = Statement(
    """
    insert into identity_account (id, login_sealed, login_blind, password_hash, created_at)
    values (%(id)s, %(login_sealed)s, %(login_blind)s, %(password_hash)s, %(now)s)
    on conflict (login_blind) do nothing
    """
)
ADD_MEMBERSHIP = Statement(
    "insert into identity_membership (account_id, tenant_id, staff_id) values (%(account)s, %(tenant)s, %(staff)s)"
)
DROP_MEMBERSHIP = Statement(
    "delete from identity_membership where account_id = %(account)s and tenant_id = %(tenant)s"
)
# A login that opens no shop any more is nobody's: its name is free again. LOCK_ACCOUNT comes before it in the pipe, so
# that it sees a shop which the login has opened meanwhile.
DROP_LONE_ACCOUNT = Statement(
    """
    delete from identity_account a where id = %(account)s
      and not exists (select 1 from identity_membership m where m.account_id = a.id)
    """
)
# The staff of a shop is counted: one hand at a time.
LOCK_PLACES = Statement(
    "select pg_advisory_xact_lock(hashtextextended('identity_staff:' || %(tenant)s::text, 0))"
)
ADD_STAFF = Statement(
    """
    insert into identity_staff (tenant_id, id, account_id, name, role, added_at)
    select %(tenant)s, %(id)s, %(account)s, %(name)s, %(role)s, %(now)s
    where (select count(*) from identity_staff where tenant_id = %(tenant)s and state = 'active') < %(staff_max)s
    """
)
LOCK_OWNERS = Statement(
    """
    select id from identity_staff where tenant_id = %(tenant)s and role = 'owner' and state = 'active'
    order by id for update
    """,
    UUID,
)
LOCK_STAFF = Statement(
    """
    select id, account_id, name, role,
      exists (select 1 from identity_account a where a.id = account_id and a.totp_sealed is not null) as totp_enrolled
    from identity_staff where tenant_id = %(tenant)s and id = %(staff)s and state = 'active' for update
    """,
    StaffLocked,
)
CHANGE_STAFF = Statement(
    "update identity_staff set name = %(name)s, role = %(role)s where tenant_id = %(tenant)s and id = %(staff)s"
)
REMOVE_STAFF = Statement(
    """
    update identity_staff set state = 'removed', removed_at = %(now)s, account_id = null
    where tenant_id = %(tenant)s and id = %(staff)s
    """
)
SET_PASSWORD = Statement(
    "update identity_account set password_hash = %(password_hash)s where id = %(account)s"
)
RESET_TOTP = Statement(
    """
    update identity_account set totp_sealed = null, totp_pending_sealed = null, recovery_hashes = '{}'
    where id = %(account)s
    """
)
BEGIN_TOTP = Statement("update identity_account set totp_pending_sealed = %(sealed)s where id = %(account)s")
CONFIRM_TOTP = Statement(
    """
    update identity_account set totp_sealed = %(sealed)s, totp_pending_sealed = null, totp_step = %(step)s,
      recovery_hashes = %(recovery_hashes)s::bytea[]
    where id = %(account)s
    """
)
SPEND_TOTP_STEP = Statement(
    "update identity_account set totp_step = %(step)s where id = %(account)s and totp_step < %(step)s"
)
SPEND_RECOVERY = Statement(
    """
    update identity_account set recovery_hashes = array_remove(recovery_hashes, %(hash)s::bytea)
    where id = %(account)s and %(hash)s::bytea = any(recovery_hashes)
    """
)
ADD_SESSION = Statement(
    """
    insert into identity_staff_session
      (tenant_id, id, staff_id, token_hash, label, created_at, touched_at, expires_at, ends_at, totp_at)
    values (%(tenant)s, %(id)s, %(staff)s, %(token_hash)s, %(label)s, %(now)s, %(now)s, %(expires_at)s, %(ends_at)s,
      %(totp_at)s)
    """
)
TOUCH_SESSION = Statement(
    """
    update identity_staff_session set touched_at = %(now)s, expires_at = %(expires_at)s
    where tenant_id = %(tenant)s and id = %(session)s
    """
)
PROVE_SESSION = Statement(
    "update identity_staff_session set totp_at = %(now)s where tenant_id = %(tenant)s and id = %(session)s"
)
DROP_SESSION = Statement(
    "delete from identity_staff_session where tenant_id = %(tenant)s and staff_id = %(staff)s and id = %(session)s"
)
DROP_OTHER_SESSIONS = Statement(
    """
    delete from identity_staff_session
    where tenant_id = %(tenant)s and staff_id = %(staff)s and (%(keep)s::uuid is null or id <> %(keep)s)
    """
)
# The newest sign-ins stay; ended ones and those above the limit go when a new one comes.
TRIM_SESSIONS = Statement(
    """
    delete from identity_staff_session where tenant_id = %(tenant)s and staff_id = %(staff)s and (
      expires_at <= %(now)s or id not in (select id from identity_staff_session
        where tenant_id = %(tenant)s and staff_id = %(staff)s order by created_at desc, id desc limit %(limit)s))
    """
)


async def take_attempt(session: Session, login_blind: bytes) -> Attempt:
    """Lock the login's count of failures, known login or not."""
    return await session.one(TAKE_ATTEMPT, login_blind=login_blind)


async def count_attempt(session: Session, login_blind: bytes, failures: int) -> None:
    paused_until = session.now + rules.pause_after(failures)
    await session.later(COUNT_ATTEMPT, login_blind=login_blind, failures=failures, paused_until=paused_until)


async def clear_attempt(session: Session, login_blind: bytes) -> None:
    await session.later(CLEAR_ATTEMPT, login_blind=login_blind)


async def drop_old_attempts(session: Session, before: datetime, limit: int) -> int:
    return await session.run(OLD_ATTEMPTS, before=before, limit=limit)


async def account_by_login(session: Session, login_blind: bytes) -> AccountRow | None:
    return await session.maybe(ACCOUNT, login_blind=login_blind)


async def lock_account(session: Session, account: AccountId) -> AccountRow:
    return await session.one(LOCK_ACCOUNT, account=account)


async def shops_of(session: Session, account: AccountId, limit: int) -> list[OpenedShop]:
    return await session.all(SHOPS_OF, account=account, limit=limit)


async def hold_shops_of(session: Session, account: AccountId, limit: int) -> list[OpenedShop] | None:
    """What a login opens, held until the commit: a twin of this wish waits here. None when the login is nobody's any more."""
    if await session.maybe(LOCK_ACCOUNT, account=account) is None:
        return None
    return await shops_of(session, account, limit)


async def count_shops(session: Session, account: AccountId) -> int:
    return await session.one(COUNT_SHOPS, account=account)


async def add_account(
    session: Session, account: AccountId, *, login_sealed: bytes, login_blind: bytes, password_hash: str
) -> bool:
    """Give False when the login is taken."""
    rows = await session.run(
        ADD_ACCOUNT,
        id=account,
        login_sealed=login_sealed,
        login_blind=login_blind,
        password_hash=password_hash,
    )
    return rows == 1


async def add_staff(session: Session, staff: StaffId, account: AccountId, name: str, role: Role) -> bool:
    """Add a member of staff and the way in; False when the shop is full."""
    await session.later(LOCK_PLACES)
    rows = await session.run(
        ADD_STAFF, id=staff, account=account, name=name, role=role.value, staff_max=rules.STAFF_MAX
    )
    if rows == 1:
        await session.later(ADD_MEMBERSHIP, account=account, staff=staff)
    return rows == 1


async def lock_owners(session: Session) -> list[UUID]:
    """Lock the owners' rows in order, so that two owners cannot remove each other at once."""
    return await session.all(LOCK_OWNERS)


async def lock_staff(session: Session, staff: StaffId) -> StaffLocked | None:
    return await session.maybe(LOCK_STAFF, staff=staff)


async def change_staff(session: Session, staff: StaffId, name: str, role: Role) -> None:
    await session.later(CHANGE_STAFF, staff=staff, name=name, role=role.value)


async def remove_staff(session: Session, staff: StaffId, account: AccountId) -> None:
    await session.later(REMOVE_STAFF, staff=staff)
    await session.later(DROP_OTHER_SESSIONS, staff=staff, keep=None)
    await session.later(LOCK_ACCOUNT, account=account)
    await session.later(DROP_MEMBERSHIP, account=account)
    await session.later(DROP_LONE_ACCOUNT, account=account)


async def set_password(session: Session, account: AccountId, password_hash: str) -> None:
    await session.later(SET_PASSWORD, account=account, password_hash=password_hash)


async def reset_totp(session: Session, account: AccountId) -> None:
    await session.later(RESET_TOTP, account=account)


async def begin_totp(session: Session, account: AccountId, sealed: bytes) -> None:
    await session.later(BEGIN_TOTP, account=account, sealed=sealed)


async def confirm_totp(
    session: Session, account: AccountId, sealed: bytes, step: int, recovery_hashes: list[bytes]
) -> None:
    await session.later(
        CONFIRM_TOTP, account=account, sealed=sealed, step=step, recovery_hashes=recovery_hashes
    )


async def spend_totp_step(session: Session, account: AccountId, step: int) -> bool:
    """False when this code, or a later one, was used already."""
    return await session.run(SPEND_TOTP_STEP, account=account, step=step) == 1


async def spend_recovery(session: Session, account: AccountId, digest: bytes) -> bool:
    return await session.run(SPEND_RECOVERY, account=account, hash=digest) == 1


async def add_staff_session(
    session: Session, staff: StaffId, *, session_id: SessionId, token_hash: bytes, label: str, totp: bool
) -> datetime:
    """Open a session and give when it ends unless touched; the oldest ones above the limit go."""
    expires_at = session.now + rules.STAFF_IDLE
    await session.later(
        ADD_SESSION, id=session_id, staff=staff, token_hash=token_hash, label=label, expires_at=expires_at,
        ends_at=session.now + rules.STAFF_LIFE, totp_at=session.now if totp else None,
    )  # fmt: skip
    await session.later(TRIM_SESSIONS, staff=staff, limit=rules.SESSIONS_MAX)
    return expires_at


async def touch_staff_session(session: Session, staff: Staff) -> None:
    await session.later(TOUCH_SESSION, session=staff.session, expires_at=session.now + rules.STAFF_IDLE)


async def prove_session(session: Session, staff: Staff) -> None:
    """Note that this session passed the second factor."""
    await session.later(PROVE_SESSION, session=staff.session)


async def drop_staff_session(session: Session, staff: StaffId, session_id: SessionId) -> bool:
    return await session.run(DROP_SESSION, staff=staff, session=session_id) == 1


async def drop_staff_sessions(session: Session, staff: StaffId, *, keep: SessionId | None = None) -> None:
    await session.later(DROP_OTHER_SESSIONS, staff=staff, keep=keep)
