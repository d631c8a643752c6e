"""The two-person rule: what leaves the house is asked by one and decided by another, with a code of the moment.

A domain declares an act and its function; its edge calls `ask_or_do`. Why so: docs/decisions/0023.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianyi.identity import queries, rules
from lianyi.identity.actions.second_factor import spend_code
from lianyi.identity.errors import (
    AlreadyAsked,
    ApprovalAboutYou,
    ApprovalSettled,
    ApprovalsFull,
    ApprovalUnknown,
    AskerGone,
    FreshCodeNeeded,
    NobodyDecides,
    NotPermitted,
    OwnApproval,
    SecondFactorNeeded,
    StillSettling,
)
from lianyi.identity.store import approvals as store
from lianyi.identity.store import shops as records
from lianyi.identity.store import staff as logins
from lianyi.identity.types import (
    Approval,
    ApprovalId,
    ApprovalState,
    Change,
    Role,
    SessionId,
    Staff,
    Wish,
)
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import encode, new_id

_HERE = ZoneInfo(BUSINESS_ZONE)
Execute = Callable[[Session, Staff, Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Act:
    """An act for two people. `kind` is stable: it stands in rows. `execute` acts as whoever asked, and may refuse."""

    kind: str
    permission: str
    zh: str
    en: str
    execute: Execute


ACTS: dict[str, Act] = {}


def approvable(kind: str, *, permission: str, zh: str, en: str) -> Callable[[Execute], Act]:
    """Declare an act for two people, once, where its function stands. Raises ValueError when the word is taken.

    The function gets the transaction of the decision, the asker as they are now, and the wish's payload. It checks
    again what may have changed since it was asked; its Refusal is kept as the outcome.
    """
    if permission not in rules.PERMISSION_WORDS or not rules.deciding_roles(permission):
        raise ValueError(f"{kind}: nobody may decide on {permission}")

    def declare(execute: Execute) -> Act:
        if kind in ACTS:
            raise ValueError(f"two acts for two people are called {kind}")
        ACTS[kind] = Act(kind, permission, zh, en, execute)
        return ACTS[kind]

    return declare


def kinds_decided_by(role: Role) -> list[str]:
    """The kinds on which somebody of this role may decide, if they did not ask for it."""
    if not rules.decides(role):
        return []
    return [act.kind for act in ACTS.values() if act.permission in rules.PERMISSIONS[role]]


async def ask_or_do(
    session: Session, staff: Staff, act: Act, wish: Wish, code: str | None
) -> ApprovalId | None:
    """Let an act wait for a second person and give its number; None when it is done, because nobody else could decide.

    `code`: one of this moment, needed only when one person acts alone. The caller has checked what can be checked now.

    Raises:
        NotPermitted
        StillSettling: the asker's own login was reset or added a moment ago.
        AlreadyAsked, ApprovalsFull
        NobodyDecides: the second person has only just gone.
        FreshCodeNeeded, SecondFactorNeeded, TotpWrong: alone, without a right code.
    """
    if act.permission not in rules.PERMISSIONS[staff.role]:
        raise NotPermitted
    others = await queries.deciders(session, staff, act.permission, wish.about)
    _check_settled(others.asker_settles_at)
    if others.able:
        return await _ask(session, staff, act, wish)
    if others.others_settle_at is not None:
        raise NobodyDecides(until=_moment(others.others_settle_at))
    if not staff.totp_enrolled:
        raise SecondFactorNeeded
    if not code:
        raise FreshCodeNeeded(field="code")
    await _spend(session, staff, code)
    await act.execute(session, staff, wish.payload)
    await _note(session, staff, "done_alone", act.kind, wish.subject)
    return None


async def _ask(session: Session, staff: Staff, act: Act, wish: Wish) -> ApprovalId:
    if await store.waiting(session) >= rules.APPROVALS_WAITING_MAX:
        raise ApprovalsFull(limit=rules.APPROVALS_WAITING_MAX)
    approval = ApprovalId(new_id())
    if not await store.add(session, staff, approval, act.kind, wish, session.now + rules.APPROVAL_LIFE):
        raise AlreadyAsked
    await _note(session, staff, "asked", act.kind, encode("apr", approval))
    return approval


async def approve(session: Session, staff: Staff, wanted: ApprovalId, code: str) -> Approval:
    """Decide yes and do it, as whoever asked, in this transaction; what the act refuses becomes its outcome.

    Raises:
        ApprovalUnknown, NotPermitted, OwnApproval, ApprovalAboutYou, StillSettling, SecondFactorNeeded
        TotpWrong: not a code of this moment, or one that was used.
        ApprovalSettled: somebody was first, it was withdrawn, or it is too late.
    """
    one, act = await _decidable(session, staff, wanted)
    if not staff.totp_ok:
        raise SecondFactorNeeded
    _check_settled((await queries.deciders(session, staff, act.permission)).asker_settles_at)
    await _spend(session, staff, code)
    payload = await store.settle(session, staff, wanted, ApprovalState.APPROVED)
    if payload is None:
        raise ApprovalSettled
    outcome = "approved"
    try:
        async with session.savepoint():
            await act.execute(session, await _asker(session, one, act), payload)
    except Refusal as refusal:
        outcome = "failed"
        await store.fail(session, wanted, refusal.words("zh"), refusal.words("en"))
    await _note(session, staff, outcome, one.kind, encode("apr", wanted), one.asked_name)
    return await _known(session, wanted)


async def refuse(session: Session, staff: Staff, wanted: ApprovalId, reason: str) -> Approval:
    """Decide no. It moves nothing, so it asks for no code. Raises as `approve`, without the codes."""
    one, _ = await _decidable(session, staff, wanted)
    if await store.settle(session, staff, wanted, ApprovalState.REFUSED, reason) is None:
        raise ApprovalSettled
    await _note(session, staff, "refused", one.kind, encode("apr", wanted), one.asked_name)
    return await _known(session, wanted)


async def withdraw(session: Session, staff: Staff, wanted: ApprovalId) -> Approval:
    """Take one's own wish back. Raises ApprovalUnknown (also for what others asked), ApprovalSettled."""
    one = await _known(session, wanted)
    if one.asked_account != staff.account:
        raise ApprovalUnknown
    if await store.settle(session, staff, wanted, ApprovalState.WITHDRAWN) is None:
        raise ApprovalSettled
    await _note(session, staff, "withdrawn", one.kind, encode("apr", wanted))
    return await _known(session, wanted)


