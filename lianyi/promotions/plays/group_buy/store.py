"""Writing SQL of group buy. Whoever moves a team or its seats holds the team first (LOCK), and names the state it leaves."""

from typing import Any
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id

LOCK = Statement(
    """
    select id from promotions_group_buy_team
    where tenant_id = %(tenant)s and id = any(%(team_ids)s::uuid[]) order by id for update
    """,
    UUID,
)
OPEN = Statement(
    """
    with opened as (
      insert into promotions_group_buy_team (
        tenant_id, id, campaign_id, sku_id, product_id, leader_person_id, state, need, people_max, taken, joined,
        price_fen, rules, closes_at, created_at)
      values (%(tenant)s, %(team_id)s, %(campaign_id)s, %(sku_id)s, %(product_id)s, %(person_id)s, 'pending', %(need)s,
        %(people_max)s, 1, 0, %(team_price_fen)s, %(rules)s::jsonb, %(closes_at)s, %(now)s)
    )
    insert into promotions_group_buy_seat (
      tenant_id, id, team_id, campaign_id, order_id, person_id, state, leader, quantity, price_fen, held_at, expires_at,
      share_id)
    values (%(tenant)s, %(seat_id)s, %(team_id)s, %(campaign_id)s, %(order_id)s, %(person_id)s, 'held', true,
      %(quantity)s, %(price_fen)s, %(now)s, %(expires_at)s, %(share_id)s)
    on conflict do nothing
    returning id
    """,
    UUID,
)
# One statement decides the last seat; a second seat of the person is a conflict with a unique key and gives no row.
JOIN = Statement(
    """
    with took as (
      update promotions_group_buy_team set taken = taken + 1
      where tenant_id = %(tenant)s and id = %(team_id)s and state = 'forming' and taken + topped_up < people_max
        and expires_at > %(join_until)s
      returning id
    )
    insert into promotions_group_buy_seat (
      tenant_id, id, team_id, campaign_id, order_id, person_id, state, leader, quantity, price_fen, held_at, expires_at,
      share_id)
    select %(tenant)s, %(seat_id)s, took.id, %(campaign_id)s, %(order_id)s, %(person_id)s, 'held', false,
      %(quantity)s, %(price_fen)s, %(now)s, %(expires_at)s, %(share_id)s
    from took
    on conflict do nothing
    returning id
    """,
    UUID,
)
# Paid: the seat is in, the leader's opens the team, the last one fills it.
TAKE = Statement(
    """
    with sat as (
      update promotions_group_buy_seat set state = 'in', joined_at = %(now)s, ended_at = null
      where tenant_id = %(tenant)s and order_id = %(order_id)s and team_id = %(team_id)s and state = %(from_state)s
      returning team_id
    )
    update promotions_group_buy_team
    set joined = joined + 1, taken = taken + case when %(from_state)s = 'released' then 1 else 0 end,
      state = case when joined + 1 + topped_up >= people_max then 'filled' else 'forming' end,
      opened_at = coalesce(opened_at, %(now)s), expires_at = coalesce(expires_at, %(expires_at)s),
      finished_at = case when joined + 1 + topped_up >= people_max then %(now)s::timestamptz end
    from sat
    where tenant_id = %(tenant)s and id = sat.team_id and state in ('pending', 'forming', 'void')
    returning id
    """,
    UUID,
)
# A latecomer sits down in another team.
MOVE = Statement(
    """
    with sat as (
      update promotions_group_buy_seat
      set team_id = %(team_id)s, moved_from = coalesce(moved_from, team_id), state = 'in', joined_at = %(now)s,
        ended_at = null, leader = false
      where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'released'
      returning team_id
    )
    update promotions_group_buy_team
    set joined = joined + 1, taken = taken + 1,
      state = case when joined + 1 + topped_up >= people_max then 'filled' else 'forming' end,
      finished_at = case when joined + 1 + topped_up >= people_max then %(now)s::timestamptz end
    from sat
    where tenant_id = %(tenant)s and id = sat.team_id and state = 'forming' and taken + topped_up < people_max
    returning id
    """,
    UUID,
)
# Not paid: the seat is free again; a team whose leader never paid was never there.
RELEASE = Statement(
    """
    with gone as (
      update promotions_group_buy_seat set state = 'released', ended_at = %(now)s
      where tenant_id = %(tenant)s and order_id = %(order_id)s and team_id = %(team_id)s and state = 'held'
      returning team_id
    )
    update promotions_group_buy_team
    set taken = taken - 1, state = case when state = 'pending' then 'void' else state end,
      finished_at = case when state = 'pending' then %(now)s::timestamptz else finished_at end
    from gone
    where tenant_id = %(tenant)s and id = gone.team_id and state in ('pending', 'forming')
    returning id
    """,
    UUID,
)
# A member goes: by leaving, or because the order was given back.
GO = Statement(
    """
    with gone as (
      update promotions_group_buy_seat set state = %(to_state)s, ended_at = %(now)s
      where tenant_id = %(tenant)s and order_id = %(order_id)s and team_id = %(team_id)s and state = 'in'
      returning team_id
    )
    update promotions_group_buy_team
    set joined = joined - case when state = 'forming' then 1 else 0 end,
      taken = taken - case when state = 'forming' then 1 else 0 end
    from gone
    where tenant_id = %(tenant)s and id = gone.team_id
    returning id
    """,
    UUID,
)
LEAD = Statement(
    """
    with given as (
      update promotions_group_buy_seat set leader = (id = %(seat_id)s)
      where tenant_id = %(tenant)s and team_id = %(team_id)s and (leader or id = %(seat_id)s)
    )
    update promotions_group_buy_team set leader_person_id = %(person_id)s
    where tenant_id = %(tenant)s and id = %(team_id)s
    """
)
# The team ends. Seats that nobody has paid for are free: who pays for one later is a latecomer.
END = Statement(
    """
    with freed as (
      update promotions_group_buy_seat set state = 'released', ended_at = %(now)s
      where tenant_id = %(tenant)s and team_id = %(team_id)s and state = 'held'
    )
    update promotions_group_buy_team
    set state = %(to_state)s, taken = joined, topped_up = %(topped_up)s, merged_into = %(merged_into)s::uuid,
      finished_at = %(now)s
    where tenant_id = %(tenant)s and id = %(team_id)s and state = 'forming'
    returning id
    """,
    UUID,
)
LOSE_SEATS = Statement(
    """
    update promotions_group_buy_seat set state = 'refunded', ended_at = %(now)s
    where tenant_id = %(tenant)s and team_id = %(team_id)s and state = 'in'
    returning id
    """,
    UUID,
)
LOSE_SEAT = Statement(
    """
    update promotions_group_buy_seat set state = 'refunded', ended_at = %(now)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'released'
    """
)
MOVE_ALL = Statement(
    """
    update promotions_group_buy_seat
    set team_id = %(into_team_id)s, moved_from = coalesce(moved_from, team_id), leader = false
    where tenant_id = %(tenant)s and team_id = %(team_id)s and state = 'in'
    returning id
    """,
    UUID,
)
EMPTY = Statement(
    """
    update promotions_group_buy_team set joined = 0, taken = 0
    where tenant_id = %(tenant)s and id = %(team_id)s and state = 'void'
    """
)
TAKE_IN = Statement(
    """
    update promotions_group_buy_team
    set joined = joined + %(people)s, taken = taken + %(people)s,
      state = case when joined + %(people)s + topped_up >= people_max then 'filled' else state end,
      finished_at = case when joined + %(people)s + topped_up >= people_max then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(team_id)s and state = 'forming'
      and taken + topped_up + %(people)s <= people_max
    returning id
    """,
    UUID,
)
TOP_UP = Statement(
    """
    update promotions_group_buy_team
    set topped_up = topped_up + %(people)s,
      state = case when joined + topped_up + %(people)s >= people_max then 'filled' else state end,
      finished_at = case when joined + topped_up + %(people)s >= people_max then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(team_id)s and state = 'forming'
      and taken + topped_up + %(people)s <= people_max
    returning id
    """,
    UUID,
)
REMEMBER = Statement(
    """
    insert into promotions_group_buy_step (tenant_id, id, team_id, at, kind, seat_id, data)
    values (%(tenant)s, %(id)s, %(team_id)s, %(now)s, %(kind)s, %(seat_id)s, %(data)s::jsonb)
    """
)
# Both seats of one person in one team stay: they were paid for before anybody knew.
MERGE_SEATS = Statement(
    """
    update promotions_group_buy_seat as seat
    set person_id = %(into_person_id)s, doubled = seat.doubled or exists (
      select 1 from promotions_group_buy_seat as other
      where other.tenant_id = %(tenant)s and other.person_id = %(into_person_id)s and other.state in ('held', 'in')
        and (other.team_id = seat.team_id or other.campaign_id = seat.campaign_id))
    where seat.tenant_id = %(tenant)s and seat.person_id = %(from_person_id)s
    """
)
MERGE_LEADERS = Statement(
    """
    update promotions_group_buy_team set leader_person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and leader_person_id = %(from_person_id)s
    """
)


async def remember(
    session: Session, team_id: UUID, kind: str, seat_id: UUID | None = None, **data: Any
) -> None:
    """Write one step of a team's history, without waiting."""
    await session.later(
        REMEMBER, id=new_id(), team_id=team_id, kind=kind, seat_id=seat_id, data=wire.dumps(data).decode()
    )
