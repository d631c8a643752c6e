"""Red packet as the frame sees it."""

from collections.abc import Sequence

from lianyi.identity.types import Channel
from lianyi.promotions.play import GrantPlay, PlayCard
from lianyi.promotions.plays.red_packet import queries, rules
from lianyi.promotions.plays.red_packet.types import RedPacketSettings, RedPacketSku
from lianyi.promotions.types import PlayLine, Verdict


def worst_claim(
    settings: RedPacketSettings,  # noqa: ARG001  the protocol names it
    sku: RedPacketSku,  # noqa: ARG001  the protocol names it
    price_fen: int,  # noqa: ARG001  the protocol names it
) -> int:
    """Nothing of a price: the budget bounds what is given, and a coupon it is paid in has claimed what it takes off."""
    return 0


def check(settings: RedPacketSettings, _skus: Sequence[tuple[PlayLine, RedPacketSku]]) -> None:
    """Refuse settings that contradict each other. Raises PacketWrong."""
    rules.check_settings(settings)


PLAY = GrantPlay(
    card=PlayCard(
        code="red_packet",
        title_zh="红包",
        title_en="Red packet",
        about_zh="下单得红包分给好友,每份金额相同、事先公开;或每周红包日自己领。没领的退回预算,每天有上限。",
        about_en="A buyer's packet of equal, known parts for friends, or a weekly day; the rest goes back, days have limits.",
        settings=RedPacketSettings,
        sku_settings=RedPacketSku,
        verdict=Verdict(
            channels=frozenset(Channel), rewarded_act="none", outcome_known=True,
            source=rules.SOURCE,
        ),
        worst_claim=worst_claim,
        rules_text=rules.rules_text,
        check=check,
        share_facts=queries.share_facts,
        campaign_facts=queries.campaign_facts,
        figures=queries.figures,
        declares=rules.declares,
        shelf="none",
        assert_ready=queries.assert_ready,
        verdict_of=rules.verdict_of,
        page=queries.WEEKLY_PAGE,
        listed=queries.listed,
        mine=queries.runs,
        live=queries.live,
    )
)  # fmt: skip
