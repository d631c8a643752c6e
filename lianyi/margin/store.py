"""Writing SQL of margin."""

from lianyi.kit.db import Statement
from lianyi.margin.types import Room

# Every SKU has one row that two claims wait for; piped with its lock before CLAIM, so that CLAIM sees what the one before
# it has committed.
OPEN_ROOMS = Statement(
    """
    insert into margin_room (tenant_id, sku_id, price_fen, cost_fen, floor_fen, claimed_fen, checked_at)
    select %(tenant)s, a.sku_id, a.price_fen, a.cost_fen, a.floor_fen, 0, %(now)s
    from unnest(%(sku_ids)s::uuid[], %(prices_fen)s::bigint[], %(costs_fen)s::bigint[], %(floors_fen)s::bigint[])
      as a (sku_id, price_fen, cost_fen, floor_fen)
    order by a.sku_id
    on conflict (tenant_id, sku_id) do nothing
    """
)
LOCK_ROOMS = Statement(
    """
    select sku_id from margin_room
    where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[]) order by sku_id for update
    """
)
# Two savers that meet on no SKU may still add to one source's loss: they wait for each other at its budget.
LOCK_LOSSES = Statement(
    """
    select source_id from margin_loss
    where tenant_id = %(tenant)s and (source_kind, source_id) in (
      select source_kind, source_id from margin_claim
      where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[]) and pieces is not null)
    order by source_id for update
    """
)
# All or nothing: nothing is written when one SKU would fall below its floor, or a source that bears
# its loss would lose more than its budget. `forced`: a price or cost has moved under a
# running source; what is true is written, and the caller alarms.
CLAIM = Statement(
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
    ), sums as (
      select a.sku_id, a.price_fen, a.cost_fen, a.floor_fen, a.claim_fen as own_fen, a.pieces,
        (select sum(w.claim_fen)::bigint from worst w where w.sku_id = a.sku_id) as claim_fen
      from asked a
    ), verdict as (
      select %(forced)s or case when %(budget_fen)s::bigint is null then bool_and(
          price_fen - claim_fen - coalesce(cost_fen, 0) >= floor_fen and claim_fen <= price_fen
          and (cost_fen is not null or %(unknown_cost_accepted)s))
        else bool_and(cost_fen is not null)
          and sum(pieces * greatest(0, floor_fen + claim_fen + cost_fen - price_fen)) <= %(budget_fen)s end as fits
      from sums
    ), put as (
      insert into margin_claim (tenant_id, source_kind, source_id, sku_id, phase, claim_fen, at, pieces)
      select %(tenant)s, %(source_kind)s, %(source_id)s, sku_id, %(phase)s, own_fen, %(now)s, pieces
      from sums where (select fits from verdict) order by sku_id
      on conflict (tenant_id, source_kind, source_id, sku_id) do update
      set claim_fen = excluded.claim_fen, phase = excluded.phase, at = excluded.at, pieces = excluded.pieces
    ), budget as (
      insert into margin_loss (tenant_id, source_kind, source_id, budget_fen)
      select %(tenant)s, %(source_kind)s, %(source_id)s, %(budget_fen)s
      where %(budget_fen)s::bigint is not null and (select fits from verdict)
      on conflict (tenant_id, source_kind, source_id) do update set budget_fen = excluded.budget_fen
    ), kept as (
      delete from margin_loss
      where tenant_id = %(tenant)s and source_kind = %(source_kind)s and source_id = %(source_id)s
        and %(budget_fen)s::bigint is null and (select fits from verdict)
    ), noted as (
      update margin_room r set price_fen = s.price_fen, cost_fen = s.cost_fen, floor_fen = s.floor_fen,
        claimed_fen = case when %(budget_fen)s::bigint is null then s.claim_fen else coalesce((
          select sum(kept.claim_fen)::bigint from (
            select max(c.claim_fen) as claim_fen from margin_claim c
            where c.tenant_id = %(tenant)s and c.sku_id = s.sku_id and c.pieces is null
              and (c.source_kind, c.source_id) <> (%(source_kind)s, %(source_id)s::uuid)
            group by c.phase) as kept), 0) end, checked_at = %(now)s
      from sums s where r.tenant_id = %(tenant)s and r.sku_id = s.sku_id and (select fits from verdict)
    )
    select sku_id, price_fen, cost_fen, claim_fen, floor_fen, pieces from sums order by sku_id
    """,
    Room,
)
RELEASE = Statement(
    """
    with budget as (
      delete from margin_loss
      where tenant_id = %(tenant)s and source_kind = %(source_kind)s and source_id = %(source_id)s
    )
    delete from margin_claim
    where tenant_id = %(tenant)s and source_kind = %(source_kind)s and source_id = %(source_id)s
    """
)
