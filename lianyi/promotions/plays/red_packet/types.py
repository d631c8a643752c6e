"""Packets and their parts, and what a merchant sets. Money in fen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lianyi.identity.types import Channel
from lianyi.promotions.play import hints

PARTS_MAX, LUCKY_MAX = 50, 10
# What WeChat lets one transfer be at least, and what a packet may be at most: far below the prize cap of the law.
FEN_MAX = 20_000
Opens = Literal["purchase", "weekly"]
Split = Literal["shared", "own", "lucky"]
Pays = Literal["coupon", "cash"]
PacketState = Literal["open", "taken", "over", "void", "refused"]
PartState = Literal["held", "due", "paid", "refused"]
Fen = Annotated[int, Field(ge=1, le=FEN_MAX)]
DayFen = Annotated[int, Field(ge=1, le=100_000_000)]


_OPENS: JsonDict = {
    "purchase": {"zh": "下单后:付款满额的买家得到一个", "en": "By buying: a buyer who paid enough gets one"},
    "weekly": {
        "zh": "每周活动:那一天每人可以领一个",
        "en": "A weekly day: everybody may have one on that day",
    },
}
_SPLITS: JsonDict = {
    "shared": {
        "zh": "分给好友:等额若干份,金额事先公开",
        "en": "For friends: equal parts of an amount told beforehand",
    },
    "own": {"zh": "自己领:一份固定金额", "en": "For oneself: one known amount"},
    "lucky": {
        "zh": "自己领:按公示概率抽取金额(只用于每周活动,不能分享)",
        "en": "For oneself: drawn by odds that are shown (weekly only, nothing to share)",
    },
}
_PAYS: JsonDict = {
    "coupon": {"zh": "本店优惠券", "en": "A coupon of this shop"},
    "cash": {
        "zh": "现金:微信转账,本人确认收款,代扣 20% 偶然所得个税",
        "en": "Money: a WeChat transfer that the person confirms, 20 % prize tax withheld",
    },
}
_WEEKDAYS: JsonDict = {
    str(number): {"zh": f"周{zh}", "en": en}
    for number, (zh, en) in enumerate(
        zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True), start=1
    )
}


class LuckyIn(BaseModel):
    """One amount of a draw and how likely it is."""

    model_config = ConfigDict(extra="forbid", title="金额与概率")

    fen: Fen = Field(json_schema_extra=hints("金额", "Amount", unit="fen"))
    probability_bp: int = Field(ge=1, le=10_000, json_schema_extra=hints("概率", "Probability", unit="bp"))


class RedPacketSettings(BaseModel):
    """Where packets come from, how they are split, in what they are paid, and the limits of a day."""

    model_config = ConfigDict(extra="forbid", title="红包设置")

    opens: Opens = Field(
        default="purchase", json_schema_extra=hints("怎么来", "How one gets it", choices=_OPENS)
    )
    min_paid_fen: Annotated[int, Field(ge=0, le=100_000_000)] = Field(
        default=0, json_schema_extra=hints("实付满", "Paid at least", unit="fen", help_zh="下单得红包时的门槛",
                                            help_en="What a buyer has paid at least"),
    )  # fmt: skip
    weekday: Literal["1", "2", "3", "4", "5", "6", "7"] = Field(
        default="5", json_schema_extra=hints("每周哪一天", "Day of the week", choices=_WEEKDAYS)
    )
    split: Split = Field(
        default="shared", json_schema_extra=hints("怎么分", "How it is split", choices=_SPLITS)
    )
    fen: Fen = Field(default=500, json_schema_extra=hints("每份金额", "Worth of a part", unit="fen"))
    parts: int = Field(
        default=5, ge=2, le=PARTS_MAX,
        json_schema_extra=hints("份数", "Parts", unit="count", help_zh="分给好友时有几份,一人一份",
                                 help_en="For friends: so many, one a person"),
    )  # fmt: skip
    owner_takes: bool = Field(
        default=True, json_schema_extra=hints("自己也可领一份", "Its owner may take one of them")
    )
    hours: int = Field(
        default=48, ge=1, le=168,
        json_schema_extra=hints("多久内领完", "To be taken within", unit="hours",
                                 help_zh="过期没领的金额回到活动预算", help_en="What nobody takes goes back to the budget"),
    )  # fmt: skip
    lucky: Annotated[list[LuckyIn], Field(max_length=LUCKY_MAX)] = Field(
        default=[],
        json_schema_extra=hints("金额与概率", "Amounts and odds", help_zh="随机金额时填写,概率合计 100%,会原样公示",
                                 help_en="For a draw: together 100 %, shown as they stand here"),
    )  # fmt: skip
    organiser: Annotated[str, Field(max_length=60)] = Field(
        default="",
        json_schema_extra=hints("主办方与联系方式", "Organiser and contact", help_zh="随机金额时必填,写进规则",
                                 help_en="Needed for a draw; it stands in the rules"),
    )  # fmt: skip
    pays: Pays = Field(default="coupon", json_schema_extra=hints("用什么发", "Paid in", choices=_PAYS))
    pays_in: Annotated[str, Field(max_length=40)] = Field(
        default="",
        json_schema_extra=hints("哪种券", "Which coupon", widget="giving_campaign",
                                 help_zh="选一个由其他活动发放的券,先发布它;发现金时留空",
                                 help_en="A campaign that gives for others, published before; empty for money"),
    )  # fmt: skip
    person_day_max: int = Field(
        default=3, ge=1, le=100,
        json_schema_extra=hints("每人每天份数", "Parts a person a day", unit="count",
                                 help_zh="本店所有红包合计", help_en="Of all red packets of the shop"),
    )  # fmt: skip
    person_day_fen: DayFen = Field(
        default=5_000, json_schema_extra=hints("每人每天金额", "Fen a person a day", unit="fen")
    )
    day_fen: DayFen = Field(
        default=100_000,
        json_schema_extra=hints("全店每天金额", "Fen a day in all", unit="fen", help_zh="本店所有红包合计,到了当天停发",
                                 help_en="Of all red packets of the shop; then it stops for the day"),
    )  # fmt: skip

    @property
    def shares(self) -> bool:
        return self.split == "shared"


class RedPacketSku(BaseModel):
    """A red packet names no goods."""

    model_config = ConfigDict(extra="forbid", title="红包")


@dataclass(frozen=True, slots=True)
class Packet:
    """`fen` is what a part is worth (a draw: at most); `taken` of `parts` are gone; from an order or of a week."""

    id: UUID
    campaign_id: UUID
    person_id: UUID
    order_id: UUID | None
    week: date | None
    split: Split
    parts: int
    fen: int
    taken: int
    state: PacketState
    grant_id: UUID
    expires_at: datetime
    at: datetime

    @property
    def left(self) -> int:
        return self.parts - self.taken


@dataclass(frozen=True, slots=True)
class Part:
    """What one person took: `roll` for a draw; `run_id` is the coupon, or None for money.

    `state`: `held` waits for the staff; they found it real (`due`, then `paid`) or made up (`refused`: nothing is paid).
    `channel`: where its taker stood.
    """

    packet_id: UUID
    person_id: UUID
    nth: int
    fen: int
    roll: int | None
    pays: Pays
    run_id: UUID | None
    grant_id: UUID
    state: PartState
    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class Got:
    """A part in the hands of who took it, with the campaign it came from."""

    part: Part
    campaign_id: UUID
    title: str
