"""Writing SQL of flash sales: each statement moves one use and its shelf together."""

from lianyi.kit.db import Statement

# The slot's first order opens its row, any other moves it; nobody is written when there is no room.
CLAIM = Statement(
    """
    with took as (
      insert into promotions_flash_sale_shelf as s (tenant_id, campaign_id, opens_at, sku_id, quota, taken)
      select %(tenant)s, %(campaign_id)s, %(opens_at)s, %(sku_id)s, %(quota)s::int, %(quantity)s
      where coalesce(%(quantity)s <= %(quota)s::int, true)
      on conflict (tenant_id, campaign_id, opens_at, sku_id) do update
      set taken = s.taken + excluded.taken, quota = excluded.quota
      where coalesce(s.taken + excluded.taken <= excluded.quota, true)
      returning sku_id
    )
    insert into promotions_flash_sale_use (
      tenant_id, order_id, campaign_id, opens_at, sku_id, person_id, quantity, state, at)
    select %(tenant)s, %(order_id)s, %(campaign_id)s, %(opens_at)s, sku_id, %(person_id)s, %(quantity)s, 'held', %(now)s
    from took
    """
)
_END = """
    with gone as (
      update promotions_flash_sale_use set state = %(after)s
      where tenant_id = %(tenant)s and order_id = %(order_id)s and state = %(before)s
      returning campaign_id, opens_at, sku_id, quantity
    )
    update promotions_flash_sale_shelf s set
"""
_OF = """
    from gone u
    where s.tenant_id = %(tenant)s and s.campaign_id = u.campaign_id and s.opens_at = u.opens_at and s.sku_id = u.sku_id
"""
RELEASE = Statement(_END + " taken = s.taken - u.quantity " + _OF)
RETURN = Statement(_END + " taken = s.taken - u.quantity, paid = s.paid - u.quantity " + _OF)
PAY = Statement(_END + " paid = s.paid + u.quantity " + _OF)
# Paid after it had closed: there is room again, or nothing moves.
RETAKE = Statement(
    """
    with room as (
      update promotions_flash_sale_shelf s set taken = s.taken + u.quantity
      from promotions_flash_sale_use u
      where u.tenant_id = %(tenant)s and u.order_id = %(order_id)s and u.state = 'released' and s.tenant_id = %(tenant)s
        and s.campaign_id = u.campaign_id and s.opens_at = u.opens_at and s.sku_id = u.sku_id
        and coalesce(s.taken + u.quantity <= s.quota, true)
      returning u.order_id
    )
    update promotions_flash_sale_use u set state = 'held' from room
    where u.tenant_id = %(tenant)s and u.order_id = room.order_id
    """
)
MERGE_USES = Statement(
    """
    update promotions_flash_sale_use set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
