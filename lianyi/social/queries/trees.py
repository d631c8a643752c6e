"""Trees of who brought whom: by campaign, target, person or share, and their figures.

Every tree begins at its first nodes (those whose parent is not of it) and goes down level by level, so that a cut tree
has its upper levels whole; the recursion stops at the limit of nodes, because PostgreSQL makes no more of it than is
asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.social import rules
from lianyi.social.types import CampaignReach, DayReach, Node, Reach, TreeBy, TreeFigures


@dataclass(frozen=True, slots=True)
class FiguresRow:
    shares: int
    people: int
    opens: int
    joined: int
    self_opens: int
    robot_opens: int
    breadth: list[int]


# In the steps `is not distinct from`, which no index serves: on tables without statistics the planner took the index of
# the campaign for every node instead of the one of its parent, and 20,000 nodes took half a minute.
CAMPAIGN_SET = """
    with recursive below as (
      select s.id, 0 as level from social_share s
      left join social_share p on p.tenant_id = %(tenant)s and p.id = s.parent_id
        and p.campaign_id is not distinct from %(id)s::uuid
      where s.tenant_id = %(tenant)s and s.campaign_id = %(id)s and s.opened_at is not null and p.id is null
      union all
      select c.id, below.level + 1 from below
      join social_share c on c.tenant_id = %(tenant)s and c.parent_id = below.id
        and c.campaign_id is not distinct from %(id)s::uuid
        and c.opened_at is not null
      where below.level < %(depth_max)s and %(kind)s::text is null)
"""
TARGET_SET = """
    with recursive below as (
      select s.id, 0 as level from social_share s
      left join social_share p on p.tenant_id = %(tenant)s and p.id = s.parent_id
        and p.target_kind is not distinct from %(kind)s::text
        and p.target_id is not distinct from %(id)s::uuid
      where s.tenant_id = %(tenant)s and s.target_kind = %(kind)s and s.target_id is not distinct from %(id)s::uuid
        and s.opened_at is not null and p.id is null
      union all
      select c.id, below.level + 1 from below
      join social_share c on c.tenant_id = %(tenant)s and c.parent_id = below.id
        and c.target_kind is not distinct from %(kind)s::text
        and c.target_id is not distinct from %(id)s::uuid and c.opened_at is not null
      where below.level < %(depth_max)s)
"""
PERSON_SET = """
    with recursive below as (
      select id, 0 as level from social_share
      where tenant_id = %(tenant)s and sharer_person_id = %(id)s and opened_at is not null
      union
      select c.id, below.level + 1 from below
      join social_share c on c.tenant_id = %(tenant)s and c.parent_id = below.id and c.opened_at is not null
      where below.level < %(depth_max)s and %(kind)s::text is null)
"""
SHARE_SET = """
    with recursive below as (
      select id, 0 as level from social_share where tenant_id = %(tenant)s and id = %(id)s
      union all
      select c.id, below.level + 1 from below
      join social_share c on c.tenant_id = %(tenant)s and c.parent_id = below.id and c.opened_at is not null
      where below.level < %(depth_max)s and %(kind)s::text is null)
"""
# `materialized` and the limit right on the recursion: it is walked once and no further than asked.
NODES = """
    , cut as materialized (select id, level from below limit %(limit)s),
    nodes as (select id, min(level) as level from cut group by id),
    counts as (
      select v.share_id,
        coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
        count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
        count(distinct v.person_id) filter (where v.kind = 'human') as joined,
        coalesce(sum(v.opens) filter (where v.kind = 'self'), 0)::int as self_opens,
        coalesce(sum(v.opens) filter (where v.kind = 'robot'), 0)::int as robot_opens
      from social_visit v where v.tenant_id = %(tenant)s and v.share_id in (select id from nodes)
      group by v.share_id),
    families as (
      select c.parent_id, count(*) as children from social_share c
      where c.tenant_id = %(tenant)s and c.parent_id in (select id from nodes) and c.opened_at is not null
      group by c.parent_id)
    select s.id, s.parent_id, s.depth, s.sharer_person_id,
      case when s.sharer_person_id is null then s.sharer_visitor_id end as visitor, s.target_kind, s.target_id,
      s.campaign_id, s.channel, s.created_at, coalesce(n.opens, 0) as opens, coalesce(n.people, 0) as people,
      coalesce(n.joined, 0) as joined, coalesce(n.self_opens, 0) as self_opens,
      coalesce(n.robot_opens, 0) as robot_opens, coalesce(f.children, 0) as children
    from nodes join social_share s on s.tenant_id = %(tenant)s and s.id = nodes.id
    left join counts n on n.share_id = s.id left join families f on f.parent_id = s.id
    order by nodes.level, s.id
