"""HTTP for staff: shopkeepers, whose customer is whose, appeals."""

from lianyi.distribution.console.disputes import router as disputes_router
from lianyi.distribution.console.joining import router as joining_router
from lianyi.distribution.console.shopkeepers import router as shopkeepers_router

__all__ = ["disputes_router", "joining_router", "shopkeepers_router"]
