"""How a person stands: level, what counts, points, history."""

from datetime import datetime, timedelta
from uuid import UUID

from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Line
from lianyi.members.queries.program import levels, program
from lianyi.members.rules import levels as level_rules
from lianyi.members.rules.accounts import of_person
from lianyi.members.types import Change, Count, Holding, Level, Lot, Person, Standing

HISTORY_MAX = 100

COUNT = Statement(
    """
    select coalesce(sum(kept_fen), 0)::bigint as spend_fen, (count(*) filter (where kept_fen > 0))::int as orders,
      coalesce(sum(points), 0)::bigint as points
    from members_earning where tenant_id = %(tenant)s and person_id = %(person_id)s and at > %(from_at)s
    """,
    Count,
)
HOLDINGS = Statement(
    """
    select person_id, way, level_id, since_at, until_at from members_holding
    where tenant_id = %(tenant)s and person_id = %(person_id)s and (until_at is null or until_at > %(now)s)
    """,
    Holding,
)
LOTS = Statement(
    """
    select expires_on, points from members_lot
    where tenant_id = %(tenant)s and person_id = %(person_id)s and points > 0 and expires_on > %(today)s
    order by expires_on
    """,
    Lot,
)
PERSON = Statement(
    """
    select person_id, super_user, owed_points, birth_month, birth_day, birthday_set_at from members_person
    where tenant_id = %(tenant)s and person_id = %(person_id)s
    """,
    Person,
)
CHANGES = Statement(
    """
    select id, at, kind, from_name, to_name, until_at, by_name, note from members_change
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by id desc limit %(limit)s
    """,
    Change,
)


async def count_of(session: ReadSession, person_id: UUID, window_days: int) -> Count:
    """What of a person counts now."""
    return await session.one(COUNT, person_id=person_id, from_at=session.now - timedelta(days=window_days))


async def holdings(session: ReadSession, person_id: UUID) -> list[Holding]:
    """The levels a person holds, by every way."""
    return await session.all(HOLDINGS, person_id=person_id)


async def points_lots(session: ReadSession, person_id: UUID) -> list[Lot]:
    """A person's points by the day they end."""
    return await session.all(LOTS, person_id=person_id, today=business_day(session.now))


async def changes(session: ReadSession, person_id: UUID) -> list[Change]:
    """The history of a person's levels, newest first."""
    return await session.all(CHANGES, person_id=person_id, limit=HISTORY_MAX)


async def statement(
    session: ReadSession, person_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[Line]:
    """A person's points, newest first, from before the given line."""
    return await ledger.latest(session, of_person(person_id), before, limit)


def highest(held: list[Holding], known: list[Level]) -> tuple[Level | None, Holding | None]:
    """The highest level among holdings; of two ways to it the one that lasts longer."""
    by_id = {level.id: level for level in known}
    ranked = [(by_id[one.level_id], one) for one in held if one.level_id in by_id]
    return max(
        ranked,
        key=lambda pair: (pair[0].rank, pair[1].until_at is None, pair[1].until_at or pair[1].since_at),
        default=(None, None),
    )


async def standing(session: ReadSession, person_id: UUID) -> Standing:
    """Everything a person's page says of levels and points. 6 statements."""
    plan, known = await program(session), await levels(session)
    level, holding = highest(await holdings(session, person_id), known)
    lots = await points_lots(session, person_id)
    person = await session.maybe(PERSON, person_id=person_id)
    return Standing(
        level=level,
        holding=holding,
        next_level=level_rules.next_of(known, level),
        count=await count_of(session, person_id, plan.window_days),
        points=sum(lot.points for lot in lots) if plan.points_on else 0,
        expiring=lots[0] if lots and plan.points_on else None,
        owed_points=person.owed_points if person else 0,
        person=person,
    )
