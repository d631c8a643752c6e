"""How some orders stand, for those above who keep orders of their own kind: no goods, no receiver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.orders.types import OrderState


@dataclass(frozen=True, slots=True)
class Standing:
    """`cases`: after-sales there ever were. `title` is the first line's."""

    id: UUID
    number: str
    person_id: UUID
    state: OrderState
    payable_fen: int
    refunded_fen: int
    item_count: int
    cases: int
    placed_at: datetime
    paid_at: datetime | None
    pay_deadline_at: datetime
    title: str


STANDINGS = Statement(
    """
    select o.id, o.number, o.person_id, o.state, o.payable_fen, o.refunded_fen, o.item_count, o.cases, o.placed_at,
      o.paid_at, o.pay_deadline_at, line.title
    from orders_order o
    join orders_line line on line.tenant_id = %(tenant)s and line.order_id = o.id and line.seq = (
      select min(seq) from orders_line where tenant_id = %(tenant)s and order_id = o.id)
    where o.tenant_id = %(tenant)s and o.id = any(%(ids)s::uuid[])
    """,
    Standing,
)
BY_NUMBER = Statement(
    """
    select id from orders_order where tenant_id = %(tenant)s and number = %(number)s
    """,
    UUID,
)


async def standings(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """How some orders stand, by id; none for no ids."""
    if not ids:
        return {}
    return {row.id: row for row in await session.all(STANDINGS, ids=list(ids))}


async def standing_by_number(session: ReadSession, number: str) -> Standing | None:
    """The same for an order's number as people write it; None when there is none."""
    found = await session.maybe(BY_NUMBER, number=number.strip())
    return None if found is None else (await standings(session, [found])).get(found)


@dataclass(frozen=True, slots=True)
class Placed:
    """An order's beginning and nothing else."""

    id: UUID
    person_id: UUID
    placed_at: datetime


PLACED = Statement(
    """
    select id, person_id, placed_at from orders_order
    where tenant_id = %(tenant)s and (placed_at, id) > (%(after_at)s, %(after_id)s)
    order by placed_at, id limit %(limit)s
    """,
    Placed,
)


async def placed_after(session: ReadSession, after_at: datetime, after_id: UUID, limit: int) -> list[Placed]:
    """Orders in the order they were placed, from after (instant, id): for whoever walks through all of them."""
    return await session.all(PLACED, after_at=after_at, after_id=after_id, limit=limit)
