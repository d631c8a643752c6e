"""Decisions of assists: what a campaign may say, who may order what is full, the rules in words. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan
from lianyi.promotions.plays.assist.errors import AssistWrong, NotFull, OneSkuARun, RewardGone, TooLateToOpen
from lianyi.promotions.plays.assist.types import (
    Asked,
    AssistSettings,
    AssistSku,
    Promise,
    PromiseState,
    Stage,
)
from lianyi.promotions.types import Adjustment, Campaign, HelpRun, HelpTerms, Phase, PlayLine

HELPING_LEAST = timedelta(minutes=10)


def settings_of(campaign: Campaign) -> AssistSettings:
    """The terms of a campaign's runs."""
    return AssistSettings.model_validate(campaign.settings)


def terms_of(settings: AssistSettings) -> HelpTerms:
    """What the frame keeps with a run: one help is one step, whoever gives it."""
    helps = settings.helps_per_person_max
    return HelpTerms(
        need=settings.people, runs_max=settings.runs_per_person_max, per_person_max=helps, per_day_max=helps,
        only_new=settings.new_helpers_only,
    )  # fmt: skip


def times(settings: AssistSettings, campaign: Campaign, now: datetime) -> tuple[datetime, datetime]:
    """Until when friends may help a run opened now, and until when its owner may order; both before the campaign's end.

    A coupon is given with the last help, so nothing is to be ordered. Raises TooLateToOpen.
    """
    to_order = timedelta(hours=settings.use_hours) if settings.reward == "goods" else timedelta()
    last = campaign.ends_at - to_order
    if now + HELPING_LEAST > last:
        raise TooLateToOpen
    closes_at = min(now + timedelta(hours=settings.hours), last)
    return closes_at, closes_at + to_order


def asked_of(campaign: Campaign, run: HelpRun, promise: Promise, lines: Sequence[PlayLine]) -> Asked:
    """What an order asks of a run that its owner may use. Raises OneSkuARun, NotFull, RewardGone."""
    if len(lines) != 1 or lines[0].quantity != 1 or lines[0].sku_id != promise.sku_id:
        raise OneSkuARun(field="lines")
    if run.missing:
        raise NotFull(missing=run.missing)
    if promise.state != "kept":
        raise RewardGone
    return Asked(promise, run, settings_of(campaign).pay_minutes)


def stage(run: HelpRun, promise: PromiseState, now: datetime) -> Stage:
    """Where a run stands for who looks at it; what the clock has passed is over, whether the sweep has come or not."""
    if promise == "given" or run.state == "used":
        return "done"
    if run.state in {"refused", "ordered"}:
        return "refused" if run.state == "refused" else "ordered"
    if run.state == "over" or promise == "gone":
        return "over"
    if run.review == "waiting":
        return "review"
    if now >= (run.closes_at if run.missing else run.ends_at):
        return "over"
    return "helping" if run.missing else "full"


def adjustments(asked: Asked, lines: Sequence[PlayLine]) -> tuple[Adjustment, ...]:
    """What the price takes off; nothing where the goods are cheaper by themselves."""
    source = f"assist:{encode('cmp', asked.promise.campaign_id)}"
    return tuple(
        Adjustment(Phase.ACTIVITY, source, "助力价", "Assist price", -off_fen, line.sku_id)
        for line in lines
        if (off_fen := line.price_fen - asked.promise.reward_fen) > 0
    )


def check(settings: AssistSettings, skus: Sequence[tuple[PlayLine, AssistSku]]) -> None:
    """Refuse settings that contradict themselves. Raises AssistWrong at the field."""
    _check_coupons(settings)
    if (settings.reward == "goods") is not bool(skus):
        words = {
            "goods": ("请选择商品", "Choose goods"),
            "coupon": ("助满得到优惠券时不选商品", "No goods are chosen for a coupon"),
        }
        raise AssistWrong("skus", *words[settings.reward])
    for number, (line, sku) in enumerate(skus):
        if sku.price_fen >= line.price_fen:
            raise AssistWrong(
                f"skus.{number}.settings.price_fen",
                f"「{line.title}」的助力价须低于平时售价",
                f"The price of “{line.title}” must be below its usual price",
            )


def _check_coupons(settings: AssistSettings) -> None:
    given = (settings.coupon_fen is not None, settings.coupon_in is not None)
    if settings.reward == "goods" and any(given):
        raise AssistWrong(
            "settings.coupon_fen" if given[0] else "settings.coupon_in",
            "助满得到商品时不填",
            "Leave this empty when goods are unlocked",
        )
    if settings.reward == "coupon" and not all(given):
        raise AssistWrong(
            "settings.coupon_in" if given[0] else "settings.coupon_fen",
            "助满得到优惠券时必填",
            "This is needed when a coupon is unlocked",
        )
    if (settings.helper_fen is None) is not (settings.helper_in is None):
        raise AssistWrong(
            "settings.helper_in" if settings.helper_in is None else "settings.helper_fen",
            "好友得券时,面额和来源都要填",
            "A helper's coupon needs its worth and its campaign",
        )


