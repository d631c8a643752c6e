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
    published,
    running,
    running_for_products,
    standing,
    standings,
)
from lianyi.promotions.queries.helping import (
    STANDS,
    HeldRun,
    HelpFigures,
    Newness,
    accounts_of,
    held_run,
    held_runs,
    help_figures,
    help_run,
    help_runs,
    helps_held,
    helps_of,
    live_run,
    my_help,
    newness,
    open_help_runs,
    run_of_order,
    runs_of,
    way_to_mini,
)
from lianyi.promotions.queries.lists import (
    CampaignFilter,
    CampaignLife,
    CampaignListed,
    campaign_of_order,
    holds_claim,
    life,
    listed,
)
from lianyi.promotions.rules import mask_name, run_phase

__all__ = [
    "STANDS", "Alarms", "CampaignFilter", "CampaignLife", "CampaignListed", "ClaimFigures", "HeldRun", "HelpFigures",
    "Newness", "Result", "ResultDay", "Standing", "accounts_of", "alarms", "assert_gives", "campaign",
    "campaign_of_order", "campaigns", "held_run", "held_runs", "help_figures", "help_run", "help_runs", "helps_held",
    "helps_of", "holds_claim", "life", "listed", "live_run", "mask_name", "my_help", "newness", "open_help_runs",
    "published", "result", "run_of_order", "run_phase", "running", "running_for_products", "runs_of", "share_facts",
    "standing", "standings", "way_to_mini",
]  # fmt: skip
