"""Writing SQL of check-ins."""

from lianyi.kit.db import Statement

# The date is the key: a second tap of the day writes nothing.
CHECK_IN = Statement(
    """
    insert into promotions_check_in_day (tenant_id, campaign_id, person_id, day, nth, fen, at)
    values (%(tenant)s, %(campaign_id)s, %(person_id)s, %(day)s, %(nth)s, %(fen)s, %(now)s)
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
# A date that both records had stays the one that was there.
MERGE = Statement(
    """
    with gone as (
      delete from promotions_check_in_day where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning campaign_id, day, nth, fen, run_id, at
    )
    insert into promotions_check_in_day (tenant_id, campaign_id, person_id, day, nth, fen, run_id, at)
    select %(tenant)s, campaign_id, %(into_person_id)s, day, nth, fen, run_id, at from gone
    order by campaign_id, day on conflict do nothing
    """
)
