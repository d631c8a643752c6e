"""What a full run gets, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lianyi.promotions.play import hints
from lianyi.promotions.types import HelpRun

Reward = Literal["goods", "coupon"]
PromiseState = Literal["open", "kept", "given", "gone"]
Stage = Literal["helping", "review", "full", "ordered", "done", "over", "refused"]
FEN_MOST = 100_000_000
CouponFen = Annotated[int, Field(ge=1, le=100_000)]
PEOPLE_MAX = 50


_REWARDS: JsonDict = {
    "goods": {"zh": "商品:按助力价买一件", "en": "Goods: one piece at its price"},
    "coupon": {"zh": "优惠券:由另一个活动发放", "en": "A coupon: another campaign gives it"},
}


class AssistSettings(BaseModel):
    """What holds for every run of a campaign."""

    model_config = ConfigDict(extra="forbid", title="助力设置")

    reward: Reward = Field(
        default="goods", json_schema_extra=hints("助满得到", "What is unlocked", choices=_REWARDS)
    )
    people: int = Field(
        default=3, ge=1, le=PEOPLE_MAX,
        json_schema_extra=hints(
            "需要几位好友", "Friends needed", unit="people", help_zh="事先公开,人人一样;助满立即得到",
            help_en="Public beforehand and the same for everybody",
        ),
    )  # fmt: skip
    hours: int = Field(
        default=24, ge=1, le=168, json_schema_extra=hints("助力时限", "Time for helping", unit="hours")
    )
    use_hours: int = Field(
        default=24, ge=1, le=168,
        json_schema_extra=hints(
            "助力结束后下单时限", "Time to order after helping", unit="hours",
            help_zh="只用于商品:助满即留好名额,过时放回给别人",
            help_en="For goods: the piece is kept until then, and goes back to others after it",
        ),
    )  # fmt: skip
    pay_minutes: int = Field(
        default=15, ge=5, le=120, json_schema_extra=hints("付款时限", "Time to pay", unit="minutes")
    )
    runs_per_person_max: int = Field(
        default=1, ge=1, le=20,
        json_schema_extra=hints(
            "每人可发起几次", "Runs each", unit="count", help_zh="同一时间只能有一次在进行",
            help_en="One at a time",
        ),
    )  # fmt: skip
    helps_per_person_max: int = Field(
        default=3, ge=1, le=50,
        json_schema_extra=hints(
            "每人可助力几次", "Helps each", unit="count", help_zh="给同一个人的同一次助力永远只算一次",
            help_en="The same run only ever once",
        ),
    )  # fmt: skip
    new_helpers_only: bool = Field(
        default=False,
        json_schema_extra=hints(
            "只有新客能助力", "Only new customers may help", help_zh="还没有在本店买过东西的人;写进规则",
            help_en="Who has not bought here yet; told in the rules",
        ),
    )  # fmt: skip
    coupon_fen: CouponFen | None = Field(
        default=None,
        json_schema_extra=hints(
            "券面额", "Worth of the coupon", unit="fen", help_zh="助满得到优惠券时必填",
            help_en="Needed when a coupon is unlocked",
        ),
    )  # fmt: skip
    coupon_in: Annotated[str, Field(max_length=40)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "用什么发", "Paid in", widget="giving_campaign", help_zh="选一个由其他活动发放的券,先发布它",
            help_en="A campaign that gives for others; publish it first",
        ),
    )  # fmt: skip
    helper_fen: CouponFen | None = Field(
        default=None,
        json_schema_extra=hints(
            "好友助力得券", "What a helper gets", unit="fen", help_zh="不填则好友没有奖励;金额固定、写进规则",
            help_en="Empty: nothing; a fixed amount, told in the rules",
        ),
    )  # fmt: skip
    helper_in: Annotated[str, Field(max_length=40)] | None = Field(
        default=None,
        json_schema_extra=hints("好友的券用什么发", "Helpers are paid in", widget="giving_campaign"),
    )


class AssistSku(BaseModel):
    """What holds for one SKU. WeChat bans bringing a price to nothing by help, so that free means 1 fen."""

    model_config = ConfigDict(extra="forbid", title="助力商品")

    price_fen: int = Field(
        default=1, ge=1, le=FEN_MOST,
        json_schema_extra=hints(
            "助力价", "Price once unlocked", unit="fen", help_zh="最低 1 分:微信不允许靠助力到 0 元",
            help_en="At least 1 fen: WeChat bans a price of nothing for help",
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promise:
    """What a run's owner gets once it is full. `sku_id` None: a coupon. `reward_fen`: the price, or the coupon's worth.

    `held_fen` of the budget and, where `counted`, a piece of the quota are kept for it while it is `kept`; `piece_id`:
    the coupon it became. The rules are those that were told when the run was opened.
    """

    run_id: UUID
    campaign_id: UUID
    sku_id: UUID | None
    product_id: UUID | None
    reward_fen: int
    rules_zh: list[str]
    rules_en: list[str]
    state: PromiseState
    held_fen: int
    counted: bool
    grant_id: UUID | None
    piece_id: UUID | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks of a full run."""

    promise: Promise
    run: HelpRun
    pay_minutes: int
