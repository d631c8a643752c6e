"""Bargain as the frame sees it."""

from lianyi.identity.types import Channel
from lianyi.promotions import queries as frame
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.plays.bargain import actions, queries, rules
from lianyi.promotions.plays.bargain.types import BargainSettings, BargainSku, Run
from lianyi.promotions.types import Phase, Verdict


def worst_claim(
    settings: BargainSettings,  # noqa: ARG001  the protocol names it
    sku: BargainSku,
    price_fen: int,
) -> int:
    """The most a piece can cost the merchant below its list price."""
    return rules.worst_claim_fen(sku, price_fen)


PLAY: PricePlay[Run] = PricePlay(
    card=PlayCard(
        code="bargain",
        title_zh="砍价",
        title_en="Bargain",
        about_zh="请朋友帮砍,每一刀砍多少事先公开,砍到底价为止。不随机,没到底价也可以允许按现价买。",
        about_en="Friends help; each cut is known beforehand, down to a known floor. Nothing is random.",
        settings=BargainSettings,
        sku_settings=BargainSku,
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
        page="plays/bargain/list/index",
        mine=queries.own_runs,
    ),
    phase=Phase.ACTIVITY,
    stacks_with=frozenset({Phase.FREIGHT}),
    load=actions.load,
    quote=rules.adjustments,
    claim=actions.claim,
    release=actions.release,
    retake=actions.retake,
    paid=actions.count_paid,
    open_runs=frame.open_help_runs,
)  # fmt: skip
