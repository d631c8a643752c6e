"""Reads of brand days: the calendar, a day's page, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import decode, encode
from lianyi.media import queries as media
from lianyi.promotions import queries as promotions
from lianyi.promotions.errors import CampaignUnknown
from lianyi.promotions.plays.brand_day import rules
from lianyi.promotions.plays.brand_day.errors import NoBrandDay
from lianyi.promotions.types import Campaign, CampaignState, Figure, ShareFacts

PLAY = "brand_day"
PAGE = "plays/brand_day/day/index"
DAYS_BACK, DAYS_AHEAD = 14, 60
SHOWN: tuple[CampaignState, ...] = ("published", "ended")
STAFFS: tuple[CampaignState, ...] = ("draft", "published", "paused", "ended", "stopped")


@dataclass(frozen=True, slots=True)
class Day:
    """A campaign with its banner's picture, and whether the reader is reminded of it."""

    campaign: Campaign
    picture_url: str | None
    reminded: bool


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day whole: its goods as they are now, and the pieces of each SKU that were paid."""

    day: Day
    goods: dict[UUID, SkuWorth]
    sold: dict[UUID, int]
    ranking: tuple[tuple[UUID, int], ...]


async def calendar(session: ReadSession, person_id: UUID | None) -> list[Day]:
    """What shoppers see: two weeks back, two months ahead, in order. Four statements."""
    today = business_day(session.now)
    since, _ = day_bounds(today - timedelta(days=DAYS_BACK))
    until, _ = day_bounds(today + timedelta(days=DAYS_AHEAD))
    return await _days(session, await promotions.beginning(session, PLAY, since, until, SHOWN), person_id)


async def month(session: ReadSession, first: date, until: date) -> list[Day]:
    """What the staff see of some days, drafts and stopped ones, too; in order. Three statements."""
    since, _ = day_bounds(first)
    end, _ = day_bounds(until)
    return await _days(session, await promotions.beginning(session, PLAY, since, end, STAFFS), None)


async def _days(session: ReadSession, campaigns: Sequence[Campaign], person_id: UUID | None) -> list[Day]:
    first_skus = [one.skus[0].sku_id for one in campaigns if one.skus]
    goods = await catalog.worth(session, first_skus)
    wanted = {one.id: rules.settings_of(one).banner_picture_id for one in campaigns}
    banners = await media.pictures(session, [decode("med", word) for word in wanted.values() if word])
    reminded = await promotions.reminded(session, [one.id for one in campaigns], person_id)
    found = []
    for one in campaigns:
        word = wanted[one.id]
        banner = banners.get(decode("med", word)) if word else None
        first = goods.get(one.skus[0].sku_id) if one.skus else None
        url = banner.url_960 if banner else first.picture_url if first else None
        found.append(Day(one, url, (one.id, one.starts_at) in reminded))
    return found


async def day_page(session: ReadSession, campaign_id: UUID, person_id: UUID | None) -> DayPage:
    """A day that shoppers may see. Six statements at most. Raises NoBrandDay for a draft or another play's."""
    try:
        campaign = await promotions.campaign(session, campaign_id)
    except CampaignUnknown:
        raise NoBrandDay from None
    if campaign.play != PLAY or campaign.state == "draft":
        raise NoBrandDay
    [day] = await _days(session, [campaign], person_id)
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus])
    sold = await promotions.pieces_paid(session, campaign_id)
    products = {sku.sku_id: sku.product_id for sku in campaign.skus}
    return DayPage(day, goods, sold, tuple(rules.ranking(products, sold)))


async def running_for(session: ReadSession, product_id: UUID) -> Campaign | None:
    """The brand day that is on for a product. One statement."""
    found = await promotions.running(session, play=PLAY, product_ids=[product_id])
    return next((one for one in found if rules.state_of(one, session.now) == "on"), None)


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """A day's card: its first goods on sale at the day's price, or at their own once it is over. None without goods."""
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus])
    first = next((sku for sku in campaign.skus if sku.sku_id in goods and goods[sku.sku_id].on_sale), None)
    if first is None:
        return None
    item, settings = goods[first.sku_id], rules.settings_of(campaign)
    state, day = rules.state_of(campaign, session.now), rules.day_of(campaign)
    [shown] = await _days(session, [campaign], None)
    title, page = f"{settings.brand}品牌日", f"{PAGE}?id={encode('cmp', campaign.id)}"
    if state == "over":
        return ShareFacts(
            title=title, line="活动已结束", price_fen=item.price_fen, market_price_fen=None, product_id=item.product_id,
            picture_url=shown.picture_url, badge="", page=page, ends_at=None,
        )  # fmt: skip
    return ShareFacts(
        title=title, line=settings.headline or f"{day:%m 月 %d 日},只有一天",
        price_fen=min(rules.price_of(campaign, first.sku_id), item.price_fen), market_price_fen=item.price_fen,
        product_id=item.product_id, picture_url=shown.picture_url, badge="品牌日", page=page,
        ends_at=rules.closes_at(campaign), line_en="" if settings.headline else f"{day:%m-%d}, one day only",
    )  # fmt: skip


async def share_facts(_session: ReadSession, _run_id: UUID) -> ShareFacts | None:
    """A day is nobody's run; campaigns are shared."""
    return None


async def taken_by(session: ReadSession, day: date) -> Campaign | None:
    """The published campaign that has a date. One statement."""
    since, until = day_bounds(day)
    found = await promotions.beginning(session, PLAY, since, until, ("published", "paused"))
    return found[0] if found else None


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. Two statements."""
    campaign = await promotions.campaign(session, campaign_id)
    sold = await promotions.pieces_paid(session, campaign_id)
    full = sum(sku.quota is not None and sku.taken >= sku.quota for sku in campaign.skus)
    return [
        Figure("pieces", "售出件数", "Pieces sold", sum(sold.values()), "count"),
        Figure("skus_sold", "有人买的规格", "SKUs that sold", len(sold), "count"),
        Figure("sold_out", "名额卖完的规格", "SKUs with no quota left", full, "count"),
    ]
