"""Where and for whom a campaign runs, and what is left of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from lianyi.identity.types import Channel
from lianyi.kit.ids import encode
from lianyi.promotions.errors import (
    BudgetSpent,
    CampaignNotRunning,
    GoodsNotInCampaign,
    LimitReached,
    NotForYou,
    QuotaSpent,
)
from lianyi.promotions.play import PlayCard
from lianyi.promotions.types import (
    Audience,
    Campaign,
    CampaignState,
    PlayLine,
    Verdict,
)
from lianyi.rulebook import verdicts

TITLES_SHOWN = 3
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


def channels_of(verdict: Verdict) -> frozenset[Channel]:
    """Where a play may run at all: what it declares, as far as the rulebook lets it."""
    return frozenset(
        channel
        for channel in verdict.channels
        if verdicts.ruling(verdict.rewarded_act, channel.value, outcome_known=verdict.outcome_known).allowed
    )


def verdict_of(card: PlayCard[Any, Any], settings: Mapping[str, Any]) -> Verdict:
    """What WeChat judges of a campaign with these settings; of settings that cannot be read, what it judges of the play."""
    if card.verdict_of is None:
        return card.verdict
    try:
        return card.verdict_of(card.settings.model_validate(settings))
    except ValidationError:
        return card.verdict


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
