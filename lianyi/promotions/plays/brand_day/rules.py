"""Decisions of brand days: their date, their prices, words. Pure; money in fen, instants aware UTC."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.ids import encode
from lianyi.promotions.play import at_prices
from lianyi.promotions.plays.brand_day.errors import DayNotOn, DayPriceTooHigh, NotOneDay
from lianyi.promotions.plays.brand_day.types import Asked, BrandDaySettings, BrandDaySku, DayState
from lianyi.promotions.types import Adjustment, Campaign, PlayLine


def settings_of(campaign: Campaign) -> BrandDaySettings:
    """Whose day it is and what its page says."""
    return BrandDaySettings.model_validate(campaign.settings)


def day_of(campaign: Campaign) -> date:
    """The date of a campaign, by the shop's calendar."""
    return business_day(campaign.starts_at)


def assert_one_day(campaign: Campaign) -> None:
    """Raises NotOneDay for a window that crosses midnight."""
    day = day_of(campaign)
    if campaign.ends_at > day_bounds(day)[1]:
        raise NotOneDay(field="ends_at", day=f"{day:%Y-%m-%d}")


def closes_at(campaign: Campaign) -> datetime:
    """When the day is over: its campaign's end, at midnight at the latest."""
    return min(campaign.ends_at, day_bounds(day_of(campaign))[1])


def state_of(campaign: Campaign, now: datetime) -> DayState:
    """Whether the day is over, is on or comes; what was paused, stopped or ended early is over."""
    if campaign.state != "published" or closes_at(campaign) <= now:
        return "over"
    return "on" if campaign.starts_at <= now else "next"


def tells(campaign: Campaign, since: datetime, until: datetime) -> list[datetime]:
    """When its day begins, if within a span: who asked for it is told some minutes before."""
    return [campaign.starts_at] if since <= campaign.starts_at < until else []


def price_of(campaign: Campaign, sku_id: UUID) -> int:
    """The day's price of a SKU on its shelf."""
    kept = next(sku for sku in campaign.skus if sku.sku_id == sku_id)
    return BrandDaySku.model_validate(kept.settings).price_fen


def asked_of(campaign: Campaign, lines: Sequence[PlayLine], now: datetime) -> Asked:
    """What an order asks. Raises DayNotOn after midnight, whatever became of the campaign's window."""
    day = day_of(campaign)
    if business_day(now) != day:
        raise DayNotOn(day=f"{day:%Y-%m-%d}")
    return Asked(campaign.id, day, {line.sku_id: price_of(campaign, line.sku_id) for line in lines})


def adjustments(asked: Asked, lines: Sequence[PlayLine]) -> tuple[Adjustment, ...]:
    """What the day's prices take off; nothing where the goods are cheaper by themselves."""
    source = f"brand_day:{encode('cmp', asked.campaign_id)}"
    return at_prices(source, ("品牌日价", "Brand day price"), asked.prices_fen, lines)


def check(_settings: BrandDaySettings, skus: Sequence[tuple[PlayLine, BrandDaySku]]) -> None:
    """Refuse prices that are none. Raises DayPriceTooHigh."""
    for number, (line, sku) in enumerate(skus):
        if sku.price_fen >= line.price_fen:
            raise DayPriceTooHigh(field=f"skus.{number}.settings.price_fen", title=line.title)


def ranking(product_of: Mapping[UUID, UUID], pieces: Mapping[UUID, int]) -> list[tuple[UUID, int]]:
    """(product, pieces paid), most first; what sold nothing has no place. Both maps by SKU."""
    summed: dict[UUID, int] = {}
    for sku_id, count in pieces.items():
        if sku_id in product_of:
            summed[product_of[sku_id]] = summed.get(product_of[sku_id], 0) + count
    return sorted(((one, count) for one, count in summed.items() if count > 0), key=_most_first)


def _most_first(row: tuple[UUID, int]) -> tuple[int, int]:
    return -row[1], row[0].int


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings, day = settings_of(campaign), f"{day_of(campaign):%Y-%m-%d}"
    lines = [
        (
            f"「{settings.brand}」品牌日:{day} 当天(北京时间),页面上的商品按品牌日价卖,以下单时间为准。",
            f"Brand day of {settings.brand}: goods on its page, ordered on {day} (Beijing time), cost the day's price.",
        )
    ]  # fmt: skip
    if any(sku.quota is not None for sku in campaign.skus):
        lines.append(
            (
                "有限量的商品,卖完恢复平时价。",
                "What has a limited number costs its usual price when they are gone.",
            )
        )
    if campaign.orders_per_person_max is not None:
        most = campaign.orders_per_person_max
        lines.append((f"每人最多 {most} 单。", f"At most {most} orders each."))
    if campaign.pieces_per_person_max is not None:
        most = campaign.pieces_per_person_max
        lines.append((f"每人最多 {most} 件。", f"At most {most} pieces each."))
    lines += [
        ("可以再用优惠券;不与会员价等其他价格同时使用。", "Coupons come on top; other prices, as of levels, do not."),
        (
            "当日榜按当天已付款的件数排,整单退款的不算。",
            "The day's ranking counts pieces that were paid; orders refunded whole do not count.",
        ),
    ]  # fmt: skip
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)
