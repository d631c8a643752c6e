"""One team and what hangs on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.promotions.plays.group_buy.errors import TeamUnknown
from lianyi.promotions.plays.group_buy.types import Seat, Step, Team, TeamId

TEAMS = """
    select id, campaign_id, sku_id, product_id, leader_person_id, state, need, people_max, taken, joined, topped_up,
      merged_into, price_fen, rules, closes_at, created_at, opened_at, expires_at, finished_at
    from promotions_group_buy_team
"""
SEATS = """
    select id, team_id, campaign_id, order_id, person_id, state, leader, quantity, price_fen, held_at, expires_at,
      joined_at, ended_at, moved_from, share_id
    from promotions_group_buy_seat
"""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as its row is; `team_of` reads the rules."""

    id: UUID
    campaign_id: UUID
    sku_id: UUID
    product_id: UUID
    leader_person_id: UUID | None
    state: str
    need: int
    people_max: int
    taken: int
    joined: int
    topped_up: int
    merged_into: UUID | None
    price_fen: int
    rules: dict[str, Any]
    closes_at: datetime
    created_at: datetime
    opened_at: datetime | None
    expires_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as its row is."""

    id: UUID
    team_id: UUID
    campaign_id: UUID
    order_id: UUID
    person_id: UUID
    state: str
    leader: bool
    quantity: int
    price_fen: int
    held_at: datetime
    expires_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    moved_from: UUID | None
    share_id: UUID | None


def team_of(row: TeamRow) -> Team:
    """The row as a team."""
    found: Team = wire.typed(wire.plain(row), Team)
    return found


def seat_of(row: SeatRow) -> Seat:
    """The row as a seat."""
    found: Seat = wire.typed(wire.plain(row), Seat)
    return found


TEAM = Statement(
    TEAMS
    + """
    where tenant_id = %(tenant)s and id = %(team_id)s
    """,
    TeamRow,
)
SEAT_OF_ORDER = Statement(
    SEATS
    + """
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    """,
    SeatRow,
)
LIVE_SEATS = Statement(
    SEATS
    + """
    where tenant_id = %(tenant)s and person_id = %(person_id)s and campaign_id = %(campaign_id)s
      and (state = 'held' or (state = 'in' and team_id = %(team_id)s::uuid))
    order by held_at limit 10
    """,
    SeatRow,
)
MEMBERS = Statement(
    SEATS
    + """
    where tenant_id = %(tenant)s and team_id = %(team_id)s and state = 'in'
    order by joined_at, id limit 400
    """,
    SeatRow,
)
SEATS_OFTEAMS = Statement(
    SEATS
    + """
    where tenant_id = %(tenant)s and (team_id = %(team_id)s or moved_from = %(team_id)s)
    order by held_at, id limit 400
    """,
    SeatRow,
)
# The seat a team's page calls "mine": a live one before an old one; one that was moved on from here counts, too.
MY_SEAT = Statement(
    SEATS
    + """
    where tenant_id = %(tenant)s and person_id = %(person_id)s
      and (team_id = %(team_id)s or moved_from = %(team_id)s)
    order by state in ('held', 'in') desc, held_at desc limit 1
    """,
    SeatRow,
)
SITS_ELSEWHERE = Statement(
    """
    select id from promotions_group_buy_seat
    where tenant_id = %(tenant)s and team_id = %(team_id)s and person_id = %(person_id)s and order_id <> %(order_id)s
      and state in ('held', 'in')
    limit 1
    """,
    UUID,
)
DUE = Statement(
    """
    select id from promotions_group_buy_team
    where tenant_id = %(tenant)s and state = 'forming' and expires_at <= %(now)s
      and (taken = joined or expires_at <= %(waited_until)s)
    order by expires_at, id limit %(limit)s
    """,
    UUID,
)
LATE_CHOICE = Statement(
    """
    select team.id from promotions_group_buy_team as team
    where team.tenant_id = %(tenant)s and team.campaign_id = %(campaign_id)s and team.sku_id = %(sku_id)s
      and team.state = 'forming' and team.expires_at > %(now)s and team.taken + team.topped_up < team.people_max
      and not exists (
        select 1 from promotions_group_buy_seat as seat
        where seat.tenant_id = %(tenant)s and seat.team_id = team.id and seat.person_id = %(person_id)s
          and seat.state in ('held', 'in'))
    order by team.opened_at, team.id limit 1
    """,
    UUID,
)
# A team that all members would fill comes first, then the oldest. Nobody may sit twice.
MERGE_CHOICE = Statement(
    """
    select team.id from promotions_group_buy_team as team
    where team.tenant_id = %(tenant)s and team.campaign_id = %(campaign_id)s and team.sku_id = %(sku_id)s
      and team.state = 'forming' and team.id <> %(team_id)s
      and team.taken + team.topped_up + %(people)s <= team.people_max
      and not exists (
        select 1 from promotions_group_buy_seat as mine
        join promotions_group_buy_seat as theirs
          on theirs.tenant_id = mine.tenant_id and theirs.person_id = mine.person_id and theirs.team_id = team.id
          and theirs.state in ('held', 'in')
        where mine.tenant_id = %(tenant)s and mine.team_id = %(team_id)s and mine.state = 'in')
    order by team.joined + team.topped_up + %(people)s >= team.need desc, team.opened_at, team.id limit 1
    """,
    UUID,
)
HISTORY = Statement(
    """
    select at, kind, seat_id, data from promotions_group_buy_step
    where tenant_id = %(tenant)s and team_id = %(team_id)s order by seq limit 1000
    """,
    Step,
)


async def team(session: ReadSession, team_id: UUID) -> Team:
    """Raises TeamUnknown."""
    row = await session.maybe(TEAM, team_id=team_id)
    if row is None:
        raise TeamUnknown
    return team_of(row)


async def seat_of_order(session: ReadSession, order_id: UUID) -> Seat | None:
    """The seat an order pays for; None for an order that is no group buy's."""
    row = await session.maybe(SEAT_OF_ORDER, order_id=order_id)
    return None if row is None else seat_of(row)


