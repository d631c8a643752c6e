"""What the staff did, and who looked at personal data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: UUID
    at: datetime
    staff_id: UUID
    staff_name: str
    act: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class AccessRow:
    id: UUID
    at: datetime
    staff_id: UUID
    staff_name: str
    subject: str
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the archive is asked for. `act`: the beginning of its word (`staff.`); from `from_at` on, before `to_at`."""

    act: str | None = None
    staff: UUID | None = None
    subject: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    id: UUID
    name: str
    active: bool


ANYTHING = Wanted()
WITNESSES_MAX = 1000
WITNESSES = Statement(
    """
    select id, name, state = 'active' as active from identity_staff
    where tenant_id = %(tenant)s order by state, id limit %(limit)s
    """,
    Witness,
)
AUDIT = Statement(
    """
    select id, at, staff_id, staff_name, act, subject, before, after from identity_audit
    where tenant_id = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
      and (%(act)s::text is null or act like %(act)s || '%%')
      and (%(staff)s::uuid is null or staff_id = %(staff)s)
      and (%(subject)s::text is null or subject = %(subject)s)
      and (%(from_at)s::timestamptz is null or at >= %(from_at)s) and (%(to_at)s::timestamptz is null or at < %(to_at)s)
    order by id desc limit %(limit)s
    """,
    AuditRow,
)
ACCESS = Statement(
    """
    select id, at, staff_id, staff_name, subject, fields from identity_access_log
    where tenant_id = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
      and (%(staff)s::uuid is null or staff_id = %(staff)s)
      and (%(subject)s::text is null or subject = %(subject)s)
      and (%(from_at)s::timestamptz is null or at >= %(from_at)s) and (%(to_at)s::timestamptz is null or at < %(to_at)s)
    order by id desc limit %(limit)s
    """,
    AccessRow,
)


async def audit_page(
    session: ReadSession, *, before: UUID | None, limit: int, wanted: Wanted = ANYTHING
) -> list[AuditRow]:
    """Acts of the staff, newest first."""
    act = wanted.act
    escaped = act.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") if act else None
    return await session.all(AUDIT, before=before, limit=limit, act=escaped, **_conditions(wanted))


async def access_page(
    session: ReadSession, *, before: UUID | None, limit: int, wanted: Wanted = ANYTHING
) -> list[AccessRow]:
    """Looks at personal data, newest first."""
    return await session.all(ACCESS, before=before, limit=limit, **_conditions(wanted))


async def witnesses(session: ReadSession) -> list[Witness]:
    """Everybody who was ever of the staff, so that the archive can be asked about them."""
    return await session.all(WITNESSES, limit=WITNESSES_MAX)


def _conditions(wanted: Wanted) -> dict[str, Any]:
    return {
        "staff": wanted.staff, "subject": wanted.subject, "from_at": wanted.from_at, "to_at": wanted.to_at
    }  # fmt: skip
