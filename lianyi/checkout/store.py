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
    returning quantity
    """,
    int,
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
# The lines that were bought, of as many carts as placed together.
REMOVE_BOUGHT = Statement(
    """
    delete from checkout_cart_line c
    using unnest(%(people)s::uuid[], %(sku_ids)s::uuid[]) as bought (person_id, sku_id)
    where c.tenant_id = %(tenant)s and c.person_id = bought.person_id and c.sku_id = bought.sku_id
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


# In the order of their ids, so that two batches never wait for each other in a circle; only the owner's.
LOCK_QUOTES = Statement(
    """
    select q.id, q.source, q.sums, q.terms_version, q.expires_at, q.order_id
    from checkout_quote q join unnest(%(ids)s::uuid[], %(people)s::uuid[]) as asked (id, person_id)
      on q.id = asked.id and q.person_id = asked.person_id
    where q.tenant_id = %(tenant)s order by q.id for update of q
    """,
    HeldQuote,
)
CLOSE_QUOTES = Statement(
    """
    update checkout_quote q set order_id = done.order_id
    from unnest(%(ids)s::uuid[], %(order_ids)s::uuid[]) as done (id, order_id)
    where q.tenant_id = %(tenant)s and q.id = done.id
    """
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
