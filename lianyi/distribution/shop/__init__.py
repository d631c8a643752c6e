"""HTTP for shoppers and shopkeepers."""

from lianyi.distribution.shop.earnings import router as earnings_router

__all__ = ["earnings_router"]
