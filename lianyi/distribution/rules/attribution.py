"""Whose customer somebody is: the pure decisions behind the log of bindings.

A line is decided from its facts, the version of the rule it counts under and what stood before it; nothing else. So the
log, read again in its order, always comes to the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.distribution.types.bindings import (
    MOVES,
    AttributionRule,
    Binding,
    Decision,
    Facts,
    Holding,
    Result,
    Touch,
    TouchRule,
    Why,
)
from lianyi.distribution.types.shopkeepers import ShopkeeperId

# What holds in a shop whose merchant has said nothing yet (version 0).
PROTECTION_DAYS, VALIDITY_DAYS = 7, 30
CHAIN_MAX = 64  # owners above one another; nobody's customers' customers go further
# WeChat's numbers of entrances by a code: scanned, long-pressed, from the album (mini-program documentation, scene values).
CODE_SCENES = frozenset({1011, 1012, 1013, 1047, 1048, 1049})


def touch_of(scene: int | None) -> Touch:
    """A click, or the scan of a code, by WeChat's number of the entrance."""
    return Touch.SCAN if scene in CODE_SCENES else Touch.CLICK


def decide(before: Holding | None, facts: Facts, rule: AttributionRule) -> Decision:
    """What one line comes to, given what stood before it.

    The staff are above the rule but for a customer's own self and circles. Everybody else: excluded is who touches
    themself, their own device or a circle; then whoever holds the customer is asked for. First touch: the holder keeps
    them until the validity ends. Last touch: whoever touches takes them, once the protection is over.
    """
    if facts.touch is Touch.STAFF or facts.shopkeeper_id is None:
        return _above_the_rule(before, facts, rule)
    excluded = _excluded(facts, rule)
    if excluded is not None:
        return Decision(Result.REFUSED, excluded, before)
    free = _why_free(before, facts)
    if before is None or free is not None:
        return _bound(Result.BOUND, free or Why.FIRST, facts, rule)
    if before.shopkeeper_id == facts.shopkeeper_id:
        return _again(before, facts, rule)
    kept = _why_kept(before, facts, rule)
    if kept is not None:
        return Decision(Result.REFUSED, kept, before)
    return _bound(Result.TAKEN, Why.UNPROTECTED, facts, rule)


def _why_free(before: Holding | None, facts: Facts) -> Why | None:
    """Why nobody has the customer; None when somebody does."""
    if before is None:
        return Why.FIRST
    if facts.holder_left:
        return Why.HOLDER_LEFT
    return None if before.is_valid(facts.counts_at) else Why.EXPIRED


def _why_kept(before: Holding, facts: Facts, rule: AttributionRule) -> Why | None:
    """Why somebody else's customer stays theirs; None when they may be taken."""
    if facts.counts_at < before.protected_until:
        return Why.PROTECTED
    return Why.FIRST_TOUCH if rule.mode is TouchRule.FIRST else None


def _above_the_rule(before: Holding | None, facts: Facts, rule: AttributionRule) -> Decision:
    return _of_nobody(before, facts) if facts.shopkeeper_id is None else _by_staff(before, facts, rule)


def _of_nobody(before: Holding | None, facts: Facts) -> Decision:
    """The staff release; two records became one, and nobody comes along, or the holder turned out to be the customer."""
    if facts.touch is Touch.STAFF:
        return Decision(Result.RELEASED, Why.BY_STAFF, None)
    if facts.is_self:
        return Decision(Result.RELEASED, Why.SELF, None)
    return Decision(Result.KEPT, Why.NOTHING, before)


def _by_staff(before: Holding | None, facts: Facts, rule: AttributionRule) -> Decision:
    excluded = _circular(facts) or (None if facts.sells else Why.NOT_SELLING)
    if excluded is not None:
        return Decision(Result.REFUSED, excluded, before)
    is_held = before is not None and before.is_valid(facts.counts_at) and not facts.holder_left
    result = Result.BOUND
    if before is not None and is_held:
        result = Result.RENEWED if before.shopkeeper_id == facts.shopkeeper_id else Result.TAKEN
    return _bound(result, Why.BY_STAFF, facts, rule)


def _circular(facts: Facts) -> Why | None:
    if facts.is_self:
        return Why.SELF
    return Why.LOOP if facts.in_chain else None