"""
FIGURES = """
    , cut as materialized (select id, level from below limit %(limit)s),
    nodes as (select id, min(level) as level from cut group by id),
    levels as (select level, count(*)::int as width from nodes group by level)
    select (select count(*) from nodes) as shares,
      count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
      coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
      count(distinct v.person_id) filter (where v.kind = 'human') as joined,
      coalesce(sum(v.opens) filter (where v.kind = 'self'), 0)::int as self_opens,
      coalesce(sum(v.opens) filter (where v.kind = 'robot'), 0)::int as robot_opens,
      coalesce((select jsonb_agg(width order by level) from levels), '[]') as breadth
    from social_visit v where v.tenant_id = %(tenant)s and v.share_id in (select id from nodes)
"""
TREES = {
    TreeBy.CAMPAIGN: Statement(CAMPAIGN_SET + NODES, Node),
    TreeBy.TARGET: Statement(TARGET_SET + NODES, Node),
    TreeBy.PERSON: Statement(PERSON_SET + NODES, Node),
    TreeBy.SHARE: Statement(SHARE_SET + NODES, Node),
}
TREE_FIGURES = {
    TreeBy.CAMPAIGN: Statement(CAMPAIGN_SET + FIGURES, FiguresRow),
    TreeBy.TARGET: Statement(TARGET_SET + FIGURES, FiguresRow),
    TreeBy.PERSON: Statement(PERSON_SET + FIGURES, FiguresRow),
    TreeBy.SHARE: Statement(SHARE_SET + FIGURES, FiguresRow),
}
REACH = Statement(
    """
    select (select count(*) from social_share
        where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and opened_at is not null) as shares,
      coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
      count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
      count(distinct v.person_id) filter (where v.kind = 'human') as joined,
      coalesce(sum(v.opens) filter (where v.kind = 'robot'), 0)::int as robots,
      coalesce(sum(v.opens) filter (where v.kind = 'self'), 0)::int as self_opens
    from social_share s join social_visit v on v.tenant_id = %(tenant)s and v.share_id = s.id
    where s.tenant_id = %(tenant)s and s.campaign_id = %(campaign_id)s
    """,
    Reach,
)
REACHES = Statement(
    """
    select s.campaign_id, count(distinct s.id) filter (where s.opened_at is not null) as shares,
      coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
      count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
      count(distinct v.person_id) filter (where v.kind = 'human') as joined
    from social_share s join social_visit v on v.tenant_id = %(tenant)s and v.share_id = s.id
    where s.tenant_id = %(tenant)s and s.campaign_id = any(%(ids)s::uuid[]) and v.day between %(first)s and %(last)s
    group by s.campaign_id
    """,
    CampaignReach,
)
DAYS = Statement(
    """
    select day, count(distinct share_id) as shares,
      coalesce(sum(opens) filter (where kind = 'human'), 0)::int as opens,
      count(distinct coalesce(person_id, visitor_id)) filter (where kind = 'human') as people,
      coalesce(sum(opens) filter (where kind = 'self'), 0)::int as self_opens,
      coalesce(sum(opens) filter (where kind = 'robot'), 0)::int as robot_opens
    from social_visit where tenant_id = %(tenant)s and day between %(first)s and %(last)s
    group by day order by day limit 92
    """,
    DayReach,
)
CAMPAIGN_DAYS = Statement(
    """
    select v.day, count(distinct v.share_id) as shares,
      coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
      count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
      coalesce(sum(v.opens) filter (where v.kind = 'self'), 0)::int as self_opens,
      coalesce(sum(v.opens) filter (where v.kind = 'robot'), 0)::int as robot_opens
    from social_share s join social_visit v on v.tenant_id = %(tenant)s and v.share_id = s.id
    where s.tenant_id = %(tenant)s and s.campaign_id = %(campaign_id)s and v.day between %(first)s and %(last)s
    group by v.day order by v.day limit 92
    """,
    DayReach,
)
PERIOD = Statement(
    """
    select count(distinct share_id) as shares,
      count(distinct coalesce(person_id, visitor_id)) filter (where kind = 'human') as people,
      coalesce(sum(opens) filter (where kind = 'human'), 0)::int as opens,
      count(distinct person_id) filter (where kind = 'human') as joined,
      coalesce(sum(opens) filter (where kind = 'self'), 0)::int as self_opens,
      coalesce(sum(opens) filter (where kind = 'robot'), 0)::int as robot_opens, '[]'::jsonb as breadth
    from social_visit where tenant_id = %(tenant)s and day between %(first)s and %(last)s
    """,
    FiguresRow,
)


async def tree(
    session: ReadSession,
    by: TreeBy,
    of: UUID | None,
    *,
    kind: str | None = None,
    depth_max: int = rules.DEPTH_MAX,
    limit: int = rules.TREE_NODES_MAX,
) -> list[Node]:
    """The nodes of a tree, level by level from its top, at most `limit` (≤ 5000) and `depth_max` steps down.

    By target, `kind` names the target's kind and `of` may be None (the shop); by share, the share itself comes first.
    """
    return await session.all(
        TREES[by], id=of, kind=kind, depth_max=depth_max, limit=min(limit, rules.TREE_NODES_MAX)
    )


async def tree_figures(
    session: ReadSession, by: TreeBy, of: UUID | None, *, kind: str | None = None
) -> TreeFigures:
    """The whole tree's figures, of its first 100,000 nodes."""
    row = await session.one(
        TREE_FIGURES[by], id=of, kind=kind, depth_max=rules.DEPTH_MAX, limit=rules.TREE_FIGURES_NODES_MAX
    )
    return _figures(row)


