"""Writing SQL of the ledger.

Accounts are locked in order of id by a statement of its own, piped before the one that moves the fen: two transfers
cannot deadlock, and the second statement's snapshot already holds what the lock waited for. (Locking in a CTE of the
moving statement would make PostgreSQL evaluate that statement again on the newest rows, CTEs and all.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Session, Statement, columns
from lianyi.kit.ids import new_id
from lianyi.ledger.rules import FLOORS
from lianyi.ledger.types import AccountRef, Stage, Transfer

ENSURE = Statement(
    """
    insert into ledger_account (tenant_id, id, purpose, owner_kind, owner_id, currency, floor_fen)
    select %(tenant)s, a.id, a.purpose, a.owner_kind, a.owner_id, a.currency, a.floor_fen
    from unnest(%(ids)s::uuid[], %(purposes)s::text[], %(owner_kinds)s::text[], %(owner_ids)s::uuid[],
                %(currencies)s::text[], %(floors)s::bigint[]) as a(id, purpose, owner_kind, owner_id, currency, floor_fen)
    where not exists (select 1 from ledger_account l where l.tenant_id = %(tenant)s and l.id = a.id)
    on conflict do nothing
    """
)

LOCK_ALL = Statement(
    """
    select id from ledger_account
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[]) order by id for update
    """
)
LOCK_PENDING = Statement(
    """
    select a.id from ledger_transfer p
    join ledger_account a on a.tenant_id = p.tenant_id and a.id in (p.source_id, p.target_id)
    where p.tenant_id = %(tenant)s and p.key = %(pending_key)s and p.stage = 'pending'
    order by a.id for update of a
    """
)


@dataclass(frozen=True, slots=True)
class Moved:
    """`accounts` is 2 when money moved, 0 when the key had been used before."""

    id: UUID
    accounts: int


# As many transfers as come together; the accounts are locked. A key that was used before moves nothing and is not answered.
POST = Statement(
    """
    with made as (
      insert into ledger_transfer (tenant_id, id, key, kind, stage, source_id, target_id, amount_fen,
                                   subject_kind, subject_id, memo, reference, at)
      select %(tenant)s, t.id, t.key, t.kind, 'posted', t.source_id, t.target_id, t.amount_fen,
             t.subject_kind, t.subject_id, t.memo, t.reference, %(now)s
      from unnest(%(ids)s::uuid[], %(keys)s::text[], %(kinds)s::text[], %(source_ids)s::uuid[],
                  %(target_ids)s::uuid[], %(amounts_fen)s::bigint[], %(subject_kinds)s::text[],
                  %(subject_ids)s::uuid[], %(memos)s::text[], %(references)s::text[])
        as t (id, key, kind, source_id, target_id, amount_fen, subject_kind, subject_id, memo, reference)
      on conflict (tenant_id, key) do nothing
      returning key, source_id, target_id, amount_fen
    ), sums as (
      select id, sum(fen)::bigint as fen
      from (select source_id as id, -amount_fen as fen from made
            union all select target_id, amount_fen from made) as side
      group by id
    ), moved as (
      update ledger_account a set posted_fen = a.posted_fen + sums.fen from sums
      where a.tenant_id = %(tenant)s and a.id = sums.id
    )
    select key from made
    """,
    str,
)

HOLD = Statement(
    """
    with made as (
      insert into ledger_transfer (tenant_id, id, key, kind, stage, source_id, target_id, amount_fen,
                                   subject_kind, subject_id, memo, reference, at)
      values (%(tenant)s, %(id)s, %(key)s, %(kind)s, 'pending', %(source_id)s, %(target_id)s, %(amount_fen)s,
              %(subject_kind)s, %(subject_id)s, %(memo)s, %(reference)s, %(now)s)
      on conflict (tenant_id, key) do nothing
      returning id
    ), held as (
      update ledger_account set held_fen = held_fen + %(amount_fen)s
      where tenant_id = %(tenant)s and id = %(source_id)s and exists (select 1 from made)
      returning id
    )
    select made.id, (select count(*)::int from held) as accounts from made
    """,
    Moved,
)

# The pending transfer named by its key ends once: the unique index on pending_id lets one end in.
END = Statement(
    """
    with pending as (
      select * from ledger_transfer where tenant_id = %(tenant)s and key = %(pending_key)s and stage = 'pending'
    ), made as (
      insert into ledger_transfer (tenant_id, id, key, kind, stage, source_id, target_id, amount_fen,
                                   subject_kind, subject_id, memo, reference, pending_id, at)
      select %(tenant)s, %(id)s, p.key || ':' || %(stage)s, p.kind, %(stage)s, p.source_id, p.target_id, p.amount_fen,
             p.subject_kind, p.subject_id, p.memo, %(reference)s, p.id, %(now)s
      from pending p
      on conflict do nothing
      returning id, source_id, target_id, amount_fen, stage
    ), moved as (
      update ledger_account a
      set held_fen = a.held_fen - case when a.id = made.source_id then made.amount_fen else 0 end,
          posted_fen = a.posted_fen + case when made.stage = 'voided' then 0
                                           when a.id = made.target_id then made.amount_fen
                                           else -made.amount_fen end
      from made
      where a.tenant_id = %(tenant)s and a.id in (made.source_id, made.target_id)
      returning a.id
    )
    select made.id, (select count(*)::int from moved) as accounts from made
    """,
    Moved,
)


async def ensure(session: Session, ids: Mapping[AccountRef, UUID]) -> None:
    """Make the rows of accounts, with their ids, that have none yet; one statement in the pipe."""
    accounts = list(ids)
    await session.later(
        ENSURE,
        ids=list(ids.values()),
        purposes=[account.purpose.value for account in accounts],
        owner_kinds=[account.owner_kind for account in accounts],
        owner_ids=[account.owner_id or session.tenant for account in accounts],
        currencies=[account.currency for account in accounts],
        floors=[FLOORS[account.purpose] for account in accounts],
    )


async def lock(session: Session, accounts: list[AccountRef]) -> None:
    """Hold accounts in the order of their ids; in the pipe."""
    await session.later(LOCK_ALL, ids=[account.id_in(session.tenant) for account in accounts])


async def post(session: Session, transfers: Sequence[Transfer], ids: Mapping[AccountRef, UUID]) -> set[str]:
    """Insert transfers and move their fen; the keys of those that moved, used ones left out."""
    sources = [ids[one.source] for one in transfers]
    targets = [ids[one.target] for one in transfers]
    await session.later(LOCK_ALL, ids=list({*sources, *targets}))
    rows = columns(transfers, "key", "kind", "amount_fen", "memo", "reference")
    moved = await session.all(
        POST, ids=[new_id() for _ in transfers], keys=rows["key"], kinds=rows["kind"], source_ids=sources,
        target_ids=targets, amounts_fen=rows["amount_fen"],
        subject_kinds=[one.subject.kind for one in transfers],
        subject_ids=[one.subject.id for one in transfers], memos=rows["memo"], references=rows["reference"],
    )  # fmt: skip
    return set(moved)


async def hold(session: Session, transfer: Transfer) -> Moved | None:
    """Insert a pending transfer and hold its fen; None when the key had been used before."""
    source_id, target_id = transfer.source.id_in(session.tenant), transfer.target.id_in(session.tenant)
    await session.later(LOCK_ALL, ids=sorted((source_id, target_id)))
    return await session.maybe(
        HOLD,
        id=new_id(),
        key=transfer.key,
        kind=transfer.kind,
        source_id=source_id,
        target_id=target_id,
        amount_fen=transfer.amount_fen,
        subject_kind=transfer.subject.kind,
        subject_id=transfer.subject.id,
        memo=transfer.memo,
        reference=transfer.reference,
    )


async def end(session: Session, pending_key: str, stage: Stage, reference: str) -> Moved | None:
    """Capture or void a hold; None when there is none, or it ended before."""
    await session.later(LOCK_PENDING, pending_key=pending_key)
    return await session.maybe(
        END, id=new_id(), pending_key=pending_key, stage=stage.value, reference=reference
    )
