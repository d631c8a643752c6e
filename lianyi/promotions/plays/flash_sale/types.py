"""Slots and shelves, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lianyi.promotions.play import hints

SLOTS_MAX = 12


class SlotIn(BaseModel):
    """One slot of each day, by the shop's clock; it ends on the same day."""

    model_config = ConfigDict(extra="forbid", title="场次")

    starts: str = Field(
        default="10:00",
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        json_schema_extra=hints("开始(时:分)", "Begins (hh:mm)"),
    )
    minutes: int = Field(default=120, ge=5, le=1440, json_schema_extra=hints("持续", "Lasts", unit="minutes"))


class FlashSaleSettings(BaseModel):
    """What holds for every slot of a campaign."""

    model_config = ConfigDict(extra="forbid", title="秒杀设置")

    slots: Annotated[list[SlotIn], Field(min_length=1, max_length=SLOTS_MAX)] = Field(
        default=[SlotIn()],
        json_schema_extra=hints(
            "每天的场次", "Slots of each day", help_zh="活动期间每天都开;场次之间不重叠",
            help_en="Every day of the campaign; slots do not overlap",
        ),
    )  # fmt: skip
    pieces_per_order_max: int = Field(
        default=1, ge=1, le=99, json_schema_extra=hints("每单限购", "At most an order", unit="pieces")
    )
    pay_minutes: int = Field(
        default=5, ge=2, le=30,
        json_schema_extra=hints(
            "付款时限", "Time to pay", unit="minutes", help_zh="不付款,名额放回给后来的人",
            help_en="Pieces that are not paid go back to those who come later",
        ),
    )  # fmt: skip


class FlashSaleSku(BaseModel):
    """What holds for one SKU."""

    model_config = ConfigDict(extra="forbid", title="秒杀商品")

    price_fen: int = Field(ge=1, le=100_000_000, json_schema_extra=hints("秒杀价", "Price", unit="fen"))
    slot_quota: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, json_schema_extra=hints("每场数量", "Pieces a slot", unit="pieces")
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """An occurrence: from `opens_at` until `closes_at`."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one slot has of a SKU; `taken` counts what waits for payment, too."""

    opens_at: datetime
    sku_id: UUID
    taken: int
    paid: int

    @property
    def waiting(self) -> int:
        return self.taken - self.paid


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks of a slot."""

    campaign_id: UUID
    slot: Slot
    sku: FlashSaleSku
    sku_id: UUID
    quantity: int
    pay_minutes: int
