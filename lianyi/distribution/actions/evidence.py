"""The chain of evidence: facts over opaque ids appended, and looked through for a link that does not fit."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lianyi.distribution.queries import compliance as reads
from lianyi.distribution.queries import graph
from lianyi.distribution.rules import evidence as rules
from lianyi.distribution.store import compliance as store
from lianyi.distribution.types.compliance import ChainState, EvidenceKind, Scan
from lianyi.kit import wire
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import TenantId

# Days whose rows a link holds the hash of; a shop that begins late, or whose worker stood still, catches up by as many.
DAYS_A_LOOK_MAX = 62
DAYS_CHECKED_MAX = 400

Fact = tuple[EvidenceKind, Mapping[str, Any]]


async def append(session: Session, facts: Sequence[Fact]) -> None:
    """Add facts to the chain. Its end is locked until the commit: it is the last thing a transaction does."""
    seq, prev_hash = await store.lock_end(session)
    await store.add_links(session, rules.chain(seq, prev_hash, session.now, facts))


async def days_written(session: ReadSession) -> list[Fact]:
    """The hashes of what each day wrote that is over and in no link yet, oldest first."""
    today = business_day(session.now)
    kept = await reads.links_of_kind(session, "commission", 1)
    if kept:
        day = date.fromisoformat(wire.loads(kept[0].payload)["day"]) + timedelta(days=1)
    else:
        begins = await graph.begins(session)
        day = business_day(begins) if begins else today
    day = max(day, today - timedelta(days=DAYS_A_LOOK_MAX))
    facts: list[Fact] = []
    while day < today:
        facts += await _of_day(session, day)
        day += timedelta(days=1)
    return facts


async def _of_day(session: ReadSession, day: date) -> list[Fact]:
    start, end = day_bounds(day)
    found = await graph.digests(session, start, end)
    kinds: tuple[EvidenceKind, ...] = ("binding", "commission", "payout")
    return [
        (kind, {"day": day.isoformat(), "rows": found[kind].rows, "hash": found[kind].hash}) for kind in kinds
    ]


def rules_fact(day: date, newest: Scan | None) -> list[Fact]:
    """The rules in force with their versions, whenever they differ from those of the look before."""
    from_now = rules.rules_said(day)
    return [] if newest is not None and newest.digest == from_now["digest"] else [("rules", from_now)]


async def first_broken(session: ReadSession) -> int | None:
    """The first link that does not fit, None when the whole chain does. A chain cut short ends before its own end.

    The end is read first and nothing beyond it is: links that others add meanwhile are theirs to fit.
    """
    end = await reads.end(session)
    if end is None:
        return None
    seq, prev_hash = 0, rules.GENESIS
    async for page in reads.links_up_to(session, end.seq):
        broken = rules.first_broken(page, seq, prev_hash)
        if broken is not None:
            return broken
        seq, prev_hash = page[-1].seq, page[-1].hash
    return seq + 1 if (end.seq, end.hash) != (seq, prev_hash) else None


async def verify(db: Database, tenant: TenantId) -> ChainState:
    """Look through the whole chain, and hash anew what its days wrote: a row edited since is named by its day."""
    async with db.read(tenant) as session:
        broken_at = await first_broken(session)
        end = await reads.end(session)
        changed: list[str] = []
        kinds: tuple[EvidenceKind, ...] = ("binding", "commission", "payout")
        links = [await reads.links_of_kind(session, kind, DAYS_CHECKED_MAX) for kind in kinds]
        said = {(kind, one["day"]): one for kind, of in zip(kinds, links, strict=True)
                for one in (wire.loads(link.payload) for link in of)}  # fmt: skip
        for day in sorted({day for _, day in said}):
            start, until = day_bounds(date.fromisoformat(day))
            now = await graph.digests(session, start, until)
            changed += [
                f"{day} {kind}"
                for kind in kinds
                if (was := said.get((kind, day))) and (was["rows"], was["hash"]) != (now[kind].rows, now[kind].hash)
            ]  # fmt: skip
    return ChainState(end.seq if end else 0, end.hash if end else rules.GENESIS, broken_at, tuple(changed))
