"""Who brought whom, for the merchant's staff: trees to walk, and figures of a period."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from lianyi.identity import queries as identity
from lianyi.identity.edges import PersonRef, may, require
from lianyi.identity.types import Channel, PersonBrief, PersonId, Staff
from lianyi.kit.clock import business_day
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word, decode
from lianyi.social import queries, rules
from lianyi.social.errors import PeriodTooLong, TreeAsksTwice
from lianyi.social.types import SHOP, TARGET_PREFIXES, Node, TreeBy, TreeFigures, target_word

router = edge("/api/console/shares", tags=["console: sharing"])

ShareRef = Annotated[UUID, as_word("shr")]
CampaignRef = Annotated[UUID, as_word("cmp")]
MayRead = Annotated[Staff, require("shares.read")]


class NodeSharer(BaseModel):
    """Null where a device that never signed in shared; the nickname also for staff who may not see people."""

    person_id: PersonRef | None
    nickname: str | None


class NodeTarget(BaseModel):
    kind: str
    id: str | None


class NodeOut(BaseModel):
    """`depth` counts from the node's own root; `children`: nodes right below, asked for by `share_id`.

    `orders`: paid orders that came by it, null where no campaign counts them.
    """

    id: ShareRef
    parent_id: ShareRef | None
    depth: int
    sharer: NodeSharer
    target: NodeTarget
    campaign_id: CampaignRef | None
    channel: Channel
    created_at: datetime
    opens: int
    people: int
    joined: int
    self_opens: int
    robot_opens: int
    children: int
    orders: int | None


class FiguresOut(BaseModel):
    """Of the whole tree, whatever part of it is listed. `breadth`: nodes at each step from where it begins."""

    shares: int
    people: int
    opens: int
    joined: int
    depth: int
    breadth: list[int]
    self_opens: int
    robot_opens: int


class TreeOut(BaseModel):
    """`cut`: there are more nodes than are listed, deeper or wider."""

    nodes: list[NodeOut]
    figures: FiguresOut
    cut: bool


@router.get("/tree")
async def share_tree(
    session: Read,
    staff: MayRead,
    campaign_id: CampaignRef | None = None,
    target_kind: Literal["product", "campaign", "team", "micro_shop", "shop"] | None = None,
    target_id: Annotated[str | None, Query(max_length=40)] = None,
    person_id: PersonRef | None = None,
    share_id: ShareRef | None = None,
    depth: Annotated[int, Query(ge=0, le=rules.DEPTH_MAX)] = rules.TREE_DEPTH_DEFAULT,
    limit: Annotated[int, Query(ge=1, le=rules.TREE_NODES_MAX)] = 500,
) -> TreeOut:
    """The tree of a campaign, a target, a person or below one share, level by level from the top."""
    asked: list[tuple[TreeBy, UUID | None]] = []
    if campaign_id is not None:
        asked.append((TreeBy.CAMPAIGN, campaign_id))
    if target_kind is not None:
        asked.append((TreeBy.TARGET, _target_id(target_kind, target_id)))
    if person_id is not None:
        asked.append((TreeBy.PERSON, person_id))
    if share_id is not None:
        asked.append((TreeBy.SHARE, share_id))
    if len(asked) != 1:
        raise TreeAsksTwice
    by, of = asked[0]
    kind = target_kind if by is TreeBy.TARGET else None
    nodes = await queries.tree(session, by, of, kind=kind, depth_max=depth, limit=limit)
    figures = await queries.tree_figures(session, by, of, kind=kind)
    names = await _names(session, nodes) if may(staff, "people.read") else {}
    orders = await queries.orders_by_share(session, [node.id for node in nodes])
    return TreeOut(
        nodes=[_node(node, names, orders) for node in nodes],
        figures=_figures(figures),
        cut=figures.shares > len(nodes),
    )


def _target_id(kind: str, word: str | None) -> UUID | None:
    if kind == SHOP:
        return None
    if word is None:
        raise TreeAsksTwice(field="target_id")
    return decode(TARGET_PREFIXES[kind], word)


async def _names(session: Read, nodes: list[Node]) -> dict[PersonId, PersonBrief]:
    people = {PersonId(node.sharer_person_id) for node in nodes if node.sharer_person_id is not None}
    return await identity.people_brief(session, sorted(people)) if people else {}


def _node(node: Node, names: dict[PersonId, PersonBrief], orders: dict[UUID, int] | None) -> NodeOut:
    person = node.sharer_person_id
    brief = names.get(PersonId(person)) if person is not None else None
    return NodeOut(
        id=node.id, parent_id=node.parent_id, depth=node.depth,
        sharer=NodeSharer(person_id=person, nickname=brief.nickname if brief else None),
        target=NodeTarget(kind=node.target_kind, id=target_word(node.target_kind, node.target_id)),
        campaign_id=node.campaign_id, channel=node.channel, created_at=node.created_at, opens=node.opens,
        people=node.people, joined=node.joined, self_opens=node.self_opens, robot_opens=node.robot_opens,
        children=node.children, orders=None if orders is None else orders.get(node.id, 0),
    )  # fmt: skip


def _figures(figures: TreeFigures) -> FiguresOut:
    return FiguresOut(
        shares=figures.shares, people=figures.people, opens=figures.opens, joined=figures.joined, depth=figures.depth,
        breadth=list(figures.breadth), self_opens=figures.self_opens, robot_opens=figures.robot_opens,
    )  # fmt: skip


class DayReachOut(BaseModel):
    """Days without an opening are left out; a person counts once a day."""

    day: date
    shares: int
    opens: int
    people: int
    self_opens: int
    robot_opens: int


class PeriodOut(BaseModel):
    """`people` counts everybody once in the whole period."""

    first: date
    last: date
    shares: int
    people: int
    opens: int
    joined: int
    self_opens: int
    robot_opens: int
    days: list[DayReachOut]


@router.get("/figures")
async def share_figures(
    session: Read,
    _staff: MayRead,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> PeriodOut:
    """What shares brought between two business days, both included; the last 30 days by default."""
    last = last or business_day(session.now)
    first = first or last - timedelta(days=29)
    if not 0 <= (last - first).days < rules.FIGURES_DAYS_MAX:
        raise PeriodTooLong(field="from", days_max=rules.FIGURES_DAYS_MAX)
    whole = await queries.period(session, first, last)
    days = await queries.reach_by_day(session, first, last)
    return PeriodOut(
        first=first, last=last, shares=whole.shares, people=whole.people, opens=whole.opens, joined=whole.joined,
        self_opens=whole.self_opens, robot_opens=whole.robot_opens,
        days=[DayReachOut.model_validate(day, from_attributes=True) for day in days],
    )  # fmt: skip
