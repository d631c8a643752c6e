"""Social coupon as the frame sees it."""

from collections.abc import Sequence

from lianyi.identity.types import Channel
from lianyi.promotions.play import GrantPlay, PlayCard
from lianyi.promotions.plays.social_coupon import queries, rules
from lianyi.promotions.plays.social_coupon.types import SocialCouponSettings, SocialCouponSku
from lianyi.promotions.types import PlayLine, Verdict


def worst_claim(
    settings: SocialCouponSettings,  # noqa: ARG001  the protocol names it
    sku: SocialCouponSku,  # noqa: ARG001  the protocol names it
    price_fen: int,  # noqa: ARG001  the protocol names it
) -> int:
    """Nothing: what is passed on takes off a price when it is used, and the campaign that pays has claimed that."""
    return 0


def check(_settings: SocialCouponSettings, _skus: Sequence[tuple[PlayLine, SocialCouponSku]]) -> None:
    """The model says all that settings alone can; the rest is asked when it is published."""


PLAY = GrantPlay(
    card=PlayCard(
        code="social_coupon",
        title_zh="社交立减金",
        title_en="Coupons to pass on",
        about_zh="付款后把几份同样金额的券转赠给朋友,确认后领取;没人领的到期收回,不会超预算。",
        about_en="Buyers pass on some coupons of one amount; friends confirm to take them. What nobody takes comes back.",
        settings=SocialCouponSettings,
        sku_settings=SocialCouponSku,
        # By a shop's own coupons it is a link that earns something, which web pages inside WeChat may not be (H1); the
        # taker's confirmation on a page that tells all rules is the act.
        verdict=Verdict(
            channels=frozenset({Channel.MINI, Channel.H5}), rewarded_act="confirmed_help", outcome_known=True,
            source="微信小程序平台运营规范 5.1 S2, S5; 微信外部链接内容管理规范 H1",
        ),
        worst_claim=worst_claim,
        rules_text=rules.rules_text,
        check=check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        shelf="none",
        assert_ready=queries.assert_ready,
        listed=queries.listed,
        mine=queries.runs,
        live=queries.live,
    )
)  # fmt: skip
