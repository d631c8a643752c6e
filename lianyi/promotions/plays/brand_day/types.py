"""Days, and what a merchant sets. Money in fen, instants aware UTC."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lianyi.kit.errors import Refusal
from lianyi.kit.ids import decode
from lianyi.promotions.play import hints

DayState = Literal["over", "on", "next"]


class BrandDaySettings(BaseModel):
    """Whose day it is, and what its page says. The catalogue knows a brand as a word of a product only."""

    model_config = ConfigDict(extra="forbid", title="品牌日设置")

    brand: str = Field(min_length=1, max_length=40, json_schema_extra=hints("品牌", "Brand"))
    headline: str = Field(
        default="", max_length=60,
        json_schema_extra=hints("一句话", "Headline", help_zh="写在横幅上", help_en="Stands on the banner"),
    )  # fmt: skip
    story: str = Field(
        default="",
        max_length=500,
        json_schema_extra=hints("品牌介绍", "About the brand", help_zh="写在品牌日页面上"),
    )
    banner_picture_id: Annotated[str, Field(max_length=40)] | None = Field(
        default=None,
        json_schema_extra=hints(
            "横幅图片", "Banner", widget="picture", help_zh="不选就用第一件商品的图片",
            help_en="Empty: the picture of the first goods",
        ),
    )  # fmt: skip

    @field_validator("banner_picture_id")
    @classmethod
    def _names_a_picture(cls, given: str | None) -> str | None:
        if given:
            try:
                decode("med", given)
            except Refusal as refusal:
                raise ValueError(refusal.words("en")) from None
        return given or None


class BrandDaySku(BaseModel):
    """What holds for one SKU; how many there are at that price is its quota."""

    model_config = ConfigDict(extra="forbid", title="品牌日商品")

    price_fen: int = Field(ge=1, le=100_000_000, json_schema_extra=hints("品牌日价", "Price", unit="fen"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks of a day: its SKUs' prices."""

    campaign_id: UUID
    day: date
    prices_fen: dict[UUID, int]
