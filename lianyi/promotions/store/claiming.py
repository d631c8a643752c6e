"""What an order takes of a campaign and what it gives back: one guarded statement each.

Rows that several orders want are counters; the guard stands in the statement, so that the last fen of a budget and the
last piece of a quota go to one order alone.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianyi.kit.db import Statement


@dataclass(frozen=True, slots=True)
class Used:
    orders: int
    pieces: int


# A person's first order inserts the row, any other moves it; no row comes back when a limit is reached.
COUNT_PERSON = Statement(
    """
    insert into promotions_person (tenant_id, campaign_id, person_id, orders, pieces)
    select %(tenant)s, %(campaign_id)s, %(person_id)s, 1, %(pieces)s
    where coalesce(1 <= %(orders_max)s::int, true) and coalesce(%(pieces)s <= %(pieces_max)s::int, true)
    on conflict (tenant_id, campaign_id, person_id) do update
    set orders = promotions_person.orders + 1, pieces = promotions_person.pieces + excluded.pieces
    where coalesce(promotions_person.orders + 1 <= %(orders_max)s::int, true)
      and coalesce(promotions_person.pieces + excluded.pieces <= %(pieces_max)s::int, true)
    returning orders, pieces
    """,
    Used,
)
SPEND = Statement(
    """
    update promotions_budget set spent_fen = spent_fen + %(discount_fen)s
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and spent_fen + %(discount_fen)s <= budget_fen
    """
)
# Piped before TAKE, so that two orders of the same goods wait for each other in one order.
LOCK_SKUS = Statement(
    """
    select sku_id from promotions_campaign_sku
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and sku_id = any(%(sku_ids)s::uuid[])
    order by sku_id for update
    """
)


TAKE = Statement(
    """
    update promotions_campaign_sku k set taken = k.taken + wanted.quantity
    from unnest(%(sku_ids)s::uuid[], %(quantities)s::int[]) as wanted (sku_id, quantity)
    where k.tenant_id = %(tenant)s and k.campaign_id = %(campaign_id)s and k.sku_id = wanted.sku_id
      and (k.quota is null or k.taken + wanted.quantity <= k.quota)
    returning k.sku_id
    """,
    UUID,
)
HOLD = Statement(
    """
    insert into promotions_claim (
      tenant_id, order_id, campaign_id, play, person_id, run_id, share_id, lines, pieces, discount_fen, more_fen,
      covered, state, at)
    values (%(tenant)s, %(order_id)s, %(campaign_id)s, %(play)s, %(person_id)s, %(run_id)s, %(share_id)s,
      %(lines)s::jsonb, %(pieces)s, %(discount_fen)s, %(more_fen)s, %(covered)s, 'held', %(now)s)
    """
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An order's claim on one campaign.

    `lines` is [{sku_id, quantity, discount_fen, counted}]; `counted`: its SKU had a quota. The budget holds
    `discount_fen`, which was taken off, and `more_fen`, which may still be given back by rule; nothing when a grant
    `covered` both before.
    """

    order_id: UUID
    campaign_id: UUID
    play: str
    person_id: UUID
    lines: list[dict[str, Any]]
    pieces: int
    discount_fen: int
    more_fen: int
    covered: bool
    state: str

    @property
    def promised_fen(self) -> int:
        return 0 if self.covered else self.discount_fen + self.more_fen


CLAIMS = Statement(
    """
    select order_id, campaign_id, play, person_id, lines, pieces, discount_fen, more_fen, covered, state
    from promotions_claim where tenant_id = %(tenant)s and order_id = %(order_id)s order by campaign_id
    """,
    Claim,
)
LOCK_CLAIMS = Statement(
    """
    select order_id, campaign_id, play, person_id, lines, pieces, discount_fen, more_fen, covered, state
    from promotions_claim where tenant_id = %(tenant)s and order_id = %(order_id)s order by campaign_id for update
    """,
    Claim,
)
END_CLAIMS = Statement(
    """
    update promotions_claim set state = %(state)s, ended_at = %(now)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and campaign_id = any(%(campaign_ids)s::uuid[])
      and state in ('held', 'paid')
    """
)
COUNT_PAID = Statement(
    """
    update promotions_claim
    set state = 'paid', paid_at = %(paid_at)s, paid_fen = %(paid_fen)s, is_new_customer = %(is_new_customer)s,
      ended_at = null
    where tenant_id = %(tenant)s and order_id = %(order_id)s and campaign_id = any(%(campaign_ids)s::uuid[])
      and state in ('held', 'released')
    """
)
SETTLE = Statement(
    """
    update promotions_claim set discount_fen = discount_fen + %(given_fen)s, more_fen = 0
    where tenant_id = %(tenant)s and order_id = %(order_id)s and campaign_id = %(campaign_id)s and state = 'paid'
    """
)
COUNT_REFUNDED = Statement(
    """
    update promotions_claim set refunded_fen = %(refunded_fen)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and refunded_fen < %(refunded_fen)s
    """
)
UNCOUNT_PERSON = Statement(
    """
    update promotions_person set orders = greatest(orders - 1, 0), pieces = greatest(pieces - %(pieces)s, 0)
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s
    """
)
UNSPEND = Statement(
    """
    update promotions_budget set spent_fen = greatest(spent_fen - %(discount_fen)s, 0)
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """
)
GIVE_BACK = Statement(
    """
    update promotions_campaign_sku k set taken = greatest(k.taken - given.quantity, 0)
    from unnest(%(sku_ids)s::uuid[], %(quantities)s::int[]) as given (sku_id, quantity)
    where k.tenant_id = %(tenant)s and k.campaign_id = %(campaign_id)s and k.sku_id = given.sku_id
    """
)
MERGE_PERSON = Statement(
    """
    with moved as (
      delete from promotions_person where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning campaign_id, orders, pieces
    )
    insert into promotions_person (tenant_id, campaign_id, person_id, orders, pieces)
    select %(tenant)s, campaign_id, %(into_person_id)s, orders, pieces from moved order by campaign_id
    on conflict (tenant_id, campaign_id, person_id) do update
    set orders = promotions_person.orders + excluded.orders, pieces = promotions_person.pieces + excluded.pieces
    """
)
MERGE_CLAIMS = Statement(
    """
    update promotions_claim set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
