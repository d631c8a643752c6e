"""Decisions of the frame: what a quote comes to, where and for whom a campaign runs, what may change. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ValidationError

from lianyi.identity.types import Channel
from lianyi.kit.ids import encode
from lianyi.kit.money import FEN_MAX, split
from lianyi.promotions.errors import (
    BudgetSpent,
    CampaignInOtherState,
    CampaignInvalid,
    CampaignLocked,
    CampaignNotRunning,
    GoodsNotInCampaign,
    LimitReached,
    NotForYou,
    PlaysDoNotStack,
    QuotaSpent,
)
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.types import (
    Adjustment,
    Audience,
    Campaign,
    CampaignDraft,
    CampaignState,
    LineTotal,
    Phase,
    PlayLine,
    Quoted,
    Verdict,
)
from lianyi.rulebook import verdicts

TITLES_SHOWN = 3
SKUS_MAX = 200
TITLE_CHARS_MAX = 40
WINDOW_MAX = timedelta(days=366)
STATE_WORDS: Mapping[CampaignState, tuple[str, str]] = {
    "draft": ("草稿", "a draft"),
    "published": ("已发布", "published"),
    "paused": ("已暂停", "paused"),
    "stopped": ("已停止", "stopped"),
    "ended": ("已结束", "over"),
}
AUDIENCE_WORDS: Mapping[Audience, tuple[str, str]] = {
    "everyone": ("所有人", "everybody"),
    "new_customers": ("还没有在本店买过东西的新客", "people who have not bought here yet"),
    "returning": ("在本店买过东西的老客", "people who have bought here before"),
}
CHANNEL_WORDS: Mapping[Channel, tuple[str, str]] = {
    Channel.MINI: ("小程序", "in the mini program"),
    Channel.WECHAT_H5: ("微信里的网页", "on a page inside WeChat"),
    Channel.H5: ("微信以外的网页", "on a page outside WeChat"),
}
NOT_OFFERED = ("这种玩法不在这里开展", "this play is not offered here")
NOT_CHOSEN = ("商家没有在这里开展", "the shop does not offer it here")
NOT_ON_TOP = ("不能和这个活动同时使用", "It cannot be used together with this campaign")


# -- what a quote comes to -----------------------------------------------------------------------------------


def apply(amounts: Sequence[tuple[UUID, int]], adjustments: Iterable[Adjustment]) -> Quoted:
    """Work adjustments into lines (SKU, amount in fen), phase by phase; a later phase sees what the earlier ones left.

    An adjustment without a SKU is divided over the lines by what each has left, largest remainder, ties to the smaller
    SKU id: the order in which lines are listed changes nothing. No line falls below zero, whatever a play asks: what
    does not fit is left out of the adjustment that is shown. Order of adjustments within a phase: by source and SKU.
    """
    left = dict(amounts)
    if len(left) != len(amounts):
        raise ValueError("one line a SKU")
    effective: list[Adjustment] = []
    for one in sorted(adjustments, key=_turn):
        if one.sku_id is not None:
            parts = {one.sku_id: _taken(one.amount_fen, left[one.sku_id])}
        else:
            parts = _divided(_taken(one.amount_fen, sum(left.values())), left)
        for sku_id, part_fen in parts.items():
            left[sku_id] += part_fen
        amount_fen = sum(parts.values())
        if amount_fen:
            effective.append(replace(one, amount_fen=amount_fen))
    lines = tuple(LineTotal(sku_id, amount_fen, left[sku_id] - amount_fen) for sku_id, amount_fen in amounts)
    return Quoted(lines, tuple(effective))


def _turn(one: Adjustment) -> tuple[int, str, int, int]:
    return list(Phase).index(one.phase), one.source, one.sku_id.int if one.sku_id else -1, one.amount_fen


def _taken(amount_fen: int, left_fen: int) -> int:
    return max(amount_fen, -left_fen)


def _divided(amount_fen: int, left: Mapping[UUID, int]) -> dict[UUID, int]:
    ranked = sorted(left, key=lambda sku_id: sku_id.int)
    sign = -1 if amount_fen < 0 else 1
    parts = split(abs(amount_fen), [left[sku_id] for sku_id in ranked])
    return {sku_id: sign * part for sku_id, part in zip(ranked, parts, strict=True)}


def on_top(lines: Sequence[PlayLine], quoted: Quoted) -> tuple[PlayLine, ...]:
    """The lines as the next campaign sees them: what this one took off is gone."""
    off = {line.sku_id: -line.adjust_fen for line in quoted.lines}
    return tuple(replace(line, off_fen=line.off_fen + off[line.sku_id]) for line in lines)


def together(lines: Sequence[PlayLine], each: Iterable[Quoted]) -> Quoted:
    """What several campaigns, each worked on what the one before left, come to on list prices."""
    off = dict.fromkeys((line.sku_id for line in lines), 0)
    shown: list[Adjustment] = []
    for quoted in each:
        shown += quoted.adjustments
        for line in quoted.lines:
            off[line.sku_id] += line.adjust_fen
    totals = tuple(LineTotal(line.sku_id, line.price_fen * line.quantity, off[line.sku_id]) for line in lines)
    return Quoted(totals, tuple(shown))


def stack(one: PricePlay[Any], other: PricePlay[Any]) -> bool:
    """Whether two plays may work on one order: both say so, each of the other's phase."""
    return other.phase in one.stacks_with and one.phase in other.stacks_with


