"""Campaigns in the console: plays, drafts with their preview, their life, what they brought, held runs of helpers."""

from lianyi.promotions.console.cash import cash_router
from lianyi.promotions.console.drafting import drafts_router
from lianyi.promotions.console.helping import helping_router
from lianyi.promotions.console.plays import plays_router
from lianyi.promotions.console.running import running_router

__all__ = ["drafts_router", "helping_router", "plays_router", "running_router"]
__all__ = ["cash_router", "drafts_router", "plays_router", "running_router"]
