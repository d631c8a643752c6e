"""Decisions of check-ins: the place on the curve, what a day pays, what can be made up. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.money import format_yuan
from lianyi.promotions.plays.check_in.errors import CurveWrong
from lianyi.promotions.plays.check_in.types import Card, CheckInSettings, Day, PaidAs, Reward, RewardIn, Step
from lianyi.promotions.types import Campaign

MADE_UP_WITHIN = 7
REMIND_AFTER = timedelta(hours=10)


def reward(settings: CheckInSettings, nth: int) -> Reward:
    """What the nth day of a cycle pays."""
    own = next((one for one in settings.rewards if one.day == nth), None)
    if own is None:
        return _other(settings)
    return Reward(points=own.points or 0) if settings.paid_as == "points" else Reward(fen=own.fen or 0)


def _other(settings: CheckInSettings) -> Reward:
    if settings.paid_as == "points":
        return Reward(points=settings.other_points or 0)
    return Reward(fen=settings.other_fen or 0)


def most_fen(settings: CheckInSettings) -> int:
    """The most a day pays in coupons."""
    return max(reward(settings, nth).fen for nth in range(1, settings.cycle_days + 1))


def words_of(one: Reward) -> tuple[str, str]:
    """A reward in words, Chinese and English."""
    if one.points:
        return f"{one.points} 积分", f"{one.points} points"
    return f"{format_yuan(one.fen)} 元券", f"a coupon of {format_yuan(one.fen)} yuan"


def place_of(settings: CheckInSettings, days: Collection[date], today: date) -> int:
    """The place of today on the curve, 1 to the cycle's length, with `days` before it checked in or made up."""
    if settings.counting == "cumulative":
        before = sum(day < today for day in days)
    else:
        before, kept = 0, set(days)
        while today - timedelta(days=before + 1) in kept:
            before += 1
    return before % settings.cycle_days + 1


def missed(days: Sequence[Day], today: date, first: date) -> tuple[date, ...]:
    """Days of the last week, not before the campaign's first or the person's own first, on which they did not come."""
    if not days:
        return ()
    kept = {one.day for one in days}
    since = max(first, min(kept), today - timedelta(days=MADE_UP_WITHIN))
    span = (since + timedelta(days=ahead) for ahead in range((today - since).days))
    return tuple(day for day in span if day not in kept)


def card(settings: CheckInSettings, days: Sequence[Day], today: date, first: date) -> Card:
    """Where a person stands today."""
    kept = {one.day for one in days}
    nth, here = place_of(settings, kept, today), today in kept
    made_up = sum(one.made_up is not None for one in days)
    return Card(
        today, here, nth,
        tuple(
            Step(place, paid.fen, paid.points, _state(place, nth, here=here))
            for place in range(1, settings.cycle_days + 1)
            for paid in [reward(settings, place)]
        ),
        tuple(days), missed(days, today, first) if settings.counting == "consecutive" else (),
        max(settings.make_up_max - made_up, 0),
        Reward(sum(one.fen for one in days), sum(one.points for one in days)),
    )  # fmt: skip


def _state(place: int, nth: int, *, here: bool) -> Literal["done", "today", "ahead"]:
    if place < nth or (place == nth and here):
        return "done"
    return "today" if place == nth else "ahead"


def remind_at(campaign: Campaign, now: datetime) -> datetime | None:
    """Ten in the morning of the next day, when who asked is reminded; None where the campaign is over by then."""
    at = day_bounds(business_day(now))[1] + REMIND_AFTER
    return at if campaign.starts_at <= at < campaign.ends_at else None


def tells(campaign: Campaign, since: datetime, until: datetime) -> list[datetime]:
    """Every instant of a span at which it reminds whoever asked."""
    at = day_bounds(business_day(max(since, campaign.starts_at)))[0] + REMIND_AFTER
    found = []
    while at < min(until, campaign.ends_at):
        if at >= max(since, campaign.starts_at):
            found.append(at)
        at += timedelta(days=1)
    return found


def check_curve(settings: CheckInSettings) -> None:
    """Refuse a curve that names a day twice or beyond its cycle, or does not say what it pays. Raises CurveWrong."""
    _check_paid(settings)
    named = [one.day for one in settings.rewards]
    for number, day in enumerate(named):
        if day > settings.cycle_days:
            raise CurveWrong(
                f"rewards.{number}.day",
                f"周期只有 {settings.cycle_days} 天",
                f"The cycle has {settings.cycle_days} days",
            )
        if day in named[:number]:
            raise CurveWrong(f"rewards.{number}.day", "同一天只写一次", "A day stands here once")


def _check_paid(settings: CheckInSettings) -> None:
    """Every amount stands in the unit the campaign pays in; what stands in the other one pays nothing."""
    unit = "points" if settings.paid_as == "points" else "fen"
    zh, en = _NEEDED[settings.paid_as]
    if getattr(settings, f"other_{unit}") is None:
        raise CurveWrong(f"other_{unit}", zh, en)
    for number, one in enumerate(settings.rewards):
        if getattr(one, unit) is None:
            raise CurveWrong(f"rewards.{number}.{unit}", zh, en)
    if settings.paid_as == "coupon" and not settings.pays_in:
        raise CurveWrong("pays_in", "发券时选一种券", "Choose the coupon it pays in")


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings = CheckInSettings.model_validate(campaign.settings)
    named = sorted(settings.rewards, key=_day)
    paid = [(one.day, *words_of(reward(settings, one.day))) for one in named]
    curve_zh = "".join(f"第 {day} 天 {zh}," for day, zh, _ in paid)
    curve_en = "".join(f"day {day} {en}, " for day, _, en in paid)
    other_zh, other_en = words_of(_other(settings))
    lines = [
        ("每个自然日(北京时间)可以签到一次。", "Once each day, by Beijing time."),
        (
            f"{curve_zh}其他天 {other_zh},每 {settings.cycle_days} 天一个周期。",
            f"{curve_en}other days {other_en}; a cycle has {settings.cycle_days} days.",
        ),
    ]
    if settings.counting == "consecutive":
        lines.append(("断一天,从第 1 天重新开始。", "After a missed day it begins again with day 1."))
    else:
        lines.append(
            ("按累计天数算,断了也接着数。", "Days are counted in all; a missed one changes nothing.")
        )
    if settings.make_up_max and settings.counting == "consecutive":
        lines.append(
            (f"每人 {settings.make_up_max} 张补签卡,可补最近 7 天漏掉的一天;补签只接上天数,不发奖励。",
             f"{settings.make_up_max} make-ups each for a missed day of the last seven; it keeps the row and is not paid.")
        )  # fmt: skip
    lines += [
        _KIND_WORDS[settings.paid_as],
        ("奖励发完,活动提前结束。", "When the rewards are all given, it ends early."),
    ]
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _day(one: RewardIn) -> int:
    return one.day


_NEEDED: Mapping[PaidAs, tuple[str, str]] = {
    "coupon": ("发券,请填券面额", "It pays coupons: write their amount"),
    "points": ("发积分,请填积分", "It pays points: write points"),
}
_KIND_WORDS: Mapping[PaidAs, tuple[str, str]] = {
    "coupon": (
        "奖励是本店优惠券,有自己的有效期,不能兑换现金。",
        "Rewards are coupons of this shop with their own validity; never cash.",
    ),
    "points": (
        "奖励是本店积分,按会员规则使用和失效,不计入升级,不能兑换现金。",
        "Rewards are points of this shop, by the members' rules; they count towards no level; never cash.",
    ),
}
