"""Decisions of flash sales: when slots open, what a piece costs, words. Pure; instants aware UTC."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE, business_day, day_bounds
from lianyi.kit.ids import encode
from lianyi.promotions.play import at_prices
from lianyi.promotions.plays.flash_sale.errors import (
    FlashPriceTooHigh,
    OneKindAtATime,
    SlotNotOn,
    SlotSoldOut,
    SlotsOverlap,
    TooManyAtOnce,
)
from lianyi.promotions.plays.flash_sale.types import (
    Asked,
    FlashSaleSettings,
    FlashSaleSku,
    Shelf,
    Slot,
    SlotIn,
)
from lianyi.promotions.types import Adjustment, Campaign, CampaignSku, PlayLine

_HERE = ZoneInfo(BUSINESS_ZONE)
DAY_MINUTES = 1440


def minute_of(slot: SlotIn) -> int:
    """The minute of the day at which a slot opens."""
    hours, minutes = slot.starts.split(":")
    return int(hours) * 60 + int(minutes)


def slots(settings: FlashSaleSettings, campaign: Campaign, since: datetime, days: int) -> Iterator[Slot]:
    """The slots of so many business days from `since`'s own on, in order, within the campaign's window."""
    first = business_day(since)
    for ahead in range(days):
        midnight, _ = day_bounds(first + timedelta(days=ahead))
        for one in sorted(settings.slots, key=minute_of):
            opens_at = midnight + timedelta(minutes=minute_of(one))
            closes_at = min(opens_at + timedelta(minutes=one.minutes), campaign.ends_at)
            opens_at = max(opens_at, campaign.starts_at)
            if opens_at < closes_at:
                yield Slot(opens_at, closes_at)


def slot_now(settings: FlashSaleSettings, campaign: Campaign, now: datetime) -> Slot:
    """The slot that is on. Raises SlotNotOn naming the next one."""
    upcoming = [one for one in slots(settings, campaign, now, 2) if one.closes_at > now]
    if upcoming and upcoming[0].opens_at <= now:
        return upcoming[0]
    following = upcoming[0].opens_at if upcoming else None
    clock = f"{following.astimezone(_HERE):%m-%d %H:%M}" if following else ""
    raise SlotNotOn(
        next_at=following.isoformat() if following else None,
        next_zh=f",下一场 {clock} 开始" if clock else "", next_en=f"; the next begins at {clock}" if clock else "",
    )  # fmt: skip


def slots_on(campaign: Campaign, now: datetime) -> list[Slot]:
    """The slot of a campaign that is on; none outside of its slots, or when it does not run."""
    if not campaign.running(now):
        return []
    settings = FlashSaleSettings.model_validate(campaign.settings)
    return [one for one in slots(settings, campaign, now, 1) if one.opens_at <= now < one.closes_at]


def left_of(kept: CampaignSku, taken: int) -> int | None:
    """What a slot that has given `taken` of a SKU has left of its own quota and the campaign's; None without either."""
    sku = FlashSaleSku.model_validate(kept.settings)
    lefts = [
        max(most - gone, 0)
        for most, gone in ((sku.slot_quota, taken), (kept.quota, kept.taken))
        if most is not None
    ]
    return min(lefts) if lefts else None


def openings(campaign: Campaign, since: datetime, until: datetime) -> list[datetime]:
    """When its slots open within a span: who asked for one is told some minutes before."""
    settings = FlashSaleSettings.model_validate(campaign.settings)
    days = (business_day(until) - business_day(since)).days + 1
    found = (one.opens_at for one in slots(settings, campaign, since, days))
    return [at for at in found if since <= at < until]