def assert_stack(plays: Sequence[PricePlay[Any]]) -> None:
    """Raises PlaysDoNotStack naming the first two that do not go together."""
    for number, one in enumerate(plays):
        for other in plays[:number]:
            if not stack(one, other):
                raise PlaysDoNotStack(
                    plays=[other.card.code, one.card.code], one_zh=other.card.title_zh, other_zh=one.card.title_zh,
                    one_en=other.card.title_en, other_en=one.card.title_en,
                )  # fmt: skip


# -- where and for whom --------------------------------------------------------------------------------------


def channels_of(verdict: Verdict) -> frozenset[Channel]:
    """Where a play may run at all: what it declares, as far as the rulebook lets it."""
    return frozenset(
        channel
        for channel in verdict.channels
        if verdicts.ruling(verdict.rewarded_act, channel.value, outcome_known=verdict.outcome_known).allowed
    )


def rulings(verdict: Verdict) -> dict[Channel, verdicts.Ruling]:
    """For every channel whether a play may run there, and why; what the play itself leaves out is not allowed either."""
    found = {}
    for channel in Channel:
        ruling = verdicts.ruling(verdict.rewarded_act, channel.value, outcome_known=verdict.outcome_known)
        if ruling.allowed and channel not in verdict.channels:
            ruling = verdicts.Ruling(False, *NOT_OFFERED, verdict.source)
        found[channel] = ruling
    return found


def reason_against(verdict: Verdict, chosen: Iterable[Channel], channel: Channel) -> tuple[str, str] | None:
    """Why a campaign cannot run in a channel (Chinese, English); None when it can."""
    ruling = rulings(verdict)[channel]
    if not ruling.allowed:
        return ruling.zh, ruling.en
    return None if channel in set(chosen) else NOT_CHOSEN


def check_card(card: PlayCard[Any, Any]) -> None:
    """Refuse a play that declares a channel its own act and outcome forbid. Raises ValueError."""
    wrong = card.verdict.channels - channels_of(card.verdict)
    if wrong:
        named = ", ".join(sorted(wrong))
        raise ValueError(
            f"{card.code}: its verdict claims {named}, where platform rules 1.6 forbid such a play"
        )


def assert_running(campaign: Campaign, now: datetime) -> None:
    """Raises CampaignNotRunning saying whether it has not begun, is over, or was taken off."""
    if campaign.running(now):
        return
    if campaign.state == "published":
        early = now < campaign.starts_at
        zh, en = ("还没有开始", "has not begun yet") if early else ("已经结束", "is over")
        raise CampaignNotRunning(
            state=campaign.state, when="before" if early else "after", state_zh=zh, state_en=en
        )
    zh, en = STATE_WORDS[campaign.state]
    raise CampaignNotRunning(state=campaign.state, when=campaign.state, state_zh=zh, state_en=f"is {en}")


def assert_on_shelf(campaign: Campaign, lines: Sequence[PlayLine]) -> None:
    """Raises GoodsNotInCampaign naming the lines that are not on the campaign's shelf."""
    shelf = {sku.sku_id for sku in campaign.skus}
    strange = [line for line in lines if line.sku_id not in shelf]
    if strange:
        titles = "、".join(line.title for line in strange[:TITLES_SHOWN])
        raise GoodsNotInCampaign(
            sku_ids=[encode("sku", line.sku_id) for line in strange],
            titles=titles + ("…" if len(strange) > TITLES_SHOWN else ""),
        )


def assert_audience(audience: Audience, *, has_bought: bool) -> None:
    """Raises NotForYou when the campaign is for the others."""
    if audience == "everyone" or (audience == "returning") is has_bought:
        return
    zh, en = AUDIENCE_WORDS[audience]
    raise NotForYou(audience=audience, audience_zh=zh, audience_en=en)


