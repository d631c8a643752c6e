"""Reads of commission: what a shopkeeper has, its statement, and why each line is what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.distribution.errors.commissions import CommissionUnknown
from lianyi.distribution.queries import plans
from lianyi.distribution.types.commissions import Balance, Commission, CommissionId, Entry, OrderSnapshot
from lianyi.distribution.types.plans import Plan
from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import AccountRef, Purpose
from lianyi.orders import queries as orders
from lianyi.orders.types import Line, Order

OWNER_KIND = "shopkeeper"
STANDING = (
    Purpose.COMMISSION_PENDING,
    Purpose.COMMISSION_FROZEN,
    Purpose.COMMISSION_AVAILABLE,
    Purpose.PAYOUT_HELD,
)
_COMMISSION = """order_line_id, order_id, shopkeeper_id, plan_id, scope, rate_bp, fixed_fen, cap_fen, factor_bp, base,
    base_fen, cost_fen, line_paid_fen, quantity, worked_fen, amount_fen, reversed_fen, reason, state, held, placed_at,
    release_at, released_at"""
_RELEASED = """l.order_line_id as id, r.at, 'release' as kind, l.order_id, l.order_line_id, r.shopkeeper_id, l.amount_fen,
    'frozen' as source, 'available' as target,
    'commission-release:' || r.sweep_id || ':' || r.shopkeeper_id as transfer_key"""
_LINES = "unnest(r.order_line_ids, r.order_ids, r.amounts_fen) as l (order_line_id, order_id, amount_fen)"
_ENTRY = "id, at, kind, order_id, order_line_id, shopkeeper_id, amount_fen, source, target, transfer_key"

SNAPSHOT = Statement(
    """
    select order_id, shopkeeper_id, level, grade, touch, channel, binding_id, rule_version, plan_id, campaign_id, placed_at
    from distribution_order where tenant_id = %(tenant)s and order_id = %(order_id)s
    """,
    OrderSnapshot,
)
OF_ORDER = Statement(
    f"""
    select {_COMMISSION} from distribution_commission
    where tenant_id = %(tenant)s and order_id = %(order_id)s order by order_line_id limit 200
    """,  # noqa: S608  our own column list
    Commission,
)
ONE_OF = Statement(
    f"""
    select {_COMMISSION} from distribution_commission
    where tenant_id = %(tenant)s and order_line_id = %(id)s and shopkeeper_id = any(%(places)s::uuid[])
    """,  # noqa: S608  our own column list
    Commission,
)
_OF_C = ", ".join(f"c.{name.strip()}" for name in _COMMISSION.split(","))
# Along the orders of a shopkeeper, whose index is there: a page ends the walk. What an appeal gave to somebody else is
# not theirs any more.
OF_SHOPKEEPER = Statement(
    f"""
    select {_OF_C} from distribution_order o
    join distribution_commission c on c.tenant_id = %(tenant)s and c.order_id = o.order_id
      and c.shopkeeper_id = o.shopkeeper_id
    where o.tenant_id = %(tenant)s and o.shopkeeper_id = %(shopkeeper_id)s and o.placed_at <= %(before_at)s
      and (%(state)s::text is null or c.state = %(state)s)
      and (o.placed_at, c.order_line_id) < (%(before_at)s, %(before_id)s)
    order by o.placed_at desc, c.order_line_id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Commission,
)
# And what appeals gave them of orders that were written down as somebody else's: few.
GIVEN_BY_APPEALS = Statement(
    f"""
    select distinct {_OF_C} from distribution_dispute d
    join distribution_order o on o.tenant_id = %(tenant)s and o.order_id = d.order_id
    join distribution_commission c on c.tenant_id = %(tenant)s and c.order_id = d.order_id
    where d.tenant_id = %(tenant)s and d.shopkeeper_id = %(shopkeeper_id)s and d.state = 'upheld'
      and o.shopkeeper_id <> d.shopkeeper_id and c.shopkeeper_id = d.shopkeeper_id
      and (%(state)s::text is null or c.state = %(state)s)
      and (c.placed_at, c.order_line_id) < (%(before_at)s, %(before_id)s)
    order by c.placed_at desc, c.order_line_id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Commission,
)
# A line is released once, in the sweep of its payee and its instant: that is how its release is found. It comes last of
# what is entered at one instant.
ENTRIES_OF_ORDER = Statement(
    f"""
    select {_ENTRY} from (
      select {_ENTRY} from distribution_commission_entry
      where tenant_id = %(tenant)s and order_line_id = any(%(order_line_ids)s::uuid[])
      union all
      select {_RELEASED}
      from distribution_commission c
      join distribution_commission_release r on r.tenant_id = %(tenant)s and r.shopkeeper_id = c.shopkeeper_id
        and r.at = c.released_at
      cross join lateral {_LINES}
      where c.tenant_id = %(tenant)s and c.order_line_id = any(%(order_line_ids)s::uuid[])
        and l.order_line_id = c.order_line_id) as moves
    order by at, kind = 'release', id limit 2000
    """,  # noqa: S608  our own column list
    Entry,
)
# A page of each of the two tables, along the index of each; the page of both is the first of what they give.
STATEMENT = Statement(
    f"""
    select {_ENTRY} from (
      (select {_ENTRY} from distribution_commission_entry
       where tenant_id = %(tenant)s and shopkeeper_id = %(shopkeeper_id)s
         and (%(kind)s::text is null or kind = %(kind)s) and at >= %(from_at)s and at < %(to_at)s
         and (at, id) < (%(before_at)s, %(before_id)s)
       order by at desc, id desc limit %(limit)s)
      union all
      (select {_RELEASED}
       from distribution_commission_release r
       cross join lateral {_LINES}
       where r.tenant_id = %(tenant)s and r.shopkeeper_id = %(shopkeeper_id)s
         and coalesce(%(kind)s::text, 'release') = 'release' and r.at >= %(from_at)s and r.at < %(to_at)s
         and r.at <= %(before_at)s and (r.at, l.order_line_id) < (%(before_at)s, %(before_id)s)
       order by r.at desc, l.order_line_id desc limit %(limit)s)) as moves
    order by at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Entry,
)
# Whose lines have waited longest, at most so many lines of them.
DUE = Statement(
    """
    select distinct shopkeeper_id from (
      select shopkeeper_id from distribution_commission_due
      where tenant_id = %(tenant)s and release_at <= %(now)s order by release_at limit %(limit)s) as oldest
    """,
    UUID,
)