async def reach(session: ReadSession, campaign_id: UUID) -> Reach:
    """What a campaign's shares brought so far."""
    return await session.one(REACH, campaign_id=campaign_id)


async def reaches(
    session: ReadSession, campaigns: Sequence[UUID], first: date, last: date
) -> dict[UUID, CampaignReach]:
    """What the shares of campaigns brought between two business days, both included; those without are left out."""
    found = await session.all(REACHES, ids=list(campaigns), first=first, last=last)
    return {row.campaign_id: row for row in found}


async def reach_by_day(
    session: ReadSession, first: date, last: date, campaign_id: UUID | None = None
) -> list[DayReach]:
    """Openings by business day, of one campaign or of all; days without any are left out. At most 92."""
    if campaign_id is None:
        return await session.all(DAYS, first=first, last=last)
    return await session.all(CAMPAIGN_DAYS, campaign_id=campaign_id, first=first, last=last)


async def period(session: ReadSession, first: date, last: date) -> TreeFigures:
    """The figures of all openings between two business days, both included; it has no depth."""
    return _figures(await session.one(PERIOD, first=first, last=last))


def _figures(row: FiguresRow) -> TreeFigures:
    return TreeFigures(
        shares=row.shares, people=row.people, opens=row.opens, joined=row.joined, self_opens=row.self_opens,
        robot_opens=row.robot_opens, depth=max(len(row.breadth) - 1, 0), breadth=tuple(row.breadth),
    )  # fmt: skip
