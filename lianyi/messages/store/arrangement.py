"""How a shop sends notices."""

from lianyi.kit.db import Statement

SET_KIND = Statement(
    """
    insert into messages_kind
      (tenant_id, code, is_on, mini_template_id, mini_keys, official_template_id, official_keys, updated_at)
    values (%(tenant)s, %(code)s, %(is_on)s, %(mini_template_id)s, %(mini_keys)s::jsonb, %(official_template_id)s,
      %(official_keys)s::jsonb, %(now)s)
    on conflict (tenant_id, code) do update set is_on = excluded.is_on,
      mini_template_id = excluded.mini_template_id, mini_keys = excluded.mini_keys,
      official_template_id = excluded.official_template_id, official_keys = excluded.official_keys,
      updated_at = excluded.updated_at
    """
)
SET_SETTINGS = Statement(
    """
    insert into messages_setting (tenant_id, quiet_from, quiet_to, daily_budget, updated_at)
    values (%(tenant)s, %(quiet_from)s, %(quiet_to)s, %(daily_budget)s, %(now)s)
    on conflict (tenant_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      daily_budget = excluded.daily_budget, updated_at = excluded.updated_at
    """
)
