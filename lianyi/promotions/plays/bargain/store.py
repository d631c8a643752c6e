"""Writing SQL of bargains: a run is written once."""

from lianyi.kit.db import Statement

OPEN = Statement(
    """
    insert into promotions_bargain_run (
      tenant_id, id, campaign_id, sku_id, product_id, list_fen, start_fen, floor_fen, cuts, pay_minutes, grant_id,
      rules_zh, rules_en, at)
    values (%(tenant)s, %(id)s, %(campaign_id)s, %(sku_id)s, %(product_id)s, %(list_fen)s, %(start_fen)s,
      %(floor_fen)s, %(cuts)s::bigint[], %(pay_minutes)s, %(grant_id)s, %(rules_zh)s::jsonb, %(rules_en)s::jsonb, %(now)s)
    """
)
