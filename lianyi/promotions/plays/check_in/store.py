"""Writing SQL of check-ins."""

from lianyi.kit.db import Statement

# The date is the key: a second tap of the day writes nothing.
CHECK_IN = Statement(
    """
    insert into promotions_check_in_day (tenant_id, campaign_id, person_id, day, nth, fen, points, at)
    values (%(tenant)s, %(campaign_id)s, %(person_id)s, %(day)s, %(nth)s, %(fen)s, %(points)s, %(now)s)
    on conflict (tenant_id, campaign_id, person_id, day) do nothing
    """
)
PAID = Statement(
    """
    update promotions_check_in_day set run_id = %(run_id)s
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s and day = %(day)s
    """
)
# The next make-up of its person; two at once meet on the number, two of one date on the date.
MAKE_UP = Statement(
    """
    insert into promotions_check_in_day (tenant_id, campaign_id, person_id, day, nth, fen, made_up, at)
    select %(tenant)s, %(campaign_id)s, %(person_id)s, %(day)s, %(nth)s, 0, had.last + 1, %(now)s
    from (
      select coalesce(max(made_up), 0) as last from promotions_check_in_day
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s
    ) as had
    where had.last < %(make_up_max)s
    on conflict do nothing
    """
)
# A date that both records had stays the one that was there; make-ups go on counting from the other record's.
MERGE = Statement(
    """
    with gone as (
      delete from promotions_check_in_day where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning campaign_id, day, nth, fen, points, made_up, run_id, at
    )
    insert into promotions_check_in_day (tenant_id, campaign_id, person_id, day, nth, fen, points, made_up, run_id, at)
    select %(tenant)s, g.campaign_id, %(into_person_id)s, g.day, g.nth, g.fen, g.points,
      case when g.made_up is not null then g.made_up + coalesce((
        select max(h.made_up) from promotions_check_in_day h
        where h.tenant_id = %(tenant)s and h.campaign_id = g.campaign_id and h.person_id = %(into_person_id)s), 0) end,
      g.run_id, g.at
    from gone g order by g.campaign_id, g.day on conflict do nothing
    """
)
