"""Coupon as the frame sees it."""

from collections.abc import Sequence

from lianyi.identity.types import Channel
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.plays.coupon import actions, queries, rules
from lianyi.promotions.plays.coupon.types import CouponSettings, CouponSku, InHand
from lianyi.promotions.types import Phase, PlayLine, Verdict


def worst_claim(
    settings: CouponSettings,
    sku: CouponSku,  # noqa: ARG001  the protocol names it
    price_fen: int,
) -> int:
    """The most that may fall on one piece of goods."""
    return rules.worst_claim_fen(settings, price_fen)


def check(settings: CouponSettings, skus: Sequence[tuple[PlayLine, CouponSku]]) -> None:
    """Refuse terms that say nothing. Raises TermsIncomplete."""
    rules.check_terms(settings, [line.sku_id for line, _ in skus])


PLAY: PricePlay[InHand] = PricePlay(
    card=PlayCard(
        code="coupon",
        title_zh="优惠券",
        title_en="Coupon",
        about_zh="立减、满减、折扣、赠品;领取、口令、自动或由其他活动发放。发出去的券一定能用,预算不会超。",
        about_en="Money off or a gift; collected, for a code, by itself, or given by other campaigns. What is given is good.",
        settings=CouponSettings,
        sku_settings=CouponSku,
        verdict=Verdict(
            channels=frozenset(Channel), rewarded_act="none", outcome_known=True,
            source="规范促销行为暂行规定 第五至七条; 微信小程序平台运营规范 5.1",
        ),
        worst_claim=worst_claim,
        rules_text=rules.rules_text,
        check=check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        shelf="some",
        reach=queries.reach,
        page="plays/coupon/centre/index",
        listed=queries.listed,
        mine=queries.runs,
    ),
    phase=Phase.COUPON,
    stacks_with=frozenset({Phase.ACTIVITY, Phase.DISCOUNT, Phase.CREDIT, Phase.FREIGHT}),
    load=actions.load,
    quote=rules.adjustments,
    claim=actions.claim,
    release=actions.release,
    retake=actions.retake,
    offers=queries.offers,
    give=actions.give,
    gives_most=queries.gives_most,
    open_runs=queries.open_runs,
)  # fmt: skip
