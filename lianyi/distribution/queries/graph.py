"""What really happened, by whole sets: each statement passes over its tables once, so a look costs what there are rows.

Hot: never in a request of a shopper. At 1,000,000 orders: five passes; the largest joins commission with its orders by hash.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lianyi.distribution.types.compliance import Entered, Paid, Place, Sent, Wrong
from lianyi.kit.db import ReadSession, Statement

SHOPKEEPERS_MAX = 1_000_000
# Lines by the thousand are hashed by themselves and their hashes together: no row of the aggregate grows with the day.
CHUNK = 10_000


# Brought by whoever invited them, else by whoever held them as a customer when they applied. Nobody is brought by somebody
# who came later: the relation cannot run in circles, whatever the rows say. A row's parent is found in one hash.
PLACES = Statement(
    """
    with recursive keeper as materialized (
      select k.id, k.person_id, k.applied_at, k.started_at, coalesce(k.invited_by, held.holder_id) as brought_by
      from distribution_shopkeeper k
      left join lateral (
        select b.holder_id from distribution_binding b
        where b.tenant_id = %(tenant)s and b.person_id = k.person_id and b.counts_at <= k.applied_at
          and b.result in ('bound', 'taken', 'renewed', 'released')
        order by b.counts_at desc, b.seq desc limit 1
      ) held on k.invited_by is null
      where k.tenant_id = %(tenant)s and k.started_at is not null
    ), edge as materialized (
      select k.id, k.person_id, k.started_at, p.id as parent from keeper k
      left join keeper p on p.id = k.brought_by and (p.applied_at, p.id) < (k.applied_at, k.id)
    ), tree as (
      select id, person_id, started_at, id as root, 1 as depth from edge where parent is null
      union all
      select e.id, e.person_id, e.started_at, t.root, t.depth + 1 from tree t join edge e on e.parent = t.id
    )
    select id, person_id, root, depth, started_at from tree limit %(limit)s
    """,
    Place,
)

PAID = Statement(
    """
    select earned.shopkeeper_id, earned.orders, earned.lines, earned.sales_fen, earned.commission_fen,
      coalesce(out.paid_out_fen, 0)::bigint as paid_out_fen
    from (
      select shopkeeper_id, count(distinct order_id)::int as orders, count(*)::int as lines,
        sum(line_paid_fen)::bigint as sales_fen, sum(amount_fen - reversed_fen)::bigint as commission_fen
      from distribution_commission
      where tenant_id = %(tenant)s and state in ('pending', 'frozen', 'available')
      group by shopkeeper_id) as earned
    left join (
      select shopkeeper_id, sum(gross_fen) as paid_out_fen from distribution_payout
      where tenant_id = %(tenant)s and state = 'paid' group by shopkeeper_id) as out
      on out.shopkeeper_id = earned.shopkeeper_id
    limit %(limit)s
    """,
    Paid,
)


# An appeal that was upheld makes an order somebody else's to be paid for; whoever was upheld is its payee besides the one
# of the snapshot, and nobody else is.
WRONG = Statement(
    """
    select count(*)::int as lines,
      (count(*) filter (where o.order_id is null or (o.shopkeeper_id <> c.shopkeeper_id and not exists (
        select from distribution_dispute d where d.tenant_id = %(tenant)s and d.order_id = c.order_id
          and d.shopkeeper_id = c.shopkeeper_id and d.state = 'upheld'))))::int as others_sales,
      (count(*) filter (where c.level <> 1 or o.level <> 1))::int as deeper,
      (count(*) filter (where c.amount_fen * 10000 > c.line_paid_fen * 3000))::int as above_cap,
      (count(*) filter (where b.person_id = k.person_id))::int as own_orders
    from distribution_commission c
    left join distribution_order o on o.tenant_id = %(tenant)s and o.order_id = c.order_id
    left join distribution_binding b on b.tenant_id = %(tenant)s and b.id = o.binding_id
    left join distribution_shopkeeper k on k.tenant_id = %(tenant)s and k.id = c.shopkeeper_id
    where c.tenant_id = %(tenant)s and c.state in ('pending', 'frozen', 'available')
    """,
    Wrong,
)


ENTERED = Statement(
    """
    select (count(*) filter (where e.shopkeeper_id <> c.shopkeeper_id))::int as second_payees,
      (count(*) filter (where c.order_line_id is null))::int as without_line,
      coalesce(sum(case e.kind when 'accrue' then e.amount_fen when 'reverse' then -e.amount_fen else 0 end)
        filter (where e.at < %(before)s), 0)::bigint as promised_fen
    from distribution_commission_move e
    left join distribution_commission c on c.tenant_id = %(tenant)s and c.order_line_id = e.order_line_id
    where e.tenant_id = %(tenant)s
    """,
    Entered,
)
# Asked when there are entries of somebody who is not their line's payee: lawful only as what an upheld appeal took back
# from them whole. How many are not.
SECOND_PAYEES = Statement(
    """
    select count(*)::int from (
      select e.order_line_id
      from distribution_commission_entry e
      join distribution_commission c on c.tenant_id = %(tenant)s and c.order_line_id = e.order_line_id
      where e.tenant_id = %(tenant)s and e.shopkeeper_id <> c.shopkeeper_id
      group by e.order_line_id, e.shopkeeper_id, e.order_id
      having sum(case e.kind when 'accrue' then e.amount_fen when 'reverse' then -e.amount_fen else 0 end) <> 0
        or not exists (
          select from distribution_dispute d
          where d.tenant_id = %(tenant)s and d.order_id = e.order_id and d.state = 'upheld')) as paid_twice
    """,
    int,
)


SENT = Statement(
    """
    select coalesce(sum(p.gross_fen) filter (where p.ended_at < %(before)s), 0)::bigint as gross_fen,
      (count(*) filter (where t.payout_id is null))::int as without_tax,
      (count(*) filter (where t.payout_id is not null and r.id is null))::int as unverified
    from distribution_payout p
    left join distribution_tax t on t.tenant_id = %(tenant)s and t.payout_id = p.id and t.state = 'withheld'
    left join distribution_real_name r on r.tenant_id = %(tenant)s and r.id = t.real_name_id and r.verified_at is not null
    where p.tenant_id = %(tenant)s and p.state = 'paid'
    """,
    Sent,
)
OUTDATED = Statement(
    """
    select count(*)::int as count from distribution_shopkeeper
    where tenant_id = %(tenant)s and state in ('probation', 'active', 'suspended') and agreement_version < (
      select max(version) from distribution_agreement where tenant_id = %(tenant)s)
    """,
    int,
)
# Tables that the law wants kept, and that only a trigger keeps from being edited: those whose trigger is gone or off.
UNPROTECTED = Statement(
    """
    select wanted.name from unnest(%(names)s::text[]) as wanted (name)
    where not exists (
      select 1 from pg_trigger t
      where t.tgrelid = to_regclass(wanted.name) and t.tgname = wanted.name || '_append_only' and t.tgenabled <> 'D')
    order by wanted.name
    """,
    str,
)


@dataclass(frozen=True, slots=True)
class Digest:
    """The rows of a span of time: how many, and one hash over all of them in the order of their ids."""

    rows: int
    hash: str


ENTRIES_DIGEST = Statement(
    """
    select coalesce(sum(rows), 0)::bigint as rows,
      encode(sha256(convert_to(coalesce(string_agg(hash, '' order by n), ''), 'UTF8')), 'hex') as hash
    from (
      select n, count(*) as rows, encode(sha256(convert_to(string_agg(said, E'\\n' order by id), 'UTF8')), 'hex') as hash
      from (
        select id, (row_number() over (order by id) - 1) / %(chunk)s as n,
          concat_ws('|', id, order_id, order_line_id, shopkeeper_id, kind, amount_fen, source, target) as said
        from distribution_commission_move
        where tenant_id = %(tenant)s and at >= %(start)s and at < %(end)s) as line
      group by n) as chunk
    """,
    Digest,
)
BINDINGS_DIGEST = Statement(
    """
    select coalesce(sum(rows), 0)::bigint as rows,
      encode(sha256(convert_to(coalesce(string_agg(hash, '' order by n), ''), 'UTF8')), 'hex') as hash
    from (
      select n, count(*) as rows, encode(sha256(convert_to(string_agg(said, E'\\n' order by seq), 'UTF8')), 'hex') as hash
      from (
        select seq, (row_number() over (order by seq) - 1) / %(chunk)s as n,
          concat_ws('|', id, shopkeeper_id, holder_id, touch, result, rule_version) as said
        from distribution_binding
        where tenant_id = %(tenant)s and written_at >= %(start)s and written_at < %(end)s) as line
      group by n) as chunk
    """,
    Digest,
)
ITEMS_DIGEST = Statement(
    """
    select coalesce(sum(rows), 0)::bigint as rows,
      encode(sha256(convert_to(coalesce(string_agg(hash, '' order by n), ''), 'UTF8')), 'hex') as hash
    from (
      select n, count(*) as rows, encode(sha256(convert_to(string_agg(said, E'\\n' order by said), 'UTF8')), 'hex') as hash
      from (
        select said, (row_number() over (order by said) - 1) / %(chunk)s as n
        from (
          select concat_ws('|', p.id, p.shopkeeper_id, p.gross_fen, p.tax_fen, p.net_fen, i.commission_id, i.amount_fen)
            as said
          from distribution_payout p
          join distribution_payout_item i on i.tenant_id = %(tenant)s and i.payout_id = p.id
          where p.tenant_id = %(tenant)s and p.state = 'paid' and p.ended_at >= %(start)s and p.ended_at < %(end)s
        ) as said) as line
      group by n) as chunk
    """,
    Digest,
)


# Asked until the first link stands: where the logs begin.
BEGINS = Statement(
    """
    select least(
      (select min(at) from distribution_commission_entry where tenant_id = %(tenant)s),
      (select min(written_at) from distribution_binding where tenant_id = %(tenant)s)) as at
    """,
    datetime,
)


async def begins(session: ReadSession) -> datetime | None:
    """When the first line of either log was written; None while both are empty."""
    return await session.maybe(BEGINS)


async def places(session: ReadSession) -> list[Place]:
    """Everybody who was ever taken on, with the root of their tree and their level in it."""
    return await session.all(PLACES, limit=SHOPKEEPERS_MAX)


async def paid(session: ReadSession) -> dict[UUID, Paid]:
    """What everybody earned and was paid, by shopkeeper; those who never earned are left out."""
    return {row.shopkeeper_id: row for row in await session.all(PAID, limit=SHOPKEEPERS_MAX)}


async def wrong(session: ReadSession) -> Wrong:
    """Lines that earn, checked one against the other."""
    return await session.one(WRONG)


async def entered(session: ReadSession, before: datetime) -> Entered:
    """Entries checked against their lines; `promised_fen` of those before an instant."""
    found = await session.one(ENTERED, before=before)
    if not found.second_payees:
        return found
    return replace(found, second_payees=await session.one(SECOND_PAYEES))


async def sent(session: ReadSession, before: datetime) -> Sent:
    """Pay-outs that arrived; `gross_fen` of those before an instant."""
    return await session.one(SENT, before=before)


async def outdated(session: ReadSession) -> int:
    """Shopkeepers who have not agreed to the newest agreement."""
    return await session.one(OUTDATED)


async def unprotected(session: ReadSession, names: list[str]) -> list[str]:
    """Of some tables those that the database would let somebody edit."""
    return await session.all(UNPROTECTED, names=names)


async def digests(session: ReadSession, start: datetime, end: datetime) -> dict[str, Digest]:
    """What a span of time wrote, as hashes: entries of commission, lines of the log of bindings, items paid."""
    span = {"start": start, "end": end, "chunk": CHUNK}
    return {
        "commission": await session.one(ENTRIES_DIGEST, **span),
        "binding": await session.one(BINDINGS_DIGEST, **span),
        "payout": await session.one(ITEMS_DIGEST, **span),
    }
