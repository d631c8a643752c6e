"""Lists and figures for the merchant's staff, and a person's own data."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import queries as ledger
from lianyi.margin import queries as margin
from lianyi.members.queries.program import program
from lianyi.members.queries.standing import changes, standing
from lianyi.members.rules.accounts import ISSUED
from lianyi.members.types import LevelFigure, MemberRow, PointsFigures

DAYS = 30


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Who is listed; None: whoever. `level_id`: who holds it as their highest level now."""

    level_id: UUID | None = None
    points_min: int | None = None
    spend_min_fen: int | None = None
    super_users: bool = False


MEMBERS = Statement(
    """
    select p.person_id, l.level_id, l.level_name, l.until_at, t.points, e.spend_fen, e.orders, p.super_user
    from members_person p
    left join lateral (
      select v.id as level_id, v.name as level_name, h.until_at
      from members_holding h join members_level v on v.tenant_id = %(tenant)s and v.id = h.level_id
      where h.tenant_id = %(tenant)s and h.person_id = p.person_id and (h.until_at is null or h.until_at > %(now)s)
      order by v.rank desc, h.until_at desc nulls first limit 1) as l on true
    cross join lateral (
      select coalesce(sum(points), 0)::bigint as points from members_lot
      where tenant_id = %(tenant)s and person_id = p.person_id and expires_on > %(today)s) as t
    cross join lateral (
      select coalesce(sum(kept_fen), 0)::bigint as spend_fen, (count(*) filter (where kept_fen > 0))::int as orders
      from members_earning where tenant_id = %(tenant)s and person_id = p.person_id and at > %(from_at)s) as e
    where p.tenant_id = %(tenant)s and (%(before)s::uuid is null or p.person_id < %(before)s::uuid)
      and (%(person_id)s::uuid is null or p.person_id = %(person_id)s::uuid)
      and (%(level_id)s::uuid is null or l.level_id = %(level_id)s::uuid)
      and t.points >= %(points_min)s and e.spend_fen >= %(spend_min_fen)s
      and (not %(super_users)s or p.super_user)
    order by p.person_id desc limit %(limit)s
    """,
    MemberRow,
)
LEVEL_FIGURES = Statement(
    """
    select level_id, count(*)::int as people from (
      select distinct on (h.person_id) h.person_id, h.level_id
      from members_holding h join members_level v on v.tenant_id = %(tenant)s and v.id = h.level_id
      where h.tenant_id = %(tenant)s and (h.until_at is null or h.until_at > %(now)s)
      order by h.person_id, v.rank desc) as each
    group by level_id
    """,
    LevelFigure,
)
LIVING = Statement(
    """
    select coalesce(sum(points), 0)::bigint as points from members_lot
    where tenant_id = %(tenant)s and points > 0 and expires_on > %(today)s and expires_on <= %(until)s
    """,
    int,
)
PRICED = Statement(
    """
    select distinct sku_id from members_price
    where tenant_id = %(tenant)s and (%(after)s::uuid is null or sku_id > %(after)s::uuid) order by sku_id limit %(limit)s
    """,
    UUID,
)


async def member_page(
    session: ReadSession, wanted: MemberFilter, *, before: UUID | None = None, person_id: UUID | None = None,
    limit: int = 20,
) -> list[MemberRow]:  # fmt: skip
    """Members by the time they joined, newest first, from after `before`; or one of them."""
    window = (await program(session)).window_days
    return await session.all(
        MEMBERS, before=before, person_id=person_id, level_id=wanted.level_id, points_min=wanted.points_min or 0,
        spend_min_fen=wanted.spend_min_fen or 0, super_users=wanted.super_users, today=business_day(session.now),
        from_at=session.now - timedelta(days=window), limit=limit,
    )  # fmt: skip


async def level_figures(session: ReadSession) -> list[LevelFigure]:
    """How many hold each level now; one that nobody holds is left out."""
    return await session.all(LEVEL_FIGURES)


async def points_figures(session: ReadSession) -> PointsFigures:
    """Points in people's hands, and what moved in the last 30 days."""
    today = business_day(session.now)
    moved = await ledger.moved_since(session, ISSUED, session.now - timedelta(days=DAYS))
    return PointsFigures(
        outstanding=await session.one(LIVING, today=today, until=today + timedelta(days=36_500)),
        earned=sum(moved.get(kind, 0) for kind in ("points_earned", "points_birthday", "points_given")),
        spent=moved.get("points_spent", 0) - moved.get("points_given_back", 0),
        expired=moved.get("points_expired", 0),
        expiring=await session.one(LIVING, today=today, until=today + timedelta(days=DAYS)),
    )


async def prices_thin(session: ReadSession) -> int:
    """SKUs whose member price has fallen below the margin's floor, because their price or cost has moved."""
    return await margin.thin(session, "members")


async def priced_skus(session: ReadSession, after: UUID | None, limit: int) -> list[UUID]:
    """SKUs with a price of their own, by id."""
    return await session.all(PRICED, after=after, limit=limit)


@own_data.answer("members")
async def own_members(session: ReadSession, person: PersonId) -> object:
    """Level, points and birthday as the person may take them away."""
    found = await standing(session, person)
    kept = found.person
    return {
        "level": found.level.name if found.level else None,
        "points": found.points,
        "birthday": f"{kept.birth_month}-{kept.birth_day}" if kept and kept.birth_month else None,
        "history": [
            {"at": one.at.isoformat(), "from": one.from_name, "to": one.to_name}
            for one in await changes(session, person)
        ],
    }
