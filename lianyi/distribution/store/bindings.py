"""Writing the log of bindings: the chain of shopkeepers, then a customer's row, then the line, each one statement."""

from lianyi.distribution.types.bindings import Customer
from lianyi.kit.db import Statement

# A circle needs a customer who sells: their lines are written one after the other in the whole shop.
LOCK_CHAIN = Statement(
    "select pg_advisory_xact_lock(hashtextextended('distribution_chain:' || %(tenant)s::text, 0))"
)
# The customer's row is the lock of their lines; nothing has counted yet when it is new.
LOCK_CUSTOMER = Statement(
    """
    insert into distribution_customer (tenant_id, person_id, counted_at, first_at)
    values (%(tenant)s, %(person_id)s, to_timestamp(0), %(first_at)s)
    on conflict (tenant_id, person_id) do update set first_at = least(distribution_customer.first_at, excluded.first_at)
    returning person_id, shopkeeper_id, binding_id, since, protected_until, valid_until, counted_at, first_at
    """,
    Customer,
)
ADD = Statement(
    """
    insert into distribution_binding (tenant_id, id, person_id, shopkeeper_id, touch, at, counts_at, share_id, visitor_id,
      channel, rule_version, is_self, same_device, in_chain, sells, ordered_before, holder_left, result, why, holder_id,
      since, protected_until, valid_until, staff_id, staff_name, words, written_at)
    values (%(tenant)s, %(id)s, %(person_id)s, %(shopkeeper_id)s, %(touch)s, %(at)s, %(counts_at)s, %(share_id)s,
      %(visitor_id)s, %(channel)s, %(rule_version)s, %(is_self)s, %(same_device)s, %(in_chain)s, %(sells)s,
      %(ordered_before)s, %(holder_left)s, %(result)s, %(why)s, %(holder_id)s, %(since)s, %(protected_until)s,
      %(valid_until)s, %(staff_id)s, %(staff_name)s, %(words)s, %(now)s)
    """
)
HOLD = Statement(
    """
    update distribution_customer
    set shopkeeper_id = %(shopkeeper_id)s, binding_id = %(binding_id)s, since = %(since)s,
      protected_until = %(protected_until)s, valid_until = %(valid_until)s, counted_at = %(counted_at)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s
    """
)
# An order was looked at as of its instant: whatever comes in later counts after it, so the same look sees the same.
SETTLE = Statement(
    """
    update distribution_customer set counted_at = %(at)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and counted_at < %(at)s
    """
)
FORGET = Statement(
    "delete from distribution_customer where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
ADD_RULE = Statement(
    """
    insert into distribution_rule (tenant_id, version, mode, protection_days, validity_days, new_customers_only,
      effective_at, staff_id, made_at)
    select %(tenant)s, coalesce(max(version), 0) + 1, %(mode)s, %(protection_days)s, %(validity_days)s,
      %(new_customers_only)s, %(effective_at)s, %(staff_id)s, %(now)s
    from distribution_rule where tenant_id = %(tenant)s
    returning version
    """,
    int,
)
