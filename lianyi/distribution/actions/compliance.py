"""The nightly look at everything, what it switches off, and what people do about what it found."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lianyi.distribution.actions import evidence
from lianyi.distribution.errors.compliance import FindingInOtherState, WordsWanted
from lianyi.distribution.queries import compliance as reads
from lianyi.distribution.queries import graph
from lianyi.distribution.rules import compliance as rules
from lianyi.distribution.rules.compliance import Read
from lianyi.distribution.store import compliance as store
from lianyi.distribution.types.compliance import (
    FINDING_PREFIX,
    Bought,
    FindingId,
    FindingState,
    Place,
    Scan,
    ScanId,
    Switched,
)
from lianyi.identity import actions as identity
from lianyi.identity import queries as identity_reads
from lianyi.identity.types import Change, Staff, System
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Purpose
from lianyi.orders import queries as orders
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as campaigns
from lianyi.rulebook.distribution import check_graph
from lianyi.rulebook.rule import Area, Finding, Severity, refused
from lianyi.rulebook.shop import check_shop

# Where a promise lies until it has been paid out or taken back.
PROMISED_TO = (
    Purpose.COMMISSION_PENDING, Purpose.COMMISSION_FROZEN, Purpose.COMMISSION_AVAILABLE, Purpose.PAYOUT_HELD,
)  # fmt: skip
PEOPLE_A_STATEMENT = 10_000
REASON_CHARS_MAX = 200
WHO = "rulebook"

identity.name_acts(
    {
        "compliance.acknowledged": ("受理合规发现", "Compliance finding taken up"),
        "compliance.resolved": ("处理完合规发现", "Compliance finding resolved"),
    }
)


async def scan(db: Database, tenant: TenantId) -> Scan:
    """Look at every shopkeeper, commission and pay-out of a tenant, keep what was seen, act on what a rule stops.

    Reading is one transaction that writes nothing; what it costs is linear in rows. What is found is kept in a second,
    short one, where two looks at once follow each other.
    """
    async with db.read(tenant) as session:
        read = await _read(session)
        written = await evidence.days_written(session)
    async with db.write(tenant) as session:
        await session.later(store.LOCK)
        return await _keep(session, read, written)


async def scan_due(db: Database, tenant: TenantId) -> int:
    """The look of the day, once its hour has come; how many were made."""
    async with db.read(tenant) as session:
        today = business_day(session.now)
        if session.now < day_bounds(today)[0] + rules.LOOKS_AT or await reads.scanned_on(session, today):
            return 0
    await scan(db, tenant)
    return 1


async def _read(session: ReadSession) -> Read:
    today = day_bounds(business_day(session.now))[0]
    places = await graph.places(session)
    return Read(
        places=places, paid=await graph.paid(session), bought=await _bought(session, places),
        wrong=await graph.wrong(session), entered=await graph.entered(session, today),
        sent=await graph.sent(session, today), ledger_fen=await ledger.lies_fen(session, PROMISED_TO, today),
        bought_before=await _bought_before(session, places),
        complete_after_days=(await identity_reads.tenant(session)).settings.complete_after_days,
        outdated=await graph.outdated(session),
        unprotected=tuple(await graph.unprotected(session, list(rules.PROTECTED))),
        broken_at=await evidence.first_broken(session),
    )  # fmt: skip


async def _bought(session: ReadSession, places: Sequence[Place]) -> dict[UUID, Bought]:
    found: dict[UUID, Bought] = {}
    for start in range(0, len(places), PEOPLE_A_STATEMENT):
        people = [place.person_id for place in places[start : start + PEOPLE_A_STATEMENT]]
        for person, total in (await orders.totals_of(session, people)).items():
            found[person] = Bought(total.orders, total.paid_fen)
    return found


async def _bought_before(session: ReadSession, places: Sequence[Place]) -> frozenset[UUID]:
    """Of those who began lately, whoever bought in the days before."""
    lately = [place for place in places if place.started_at > session.now - rules.JOINED_WITHIN]
    found: set[UUID] = set()
    for start in range(0, len(lately), PEOPLE_A_STATEMENT):
        part = lately[start : start + PEOPLE_A_STATEMENT]
        asked = [
            (place.person_id, place.started_at - rules.BEFORE_JOINING, place.started_at) for place in part
        ]
        bought = await orders.bought_within(session, asked)
        found |= {place.id for place in part if place.person_id in bought}
    return frozenset(found)


async def _keep(session: Session, read: Read, written: Sequence[evidence.Fact]) -> Scan:
    today = business_day(session.now)
    newest = await reads.latest(session)
    roots, went = rules.trees(read), rules.outlets(read)
    made = rules.summary(ScanId(new_id()), today, session.now, read, roots, went)
    await store.add_scan(session, made, roots[: rules.ROOTS_KEPT], went[: rules.OUTLETS_KEPT])
    await store.add_payees(session, made, rules.payees(read))
    found = [
        *check_graph(rules.graph_facts(read, roots, went, session.now), today),
        *check_shop(rules.shop_facts(read), today),
    ]
    facts = [*evidence.rules_fact(today, newest), *_unwritten(written, newest), ("scan", rules.said(made))]
    for one in found:
        facts += await _find(session, one, one.severity, rules.switch_of(one))
    facts += await _look_at_campaigns(session)
    await evidence.append(session, facts)
    return made


def _unwritten(written: Sequence[evidence.Fact], newest: Scan | None) -> list[evidence.Fact]:
    """What another look has written down meanwhile is not written twice."""
    return [fact for fact in written if newest is None or fact[1]["day"] >= newest.day.isoformat()]


async def _look_at_campaigns(session: Session) -> list[evidence.Fact]:
    """Rules may have changed since a campaign was published: what they refuse now is stopped, words are told."""
    facts: list[evidence.Fact] = []
    for campaign in await campaigns.published(session):
        subject = encode("cmp", campaign.id)
        against = refused(await promotions.law_on(session, campaign))
        forbidden = [one for one in against if one.area is Area.CAMPAIGN]
        for one in against:
            stops = one in forbidden
            told = Finding(
                one.rule, one.version, one.area, one.severity, one.zh, one.en, one.source, f"{subject} {one.subject}".strip()
            )  # fmt: skip
            facts += await _find(
                session, told, Severity.STOP if stops else Severity.WARN, "campaign" if stops else ""
            )
        if forbidden:
            reason = forbidden[0].zh[:REASON_CHARS_MAX]
            await promotions.stop(session, System(session.tenant, WHO), campaign.id, reason)
    return facts


async def _find(
    session: Session, found: Finding, severity: Severity, switched: Switched
) -> list[evidence.Fact]:
    """Keep a finding, or see again one that is not resolved; a new one is evidence."""
    finding_id = FindingId(new_id())
    kept = await session.one(
        store.FIND, id=finding_id, rule=found.rule, version=found.version, area=found.area.value,
        severity=severity.value, subject=found.subject, zh=found.zh, en=found.en, source=found.source, switched=switched,
    )  # fmt: skip
    if kept != finding_id:
        return []
    await session.later(store.STEP, id=new_id(), finding_id=finding_id, state="open", by=WHO, words=found.zh)
    return [("finding", rules.finding_said(finding_id, found.code, found.subject, "open", switched))]


async def acknowledge(session: Session, by: Staff, finding_id: UUID, words: str) -> None:
    """Somebody looks into it. Raises FindingUnknown, FindingInOtherState, WordsWanted."""
    await _move(session, by, finding_id, words, ("open",), "acknowledged", "compliance.acknowledged")


async def resolve(session: Session, by: Staff, finding_id: UUID, words: str) -> None:
    """It is dealt with, in words; a plan that it had paused pays again for orders placed from now on.

    Raises FindingUnknown, FindingInOtherState, WordsWanted. What a look finds again is a new finding.
    """
    await _move(session, by, finding_id, words, ("open", "acknowledged"), "resolved", "compliance.resolved")


async def _move(
    session: Session, by: Staff, finding_id: UUID, words: str, before: Sequence[FindingState], after: FindingState,
    act: str,
) -> None:  # fmt: skip
    said = words.strip()
    if not rules.WORDS_MIN <= len(said) <= rules.WORDS_MAX:
        raise WordsWanted(field="words")
    found = await reads.finding(session, finding_id)
    if not await session.run(store.MOVE, id=finding_id, state=after, before=list(before)):
        zh, en = rules.STATE_WORDS[found.state]
        raise FindingInOtherState(state=found.state, state_zh=zh, state_en=en)
    await session.later(store.STEP, id=new_id(), finding_id=finding_id, state=after, by=by.name, words=said)
    change = Change(
        act, encode(FINDING_PREFIX, finding_id), before={"state": found.state}, after={"state": after}
    )
    await identity.note_change(session, by, change)
    code = f"{found.rule}@{found.version}"
    fact = rules.finding_said(finding_id, code, found.subject, after, found.switched)
    await evidence.append(session, [("finding", fact)])


async def is_paused(session: ReadSession, at: datetime) -> bool:
    """Whether orders placed at an instant earn nothing, because a stop rule was broken then. One statement."""
    return await reads.paused_at(session, at) is not None
