"""Teams and seats, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

TeamId = NewType("TeamId", UUID)
SeatId = NewType("SeatId", UUID)

TeamState = Literal["pending", "forming", "filled", "failed", "void"]
SeatState = Literal["held", "in", "left", "released", "refunded"]
Completion = Literal["strict", "merge", "top_up"]
Ending = Literal["fill", "top_up", "merge", "fail"]
LostWhy = Literal["left", "failed", "no_team"]
Arrival = Literal["take", "late", "told"]
TeamAction = Literal["join", "pay", "share", "leave", "open_own", "view_order"]

PEOPLE_MIN, PEOPLE_MAX = 2, 100


def _field(zh: str, en: str, unit: str = "", widget: str = "") -> dict[str, str]:
    """What the console draws the field with: its names, its unit and how it is asked."""
    hints = {"x-zh": zh, "x-en": en, "x-unit": unit, "x-widget": widget}
    return {key: value for key, value in hints.items() if value}


class TierIn(BaseModel):
    """One more step of a ladder: from so many people on, everybody pays this much a piece."""

    model_config = ConfigDict(extra="forbid", title="阶梯")

    people: int = Field(
        ge=PEOPLE_MIN, le=PEOPLE_MAX, title="人数",
        json_schema_extra=dict(_field("人数", "People", "people")),
    )  # fmt: skip
    price_fen: int = Field(
        ge=1, le=100_000_000, title="价格", json_schema_extra=dict(_field("价格", "Price", "fen"))
    )


class GroupBuySettings(BaseModel):
    """What holds for every team of a campaign."""

    model_config = ConfigDict(extra="forbid", title="拼团设置")

    hours: int = Field(
        default=24, ge=1, le=72, title="成团时限", description="从团长付款起算,不晚于活动结束",
        json_schema_extra=dict(_field("成团时限", "Hours to fill a team", "hours")),
    )  # fmt: skip
    completion: Completion = Field(
        default="strict", title="到时未满怎么办",
        description="strict 全部退款;merge 与另一个未满的团合并,合不了再退款;top_up 商家公开补位",
        json_schema_extra=dict(_field("到时未满怎么办", "When time is up and the team is not full", widget="radio")),
    )  # fmt: skip
    top_up_from_bp: int = Field(
        default=6000, ge=5000, le=9999, title="补位门槛", description="真实成员达到所需人数的这个比例,商家才补位",
        json_schema_extra=dict(_field("补位门槛", "Top up from this share of real members", "bp")),
    )  # fmt: skip
    pieces_per_order_max: int = Field(
        default=5, ge=1, le=999, title="每单限购",
        json_schema_extra=dict(_field("每单限购", "Pieces per order", "pieces")),
    )  # fmt: skip
    open_to_join: bool = Field(
        default=True, title="商品页展示正在拼的团", description="关闭后只能从分享卡片加入",
        json_schema_extra=dict(_field("商品页展示正在拼的团", "Show live teams on the product's page", widget="switch")),
    )  # fmt: skip


class GroupBuySku(BaseModel):
    """What holds for one SKU. `ladder` holds the steps above the first one, which is `people` and `price_fen`."""

    model_config = ConfigDict(extra="forbid", title="拼团商品")

    people: int = Field(
        default=3, ge=PEOPLE_MIN, le=PEOPLE_MAX, title="成团人数",
        json_schema_extra=dict(_field("成团人数", "People", "people")),
    )  # fmt: skip
    price_fen: int = Field(
        ge=1, le=100_000_000, title="拼团价", json_schema_extra=dict(_field("拼团价", "Team price", "fen"))
    )
    leader_price_fen: Annotated[int, Field(ge=1, le=100_000_000)] | None = Field(
        default=None, title="团长价", description="不填则与团员同价",
        json_schema_extra=dict(_field("团长价", "Leader's price", "fen")),
    )  # fmt: skip
    ladder: Annotated[list[TierIn], Field(max_length=5)] | None = Field(
        default=None, title="阶梯价", description="人数越多价格越低;先按拼团价付款,结束后退差额",
        json_schema_extra=dict(_field("阶梯价", "Ladder of prices", widget="tiers")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tier:
    """From so many people on, a piece costs this much."""

    people: int
    price_fen: int


@dataclass(frozen=True, slots=True)
class TeamRules:
    """The rules of a team as they stood when it was opened; nobody changes them afterwards. `tiers` rise in people."""

    hours: int
    completion: Completion
    top_up_from_bp: int
    tiers: tuple[Tier, ...]
    list_price_fen: int
    leader_price_fen: int | None
    open_to_join: bool
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """A team. taken = seats held or in, joined = seats in (paid), topped_up = the merchant's own, openly shown.

    `closes_at` is the campaign's end as it stood; `expires_at` None until the leader has paid.
    """

    id: TeamId
    campaign_id: UUID
    sku_id: UUID
    product_id: UUID
    leader_person_id: UUID | None
    state: TeamState
    need: int
    people_max: int
    taken: int
    joined: int
    topped_up: int
    merged_into: UUID | None
    price_fen: int
    rules: TeamRules
    closes_at: datetime
    created_at: datetime
    opened_at: datetime | None
    expires_at: datetime | None
    finished_at: datetime | None

    @property
    def people(self) -> int:
        """Who counts: members who paid and the merchant's own seats."""
        return self.joined + self.topped_up

    @property
    def missing(self) -> int:
        """Until the team succeeds."""
        return max(0, self.need - self.people)

    @property
    def room(self) -> int:
        """Seats nobody holds."""
        return self.people_max - self.taken - self.topped_up


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a team, by one order. `moved_from`: the team it was first in."""

    id: SeatId
    team_id: TeamId
    campaign_id: UUID
    order_id: UUID
    person_id: UUID
    state: SeatState
    leader: bool
    quantity: int
    price_fen: int
    held_at: datetime
    expires_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    moved_from: UUID | None
    share_id: UUID | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks of group buy: a SKU's terms, how many pieces, which team to join (None opens one)."""

    campaign_id: UUID
    sku_id: UUID
    product_id: UUID
    quantity: int
    list_price_fen: int
    settings: GroupBuySettings
    sku: GroupBuySku
    team: Team | None

    @property
    def opens(self) -> bool:
        return self.team is None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a team's history."""

    at: datetime
    kind: str
    seat_id: UUID | None
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class PastTeam:
    """A team that has ended, as the estimate reads it: seconds after opening at which each member had paid."""

    people_max: int
    watched_seconds: int
    joined_after_seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many teams of the past would have filled under these terms; shares in 1/100 percent, with their interval."""

    teams: int
    filled: int
    share_bp: int
    low_bp: int
    high_bp: int
    enough: bool
