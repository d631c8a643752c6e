"""Days, and what a merchant sets. Money in fen, points whole."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lianyi.promotions.play import hints

CYCLE_MAX = 31
Counting = Literal["consecutive", "cumulative"]
POINTS_MAX = 10_000
PaidAs = Literal["coupon", "points"]
Fen = Annotated[int, Field(ge=1, le=100_000)]
Points = Annotated[int, Field(ge=1, le=POINTS_MAX)]


_COUNTINGS: JsonDict = {
    "consecutive": {"zh": "连续:断一天从第 1 天重新开始", "en": "In a row: a missed day starts over"},
    "cumulative": {"zh": "累计:断了也接着数", "en": "In all: a missed day changes nothing"},
}

_PAID_AS: JsonDict = {
    "coupon": {"zh": "本店优惠券", "en": "Coupons of this shop"},
    "points": {"zh": "会员积分", "en": "Member points"},
}


class RewardIn(BaseModel):
    """One step of the curve: fen of a coupon, or points, as the campaign pays."""

    model_config = ConfigDict(extra="forbid", title="奖励")

    day: int = Field(ge=1, le=CYCLE_MAX, json_schema_extra=hints("第几天", "Day", unit="days"))
    fen: Fen | None = Field(default=None, json_schema_extra=hints("券面额", "Coupon of", unit="fen"))
    points: Points | None = Field(default=None, json_schema_extra=hints("积分", "Points", unit="points"))


class CheckInSettings(BaseModel):
    """The curve and its rules."""

    model_config = ConfigDict(extra="forbid", title="签到设置")

    paid_as: PaidAs = Field(
        default="coupon",
        json_schema_extra=hints(
            "奖励发什么", "Paid in", choices=_PAID_AS, help_zh="发积分要先在会员里开通积分,并填活动预算:积分按抵扣价计入预算",
            help_en="Points need the members' points switched on, and a budget, which bears what they take off",
        ),
    )  # fmt: skip
    counting: Counting = Field(
        default="consecutive", json_schema_extra=hints("怎么数", "How days count", choices=_COUNTINGS)
    )
    cycle_days: int = Field(
        default=7, ge=1, le=CYCLE_MAX,
        json_schema_extra=hints(
            "周期", "Cycle", unit="days", help_zh="数满之后从第 1 天再来", help_en="After it the curve begins again"
        ),
    )  # fmt: skip
    rewards: Annotated[list[RewardIn], Field(max_length=CYCLE_MAX)] = Field(
        default=[RewardIn(day=1, fen=450), RewardIn(day=2, fen=100)],
        json_schema_extra=hints(
            "奖励曲线", "Curve", help_zh="发券填面额,发积分填积分;没有写的天数按「其他天」给,可以递减也可以递增",
            help_en="An amount for coupons, or points; days not named get the other days' reward; it may fall or rise",
        ),
    )  # fmt: skip
    other_fen: Fen | None = Field(
        default=50, json_schema_extra=hints("其他天(券面额)", "Other days, coupon of", unit="fen")
    )
    other_points: Points | None = Field(
        default=None, json_schema_extra=hints("其他天(积分)", "Other days, points", unit="points")
    )
    pays_in: Annotated[str, Field(max_length=40)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "用哪种券发", "Which coupon", widget="giving_campaign", help_zh="发券时必选:一个由其他活动发放的券,先发布它",
            help_en="Needed for coupons: a campaign that gives for others; publish it first",
        ),
    )  # fmt: skip
    make_up_max: int = Field(
        default=1, ge=0, le=CYCLE_MAX,
        json_schema_extra=hints(
            "每人补签卡", "Make-ups each", unit="count", help_zh="补最近 7 天漏掉的日子,只接上天数,不发奖励",
            help_en="A missed day of the last seven is filled in: it keeps the row and is not paid",
        ),
    )  # fmt: skip


class CheckInSku(BaseModel):
    """A check-in names no goods."""

    model_config = ConfigDict(extra="forbid", title="签到")


@dataclass(frozen=True, slots=True)
class Day:
    """A day somebody checked in; `fen` of a coupon or `points` is what it was paid, both 0 for one that was made up."""

    day: date
    nth: int
    fen: int
    points: int
    made_up: int | None
    run_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reward:
    """What a place on the curve pays: fen of a coupon, or points; the other is 0."""

    fen: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the curve as one person sees it."""

    nth: int
    fen: int
    points: int
    state: Literal["done", "today", "ahead"]


@dataclass(frozen=True, slots=True)
class Card:
    """Where a person stands: `nth` is today's place, whether it is taken or not; `missed` can be made up."""

    today: date
    checked_today: bool
    nth: int
    steps: tuple[Step, ...]
    days: tuple[Day, ...]
    missed: tuple[date, ...]
    make_ups_left: int
    earned: Reward