def account(purpose: Purpose, shopkeeper_id: UUID) -> AccountRef:
    """A shopkeeper's account of a purpose."""
    return AccountRef(purpose, OWNER_KIND, shopkeeper_id)


async def balances(session: ReadSession, shopkeeper_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """What shopkeepers have, by id; zeroes for whoever never had anything. One statement."""
    refs = {
        (one, purpose): account(purpose, one).id_in(session.tenant)
        for one in shopkeeper_ids
        for purpose in STANDING
    }
    found = {
        row.id: row.posted_fen - row.held_fen
        for row in await ledger.accounts_by_id(session, list(refs.values()))
    }
    return {
        one: Balance(one, *(found.get(refs[one, purpose], 0) for purpose in STANDING))
        for one in shopkeeper_ids
    }


async def snapshot(session: ReadSession, order_id: UUID) -> OrderSnapshot | None:
    """Who brought an order, as it was placed; None when nobody did."""
    return await session.maybe(SNAPSHOT, order_id=order_id)


async def of_order(session: ReadSession, order_id: UUID) -> list[Commission]:
    """The commission of an order's lines; empty when nobody brought it."""
    return await session.all(OF_ORDER, order_id=order_id)


async def entries_of(session: ReadSession, order_line_ids: Sequence[UUID]) -> list[Entry]:
    """Every move of some lines' commission, oldest first."""
    return await session.all(ENTRIES_OF_ORDER, order_line_ids=list(order_line_ids))


async def statement(
    session: ReadSession, places: Sequence[UUID], *, from_at: datetime, to_at: datetime,
    before: tuple[datetime, UUID] | None, limit: int, kind: str | None = None,
) -> list[Entry]:  # fmt: skip
    """A person's entries in a period, of every place they have or had, newest first. One statement a place."""
    before_at, before_id = before or (to_at, UUID(int=(1 << 128) - 1))
    found: list[Entry] = []
    for place in places:
        found += await session.all(
            STATEMENT, shopkeeper_id=place, from_at=from_at, to_at=to_at, before_at=before_at, before_id=before_id,
            kind=kind, limit=limit,
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:limit]


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line of an order with its commission and every move of it; None: nobody brought the order."""

    line: Line
    commission: Commission | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why an order paid what it paid, and to whom; the snapshot is None when nobody brought it."""

    order: Order
    snapshot: OrderSnapshot | None
    plan: Plan | None
    lines: tuple[WhyLine, ...]

    @property
    def left_fen(self) -> int:
        return sum(one.commission.left_fen for one in self.lines if one.commission is not None)


async def why(session: ReadSession, order_id: UUID) -> Why:
    """The whole way of an order's commission. Raises OrderUnknown."""
    order = await orders.order(session, order_id)
    lines = await orders.lines(session, order_id)
    snapped = await snapshot(session, order_id)
    if snapped is None:
        return Why(order, None, None, tuple(WhyLine(line, None, ()) for line in lines))
    plan = await plans.by_id(session, snapped.plan_id) if snapped.plan_id else None
    known = {one.order_line_id: one for one in await of_order(session, order_id)}
    entries = await entries_of(session, list(known))
    return Why(
        order, snapped, plan,
        tuple(
            WhyLine(
                line, known.get(CommissionId(line.id)),
                tuple(entry for entry in entries if entry.order_line_id == line.id),
            )
            for line in lines
        ),
    )  # fmt: skip


async def due(session: ReadSession, limit: int) -> list[UUID]:
    """Shopkeepers with lines whose window has passed, those of the `limit` oldest lines."""
    return await session.all(DUE, limit=limit)


async def commission_of(session: ReadSession, places: Sequence[UUID], commission_id: UUID) -> Commission:
    """A person's own commission. Raises CommissionUnknown, also for somebody else's."""
    found = await session.maybe(ONE_OF, places=list(places), id=commission_id)
    if found is None:
        raise CommissionUnknown
    return found


async def of_places(
    session: ReadSession, places: Sequence[UUID], state: str | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[Commission]:  # fmt: skip
    """A person's commissions, newest first, from before (placed_at, id); all states when none is named.

    Two statements a place, and hardly anybody has more than one.
    """
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=(1 << 128) - 1))
    asked = {"state": state, "before_at": before_at, "before_id": before_id, "limit": limit}
    found: list[Commission] = []
    for place in places:
        found += await session.all(OF_SHOPKEEPER, shopkeeper_id=place, **asked)
        found += await session.all(GIVEN_BY_APPEALS, shopkeeper_id=place, **asked)
    return sorted(found, key=lambda one: (one.placed_at, one.order_line_id), reverse=True)[:limit]
