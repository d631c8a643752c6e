"""Writing SQL of assists: each transition names the state it comes from. The run itself is the frame's."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Statement

PROMISE = Statement(
    """
    insert into promotions_assist_promise (
      tenant_id, run_id, campaign_id, sku_id, product_id, reward_fen, rules_zh, rules_en, state)
    values (%(tenant)s, %(run_id)s, %(campaign_id)s, %(sku_id)s::uuid, %(product_id)s::uuid, %(reward_fen)s,
      %(rules_zh)s::jsonb, %(rules_en)s::jsonb, 'open')
    """
)
# The run is full: what it is for is held, once.
KEEP = Statement(
    """
    update promotions_assist_promise
    set state = 'kept', grant_id = %(grant_id)s, held_fen = %(held_fen)s, counted = %(counted)s
    where tenant_id = %(tenant)s and run_id = %(run_id)s and state = 'open'
    """
)
# An order takes off more or less than was held when the run became full: the price has moved meanwhile.
REWORTH = Statement(
    """
    update promotions_assist_promise set grant_id = %(grant_id)s, held_fen = %(held_fen)s
    where tenant_id = %(tenant)s and run_id = %(run_id)s and state = 'kept'
    """
)
GIVE = Statement(
    """
    update promotions_assist_promise set state = 'given', piece_id = coalesce(%(piece_id)s::uuid, piece_id)
    where tenant_id = %(tenant)s and run_id = %(run_id)s and state = 'kept'
    """
)


@dataclass(frozen=True, slots=True)
class LetGo:
    """What a run held until now."""

    campaign_id: UUID
    sku_id: UUID | None
    grant_id: UUID | None
    counted: bool


# The held piece and worth go back, once; the row as it was answers what they were.
LET_GO = Statement(
    """
    with was as (
      select run_id, campaign_id, sku_id, grant_id, counted from promotions_assist_promise
      where tenant_id = %(tenant)s and run_id = %(run_id)s and state = any(%(states)s::text[]) for update
    )
    update promotions_assist_promise p set state = 'gone', held_fen = 0, counted = false
    from was where p.tenant_id = %(tenant)s and p.run_id = was.run_id
    returning was.campaign_id, was.sku_id, was.grant_id, was.counted
    """,
    LetGo,
)