def spans(campaign: Campaign, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The parts of a span in which a slot is open: between two of them nothing is sold at the price."""
    settings = FlashSaleSettings.model_validate(campaign.settings)
    days = (business_day(until) - business_day(since)).days + 1
    found = slots(settings, campaign, since, days)
    return [
        (max(one.opens_at, since), min(one.closes_at, until))
        for one in found
        if one.closes_at > since and one.opens_at < until
    ]


def asked_of(campaign: Campaign, lines: Sequence[PlayLine], now: datetime) -> Asked:
    """What an order asks. Raises OneKindAtATime, TooManyAtOnce, SlotNotOn."""
    settings = FlashSaleSettings.model_validate(campaign.settings)
    if len(lines) != 1:
        raise OneKindAtATime(field="lines")
    line = lines[0]
    if line.quantity > settings.pieces_per_order_max:
        raise TooManyAtOnce(field="lines", quantity_max=settings.pieces_per_order_max)
    kept = next(sku for sku in campaign.skus if sku.sku_id == line.sku_id)
    return Asked(
        campaign.id, slot_now(settings, campaign, now), FlashSaleSku.model_validate(kept.settings), line.sku_id,
        line.quantity, settings.pay_minutes,
    )  # fmt: skip


def assert_room(asked: Asked, shelf: Shelf | None) -> None:
    """Raises SlotSoldOut when what was read is not enough; the guard decides when an order is placed."""
    quota, taken = asked.sku.slot_quota, shelf.taken if shelf else 0
    if quota is not None and taken + asked.quantity > quota:
        raise sold_out(quota - taken, shelf.waiting if shelf else 0)


def sold_out(left: int, waiting: int) -> SlotSoldOut:
    """The refusal, with what is true: how many wait for payment and may come back."""
    return SlotSoldOut(
        left=left, waiting=waiting,
        left_zh=f"只剩 {left} 件" if left > 0 else "已抢完", left_en=f"has {left} left" if left > 0 else "is sold out",
        waiting_zh=f"其中 {waiting} 件等待付款,不付会放回" if waiting else "没有等待付款的",
        waiting_en=f"{waiting} wait for payment and may come back" if waiting else "none waits for payment",
    )  # fmt: skip


def adjustments(asked: Asked, lines: Sequence[PlayLine]) -> tuple[Adjustment, ...]:
    """What the price takes off; nothing where the goods are cheaper by themselves."""
    source = f"flash_sale:{encode('cmp', asked.campaign_id)}"
    return at_prices(source, ("秒杀价", "Flash price"), {asked.sku_id: asked.sku.price_fen}, lines)


def check(settings: FlashSaleSettings, skus: Sequence[tuple[PlayLine, FlashSaleSku]]) -> None:
    """Refuse slots that overlap or cross midnight, and prices that are none. Raises SlotsOverlap, FlashPriceTooHigh."""
    ended = 0
    for number, one in sorted(enumerate(settings.slots), key=_opens):
        begins = minute_of(one)
        if begins < ended or begins + one.minutes > DAY_MINUTES:
            raise SlotsOverlap(field=f"settings.slots.{number}.starts")
        ended = begins + one.minutes
    for number, (line, sku) in enumerate(skus):
        if sku.price_fen >= line.price_fen:
            raise FlashPriceTooHigh(field=f"skus.{number}.settings.price_fen", title=line.title)


def _opens(numbered: tuple[int, SlotIn]) -> int:
    return minute_of(numbered[1])


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings = FlashSaleSettings.model_validate(campaign.settings)
    hours = [
        f"{one.starts}–{_clock(minute_of(one) + one.minutes)}"
        for one in sorted(settings.slots, key=minute_of)
    ]
    pieces, minutes = settings.pieces_per_order_max, settings.pay_minutes
    lines = [
        (
            f"活动期间每天 {'、'.join(hours)} 开抢,以服务器时间为准。",
            f"Every day of the campaign at {', '.join(hours)}, by the server's clock.",
        ),
        (
            "每场数量有限,先到先得,卖完为止;不排队,不抽签。",
            "Each slot has so many pieces; first come, first served; no draw.",
        ),
        (
            f"下单后 {minutes} 分钟内付款,不付款的名额放回给后来的人。",
            f"Pay within {minutes} minutes; what is not paid goes back to others.",
        ),
        (f"每单最多 {pieces} 件。", f"At most {pieces} pieces an order."),
    ]
    if campaign.orders_per_person_max is not None:
        most = campaign.orders_per_person_max
        lines.append((f"每人在活动期间最多 {most} 单。", f"At most {most} orders each."))
    if campaign.pieces_per_person_max is not None:
        most = campaign.pieces_per_person_max
        lines.append((f"每人在活动期间最多 {most} 件。", f"At most {most} pieces each."))
    lines.append(("不与优惠券同时使用。", "Not together with coupons."))
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def slot_words(slot: Slot, now: datetime) -> tuple[str, str]:
    """What a card says of the slot that is on or comes next, in both languages."""
    if slot.opens_at <= now:
        return "抢购中", "On now"
    return f"{clock_words(slot.opens_at)} 开抢", f"From {clock_words(slot.opens_at)}"


def clock_words(at: datetime) -> str:
    """An instant as a card says it."""
    return f"{at.astimezone(_HERE):%m-%d %H:%M}"
