"""Reads of promotions: campaigns, what runs for which goods, what a card may say of them, what came of them."""

from lianyi.promotions.queries.answers import (
    Alarms,
    ClaimFigures,
    Result,
    ResultDay,
    alarms,
    assert_gives,
    result,
    runs_in,
    share_facts,
)
from lianyi.promotions.queries.campaigns import (
    Standing,
    campaign,
    campaigns,
    published,
    running,
    running_for_products,
    standing,
    standings,
)
from lianyi.promotions.queries.cash import CashToday, assert_pays_cash, cash, cash_limit_fen
from lianyi.promotions.queries.lists import (
    CampaignFilter,
    CampaignLife,
    CampaignListed,
    campaign_of_order,
    holds_claim,
    life,
    listed,
)

__all__ = [
    "Alarms", "CampaignFilter", "CampaignLife", "CampaignListed", "CashToday", "ClaimFigures", "Result", "ResultDay",
    "Standing", "alarms", "assert_gives", "assert_pays_cash", "campaign", "campaign_of_order", "campaigns", "cash",
    "cash_limit_fen", "holds_claim", "life", "listed", "published", "result", "running", "running_for_products",
    "runs_in", "share_facts", "standing", "standings",
]  # fmt: skip
