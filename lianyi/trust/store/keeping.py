"""Evidence and return addresses."""

from lianyi.kit.db import Statement

# What somebody keeps without a case is counted: one hand at a time.
LOCK_LOOSE = Statement(
    "select pg_advisory_xact_lock(hashtextextended('trust_picture:' || %(tenant)s::text || %(owner_id)s::text, 0))"
)
ADD_PICTURE = Statement(
    """
    insert into trust_picture (tenant_id, id, owner_id, name, width, height, preview, created_at)
    values (%(tenant)s, %(id)s, %(owner_id)s, %(name)s, %(width)s, %(height)s, %(preview)s, %(now)s)
    """
)
# Only one's own pictures that no other case has.
TAKE_PICTURES = Statement(
    """
    update trust_picture set case_id = %(case_id)s
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[]) and owner_id = %(owner_id)s
      and (case_id is null or case_id = %(case_id)s)
    """
)
DROP_LOOSE = Statement(
    """
    delete from trust_picture where tenant_id = %(tenant)s and id in (
      select id from trust_picture
      where tenant_id = %(tenant)s and case_id is null and created_at < %(before)s
      order by created_at limit %(limit)s for update skip locked)
    returning name
    """,
    str,
)
# The addresses of a shop are counted and the default moves: one hand at a time.
LOCK_ADDRESSES = Statement(
    "select pg_advisory_xact_lock(hashtextextended('trust_return_address:' || %(tenant)s::text, 0))"
)
CLEAR_DEFAULT = Statement(
    """
    update trust_return_address set is_default = false
    where tenant_id = %(tenant)s and is_default and id <> %(id)s
    """
)
PUT_ADDRESS = Statement(
    """
    insert into trust_return_address (tenant_id, id, sealed, is_default, created_at, updated_at)
    values (%(tenant)s, %(id)s, %(sealed)s, %(is_default)s, %(now)s, %(now)s)
    on conflict (tenant_id, id) do update
      set sealed = excluded.sealed, is_default = excluded.is_default, updated_at = excluded.updated_at
    """
)
DROP_ADDRESS = Statement(
    """
    delete from trust_return_address where tenant_id = %(tenant)s and id = %(id)s
    returning is_default
    """,
    bool,
)
NEXT_DEFAULT = Statement(
    """
    update trust_return_address set is_default = true where tenant_id = %(tenant)s and id = (
      select id from trust_return_address where tenant_id = %(tenant)s order by updated_at desc, id desc limit 1)
    """
)
