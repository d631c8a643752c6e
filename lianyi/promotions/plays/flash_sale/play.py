"""Flash sale as the frame sees it."""

from lianyi.identity.types import Channel
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.plays.flash_sale import actions, queries, rules
from lianyi.promotions.plays.flash_sale.types import Asked, FlashSaleSettings, FlashSaleSku
from lianyi.promotions.types import Phase, Verdict


def worst_claim(
    settings: FlashSaleSettings,  # noqa: ARG001  the protocol names it
    sku: FlashSaleSku,
    price_fen: int,
) -> int:
    """What a piece costs the merchant below its list price."""
    return price_fen - sku.price_fen


PLAY: PricePlay[Asked] = PricePlay(
    card=PlayCard(
        code="flash_sale",
        title_zh="秒杀",
        title_en="Flash sale",
        about_zh="每天固定场次,限量限时,先到先得。不会超卖,不付款的名额放回。",
        about_en="So many pieces at set hours of each day, first come, first served. What is not paid goes back.",
        settings=FlashSaleSettings,
        sku_settings=FlashSaleSku,
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
        page="plays/flash_sale/list/index",
        mine=queries.runs,
        live=queries.live,
        tells=rules.openings,
        spans=rules.spans,
    ),
    phase=Phase.ACTIVITY,
    stacks_with=frozenset({Phase.CREDIT, Phase.FREIGHT}),
    load=actions.load,
    quote=rules.adjustments,
    claim=actions.claim,
    release=actions.release,
    retake=actions.retake,
    paid=actions.count_paid,
)  # fmt: skip
