"""Packs, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lianyi.promotions.play import hints

PackId = NewType("PackId", UUID)
PackState = Literal["open", "ended"]
Ending = Literal["expired", "refunded", "stopped", "refused"]
ClaimState = Literal["taken", "held", "refused"]
AtWeChat = Literal["waiting", "given", "refused"]

PIECES_MAX = 20
HOURS_MAX = 720


class SocialCouponSettings(BaseModel):
    """What each paid order lets its buyer pass on. All pieces are worth the same, so that everybody knows what they get."""

    model_config = ConfigDict(extra="forbid", title="社交立减金设置")

    pieces: int = Field(
        default=3,
        ge=1,
        le=PIECES_MAX,
        json_schema_extra=hints("每单可转赠", "To pass on, an order", unit="pieces"),
    )
    face_fen: int = Field(
        default=500, ge=1, le=1_000_000,
        json_schema_extra=hints(
            "每份金额", "Each worth", unit="fen", help_zh="每份一样多", help_en="All are worth the same"
        ),
    )  # fmt: skip
    order_from_fen: int = Field(
        default=1, ge=1, le=100_000_000,
        json_schema_extra=hints(
            "订单实付满", "Orders from", unit="fen", help_zh="退款后剩下的不到这个数,没人领的收回",
            help_en="When a refund leaves less of the order, what nobody took comes back",
        ),
    )  # fmt: skip
    hours: int = Field(
        default=48, ge=1, le=HOURS_MAX,
        json_schema_extra=hints(
            "领取时限", "To be taken within", unit="hours", help_zh="从转赠时起;不会晚于活动结束",
            help_en="From passing on; never after the campaign's end",
        ),
    )  # fmt: skip
    claims_per_person_max: int = Field(
        default=1, ge=1, le=100,
        json_schema_extra=hints(
            "每人最多领", "At most each", unit="pieces", help_zh="整个活动里;同一个立减金包每人总是一份",
            help_en="In the whole campaign; of one pack always one",
        ),
    )  # fmt: skip
    for_new: bool = Field(
        default=False,
        json_schema_extra=hints("只给没买过的人", "Only for people who have not bought yet"),
    )
    pays_in: str = Field(
        min_length=1, max_length=40,
        json_schema_extra=hints(
            "用什么发", "Paid in", widget="giving_campaign", help_zh="选一个由其他活动发放的券,先发布它",
            help_en="A campaign that gives for others; publish it first",
        ),
    )  # fmt: skip

    wechat_stock_id: Annotated[str, Field(pattern=r"^[0-9]{4,20}$")] | None = Field(
        default=None,
        json_schema_extra=hints(
            "微信支付代金券批次号", "WeChat Pay coupon stock",
            help_zh="微信支付商户平台已激活的预充值批次,面额同「每份金额」;不填发店里的券,微信发不出时也改发店里的",
            help_en="A stock paid into and running at WeChat Pay, of the same worth; empty, or refused: the shop's coupons",
        ),
    )  # fmt: skip


class SocialCouponSku(BaseModel):
    """A social coupon names no goods: what its coupons are good for, their own campaign says."""

    model_config = ConfigDict(extra="forbid", title="社交立减金")


@dataclass(frozen=True, slots=True)
class Pack:
    """What one order passes on. `ended_because` None: it is open."""

    id: PackId
    campaign_id: UUID
    order_id: UUID
    person_id: UUID
    grant_id: UUID | None
    pieces: int
    face_fen: int
    claimed: int
    state: PackState
    ended_because: Ending | None
    opened_at: datetime
    expires_at: datetime

    @property
    def left(self) -> int:
        return self.pieces - self.claimed


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece that somebody took; `run_id` is the shop's coupon they have for it, None before it is paid.

    `state`: `held` waits for the staff, who found it real (`taken`) or made up (`refused`: nothing is paid).
    `wechat` None: the shop's coupon at once. Else WeChat is asked for its own (`waiting`), has given it, or has refused it,
    and the shop's stands in.
    """

    pack_id: UUID
    person_id: UUID
    campaign_id: UUID
    run_id: UUID | None
    state: ClaimState
    wechat: AtWeChat | None
    at: datetime
