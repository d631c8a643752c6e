"""My shares and who came; and what a person may take away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.queries import own_data
from lianyi.identity.types import ConsentKind, PersonBrief, PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.social.errors import ShareUnknown
from lianyi.social.queries import shares
from lianyi.social.queries.trees import FiguresRow
from lianyi.social.types import Came, MyShare, Share, target_word

OWN_MAX = 1000
LAST_ID = UUID(int=2**128 - 1)

MINE = Statement(
    """
    with mine as (
      select id, target_kind, target_id, campaign_id, created_at from social_share
      where tenant_id = %(tenant)s and sharer_person_id = %(person_id)s and opened_at is not null
        and id < %(before_id)s
      order by id desc limit %(limit)s)
    select mine.id, mine.target_kind, mine.target_id, mine.campaign_id, mine.created_at,
      coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
      count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
      count(distinct v.person_id) filter (where v.kind = 'human') as joined
    from mine left join social_visit v on v.tenant_id = %(tenant)s and v.share_id = mine.id
    group by mine.id, mine.target_kind, mine.target_id, mine.campaign_id, mine.created_at order by mine.id desc
    """,
    MyShare,
)
MY_FIGURES = Statement(
    """
    select count(distinct s.id) as shares,
      count(distinct coalesce(v.person_id, v.visitor_id)) filter (where v.kind = 'human') as people,
      coalesce(sum(v.opens) filter (where v.kind = 'human'), 0)::int as opens,
      count(distinct v.person_id) filter (where v.kind = 'human') as joined,
      coalesce(sum(v.opens) filter (where v.kind = 'self'), 0)::int as self_opens,
      coalesce(sum(v.opens) filter (where v.kind = 'robot'), 0)::int as robot_opens, '[]'::jsonb as breadth
    from social_share s left join social_visit v on v.tenant_id = %(tenant)s and v.share_id = s.id
    where s.tenant_id = %(tenant)s and s.sharer_person_id = %(person_id)s and s.opened_at is not null
    """,
    FiguresRow,
)
CAME = Statement(
    """
    select who, person_id, first_at, at, opens from (
      select coalesce(person_id, visitor_id) as who, person_id, min(first_at) as first_at, max(at) as at,
        sum(opens)::int as opens
      from social_visit where tenant_id = %(tenant)s and share_id = %(share_id)s and kind = 'human'
      group by coalesce(person_id, visitor_id), person_id) as came
    where (at, who) < (%(before_at)s, %(before_id)s) order by at desc, who desc limit %(limit)s
    """,
    Came,
)
MY_VISITS = Statement(
    """
    select v.share_id as who, v.person_id, v.first_at, v.at, v.opens from social_visit v
    where v.tenant_id = %(tenant)s and v.person_id = %(person_id)s order by v.at desc limit %(limit)s
    """,
    Came,
)


async def mine(session: ReadSession, person: PersonId, before: UUID | None, limit: int) -> list[MyShare]:
    """A person's shares that somebody opened, the newest first, from before an id."""
    return await session.all(MINE, person_id=person, before_id=before or LAST_ID, limit=limit)


async def my_figures(session: ReadSession, person: PersonId) -> FiguresRow:
    """What all shares of a person brought."""
    return await session.one(MY_FIGURES, person_id=person)


async def visitors_of(
    session: ReadSession, person: PersonId, share_id: UUID, before: tuple[Any, ...] | None, limit: int
) -> list[Came]:
    """Who came by a person's own share, the latest first, from before (instant, who). Raises ShareUnknown.

    The rows hold ids; `names_for_sharer` says which of them agreed to be named.
    """
    found = await shares.share(session, share_id)
    if found is None or found.sharer_person_id != person:
        raise ShareUnknown
    before_at, before_id = before or (session.now.replace(year=9999), LAST_ID)
    return await session.all(CAME, share_id=share_id, before_at=before_at, before_id=before_id, limit=limit)


async def names_for_sharer(session: ReadSession, came: Sequence[Came]) -> dict[UUID, PersonBrief]:
    """Nickname and picture of those who agreed that whoever shared may see they came; all others are left out.

    PIPL, articles 23 and 25: nobody is shown to others without a separate consent, and it ends when it is withdrawn.
    """
    people = [PersonId(one.person_id) for one in came if one.person_id is not None]
    agreed = await identity.who_agreed(session, ConsentKind.SHOWN_TO_SHARER, people)
    briefs = await identity.people_brief(session, sorted(agreed))
    return {person: brief for person, brief in briefs.items() if brief.nickname}


async def sharer_shown(session: ReadSession, share: Share) -> PersonBrief | None:
    """The sharer's name and picture, when they agreed to stand on this share; None otherwise."""
    if not share.shows_sharer or share.sharer_person_id is None:
        return None
    return (await identity.people_brief(session, [share.sharer_person_id])).get(share.sharer_person_id)


@own_data.answer("social")
async def own_traces(session: ReadSession, person: PersonId) -> object:
    """What the person shared and opened by a share, as they may take it away; newest first."""
    visits: list[tuple[UUID, datetime, int]] = [
        (one.who, one.at, one.opens) for one in await session.all(MY_VISITS, person_id=person, limit=OWN_MAX)
    ]
    return {
        "shares": [
            {
                "id": encode("shr", one.id),
                "target": one.target_kind,
                "target_id": target_word(one.target_kind, one.target_id),
                "created_at": one.created_at,
                "opens": one.opens,
            }
            for one in await mine(session, person, None, OWN_MAX)
        ],
        "opened": [
            {"share_id": encode("shr", share), "at": at, "opens": opens} for share, at, opens in visits
        ],
    }
