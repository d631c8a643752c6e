"""Campaigns in the console: the plays there are, drafts with their preview, the life of a campaign, what it brought."""

from lianyi.promotions.console.cash import cash_router
from lianyi.promotions.console.drafting import drafts_router
from lianyi.promotions.console.plays import plays_router
from lianyi.promotions.console.running import running_router

__all__ = ["cash_router", "drafts_router", "plays_router", "running_router"]
