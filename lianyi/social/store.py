"""Writing SQL of social."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Statement
from lianyi.social.queries.shares import ShareRow


@dataclass(frozen=True, slots=True)
class SeenRow:
    person_id: UUID | None
    minute_opens: int


# Twice the same node is one row: the second time finds the first, whoever was faster.
SHARE = Statement(
    """
    insert into social_share
      (tenant_id, id, number, made_by, sharer_visitor_id, sharer_person_id, target_kind, target_id, campaign_id,
       parent_id, root_id, depth, channel, shows_sharer, created_at)
    values (%(tenant)s, %(id)s::uuid, %(number)s, %(made_by)s, %(visitor_id)s, %(person_id)s, %(target_kind)s,
      %(target_id)s, %(campaign_id)s, %(parent_id)s, coalesce(%(root_id)s::uuid, %(id)s::uuid), %(depth)s, %(channel)s,
      coalesce(%(shows_sharer)s::boolean, false), %(now)s)
    on conflict (tenant_id, made_by, target_kind, target_id, campaign_id, parent_id)
    do update set shows_sharer = coalesce(%(shows_sharer)s::boolean, social_share.shows_sharer),
      sharer_person_id = coalesce(social_share.sharer_person_id, excluded.sharer_person_id)
    returning id, number, sharer_visitor_id, sharer_person_id, target_kind, target_id, campaign_id, parent_id, root_id,
      depth, channel, shows_sharer, created_at, opened_at
    """,
    ShareRow,
)
SHOW_SHARER = Statement(
    """
    update social_share set shows_sharer = coalesce(%(shows_sharer)s::boolean, shows_sharer)
    where tenant_id = %(tenant)s and id = %(id)s
    returning id, number, sharer_visitor_id, sharer_person_id, target_kind, target_id, campaign_id, parent_id, root_id,
      depth, channel, shows_sharer, created_at, opened_at
    """,
    ShareRow,
)
# Counts a device's openings of the minute, and so tells a program from a person.
SEE = Statement(
    """
    insert into social_visitor (tenant_id, visitor_id, person_id, seen_at, minute_at, minute_opens)
    values (%(tenant)s, %(visitor_id)s, %(person_id)s, %(now)s, %(now)s, 1)
    on conflict (tenant_id, visitor_id) do update set
      person_id = coalesce(excluded.person_id, social_visitor.person_id), seen_at = excluded.seen_at,
      minute_at = case when social_visitor.minute_at > %(now)s - interval '1 minute'
        then social_visitor.minute_at else excluded.minute_at end,
      minute_opens = case when social_visitor.minute_at > %(now)s - interval '1 minute'
        then social_visitor.minute_opens + 1 else 1 end
    returning person_id, minute_opens
    """,
    SeenRow,
)
# One row a share, visitor and day, so that a flood makes a number grow and not a table.
VISIT = Statement(
    """
    insert into social_visit
      (tenant_id, share_id, visitor_id, day, person_id, kind, scene, channel, opens, first_at, at, known_at)
    values (%(tenant)s, %(share_id)s, %(visitor_id)s, %(day)s, %(person_id)s, %(kind)s, %(scene)s, %(channel)s, 1,
      %(now)s, %(now)s, case when %(person_id)s::uuid is not null then %(now)s::timestamptz end)
    on conflict (tenant_id, share_id, visitor_id, day) do update set opens = social_visit.opens + 1, at = excluded.at,
      person_id = coalesce(social_visit.person_id, excluded.person_id),
      known_at = coalesce(social_visit.known_at, excluded.known_at)
    returning opens
    """,
    int,
)
OPEN = Statement(
    """
    update social_share set opened_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and opened_at is null
    """
)

# -- a device turns out to be somebody's -------------------------------------------------------------------

KNOW_VISITOR = Statement(
    """
    insert into social_visitor (tenant_id, visitor_id, person_id, seen_at, minute_at, minute_opens)
    values (%(tenant)s, %(visitor_id)s, %(person_id)s, %(now)s, %(now)s, 0)
    on conflict (tenant_id, visitor_id) do update set person_id = excluded.person_id, seen_at = excluded.seen_at
    """
)
JOIN_VISITS = Statement(
    """
    update social_visit set person_id = %(person_id)s, known_at = %(now)s
    where tenant_id = %(tenant)s and visitor_id = %(visitor_id)s and person_id is null and kind <> 'robot'
    """
)
JOIN_SHARES = Statement(
    """
    update social_share set sharer_person_id = %(person_id)s
    where tenant_id = %(tenant)s and sharer_visitor_id = %(visitor_id)s and sharer_person_id is null
    """
)
MARK_OWN = Statement(
    """
    update social_visit v set kind = 'self'
    from social_share s
    where v.tenant_id = %(tenant)s and v.person_id = %(person_id)s and v.kind = 'human'
      and s.tenant_id = %(tenant)s and s.id = v.share_id and s.sharer_person_id = %(person_id)s
    """
)

# -- two people are one; a person leaves -------------------------------------------------------------------

MOVE_SHARES = Statement(
    """
    update social_share set sharer_person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and sharer_person_id = %(from_person_id)s
    """
)
MOVE_VISITS = Statement(
    """
    update social_visit set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
MOVE_VISITORS = Statement(
    """
    update social_visitor set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
# The tree stays without the person: a node names nobody, an edge a number that leads nowhere.
LEAVE_SHARES = Statement(
    """
    update social_share
    set sharer_person_id = null, sharer_visitor_id = null, made_by = id, shows_sharer = false
    where tenant_id = %(tenant)s and sharer_person_id = %(person_id)s
    """
)
LEAVE_VISITS = Statement(
    """
    update social_visit v set person_id = null, visitor_id = gen_random_uuid()
    where v.tenant_id = %(tenant)s and v.person_id = %(person_id)s
    """
)
LEAVE_VISITORS = Statement(
    "delete from social_visitor where tenant_id = %(tenant)s and person_id = %(person_id)s"
)

# -- what is old -------------------------------------------------------------------------------------------

DROP_VISITS = Statement(
    """
    delete from social_visit where tenant_id = %(tenant)s and (share_id, visitor_id, day) in (
      select share_id, visitor_id, day from social_visit
      where tenant_id = %(tenant)s and day < %(before)s order by day limit %(limit)s)
    """
)
DROP_VISITORS = Statement(
    """
    delete from social_visitor where tenant_id = %(tenant)s and visitor_id in (
      select visitor_id from social_visitor
      where tenant_id = %(tenant)s and seen_at < %(before)s order by seen_at limit %(limit)s)
    """
)
DROP_UNOPENED = Statement(
    """
    delete from social_share where tenant_id = %(tenant)s and id in (
      select s.id from social_share s
      where s.tenant_id = %(tenant)s and s.opened_at is null and s.created_at < %(before)s
        and not exists (select 1 from social_share c where c.tenant_id = %(tenant)s and c.parent_id = s.id)
      order by s.created_at limit %(limit)s)
    """
)
