"""Decisions of check-ins: the place on the curve, what a day pays, what can be made up. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Literal

from lianyi.kit.money import format_yuan
from lianyi.promotions.plays.check_in.errors import CurveWrong
from lianyi.promotions.plays.check_in.types import Card, CheckInSettings, Day, RewardIn, Step
from lianyi.promotions.types import Campaign

MADE_UP_WITHIN = 7


def reward_fen(settings: CheckInSettings, nth: int) -> int:
    """What the nth day of a cycle pays."""
    return next((one.fen for one in settings.rewards if one.day == nth), settings.other_fen)


def most_fen(settings: CheckInSettings) -> int:
    """The most a day pays."""
    return max(reward_fen(settings, nth) for nth in range(1, settings.cycle_days + 1))


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
            Step(place, reward_fen(settings, place), _state(place, nth, here=here))
            for place in range(1, settings.cycle_days + 1)
        ),
        tuple(days), missed(days, today, first) if settings.counting == "consecutive" else (),
        max(settings.make_up_max - made_up, 0), sum(one.fen for one in days),
    )  # fmt: skip


def _state(place: int, nth: int, *, here: bool) -> Literal["done", "today", "ahead"]:
    if place < nth or (place == nth and here):
        return "done"
    return "today" if place == nth else "ahead"


def check_curve(settings: CheckInSettings) -> None:
    """Refuse a curve that names a day twice or beyond its cycle. Raises CurveWrong."""
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


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings = CheckInSettings.model_validate(campaign.settings)
    named = sorted(settings.rewards, key=_day)
    curve_zh = "".join(f"第 {one.day} 天 {format_yuan(one.fen)} 元," for one in named)
    curve_en = "".join(f"day {one.day} {format_yuan(one.fen)}, " for one in named)
    other = format_yuan(settings.other_fen)
    lines = [
        ("每个自然日(北京时间)可以签到一次。", "Once each day, by Beijing time."),
        (
            f"{curve_zh}其他天 {other} 元,每 {settings.cycle_days} 天一个周期。",
            f"{curve_en}other days {other} yuan; a cycle has {settings.cycle_days} days.",
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
        (
            "奖励是本店优惠券,有自己的有效期,不能兑换现金。",
            "Rewards are coupons of this shop with their own validity; never cash.",
        ),
        ("奖励发完,活动提前结束。", "When the rewards are all given, it ends early."),
    ]
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _day(reward: RewardIn) -> int:
    return reward.day