def limit_reached(campaign: Campaign, orders: int, pieces: int) -> LimitReached:
    """The refusal of a person who has used `orders` and `pieces` of a campaign's limits."""
    parts = [
        (f"每人 {campaign.orders_per_person_max} 单", f"{campaign.orders_per_person_max} orders each"),
        (f"每人 {campaign.pieces_per_person_max} 件", f"{campaign.pieces_per_person_max} pieces each"),
    ]
    wanted = (campaign.orders_per_person_max, campaign.pieces_per_person_max)
    told = [words for words, limit in zip(parts, wanted, strict=True) if limit is not None]
    return LimitReached(
        orders_max=campaign.orders_per_person_max, pieces_max=campaign.pieces_per_person_max, orders=orders,
        pieces=pieces, limit_zh=",".join(zh for zh, _ in told), limit_en=", ".join(en for _, en in told),
    )  # fmt: skip


def within_limits(campaign: Campaign, orders: int, pieces: int, more: int) -> bool:
    """Whether a person who has used `orders` and `pieces` may take one more order of `more` pieces."""
    orders_max, pieces_max = campaign.orders_per_person_max, campaign.pieces_per_person_max
    return (orders_max is None or orders + 1 <= orders_max) and (
        pieces_max is None or pieces + more <= pieces_max
    )


def assert_left(campaign: Campaign, lines: Sequence[PlayLine], discount_fen: int) -> None:
    """Raises QuotaSpent or BudgetSpent when what was read is not enough; the guards decide when an order is placed."""
    left = {sku.sku_id: sku.quota - sku.taken for sku in campaign.skus if sku.quota is not None}
    for line in lines:
        if line.quantity > left.get(line.sku_id, line.quantity):
            raise QuotaSpent(sku_id=encode("sku", line.sku_id), title=line.title, left=left[line.sku_id])
    if campaign.budget_fen is not None and campaign.spent_fen + discount_fen > campaign.budget_fen:
        raise BudgetSpent


# -- what a draft must be ------------------------------------------------------------------------------------

PIECES_MAX = 1_000_000
# pydantic's word for what is wrong → ours, with its numbers woven in
SETTINGS_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("这一项必填", "This is needed"),
    "greater_than_equal": ("不能小于 {ge}", "At least {ge}"),
    "greater_than": ("应大于 {gt}", "More than {gt}"),
    "less_than_equal": ("不能大于 {le}", "At most {le}"),
    "less_than": ("应小于 {lt}", "Less than {lt}"),
    "too_short": ("至少 {min_length} 项", "At least {min_length}"),
    "too_long": ("最多 {max_length} 项", "At most {max_length}"),
    "string_too_short": ("至少 {min_length} 个字", "At least {min_length} characters"),
    "string_too_long": ("最多 {max_length} 个字", "At most {max_length} characters"),
    "literal_error": ("只能选择 {expected}", "Only {expected}"),
    "extra_forbidden": ("没有这一项", "There is no such setting"),
}


def settings_problems(model: type[BaseModel], given: Mapping[str, Any], field: str) -> list[CampaignInvalid]:
    """What the play's model has against settings, field by field."""
    try:
        model.model_validate(given)
    except ValidationError as problem:
        return [_settings_problem(one, field) for one in problem.errors()]
    return []


def _settings_problem(one: Mapping[str, Any], field: str) -> CampaignInvalid:
    words = SETTINGS_WORDS.get(one["type"])
    path = ".".join([field, *(str(part) for part in one["loc"])])
    if words is None:
        return CampaignInvalid(path, "这一项填写有误", f"This is wrong: {one['msg']}")
    return CampaignInvalid(path, *(word.format(**one.get("ctx", {})) for word in words))


def draft_problems(
    draft: CampaignDraft, shelf: Literal["goods", "some", "none"]
) -> Iterator[CampaignInvalid]:
    """What every play's campaign must be, field by field; `shelf` as its play declares it."""
    if not 1 <= len(draft.title.strip()) <= TITLE_CHARS_MAX:
        yield CampaignInvalid(
            "title", f"名称 1 到 {TITLE_CHARS_MAX} 个字", f"The name has 1 to {TITLE_CHARS_MAX} characters"
        )
    if not timedelta() < draft.ends_at - draft.starts_at <= WINDOW_MAX:
        yield CampaignInvalid(
            "ends_at", "结束时间应在开始之后,最长一年", "It ends after it starts, and lasts a year at most"
        )
    if shelf == "none" and draft.skus:
        yield CampaignInvalid("skus", "这种玩法不选商品", "This play names no goods")
    if len(draft.skus) > SKUS_MAX or (shelf == "goods" and not draft.skus):
        yield CampaignInvalid("skus", f"请选择 1 到 {SKUS_MAX} 个规格", f"Choose 1 to {SKUS_MAX} SKUs")
    if len({sku.sku_id for sku in draft.skus}) != len(draft.skus):
        yield CampaignInvalid("skus", "同一规格只能出现一次", "A SKU stands here once")
    counts = {
        "orders_per_person_max": draft.orders_per_person_max,
        "pieces_per_person_max": draft.pieces_per_person_max,
        **{f"skus.{number}.quota": sku.quota for number, sku in enumerate(draft.skus)},
    }
    for field, count in counts.items():
        if count is not None and not 1 <= count <= PIECES_MAX:
            yield CampaignInvalid(
                field, "请填 1 以上的整数,或留空", "Write a whole number from 1, or leave it empty"
            )
    if draft.budget_fen is not None and not 1 <= draft.budget_fen <= FEN_MAX:
        yield CampaignInvalid("budget_fen", "预算应大于 0,或留空", "The budget is above 0, or empty")


