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


AUDIT = Statement(
    """
    select id, at, staff_id, staff_name, act, subject, before, after from identity_audit
    where tenant_id = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
      and (%(act)s::text is null or act like %(act)s || '%%')
    order by id desc limit %(limit)s
    """,
    AuditRow,
)
ACCESS = Statement(
    """
    select id, at, staff_id, staff_name, subject, fields from identity_access_log
    where tenant_id = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
    order by id desc limit %(limit)s
    """,
    AccessRow,
)


async def audit_page(
    session: ReadSession, *, before: UUID | None, limit: int, act: str | None = None
) -> list[AuditRow]:
    """Acts of the staff, newest first; `act` filters by the beginning of its word (`staff.`)."""
    escaped = act.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") if act else None
    return await session.all(AUDIT, before=before, limit=limit, act=escaped)


async def access_page(session: ReadSession, *, before: UUID | None, limit: int) -> list[AccessRow]:
    """Looks at personal data, newest first."""
    return await session.all(ACCESS, before=before, limit=limit)
