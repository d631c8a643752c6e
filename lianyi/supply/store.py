"""Writing SQL of supply."""

from uuid import UUID

from lianyi.kit.db import Statement

# One hand at a time on the templates of a shop: their names and the one default are looked at before they are written.
LOCK = Statement(
    "select pg_advisory_xact_lock(hashtextextended('supply_freight_template:' || %(tenant)s::text, 0))"
)
# Whoever gives goods a template holds it until they are saved; who deletes it holds it before the goods are counted.
HOLD = Statement(
    "select id from supply_freight_template where tenant_id = %(tenant)s and id = %(id)s for key share", UUID
)
HOLD_TO_DROP = Statement(
    "select id from supply_freight_template where tenant_id = %(tenant)s and id = %(id)s for update", UUID
)
ADD = Statement(
    """
    insert into supply_freight_template (tenant_id, id, name, kind, rules, is_default, version, updated_at)
    values (%(tenant)s, %(id)s, %(name)s, %(kind)s, %(rules)s::jsonb,
            %(is_default)s or not exists (select 1 from supply_freight_template where tenant_id = %(tenant)s), 1, %(now)s)
    on conflict (tenant_id, name) do nothing
    returning id
    """,
    UUID,
)
CHANGE = Statement(
    """
    update supply_freight_template set name = %(name)s, kind = %(kind)s, rules = %(rules)s::jsonb,
           is_default = is_default or %(is_default)s, version = version + 1, updated_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and version = %(version)s
      and not exists (select 1 from supply_freight_template o
                      where o.tenant_id = %(tenant)s and o.name = %(name)s and o.id <> %(id)s)
    """
)
# One default a tenant: whoever becomes it takes it from the others in the same transaction.
ONE_DEFAULT = Statement(
    """
    update supply_freight_template set is_default = false
    where tenant_id = %(tenant)s and is_default and id <> %(id)s
    """
)
DROP = Statement(
    "delete from supply_freight_template where tenant_id = %(tenant)s and id = %(id)s and not is_default"
)
