"""Who asks: one statement per request gives the whole principal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.identity import rules
from lianyi.identity.types import AccountId, PersonId, Role, SessionId, SessionView, Shopper, Staff, StaffId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault


@dataclass(frozen=True, slots=True)
class ShopperRow:
    token_hash: bytes
    session_id: UUID
    person_id: UUID
    touched_at: datetime
    openids: dict[str, str]


@dataclass(frozen=True, slots=True)
class StaffRow:
    session_id: UUID
    staff_id: UUID
    account_id: UUID
    role: str
    name: str
    totp_ok: bool
    totp_enrolled: bool
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: UUID
    label: str
    created_at: datetime
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class StaffLine:
    id: UUID
    name: str
    role: str
    login_sealed: bytes
    totp_enrolled: bool
    added_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the staff as the list shows it."""

    id: StaffId
    name: str
    role: Role
    login: str
    totp_enrolled: bool
    added_at: datetime
    last_seen_at: datetime | None


# Hot: every request of a shopper, or as many as are served together. Two index lookups each by primary and unique key.
SHOPPERS = Statement(
    """
    select s.token_hash, s.id as session_id, s.person_id, s.touched_at, coalesce((
      select jsonb_object_agg(w.appid, w.openid) from identity_person_wechat w
      where w.tenant_id = %(tenant)s and w.person_id = s.person_id), '{}') as openids
    from identity_shopper_session s
    where s.tenant_id = %(tenant)s and s.token_hash = any(%(token_hashes)s::bytea[]) and s.expires_at > %(now)s
    """,
    ShopperRow,
    planned_once=True,
)
STAFF = Statement(
    """
    select s.id as session_id, s.staff_id, a.id as account_id, f.role, f.name, s.totp_at is not null as totp_ok,
      a.totp_sealed is not null as totp_enrolled, s.touched_at
    from identity_staff_session s
    join identity_staff f on f.tenant_id = s.tenant_id and f.id = s.staff_id and f.state = 'active'
    join identity_account a on a.id = f.account_id
    where s.tenant_id = %(tenant)s and s.token_hash = %(token_hash)s
      and s.expires_at > %(now)s and s.ends_at > %(now)s
    """,
    StaffRow,
)
SHOPPER_SESSIONS = Statement(
    """
    select id, label, created_at, touched_at from identity_shopper_session
    where tenant_id = %(tenant)s and person_id = %(person)s and expires_at > %(now)s
    order by touched_at desc limit %(limit)s
    """,
    SessionRow,
)
STAFF_SESSIONS = Statement(
    """
    select id, label, created_at, touched_at from identity_staff_session
    where tenant_id = %(tenant)s and staff_id = %(staff)s and expires_at > %(now)s and ends_at > %(now)s
    order by touched_at desc limit %(limit)s
    """,
    SessionRow,
)
STAFF_LIST = Statement(
    """
    select f.id, f.name, f.role, a.login_sealed, a.totp_sealed is not null as totp_enrolled, f.added_at,
      (select max(s.touched_at) from identity_staff_session s
       where s.tenant_id = f.tenant_id and s.staff_id = f.id) as last_seen_at
    from identity_staff f join identity_account a on a.id = f.account_id
    where f.tenant_id = %(tenant)s and f.state = 'active' order by f.id limit %(limit)s
    """,
    StaffLine,
)


async def shopper_of(session: ReadSession, token: str) -> tuple[Shopper, datetime] | None:
    """The shopper behind a token and when the session was last touched; None when it is unknown or ended. One statement."""
    return (await shoppers_of(session, [token])).get(token)


async def shoppers_of(session: ReadSession, tokens: Sequence[str]) -> dict[str, tuple[Shopper, datetime]]:
    """The shoppers behind tokens, unknown and ended ones left out. One statement."""
    hashes = {token: rules.token_hash(token) for token in tokens}
    rows = await session.all(SHOPPERS, token_hashes=list(hashes.values()))
    found = {
        row.token_hash: (
            Shopper(session.tenant, PersonId(row.person_id), SessionId(row.session_id), row.openids),
            row.touched_at,
        )
        for row in rows
    }
    return {token: found[hashed] for token, hashed in hashes.items() if hashed in found}


async def staff_of(session: ReadSession, token: str) -> tuple[Staff, datetime] | None:
    """The member of staff behind a token and when the session was last touched. One statement."""
    row = await session.maybe(STAFF, token_hash=rules.token_hash(token))
    if row is None:
        return None
    staff = Staff(
        tenant=session.tenant,
        staff=StaffId(row.staff_id),
        account=AccountId(row.account_id),
        role=Role(row.role),
        name=row.name,
        totp_ok=row.totp_ok,
        session=SessionId(row.session_id),
        totp_enrolled=row.totp_enrolled,
    )
    return staff, row.touched_at


async def shopper_sessions(session: ReadSession, shopper: Shopper) -> list[SessionView]:
    """The person's sign-ins that still count, the last used first."""
    rows = await session.all(SHOPPER_SESSIONS, person=shopper.person, limit=rules.SESSIONS_MAX)
    return [_view(row, shopper.session) for row in rows]


async def staff_sessions(session: ReadSession, staff: Staff) -> list[SessionView]:
    """The same for staff, of this shop alone."""
    rows = await session.all(STAFF_SESSIONS, staff=staff.staff, limit=rules.SESSIONS_MAX)
    return [_view(row, staff.session) for row in rows]


def _view(row: SessionRow, current: SessionId) -> SessionView:
    return SessionView(SessionId(row.id), row.label, row.created_at, row.touched_at, row.id == current)


async def staff_list(session: ReadSession) -> list[Colleague]:
    """The active staff in the order they came, with their logins in clear: only who may change staff asks."""
    return [
        Colleague(
            StaffId(row.id), row.name, Role(row.role), vault().open(row.login_sealed, "identity_account.login"),
            row.totp_enrolled, row.added_at, row.last_seen_at,
        )
        for row in await session.all(STAFF_LIST, limit=rules.STAFF_MAX)
    ]  # fmt: skip
