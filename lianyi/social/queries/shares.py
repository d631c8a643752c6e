"""Single shares: by token, by who somebody came by, on the way up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.identity.types import Channel, PersonId
from lianyi.kit.ask import Ask
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import TenantId
from lianyi.kit.secrets import vault
from lianyi.social import rules
from lianyi.social.types import Share, ShareId, Sharing, Target

# How many paid orders came by each share: what promotions know and social does not.
share_orders: Ask[Sequence[UUID], dict[UUID, int]] = Ask("share_orders")


@dataclass(frozen=True, slots=True)
class ShareRow:
    id: UUID
    number: int
    sharer_visitor_id: UUID | None
    sharer_person_id: UUID | None
    target_kind: str
    target_id: UUID | None
    campaign_id: UUID | None
    parent_id: UUID | None
    root_id: UUID
    depth: int
    channel: Channel
    shows_sharer: bool
    created_at: datetime
    opened_at: datetime | None


BY_NUMBER = Statement(
    """
    select id, number, sharer_visitor_id, sharer_person_id, target_kind, target_id, campaign_id, parent_id, root_id,
      depth, channel, shows_sharer, created_at, opened_at
    from social_share where tenant_id = %(tenant)s and number = %(number)s
    """,
    ShareRow,
)
BY_ID = Statement(
    """
    select id, number, sharer_visitor_id, sharer_person_id, target_kind, target_id, campaign_id, parent_id, root_id,
      depth, channel, shows_sharer, created_at, opened_at
    from social_share where tenant_id = %(tenant)s and id = %(id)s
    """,
    ShareRow,
)
SAME_OF_PERSON = Statement(
    """
    select id from social_share
    where tenant_id = %(tenant)s and sharer_person_id = %(person_id)s and target_kind = %(target_kind)s
      and target_id is not distinct from %(target_id)s and campaign_id is not distinct from %(campaign_id)s
      and parent_id is not distinct from %(parent_id)s
    order by id limit 1
    """,
    UUID,
)
# The last share by which this device or person came as somebody else: to the same thing whenever that was, else to
# anything of late.
CAME_BY = Statement(
    """
    select s.id from social_visit v
    join social_share s on s.tenant_id = %(tenant)s and s.id = v.share_id
    where v.tenant_id = %(tenant)s and v.kind = 'human'
      and (v.visitor_id = %(visitor_id)s::uuid or v.person_id = %(person_id)s::uuid)
      and s.sharer_person_id is distinct from coalesce(%(person_id)s::uuid, '00000000-0000-0000-0000-000000000000')
      and s.sharer_visitor_id is distinct from coalesce(%(visitor_id)s::uuid, '00000000-0000-0000-0000-000000000000')
      and (v.at > %(since)s
        or (s.target_kind = %(target_kind)s and s.target_id is not distinct from %(target_id)s::uuid)
        or s.campaign_id = %(campaign_id)s::uuid)
    order by (coalesce(s.campaign_id = %(campaign_id)s::uuid, false)
        or (s.target_kind = %(target_kind)s and s.target_id is not distinct from %(target_id)s::uuid)) desc,
      v.at desc, s.id desc
    limit 1
    """,
    UUID,
)
WAY_UP = Statement(
    """
    with recursive up as (
      select id, parent_id, root_id, depth, target_kind, target_id, campaign_id, sharer_person_id, sharer_visitor_id,
        1 as steps
      from social_share where tenant_id = %(tenant)s and id = %(id)s
      union all
      select s.id, s.parent_id, s.root_id, s.depth, s.target_kind, s.target_id, s.campaign_id, s.sharer_person_id,
        s.sharer_visitor_id, up.steps + 1
      from up join social_share s on s.tenant_id = %(tenant)s and s.id = up.parent_id
      where up.steps <= %(steps_max)s)
    select id, parent_id, root_id, depth, target_kind, target_id, campaign_id,
      coalesce(sharer_person_id = %(person_id)s::uuid, false)
        or coalesce(sharer_visitor_id = %(visitor_id)s::uuid, false) as own
    from up order by steps
    """,
    rules.Step,
)
VISITOR_PERSON = Statement(
    "select person_id from social_visitor where tenant_id = %(tenant)s and visitor_id = %(visitor_id)s", UUID
)
LAST_TO_CAMPAIGN = Statement(
    """
    select s.id from social_visit v
    join social_share s on s.tenant_id = %(tenant)s and s.id = v.share_id
    where v.tenant_id = %(tenant)s and v.person_id = %(person_id)s and v.kind = 'human'
      and s.campaign_id = %(campaign_id)s
    order by v.at desc, s.id desc limit 1
    """,
    UUID,
)


def _mac(tenant: TenantId, number: int) -> bytes:
    return vault().blind(str(number), f"share:{tenant}")


def token_of(tenant: TenantId, number: int) -> str:
    """Spell the token of a share's number, signed with the shop's own key: 19 letters and digits."""
    return rules.spell(number, _mac(tenant, number))


def number_of(tenant: TenantId, token: str) -> int | None:
    """The number in a token of this shop; None for a forged, cut or foreign one. Asks no database."""
    number = rules.number_in(token)
    return number if number is not None and rules.is_signed(token, _mac(tenant, number)) else None


def share_of(tenant: TenantId, row: ShareRow) -> Share:
    """A row as others may hold it."""
    return Share(
        id=ShareId(row.id), token=token_of(tenant, row.number), sharer_visitor_id=row.sharer_visitor_id,
        sharer_person_id=None if row.sharer_person_id is None else PersonId(row.sharer_person_id),
        target=Target(row.target_kind, row.target_id), campaign_id=row.campaign_id, parent_id=row.parent_id,
        root_id=row.root_id, depth=row.depth, channel=row.channel, shows_sharer=row.shows_sharer,
        created_at=row.created_at, opened_at=row.opened_at,
    )  # fmt: skip


async def share_by_token(session: ReadSession, token: str) -> Share | None:
    """The share a token stands for, or None; a token that is not ours costs no statement."""
    number = number_of(session.tenant, token)
    if number is None:
        return None
    row = await session.maybe(BY_NUMBER, number=number)
    return None if row is None else share_of(session.tenant, row)


async def share(session: ReadSession, share_id: UUID) -> Share | None:
    """The share of an id, or None."""
    row = await session.maybe(BY_ID, id=share_id)
    return None if row is None else share_of(session.tenant, row)


async def last_share_to(session: ReadSession, person_id: PersonId, campaign_id: UUID) -> UUID | None:
    """The share by which a person last came to a campaign, as somebody else than its sharer; None when by none."""
    return await session.maybe(LAST_TO_CAMPAIGN, person_id=person_id, campaign_id=campaign_id)


async def place_of(session: ReadSession, sharing: Sharing) -> rules.Place:
    """Where a share would hang: below the one its sharer came by, never below themself. At most two statements."""
    came_by = await session.maybe(
        CAME_BY, visitor_id=sharing.visitor_id, person_id=sharing.person_id, target_kind=sharing.target.kind,
        target_id=sharing.target.id, campaign_id=sharing.campaign_id, since=session.now - rules.CAME_KEPT,
    )  # fmt: skip
    if came_by is None:
        return rules.Place()
    way_up = await session.all(
        WAY_UP,
        id=came_by,
        steps_max=rules.DEPTH_MAX,
        person_id=sharing.person_id,
        visitor_id=sharing.visitor_id,
    )
    return rules.place(way_up, sharing.target, sharing.campaign_id)


async def same_of_person(session: ReadSession, sharing: Sharing, parent_id: UUID | None) -> UUID | None:
    """The node a person made already, on whichever device; None when it would be new."""
    if sharing.person_id is None:
        return None
    return await session.maybe(
        SAME_OF_PERSON, person_id=sharing.person_id, target_kind=sharing.target.kind,
        target_id=sharing.target.id, campaign_id=sharing.campaign_id, parent_id=parent_id,
    )  # fmt: skip


async def person_of_visitor(session: ReadSession, visitor_id: UUID) -> UUID | None:
    """Who signed in on a device last; None when nobody has, or it is unknown."""
    return await session.maybe(VISITOR_PERSON, visitor_id=visitor_id)


async def orders_by_share(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, int] | None:
    """Paid orders that came by each of some shares; None while nothing above counts them."""
    answers = await share_orders.all(session, ids)
    if not answers:
        return None
    return {one: sum(answer.get(one, 0) for answer in answers.values()) for one in ids}
