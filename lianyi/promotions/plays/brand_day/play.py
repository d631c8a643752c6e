"""Brand day as the frame sees it."""

from lianyi.identity.types import Channel
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.plays.brand_day import actions, queries, rules
from lianyi.promotions.plays.brand_day.types import Asked, BrandDaySettings, BrandDaySku
from lianyi.promotions.types import Phase, Verdict


def worst_claim(
    settings: BrandDaySettings,  # noqa: ARG001  the protocol names it
    sku: BrandDaySku,
    price_fen: int,
) -> int:
    """What a piece costs the merchant below its list price."""
    return price_fen - sku.price_fen


PLAY: PricePlay[Asked] = PricePlay(
    card=PlayCard(
        code="brand_day",
        title_zh="品牌日",
        title_en="Brand day",
        about_zh="一天一个品牌:自己的页面、当天的价格和限量、日历和提醒;榜单只数真实付款的件数。",
        about_en="One brand a date: a page, the day's prices and quotas, a calendar, reminders; a ranking of paid pieces.",
        settings=BrandDaySettings,
        sku_settings=BrandDaySku,
        verdict=Verdict(
            channels=frozenset(Channel), rewarded_act="none", outcome_known=True,
            source="规范促销行为暂行规定 第五至七条、第二十条; 微信小程序平台运营规范 5.1",
        ),
        worst_claim=worst_claim,
        rules_text=rules.rules_text,
        check=rules.check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        assert_ready=actions.book,
        page="plays/brand_day/calendar/index",
        tells=rules.tells,
    ),
    phase=Phase.ACTIVITY,
    stacks_with=frozenset({Phase.COUPON, Phase.CREDIT, Phase.FREIGHT}),
    load=actions.load,
    quote=rules.adjustments,
    claim=actions.claim,
    release=actions.release,
)  # fmt: skip
