"""Reads of margin: what is left of SKUs' prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.identity import queries as identity
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.margin import rules
from lianyi.margin.types import Bearer, Loss, Room, Source, SourceKind, Wish

# The claims of others on these SKUs together with the wishes: max within a phase, sum over phases. Whoever keeps to the
# floor does so without those who bear their loss; whoever bears it counts what every other phase may take besides.
LOOK = Statement(
    """
    with asked as (
      select a.sku_id, a.price_fen, a.cost_fen, a.floor_fen, a.claim_fen, a.pieces
      from unnest(%(sku_ids)s::uuid[], %(prices_fen)s::bigint[], %(costs_fen)s::bigint[], %(floors_fen)s::bigint[],
        %(claims_fen)s::bigint[], %(pieces)s::int[]) as a (sku_id, price_fen, cost_fen, floor_fen, claim_fen, pieces)
    ), worst as (
      select sku_id, phase, max(claim_fen) as claim_fen from (
        select c.sku_id, c.phase, c.claim_fen from margin_claim c
        where c.tenant_id = %(tenant)s and c.sku_id = any(%(sku_ids)s::uuid[])
          and (c.source_kind, c.source_id) <> (%(source_kind)s, %(source_id)s::uuid)
          and case when %(budget_fen)s::bigint is null then c.pieces is null else c.phase <> %(phase)s end
        union all
        select sku_id, %(phase)s, claim_fen from asked
      ) as each group by sku_id, phase
    )
    select a.sku_id, a.price_fen, a.cost_fen, (select sum(w.claim_fen)::bigint from worst w where w.sku_id = a.sku_id)
      as claim_fen, a.floor_fen, a.pieces
    from asked a order by a.sku_id
    """,
    Room,
)


@dataclass(frozen=True, slots=True)
class Others:
    sku_id: UUID
    claim_fen: int


OTHERS = Statement(
    """
    select sku_id, sum(claim_fen)::bigint as claim_fen from (
      select sku_id, phase, max(claim_fen) as claim_fen from margin_claim
      where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[]) and phase <> %(phase)s and pieces is null
      group by sku_id, phase) as worst
    group by sku_id
    """,
    Others,
)


async def of_other_phases(session: ReadSession, phase: str, sku_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What all phases but this one claim of SKUs at worst, in fen a piece; SKUs without a claim are left out.

    What campaigns take whose budgets bear their loss is left out: `claim` asks whether their budgets still cover it.
    """
    rows = await session.all(OTHERS, sku_ids=list(sku_ids), phase=phase)
    return {row.sku_id: row.claim_fen for row in rows}


async def look(
    session: ReadSession, source: Source, wishes: Sequence[Wish], loss: Loss | None = None
) -> list[Room]:
    """What would be left if a source claimed what it wishes; nothing is held. 3 statements."""
    if not wishes:
        return []
    return await session.all(LOOK, **await asked(session, source, wishes, loss))


# Every source that bears its loss on one of these SKUs, but the one that asks, with the most it could lose if the wishes
# came true: over all its SKUs, what a piece falls short of the floor by its own claim and the worst of other phases.
BEARERS = Statement(
    """
    with asked as (
      select a.sku_id, a.price_fen, a.cost_fen, a.floor_fen, a.claim_fen
      from unnest(%(sku_ids)s::uuid[], %(prices_fen)s::bigint[], %(costs_fen)s::bigint[], %(floors_fen)s::bigint[],
        %(claims_fen)s::bigint[]) as a (sku_id, price_fen, cost_fen, floor_fen, claim_fen)
    ), borne as (
      select c.source_kind, c.source_id, c.sku_id, c.phase, c.claim_fen, c.pieces from margin_claim c
      where c.tenant_id = %(tenant)s and c.pieces is not null
        and (c.source_kind, c.source_id) <> (%(source_kind)s, %(source_id)s::uuid)
        and (c.source_kind, c.source_id) in (
          select o.source_kind, o.source_id from margin_claim o
          where o.tenant_id = %(tenant)s and o.sku_id = any(%(sku_ids)s::uuid[]) and o.pieces is not null)
    ), held as (
      select c.sku_id, c.phase, c.claim_fen from margin_claim c
      where c.tenant_id = %(tenant)s and c.sku_id in (select sku_id from borne)
        and (c.source_kind, c.source_id) <> (%(source_kind)s, %(source_id)s::uuid)
      union all
      select sku_id, %(phase)s, claim_fen from asked
    ), worst as (
      select sku_id, phase, max(claim_fen) as claim_fen from held group by sku_id, phase
    ), short as (
      select b.source_kind, b.source_id, b.pieces * greatest(0,
        coalesce(a.floor_fen, r.floor_fen) + coalesce(a.cost_fen, r.cost_fen, 0) + b.claim_fen
        + coalesce((select sum(w.claim_fen) from worst w where w.sku_id = b.sku_id and w.phase <> b.phase), 0)
        - coalesce(a.price_fen, r.price_fen)) as loss_fen
      from borne b
      join margin_room r on r.tenant_id = %(tenant)s and r.sku_id = b.sku_id
      left join asked a on a.sku_id = b.sku_id
    )
    select s.source_kind, s.source_id, sum(s.loss_fen)::bigint as loss_fen, l.budget_fen
    from short s
    join margin_loss l on l.tenant_id = %(tenant)s and l.source_kind = s.source_kind and l.source_id = s.source_id
    group by s.source_kind, s.source_id, l.budget_fen order by s.source_id
    """,
    Bearer,
)


