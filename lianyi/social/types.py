"""What social speaks of: shares, those who came by them, trees of them. Instants aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lianyi.identity.types import Channel, PersonId
from lianyi.kit.ids import encode

ShareId = NewType("ShareId", UUID)
SHOP = "shop"  # the one target that has no id
TARGET_PREFIXES = {"product": "prd", "campaign": "cmp", "team": "team", "micro_shop": "shk"}


class VisitKind(StrEnum):
    """Who opened it: somebody else, the sharer, or a program."""

    HUMAN = "human"
    SELF = "self"
    ROBOT = "robot"


class TreeBy(StrEnum):
    """What a tree is asked by."""

    TARGET = "target"
    PERSON = "person"
    CAMPAIGN = "campaign"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Target:
    """What is shown to others: a kind (`product`, `campaign`, `team`, `micro_shop`, `shop`) and its id, None for the shop."""

    kind: str
    id: UUID | None = None


def target_word(kind: str, target_id: UUID | None) -> str | None:
    """A target's id as it stands on the wire: `prd_…`, `cmp_…`, `team_…`, `shk_…`; None for the shop."""
    return None if target_id is None else encode(TARGET_PREFIXES[kind], target_id)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Somebody shares: a device, a person, or both. `shows_sharer` None leaves what was agreed before."""

    visitor_id: UUID | None
    person_id: PersonId | None
    target: Target
    campaign_id: UUID | None
    channel: Channel
    shows_sharer: bool | None = None


@dataclass(frozen=True, slots=True)
class Visiting:
    """Somebody opened a share. `scene`: WeChat's number of the entrance; `agent`: the user agent, not kept."""

    token: str
    visitor_id: UUID | None
    person_id: PersonId | None
    scene: int | None
    channel: Channel
    agent: str


@dataclass(frozen=True, slots=True)
class Share:
    """A node. `token` travels in links, paths and codes; `opened_at` None: nobody else has seen it yet."""

    id: ShareId
    token: str
    sharer_visitor_id: UUID | None
    sharer_person_id: PersonId | None
    target: Target
    campaign_id: UUID | None
    parent_id: UUID | None
    root_id: UUID
    depth: int
    channel: Channel
    shows_sharer: bool
    created_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Visit:
    """An opening as it was counted; `first`: the first of this visitor on this share today."""

    share: Share
    kind: VisitKind
    first: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A node with what came by it. `depth` counts from its root; `children`: nodes right below that were opened.

    `people` are devices or persons, once each; `joined` those of them who signed in.
    """

    id: UUID
    parent_id: UUID | None
    depth: int
    sharer_person_id: UUID | None
    visitor: UUID | None
    target_kind: str
    target_id: UUID | None
    campaign_id: UUID | None
    channel: Channel
    created_at: datetime
    opens: int
    people: int
    joined: int
    self_opens: int
    robot_opens: int
    children: int


@dataclass(frozen=True, slots=True)
class TreeFigures:
    """A tree as a whole. `breadth[n]`: nodes at n steps from where the tree begins; `depth` its last step."""

    shares: int
    people: int
    opens: int
    joined: int
    self_opens: int
    robot_opens: int
    depth: int
    breadth: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a campaign's shares brought: openings of others, how many they were, and what is counted apart."""

    shares: int
    opens: int
    people: int
    joined: int
    robots: int
    self_opens: int


@dataclass(frozen=True, slots=True)
class CampaignReach:
    """What the shares of one campaign brought within a span; openings by oneself and by robots are left out."""

    campaign_id: UUID
    shares: int
    opens: int
    people: int
    joined: int


@dataclass(frozen=True, slots=True)
class MyShare:
    """A share as its sharer sees it."""

    id: UUID
    target_kind: str
    target_id: UUID | None
    campaign_id: UUID | None
    created_at: datetime
    opens: int
    people: int
    joined: int


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came by a share: `who` is the person, or the device of one who never signed in."""

    who: UUID
    person_id: UUID | None
    first_at: datetime
    at: datetime
    opens: int


@dataclass(frozen=True, slots=True)
class CameBy:
    """A known person came by somebody's share: the latest opening of a device's day, and since when it is known whose."""

    share_id: UUID
    sharer_person_id: UUID
    visitor_id: UUID
    at: datetime
    known_at: datetime
    scene: int | None
    channel: Channel


@dataclass(frozen=True, slots=True)
class DayReach:
    """What a business day's openings came to; a person counts once a day."""

    day: date
    shares: int
    opens: int
    people: int
    self_opens: int
    robot_opens: int
