"""Who wants to be told when something of a campaign opens: asked twice, told once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.db import Statement

REMIND = Statement(
    """
    insert into promotions_reminder (tenant_id, campaign_id, opens_at, person_id)
    values (%(tenant)s, %(campaign_id)s, %(opens_at)s, %(person_id)s) on conflict do nothing
    """
)


@dataclass(frozen=True, slots=True)
class Due:
    campaign_id: UUID
    opens_at: datetime
    person_id: UUID


TELL = Statement(
    """
    update promotions_reminder r set told_at = %(now)s
    from (
      select d.campaign_id, d.opens_at, d.person_id from promotions_reminder d
      where d.tenant_id = %(tenant)s and d.told_at is null and d.opens_at <= %(until)s and exists (
        select 1 from promotions_campaign c where c.tenant_id = d.tenant_id and c.id = d.campaign_id and c.play = %(play)s)
      order by d.opens_at, d.campaign_id, d.person_id limit %(limit)s for update skip locked
    ) as due
    where r.tenant_id = %(tenant)s and r.campaign_id = due.campaign_id and r.opens_at = due.opens_at
      and r.person_id = due.person_id
    returning r.campaign_id, r.opens_at, r.person_id
    """,
    Due,
)
MERGE_REMINDERS = Statement(
    """
    with gone as (
      delete from promotions_reminder where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      returning campaign_id, opens_at, told_at
    )
    insert into promotions_reminder (tenant_id, campaign_id, opens_at, person_id, told_at)
    select %(tenant)s, campaign_id, opens_at, %(into_person_id)s, told_at from gone
    order by campaign_id, opens_at on conflict do nothing
    """
)
