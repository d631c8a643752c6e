"""Teams and seats, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lianyi.promotions.play import hints

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


_COMPLETION_WORDS: JsonDict = {
    "strict": {"zh": "全部退款", "en": "Refund everybody"},
    "merge": {"zh": "与另一个未满的团合并,合不了再退款", "en": "Merge with another unfinished team, else refund"},
    "top_up": {"zh": "够门槛就由商家公开补位,不够就退款", "en": "Top up openly from a share on, else refund"},
}  # fmt: skip


class TierIn(BaseModel):
    """One more step of a ladder: from so many people on, everybody pays this much a piece."""

    model_config = ConfigDict(extra="forbid", title="阶梯")

    people: int = Field(
        ge=PEOPLE_MIN, le=PEOPLE_MAX, json_schema_extra=hints("人数", "People", unit="people")
    )
    price_fen: int = Field(ge=1, le=100_000_000, json_schema_extra=hints("价格", "Price", unit="fen"))


class GroupBuySettings(BaseModel):
    """What holds for every team of a campaign."""

    model_config = ConfigDict(extra="forbid", title="拼团设置")

    hours: int = Field(
        default=24, ge=1, le=72,
        json_schema_extra=hints(
            "成团时限", "Time to fill a team", unit="hours", help_zh="从团长付款起算,不晚于活动结束",
            help_en="From the leader's payment, never beyond the campaign's end",
        ),
    )  # fmt: skip
    completion: Completion = Field(
        default="strict",
        json_schema_extra=hints(
            "到时未满", "When time is up and people are missing", choices=_COMPLETION_WORDS
        ),
    )
    top_up_from_bp: int = Field(
        default=6000, ge=5000, le=9999,
        json_schema_extra=hints(
            "补位门槛", "Top up from", unit="bp", help_zh="真实成员达到所需人数的这个比例才补位,补的名额会标明",
            help_en="This share of the people must be real members; added seats are marked",
        ),
    )  # fmt: skip
    pieces_per_order_max: int = Field(
        default=5, ge=1, le=999, json_schema_extra=hints("每单限购", "At most an order", unit="pieces")
    )
    open_to_join: bool = Field(
        default=True,
        json_schema_extra=hints(
            "商品页展示正在拼的团", "Show live teams on the product's page", help_zh="关闭后只能从分享卡片加入",
            help_en="Otherwise one joins from a shared card only",
        ),
    )  # fmt: skip


class GroupBuySku(BaseModel):
    """What holds for one SKU. `ladder` holds the steps above the first one, which is `people` and `price_fen`."""

    model_config = ConfigDict(extra="forbid", title="拼团商品")

    people: int = Field(
        default=3, ge=PEOPLE_MIN, le=PEOPLE_MAX, json_schema_extra=hints("成团人数", "People", unit="people")
    )
    price_fen: int = Field(ge=1, le=100_000_000, json_schema_extra=hints("拼团价", "Team price", unit="fen"))
    leader_price_fen: Annotated[int, Field(ge=1, le=100_000_000)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "团长价", "Leader's price", unit="fen", help_zh="不填则与团员同价", help_en="Empty: as everybody"
        ),
    )
    ladder: Annotated[list[TierIn], Field(max_length=5)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "阶梯价", "Ladder of prices", help_zh="人数越多价格越低:先按拼团价付款,结束后自动退差额",
            help_en="More people, lower price: everybody pays the team price and gets the difference back at the end",
        ),
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
