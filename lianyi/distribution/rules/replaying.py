"""The log read again from its first line: every decision, every circle, every customer, every order. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.distribution.rules.attribution import chain_above, decide, line_of, owner_at, replay
from lianyi.distribution.types.bindings import (
    AttributionRule,
    Binding,
    Customer,
    Difference,
    Holding,
)

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An order, whose customer placed it, and who was written down for it; None when nobody was."""

    order_id: UUID
    person_id: UUID
    placed_at: datetime
    shopkeeper_id: UUID | None


@dataclass(frozen=True, slots=True)
class Seller:
    """Who a shopkeeper is, and until when; a circle goes through nobody who has left."""

    id: UUID
    person_id: UUID
    left_at: datetime | None


def decisions(lines: Sequence[Binding], rules: Mapping[int, AttributionRule]) -> list[Difference]:
    """Lines of one customer whose decision comes out otherwise."""
    ordered = sorted(lines, key=lambda line: line.seq)
    _, again = replay([line_of(line) for line in ordered], rules)
    return [
        Difference("decision", line.id, f"{line.result}:{line.why}", f"{one.result}:{one.why}")
        for line, one in zip(ordered, again, strict=True)
        if one != line_of(line).written
    ]


def customer(
    lines: Sequence[Binding], rules: Mapping[int, AttributionRule], written: Customer
) -> list[Difference]:
    """What is kept of one customer against what the log comes to."""
    holding, _ = replay([line_of(line) for line in lines], rules)
    kept = None
    if written.shopkeeper_id and written.since and written.protected_until:
        kept = Holding(written.shopkeeper_id, written.since, written.protected_until, written.valid_until)
    if kept == holding:
        return []
    return [Difference("customer", written.person_id, _whose(kept), _whose(holding))]


def _whose(holding: Holding | None) -> str:
    return NOBODY if holding is None else str(holding.shopkeeper_id)


def orders(
    snapshots: Iterable[Snapshot],
    lines: Mapping[UUID, Sequence[Binding]],
    rules: Mapping[int, AttributionRule],
) -> list[Difference]:
    """Orders whose owner, as of the instant each was placed, comes out otherwise than it was written."""
    found = []
    for one in snapshots:
        again = owner_at([line_of(line) for line in lines.get(one.person_id, ())], rules, one.placed_at)
        if again != one.shopkeeper_id:
            written = str(one.shopkeeper_id) if one.shopkeeper_id else NOBODY
            found.append(Difference("order", one.order_id, written, str(again) if again else NOBODY))
    return found


def chains(
    lines: Iterable[Binding], rules: Mapping[int, AttributionRule], sellers: Sequence[Seller]
) -> list[Difference]:
    """Lines of customers who sell themselves, whose circle comes out otherwise when all are read in their order."""
    by_id = {seller.id: seller for seller in sellers}
    holdings: dict[UUID, Holding | None] = {}
    found = []
    for line in sorted(lines, key=lambda one: one.seq):
        if line.shopkeeper_id is not None:
            above = chain_above(
                by_id[line.shopkeeper_id].person_id, _owners(holdings, by_id, line.written_at)
            )
            if (line.person_id in above) != line.in_chain:
                found.append(Difference("chain", line.id, str(line.in_chain), str(line.person_id in above)))
        facts = line_of(line).facts
        holdings[line.person_id] = decide(
            holdings.get(line.person_id), facts, rules[line.rule_version]
        ).holding
    return found


def _owners(
    holdings: Mapping[UUID, Holding | None], by_id: Mapping[UUID, Seller], at: datetime
) -> dict[UUID, UUID]:
    """Who stood right above whom at an instant, person by person."""
    owners = {}
    for person, holding in holdings.items():
        if holding is None or not holding.is_valid(at):
            continue
        seller = by_id[holding.shopkeeper_id]
        if seller.left_at is None or at < seller.left_at:
            owners[person] = seller.person_id
    return owners