def channel_problems(verdict: Verdict, channels: Sequence[Channel]) -> Iterator[CampaignInvalid]:
    """No channel, or one where the play may not run: saving it would change nothing."""
    if not channels:
        yield CampaignInvalid("channels", "至少选择一个渠道", "Choose at least one channel")
    for channel in channels:
        against = reason_against(verdict, channels, channel)
        if against is not None:
            zh, en = CHANNEL_WORDS[channel]
            yield CampaignInvalid(
                "channels", f"不能在{zh}开展:{against[0]}", f"It cannot run {en}: {against[1]}"
            )


def lives_by_sharing(verdict: Verdict, channels: Sequence[Channel]) -> bool:
    """Whether somebody gains by what somebody they invited does, inside WeChat."""
    return verdict.rewarded_act != "none" and bool({Channel.MINI, Channel.WECHAT_H5} & set(channels))


# -- what may change -----------------------------------------------------------------------------------------


def assert_state(campaign: Campaign, *allowed: CampaignState) -> None:
    """Raises CampaignInOtherState naming the state."""
    if campaign.state not in allowed:
        zh, en = STATE_WORDS[campaign.state]
        raise CampaignInOtherState(state=campaign.state, state_zh=zh, state_en=en)


def assert_only_better(
    before: Campaign, draft: CampaignDraft, sku_settings: Mapping[UUID, Mapping[str, Any]]
) -> None:
    """After publishing nothing changes but for the better of shoppers (规范促销行为暂行规定 Art. 13). Raises CampaignLocked.

    `draft.settings` and `sku_settings` as their models dump them.
    """
    wanted = {sku.sku_id: sku for sku in draft.skus}
    checks = [
        ("starts_at", "开始时间", "Start", draft.starts_at == before.starts_at),
        ("ends_at", "结束时间", "End", draft.ends_at >= before.ends_at),
        ("audience", "人群", "Audience", draft.audience in {before.audience, "everyone"}),
        ("channels", "渠道", "Channels", set(before.channels) <= set(draft.channels)),
        ("settings", "玩法设置", "Settings", draft.settings == before.settings),
        (
            "orders_per_person_max", "每人订单数", "Orders each",
            _no_less(before.orders_per_person_max, draft.orders_per_person_max),
        ),
        (
            "pieces_per_person_max", "每人件数", "Pieces each",
            _no_less(before.pieces_per_person_max, draft.pieces_per_person_max),
        ),
        ("budget_fen", "预算", "Budget", _no_less(before.budget_fen, draft.budget_fen)),
        ("skus", "商品", "Goods", all(sku.sku_id in wanted for sku in before.skus)),
    ]  # fmt: skip
    for sku in before.skus:
        now = wanted.get(sku.sku_id)
        if now is not None:
            checks += [
                ("skus", "商品名额", "Quota", _no_less(sku.quota, now.quota)),
                ("skus", "商品设置", "Settings of goods", sku_settings[sku.sku_id] == sku.settings),
            ]
    for field, zh, en, holds in checks:
        if not holds:
            raise CampaignLocked(field=field, name=field, name_zh=zh, name_en=en)


def _no_less(before: int | None, after: int | None) -> bool:
    return after is None or (before is not None and after >= before)


# -- WeChat's violation push ---------------------------------------------------------------------------------

PUNISHED = "wxa_punish_event"
REASON_CHARS_MAX = 200


def punishment(fields: Mapping[str, str]) -> tuple[str, datetime | None]:
    """(what WeChat says was wrong, by when it must be put right) of a push; the deadline is in `detail`, JSON text."""
    words = [fields.get(name, "").strip() for name in ("rule_name", "illegal_reason")]
    reason = ":".join(word for word in words if word) or "微信平台处罚通知"
    try:
        seconds = int(json.loads(fields.get("detail") or "{}").get("rectify_deadline", 0))
        deadline_at = datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, AttributeError, TypeError, OverflowError, OSError):
        deadline_at = None
    return reason[:REASON_CHARS_MAX], deadline_at
