"""Writing SQL of members: the program, holdings and history, points. One function or statement a deed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.members.types import Earning, Spend

# -- the program -------------------------------------------------------------------------------------------------

SET_PROGRAM = Statement(
    """
    insert into members_program (tenant_id, points_on, earn_per_yuan, points_per_yuan, share_max_bp, points_months,
      window_days, hold_days, version, updated_at)
    values (%(tenant)s, %(points_on)s, %(earn_per_yuan)s, %(points_per_yuan)s, %(share_max_bp)s, %(points_months)s,
      %(window_days)s, %(hold_days)s, 1, %(now)s)
    on conflict (tenant_id) do update set points_on = excluded.points_on, earn_per_yuan = excluded.earn_per_yuan,
      points_per_yuan = excluded.points_per_yuan, share_max_bp = excluded.share_max_bp,
      points_months = excluded.points_months, window_days = excluded.window_days, hold_days = excluded.hold_days,
      version = members_program.version + 1, updated_at = excluded.updated_at
    where members_program.version = %(version)s
    """
)
SET_LEVEL = Statement(
    """
    insert into members_level (tenant_id, id, rank, name, spend_fen, orders, points, card_sku_id, card_days, off_bp,
      points_rate_bp, birthday_points, freight, freight_from_fen)
    values (%(tenant)s, %(id)s, %(rank)s, %(name)s, %(spend_fen)s, %(orders)s, %(points)s, %(card_sku_id)s, %(card_days)s,
      %(off_bp)s, %(points_rate_bp)s, %(birthday_points)s, %(freight)s, %(freight_from_fen)s)
    on conflict (tenant_id, id) do update set rank = excluded.rank, name = excluded.name, spend_fen = excluded.spend_fen,
      orders = excluded.orders, points = excluded.points, card_sku_id = excluded.card_sku_id,
      card_days = excluded.card_days, off_bp = excluded.off_bp, points_rate_bp = excluded.points_rate_bp,
      birthday_points = excluded.birthday_points, freight = excluded.freight,
      freight_from_fen = excluded.freight_from_fen
    """
)
DROP_LEVELS = Statement(
    "delete from members_level where tenant_id = %(tenant)s and id <> all(%(kept)s::uuid[])"
)
DROP_PRICES_OF = Statement(
    "delete from members_price where tenant_id = %(tenant)s and level_id <> all(%(kept)s::uuid[])"
)
CLEAR_PRICES = Statement(
    "delete from members_price where tenant_id = %(tenant)s and sku_id = any(%(sku_ids)s::uuid[])"
)
SET_PRICES = Statement(
    """
    insert into members_price (tenant_id, level_id, sku_id, price_fen)
    select %(tenant)s, p.level_id, p.sku_id, p.price_fen
    from unnest(%(level_ids)s::uuid[], %(sku_ids)s::uuid[], %(prices_fen)s::bigint[]) as p (level_id, sku_id, price_fen)
    """
)

# -- people, levels, history -----------------------------------------------------------------------------------------

OPEN_PERSON = Statement(
    """
    insert into members_person (tenant_id, person_id, joined_at) values (%(tenant)s, %(person_id)s, %(now)s)
    on conflict (tenant_id, person_id) do nothing
    """
)
LOCK_PERSON = Statement(
    "select person_id from members_person where tenant_id = %(tenant)s and person_id = %(person_id)s for update"
)
HOLD = Statement(
    """
    insert into members_holding (tenant_id, person_id, way, level_id, since_at, until_at)
    values (%(tenant)s, %(person_id)s, %(way)s, %(level_id)s, %(now)s, %(until_at)s)
    on conflict (tenant_id, person_id, way, level_id) do update set until_at = excluded.until_at, warned = false
    """
)
END_HOLDINGS = Statement(
    """
    delete from members_holding where tenant_id = %(tenant)s and person_id = %(person_id)s and way = %(way)s
      and (%(level_id)s::uuid is null or level_id = %(level_id)s::uuid)
    """
)
NOTE_CHANGE = Statement(
    """
    insert into members_change (tenant_id, id, person_id, kind, from_name, to_name, until_at, by_id, by_name, note, at)
    values (%(tenant)s, %(id)s, %(person_id)s, %(kind)s, %(from_name)s, %(to_name)s, %(until_at)s, %(by_id)s, %(by_name)s,
      %(note)s, %(now)s)
    """
)


@dataclass(frozen=True, slots=True)
class Ending:
    """A holding that has ended, or ends soon."""

    person_id: UUID
    way: str
    level_id: UUID
    level_name: str
    until_at: datetime


ENDED = Statement(
    """
    select h.person_id, h.way, h.level_id, v.name as level_name, h.until_at
    from members_holding h join members_level v on v.tenant_id = %(tenant)s and v.id = h.level_id
    where h.tenant_id = %(tenant)s and h.until_at <= %(now)s order by h.until_at, h.person_id limit %(limit)s
    """,
    Ending,
)
WARN_ENDING = Statement(
    """
    update members_holding h set warned = true from members_level v
    where h.tenant_id = %(tenant)s and v.tenant_id = %(tenant)s and v.id = h.level_id
      and (h.person_id, h.way, h.level_id) in (
      select person_id, way, level_id from members_holding
      where tenant_id = %(tenant)s and not warned and until_at > %(now)s and until_at <= %(until)s
      order by until_at limit %(limit)s for update skip locked)
    returning h.person_id, h.way, h.level_id, v.name as level_name, h.until_at
    """,
    Ending,
)
SET_SUPER = Statement(
    """
    update members_person set super_user = %(super_user)s where tenant_id = %(tenant)s and person_id = %(person_id)s
    """
)
SET_BIRTHDAY = Statement(
    """
    update members_person set birth_month = %(month)s, birth_day = %(day)s, birthday_set_at = %(now)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s
      and (birthday_set_at is null or birthday_set_at <= %(set_before)s)
    """
)
# The day it was set stays, so that forgetting and setting again is no second birthday in a year.
FORGET_BIRTHDAY = Statement(
    """
    update members_person set birth_month = null, birth_day = null
    where tenant_id = %(tenant)s and person_id = %(person_id)s
    """
)
KEEP_BIRTHDAYS = Statement(
    """
    update members_person set birthday_year = %(year)s
    where tenant_id = %(tenant)s and person_id in (
      select person_id from members_person
      where tenant_id = %(tenant)s and birth_month = any(%(months)s::int[])
        and birth_month * 100 + birth_day = any(%(days)s::int[])
        and birthday_year < %(year)s
      order by person_id limit %(limit)s for update skip locked)
    returning person_id
    """,
    UUID,
)

# -- points --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldLot:
    person_id: UUID
    expires_on: date
    points: int


LOTS = Statement(
    """
    select person_id, expires_on, points from members_lot
    where tenant_id = %(tenant)s and person_id = any(%(people)s::uuid[]) and points > 0
    order by person_id, expires_on
    """,
    HeldLot,
)
# Signed: what is taken is negative. The accounts in the ledger are held, so nobody else moves these lots.
MOVE_LOTS = Statement(
    """
    insert into members_lot (tenant_id, person_id, expires_on, points)
    select %(tenant)s, m.person_id, m.expires_on, m.points
    from unnest(%(people)s::uuid[], %(days)s::date[], %(points)s::bigint[]) as m (person_id, expires_on, points)
    where m.points > 0
    on conflict (tenant_id, person_id, expires_on) do update set points = members_lot.points + excluded.points
    """
)
TAKE_LOTS = Statement(
    """
    update members_lot t set points = t.points - m.points
    from unnest(%(people)s::uuid[], %(days)s::date[], %(points)s::bigint[]) as m (person_id, expires_on, points)
    where t.tenant_id = %(tenant)s and t.person_id = m.person_id and t.expires_on = m.expires_on
    """
)
EXPIRING_PEOPLE = Statement(
    """
    select distinct person_id from (
      select person_id from members_lot
      where tenant_id = %(tenant)s and points > 0 and expires_on <= %(today)s
      order by expires_on limit %(limit)s) as each
    """,
    UUID,
)
WARN_LOTS = Statement(
    """
    update members_lot t set warned = true
    where t.tenant_id = %(tenant)s and (t.person_id, t.expires_on) in (
      select person_id, expires_on from members_lot
      where tenant_id = %(tenant)s and points > 0 and not warned and expires_on > %(today)s and expires_on <= %(until)s
      order by expires_on limit %(limit)s for update skip locked)
    returning t.person_id, t.expires_on, t.points
    """,
    HeldLot,
)
ADD_SPENDS = Statement(
    """
    insert into members_spend (tenant_id, order_id, person_id, points, worth_fen, lines, parts, at)
    select %(tenant)s, s.order_id, s.person_id, s.points, s.worth_fen, s.lines::jsonb, s.parts::jsonb, %(now)s
    from unnest(%(order_ids)s::uuid[], %(people)s::uuid[], %(points)s::bigint[], %(worths_fen)s::bigint[], %(lines)s::text[],
      %(parts)s::text[]) as s (order_id, person_id, points, worth_fen, lines, parts)
    """
)
SPEND_OF = Statement(
    """
    select order_id, person_id, points, worth_fen, lines, parts, given_points, tries from members_spend
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    """,
    Spend,
)
SET_SPEND = Statement(
    """
    update members_spend set given_points = %(given_points)s, parts = %(parts)s::jsonb, tries = %(tries)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    """
)
ADD_EARNING = Statement(
    """
    insert into members_earning (tenant_id, order_id, person_id, kept_fen, points, earn_per_yuan, rate_bp, at)
    values (%(tenant)s, %(order_id)s, %(person_id)s, %(kept_fen)s, %(points)s, %(earn_per_yuan)s, %(rate_bp)s, %(now)s)
    on conflict (tenant_id, order_id) do nothing
    """
)
EARNING_OF = Statement(
    """
    select order_id, person_id, kept_fen, points, earn_per_yuan, rate_bp, at from members_earning
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    """,
    Earning,
)
LESSEN_EARNING = Statement(
    """
    update members_earning set kept_fen = %(kept_fen)s, points = %(points)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s
    """
)
OWE = Statement(
    """
    update members_person set owed_points = owed_points + %(points)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s returning owed_points
    """,
    int,
)
OWED = Statement(
    "select owed_points from members_person where tenant_id = %(tenant)s and person_id = %(person_id)s",
    int,
)

# -- cards ---------------------------------------------------------------------------------------------------------------

ADD_CARD = Statement(
    """
    insert into members_card (tenant_id, order_id, line_id, person_id, level_id, units, days, at)
    values (%(tenant)s, %(order_id)s, %(line_id)s, %(person_id)s, %(level_id)s, %(units)s, %(days)s, %(now)s)
    on conflict (tenant_id, order_id, line_id) do nothing
    """
)
END_CARD_UNITS = Statement(
    """
    update members_card set ended_units = %(ended_units)s
    where tenant_id = %(tenant)s and order_id = %(order_id)s and line_id = %(line_id)s and ended_units < %(ended_units)s
    """
)

# -- people who are one, people who leave -----------------------------------------------------------------------------------

MERGE_ROWS = Statement(
    """
    with spends as (
      update members_spend set person_id = %(into_person_id)s where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    ), earnings as (
      update members_earning set person_id = %(into_person_id)s
      where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    ), cards as (
      update members_card set person_id = %(into_person_id)s where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    ), holdings as (
      insert into members_holding (tenant_id, person_id, way, level_id, since_at, until_at)
      select tenant_id, %(into_person_id)s, way, level_id, since_at, until_at from members_holding
      where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      on conflict (tenant_id, person_id, way, level_id) do update
      set until_at = case when members_holding.until_at is null or excluded.until_at is null then null
                          else greatest(members_holding.until_at, excluded.until_at) end
    )
    update members_person p set super_user = p.super_user or f.super_user, owed_points = p.owed_points + f.owed_points,
      birth_month = coalesce(p.birth_month, f.birth_month), birth_day = coalesce(p.birth_day, f.birth_day),
      birthday_set_at = greatest(p.birthday_set_at, f.birthday_set_at),
      birthday_year = greatest(p.birthday_year, f.birthday_year)
    from members_person f
    where p.tenant_id = %(tenant)s and p.person_id = %(into_person_id)s and f.tenant_id = %(tenant)s
      and f.person_id = %(from_person_id)s
    """
)
FORGET = Statement(
    """
    with holdings as (
      delete from members_holding where tenant_id = %(tenant)s and person_id = %(person_id)s
    ), lots as (
      delete from members_lot where tenant_id = %(tenant)s and person_id = %(person_id)s
    )
    delete from members_person where tenant_id = %(tenant)s and person_id = %(person_id)s
    """
)
