"""What a draft must be, and what may change once it was published. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ValidationError

from lianyi.identity.types import Channel
from lianyi.kit.money import FEN_MAX
from lianyi.promotions.errors import (
    CampaignInOtherState,
    CampaignInvalid,
    CampaignLocked,
)
from lianyi.promotions.rules.places import CHANNEL_WORDS, STATE_WORDS, reason_against
from lianyi.promotions.types import (
    Campaign,
    CampaignDraft,
    CampaignState,
    Verdict,
)

SKUS_MAX = 200
TITLE_CHARS_MAX = 40
WINDOW_MAX = timedelta(days=366)


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
    if draft.bears_loss:
        yield from _loss_problems(draft, shelf)


def _loss_problems(
    draft: CampaignDraft, shelf: Literal["goods", "some", "none"]
) -> Iterator[CampaignInvalid]:
    """A loss that is chosen has an end: so many pieces of each SKU, and a budget that pays for them."""
    if shelf != "goods":
        yield CampaignInvalid(
            "bears_loss",
            "这种玩法不按规格限量,亏损没有上限,不能这样选",
            "This play has no quota a SKU, so its loss has no end",
        )
    if draft.budget_fen is None:
        yield CampaignInvalid(
            "budget_fen", "亏损由预算承担时,要填预算", "A budget that bears the loss has to be set"
        )
    for number, sku in enumerate(draft.skus):
        if sku.quota is None:
            yield CampaignInvalid(
                f"skus.{number}.quota",
                "亏损由预算承担时,每个规格都要限量",
                "A loss that is chosen needs a quota for each SKU",
            )


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


def assert_state(campaign: Campaign, *allowed: CampaignState) -> None:
    """Raises CampaignInOtherState naming the state."""
    if campaign.state not in allowed:
        zh, en = STATE_WORDS[campaign.state]
        raise CampaignInOtherState(state=campaign.state, state_zh=zh, state_en=en)


def assert_only_better(
    before: Campaign, draft: CampaignDraft, sku_settings: Mapping[UUID, Mapping[str, Any]]
) -> None:
    """After publishing nothing changes but for the better of shoppers (规范促销行为暂行规定 Art. 13). Raises CampaignLocked.

    `draft.settings` and `sku_settings` as their models dump them. A budget may grow but not be taken away: nothing could
    be put in its place again, and what it backs (points, a loss that was chosen) would end without a word. Raises
    CampaignInvalid for that.
    """
    if before.budget_fen is not None and draft.budget_fen is None:
        raise CampaignInvalid(
            "budget_fen",
            "发布后可以加预算,不能去掉预算;不想让它因预算停下,请填更大的数",
            "Once published a budget may grow, not go away; write a larger one if it should not end the campaign",
        )
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