async def live_seats(
    session: ReadSession, campaign_id: UUID, person_id: UUID, team_id: UUID | None
) -> list[Seat]:
    """The person's held seat in the campaign, and their seat in this team."""
    rows = await session.all(LIVE_SEATS, campaign_id=campaign_id, person_id=person_id, team_id=team_id)
    return [seat_of(row) for row in rows]


async def team_and_live_seats(
    session: ReadSession, campaign_id: UUID, person_id: UUID, team_id: UUID | None
) -> tuple[Team | None, list[Seat]]:
    """What `load` needs to know: the team to join and the person's seats. Raises TeamUnknown, also for another campaign's."""
    found = None if team_id is None else await team(session, team_id)
    if found is not None and found.campaign_id != campaign_id:
        raise TeamUnknown(field="intent")
    return found, await live_seats(session, campaign_id, person_id, team_id)


async def members(session: ReadSession, team_id: UUID) -> list[Seat]:
    """Who is in, first joined first."""
    return [seat_of(row) for row in await session.all(MEMBERS, team_id=team_id)]


async def seats_of_team(session: ReadSession, team_id: UUID) -> list[Seat]:
    """Every seat there ever was in a team, also those that moved on."""
    return [seat_of(row) for row in await session.all(SEATS_OFTEAMS, team_id=team_id)]


async def my_seat(session: ReadSession, team_id: UUID, person_id: UUID) -> Seat | None:
    """The person's seat in a team, the live one first; also one that has moved on from here."""
    row = await session.maybe(MY_SEAT, team_id=team_id, person_id=person_id)
    return None if row is None else seat_of(row)


async def sits_elsewhere(session: ReadSession, seat: Seat) -> bool:
    """Whether the person has another live seat in the same team."""
    found = await session.maybe(
        SITS_ELSEWHERE, team_id=seat.team_id, person_id=seat.person_id, order_id=seat.order_id
    )
    return found is not None


async def due(session: ReadSession, waited_until: datetime, limit: int) -> list[TeamId]:
    """Teams whose time is up; those with seats still being paid for once it was up before `waited_until`."""
    return [TeamId(one) for one in await session.all(DUE, waited_until=waited_until, limit=limit)]


async def late_choice(session: ReadSession, seat: Seat, sku_id: UUID) -> TeamId | None:
    """Where a latecomer can go: the oldest forming team of campaign and SKU with room, without this person."""
    found = await session.maybe(
        LATE_CHOICE, campaign_id=seat.campaign_id, sku_id=sku_id, person_id=seat.person_id
    )
    return None if found is None else TeamId(found)


async def merge_choice(session: ReadSession, source: Team) -> TeamId | None:
    """The team that can take all members of a team, or None."""
    found = await session.maybe(
        MERGE_CHOICE, team_id=source.id, campaign_id=source.campaign_id, sku_id=source.sku_id, people=source.joined
    )  # fmt: skip
    return None if found is None else TeamId(found)


async def history(session: ReadSession, team_id: UUID) -> list[Step]:
    """Everything that happened to a team, oldest first."""
    return await session.all(HISTORY, team_id=team_id)
