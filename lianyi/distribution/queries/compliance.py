"""What was looked at and found: looks, trees, outlets, findings and their steps, the chain of evidence."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.distribution.errors.compliance import FindingUnknown, NeverScanned
from lianyi.distribution.types.compliance import (
    FINDING_STATES,
    Evidence,
    Finding,
    FindingStep,
    Outlet,
    PaidItem,
    Payee,
    Report,
    Root,
    Scan,
)
from lianyi.identity import queries as identity
from lianyi.kit.db import ReadSession, Statement

STEPS_MAX = 200
LINKS_PAGE = 1_000
REPORT_ROWS, REPORT_ITEMS = 50, 200
_SCAN = """id, day, at, shopkeepers, roots, depth_max, people_max, orders, lines, sales_fen, commission_fen, paid_out_fen,
    own_orders, own_fen, wrong, levels, digest"""
_FINDING = """id, rule, version, area, severity, subject, zh, en, source, switched, state, found_at, seen_at, resolved_at"""

LATEST = Statement(
    f"select {_SCAN} from distribution_scan where tenant_id = %(tenant)s order by at desc limit 1",  # noqa: S608  our own column list
    Scan,
)
HISTORY = Statement(
    f"select {_SCAN} from distribution_scan where tenant_id = %(tenant)s order by at desc limit %(limit)s",  # noqa: S608  our own column list
    Scan,
)
SCANNED_ON = Statement(
    "select exists (select 1 from distribution_scan where tenant_id = %(tenant)s and day = %(day)s)", bool
)
ROOTS = Statement(
    """
    select shopkeeper_id, seq, people, depth, earning, commission_fen, sales_fen, levels from distribution_scan_root
    where tenant_id = %(tenant)s and scan_id = %(scan_id)s and seq > %(after)s order by seq limit %(limit)s
    """,
    Root,
)
OUTLETS = Statement(
    """
    select shopkeeper_id, seq, own_orders, own_fen, consumer_orders, consumer_fen from distribution_scan_outlet
    where tenant_id = %(tenant)s and scan_id = %(scan_id)s and seq > %(after)s order by seq limit %(limit)s
    """,
    Outlet,
)
PAYEES = Statement(
    """
    select shopkeeper_id, seq, orders, lines, sales_fen, commission_fen, paid_out_fen from distribution_scan_payee
    where tenant_id = %(tenant)s and scan_id = %(scan_id)s and seq > %(after)s order by seq limit %(limit)s
    """,
    Payee,
)
PAID_ITEMS = Statement(
    """
    select p.id as payout_id, p.shopkeeper_id, c.order_id, i.commission_id, c.line_paid_fen, i.amount_fen, p.ended_at
    from (
      select id, shopkeeper_id, ended_at from distribution_payout
      where tenant_id = %(tenant)s and state = 'paid' order by ended_at desc limit %(limit)s) as p
    join distribution_payout_item i on i.tenant_id = %(tenant)s and i.payout_id = p.id
    join distribution_commission c on c.tenant_id = %(tenant)s and c.order_line_id = i.commission_id
    order by p.ended_at desc, p.id, i.commission_id limit %(limit)s
    """,
    PaidItem,
)
LISTED = Statement(
    f"""
    select {_FINDING} from distribution_finding
    where tenant_id = %(tenant)s and state = any(%(states)s::text[]) and (%(rule)s::text is null or rule = %(rule)s)
      and (%(at)s::timestamptz is null or (found_at, id) < (%(at)s, %(after_id)s))
    order by found_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Finding,
)
ONE = Statement(
    f"select {_FINDING} from distribution_finding where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Finding,
)
STEPS = Statement(
    """
    select at, state, by, words from distribution_finding_step
    where tenant_id = %(tenant)s and finding_id = %(id)s order by id desc limit %(limit)s
    """,
    FindingStep,
)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Findings of a rule that are not resolved, and of them those nobody has looked at."""

    rule: str
    unresolved: int
    open: int


COUNTS = Statement(
    """
    select rule, count(*)::int as unresolved, (count(*) filter (where state = 'open'))::int as open
    from distribution_finding where tenant_id = %(tenant)s and state in ('open', 'acknowledged') group by rule order by rule
    """,
    RuleCount,
)
# A pause is a pure function of the findings: whoever asks late about an order gets the answer of the instant it was placed.
PAUSED_AT = Statement(
    """
    select id from distribution_finding
    where tenant_id = %(tenant)s and switched = 'plan' and found_at <= %(at)s
      and (resolved_at is null or resolved_at > %(at)s)
    order by found_at limit 1
    """,
    UUID,
)
LINKS = Statement(
    """
    select seq, at, kind, payload, prev_hash, hash from distribution_evidence
    where tenant_id = %(tenant)s and seq > %(after)s order by seq limit %(limit)s
    """,
    Evidence,
)
NEWEST_LINKS = Statement(
    """
    select seq, at, kind, payload, prev_hash, hash from distribution_evidence
    where tenant_id = %(tenant)s and seq < %(before)s order by seq desc limit %(limit)s
    """,
    Evidence,
)
OF_KIND = Statement(
    """
    select seq, at, kind, payload, prev_hash, hash from distribution_evidence
    where tenant_id = %(tenant)s and kind = %(kind)s order by seq desc limit %(limit)s
    """,
    Evidence,
)


@dataclass(frozen=True, slots=True)
class End:
    """Where the chain ends: its last link's number and hash."""

    seq: int
    hash: str


