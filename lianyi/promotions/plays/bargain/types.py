"""Runs and cuts, and what a merchant sets. Money in fen, instants aware UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lianyi.promotions.play import hints
from lianyi.promotions.types import HelpRun

PEOPLE_MIN, PEOPLE_MAX = 1, 100
Act = Literal["help", "share", "buy", "buy_now", "view_order", "start_own", "see_product"]


class CutIn(BaseModel):
    """One cut of a declared schedule: its share of what is taken off in all."""

    model_config = ConfigDict(extra="forbid", title="一刀")

    share_bp: int = Field(ge=1, le=10_000, json_schema_extra=hints("比例", "Share", unit="bp"))


class BargainSettings(BaseModel):
    """What holds for every run of a campaign."""

    model_config = ConfigDict(extra="forbid", title="砍价设置")

    people: int = Field(
        default=5, ge=PEOPLE_MIN, le=PEOPLE_MAX,
        json_schema_extra=hints(
            "砍到底价需要几刀", "Cuts down to the floor", unit="people", help_zh="每人一刀;每一刀砍多少事先公开",
            help_en="One for each helper; what each takes off is told beforehand",
        ),
    )  # fmt: skip
    cuts: Annotated[list[CutIn], Field(max_length=PEOPLE_MAX)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "每一刀的比例", "Share of each cut", help_zh="不填则每刀相等;填则刀数与上面一致,合计 100%",
            help_en="Empty: equal cuts. Else as many as above, 100% in all",
        ),
    )  # fmt: skip
    new_customer_cuts: int = Field(
        default=1, ge=1, le=5,
        json_schema_extra=hints(
            "新客一次算几刀", "Cuts of a new customer", unit="count", help_zh="会写在规则里,大于 1 时新客一次砍几刀",
            help_en="Told in the rules; above 1 a new customer takes so many cuts at once",
        ),
    )  # fmt: skip
    hours: int = Field(
        default=24, ge=1, le=72,
        json_schema_extra=hints("砍价时限", "Time to bargain", unit="hours", help_zh="从发起算起,不晚于活动结束"),
    )  # fmt: skip
    keep_hours: int = Field(
        default=24, ge=1, le=72,
        json_schema_extra=hints(
            "砍完留给下单的时间", "Time to order afterwards", unit="hours", help_zh="砍价时限之后还能按砍到的价下单多久",
            help_en="How long one can still order at the price that was reached",
        ),
    )  # fmt: skip
    buy_early: bool = Field(
        default=True,
        json_schema_extra=hints(
            "没到底价也能买", "May be bought before the floor", help_zh="按当时砍到的价", help_en="At the price of the moment"
        ),
    )  # fmt: skip
    runs_per_person: int = Field(
        default=1, ge=1, le=20, json_schema_extra=hints("每人最多发起", "Runs each", unit="count")
    )
    helps_per_person: int = Field(
        default=5, ge=1, le=100, json_schema_extra=hints("每人最多帮砍", "Helps each", unit="count")
    )
    helps_per_day: int = Field(
        default=3, ge=1, le=50, json_schema_extra=hints("每人每天最多帮砍", "Helps each a day", unit="count")
    )
    pay_minutes: int = Field(
        default=30, ge=5, le=120, json_schema_extra=hints("付款时限", "Time to pay", unit="minutes")
    )


class BargainSku(BaseModel):
    """What holds for one SKU. The floor is what is paid at least: 1 fen is as near to free as a payment can be."""

    model_config = ConfigDict(extra="forbid", title="砍价商品")

    floor_price_fen: int = Field(
        ge=1, le=100_000_000, json_schema_extra=hints("底价", "Floor price", unit="fen")
    )
    start_price_fen: Annotated[int, Field(ge=2, le=100_000_000)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "起砍价", "Start price", unit="fen", help_zh="不填则为平时售价", help_en="Empty: its usual price"
        ),
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run is about, as it was when it was opened. `list_fen`: what the goods cost without it then."""

    id: UUID
    campaign_id: UUID
    sku_id: UUID
    product_id: UUID
    list_fen: int
    start_fen: int
    floor_fen: int
    cuts: Sequence[int]
    pay_minutes: int
    grant_id: UUID
    rules_zh: Sequence[str]
    rules_en: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what it is about, and how it stands."""

    terms: Terms
    standing: HelpRun

    @property
    def price_fen(self) -> int:
        """What a piece costs after the cuts that were taken."""
        return self.terms.start_fen - sum(self.terms.cuts[: self.standing.taken])
