"""Writing SQL of commission plans: versions are added, never changed."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.distribution.types.plans import PlanDraft, Rule
from lianyi.identity.types import Staff
from lianyi.kit import wire
from lianyi.kit.db import Session, Statement, columns

# Two who save at once: the second one gets the first one's version as its own and is refused by the unique index.
ADD_PLAN = Statement(
    """
    insert into distribution_plan (tenant_id, id, version, effective_at, base, freeze_days, order_share_bp,
      margin_share_bp, fulfilment_fen, reserve_bp, target_bp, grades, note, accept_unknown_cost, saved_by, saved_by_id,
      saved_at)
    values (%(tenant)s, %(id)s, %(version)s, %(effective_at)s, %(base)s, %(freeze_days)s, %(order_share_bp)s,
      %(margin_share_bp)s, %(fulfilment_fen)s, %(reserve_bp)s, %(target_bp)s, %(grades)s::jsonb, %(note)s,
      %(accept_unknown_cost)s, %(saved_by)s, %(saved_by_id)s, %(now)s)
    on conflict (tenant_id, version) do nothing
    returning version
    """,
    int,
)
ADD_RULES = Statement(
    """
    insert into distribution_plan_rule (tenant_id, plan_id, seq, scope, scope_id, rate_bp, fixed_fen, cap_fen)
    select %(tenant)s, %(plan_id)s, r.seq, r.scope, r.scope_id, r.rate_bp, r.fixed_fen, r.cap_fen
    from unnest(%(scopes)s::text[], %(scope_ids)s::uuid[], %(rates_bp)s::int[], %(fixed_fen)s::bigint[],
        %(caps_fen)s::bigint[]) with ordinality as r (scope, scope_id, rate_bp, fixed_fen, cap_fen, seq)
    """
)


async def add(session: Session, plan_id: UUID, version: int, draft: PlanDraft, staff: Staff) -> int | None:
    """Write a version with its rules; None when somebody has written this version before."""
    added = await session.maybe(
        ADD_PLAN, id=plan_id, version=version, effective_at=draft.effective_at, base=draft.base,
        freeze_days=draft.freeze_days, order_share_bp=draft.order_share_bp, margin_share_bp=draft.margin_share_bp,
        fulfilment_fen=draft.fulfilment_fen, reserve_bp=draft.reserve_bp, target_bp=draft.target_bp,
        grades=wire.dumps(draft.grades).decode(), note=draft.note, accept_unknown_cost=draft.accept_unknown_cost,
        saved_by=staff.name, saved_by_id=staff.staff,
    )  # fmt: skip
    if added is not None and draft.rules:
        await _add_rules(session, plan_id, draft.rules)
    return added


async def _add_rules(session: Session, plan_id: UUID, rules: Sequence[Rule]) -> None:
    rows = columns(rules, "scope", "scope_id", "rate_bp", "fixed_fen", "cap_fen")
    await session.later(
        ADD_RULES, plan_id=plan_id, scopes=rows["scope"], scope_ids=rows["scope_id"], rates_bp=rows["rate_bp"],
        fixed_fen=rows["fixed_fen"], caps_fen=rows["cap_fen"],
    )  # fmt: skip
