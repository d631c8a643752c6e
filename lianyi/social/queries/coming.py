"""Who came by whose shares, for those above who keep whose customer somebody is; and what shares brought somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.social.types import CameBy

PEOPLE_ON_MAX = 20
CAME_MAX = 100

CAME = Statement(
    f"""
    select v.share_id, s.sharer_person_id, v.visitor_id, v.at, greatest(coalesce(v.known_at, v.first_at), v.at) as known_at,
      v.scene, v.channel
    from social_visit v join social_share s on s.tenant_id = %(tenant)s and s.id = v.share_id
    where v.tenant_id = %(tenant)s and v.person_id = %(person_id)s and v.kind = 'human' and v.at > %(since)s
      and s.sharer_person_id is not null and s.sharer_person_id <> %(person_id)s
    order by v.at desc, v.share_id, v.visitor_id limit {CAME_MAX}
    """,  # noqa: S608  our own number
    CameBy,
)
PEOPLE_ON = Statement(
    """
    select person_id from social_visitor
    where tenant_id = %(tenant)s and visitor_id = %(visitor_id)s and person_id is not null
    union
    select person_id from social_visit
    where tenant_id = %(tenant)s and visitor_id = %(visitor_id)s and person_id is not null
    limit %(limit)s
    """,
    UUID,
)
# A device is known by who signed in on it last, who opened a share on it and who made one on it.
SHARED_DEVICE = Statement(
    """
    with device as (
      select visitor_id from social_visitor where tenant_id = %(tenant)s and person_id = %(person_id)s
      union
      select visitor_id from social_visit
      where tenant_id = %(tenant)s and person_id = %(person_id)s and kind <> 'robot'
      union
      select sharer_visitor_id from social_share
      where tenant_id = %(tenant)s and sharer_person_id = %(person_id)s and sharer_visitor_id is not null
      union
      select %(visitor_id)s::uuid where %(visitor_id)s::uuid is not null)
    select exists(
        select from device d join social_visitor v on v.tenant_id = %(tenant)s and v.visitor_id = d.visitor_id
        where v.person_id = any(%(others)s::uuid[]))
      or exists(
        select from device d join social_visit v on v.tenant_id = %(tenant)s and v.visitor_id = d.visitor_id
        where v.person_id = any(%(others)s::uuid[]) and v.kind <> 'robot')
      or exists(
        select from social_share s
        where s.tenant_id = %(tenant)s and s.sharer_person_id = any(%(others)s::uuid[])
          and s.sharer_visitor_id in (select visitor_id from device))
    """,
    bool,
)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a person's shares brought from a day on; people count once in it, `days` on which anything was shared."""

    shares: int
    share_days: int
    opens: int
    people: int


BROUGHT = Statement(
    """
    select made.shares, made.share_days, came.opens, came.people
    from
      (select count(*) as shares, count(distinct (created_at at time zone %(zone)s)::date) as share_days from social_share
       where tenant_id = %(tenant)s and sharer_person_id = %(person_id)s and opened_at is not null
         and (created_at at time zone %(zone)s)::date >= %(first)s) as made,
      (select coalesce(sum(v.opens), 0)::int as opens, count(distinct coalesce(v.person_id, v.visitor_id)) as people
       from social_share s join social_visit v on v.tenant_id = %(tenant)s and v.share_id = s.id
       where s.tenant_id = %(tenant)s and s.sharer_person_id = %(person_id)s and s.opened_at is not null
         and v.kind = 'human' and v.day >= %(first)s) as came
    """,
    Brought,
)


async def came_by_soon(session: ReadSession, person: PersonId, since: datetime) -> Soon[list[CameBy]]:
    """By whose shares somebody came as themself, the latest 100 first; one a share, device and day, its latest opening."""
    return await session.soon(CAME, list, person_id=person, since=since)


async def share_a_device(
    session: ReadSession, person: PersonId, others: Collection[UUID], visitor_id: UUID | None = None
) -> bool:
    """Whether a person has ever been seen on a device on which one of some others has; on `visitor_id`, too."""
    return await session.one(
        SHARED_DEVICE, person_id=person, others=sorted(others), visitor_id=visitor_id
    )  # fmt: skip


async def people_on(session: ReadSession, visitor_id: UUID) -> list[UUID]:
    """Who has been seen on a device, at most 20. One statement."""
    return await session.all(PEOPLE_ON, visitor_id=visitor_id, limit=PEOPLE_ON_MAX)


async def brought(session: ReadSession, person: PersonId, first: date, zone: str) -> Brought:
    """What a person's shares brought from a business day on."""
    return await session.one(BROUGHT, person_id=person, first=first, zone=zone)
