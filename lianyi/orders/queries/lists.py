"""Lists of orders and refunds: filters, search, cursor pages, counts, export. Every condition has an index."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, or_, select, union

from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault
from lianyi.orders import models
from lianyi.orders.queries.single import LINES
from lianyi.orders.rules import search
from lianyi.orders.types import Line, Order, Parcel, Refund

EXPORT_ROWS_MAX = 20_000
COUNT_MAX = 10_000
FOUND_MAX = 2_000  # orders one search condition may hand to the next
OPEN_REFUND = ("requested", "processing", "failed")
_order = models.order.c
_refund = models.refund.c
_parcel = models.parcel.c


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Conditions of a list; None and empty mean any. `states` may also be `("refunding",)`."""

    person_id: UUID | None = None
    order_id: UUID | None = None
    states: tuple[str, ...] = ()
    query: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    flag: int | None = None
    alarm: bool = False
    late: bool = False
    upload_failed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An order in a list, with the state of its newest refund."""

    order: Order
    refund_state: str | None


@dataclass(frozen=True, slots=True)
class StateCount:
    state: str
    count: int


# Each count stops at 10,000: "9,999+" tells a merchant enough, and a big shop's completed orders are not walked.
COUNTS = Statement(
    """
    select state, (
      select count(*) from (
        select 1 from orders_order
        where tenant_id = %(tenant)s and state = wanted.state
          and (%(person_id)s::uuid is null or person_id = %(person_id)s)
        limit 10000) as counted) as count
    from unnest(%(states)s::text[]) as wanted (state)
    union all
    select 'refunding', (
      select count(*) from (
        select distinct refund.order_id from orders_refund as refund
        join orders_order as o on o.tenant_id = refund.tenant_id and o.id = refund.order_id
        where refund.tenant_id = %(tenant)s and refund.state in ('requested', 'processing', 'failed')
          and (%(person_id)s::uuid is null or o.person_id = %(person_id)s)
        limit 10000) as counted)
    """,
    StateCount,
)


@dataclass(frozen=True, slots=True)
class OrderWord:
    id: UUID
    number: str
    state: str
    refund_request_id: UUID | None


BY_NUMBER = Statement(
    """
    select id, number, state, refund_request_id from orders_order
    where tenant_id = %(tenant)s and number = any(%(numbers)s::text[]) limit 20000
    """,
    OrderWord,
)
BY_ID = Statement(
    """
    select id, number, state, refund_request_id from orders_order
    where tenant_id = %(tenant)s and id = any(%(order_ids)s::uuid[]) limit 20000
    """,
    OrderWord,
)
BY_TRACKING = Statement(
    """
    select id, order_id, carrier_code, tracking_no, lines, shipped_at, wechat_state, wechat_error, wechat_uploads,
      wechat_tries
    from orders_parcel where tenant_id = %(tenant)s and tracking_no = any(%(tracking_nos)s::text[]) limit 20000
    """,
    Parcel,
)


@dataclass(frozen=True, slots=True)
class RefundWord:
    order_id: UUID
    state: str


REFUND_STATES = Statement(
    """
    select distinct on (order_id) order_id, state from orders_refund
    where tenant_id = %(tenant)s and order_id = any(%(order_ids)s::uuid[])
    order by order_id, created_at desc, id desc
    """,
    RefundWord,
)


async def cards(
    session: ReadSession, wanted: ListFilter, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[Card]:
    """Newest first; up to `limit + 1` so that the caller knows whether a page follows. 2 statements."""
    query = _narrow(select(*[_order[field.name] for field in fields(Order)]), session, wanted)
    if after is not None:
        query = query.where(
            or_(_order.placed_at < after[0], and_(_order.placed_at == after[0], _order.id < after[1]))
        )
    rows = await session.select(
        query.order_by(_order.placed_at.desc(), _order.id.desc()).limit(limit + 1), Order
    )
    words = await session.all(REFUND_STATES, order_ids=[row.id for row in rows]) if rows else []
    states = {word.order_id: word.state for word in words}
    return [Card(row, states.get(row.id)) for row in rows]


def _narrow(query: Select[Any], session: ReadSession, wanted: ListFilter) -> Select[Any]:
    query = query.where(_order.tenant_id == session.tenant)
    asked = ((_order.person_id, wanted.person_id), (_order.id, wanted.order_id), (_order.flag, wanted.flag))
    for column, value in asked:
        if value is not None:
            query = query.where(column == value)
    if wanted.states == ("refunding",):
        query = query.where(
            _order.id.in_(
                select(_refund.order_id).where(
                    _refund.tenant_id == session.tenant, _refund.state.in_(OPEN_REFUND)
                )
            )
        )
    elif wanted.states:
        query = query.where(_order.state.in_(wanted.states))
    if wanted.placed_from is not None:
        query = query.where(_order.placed_at >= wanted.placed_from)
    if wanted.placed_to is not None:
        query = query.where(_order.placed_at < wanted.placed_to)
    if wanted.alarm:
        query = query.where(_order.alarm.is_not(None))
    if wanted.late:
        query = query.where(_order.state == "to_ship", _order.ship_by_at < session.now)
    if wanted.upload_failed:
        query = query.where(
            _order.id.in_(
                select(_parcel.order_id).where(
                    _parcel.tenant_id == session.tenant, _parcel.wechat_state == "failed"
                )
            )
        )
    found = _found(session, wanted.query)
    return query if found is None else query.where(_order.id.in_(found))


def _found(session: ReadSession, text: str) -> Any:
    """Ids that the search finds: one indexed branch per way it may be meant; None when nothing is asked."""
    meant = search.meant(text)
    if meant is None:
        return None
    here = _order.tenant_id == session.tenant
    conditions: list[Any] = []
    if meant.number is not None:
        conditions.append(_order.number == meant.number)
    if meant.phone is not None:
        conditions.append(_order.phone_blind == search.phone_blind(meant.phone, vault()))
    if meant.phone_last4 is not None:
        conditions.append(_order.phone_last4 == meant.phone_last4)
    if meant.name is not None:
        conditions.append(_order.name_blind == search.name_blind(meant.name, vault()))
    if meant.words:
        conditions.append(_order.search_words.contains(list(meant.words)))
    branches = [
        select(_order.id).where(here, condition).order_by(_order.placed_at.desc()).limit(FOUND_MAX)
        for condition in conditions
    ]
    if meant.tracking_no is not None:
        branches.append(
            select(_parcel.order_id)
            .where(_parcel.tenant_id == session.tenant, _parcel.tracking_no == meant.tracking_no)
            .limit(FOUND_MAX)
        )
    if not branches:
        return select(_order.id).where(literal(value=False))
    return union(*[select(branch.subquery()) for branch in branches])


async def counts(session: ReadSession, states: list[str], person_id: UUID | None = None) -> dict[str, int]:
    """Orders per state, each counted up to 10,000, and `refunding`. One statement."""
    rows = await session.all(COUNTS, states=states, person_id=person_id)
    return {row.state: row.count for row in rows}


async def total(session: ReadSession, wanted: ListFilter) -> int:
    """How many orders match, counted up to 10,000."""
    inner = _narrow(select(_order.id), session, wanted).limit(COUNT_MAX).subquery()
    return (await session.select(select(func.count()).select_from(inner), int))[0]


async def lines_of(session: ReadSession, order_ids: list[UUID]) -> dict[UUID, list[Line]]:
    """The lines of many orders in one statement."""
    grouped: dict[UUID, list[Line]] = {order_id: [] for order_id in order_ids}
    if order_ids:
        for line in await session.all(LINES, order_ids=order_ids):
            grouped[line.order_id].append(line)
    return grouped


async def ids_by_number(session: ReadSession, numbers: list[str]) -> dict[str, OrderWord]:
    """Orders by their human number; unknown numbers are missing."""
    return {word.number: word for word in await session.all(BY_NUMBER, numbers=numbers)}


async def words_of(session: ReadSession, order_ids: list[UUID]) -> dict[UUID, OrderWord]:
    """Number and state of orders by their id."""
    return {word.id: word for word in await session.all(BY_ID, order_ids=order_ids)}


async def parcels_by_tracking(session: ReadSession, tracking_nos: list[str]) -> list[Parcel]:
    """Parcels that already carry one of these tracking numbers."""
    return await session.all(BY_TRACKING, tracking_nos=tracking_nos)


async def export_rows(session: ReadSession, wanted: ListFilter) -> list[Order]:
    """Orders for a finance sheet, oldest first, at most EXPORT_ROWS_MAX."""
    query = _narrow(select(*[_order[field.name] for field in fields(Order)]), session, wanted)
    return await session.select(query.order_by(_order.placed_at, _order.id).limit(EXPORT_ROWS_MAX), Order)


async def refund_page(
    session: ReadSession, *, state: str | None, query: str, limit: int, after: tuple[datetime, UUID] | None
) -> list[Refund]:
    """Refunds, newest first, up to `limit + 1`; `query` finds their orders."""
    columns = [
        _order.number.label("order_number") if field.name == "order_number" else _refund[field.name]
        for field in fields(Refund)
    ]
    joined = and_(_order.tenant_id == _refund.tenant_id, _order.id == _refund.order_id)
    listed = select(*columns).join(models.order, joined).where(_refund.tenant_id == session.tenant)
    if state is not None:
        listed = listed.where(_refund.state == state)
    found = _found(session, query)
    if found is not None:
        listed = listed.where(_refund.order_id.in_(found))
    if after is not None:
        listed = listed.where(
            or_(_refund.created_at < after[0], and_(_refund.created_at == after[0], _refund.id < after[1]))
        )
    return await session.select(
        listed.order_by(_refund.created_at.desc(), _refund.id.desc()).limit(limit + 1), Refund
    )
