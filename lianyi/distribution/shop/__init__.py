"""HTTP for shoppers and shopkeepers, one module a topic."""

from lianyi.distribution.shop.payouts import router as payouts_router

__all__ = ["payouts_router"]