async def bearers(session: ReadSession, asked: Mapping[str, object]) -> list[Bearer]:
    """Who else bears a loss on the SKUs that are asked about, and what it would come to. One statement."""
    names = (
        "source_kind",
        "source_id",
        "phase",
        "sku_ids",
        "prices_fen",
        "costs_fen",
        "floors_fen",
        "claims_fen",
    )
    return await session.all(BEARERS, **{name: asked[name] for name in names})


# Rooms that a price or a cost has broken since the source claimed them.
THIN = Statement(
    """
    select count(*)::int from margin_claim c
    join margin_room r on r.tenant_id = %(tenant)s and r.sku_id = c.sku_id
    where c.tenant_id = %(tenant)s and c.source_kind = %(kind)s and c.claim_fen > 0 and c.pieces is null
      and (r.price_fen - r.claimed_fen - coalesce(r.cost_fen, 0) < r.floor_fen or r.claimed_fen > r.price_fen)
    """,
    int,
)


CLAIMED = Statement(
    """
    select distinct sku_id from margin_claim
    where tenant_id = %(tenant)s and source_kind = any(%(kinds)s::text[]) and sku_id = any(%(sku_ids)s::uuid[])
    """,
    UUID,
)


async def claimed(session: ReadSession, kinds: Sequence[SourceKind], sku_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the SKUs that any source of these kinds claims something of."""
    return set(await session.all(CLAIMED, kinds=list(kinds), sku_ids=list(sku_ids)))


@dataclass(frozen=True, slots=True)
class Held:
    sku_id: UUID
    claim_fen: int


HELD = Statement(
    """
    select sku_id, max(claim_fen) as claim_fen from margin_claim
    where tenant_id = %(tenant)s and source_kind = %(kind)s and sku_id = any(%(sku_ids)s::uuid[]) group by sku_id
    """,
    Held,
)


async def held_soon(session: ReadSession, kind: SourceKind, sku_ids: Sequence[UUID]) -> Soon[dict[UUID, int]]:
    """What the sources of a kind may take off a piece at most, by SKU, on its way. One statement without a wait."""
    return await session.soon(
        HELD, lambda rows: {row.sku_id: row.claim_fen for row in rows}, kind=kind, sku_ids=list(sku_ids)
    )


async def thin(session: ReadSession, kind: SourceKind) -> int:
    """How many SKUs that a kind of source claims have fallen below their floor since."""
    return await session.one(THIN, kind=kind)


async def asked(
    session: ReadSession, source: Source, wishes: Sequence[Wish], loss: Loss | None = None
) -> dict[str, object]:
    """The wishes with today's prices, costs and floors, as the statements take them, by SKU id."""
    claims = {wish.sku_id: wish.claim_fen for wish in wishes}
    worth = await catalog.worth(session, list(claims))
    floor_bp = (await identity.tenant(session)).settings.margin_floor_bp
    sku_ids: list[UUID] = sorted(worth, key=lambda sku_id: sku_id.int)
    return {
        "source_kind": source.kind,
        "source_id": source.id,
        "phase": source.phase,
        "sku_ids": sku_ids,
        "prices_fen": [worth[sku_id].price_fen for sku_id in sku_ids],
        "costs_fen": [worth[sku_id].cost_fen for sku_id in sku_ids],
        "floors_fen": [rules.floor_fen(worth[sku_id].price_fen, floor_bp) for sku_id in sku_ids],
        "claims_fen": [claims[sku_id] for sku_id in sku_ids],
        "pieces": [loss.pieces.get(sku_id, 0) if loss else None for sku_id in sku_ids],
        "budget_fen": loss.budget_fen if loss else None,
    }
