"""Acts that wait for a second person, and who there is to decide on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lianyi.identity import rules
from lianyi.identity.types import Approval, ApprovalId, Staff, StaffId
from lianyi.kit.db import ReadSession, Statement

Shelf = Literal["waiting", "mine", "decided"]


@dataclass(frozen=True, slots=True)
class Deciders:
    """`able`: other people who could decide now. The instants: until when somebody, or the asker, settles; else None."""

    able: int
    others_settle_at: datetime | None
    asker_settles_at: datetime | None


# Whoever settles counts by the role they had, also when they were removed meanwhile.
DECIDERS = Statement(
    """
    select count(distinct f.account_id) filter (where f.state = 'active' and f.role = any(%(roles)s::text[])
        and a.totp_sealed is not null and f.account_id <> %(account)s and f.id is distinct from %(about)s::uuid
        and (f.settles_at is null or f.settles_at <= %(now)s))::int as able,
      max(f.settles_at) filter (where f.settles_at > %(now)s and f.settles_role = any(%(roles)s::text[])
        and f.account_id is distinct from %(account)s) as others_settle_at,
      max(f.settles_at) filter (where f.settles_at > %(now)s and f.account_id = %(account)s) as asker_settles_at
    from identity_staff f left join identity_account a on a.id = f.account_id
    where f.tenant_id = %(tenant)s
    """,
    Deciders,
)
# What the clock ended reads as expired before the sweep has said so.
_COLUMNS = """
      id, kind, subject, subject_staff_id, before, after, asked_by, asked_account, asked_name, asked_at, expires_at,
      case when state = 'waiting' and expires_at <= %(now)s then 'expired' else state end as state,
      decided_name, decided_at, reason, failed_zh, failed_en
"""
ONE = Statement(
    f"select {_COLUMNS} from identity_approval where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Approval,
)
WAITING = Statement(
    f"""
    select {_COLUMNS} from identity_approval
    where tenant_id = %(tenant)s and state = 'waiting' and expires_at > %(now)s and kind = any(%(kinds)s::text[])
      and asked_account <> %(account)s and subject_staff_id is distinct from %(staff)s
      and (%(before)s::uuid is null or id < %(before)s)
    order by id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Approval,
)
MINE = Statement(
    f"""
    select {_COLUMNS} from identity_approval
    where tenant_id = %(tenant)s and asked_account = %(account)s and (%(before)s::uuid is null or id < %(before)s)
    order by id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Approval,
)
DECIDED = Statement(
    f"""
    select {_COLUMNS} from identity_approval
    where tenant_id = %(tenant)s and (state <> 'waiting' or expires_at <= %(now)s)
      and (kind = any(%(kinds)s::text[]) or asked_account = %(account)s) and (%(before)s::uuid is null or id < %(before)s)
    order by id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Approval,
)
COUNT_WAITING = Statement(
    """
    select count(*)::int from identity_approval
    where tenant_id = %(tenant)s and state = 'waiting' and expires_at > %(now)s and kind = any(%(kinds)s::text[])
      and asked_account <> %(account)s and subject_staff_id is distinct from %(staff)s
    """,
    int,
)


async def deciders(
    session: ReadSession, staff: Staff, permission: str, about: StaffId | None = None
) -> Deciders:
    """Who, besides this one and the one it is about, may decide on acts of a permission. People, not memberships."""
    roles = [role.value for role in rules.deciding_roles(permission)]
    return await session.one(DECIDERS, roles=roles, account=staff.account, about=about)


async def is_shared(session: ReadSession, staff: Staff, permission: str) -> bool:
    """Whether an act of this permission would wait for somebody else."""
    found = await deciders(session, staff, permission)
    return found.able > 0 or found.others_settle_at is not None


async def approval(session: ReadSession, wanted: ApprovalId) -> Approval | None:
    """One of them by its number, None when there is none; who may see it is for `actions.seen_approval`."""
    return await session.maybe(ONE, id=wanted)


async def approvals(
    session: ReadSession, staff: Staff, shelf: Shelf, kinds: Sequence[str], *, before: UUID | None, limit: int
) -> list[Approval]:
    """Newest first: what waits for this one, what they asked for, or what came of it. `kinds`: what they may decide on."""
    common = {"account": staff.account, "before": before, "limit": limit}
    if shelf == "mine":
        return await session.all(MINE, **common)
    if shelf == "decided":
        return await session.all(DECIDED, **common, kinds=list(kinds))
    return await session.all(WAITING, **common, kinds=list(kinds), staff=staff.staff)


async def approvals_waiting(session: ReadSession, staff: Staff, kinds: Sequence[str]) -> int:
    """How many wait for this one."""
    return await session.one(COUNT_WAITING, kinds=list(kinds), account=staff.account, staff=staff.staff)
