"""Writing SQL of inventory: one function, one statement; the guard is in the statement.

Every statement locks rows in the order of their SKU ids, so that two orders never wait for each other in a circle, and
computes what it writes from the locked rows (`l`, `e`), never from the row being updated: PostgreSQL checks a new row
against the table's constraints as computed from the statement's snapshot, before it learns that a newer version exists,
and would refuse an order because of stock that a concurrent release has already given back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.catalog.types import SkuId
from lianyi.inventory.types import MovementKind, OrderRef, Promise
from lianyi.kit.db import Session, Statement


@dataclass(frozen=True, slots=True)
class LockedRow:
    """A SKU whose row is held until the commit."""

    sku_id: SkuId
    available: int
    low_at: int


@dataclass(frozen=True, slots=True)
class MovedRow:
    sku_id: UUID
    quantity: int
    available_before: int


@dataclass(frozen=True, slots=True)
class AdjustedRow:
    available_before: int
    available: int


# A statement of its own before the one that moves pieces, whose snapshot then holds what the lock waited for: locked only
# inside it, PostgreSQL would evaluate that statement's CTEs again on newer rows.
LOCK_STOCK = Statement(
    """
    select sku_id, available, low_at from inventory_stock
    where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[]) order by sku_id for update
    """,
    LockedRow,
)
# What an order holds and the stock it holds it of, SKU by SKU: nobody else takes another order's reservations.
LOCK_ORDER = Statement(
    """
    select r.sku_id from inventory_reservation r
    join inventory_stock s on s.tenant_id = r.tenant_id and s.sku_id = r.sku_id
    where r.tenant_id = %(tenant)s and r.order_id = %(order_id)s order by r.sku_id for update of r, s
    """
)

# For as many orders as come together; the rows of stock are locked and known to be enough, and the table's own check
# (nothing below zero) stands behind that.
RESERVE = Statement(
    """
    with taken as (
      update inventory_stock s set available = s.available - t.quantity, reserved = s.reserved + t.quantity
      from unnest(%(taken_ids)s::uuid[], %(taken)s::int[]) as t (sku_id, quantity)
      where s.tenant_id = %(tenant)s and s.sku_id = t.sku_id
    ), wanted as (
      select w.order_id, w.sku_id, w.quantity, w.expires_at
      from unnest(%(order_ids)s::uuid[], %(sku_ids)s::uuid[], %(quantities)s::int[], %(expires)s::timestamptz[])
        as w (order_id, sku_id, quantity, expires_at)
    ), held as (
      insert into inventory_reservation (tenant_id, order_id, sku_id, quantity, state, expires_at, made_at)
      select %(tenant)s, order_id, sku_id, quantity, 'held', expires_at, %(now)s from wanted
    )
    insert into inventory_movement
      (tenant_id, id, sku_id, kind, available_delta, reserved_delta, sold_delta, reason, ref_id, at)
    select %(tenant)s, gen_random_uuid(), sku_id, 'reserved', -quantity, quantity, 0, 'order', order_id, %(now)s
    from wanted
    """
)

# Of orders whose rows of stock are locked already. `is true`, here and below, keeps the plan off the index of what is held:
# that is short when the plan is made, and holds a flash sale when it is used.
SELL_RESERVED = Statement(
    """
    with ended as (
      update inventory_reservation set state = 'committed', ended_at = %(now)s
      where tenant_id = %(tenant)s and order_id = any(%(order_ids)s::uuid[]) and (state = 'held') is true
      returning order_id, sku_id, quantity - released_quantity as quantity
    ), sold as (
      update inventory_stock s set reserved = s.reserved - e.quantity, sold = s.sold + e.quantity
      from (select sku_id, sum(quantity)::int as quantity from ended group by sku_id) as e
      where s.tenant_id = %(tenant)s and s.sku_id = e.sku_id
    )
    insert into inventory_movement
      (tenant_id, id, sku_id, kind, available_delta, reserved_delta, sold_delta, reason, ref_id, at)
    select %(tenant)s, gen_random_uuid(), sku_id, 'committed', 0, -quantity, quantity, 'order', order_id, %(now)s
    from ended
    """
)

# Without arrays: everything the order still holds.
RELEASE = Statement(
    """
    with ending as (
      select r.sku_id, r.quantity as whole, r.released_quantity,
        coalesce(g.quantity, r.quantity - r.released_quantity) as quantity
      from inventory_reservation r
      left join unnest(%(sku_ids)s::uuid[], %(quantities)s::int[]) as g (sku_id, quantity) on g.sku_id = r.sku_id
      where r.tenant_id = %(tenant)s and r.order_id = %(order_id)s and (r.state = 'held') is true
        and (%(sku_ids)s::uuid[] is null or g.sku_id is not null)
      order by r.sku_id for update of r
    ), ended as (
      update inventory_reservation r set
        released_quantity = e.released_quantity + e.quantity,
        state = case when e.released_quantity + e.quantity = e.whole then 'released' else 'held' end,
        ended_at = case when e.released_quantity + e.quantity = e.whole then %(now)s::timestamptz end
      from ending e
      where r.tenant_id = %(tenant)s and r.order_id = %(order_id)s and r.sku_id = e.sku_id
        and e.released_quantity + e.quantity <= e.whole
      returning r.sku_id, e.quantity
    ), locked as (
      select s.sku_id, s.available, s.reserved, s.sold, s.received, e.quantity
      from inventory_stock s join ended e on e.sku_id = s.sku_id
      where s.tenant_id = %(tenant)s
      order by s.sku_id for update of s
    ), given as (
      update inventory_stock s set
        available = l.available + l.quantity, reserved = l.reserved - l.quantity, sold = l.sold, received = l.received
      from locked l
      where s.tenant_id = %(tenant)s and s.sku_id = l.sku_id
    ), noted as (
      insert into inventory_movement
        (tenant_id, id, sku_id, kind, available_delta, reserved_delta, sold_delta, reason, ref_id, at)
      select %(tenant)s, gen_random_uuid(), sku_id, 'released', quantity, -quantity, 0, 'order', %(order_id)s, %(now)s
      from locked
    )
    select sku_id, quantity, available as available_before from locked
    """,
    MovedRow,
)

# `restock` 1: back on the shelf; 0: written off, which lowers what was ever received.
GIVE_BACK = Statement(
    """
    with ending as (
      select r.sku_id, r.quantity - r.released_quantity as bought, r.returned_quantity, g.quantity
      from inventory_reservation r
      join unnest(%(sku_ids)s::uuid[], %(quantities)s::int[]) as g (sku_id, quantity) on g.sku_id = r.sku_id
      where r.tenant_id = %(tenant)s and r.order_id = %(order_id)s and r.state = 'committed'
      order by r.sku_id for update of r
    ), ended as (
      update inventory_reservation r set returned_quantity = e.returned_quantity + e.quantity from ending e
      where r.tenant_id = %(tenant)s and r.order_id = %(order_id)s and r.sku_id = e.sku_id
        and e.returned_quantity + e.quantity <= e.bought
      returning r.sku_id, e.quantity
    ), locked as (
      select s.sku_id, s.available, s.reserved, s.sold, s.received, e.quantity
      from inventory_stock s join ended e on e.sku_id = s.sku_id
      where s.tenant_id = %(tenant)s
      order by s.sku_id for update of s
    ), given as (
      update inventory_stock s set
        available = l.available + l.quantity * %(restock)s::int, reserved = l.reserved, sold = l.sold - l.quantity,
        received = l.received - l.quantity * (1 - %(restock)s::int)
      from locked l
      where s.tenant_id = %(tenant)s and s.sku_id = l.sku_id
    ), noted as (
      insert into inventory_movement
        (tenant_id, id, sku_id, kind, available_delta, reserved_delta, sold_delta, reason, ref_id, at)
      select %(tenant)s, gen_random_uuid(), sku_id, %(kind)s, quantity * %(restock)s::int, 0, -quantity, 'refund',
        %(order_id)s, %(now)s
      from locked
    )
    select sku_id, quantity, available as available_before from locked
    """,
    MovedRow,
)

OPEN = Statement(
    """
    insert into inventory_stock (tenant_id, sku_id, available, received, low_at)
    select %(tenant)s, sku_id, 0, 0, %(low_at)s from unnest(%(sku_ids)s::uuid[]) as sku_id
    on conflict (tenant_id, sku_id) do nothing
    """
)

# Either a difference (`counted` null) or a count (`delta` null, then the difference follows from the locked row).
ADJUST = Statement(
    """
    with locked as (
      select available, reserved, sold, received, coalesce(%(delta)s::bigint, %(counted)s::bigint - available) as delta
      from inventory_stock where tenant_id = %(tenant)s and sku_id = %(sku_id)s for update
    ), changed as (
      update inventory_stock s set
        available = l.available + l.delta, reserved = l.reserved, sold = l.sold, received = l.received + l.delta,
        low_at = %(low_at)s
      from locked l
      where s.tenant_id = %(tenant)s and s.sku_id = %(sku_id)s and l.available + l.delta >= 0
      returning l.delta
    ), noted as (
      insert into inventory_movement
        (tenant_id, id, sku_id, kind, available_delta, reserved_delta, sold_delta, reason, note, by_id, at)
      select %(tenant)s, gen_random_uuid(), %(sku_id)s, %(kind)s, delta, 0, 0, %(reason)s, %(note)s, %(by_id)s::uuid,
        %(now)s
      from changed where delta <> 0
    )
    select l.available as available_before, l.available + coalesce(c.delta, 0) as available
    from locked l left join changed c on true
    """,
    AdjustedRow,
)

Lines = Sequence[tuple[SkuId, int]]


# What an order gave back is history in the movements; a late payment may promise it anew.
FORGET_RELEASED = Statement(
    """
    delete from inventory_reservation
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'released'
    """
)


async def forget_released(session: Session, order_id: OrderRef) -> None:
    """Let an order reserve again what it had given back. In the pipe."""
    await session.later(FORGET_RELEASED, order_id=order_id)


async def lock_stock(session: Session, sku_ids: Sequence[SkuId]) -> list[LockedRow]:
    """Hold rows of stock until the commit, in the order of their ids; a SKU that never had stock is left out."""
    return await session.all(LOCK_STOCK, sku_ids=list(sku_ids))


async def reserve(
    session: Session, promises: Sequence[tuple[Promise, Lines]], taken: Mapping[SkuId, int]
) -> None:
    """Hold merged lines for their orders; `taken` is their sum a SKU, whose rows are locked. In the pipe."""
    rows = [
        (promise.order_id, sku_id, quantity, promise.expires_at)
        for promise, lines in promises
        for sku_id, quantity in lines
    ]
    order_ids, sku_ids, quantities, expires = zip(*rows, strict=True)
    await session.later(
        RESERVE, taken_ids=list(taken), taken=list(taken.values()), order_ids=list(order_ids),
        sku_ids=list(sku_ids), quantities=list(quantities), expires=list(expires),
    )  # fmt: skip


async def sell(session: Session, order_id: OrderRef) -> None:
    """End what the order holds as sold. In the pipe."""
    await session.later(LOCK_ORDER, order_id=order_id)
    await sell_reserved(session, [order_id])


async def sell_reserved(session: Session, order_ids: Sequence[UUID]) -> None:
    """End as sold what orders hold, in the transaction that has locked their rows of stock. In the pipe."""
    await session.later(SELL_RESERVED, order_ids=list(order_ids))


async def release(session: Session, order_id: OrderRef, lines: Lines | None) -> list[MovedRow]:
    """End what the order holds (None: all of it) as not sold; a line beyond it does not move and is not answered."""
    await session.later(LOCK_ORDER, order_id=order_id)
    return await session.all(
        RELEASE,
        order_id=order_id,
        sku_ids=None if lines is None else [sku_id for sku_id, _ in lines],
        quantities=None if lines is None else [quantity for _, quantity in lines],
    )


async def give_back(session: Session, order_id: OrderRef, lines: Lines, *, restock: bool) -> list[MovedRow]:
    """Take sold pieces back; a line beyond what was sold does not move and is not answered."""
    await session.later(LOCK_ORDER, order_id=order_id)
    return await session.all(
        GIVE_BACK,
        order_id=order_id,
        sku_ids=[sku_id for sku_id, _ in lines],
        quantities=[quantity for _, quantity in lines],
        restock=int(restock),
        kind=MovementKind.RETURNED if restock else MovementKind.WRITTEN_OFF,
    )


async def open_stock(session: Session, sku_ids: Sequence[SkuId], low_at: int) -> None:
    """Make the rows that later statements lock; rows that exist stay as they are."""
    await session.later(OPEN, sku_ids=list(sku_ids), low_at=low_at)


async def adjust(
    session: Session,
    sku_id: SkuId,
    *,
    delta: int | None,
    counted: int | None,
    kind: MovementKind,
    reason: str,
    note: str,
    by_id: UUID | None,
    low_at: int,
) -> AdjustedRow:
    """Change what is available. The row tells the same number twice when the guard refused."""
    await session.later(LOCK_STOCK, sku_ids=[sku_id])
    return await session.one(
        ADJUST,
        sku_id=sku_id,
        delta=delta,
        counted=counted,
        kind=kind,
        reason=reason,
        note=note,
        by_id=by_id,
        low_at=low_at,
    )
