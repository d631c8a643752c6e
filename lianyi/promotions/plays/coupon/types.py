"""Pieces, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lianyi.promotions.play import hints

PieceId = NewType("PieceId", UUID)

Kind = Literal["fixed", "full", "percent", "gift"]
Scope = Literal["all", "category", "goods"]
Take = Literal["collect", "code", "automatic", "granted"]
PieceState = Literal["ready", "used", "spent", "expired"]

FEN_MOST = 100_000_000
Fen = Annotated[int, Field(ge=1, le=FEN_MOST)]


_KINDS: JsonDict = {
    "fixed": {"zh": "立减:达到门槛减固定金额", "en": "Fixed amount off, from a threshold on"},
    "full": {"zh": "满减:每满门槛减一次,有封顶", "en": "An amount off for each full threshold, capped"},
    "percent": {"zh": "折扣:减一个比例,有封顶", "en": "A percentage off, capped"},
    "gift": {"zh": "赠品:达到门槛,所选商品里一件免费", "en": "Gift: one piece of the chosen goods is free"},
}
_SCOPES: JsonDict = {
    "all": {"zh": "全店", "en": "The whole shop"},
    "category": {"zh": "一个分类(含下级)", "en": "One category with what stands below it"},
    "goods": {"zh": "所选商品", "en": "The chosen goods"},
}
_TAKES: JsonDict = {
    "collect": {"zh": "在领券中心领取", "en": "Collected in the coupon centre"},
    "code": {"zh": "凭口令领取", "en": "Collected with a code"},
    "automatic": {"zh": "不用领,下单时自动减", "en": "Taken off by itself at checkout"},
    "granted": {"zh": "由店里其他活动发放", "en": "Given by other campaigns of the shop"},
}


class CouponSettings(BaseModel):
    """The terms of all pieces of a campaign."""

    model_config = ConfigDict(extra="forbid", title="优惠券设置")

    kind: Kind = Field(default="fixed", json_schema_extra=hints("类型", "Kind", choices=_KINDS))
    off_fen: Fen | None = Field(
        default=None,
        json_schema_extra=hints(
            "面额", "Amount", unit="fen", help_zh="立减和满减每次减多少;赠品券填赠品最高价值;折扣券不填",
            help_en="What is taken off each time; for a gift its highest worth; not for a percentage",
        ),
    )  # fmt: skip
    rate_bp: Annotated[int, Field(ge=1, le=9000)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "减去的比例", "Share taken off", unit="bp", help_zh="只用于折扣券:减 15% 就是 8.5 折",
            help_en="For a percentage only: 15% off",
        ),
    )  # fmt: skip
    cap_fen: Fen | None = Field(
        default=None,
        json_schema_extra=hints(
            "最多减", "At most", unit="fen", help_zh="折扣券和满减券必填",
            help_en="Needed for a percentage and for each full threshold",
        ),
    )  # fmt: skip
    threshold_fen: int = Field(
        default=0, ge=0, le=FEN_MOST,
        json_schema_extra=hints(
            "使用门槛", "Threshold", unit="fen", help_zh="适用商品满这个金额可用;0 为无门槛",
            help_en="What the goods it is for must come to; 0: none",
        ),
    )  # fmt: skip
    scope: Scope = Field(default="all", json_schema_extra=hints("适用范围", "Good for", choices=_SCOPES))
    category_id: str | None = Field(
        default=None, max_length=40,
        json_schema_extra=hints("分类", "Category", widget="category", help_zh="适用范围选「一个分类」时必填"),
    )  # fmt: skip
    take: Take = Field(
        default="collect", json_schema_extra=hints("怎么得到", "How one gets it", choices=_TAKES)
    )
    code_word: Annotated[str, Field(min_length=4, max_length=24)] | None = Field(
        default=None,
        json_schema_extra=hints("口令", "Code", help_zh="凭口令领取时必填,4 到 24 个字"),
    )
    total: Annotated[int, Field(ge=1, le=10_000_000)] | None = Field(
        default=None,
        json_schema_extra=hints("总张数", "How many in all", unit="pieces", help_zh="不填则只受预算限制"),
    )
    per_person_max: int = Field(
        default=1, ge=1, le=100, json_schema_extra=hints("每人限领", "At most each", unit="pieces")
    )
    valid_days: Annotated[int, Field(ge=1, le=366)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "领取后有效天数", "Days it is good for", help_zh="不填则到活动结束为止",
            help_en="Empty: until the campaign ends",
        ),
    )  # fmt: skip
    valid_after_days: int = Field(
        default=0, ge=0, le=30, json_schema_extra=hints("领取几天后生效", "Days before it is good")
    )
    back_on_refund: bool = Field(
        default=True,
        json_schema_extra=hints(
            "整单退款后退回", "Comes back when the whole order is refunded",
            help_zh="取消未付款的订单总是退回", help_en="It always comes back from an order that was not paid",
        ),
    )  # fmt: skip
    grace_days: int = Field(
        default=7, ge=1, le=60,
        json_schema_extra=hints(
            "退回后至少可用天数", "Days it has at least when it comes back", help_zh="退回时已过期或快过期的券顺延",
            help_en="A piece that has ended meanwhile, or would soon, gets them",
        ),
    )  # fmt: skip


class CouponSku(BaseModel):
    """Nothing is set for one SKU alone: the shelf names what it is good for, or the gifts."""

    model_config = ConfigDict(extra="forbid", title="适用商品")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one person has. `face_fen`: the most it takes off; `order_id`: the order that used it last."""

    id: PieceId
    campaign_id: UUID
    person_id: UUID
    grant_id: UUID
    face_fen: int
    discount_fen: int
    state: PieceState
    starts_at: datetime
    expires_at: datetime
    order_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class InHand:
    """What a quote needs to know: the terms, the most to take off, and which lines count (None: all)."""

    campaign_id: UUID
    terms: CouponSettings
    face_fen: int
    counted: frozenset[UUID] | None
    gifts: frozenset[UUID]
    piece: Piece | None
