"""Reads of red packets: one with its takers, a person's own, what came of a campaign, what is told of them."""

from lianyi.promotions.plays.red_packet.queries.packets import (
    MINE_PAGE,
    PAGE,
    PLAY,
    WEEKLY_PAGE,
    PacketPage,
    Taker,
    got,
    mine,
    of_campaign,
    open_of_order,
    own_of_week,
    packet,
    packet_of_order,
    packet_of_week,
    page,
    part_of,
    pays_title,
    settings_of,
    weekly,
)
from lianyi.promotions.plays.red_packet.queries.told import (
    assert_ready,
    campaign_facts,
    figures,
    listed,
    live,
    own_packets,
    runs,
    share_facts,
)

__all__ = [
    "MINE_PAGE", "PAGE", "PLAY", "WEEKLY_PAGE", "PacketPage", "Taker", "assert_ready", "campaign_facts", "figures", "got",
    "listed", "live", "mine", "of_campaign", "open_of_order", "own_of_week", "own_packets", "packet", "packet_of_order",
    "packet_of_week", "page", "part_of", "pays_title", "runs", "settings_of", "share_facts", "weekly",
]  # fmt: skip
