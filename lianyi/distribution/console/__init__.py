"""HTTP for staff: shopkeepers, whose customer is whose, appeals, commission plans."""

from lianyi.distribution.console.commissions import router as commissions_router
from lianyi.distribution.console.disputes import router as disputes_router
from lianyi.distribution.console.joining import router as joining_router
from lianyi.distribution.console.plans import router as plans_router
from lianyi.distribution.console.shopkeepers import router as shopkeepers_router

__all__ = [
    "commissions_router",
    "disputes_router",
    "joining_router",
    "plans_router",
    "shopkeepers_router",
]
