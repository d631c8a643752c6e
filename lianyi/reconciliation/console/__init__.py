"""Reconciliation as the merchant's staff see it: months, days, what differs, and the chain behind any number."""

from lianyi.reconciliation.console.chain import router as chain_router
from lianyi.reconciliation.console.days import router as days_router
from lianyi.reconciliation.console.export import router as export_router
from lianyi.reconciliation.console.settling import own_router, settling_router

__all__ = ["chain_router", "days_router", "export_router", "own_router", "settling_router"]
