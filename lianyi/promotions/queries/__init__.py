"""Reads of promotions: campaigns, what runs for which goods, what a card may say of them, what came of them."""

from lianyi.promotions.queries.answers import (
    Alarms,
    ClaimFigures,
    Result,
    ResultDay,
    alarms,
    assert_gives,
    result,
    share_facts,
)
from lianyi.promotions.queries.campaigns import (
    Standing,
    campaign,
    campaigns,
    planned,
    published,
    running,
    running_for_products,
    standing,
    standings,
)
from lianyi.promotions.queries.lists import (
    CampaignFilter,
    CampaignLife,
    CampaignListed,
    campaign_of_order,
    holds_claim,
    life,
    listed,
    pieces_paid,
)
from lianyi.promotions.queries.reminding import reminded

__all__ = [
    "Alarms", "CampaignFilter", "CampaignLife", "CampaignListed", "ClaimFigures", "Result", "ResultDay", "Standing",
    "alarms", "assert_gives", "campaign", "campaign_of_order", "campaigns", "holds_claim", "life", "listed", "pieces_paid",
    "planned", "published", "reminded", "result", "running", "running_for_products", "share_facts", "standing", "standings",
]  # fmt: skip
