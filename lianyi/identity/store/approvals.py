"""Writes around acts for two people: asked once, settled once, and who settles before they count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.identity import rules
from lianyi.identity.types import ApprovalId, ApprovalState, Role, Staff, StaffId, Wish
from lianyi.kit import wire
from lianyi.kit.db import Session, Statement
from lianyi.kit.secrets import vault


@dataclass(frozen=True, slots=True)
class Asker:
    account_id: UUID
    name: str
    role: Role


# One of a kind waits for a subject; what is over by the clock makes room at once, not when the sweep comes.
OVERDUE = Statement(
    """
    update identity_approval set state = 'expired', payload_sealed = null
    where tenant_id = %(tenant)s and state = 'waiting' and expires_at <= %(now)s
      and kind = %(kind)s and subject = %(subject)s
    """
)
# What waits is counted: one hand at a time.
LOCK_WAITING = Statement(
    "select pg_advisory_xact_lock(hashtextextended('identity_approval:' || %(tenant)s::text, 0))"
)
WAITING = Statement(
    """
    select count(*)::int from identity_approval
    where tenant_id = %(tenant)s and state = 'waiting' and expires_at > %(now)s
    """,
    int,
)
ADD = Statement(
    """
    insert into identity_approval (tenant_id, id, kind, subject, subject_staff_id, before, after, payload_sealed, asked_by,
      asked_account, asked_name, asked_at, expires_at)
    values (%(tenant)s, %(id)s, %(kind)s, %(subject)s, %(subject_staff)s::uuid, %(before)s::jsonb, %(after)s::jsonb,
      %(payload_sealed)s, %(asked_by)s, %(asked_account)s, %(asked_name)s, %(now)s, %(expires_at)s)
    on conflict (tenant_id, kind, subject) where state = 'waiting' do nothing
    """
)
# The row's lock lets one of two deciders through; the other finds that it waits no more. The secret goes with the answer.
SETTLE = Statement(
    """
    with one as (
      select payload_sealed from identity_approval
      where tenant_id = %(tenant)s and id = %(id)s and (state = 'waiting') is true and expires_at > %(now)s for update)
    update identity_approval a set state = %(state)s, decided_by = %(staff)s, decided_account = %(account)s,
      decided_name = %(staff_name)s, decided_at = %(now)s, reason = %(reason)s, payload_sealed = null
    from one where a.tenant_id = %(tenant)s and a.id = %(id)s
    returning one.payload_sealed
    """,
    bytes,
)
FAILED = Statement(
    """
    update identity_approval set state = 'failed', failed_zh = %(zh)s, failed_en = %(en)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'approved'
    """
)
EXPIRE = Statement(
    """
    update identity_approval set state = 'expired', payload_sealed = null
    where tenant_id = %(tenant)s and id in (
      select id from identity_approval
      where tenant_id = %(tenant)s and state = 'waiting' and expires_at <= %(now)s limit %(limit)s
      for update skip locked)
    """
)
ASKER = Statement(
    """
    select account_id, name, role from identity_staff
    where tenant_id = %(tenant)s and id = %(staff)s and state = 'active' for share
    """,
    Asker,
)
LET_SETTLE = Statement(
    """
    update identity_staff set settles_at = %(until)s,
      settles_role = coalesce(%(role)s::text, case when settles_at > %(now)s then settles_role end)
    where tenant_id = %(tenant)s and id = %(staff)s
    """
)


def _context(approval: UUID) -> str:
    return f"identity_approval.payload:{approval}"


def _json(value: Any) -> str | None:
    return None if value is None else wire.dumps(value).decode()


async def waiting(session: Session) -> int:
    """How many wait; nobody else adds one until the commit."""
    await session.later(LOCK_WAITING)
    return await session.one(WAITING)


async def add(
    session: Session, staff: Staff, approval: ApprovalId, kind: str, wish: Wish, expires_at: datetime
) -> bool:
    """Keep a wish with its payload sealed; False when one of its kind waits for its subject already."""
    await session.later(OVERDUE, kind=kind, subject=wish.subject)
    rows = await session.run(
        ADD, id=approval, kind=kind, subject=wish.subject, subject_staff=wish.about, before=_json(wish.before),
        after=_json(wish.after), payload_sealed=vault().seal(wire.dumps(wish.payload).decode(), _context(approval)),
        asked_by=staff.staff, asked_account=staff.account, asked_name=staff.name, expires_at=expires_at,
    )  # fmt: skip
    return rows == 1


async def settle(
    session: Session, staff: Staff, approval: ApprovalId, state: ApprovalState, reason: str = ""
) -> dict[str, Any] | None:
    """Move a waiting wish to its end and give what it holds; None when it waits no more."""
    sealed = await session.maybe(
        SETTLE, id=approval, state=state.value, staff=staff.staff, account=staff.account, staff_name=staff.name,
        reason=reason,
    )  # fmt: skip
    if sealed is None:
        return None
    payload: dict[str, Any] = wire.loads(vault().open(sealed, _context(approval)).encode())
    return payload


async def fail(session: Session, approval: ApprovalId, zh: str, en: str) -> None:
    await session.later(FAILED, id=approval, zh=zh, en=en)


async def expire(session: Session, limit: int) -> int:
    return await session.run(EXPIRE, limit=limit)


async def asker(session: Session, staff: StaffId) -> Asker | None:
    """Whoever asked as they are now, held until the act is done; None when they left."""
    return await session.maybe(ASKER, staff=staff)


async def let_settle(session: Session, staff: StaffId, counted_as: Role | None) -> None:
    """Let this colleague neither ask nor decide until things have settled.

    `counted_as`: the role in which the shop still reckons with them meanwhile; None for somebody who is only new.
    """
    role = None if counted_as is None else counted_as.value
    await session.later(LET_SETTLE, staff=staff, role=role, until=session.now + rules.SETTLE)
