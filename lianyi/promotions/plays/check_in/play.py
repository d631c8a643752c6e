"""Check-in as the frame sees it."""

from collections.abc import Sequence

from lianyi.identity.types import Channel
from lianyi.promotions.play import GrantPlay, PlayCard
from lianyi.promotions.plays.check_in import queries, rules
from lianyi.promotions.plays.check_in.types import CheckInSettings, CheckInSku
from lianyi.promotions.types import PlayLine, Verdict


def worst_claim(
    settings: CheckInSettings,  # noqa: ARG001  the protocol names it
    sku: CheckInSku,  # noqa: ARG001  the protocol names it
    price_fen: int,  # noqa: ARG001  the protocol names it
) -> int:
    """Nothing: the campaign that gives a coupon has claimed its worth, and the budget bears what points are worth."""
    return 0


def check(settings: CheckInSettings, _skus: Sequence[tuple[PlayLine, CheckInSku]]) -> None:
    """Refuse a curve that contradicts itself. Raises CurveWrong."""
    rules.check_curve(settings)


PLAY = GrantPlay(
    card=PlayCard(
        code="check_in",
        title_zh="签到",
        title_en="Check-in",
        about_zh="每天签到领券或积分,奖励曲线公开;预算发完自动停,不会超。",
        about_en="A coupon or points a day by a curve everybody can read; it stops by itself when the budget is spent.",
        settings=CheckInSettings,
        sku_settings=CheckInSku,
        verdict=Verdict(
            channels=frozenset(Channel), rewarded_act="none", outcome_known=True,
            source="微信外部链接内容管理规范 H2: 签到不含分享即可;规范促销行为暂行规定 第五至七条",
        ),
        worst_claim=worst_claim,
        rules_text=rules.rules_text,
        check=check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        shelf="none",
        assert_ready=queries.assert_ready,
        page=queries.PAGE,
        mine=queries.runs,
        tells=rules.tells,
    )
)  # fmt: skip
