"""HTTP for shoppers and shopkeepers."""

from lianyi.distribution.shop.earnings import router as earnings_router
from lianyi.distribution.shop.payouts import router as payouts_router

__all__ = ["earnings_router", "payouts_router"]
