"""Brand days for the staff: the calendar of a month, and what sold on a day."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.clock import business_day
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.plays.brand_day import queries, rules
from lianyi.promotions.types import CampaignState

router = edge("/api/console/brand-day", tags=["console: brand day"])
Reader = Annotated[Staff, require("campaigns.read")]
CampaignRef = Annotated[UUID, as_word("cmp")]


class PlannedOut(BaseModel):
    """A campaign on its date; a draft has not booked it."""

    campaign_id: CampaignRef
    day: date
    state: CampaignState
    title: str
    brand: str
    picture_url: str | None
    starts_at: datetime
    closes_at: datetime
    skus: int


class MonthOut(BaseModel):
    month: str
    today: date
    days: list[PlannedOut]


@router.get("/calendar")
async def calendar(
    session: Read, _staff: Reader, month: Annotated[str | None, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")] = None
) -> MonthOut:  # fmt: skip
    """A month's dates (`2026-07`; left out: this month) with what is planned for each."""
    today = business_day(session.now)
    first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    days = await queries.month(session, first, following)
    return MonthOut(
        month=f"{first:%Y-%m}", today=today,
        days=[
            PlannedOut(
                campaign_id=one.campaign.id, day=rules.day_of(one.campaign), state=one.campaign.state,
                title=one.campaign.title, brand=rules.settings_of(one.campaign).brand, picture_url=one.picture_url,
                starts_at=one.campaign.starts_at, closes_at=rules.closes_at(one.campaign), skus=len(one.campaign.skus),
            )
            for one in days
        ],
    )  # fmt: skip


class SoldOut(BaseModel):
    """A product of a day: pieces that were paid."""

    product_id: Annotated[UUID, as_word("prd")]
    title: str
    picture_url: str | None
    pieces: int


@router.get("/ranking")
async def ranking(session: Read, _staff: Reader, campaign_id: CampaignRef) -> list[SoldOut]:
    """What a day sold, most first; orders refunded whole do not count."""
    page = await queries.day_page(session, campaign_id, None)
    named = {one.product_id: one for one in page.goods.values()}
    return [
        SoldOut(
            product_id=product_id, title=named[product_id].title, picture_url=named[product_id].picture_url, pieces=pieces
        )
        for product_id, pieces in page.ranking
        if product_id in named
    ]  # fmt: skip
