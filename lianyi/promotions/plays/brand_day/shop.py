"""Brand days for shoppers: the calendar, a day's page, what a product costs today. Ordering goes through checkout."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import CurrentShopper, MaybeShopper
from lianyi.kit.clock import business_day
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.plays.brand_day import actions, queries, rules
from lianyi.promotions.plays.brand_day.errors import NoBrandDay
from lianyi.promotions.plays.brand_day.queries import Day, DayPage
from lianyi.promotions.plays.brand_day.types import DayState

router = edge("/api/shop/brand-day", tags=["shop: brand day"])
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]


class DayOut(BaseModel):
    """A brand's date; `closes_at` is midnight at the latest."""

    campaign_id: CampaignRef
    day: date
    state: DayState
    title: str
    brand: str
    headline: str
    picture_url: str | None
    starts_at: datetime
    closes_at: datetime
    reminded: bool


class CalendarOut(BaseModel):
    """Two weeks back, two months ahead, in order; count down from `server_time`."""

    server_time: datetime
    today: date
    days: list[DayOut]


class ItemOut(BaseModel):
    """A SKU of a day. `left` null: no limit; `sold`: pieces that were paid."""

    sku_id: SkuRef
    product_id: ProductRef
    title: str
    picture_url: str | None
    price_fen: int
    day_price_fen: int
    quota: int | None
    left: int | None
    sold: int


class RankedOut(BaseModel):
    """A place of the day's ranking: pieces that were paid, none invented."""

    product_id: ProductRef
    title: str
    picture_url: str | None
    pieces: int


class DayPageOut(BaseModel):
    server_time: datetime
    day: DayOut
    story: str
    items: list[ItemOut]
    ranking: list[RankedOut]
    rules: list[str]


class OfferOut(BaseModel):
    """What a product costs on the brand day that is on."""

    server_time: datetime
    day: DayOut
    items: list[ItemOut]
    rules: list[str]


def _day(day: Day, now: datetime) -> DayOut:
    campaign = day.campaign
    settings = rules.settings_of(campaign)
    return DayOut(
        campaign_id=campaign.id, day=rules.day_of(campaign), state=rules.state_of(campaign, now), title=campaign.title,
        brand=settings.brand, headline=settings.headline, picture_url=day.picture_url, starts_at=campaign.starts_at,
        closes_at=rules.closes_at(campaign), reminded=day.reminded,
    )  # fmt: skip


def _items(page: DayPage, product_id: UUID | None = None) -> list[ItemOut]:
    items = []
    for sku in page.day.campaign.skus:
        goods = page.goods.get(sku.sku_id)
        if goods is None or not goods.on_sale or product_id not in {None, sku.product_id}:
            continue
        items.append(
            ItemOut(
                sku_id=sku.sku_id, product_id=sku.product_id, title=f"{goods.title} {goods.option_text}".strip(),
                picture_url=goods.picture_url, price_fen=goods.price_fen,
                day_price_fen=min(rules.price_of(page.day.campaign, sku.sku_id), goods.price_fen), quota=sku.quota,
                left=None if sku.quota is None else max(sku.quota - sku.taken, 0), sold=page.sold.get(sku.sku_id, 0),
            )
        )  # fmt: skip
    return items


def _ranking(page: DayPage) -> list[RankedOut]:
    named = {one.product_id: one for one in page.goods.values()}
    return [
        RankedOut(
            product_id=product_id, title=named[product_id].title, picture_url=named[product_id].picture_url, pieces=pieces
        )
        for product_id, pieces in page.ranking
        if product_id in named
    ]  # fmt: skip


def _rules(page: DayPage, language: str) -> list[str]:
    campaign = page.day.campaign
    return list(campaign.rules_en if language == "en" else campaign.rules_zh)


@router.get("/calendar")
async def calendar(session: Read, shopper: MaybeShopper) -> CalendarOut:
    """Whose days have been, are and come."""
    days = await queries.calendar(session, shopper.person if shopper else None)
    return CalendarOut(
        server_time=session.now,
        today=business_day(session.now),
        days=[_day(one, session.now) for one in days],
    )


@router.get("/days/{campaign_id}")
async def day(
    session: Read, shopper: MaybeShopper, language: Language, campaign_id: CampaignRef
) -> DayPageOut:
    """A day's page; 404 `no_brand_day` for what is none."""
    page = await queries.day_page(session, campaign_id, shopper.person if shopper else None)
    return DayPageOut(
        server_time=session.now, day=_day(page.day, session.now), story=rules.settings_of(page.day.campaign).story,
        items=_items(page), ranking=_ranking(page), rules=_rules(page, language),
    )  # fmt: skip


@router.get("/products/{product_id}")
async def offer(session: Read, shopper: MaybeShopper, language: Language, product_id: ProductRef) -> OfferOut:
    """What a product costs today; 404 `no_brand_day` when it has no day now."""
    found = await queries.running_for(session, product_id)
    if found is None:
        raise NoBrandDay
    page = await queries.day_page(session, found.id, shopper.person if shopper else None)
    return OfferOut(
        server_time=session.now, day=_day(page.day, session.now), items=_items(page, product_id),
        rules=_rules(page, language),
    )  # fmt: skip


@router.post("/campaigns/{campaign_id}/remind", status_code=204)
async def remind_me(session: Write, shopper: CurrentShopper, campaign_id: CampaignRef) -> None:
    """Tell me when a day that is ahead begins."""
    await actions.remind_me(session, shopper, campaign_id)
