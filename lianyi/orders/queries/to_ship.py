"""What waits to be shipped, with the receivers in clear; the caller may see them and logs who did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault
from lianyi.orders.queries.lists import lines_of
from lianyi.orders.types import Line, Receiver

# A day's work of a big shop; the next file has the rest, because what was shipped is not in it any more.
TO_SHIP_MAX = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that nobody holds back, its receiver still sealed."""

    id: UUID
    number: str
    buyer_note: str
    staff_note: str
    ship_by_at: datetime | None
    receiver_sealed: bytes | None


@dataclass(frozen=True, slots=True)
class ToShip:
    """An order to ship. `receiver` is None when the person has left; `lines` still have units in the house."""

    order: Waiting
    receiver: Receiver | None
    lines: Sequence[Line]


# Whoever waits longest comes first. An order whose buyer asks for the money back is not shipped past the question.
WAITING = Statement(
    """
    select id, number, buyer_note, staff_note, ship_by_at, receiver_sealed from orders_order
    where tenant_id = %(tenant)s and state = 'to_ship' and refund_request_id is null
    order by paid_at, id limit %(limit)s
    """,
    Waiting,
)
# The newest order of each state, by its index: a big shop's parcels are not walked for a default.
LAST_CARRIER = Statement(
    """
    select parcel.carrier_code from (
      select newest.id, newest.placed_at from unnest(array['shipped', 'received', 'completed']) as wanted (state)
      cross join lateral (
        select id, placed_at from orders_order
        where tenant_id = %(tenant)s and state = wanted.state order by placed_at desc, id desc limit 1) as newest
      ) as shipped
    join orders_parcel as parcel on parcel.tenant_id = %(tenant)s and parcel.order_id = shipped.id
    order by shipped.placed_at desc, parcel.seq desc limit 1
    """,
    str,
)


async def to_ship(session: ReadSession) -> list[ToShip]:
    """At most TO_SHIP_MAX orders, paid first comes first. Two statements."""
    found = await session.all(WAITING, limit=TO_SHIP_MAX)
    lines = await lines_of(session, [one.id for one in found])
    return [
        ToShip(one, _opened(one), [line for line in lines[one.id] if line.unshipped > 0]) for one in found
    ]


def _opened(one: Waiting) -> Receiver | None:
    if one.receiver_sealed is None:
        return None
    plain = vault().open(one.receiver_sealed, f"orders_order.receiver:{one.id}")
    known: Receiver = wire.typed(wire.loads(plain), Receiver)
    return known


async def last_carrier(session: ReadSession) -> str | None:
    """The code of the carrier that took the newest parcel; None before the first."""
    return await session.maybe(LAST_CARRIER)
