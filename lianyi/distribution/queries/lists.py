"""Lists of shopkeepers for the staff: filters, search, white-listed sorts, counts; and one with all its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from lianyi.distribution.models import shopkeepers as tables
from lianyi.distribution.types.shopkeepers import Keeper, KeeperState
from lianyi.identity import queries as identity
from lianyi.kit.db import ReadSession, Statement

Sort = Literal["applied", "started", "grade"]
_keeper = tables.shopkeeper.c
# What a list may be ordered by; nothing of a request ever stands in SQL.
SORTS: dict[Sort, Any] = {
    "applied": _keeper.applied_at, "started": _keeper.started_at, "grade": _keeper.grade,
}  # fmt: skip
FOUND_MAX = 200


@dataclass(frozen=True, slots=True)
class KeeperFilter:
    """Conditions of a list; None and empty mean any. `query`: a micro-shop's name, a nickname, a phone or its tail."""

    query: str = ""
    state: KeeperState | None = None
    grade: int | None = None
    invited_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class KeeperFigures:
    """What a shopkeeper came to so far: customers now, orders placed, commission promised less taken back, recruits."""

    shopkeeper_id: UUID
    customers: int
    orders: int
    earned_fen: int
    invited: int


@dataclass(frozen=True, slots=True)
class StateCount:
    state: KeeperState
    count: int


COUNTS = Statement(
    """
    select state, count(*) as count from distribution_shopkeeper where tenant_id = %(tenant)s group by state
    """,
    StateCount,
)
FIGURES = Statement(
    """
    select k.id as shopkeeper_id,
      (select count(*) from distribution_customer c
       where c.tenant_id = %(tenant)s and c.shopkeeper_id = k.id
         and (c.valid_until is null or c.valid_until > %(now)s)) as customers,
      (select count(*) from distribution_order o where o.tenant_id = %(tenant)s and o.shopkeeper_id = k.id) as orders,
      (select coalesce(sum(case kind when 'accrue' then amount_fen when 'reverse' then -amount_fen else 0 end), 0)::bigint
       from distribution_commission_entry e where e.tenant_id = %(tenant)s and e.shopkeeper_id = k.id) as earned_fen,
      (select count(*) from distribution_shopkeeper i where i.tenant_id = %(tenant)s and i.invited_by = k.id) as invited
    from distribution_shopkeeper k where k.tenant_id = %(tenant)s and k.id = any(%(ids)s::uuid[])
    """,
    KeeperFigures,
)


async def page(
    session: ReadSession, wanted: KeeperFilter, sort: Sort, before: tuple[Any, UUID] | None, limit: int
) -> list[Keeper]:
    """Shopkeepers, the newest or highest first; `before` holds the sort's value and the id of the last one seen."""
    column = SORTS[sort]
    query = select(*[_keeper[field.name] for field in fields(Keeper)]).where(
        _keeper.tenant_id == session.tenant
    )
    if wanted.state is not None:
        query = query.where(_keeper.state == str(wanted.state))
    if wanted.grade is not None:
        query = query.where(_keeper.grade == wanted.grade)
    if wanted.invited_by is not None:
        query = query.where(_keeper.invited_by == wanted.invited_by)
    if wanted.query.strip():
        query = query.where(await _meant(session, wanted.query.strip()))
    if sort == "started":
        query = query.where(_keeper.started_at.is_not(None))
    if before is not None:
        value, last = before
        query = query.where(or_(column < value, and_(column == value, _keeper.id < last)))
    return await session.select(query.order_by(column.desc(), _keeper.id.desc()).limit(limit), Keeper)


async def _meant(session: ReadSession, text: str) -> Any:
    """A micro-shop called so, or one of the people whom identity finds by these words; phones are never read here."""
    people = [row.id for row in await identity.search_people(session, text, limit=FOUND_MAX)]
    named = func.strpos(func.lower(_keeper.shop_name), text.lower()) > 0
    return or_(named, _keeper.person_id.in_(people)) if people else named


async def counts(session: ReadSession) -> dict[KeeperState, int]:
    """How many are in each state."""
    return {row.state: row.count for row in await session.all(COUNTS)}


@dataclass(frozen=True, slots=True)
class KeeperWaits:
    """What waits for the staff: applications to decide on, appeals about whose an order is."""

    applications: int
    appeals: int


WAITS = Statement(
    """
    select (select count(*)::int from distribution_shopkeeper where tenant_id = %(tenant)s and state = 'applied')
        as applications,
      (select count(*)::int from distribution_dispute where tenant_id = %(tenant)s and state = 'open') as appeals
    """,
    KeeperWaits,
)


async def waits(session: ReadSession) -> KeeperWaits:
    """What waits for the staff. One statement."""
    return await session.one(WAITS)


async def figures(session: ReadSession, keeper_ids: Sequence[UUID]) -> dict[UUID, KeeperFigures]:
    """What some shopkeepers came to so far, by id. One statement."""
    rows = await session.all(FIGURES, ids=list(keeper_ids)) if keeper_ids else []
    return {row.shopkeeper_id: row for row in rows}


SORT_FIELDS: dict[Sort, tuple[str, type[datetime] | type[int]]] = {
    "applied": ("applied_at", datetime), "started": ("started_at", datetime), "grade": ("grade", int),
}  # fmt: skip
