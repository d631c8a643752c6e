"""Reads of promotions: campaigns, what runs for which goods, what a card may say of them, what came of them."""

from lianyi.promotions.queries.answers import (
    Alarms,
    ClaimFigures,
    PaysFor,
    Result,
    ResultDay,
    alarms,
    assert_gives,
    pays_for,
    result,
    runs_in,
    share_facts,
)
from lianyi.promotions.queries.campaigns import (
    Standing,
    beginning,
    campaign,
    campaigns,
    published,
    running,
    running_for_products,
    standing,
    standings,
)
from lianyi.promotions.queries.cash import CashToday, assert_pays_cash, cash, cash_limit_fen
from lianyi.promotions.queries.growth import (
    GROWTH_MAX,
    PLANNED_MAX,
    Brought,
    BroughtDay,
    Planned,
    Sold,
    Together,
    brought,
    brought_by_day,
    helpers,
    planned,
    play_titles,
    sold,
    together,
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
    keyed_accounts,
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
    pieces_paid,
)
from lianyi.promotions.queries.reminding import reminded
from lianyi.promotions.queries.shopping import Offering, Shelf, centre, live, live_one, mine
from lianyi.promotions.rules import mask_name, run_phase

__all__ = [
    "GROWTH_MAX", "PLANNED_MAX", "STANDS", "Alarms", "Brought", "BroughtDay", "CampaignFilter", "CampaignLife",
    "CampaignListed", "CashToday", "ClaimFigures", "HeldRun", "HelpFigures", "Newness", "Offering", "PaysFor", "Planned",
    "Result", "ResultDay", "Shelf", "Sold", "Standing", "Together", "accounts_of", "alarms", "assert_gives",
    "assert_pays_cash", "beginning", "brought", "brought_by_day", "campaign", "campaign_of_order", "campaigns",
    "cash", "cash_limit_fen", "centre", "held_run", "held_runs", "help_figures", "help_run", "help_runs", "helpers",
    "helps_held", "helps_of", "holds_claim", "keyed_accounts", "life", "listed", "live", "live_one", "live_run",
    "mask_name", "mine", "my_help", "newness", "open_help_runs", "pays_for", "pieces_paid", "planned", "play_titles",
    "published", "reminded",
    "result", "run_of_order", "run_phase", "running", "running_for_products", "runs_in", "runs_of", "share_facts",
    "sold", "standing", "standings", "together", "way_to_mini",
]  # fmt: skip