END = Statement("select seq, hash from distribution_evidence_head where tenant_id = %(tenant)s", End)
SEQ_MAX = 2**62


async def latest(session: ReadSession) -> Scan | None:
    """The newest look; None before the first."""
    return await session.maybe(LATEST)


async def scanned(session: ReadSession) -> Scan:
    """The newest look. Raises NeverScanned."""
    found = await latest(session)
    if found is None:
        raise NeverScanned
    return found


async def history(session: ReadSession, limit: int) -> list[Scan]:
    """The newest looks first."""
    return await session.all(HISTORY, limit=limit)


async def scanned_on(session: ReadSession, day: date) -> bool:
    """Whether a business day has had its look."""
    return await session.one(SCANNED_ON, day=day)


async def roots(session: ReadSession, scan_id: UUID, after: int, limit: int) -> list[Root]:
    """Trees of a look, those that most want looking at first; pages by `seq`."""
    return await session.all(ROOTS, scan_id=scan_id, after=after, limit=limit)


async def outlets(session: ReadSession, scan_id: UUID, after: int, limit: int) -> list[Outlet]:
    """Where goods went by shopkeeper, the largest share of own buying first; pages by `seq`."""
    return await session.all(OUTLETS, scan_id=scan_id, after=after, limit=limit)


async def payees(session: ReadSession, scan_id: UUID, after: int, limit: int) -> list[Payee]:
    """Who earned most of a look, first; pages by `seq`."""
    return await session.all(PAYEES, scan_id=scan_id, after=after, limit=limit)


async def report(session: ReadSession) -> Report:
    """The newest look as a lawyer reads it, with what is not resolved and what was lately. Raises NeverScanned."""
    scan = await scanned(session)
    chain = await end(session)
    return Report(
        shop=(await identity.tenant(session)).name, scan=scan,
        roots=tuple(await roots(session, scan.id, 0, REPORT_ROWS)),
        outlets=tuple(await outlets(session, scan.id, 0, REPORT_ROWS)),
        payees=tuple(await payees(session, scan.id, 0, REPORT_ROWS)),
        items=tuple(await session.all(PAID_ITEMS, limit=REPORT_ITEMS)),
        findings=tuple(await findings(session, FINDING_STATES, None, None, REPORT_ROWS)),
        links=chain.seq if chain else 0, head=chain.hash if chain else "", made_at=session.now,
    )  # fmt: skip


async def findings(
    session: ReadSession,
    states: Sequence[str],
    rule: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Finding]:
    """Findings in some states, of one rule or all, the newest first."""
    at, after_id = after or (None, None)
    return await session.all(LISTED, states=list(states), rule=rule, at=at, after_id=after_id, limit=limit)


async def finding(session: ReadSession, finding_id: UUID) -> Finding:
    """One finding. Raises FindingUnknown."""
    found = await session.maybe(ONE, id=finding_id)
    if found is None:
        raise FindingUnknown
    return found


async def steps(session: ReadSession, finding_id: UUID) -> list[FindingStep]:
    """A finding's history, the newest first."""
    return await session.all(STEPS, id=finding_id, limit=STEPS_MAX)


async def counts(session: ReadSession) -> dict[str, RuleCount]:
    """Findings that are not resolved, by rule."""
    return {row.rule: row for row in await session.all(COUNTS)}


async def open_findings(session: ReadSession) -> int:
    """How many findings nobody has looked at yet."""
    return sum(row.open for row in await session.all(COUNTS))


async def paused_at(session: ReadSession, at: datetime) -> UUID | None:
    """The finding that had the commission plan paused at an instant; None when it was not."""
    return await session.maybe(PAUSED_AT, at=at)


async def end(session: ReadSession) -> End | None:
    """Where the chain of evidence ends; None before its first link."""
    return await session.maybe(END)


async def newest_links(session: ReadSession, before: int | None, limit: int) -> list[Evidence]:
    """Links of the chain, the newest first."""
    return await session.all(NEWEST_LINKS, before=SEQ_MAX if before is None else before, limit=limit)


async def links_of_kind(session: ReadSession, kind: str, limit: int) -> list[Evidence]:
    """The newest links of one kind."""
    return await session.all(OF_KIND, kind=kind, limit=limit)


async def all_links(session: ReadSession) -> AsyncIterator[list[Evidence]]:
    """The whole chain from its first link, page by page."""
    after = 0
    while page := await session.all(LINKS, after=after, limit=LINKS_PAGE):
        yield page
        after = page[-1].seq
