"""Lists of teams: on a product's page, a person's own, the staff's."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.promotions.plays.group_buy import models, rules
from lianyi.promotions.plays.group_buy.queries.single import TEAMS, TeamRow, team_of
from lianyi.promotions.plays.group_buy.types import SeatState, Team, TeamState

SHOWN_MAX = 10
OWN_MAX = 1000
_team = models.team.c
_seat = models.seat.c


@dataclass(frozen=True, slots=True)
class MyTeam:
    """A person's place in a team, as their list shows it."""

    seat_id: UUID
    seat_state: SeatState
    held_at: datetime
    order_id: UUID
    quantity: int
    paid_price_fen: int
    team_id: UUID
    team_state: TeamState
    campaign_id: UUID
    product_id: UUID
    sku_id: UUID
    need: int
    joined: int
    topped_up: int
    price_fen: int
    expires_at: datetime | None


# The nearest to full first, then the one that ends first: who joins helps most there.
FORMING = Statement(
    TEAMS
    + """
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and sku_id = any(%(sku_ids)s::uuid[])
      and state = 'forming' and expires_at > %(join_until)s and taken + topped_up < people_max
      and (rules ->> 'open_to_join')::boolean and id <> all(%(but)s::uuid[])
    order by greatest(need - joined - topped_up, 0), expires_at, id limit %(limit)s
    """,
    TeamRow,
)
MINE = Statement(
    """
    select seat.id as seat_id, seat.state as seat_state, seat.held_at, seat.order_id, seat.quantity,
      seat.price_fen as paid_price_fen, team.id as team_id, team.state as team_state, team.campaign_id, team.product_id,
      team.sku_id, team.need, team.joined, team.topped_up, team.price_fen, team.expires_at
    from promotions_group_buy_seat as seat
    join promotions_group_buy_team as team on team.tenant_id = seat.tenant_id and team.id = seat.team_id
    where seat.tenant_id = %(tenant)s and seat.person_id = %(person_id)s
      and (%(order_id)s::uuid is null or seat.order_id = %(order_id)s)
      and (%(before_at)s::timestamptz is null or (seat.held_at, seat.id) < (%(before_at)s, %(before_id)s::uuid))
    order by seat.held_at desc, seat.id desc limit %(limit)s
    """,
    MyTeam,
)


async def forming_for(
    session: ReadSession, campaign_id: UUID, sku_ids: Sequence[UUID], *, but: Sequence[UUID] = (), limit: int = SHOWN_MAX
) -> list[Team]:  # fmt: skip
    """Teams somebody may join from a page: forming, with room and time, nearest to full first, at most ten."""
    rows = await session.all(
        FORMING, campaign_id=campaign_id, sku_ids=list(sku_ids), but=list(but), limit=limit,
        join_until=session.now + rules.JOIN_UNTIL,
    )  # fmt: skip
    return [team_of(row) for row in rows]


async def my_teams(
    session: ReadSession, person_id: UUID, *, limit: int, before: tuple[Any, ...] | None = None,
    order_id: UUID | None = None,
) -> list[MyTeam]:  # fmt: skip
    """A person's seats, newest first, up to `limit + 1`; `order_id` asks for the one of an order."""
    before_at, before_id = before or (None, None)
    return await session.all(
        MINE, person_id=person_id, order_id=order_id, before_at=before_at, before_id=before_id, limit=limit + 1
    )  # fmt: skip


async def staff_page(
    session: ReadSession, *, campaign_id: UUID | None, state: str | None, order_ids: Sequence[UUID] | None,
    person_ids: Sequence[UUID] | None, limit: int, before: tuple[Any, ...] | None,
) -> list[Team]:  # fmt: skip
    """Teams for the staff, newest first, up to `limit + 1`; orders and people narrow to teams with one of them in."""
    query = select(*[_team[field.name] for field in fields(TeamRow)]).where(_team.tenant_id == session.tenant)
    if campaign_id is not None:
        query = query.where(_team.campaign_id == campaign_id)
    if state is not None:
        query = query.where(_team.state == state)
    if order_ids is not None or person_ids is not None:
        sits = select(_seat.team_id).where(
            _seat.tenant_id == session.tenant,
            or_(_seat.order_id.in_(list(order_ids or ())), _seat.person_id.in_(list(person_ids or ()))),
        )
        query = query.where(_team.id.in_(sits))
    if before is not None:
        at, team_id = before
        query = query.where(or_(_team.created_at < at, and_(_team.created_at == at, _team.id < team_id)))
    rows = await session.select(
        query.order_by(_team.created_at.desc(), _team.id.desc()).limit(limit + 1), TeamRow
    )
    return [team_of(row) for row in rows]


@own_data.answer("group_buy")
async def own_teams(session: ReadSession, person: PersonId) -> object:
    """The teams a person joined, as they may take them away; newest first."""
    return [
        {
            "team": encode("team", line.team_id),
            "order": encode("ord", line.order_id),
            "seat": line.seat_state,
            "state": line.team_state,
            "at": line.held_at,
            "quantity": line.quantity,
            "price_fen": line.paid_price_fen,
        }
        for line in await my_teams(session, person, limit=OWN_MAX)
    ]
