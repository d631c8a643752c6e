"""Days, and what a merchant sets. Money in fen."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lianyi.promotions.play import hints

CYCLE_MAX = 31
Counting = Literal["consecutive", "cumulative"]
Fen = Annotated[int, Field(ge=1, le=100_000)]


_COUNTINGS: JsonDict = {
    "consecutive": {"zh": "连续:断一天从第 1 天重新开始", "en": "In a row: a missed day starts over"},
    "cumulative": {"zh": "累计:断了也接着数", "en": "In all: a missed day changes nothing"},
}


class RewardIn(BaseModel):
    """One step of the curve."""

    model_config = ConfigDict(extra="forbid", title="奖励")

    day: int = Field(ge=1, le=CYCLE_MAX, json_schema_extra=hints("第几天", "Day", unit="days"))
    fen: Fen = Field(json_schema_extra=hints("奖励", "Reward", unit="fen"))


class CheckInSettings(BaseModel):
    """The curve and its rules."""

    model_config = ConfigDict(extra="forbid", title="签到设置")

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
            "奖励曲线", "Curve", help_zh="没有写的天数按「其他天」给;可以递减也可以递增",
            help_en="Days that are not named get the other days' reward; it may fall or rise",
        ),
    )  # fmt: skip
    other_fen: Fen = Field(default=50, json_schema_extra=hints("其他天", "Other days", unit="fen"))
    pays_in: str = Field(
        min_length=1, max_length=40,
        json_schema_extra=hints(
            "用什么发", "Paid in", widget="giving_campaign", help_zh="选一个由其他活动发放的券,先发布它",
            help_en="A campaign that gives for others; publish it first",
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
    """A day somebody checked in; `fen` is what it was paid, 0 for one that was made up."""

    day: date
    nth: int
    fen: int
    made_up: int | None
    run_id: UUID | None


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the curve as one person sees it."""

    nth: int
    fen: int
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
    earned_fen: int
