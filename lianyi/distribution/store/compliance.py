"""Writing SQL of compliance: looks, findings and their steps, the chain of evidence."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.distribution.rules.evidence import GENESIS
from lianyi.distribution.types.compliance import Evidence, Outlet, Payee, Root, Scan
from lianyi.kit import wire
from lianyi.kit.db import Session, Statement, columns

ADD_SCAN = Statement(
    """
    insert into distribution_scan (tenant_id, id, day, at, shopkeepers, roots, depth_max, people_max, orders, lines,
      sales_fen, commission_fen, paid_out_fen, own_orders, own_fen, wrong, levels, digest)
    values (%(tenant)s, %(id)s, %(day)s, %(at)s, %(shopkeepers)s, %(roots)s, %(depth_max)s, %(people_max)s, %(orders)s,
      %(lines)s, %(sales_fen)s, %(commission_fen)s, %(paid_out_fen)s, %(own_orders)s, %(own_fen)s, %(wrong)s::jsonb,
      %(levels)s::jsonb, %(digest)s)
    """
)
ADD_ROOTS = Statement(
    """
    insert into distribution_scan_root (tenant_id, scan_id, shopkeeper_id, seq, people, depth, earning, commission_fen,
      sales_fen, levels)
    select %(tenant)s, %(scan_id)s, r.shopkeeper_id, r.seq, r.people, r.depth, r.earning, r.commission_fen, r.sales_fen,
      r.levels
    from unnest(%(shopkeeper_ids)s::uuid[], %(seqs)s::int[], %(people)s::int[], %(depths)s::int[], %(earning)s::int[],
        %(commission_fen)s::bigint[], %(sales_fen)s::bigint[], %(levels)s::jsonb[])
      as r (shopkeeper_id, seq, people, depth, earning, commission_fen, sales_fen, levels)
    """
)
ADD_OUTLETS = Statement(
    """
    insert into distribution_scan_outlet (tenant_id, scan_id, shopkeeper_id, seq, own_orders, own_fen, consumer_orders,
      consumer_fen)
    select %(tenant)s, %(scan_id)s, r.shopkeeper_id, r.seq, r.own_orders, r.own_fen, r.consumer_orders, r.consumer_fen
    from unnest(%(shopkeeper_ids)s::uuid[], %(seqs)s::int[], %(own_orders)s::int[], %(own_fen)s::bigint[],
        %(consumer_orders)s::int[], %(consumer_fen)s::bigint[])
      as r (shopkeeper_id, seq, own_orders, own_fen, consumer_orders, consumer_fen)
    """
)
ADD_PAYEES = Statement(
    """
    insert into distribution_scan_payee (tenant_id, scan_id, shopkeeper_id, seq, orders, lines, sales_fen, commission_fen,
      paid_out_fen)
    select %(tenant)s, %(scan_id)s, r.shopkeeper_id, r.seq, r.orders, r.lines, r.sales_fen, r.commission_fen, r.paid_out_fen
    from unnest(%(shopkeeper_ids)s::uuid[], %(seqs)s::int[], %(orders)s::int[], %(lines)s::int[], %(sales_fen)s::bigint[],
        %(commission_fen)s::bigint[], %(paid_out_fen)s::bigint[])
      as r (shopkeeper_id, seq, orders, lines, sales_fen, commission_fen, paid_out_fen)
    """
)
# Two looks at once are one after the other: the second sees what the first has found.
LOCK = Statement(
    "select pg_advisory_xact_lock(hashtextextended('distribution_scan:' || %(tenant)s::text, 0))"
)
# What is found again keeps its state; only when it was last seen, and its words, which may name other numbers, follow.
FIND = Statement(
    """
    insert into distribution_finding (tenant_id, id, rule, version, area, severity, subject, zh, en, source, switched, state,
      found_at, seen_at)
    values (%(tenant)s, %(id)s, %(rule)s, %(version)s, %(area)s, %(severity)s, %(subject)s, %(zh)s, %(en)s, %(source)s,
      %(switched)s, 'open', %(now)s, %(now)s)
    on conflict (tenant_id, rule, subject) where state <> 'resolved'
    do update set seen_at = excluded.seen_at, zh = excluded.zh, en = excluded.en, version = excluded.version
    returning id
    """,
    UUID,
)
MOVE = Statement(
    """
    update distribution_finding
    set state = %(state)s, resolved_at = case when %(state)s = 'resolved' then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(id)s and state = any(%(before)s::text[])
    """
)
STEP = Statement(
    """
    insert into distribution_finding_step (tenant_id, id, finding_id, state, by, words, at)
    values (%(tenant)s, %(id)s, %(finding_id)s, %(state)s, %(by)s, %(words)s, %(now)s)
    """
)
BEGIN_CHAIN = Statement(
    """
    insert into distribution_evidence_head (tenant_id, seq, hash) values (%(tenant)s, 0, %(genesis)s)
    on conflict (tenant_id) do nothing
    """
)
LOCK_HEAD = Statement(
    "select hash from distribution_evidence_head where tenant_id = %(tenant)s for update",
    str,
)
HEAD_SEQ = Statement("select seq from distribution_evidence_head where tenant_id = %(tenant)s", int)
ADD_LINKS = Statement(
    """
    insert into distribution_evidence (tenant_id, seq, at, kind, payload, prev_hash, hash)
    select %(tenant)s, l.seq, l.at, l.kind, l.payload, l.prev_hash, l.hash
    from unnest(%(seqs)s::bigint[], %(ats)s::timestamptz[], %(kinds)s::text[], %(payloads)s::text[], %(prevs)s::text[],
        %(hashes)s::text[]) as l (seq, at, kind, payload, prev_hash, hash)
    """
)
MOVE_HEAD = Statement(
    "update distribution_evidence_head set seq = %(seq)s, hash = %(hash)s where tenant_id = %(tenant)s"
)


async def add_scan(session: Session, scan: Scan, roots: Sequence[Root], outlets: Sequence[Outlet]) -> None:
    """Keep a look with the trees and outlets that most want looking at, in the pipe."""
    await session.later(
        ADD_SCAN, id=scan.id, day=scan.day, at=scan.at, shopkeepers=scan.shopkeepers, roots=scan.roots,
        depth_max=scan.depth_max, people_max=scan.people_max, orders=scan.orders, lines=scan.lines,
        sales_fen=scan.sales_fen, commission_fen=scan.commission_fen, paid_out_fen=scan.paid_out_fen,
        own_orders=scan.own_orders, own_fen=scan.own_fen, wrong=wire.dumps(scan.wrong).decode(),
        levels=wire.dumps(scan.levels).decode(), digest=scan.digest,
    )  # fmt: skip
    trees = columns(
        roots, "shopkeeper_id", "seq", "people", "depth", "earning", "commission_fen", "sales_fen"
    )
    await session.later(
        ADD_ROOTS, scan_id=scan.id, shopkeeper_ids=trees["shopkeeper_id"], seqs=trees["seq"], people=trees["people"],
        depths=trees["depth"], earning=trees["earning"], commission_fen=trees["commission_fen"],
        sales_fen=trees["sales_fen"], levels=[wire.dumps(root.levels).decode() for root in roots],
    )  # fmt: skip
    went = columns(
        outlets, "shopkeeper_id", "seq", "own_orders", "own_fen", "consumer_orders", "consumer_fen"
    )
    await session.later(
        ADD_OUTLETS, scan_id=scan.id, shopkeeper_ids=went["shopkeeper_id"], seqs=went["seq"],
        own_orders=went["own_orders"], own_fen=went["own_fen"], consumer_orders=went["consumer_orders"],
        consumer_fen=went["consumer_fen"],
    )  # fmt: skip


async def add_payees(session: Session, scan: Scan, payees: Sequence[Payee]) -> None:
    """Keep who earned most of a look, in the pipe."""
    rows = columns(
        payees, "shopkeeper_id", "seq", "orders", "lines", "sales_fen", "commission_fen", "paid_out_fen"
    )
    await session.later(
        ADD_PAYEES, scan_id=scan.id, shopkeeper_ids=rows["shopkeeper_id"], seqs=rows["seq"], orders=rows["orders"],
        lines=rows["lines"], sales_fen=rows["sales_fen"], commission_fen=rows["commission_fen"],
        paid_out_fen=rows["paid_out_fen"],
    )  # fmt: skip


async def lock_end(session: Session) -> tuple[int, str]:
    """The last link's number and hash, held until the commit; a chain that has none begins."""
    await session.later(BEGIN_CHAIN, genesis=GENESIS)
    prev_hash = await session.one(LOCK_HEAD)
    return await session.one(HEAD_SEQ), prev_hash


async def add_links(session: Session, links: Sequence[Evidence]) -> None:
    """Append links and move the chain's end, in the pipe; the end is held by `lock_end`."""
    if not links:
        return
    await session.later(
        ADD_LINKS, seqs=[one.seq for one in links], ats=[one.at for one in links], kinds=[one.kind for one in links],
        payloads=[one.payload for one in links], prevs=[one.prev_hash for one in links],
        hashes=[one.hash for one in links],
    )  # fmt: skip
    await session.later(MOVE_HEAD, seq=links[-1].seq, hash=links[-1].hash)
