"""HTTP for staff: shopkeepers, whose customer is whose, appeals, commission plans."""

from lianyi.distribution.console.commissions import router as commissions_router
from lianyi.distribution.console.plans import router as plans_router

__all__ = ["commissions_router", "plans_router"]
