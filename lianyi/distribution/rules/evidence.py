"""The chain of evidence: how a link is hashed and how a chain is read. Pure; see `rules.compliance` for what goes in."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lianyi.distribution.types.compliance import Evidence, EvidenceKind
from lianyi.kit import wire
from lianyi.rulebook.registry import rules_on

GENESIS = "0" * 64


def payload_of(facts: Mapping[str, Any]) -> str:
    """Facts as the text that is hashed: keys in order, so that the same facts are the same text."""
    return wire.dumps(dict(sorted(facts.items()))).decode()


def link(seq: int, at: datetime, kind: EvidenceKind, payload: str, prev_hash: str) -> Evidence:
    """The next link after the one whose hash is given."""
    return Evidence(seq, at, kind, payload, prev_hash, _hash(seq, at, kind, payload, prev_hash))


def chain(
    seq: int, prev_hash: str, at: datetime, facts: Iterable[tuple[EvidenceKind, Mapping[str, Any]]]
) -> list[Evidence]:
    """The links of some facts, one after the other, on top of a chain that ends at `seq` with `prev_hash`."""
    links: list[Evidence] = []
    for kind, one in facts:
        seq += 1
        made = link(seq, at, kind, payload_of(one), prev_hash)
        links.append(made)
        prev_hash = made.hash
    return links


def first_broken(links: Iterable[Evidence], seq: int, prev_hash: str) -> int | None:
    """The first link that does not fit on a chain that ends at `seq`; None when all do. A missing one is named, too."""
    for one in links:
        seq += 1
        right = _hash(one.seq, one.at, one.kind, one.payload, one.prev_hash)
        if one.seq != seq or one.prev_hash != prev_hash or one.hash != right:
            return seq
        prev_hash = one.hash
    return None


def _hash(seq: int, at: datetime, kind: str, payload: str, prev_hash: str) -> str:
    said = "\n".join((str(seq), at.isoformat(timespec="microseconds"), kind, payload, prev_hash))
    return hashlib.sha256(said.encode()).hexdigest()


def rules_said(day: date) -> dict[str, Any]:
    """The rules in force on a day with their versions, and one hash over them."""
    codes = [rule.code for rule in rules_on(day)]
    return {"digest": hashlib.sha256("\n".join(codes).encode()).hexdigest(), "rules": codes}
