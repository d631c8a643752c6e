"""Assist as the frame sees it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lianyi.identity.types import Channel
from lianyi.promotions import actions as frame
from lianyi.promotions import queries as promotions
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.plays.assist import actions, queries, rules
from lianyi.promotions.plays.assist.types import Asked, AssistSettings, AssistSku
from lianyi.promotions.types import Phase, Verdict
from lianyi.rulebook.campaigns import CampaignFacts


def worst_claim(
    settings: AssistSettings,  # noqa: ARG001  the protocol names it
    sku: AssistSku,
    price_fen: int,
) -> int:
    """What a piece costs the merchant below its list price; a coupon is claimed by the campaign that gives it."""
    return price_fen - sku.price_fen


def declares(facts: CampaignFacts, settings: Any, skus: Sequence[Any]) -> CampaignFacts:  # noqa: ARG001  the protocol names it
    """Whether who helps gains something, too."""
    return replace(facts, invitee_gains=settings.helper_fen is not None)


PLAY: PricePlay[Asked] = PricePlay(
    card=PlayCard(
        code="assist",
        title_zh="助力",
        title_en="Assist",
        about_zh="邀请几位好友确认助力,助满按一分钱起的价格买一件,或得到一张券。人数、价格事先公开,助满即留好名额。",
        about_en="So many friends confirm their help, and a piece can be bought from 1 fen, or a coupon is given.",
        settings=AssistSettings,
        sku_settings=AssistSku,
        verdict=Verdict(
            channels=frozenset({Channel.MINI, Channel.H5}), rewarded_act="confirmed_help", outcome_known=True,
            source="微信外部链接内容管理规范 H1;微信小程序平台运营规范 5.1 S5, S6",
        ),
        worst_claim=worst_claim,
        rules_text=rules.rules_text,
        check=rules.check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        declares=declares,
        shelf="some",
        assert_ready=queries.assert_ready,
        page=queries.LIST_PAGE,
        mine=queries.listed_runs,
    ),
    phase=Phase.ACTIVITY,
    stacks_with=frozenset({Phase.FREIGHT}),
    load=actions.load,
    quote=rules.adjustments,
    claim=actions.claim,
    release=frame.give_back_help_run,
    retake=frame.take_help_run_again,
    paid=actions.paid,
    open_runs=promotions.open_help_runs,
    reserves=True,
)  # fmt: skip