def _excluded(facts: Facts, rule: AttributionRule) -> Why | None:
    """Why nobody may be bound by this touch, whoever holds them; None when they may."""
    circular = _circular(facts)
    if circular is not None:
        return circular
    if facts.same_device:
        return Why.SAME_DEVICE
    if not facts.sells:
        return Why.NOT_SELLING
    if rule.validity is not None and facts.at + rule.validity <= facts.counts_at:
        return Why.TOO_OLD
    if rule.new_customers_only and facts.ordered_before:
        return Why.NOT_NEW
    return None


def _bound(result: Result, why: Why, facts: Facts, rule: AttributionRule) -> Decision:
    """Held from when it happened: an anonymous click's periods run since the click, though it counts from sign-in."""
    assert facts.shopkeeper_id is not None
    valid_until = None if rule.validity is None else facts.at + rule.validity
    holding = Holding(facts.shopkeeper_id, facts.at, facts.at + rule.protection, valid_until)
    return Decision(result, why, holding)


def _again(before: Holding, facts: Facts, rule: AttributionRule) -> Decision:
    """The holder touched again. Last touch: it is theirs for longer, but no better protected, or nobody else ever could."""
    until = None if rule.validity is None else facts.at + rule.validity
    if rule.mode is TouchRule.FIRST or before.valid_until is None:
        return Decision(Result.KEPT, Why.SAME_OWNER, before)
    if until is not None and until <= before.valid_until:
        return Decision(Result.KEPT, Why.SAME_OWNER, before)
    longer = Holding(before.shopkeeper_id, before.since, before.protected_until, until)
    return Decision(Result.RENEWED, Why.SAME_OWNER, longer)


def rule_at(rules: Iterable[AttributionRule], at: datetime) -> AttributionRule:
    """The version in force at an instant: the newest of those in effect. Raises LookupError when there is none."""
    in_force = [rule for rule in rules if rule.effective_at <= at]
    if not in_force:
        raise LookupError("no version of the attribution rule was in effect")
    return max(in_force, key=lambda rule: rule.version)


# -- the log read again --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log with the decision that was written on it."""

    person_id: UUID
    facts: Facts
    rule_version: int
    written: Decision


def line_of(row: Binding) -> Line:
    """A row of the log as facts and the decision that stands on it."""
    facts = Facts(
        row.touch, row.shopkeeper_id, row.at, row.counts_at, is_self=row.is_self, same_device=row.same_device,
        in_chain=row.in_chain, sells=row.sells, ordered_before=row.ordered_before, holder_left=row.holder_left,
    )  # fmt: skip
    holding = None
    if row.holder_id is not None and row.since is not None and row.protected_until is not None:
        holding = Holding(row.holder_id, row.since, row.protected_until, row.valid_until)
    return Line(row.person_id, facts, row.rule_version, Decision(row.result, row.why, holding))


def replay(
    lines: Iterable[Line], rules: Mapping[int, AttributionRule], until: datetime | None = None
) -> tuple[Holding | None, list[Decision]]:
    """Read one customer's lines again, in any order: what stands after those that count by `until`, and each decision.

    Two lines never count at the same instant for different shopkeepers in an order that matters: what arrived later
    counts later (store.bindings), and of one instant the older happening comes first.
    """
    holding: Holding | None = None
    decisions = []
    for line in sorted(lines, key=_order):
        if until is not None and line.facts.counts_at > until:
            continue
        decision = decide(holding, line.facts, rules[line.rule_version])
        holding = decision.holding
        decisions.append(decision)
    return holding, decisions


def _order(line: Line) -> tuple[datetime, datetime, str, str]:
    facts = line.facts
    return facts.counts_at, facts.at, str(facts.shopkeeper_id), facts.touch


def owner_at(
    lines: Iterable[Line], rules: Mapping[int, AttributionRule], at: datetime
) -> ShopkeeperId | None:
    """Whose customer somebody was at an instant: a function of the log up to it and of the rule's versions."""
    holding, _ = replay(lines, rules, at)
    return holding.shopkeeper_id if holding is not None and holding.is_valid(at) else None


def chain_above(person: UUID, owner_of: Mapping[UUID, UUID]) -> list[UUID]:
    """The people above somebody, owner by owner, the nearest first; ends where it would begin anew."""
    above: list[UUID] = []
    here = person
    while here in owner_of and len(above) < CHAIN_MAX:
        here = owner_of[here]
        if here == person or here in above:
            break
        above.append(here)
    return above


def moves(decision: Decision) -> bool:
    """Tell whether somebody else, or nobody, has the customer after this, or has them for longer."""
    return decision.result in MOVES
