"""Group buy as the frame sees it."""

from collections.abc import Sequence

from lianyi.identity.types import Channel
from lianyi.kit.ids import encode
from lianyi.promotions.play import PlayCard, PricePlay
from lianyi.promotions.plays.group_buy import actions, queries, rules
from lianyi.promotions.plays.group_buy.types import Asked, GroupBuySettings, GroupBuySku
from lianyi.promotions.types import Adjustment, Campaign, Phase, PlayLine, Verdict


def quote(asked: Asked, lines: Sequence[PlayLine]) -> tuple[Adjustment, ...]:
    """What the team price takes off, line by line; nothing where the goods are cheaper by themselves."""
    label = (
        ("团长价", "Leader's price")
        if asked.opens and asked.sku.leader_price_fen
        else ("拼团价", "Team price")
    )
    source = f"group_buy:{encode('cmp', asked.campaign_id)}"
    taken = [
        (line, line.price_fen - rules.seat_price_fen(asked.sku, line.price_fen, opens=asked.opens))
        for line in lines
    ]
    return tuple(
        Adjustment(Phase.ACTIVITY, source, *label, -off_fen * line.quantity, line.sku_id)
        for line, off_fen in taken
        if off_fen
    )


def worst_claim(
    settings: GroupBuySettings,  # noqa: ARG001  the protocol names it
    sku: GroupBuySku,
    price_fen: int,
) -> int:
    """The most a piece can cost the merchant below its list price."""
    return rules.worst_claim_fen(sku, price_fen)


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    return rules.rules_text(
        GroupBuySettings.model_validate(campaign.settings),
        [GroupBuySku.model_validate(sku.settings) for sku in campaign.skus],
        campaign.orders_per_person_max,
        campaign.pieces_per_person_max,
    )


def check(_settings: GroupBuySettings, skus: Sequence[tuple[PlayLine, GroupBuySku]]) -> None:
    """Refuse a shelf that is no group buy. Raises TeamPriceTooHigh, LeaderPriceTooHigh, LadderUneven."""
    for line, sku in skus:
        rules.check_sku(line, sku)


PLAY: PricePlay[Asked] = PricePlay(
    card=PlayCard(
        code="group_buy",
        title_zh="拼团",
        title_en="Group buy",
        about_zh="几个人一起买,人数到齐按拼团价发货;到时人数不够,自动全额退款。",
        about_en="People buy together at the team price; if some are missing when time is up, the money goes back by itself.",
        settings=GroupBuySettings,
        sku_settings=GroupBuySku,
        verdict=Verdict(
            channels=frozenset(Channel), rewarded_act="purchase", outcome_known=True,
            source="微信外部链接内容管理规范 H2;微信小程序平台运营规范 5.1 S5",
        ),
        worst_claim=worst_claim,
        rules_text=rules_text,
        check=check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        page="plays/group_buy/list/index",
        mine=queries.mine,
        live=queries.live,
    ),
    phase=Phase.ACTIVITY,
    stacks_with=frozenset({Phase.FREIGHT}),
    load=actions.load,
    quote=quote,
    claim=actions.claim,
    release=actions.release,
)  # fmt: skip