async def seen_approval(session: ReadSession, staff: Staff, wanted: ApprovalId) -> Approval:
    """One wish, for who asked and who may decide on its kind. Raises ApprovalUnknown to everybody else."""
    one = await _known(session, wanted)
    if one.asked_account != staff.account and one.kind not in kinds_decided_by(staff.role):
        raise ApprovalUnknown
    return one


async def _known(session: ReadSession, wanted: ApprovalId) -> Approval:
    one = await queries.approval(session, wanted)
    if one is None:
        raise ApprovalUnknown
    return one


async def _decidable(session: ReadSession, staff: Staff, wanted: ApprovalId) -> tuple[Approval, Act]:
    one = await _known(session, wanted)
    if one.kind not in kinds_decided_by(staff.role):
        raise NotPermitted
    if one.asked_account == staff.account or one.asked_by == staff.staff:
        raise OwnApproval
    if one.subject_staff_id == staff.staff:
        raise ApprovalAboutYou
    return one, ACTS[one.kind]


async def _asker(session: Session, one: Approval, act: Act) -> Staff:
    """Whoever asked, with the role they have now. Raises AskerGone."""
    found = await store.asker(session, one.asked_by)
    if found is None or act.permission not in rules.PERMISSIONS[found.role]:
        raise AskerGone
    return Staff(
        tenant=session.tenant, staff=one.asked_by, account=one.asked_account, role=found.role, name=found.name,
        totp_ok=True, session=SessionId(new_id()),
    )  # fmt: skip


async def _spend(session: Session, staff: Staff, code: str) -> None:
    account = await logins.lock_account(session, staff.account)
    await spend_code(session, staff.account, account.totp_sealed, code)


async def _note(
    session: Session, staff: Staff, outcome: str, kind: str, subject: str, asked_by: str | None = None
) -> None:
    after = {"kind": kind} | ({"asked_by": asked_by} if asked_by else {})
    await records.note_change(session, staff, Change(f"approval.{outcome}", subject, after=after))


def _check_settled(until: datetime | None) -> None:
    if until is not None:
        raise StillSettling(until=_moment(until))


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(_HERE):%m-%d %H:%M}"