def paid_elsewhere(settings: AssistSettings) -> tuple[tuple[str, str, int], ...]:
    """What other campaigns are asked to pay: (the setting, that campaign's word, fen at a time)."""
    wanted = (
        ("coupon_in", settings.coupon_in, settings.coupon_fen),
        ("helper_in", settings.helper_in, settings.helper_fen),
    )
    return tuple((field, word, fen) for field, word, fen in wanted if word is not None and fen is not None)


def on_shelf(campaign: Campaign, sku_id: UUID) -> AssistSku | None:
    """What holds for a SKU of the shelf; None when it is not there."""
    kept = next((sku for sku in campaign.skus if sku.sku_id == sku_id), None)
    return None if kept is None else AssistSku.model_validate(kept.settings)


def left_of(campaign: Campaign, sku_id: UUID) -> int | None:
    """Pieces of a SKU that nobody has been promised; None without a quota."""
    kept = next((sku for sku in campaign.skus if sku.sku_id == sku_id), None)
    return None if kept is None or kept.quota is None else max(kept.quota - kept.taken, 0)


def coupon_word(fen: int) -> str:
    """What a card calls a coupon of so much."""
    return f"{format_yuan(fen)} 元券"


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings = settings_of(campaign)
    lines = [
        *(_coupon_lines(settings) if settings.reward == "coupon" else _goods_lines(settings)),
        *_helper_lines(settings),
    ]
    if campaign.orders_per_person_max is not None and settings.reward == "goods":
        most = campaign.orders_per_person_max
        lines.append(
            (f"每人在活动期间最多按助力价下 {most} 单。", f"At most {most} orders each at this price.")
        )
    lines.append(
        (
            "有疑点的助力由商家先核对:通过才发放,不通过会写明原因。",
            "Helps that look doubtful are checked by the shop first; a refusal says why.",
        )
    )
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _coupon_lines(settings: AssistSettings) -> list[tuple[str, str]]:
    people, hours, worth = settings.people, settings.hours, format_yuan(settings.coupon_fen or 0)
    return [
        (
            f"{hours} 小时内有 {people} 位好友确认助力,得到 {worth} 元本店优惠券一张,助满立即发放。",
            f"With {people} friends' confirmed help within {hours} hours you get a coupon of {worth} yuan at once.",
        ),
        ("人数和奖励人人一样,与运气无关。", "The same for everybody; chance has no part in it."),
        (
            "优惠券有自己的有效期,不能兑换现金;奖励发完,活动提前结束。",
            "A coupon has its own validity and is never cash; when all are given, the campaign ends early.",
        ),
    ]


def _goods_lines(settings: AssistSettings) -> list[tuple[str, str]]:
    people, hours, to_order, to_pay = (
        settings.people,
        settings.hours,
        settings.use_hours,
        settings.pay_minutes,
    )
    return [
        (
            f"{hours} 小时内有 {people} 位好友确认助力,就可以按标明的助力价买一件。",
            f"With {people} friends' confirmed help within {hours} hours you may buy one piece at the price shown.",
        ),
        ("人数和价格人人一样,与运气无关。", "The same for everybody; chance has no part in it."),
        (
            "数量有限,先助满先得;助满的那一刻为你留好一件,没有助满的不占名额。",
            "Pieces are limited: whoever is complete first has one, kept from that moment on.",
        ),
        (
            f"助力结束后 {to_order} 小时内下单,下单后 {to_pay} 分钟内付款,逾期放回给别人。运费另计。",
            f"Order within {to_order} hours after helping ends, pay within {to_pay} minutes; freight is extra.",
        ),
        ("不与优惠券和其他活动价同时使用。", "Not together with coupons or other campaign prices."),
    ]


def _helper_lines(settings: AssistSettings) -> list[tuple[str, str]]:
    runs, helps = settings.runs_per_person_max, settings.helps_per_person_max
    lines = [
        (
            f"每人可以发起 {runs} 次,同样的同一时间一次;不能给自己助力。",
            f"Each person may open {runs} runs, one at a time for the same thing, and cannot help their own.",
        ),
        (
            "好友看过规则并点确认才算助力;同一次助力每人、每台手机、每个微信只算一次。",
            "A help is a friend's confirmation on this page; once a run for each person, phone and account.",
        ),
        (f"每人在活动中最多助力 {helps} 次。", f"At most {helps} helps each in the campaign."),
    ]
    if settings.new_helpers_only:
        words = (
            "只有还没有在本店买过东西的新客可以助力。",
            "Only people who have not bought here yet may help.",
        )
        lines.append(words)
    if settings.helper_fen is None:
        lines.append(
            ("助力的好友没有奖励;打开页面或转发也没有奖励。", "Neither helping nor sharing earns anything.")
        )
    else:
        worth = format_yuan(settings.helper_fen)
        lines.append(
            (
                f"助力计入后,好友得 {worth} 元本店优惠券一张,发完为止;打开页面或转发没有奖励。",
                f"A counted help earns a coupon of {worth} yuan while they last; opening or sharing earns nothing.",
            )
        )
    return lines
