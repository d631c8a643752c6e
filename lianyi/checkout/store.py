"""Writing SQL of checkout."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.kit.db import Statement

# The lines of a cart are counted: one hand at a time. Piped before ADD and ADD_MANY, whose snapshot then holds what the
# hand before has added.
LOCK_CART = Statement(
    "select pg_advisory_xact_lock(hashtextextended('checkout_cart:' || %(tenant)s::text || %(person_id)s::text, 0))"
)
ADD = Statement(
    """
    insert into checkout_cart_line (tenant_id, person_id, sku_id, quantity, selected, added_at)
    select %(tenant)s, %(person_id)s, %(sku_id)s, %(quantity)s, true, %(now)s
    where (select count(*) from checkout_cart_line where tenant_id = %(tenant)s and person_id = %(person_id)s) < %(lines_max)s
      or exists (
        select 1 from checkout_cart_line
        where tenant_id = %(tenant)s and person_id = %(person_id)s and sku_id = %(sku_id)s)
    on conflict (tenant_id, person_id, sku_id) do update
    set quantity = least(checkout_cart_line.quantity + excluded.quantity, 999), selected = true, added_at = excluded.added_at
    """
)
ADD_MANY = Statement(
    """
    insert into checkout_cart_line (tenant_id, person_id, sku_id, quantity, selected, added_at)
    select %(tenant)s, %(person_id)s, want.sku_id, want.quantity, true, %(now)s
    from unnest(%(sku_ids)s::uuid[], %(quantities)s::int[]) as want (sku_id, quantity)
    where %(lines_max)s >= (
      select count(*) from (
        select sku_id from checkout_cart_line where tenant_id = %(tenant)s and person_id = %(person_id)s
        union select unnest(%(sku_ids)s::uuid[])) as line)
    order by want.sku_id
    on conflict (tenant_id, person_id, sku_id) do update
    set quantity = greatest(checkout_cart_line.quantity, excluded.quantity), selected = true, added_at = excluded.added_at
    """
)
SET = Statement(
    """
    update checkout_cart_line set quantity = %(quantity)s, selected = %(selected)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and sku_id = %(sku_id)s
    """
)
REMOVE = Statement(
    """
    delete from checkout_cart_line
    where tenant_id = %(tenant)s and person_id = %(person_id)s and sku_id = any(%(sku_ids)s::uuid[])
    """
)
SELECT_ALL = Statement(
    """
    update checkout_cart_line set selected = %(selected)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and selected <> %(selected)s
    """
)
EMPTY = Statement("delete from checkout_cart_line where tenant_id = %(tenant)s and person_id = %(person_id)s")
MERGE_CARTS = Statement(
    """
    with moved as (
      delete from checkout_cart_line where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning sku_id, quantity, selected, added_at
    )
    insert into checkout_cart_line (tenant_id, person_id, sku_id, quantity, selected, added_at)
    select %(tenant)s, %(into_person_id)s, sku_id, quantity, selected, added_at from moved order by sku_id
    on conflict (tenant_id, person_id, sku_id) do nothing
    """
)

KEEP_QUOTE = Statement(
    """
    insert into checkout_quote (
      tenant_id, id, person_id, source, address_id, sums, terms_version, created_at, expires_at)
    values (%(tenant)s, %(id)s, %(person_id)s, %(source)s, %(address_id)s, %(sums)s::jsonb, %(terms_version)s, %(now)s,
      %(expires_at)s)
    """
)


@dataclass(frozen=True, slots=True)
class HeldQuote:
    """A quote held for placing; `order_id` is set when it has been placed already."""

    id: UUID
    source: str
    sums: dict[str, Any]
    terms_version: str
    expires_at: datetime
    order_id: UUID | None


LOCK_QUOTE = Statement(
    """
    select id, source, sums, terms_version, expires_at, order_id from checkout_quote
    where tenant_id = %(tenant)s and id = %(quote_id)s and person_id = %(person_id)s for update
    """,
    HeldQuote,
)
CLOSE_QUOTE = Statement(
    "update checkout_quote set order_id = %(order_id)s where tenant_id = %(tenant)s and id = %(quote_id)s"
)
FORGET_QUOTES = Statement(
    """
    delete from checkout_quote where tenant_id = %(tenant)s and id in (
      select id from checkout_quote
      where tenant_id = %(tenant)s and expires_at < %(before)s order by expires_at limit %(limit)s
      for update skip locked)
    """
)
FORGET_QUOTES_OF = Statement(
    "delete from checkout_quote where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
