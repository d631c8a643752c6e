"""The life of a campaign: one guarded statement a step."""

from uuid import UUID

from lianyi.kit.db import Statement

CREATE = Statement(
    """
    insert into promotions_campaign (
      tenant_id, id, play, title, state, starts_at, ends_at, audience, channels, settings, orders_per_person_max,
      pieces_per_person_max, bears_loss, rules_zh, rules_en, created_by, created_at, version)
    values (%(tenant)s, %(id)s, %(play)s, %(title)s, 'draft', %(starts_at)s, %(ends_at)s, %(audience)s,
      %(channels)s::text[], %(settings)s::jsonb, %(orders_per_person_max)s, %(pieces_per_person_max)s,
      %(bears_loss)s, '[]', '[]',
      %(created_by)s, %(now)s, 1)
    """
)
SET_SKUS = Statement(
    """
    insert into promotions_campaign_sku (tenant_id, campaign_id, sku_id, product_id, quota, taken, settings)
    select %(tenant)s, %(campaign_id)s, row.sku_id, row.product_id, row.quota, 0, row.settings::jsonb
    from unnest(%(sku_ids)s::uuid[], %(product_ids)s::uuid[], %(quotas)s::int[], %(settings)s::text[])
      as row (sku_id, product_id, quota, settings)
    order by row.sku_id
    on conflict (tenant_id, campaign_id, sku_id) do update
    set quota = excluded.quota, settings = excluded.settings, product_id = excluded.product_id
    """
)
DROP_SKUS = Statement(
    """
    delete from promotions_campaign_sku
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and sku_id <> all(%(kept)s::uuid[])
    """
)
SET_BUDGET = Statement(
    """
    insert into promotions_budget (tenant_id, campaign_id, budget_fen) values (%(tenant)s, %(campaign_id)s, %(budget_fen)s)
    on conflict (tenant_id, campaign_id) do update set budget_fen = excluded.budget_fen
    """
)
DROP_BUDGET = Statement(
    "delete from promotions_budget where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s"
)
PUBLISH = Statement(
    """
    update promotions_campaign
    set state = 'published', published_at = %(now)s, rules_zh = %(rules_zh)s::jsonb, rules_en = %(rules_en)s::jsonb,
      unknown_cost_accepted = %(unknown_cost_accepted)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and state = 'draft' and version = %(version)s
    """
)
CHANGE = Statement(
    """
    update promotions_campaign
    set title = %(title)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s, audience = %(audience)s,
      channels = %(channels)s::text[], settings = %(settings)s::jsonb,
      orders_per_person_max = %(orders_per_person_max)s, pieces_per_person_max = %(pieces_per_person_max)s,
      rules_zh = coalesce(%(rules_zh)s::jsonb, rules_zh), rules_en = coalesce(%(rules_en)s::jsonb, rules_en),
      bears_loss = %(bears_loss)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and version = %(version)s and state in ('draft', 'published', 'paused')
    """
)
DROP = Statement(
    "delete from promotions_campaign where tenant_id = %(tenant)s and id = %(id)s and state = 'draft'"
)
MOVE = Statement(
    """
    update promotions_campaign set state = %(after)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and state = %(before)s and ends_at > %(now)s
    """
)
FINISH = Statement(
    """
    update promotions_campaign
    set state = %(state)s, stop_reason = %(reason)s, alarm = %(alarm)s, rectify_by_at = %(rectify_by_at)s,
      finished_at = %(now)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and state in ('published', 'paused')
    """
)
OVER = Statement(
    """
    select id from promotions_campaign
    where tenant_id = %(tenant)s and state in ('published', 'paused') and ends_at <= %(now)s
    order by ends_at, id limit %(limit)s for update skip locked
    """,
    UUID,
)
ALARM = Statement(
    """
    update promotions_campaign set alarm = %(alarm)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('published', 'paused')
      and alarm is distinct from %(alarm)s
    """
)
LOCK = Statement(
    "select id from promotions_campaign where tenant_id = %(tenant)s and id = %(id)s for update", UUID
)
