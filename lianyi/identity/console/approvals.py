"""Acts that wait for a second person: what waits for me, what I asked for, what came of it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel, StringConstraints

from lianyi.identity import actions, queries, rules
from lianyi.identity.edges import SELF, FreshCode, require
from lianyi.identity.errors import FreshCodeNeeded
from lianyi.identity.queries.approvals import Shelf
from lianyi.identity.types import Approval, ApprovalId, ApprovalState, Staff
from lianyi.kit.http import Read, Write, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor

approvals = edge("/api/console", tags=["console: identity"])

ApprovalRef = Annotated[UUID, as_word("apr")]
Self = Annotated[Staff, require(SELF)]
Decider = Annotated[Staff, require(rules.DECIDES)]


class ApprovalOut(BaseModel):
    """`before` and `after` are words of the audit, never secrets. `may_decide`: whether you are a second person here."""

    id: ApprovalRef
    kind: str
    title: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: ApprovalState
    mine: bool
    may_decide: bool
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    failed: str | None


def _out(one: Approval, staff: Staff, request: Request) -> ApprovalOut:
    english = language_of(request) == "en"
    act = actions.ACTS.get(one.kind)
    title = one.kind if act is None else (act.en if english else act.zh)
    mine = one.asked_account == staff.account
    about_me = one.subject_staff_id == staff.staff
    waits = one.state is ApprovalState.WAITING
    return ApprovalOut(
        id=one.id, kind=one.kind, title=title, subject=one.subject, before=one.before, after=one.after,
        asked_by=one.asked_name, asked_at=one.asked_at, expires_at=one.expires_at, state=one.state, mine=mine,
        may_decide=waits and not mine and not about_me and one.kind in actions.kinds_decided_by(staff.role),
        decided_by=one.decided_name, decided_at=one.decided_at, reason=one.reason,
        failed=(one.failed_en if english else one.failed_zh) or None,
    )  # fmt: skip


@approvals.get("/approvals")
async def read_approvals(
    session: Read,
    page: PageQuery,
    staff: Self,
    request: Request,
    show: Annotated[Shelf, Query()] = "waiting",
) -> Page[ApprovalOut]:
    """Newest first: what waits for you, what you asked for, or what is settled. Roles that never decide see their own."""
    after = page.after(UUID)
    kinds = actions.kinds_decided_by(staff.role)
    rows = await queries.approvals(
        session, staff, show, kinds, before=after[0] if after else None, limit=page.limit + 1
    )
    items = [_out(row, staff, request) for row in rows[: page.limit]]
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "id"))


class ActOut(BaseModel):
    """`waits`: whether it waits for a colleague when you ask for it; else you do it alone, with a code."""

    kind: str
    title: str
    waits: bool


class RuleOut(BaseModel):
    """Which of the acts for two people you may ask for, and what happens when you do."""

    acts: list[ActOut]


@approvals.get("/approvals/rule")
async def read_rule(session: Read, staff: Self, request: Request) -> RuleOut:
    english = language_of(request) == "en"
    asked = [act for act in actions.ACTS.values() if act.permission in rules.PERMISSIONS[staff.role]]
    waits = {
        permission: await queries.is_shared(session, staff, permission)
        for permission in sorted({act.permission for act in asked})
    }
    return RuleOut(
        acts=[
            ActOut(kind=act.kind, title=act.en if english else act.zh, waits=waits[act.permission]) for act in asked
        ]
    )  # fmt: skip


@approvals.get("/approvals/{approval_id}")
async def read_approval(
    approval_id: ApprovalRef, session: Read, staff: Self, request: Request
) -> ApprovalOut:
    return _out(await actions.seen_approval(session, staff, ApprovalId(approval_id)), staff, request)


@approvals.post("/approvals/{approval_id}/approve")
async def approve(
    approval_id: ApprovalRef, session: Write, staff: Decider, request: Request, code: FreshCode
) -> ApprovalOut:
    """Do what a colleague asked for, with a code of this moment in `Lianyi-Code`. `failed`: it was no longer possible."""
    if not code:
        raise FreshCodeNeeded(field="code")
    return _out(await actions.approve(session, staff, ApprovalId(approval_id), code), staff, request)


class RefusalIn(BaseModel):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


@approvals.post("/approvals/{approval_id}/refuse")
async def refuse(
    approval_id: ApprovalRef, wanted: RefusalIn, session: Write, staff: Decider, request: Request
) -> ApprovalOut:
    return _out(await actions.refuse(session, staff, ApprovalId(approval_id), wanted.reason), staff, request)


@approvals.post("/approvals/{approval_id}/withdraw")
async def withdraw(approval_id: ApprovalRef, session: Write, staff: Self, request: Request) -> ApprovalOut:
    """Take back what you asked for."""
    return _out(await actions.withdraw(session, staff, ApprovalId(approval_id)), staff, request)
