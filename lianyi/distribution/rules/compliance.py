"""From rows to facts: trees, outlets, what is compared with what; and how findings stand. Pure, money in fen."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lianyi.distribution.rules.evidence import rules_said
from lianyi.distribution.types.compliance import (
    FINDING_PREFIX,
    SCAN_PREFIX,
    Bought,
    Entered,
    FindingState,
    Outlet,
    Paid,
    Payee,
    Place,
    Root,
    Scan,
    ScanId,
    Sent,
    Switched,
    Wrong,
)
from lianyi.distribution.types.shopkeepers import PREFIX
from lianyi.kit.ids import encode
from lianyi.rulebook.constants import ALARM_DEPTH, ALARM_PEOPLE
from lianyi.rulebook.distribution import GraphFacts, OutletFacts, PaidFacts, RootFacts
from lianyi.rulebook.rule import Finding, Severity
from lianyi.rulebook.shop import ShopFacts

# What is kept of a look: the trees and outlets that most want looking at; the counts are of all.
ROOTS_KEPT = OUTLETS_KEPT = PAYEES_KEPT = 500
LOOKS_AT = timedelta(hours=3)
BEFORE_JOINING = timedelta(days=7)
JOINED_WITHIN = timedelta(days=90)
PROTECTED = (
    "distribution_binding", "distribution_commission_entry", "distribution_commission_release", "distribution_evidence",
    "distribution_finding_step", "distribution_plan", "distribution_scan", "ledger_transfer",
)  # fmt: skip
STATE_WORDS = {
    "open": ("待核对", "open"),
    "acknowledged": ("处理中", "being looked into"),
    "resolved": ("已处理", "resolved"),
}
WORDS_MIN, WORDS_MAX = 2, 500
PLAN_RULES = frozenset({"paid_for_own_orders", "paid_within_cap", "buyers_earn_nothing"})


@dataclass(frozen=True, slots=True)
class Read:
    """Everything a look has read of one tenant, before it is judged."""

    places: Sequence[Place]
    paid: Mapping[UUID, Paid]
    bought: Mapping[UUID, Bought]
    wrong: Wrong
    entered: Entered
    sent: Sent
    ledger_fen: int
    bought_before: frozenset[UUID]
    complete_after_days: int
    outdated: int
    unprotected: tuple[str, ...]
    broken_at: int | None


def trees(read: Read) -> list[Root]:
    """Every tree with its people by level and its money, those that most want looking at first."""
    levels: defaultdict[UUID, Counter[int]] = defaultdict(Counter)
    earners: defaultdict[UUID, list[Paid]] = defaultdict(list)
    for place in read.places:
        levels[place.root][place.depth] += 1
        earned = read.paid.get(place.id)
        if earned is not None and earned.commission_fen > 0:
            earners[place.root].append(earned)
    found = [
        Root(
            shopkeeper_id=root, seq=0, people=by_level.total(), depth=max(by_level), earning=len(earners[root]),
            commission_fen=sum(one.commission_fen for one in earners[root]),
            sales_fen=sum(one.sales_fen for one in earners[root]),
            levels={str(level): by_level[level] for level in sorted(by_level)},
        )
        for root, by_level in levels.items()
    ]  # fmt: skip
    found.sort(
        key=lambda one: (-_alarms(one), -one.people, -one.depth, -one.commission_fen, one.shopkeeper_id)
    )
    return [replace(one, seq=number) for number, one in enumerate(found, 1)]


def _alarms(root: Root) -> int:
    return bool(root.commission_fen) * ((root.depth >= ALARM_DEPTH) + (root.people >= ALARM_PEOPLE))


def outlets(read: Read) -> list[Outlet]:
    """Where the goods of everybody who bought something alone went, the largest share of own buying first."""
    found: list[Outlet] = []
    for place in read.places:
        own = read.bought.get(place.person_id)
        if own is None or own.orders == 0:
            continue
        sold = read.paid.get(place.id)
        found.append(
            Outlet(place.id, 0, own.orders, own.paid_fen, sold.orders if sold else 0, sold.sales_fen if sold else 0)
        )  # fmt: skip
    found.sort(key=lambda one: (-one.own_bp, -one.own_fen, one.shopkeeper_id))
    return [replace(one, seq=number) for number, one in enumerate(found, 1)]


def payees(read: Read) -> list[Payee]:
    """Who earned most, first."""
    found = sorted(read.paid.values(), key=lambda one: (-one.commission_fen, one.shopkeeper_id))[:PAYEES_KEPT]
    return [
        Payee(
            one.shopkeeper_id,
            number,
            one.orders,
            one.lines,
            one.sales_fen,
            one.commission_fen,
            one.paid_out_fen,
        )
        for number, one in enumerate(found, 1)
    ]


def unexplained_fen(read: Read) -> int:
    """What stands on the accounts of commission beyond what entries promised and pay-outs took: zero, or nobody can say."""
    return read.ledger_fen - (read.entered.promised_fen - read.sent.gross_fen)


def summary(
    scan_id: ScanId, day: date, at: datetime, read: Read, roots: Sequence[Root], went: Sequence[Outlet]
) -> Scan:
    """A look in numbers."""
    levels: Counter[str] = Counter()
    for root in roots:
        levels.update(root.levels)
    facts = paid_facts(read)
    return Scan(
        id=scan_id, day=day, at=at, shopkeepers=len(read.places), roots=len(roots),
        depth_max=max((root.depth for root in roots), default=0),
        people_max=max((root.people for root in roots), default=0),
        orders=sum(one.orders for one in read.paid.values()), lines=read.wrong.lines,
        sales_fen=sum(one.sales_fen for one in read.paid.values()), commission_fen=facts.commission_fen,
        paid_out_fen=sum(one.paid_out_fen for one in read.paid.values()),
        own_orders=sum(one.own_orders for one in went), own_fen=sum(one.own_fen for one in went),
        wrong={
            "others_sales": facts.others_sales, "second_payees": facts.second_payees, "deeper": facts.deeper,
            "above_cap": facts.above_cap, "own_orders": facts.own_orders, "without_order": facts.without_order,
            "unexplained_fen": unexplained_fen(read),
        },
        levels={one: levels[one] for one in sorted(levels, key=int)}, digest=rules_said(day)["digest"],
    )  # fmt: skip


def paid_facts(read: Read) -> PaidFacts:
    """Commission as it really was, for the rulebook."""
    return PaidFacts(
        lines=read.wrong.lines, commission_fen=sum(one.commission_fen for one in read.paid.values()),
        others_sales=read.wrong.others_sales, second_payees=read.entered.second_payees, deeper=read.wrong.deeper,
        above_cap=read.wrong.above_cap, own_orders=read.wrong.own_orders,
        without_order=read.entered.without_line + (unexplained_fen(read) != 0),
    )  # fmt: skip


def graph_facts(read: Read, roots: Sequence[Root], went: Sequence[Outlet], at: datetime) -> GraphFacts:
    """The graph as the rulebook sees it; shopkeepers by opaque words."""
    joined = [place for place in read.places if place.started_at > at - JOINED_WITHIN]
    return GraphFacts(
        roots=tuple(
            RootFacts(_word(one.shopkeeper_id), one.people, one.depth, one.earning, one.commission_fen, one.sales_fen)
            for one in roots[:ROOTS_KEPT]
        ),
        outlets=tuple(
            OutletFacts(_word(one.shopkeeper_id), one.own_orders, one.own_fen, one.consumer_orders, one.consumer_fen)
            for one in went[:OUTLETS_KEPT]
        ),
        paid=paid_facts(read),
        joined=len(joined),
        bought_before_joining=sum(place.id in read.bought_before for place in joined),
    )  # fmt: skip


def shop_facts(read: Read) -> ShopFacts:
    """The shop as a whole, as the rulebook sees it."""
    return ShopFacts(
        return_days=read.complete_after_days, unprotected=read.unprotected, without_agreement=read.outdated,
        paid_without_tax=read.sent.without_tax, paid_unverified=read.sent.unverified,
        evidence_broken=read.broken_at or 0,
    )  # fmt: skip


def switch_of(finding: Finding) -> Switched:
    """What a finding switches off: a stop rule about commission pauses the plan."""
    return "plan" if finding.severity is Severity.STOP and finding.rule in PLAN_RULES else ""


def said(scan: Scan) -> dict[str, Any]:
    """A look as evidence: its numbers, nobody's name."""
    return {
        "id": encode(SCAN_PREFIX, scan.id), "day": scan.day.isoformat(), "shopkeepers": scan.shopkeepers,
        "roots": scan.roots, "depth_max": scan.depth_max, "people_max": scan.people_max, "orders": scan.orders,
        "lines": scan.lines, "sales_fen": scan.sales_fen, "commission_fen": scan.commission_fen,
        "paid_out_fen": scan.paid_out_fen, "own_orders": scan.own_orders, "own_fen": scan.own_fen,
        "wrong": dict(scan.wrong), "levels": dict(scan.levels),
    }  # fmt: skip


def finding_said(
    finding_id: UUID, code: str, subject: str, state: FindingState, switched: Switched
) -> dict[str, Any]:
    """A finding as evidence; words may name people and stay out of it."""
    return {
        "id": encode(FINDING_PREFIX, finding_id), "rule": code, "subject": subject, "state": state, "switched": switched,
    }  # fmt: skip


def _word(shopkeeper_id: UUID) -> str:
    return encode(PREFIX, shopkeeper_id)
