"""Writing SQL of red packets: each transition names the state it comes from."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Statement

# One an order and campaign, one a person and week: told or tapped twice, nothing is written and nothing answered.
OPEN = Statement(
    """
    insert into promotions_red_packet (
      tenant_id, id, campaign_id, person_id, order_id, week, split, parts, fen, state, grant_id, expires_at, at)
    values (%(tenant)s, %(id)s, %(campaign_id)s, %(person_id)s, %(order_id)s, %(week)s, %(split)s, %(parts)s, %(fen)s,
      'open', %(id)s, %(expires_at)s, %(now)s)
    on conflict do nothing returning id
    """,
    UUID,
)
PAID_FROM = Statement(
    "update promotions_red_packet set grant_id = %(grant_id)s where tenant_id = %(tenant)s and id = %(id)s"
)
# One more part is gone, as long as there is one and it is not over; the last one closes the packet. Answers which it was.
TAKE = Statement(
    """
    update promotions_red_packet set taken = taken + 1, state = case when taken + 1 = parts then 'taken' else state end
    where tenant_id = %(tenant)s and id = %(id)s and state = 'open' and taken < parts and expires_at > %(now)s
    returning taken
    """,
    int,
)
ADD_PART = Statement(
    """
    insert into promotions_red_packet_part (
      tenant_id, packet_id, person_id, nth, fen, roll, pays, grant_id, state, channel, day, at)
    values (%(tenant)s, %(packet_id)s, %(person_id)s, %(nth)s, %(fen)s, %(roll)s, %(pays)s, %(packet_id)s, %(state)s,
      %(channel)s, %(day)s, %(now)s)
    on conflict (tenant_id, packet_id, person_id) do nothing
    """
)
PAID = Statement(
    """
    update promotions_red_packet_part set grant_id = %(grant_id)s, run_id = %(run_id)s, state = 'paid'
    where tenant_id = %(tenant)s and packet_id = %(packet_id)s and person_id = %(person_id)s
    """
)
# Whoever frees or pays of a packet holds its row, so that what it holds follows from what is counted then.
LOCK = Statement(
    "select id from promotions_red_packet where tenant_id = %(tenant)s and id = %(id)s for update", UUID
)
WAITING = Statement(
    """
    select count(*)::int from promotions_red_packet_part
    where tenant_id = %(tenant)s and packet_id = %(packet_id)s and state in ('held', 'due')
    """,
    int,
)
# The staff have looked: what waited is to be paid, or was never taken.
DECIDE = Statement(
    """
    update promotions_red_packet_part set state = %(state)s
    where tenant_id = %(tenant)s and packet_id = %(packet_id)s and state = 'held' returning person_id
    """,
    UUID,
)
END_REFUSED = Statement(
    """
    update promotions_red_packet set state = 'refused', ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('open', 'taken')
    """
)


@dataclass(frozen=True, slots=True)
class Due:
    """A part that is to be paid."""

    packet_id: UUID
    person_id: UUID


DUE = Statement(
    """
    select packet_id, person_id from promotions_red_packet_part
    where tenant_id = %(tenant)s and state = 'due' order by at, packet_id, person_id limit %(limit)s
    """,
    Due,
)
# A first part of a day is within any limit that the settings allow: they are at least one part and its worth.
COUNT_PERSON = Statement(
    """
    insert into promotions_red_packet_person as p (tenant_id, person_id, day, count, fen)
    select %(tenant)s, %(person_id)s, %(day)s, 1, %(fen)s::bigint where %(fen)s::bigint <= %(fen_max)s
    on conflict (tenant_id, person_id, day) do update set count = p.count + 1, fen = p.fen + excluded.fen
    where p.count + 1 <= %(count_max)s and p.fen + excluded.fen <= %(fen_max)s
    """
)
COUNT_DAY = Statement(
    """
    insert into promotions_red_packet_day as d (tenant_id, day, fen)
    select %(tenant)s, %(day)s, %(fen)s::bigint where %(fen)s::bigint <= %(fen_max)s
    on conflict (tenant_id, day) do update set fen = d.fen + excluded.fen
    where d.fen + excluded.fen <= %(fen_max)s
    """
)
LESS_PERSON = Statement(
    """
    update promotions_red_packet_person set fen = fen - %(fen)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and day = %(day)s
    """
)
LESS_DAY = Statement(
    "update promotions_red_packet_day set fen = fen - %(fen)s where tenant_id = %(tenant)s and day = %(day)s"
)


@dataclass(frozen=True, slots=True)
class Ended:
    """A packet that has ended with parts nobody took, and what of the budget holds them."""

    id: UUID
    campaign_id: UUID
    grant_id: UUID


EXPIRE = Statement(
    """
    update promotions_red_packet p set state = 'over', ended_at = %(now)s from (
      select id from promotions_red_packet
      where tenant_id = %(tenant)s and state = 'open' and expires_at <= %(now)s
      order by id limit %(limit)s for update skip locked
    ) as due
    where p.tenant_id = %(tenant)s and p.id = due.id returning p.id, p.campaign_id, p.grant_id
    """,
    Ended,
)
VOID = Statement(
    """
    update promotions_red_packet set state = 'void', ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'open' returning id, campaign_id, grant_id
    """,
    Ended,
)
# The campaign is over before its time, and so is what it opened: the sweep gives it back.
CUT_SHORT = Statement(
    """
    update promotions_red_packet set expires_at = %(now)s
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state = 'open' and expires_at > %(now)s
    """
)
# A week both records had keeps the packet that was there; the other one stays with the record that is gone.
MERGE_PACKETS = Statement(
    """
    update promotions_red_packet p set person_id = %(into_person_id)s
    where p.tenant_id = %(tenant)s and p.person_id = %(from_person_id)s and not exists (
      select 1 from promotions_red_packet o where o.tenant_id = p.tenant_id and o.campaign_id = p.campaign_id
        and o.person_id = %(into_person_id)s and o.week = p.week)
    """
)
MERGE_PARTS = Statement(
    """
    update promotions_red_packet_part p set person_id = %(into_person_id)s
    where p.tenant_id = %(tenant)s and p.person_id = %(from_person_id)s and not exists (
      select 1 from promotions_red_packet_part o where o.tenant_id = p.tenant_id and o.packet_id = p.packet_id
        and o.person_id = %(into_person_id)s)
    """
)
MERGE_DAYS = Statement(
    """
    with gone as (
      delete from promotions_red_packet_person where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning day, count, fen
    )
    insert into promotions_red_packet_person as p (tenant_id, person_id, day, count, fen)
    select %(tenant)s, %(into_person_id)s, day, count, fen from gone order by day
    on conflict (tenant_id, person_id, day) do update set count = p.count + excluded.count, fen = p.fen + excluded.fen
    """
)
