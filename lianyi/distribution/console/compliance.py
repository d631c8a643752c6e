"""The compliance board: rules by area with how they stand, the newest look, findings and what became of them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, Field

from lianyi.distribution.actions import compliance as actions
from lianyi.distribution.console.looks import ScanOut, scan_out
from lianyi.distribution.errors.compliance import RuleUnknown
from lianyi.distribution.queries import compliance as queries
from lianyi.distribution.queries.compliance import RuleCount
from lianyi.distribution.types.compliance import (
    FINDING_PREFIX,
    FINDING_STATES,
    Finding,
    FindingState,
)
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.rulebook.constants import CONSTANTS
from lianyi.rulebook.registry import AREAS, RULES, rule_of, rules_on
from lianyi.rulebook.rule import Area, Rule, Severity

router = edge("/api/console/distribution/compliance", tags=["console: compliance"])
READER = require("compliance.read")
Writer = Annotated[Staff, require("compliance.write")]
FindingRef = Annotated[UUID, as_word(FINDING_PREFIX)]


class RuleBrief(BaseModel):
    """A rule as the board shows it: `unresolved` findings, of them `open` ones that nobody has looked at."""

    id: str
    version: int
    title: str
    severity: Severity
    effective_from: date
    unresolved: int
    open: int


class AreaOut(BaseModel):
    area: Area
    title: str
    rules: list[RuleBrief]


class BoardOut(BaseModel):
    """`scan` null: nothing was looked at yet. `paused_by`: the finding that has the commission plan paused."""

    scan: ScanOut | None
    paused_by: FindingRef | None
    open: int
    areas: list[AreaOut]
    links: int
    head: str


@router.get("", dependencies=[READER])
async def board(session: Read, language: Language) -> BoardOut:
    """How the shop stands against every rule in force."""
    scan = await queries.latest(session)
    counts = await queries.counts(session)
    chain = await queries.end(session)
    rules = rules_on(business_day(session.now))
    return BoardOut(
        scan=scan_out(scan) if scan else None, paused_by=await queries.paused_at(session, session.now),
        open=sum(one.open for one in counts.values()),
        areas=[
            AreaOut(
                area=area, title=zh if language == "zh" else en,
                rules=[_brief(rule, counts.get(rule.id), language) for rule in rules if rule.area is area],
            )
            for area, (zh, en) in AREAS.items()
        ],
        links=chain.seq if chain else 0, head=chain.hash if chain else "",
    )  # fmt: skip


class SourceOut(BaseModel):
    """`mark`: V read in the text of the law, P in a reprint, C official or community documentation, U not verified."""

    text: str
    article: str
    mark: str


class VersionOut(BaseModel):
    version: int
    effective_from: date


class RuleOut(RuleBrief):
    """A rule with what it looks at, what it does and where it comes from."""

    area: Area
    area_title: str
    does: str
    sources: list[SourceOut]
    versions: list[VersionOut]


@router.get("/rules/{rule_id}", dependencies=[READER])
async def rule(
    session: Read, language: Language, rule_id: Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]
) -> RuleOut:
    """One rule."""
    found = rule_of(rule_id)
    if found is None:
        raise RuleUnknown
    zh, en = AREAS[found.area]
    counts = await queries.counts(session)
    return RuleOut(
        **_brief(found, counts.get(found.id), language).model_dump(), area=found.area,
        area_title=zh if language == "zh" else en, does=found.does_zh if language == "zh" else found.does_en,
        sources=[SourceOut(text=one.text, article=one.article, mark=one.mark.value) for one in found.sources],
        versions=[
            VersionOut(version=one.version, effective_from=one.effective_from)
            for one in RULES if one.id == found.id
        ],
    )  # fmt: skip


class ConstantOut(BaseModel):
    key: str
    value: int
    title: str
    source: str
    verified: bool


class ConstantsOut(BaseModel):
    items: list[ConstantOut]


@router.get("/constants", dependencies=[READER])
async def constants(_session: Read, language: Language) -> ConstantsOut:
    """The numbers of the law and of WeChat that the software keeps to."""
    return ConstantsOut(
        items=[
            ConstantOut(
                key=one.key, value=one.value, title=one.zh if language == "zh" else one.en, source=one.source,
                verified=one.verified,
            )
            for one in CONSTANTS
        ]
    )  # fmt: skip


class StepOut(BaseModel):
    at: datetime
    state: FindingState
    by: str
    words: str


class FindingOut(BaseModel):
    """`switched`: what it has switched off, `plan` or `campaign`. `seen_at`: the last look that still found it."""

    id: FindingRef
    rule: str
    rule_title: str
    version: int
    area: Area
    severity: Severity
    subject: str
    words: str
    source: str
    switched: str
    state: FindingState
    found_at: datetime
    seen_at: datetime
    resolved_at: datetime | None


class FindingDetailOut(FindingOut):
    steps: list[StepOut]


@router.get("/findings", dependencies=[READER])
async def findings(
    session: Read, language: Language, paging: PageQuery,
    state: Literal["open", "acknowledged", "resolved", "all"] = "all",
    rule: Annotated[str | None, Query(pattern=r"^[a-z_]{1,60}$")] = None,
) -> Page[FindingOut]:  # fmt: skip
    """What was found, the newest first."""
    states = FINDING_STATES if state == "all" else (state,)
    rows = await queries.findings(session, states, rule, paging.after(datetime, UUID), paging.limit + 1)
    return Page(
        items=[_finding(one, language) for one in rows[: paging.limit]],
        next_cursor=next_cursor(rows, paging.limit, "found_at", "id"),
    )


@router.get("/findings/{finding_id}", dependencies=[READER])
async def finding(session: Read, language: Language, finding_id: FindingRef) -> FindingDetailOut:
    """One finding with its history."""
    return await _detail(session, finding_id, language)


class WordsIn(BaseModel):
    words: Annotated[str, Field(max_length=500)]


@router.post("/findings/{finding_id}/acknowledge")
async def acknowledge(
    session: Write, staff: Writer, language: Language, finding_id: FindingRef, given: WordsIn
) -> FindingDetailOut:
    """Somebody looks into it."""
    await actions.acknowledge(session, staff, finding_id, given.words)
    return await _detail(session, finding_id, language)


@router.post("/findings/{finding_id}/resolve")
async def resolve(
    session: Write, staff: Writer, language: Language, finding_id: FindingRef, given: WordsIn
) -> FindingDetailOut:
    """It is dealt with; a plan it had paused pays again for orders placed from now on."""
    await actions.resolve(session, staff, finding_id, given.words)
    return await _detail(session, finding_id, language)


def _brief(found: Rule[object], count: RuleCount | None, language: str) -> RuleBrief:
    return RuleBrief(
        id=found.id, version=found.version, title=found.zh if language == "zh" else found.en, severity=found.severity,
        effective_from=found.effective_from, unresolved=count.unresolved if count else 0, open=count.open if count else 0,
    )  # fmt: skip


def _finding(one: Finding, language: str) -> FindingOut:
    found = rule_of(one.rule, one.version) or rule_of(one.rule)
    title = (found.zh if language == "zh" else found.en) if found else one.rule
    return FindingOut(
        id=one.id, rule=one.rule, rule_title=title, version=one.version, area=Area(one.area),
        severity=Severity(one.severity), subject=one.subject, words=one.zh if language == "zh" else one.en,
        source=one.source, switched=one.switched, state=one.state, found_at=one.found_at, seen_at=one.seen_at,
        resolved_at=one.resolved_at,
    )  # fmt: skip


async def _detail(session: ReadSession, finding_id: UUID, language: str) -> FindingDetailOut:
    found = await queries.finding(session, finding_id)
    steps = await queries.steps(session, finding_id)
    return FindingDetailOut(
        **_finding(found, language).model_dump(),
        steps=[StepOut.model_validate(one, from_attributes=True) for one in steps],
    )
